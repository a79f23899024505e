//! The numbered event log: a file of lines, each on the disk before anybody is told.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use jiff::Timestamp;
use patchround_protocol::{Event, EventKind, limits};
use tokio::sync::watch;

use crate::files;

/// Most bytes handed out at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// Digits of the largest number there is.
const HEAD_DIGITS: usize = 20;

/// The log.
#[derive(Debug)]
pub struct Log {
    inner: Mutex<Inner>,
    head: watch::Sender<u64>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    file: File,
    bytes: u64,
    bound: u64,
    /// Goes up when the file is written anew.
    edition: u64,
    acknowledged: u64,
    /// Up to here nothing is left.
    dropped: u64,
}

/// How far a reader is.
#[derive(Debug)]
pub struct Cursor {
    after: u64,
    edition: u64,
    offset: u64,
}

impl Cursor {
    /// Before the first event after this one.
    pub fn after(after: u64) -> Self {
        Self { after, edition: 0, offset: 0 }
    }
}

impl Log {
    /// Opens the log, or makes an empty one. A last line that a power cut tore is cut off.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::with_bound(path, limits::EVENT_LOG_BYTES)
    }

    fn with_bound(path: &Path, bound: u64) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let (bytes, newest) = whole_lines(&file)?;
        file.set_len(bytes)?;
        file.sync_data()?; // a process that was killed may not have come to it
        let head = newest.max(stored_head(&head_path(path))?);
        let inner =
            Inner { path: path.to_owned(), file, bytes, bound, edition: 1, acknowledged: 0, dropped: 0 };
        Ok(Self { inner: Mutex::new(inner), head: watch::Sender::new(head) })
    }

    /// Number of the newest event.
    pub fn head(&self) -> u64 {
        *self.head.borrow()
    }

    /// Changes with each event.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }

    /// Adds one event. One that a job's end does not need is left out while the log is over its bound.
    ///
    /// # Errors
    /// When the disk says no: then it is not in the log.
    pub fn append(&self, kind: EventKind) -> io::Result<()> {
        let mut inner = self.lock();
        inner.make_room(self.head())?;
        if inner.is_over() && !is_essential(&kind) {
            return Ok(());
        }
        let seq = self.head() + 1;
        let line = line(Event { seq, time: Timestamp::now(), kind })?;
        inner.write(&line)?;
        self.head.send_replace(seq);
        Ok(())
    }

    /// Whether nothing more should be begun until a manager has read what is there.
    pub fn is_full(&self) -> bool {
        self.lock().is_over()
    }

    /// Notes that a manager has everything up to this event, which makes room at once: over its bound nothing
    /// would be begun that could make it later.
    pub fn acknowledge(&self, seq: u64) {
        let mut inner = self.lock();
        inner.acknowledged = inner.acknowledged.max(seq.min(self.head()));
        if let Err(error) = inner.make_room(self.head()) {
            tracing::warn!(%error, "cannot make room in the event log");
        }
    }

    /// The next whole lines for a reader; empty when there are none yet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, cursor: &mut Cursor) -> io::Result<Vec<u8>> {
        let inner = self.lock();
        if cursor.edition != inner.edition {
            (cursor.edition, cursor.offset) = (inner.edition, 0);
        }
        let mut reader = BufReader::new(&inner.file);
        reader.seek(SeekFrom::Start(cursor.offset))?;
        let (mut lines, mut line) = (Vec::new(), Vec::new());
        while lines.len() < CHUNK_BYTES && reader.read_until(b'\n', &mut line)? > 0 {
            cursor.offset += line.len() as u64;
            if let Some(seq) = seq_of(&line).filter(|seq| *seq > cursor.after) {
                cursor.after = seq;
                lines.extend_from_slice(&line);
            }
            line.clear();
        }
        Ok(lines)
    }

    /// Every event that is there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn all(&self) -> io::Result<Vec<Event>> {
        let (mut cursor, mut events) = (Cursor::after(0), Vec::new());
        loop {
            let lines = self.read(&mut cursor)?;
            if lines.is_empty() {
                return Ok(events);
            }
            let lines = lines.split(|b| *b == b'\n');
            events.extend(lines.filter_map(|line| serde_json::from_slice::<Event>(line).ok()));
        }
    }

    /// Forgets every event; their numbers are not used again.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn forget(&self) -> io::Result<()> {
        let head = self.head();
        self.lock().rewrite(head, head)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("nothing panics while it holds the log")
    }
}

impl Inner {
    fn is_over(&self) -> bool {
        self.bytes > self.bound
    }

    /// Every line is synced before a reader gets its number: a manager's cursor would pass over what
    /// is numbered anew after a power cut.
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        if let Err(error) = self.file.write_all(line).and_then(|()| self.file.sync_data()) {
            self.file.set_len(self.bytes)?; // half a line is no line
            return Err(error);
        }
        self.bytes += line.len() as u64;
        Ok(())
    }

    /// Over the bound, drops what a manager has acknowledged.
    fn make_room(&mut self, head: u64) -> io::Result<()> {
        if !self.is_over() || self.acknowledged <= self.dropped {
            return Ok(());
        }
        self.rewrite(self.acknowledged, head)
    }

    fn rewrite(&mut self, drop_up_to: u64, head: u64) -> io::Result<()> {
        files::write(&head_path(&self.path), format!("{head:>HEAD_DIGITS$}").as_bytes())?;
        let mut kept = Vec::new();
        let mut reader = BufReader::new(&self.file);
        reader.seek(SeekFrom::Start(0))?;
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            if seq_of(&line).is_some_and(|seq| seq > drop_up_to) {
                kept.extend_from_slice(&line);
            }
            line.clear();
        }
        files::write(&self.path, &kept)?;
        self.file = OpenOptions::new().read(true).append(true).open(&self.path)?;
        self.bytes = kept.len() as u64;
        self.dropped = drop_up_to;
        self.edition += 1;
        Ok(())
    }
}

/// Whether the story of a job has a hole without it.
fn is_essential(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Progress { .. } | EventKind::Scanned { .. } | EventKind::JobRefused { .. })
}

/// One line within its limit: a tool's last words are cut until it fits.
fn line(mut event: Event) -> io::Result<Vec<u8>> {
    loop {
        let mut line = serde_json::to_vec(&event)?;
        line.push(b'\n');
        if line.len() <= limits::EVENT_BYTES || !shorten(&mut event.kind) {
            return Ok(line);
        }
    }
}

fn shorten(kind: &mut EventKind) -> bool {
    let text = match kind {
        EventKind::UpdateEnded { details, .. } | EventKind::StepEnded { details, .. } => details,
        EventKind::Progress { item, .. } => item,
        _ => return false,
    };
    let Some(whole) = text.take().filter(|text| !text.is_empty()) else { return false };
    *text = Some(whole.chars().take(whole.chars().count() / 2).collect());
    true
}

fn whole_lines(file: &File) -> io::Result<(u64, u64)> {
    let mut reader = BufReader::new(file);
    let (mut bytes, mut newest, mut line) = (0, 0, Vec::new());
    while reader.read_until(b'\n', &mut line)? > 0 {
        if !line.ends_with(b"\n") {
            break;
        }
        bytes += line.len() as u64;
        newest = newest.max(seq_of(&line).unwrap_or(0));
        line.clear();
    }
    Ok((bytes, newest))
}

/// The number of a whole line.
fn seq_of(line: &[u8]) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Seq {
        seq: u64,
    }
    let whole = line.strip_suffix(b"\n")?;
    serde_json::from_slice::<Seq>(whole).ok().map(|found| found.seq)
}

/// The newest number of events that were dropped. One that begins with spaces and is short was cut off: its first
/// digits are an older number.
fn stored_head(path: &Path) -> io::Result<u64> {
    let is_cut = std::fs::read(path).is_ok_and(|text| text.starts_with(b" ") && text.len() < HEAD_DIGITS);
    if is_cut {
        return Err(files::unreadable(path, &"its end is missing"));
    }
    Ok(files::read_json(path)?.unwrap_or(0))
}

fn head_path(path: &Path) -> PathBuf {
    path.with_extension("head")
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{JobId, Outcome, RoundId, event::Phase, job::Verb};
    use uuid::Uuid;

    use super::*;

    fn ended(n: u128) -> EventKind {
        EventKind::JobEnded {
            job: JobId(Uuid::from_u128(n)),
            round: RoundId(Uuid::nil()),
            outcome: Outcome::Done,
            cause: None,
        }
    }

    fn progress() -> EventKind {
        EventKind::Progress {
            job: JobId(Uuid::nil()),
            step: 0,
            phase: Phase::Installing,
            percent: 1,
            item: None,
        }
    }

    fn seqs(log: &Log) -> Vec<u64> {
        log.all().unwrap().iter().map(|event| event.seq).collect()
    }

    #[test]
    fn events_are_numbered_without_gaps_and_survive_reopening() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events");
        let log = Log::open(&path).unwrap();
        log.append(ended(1)).unwrap();
        log.append(progress()).unwrap();
        drop(log);
        let log = Log::open(&path).unwrap();
        log.append(ended(3)).unwrap();
        assert_eq!(seqs(&log), [1, 2, 3]);
    }

    #[test]
    fn a_torn_last_line_is_cut_off_and_its_number_is_given_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events");
        let log = Log::open(&path).unwrap();
        log.append(ended(1)).unwrap();
        log.append(ended(2)).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for cut in 1..=20 {
            std::fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let log = Log::open(&path).unwrap();
            log.append(ended(7)).unwrap();
            assert_eq!(seqs(&log), [1, 2], "{cut} bytes cut off");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn no_event_is_shown_that_a_power_cut_could_take_back() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::open(&folder.path().join("events")).unwrap();
        log.append(ended(1)).unwrap();
        // It takes what is written and cannot sync it (fsync(2), EINVAL).
        log.lock().file = OpenOptions::new().append(true).open("/dev/null").unwrap();
        assert!(log.append(progress()).is_err());
        assert_eq!(log.head(), 1);
    }

    #[test]
    fn a_reader_gets_each_event_after_its_cursor_once() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::open(&folder.path().join("events")).unwrap();
        for n in 1..=3 {
            log.append(ended(n)).unwrap();
        }
        let mut cursor = Cursor::after(2);
        let lines = log.read(&mut cursor).unwrap();
        assert_eq!(serde_json::from_slice::<Event>(&lines).unwrap().seq, 3);
        assert!(log.read(&mut cursor).unwrap().is_empty());
        log.append(ended(4)).unwrap();
        assert_eq!(serde_json::from_slice::<Event>(&log.read(&mut cursor).unwrap()).unwrap().seq, 4);
    }

    #[test]
    fn over_its_bound_the_log_drops_only_what_was_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events");
        let log = Log::with_bound(&path, 400).unwrap();
        for n in 1..=6 {
            log.append(ended(n)).unwrap();
        }
        assert!(log.is_full());
        log.append(progress()).unwrap();
        assert_eq!(seqs(&log), [1, 2, 3, 4, 5, 6], "nothing dropped, progress left out");
        let mut cursor = Cursor::after(4);
        log.acknowledge(4);
        log.append(ended(7)).unwrap();
        assert_eq!(seqs(&log), [5, 6, 7]);
        assert!(!log.read(&mut cursor).unwrap().is_empty(), "a reader finds its place again");
        log.forget().unwrap();
        drop(log);
        let log = Log::open(&path).unwrap();
        assert_eq!((seqs(&log), log.head()), (vec![], 7));
        log.append(ended(8)).unwrap();
        assert_eq!(seqs(&log), [8]);
    }

    #[test]
    fn a_log_over_its_bound_that_was_read_is_not_full() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::with_bound(&folder.path().join("events"), 400).unwrap();
        for n in 1..=6 {
            log.append(ended(n)).unwrap();
        }
        assert!(log.is_full());
        log.acknowledge(6);
        assert!(!log.is_full());
        log.append(ended(7)).unwrap();
        assert_eq!(seqs(&log), [7]);
    }

    #[test]
    fn a_line_stays_within_its_limit_whatever_a_tool_said() {
        let kind = EventKind::StepEnded {
            job: JobId(Uuid::nil()),
            step: 0,
            verb: Verb::Install,
            outcome: Outcome::Failed,
            cause: None,
            details: Some("\u{1b}".repeat(limits::DETAILS_BYTES)),
        };
        let line = line(Event { seq: 1, time: Timestamp::UNIX_EPOCH, kind }).unwrap();
        assert!(line.len() <= limits::EVENT_BYTES);
        assert_eq!(seq_of(&line), Some(1));
    }
}
