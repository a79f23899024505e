//! The numbered event log: a file of lines, each on the disk before anybody is told. Each carries a hash over itself
//! and all before it ([`chain`]); where lines go, the newest of their hashes stays in a file of its own.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    mem::discriminant,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::{Event, EventKind, chain, event::readable, ids::LineHash, limits};
use serde::{Deserialize, Serialize};
use tokio::{sync::watch, time::sleep};

use crate::{files, os};

/// A full disk is tried again after so long: nothing is lost.
pub const AGAIN: Duration = Duration::from_secs(5);

/// Most bytes handed out at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// Digits of the largest number there is.
const HEAD_DIGITS: usize = 20;
/// By how much a number may be larger than those before and be believed. So many lines are never lost at once, and after
/// the largest that is believed there are still numbers that every store and every page can hold.
const LEAP: u64 = 1 << 32;
/// More room than an event's hash takes on its line.
const CHAIN_BYTES: usize = 80;

/// The log.
#[derive(Debug)]
pub struct Log {
    inner: Mutex<Inner>,
    head: watch::Sender<u64>,
    /// What the disk had no room for, and when it was; one event of each kind.
    late: watch::Sender<Vec<(Timestamp, EventKind)>>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// None while it is replaced, and after that failed: not every Windows replaces what somebody has open.
    file: Option<File>,
    bytes: u64,
    bound: u64,
    /// Hash of the newest line.
    chain: LineHash,
    /// Goes up when the file is written anew.
    edition: u64,
    /// Whether a power cut may bring back the file that was there before.
    is_unsettled: bool,
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
        let file = files::open_to_add(path)?;
        let dropped = stored_head(&head_path(path))?;
        let (bytes, newest) = whole_lines(&file, dropped)?;
        file.set_len(bytes)?;
        file.sync_data()?; // a process that was killed may not have come to it
        let (head, chain) = match newest {
            Some(line) if line.seq >= dropped => (line.seq, line.chain),
            _ => (dropped, stored_chain(&chain_path(path), dropped)),
        };
        let inner = Inner {
            path: path.to_owned(),
            file: Some(file),
            bytes,
            bound,
            chain: chain.unwrap_or(LineHash::START),
            edition: 1,
            is_unsettled: false,
            acknowledged: 0,
            dropped: 0,
        };
        let late = watch::Sender::new(Vec::new());
        Ok(Self { inner: Mutex::new(inner), head: watch::Sender::new(head), late })
    }

    /// Number of the newest event.
    pub fn head(&self) -> u64 {
        *self.head.borrow()
    }

    /// Changes with each event.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }

    /// Adds one event, after those that are late. One that a job's end does not need is left out while the log is
    /// over its bound.
    ///
    /// # Errors
    /// When the disk says no: then it is not in the log.
    pub fn append(&self, kind: EventKind) -> io::Result<()> {
        let mut inner = self.lock();
        self.add_late(&mut inner)?;
        self.add(&mut inner, Timestamp::now(), kind)
    }

    /// Keeps an event for which the disk had no room until it has; of one kind the newest.
    pub fn append_later(&self, kind: EventKind) {
        let _turn = self.lock();
        self.late.send_modify(|late| {
            late.retain(|(_, other)| discriminant(other) != discriminant(&kind));
            late.push((Timestamp::now(), kind));
        });
    }

    /// Adds what is late as soon as there is room, for ever.
    pub async fn catch_up(&self) {
        let mut late = self.late.subscribe();
        while late.wait_for(|late| !late.is_empty()).await.is_ok() {
            sleep(AGAIN).await;
            if let Err(error) = self.add_late(&mut self.lock()) {
                tracing::debug!(%error, "still cannot write the event log");
            }
        }
    }

    fn add_late(&self, inner: &mut Inner) -> io::Result<()> {
        let first = || self.late.borrow().first().cloned();
        while let Some((time, kind)) = first() {
            self.add(inner, time, kind)?;
            self.late.send_modify(|late| drop(late.remove(0)));
        }
        Ok(())
    }

    fn add(&self, inner: &mut Inner, time: Timestamp, kind: EventKind) -> io::Result<()> {
        inner.make_room(self.head())?;
        if inner.is_over() && !is_essential(&kind) {
            return Ok(());
        }
        let seq = self.head() + 1;
        let (line, chain) = line(Event::new(seq, time, kind), inner.chain)?;
        inner.write(&line)?;
        inner.chain = chain;
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
        let mut inner = self.lock();
        if cursor.edition != inner.edition {
            (cursor.edition, cursor.offset) = (inner.edition, 0);
        }
        let mut reader = BufReader::new(inner.file()?);
        reader.seek(SeekFrom::Start(cursor.offset))?;
        let (mut lines, mut line) = (Vec::new(), Vec::new());
        while lines.len() < CHUNK_BYTES && reader.read_until(b'\n', &mut line)? > 0 {
            cursor.offset += line.len() as u64;
            if let Some(seq) = seq_of(&line).filter(|seq| *seq > cursor.after && *seq <= self.head()) {
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
        let (mut inner, head) = (self.lock(), self.head());
        self.late.send_replace(Vec::new());
        inner.rewrite(head, head)
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
        self.settle()?;
        let bytes = self.bytes;
        let file = self.file()?;
        file.seek(SeekFrom::End(0))?;
        if let Err(error) = file.write_all(line).and_then(|()| file.sync_data()) {
            file.set_len(bytes)?; // half a line is no line
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
        let newest = Numbered { seq: head, chain: Some(self.chain) };
        files::write_json(&chain_path(&self.path), &newest)?;
        let kept = self.lines_after(drop_up_to)?;
        self.replace(&kept, files::write)?;
        self.dropped = drop_up_to;
        Ok(())
    }

    fn file(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            self.file = Some(files::open_to_add(&self.path)?);
        }
        Ok(self.file.as_mut().expect("it was just opened"))
    }

    fn lines_after(&mut self, seq: u64) -> io::Result<Vec<u8>> {
        let mut kept = Vec::new();
        let mut reader = BufReader::new(self.file()?);
        reader.seek(SeekFrom::Start(0))?;
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            if seq_of(&line).is_some_and(|found| found > seq) {
                kept.extend_from_slice(&line);
            }
            line.clear();
        }
        Ok(kept)
    }

    /// Goes on in the file that is in the folder, also where the new one is there and only its name is not synced.
    fn replace(&mut self, bytes: &[u8], write: fn(&Path, &[u8]) -> io::Result<()>) -> io::Result<()> {
        self.file = None;
        let written = write(&self.path, bytes);
        self.is_unsettled = written.is_err();
        self.bytes = self.file()?.metadata()?.len();
        self.edition += 1;
        written
    }

    fn settle(&mut self) -> io::Result<()> {
        if self.is_unsettled {
            os::sync_folder(self.path.parent().ok_or(io::ErrorKind::InvalidInput)?)?;
            self.is_unsettled = false;
        }
        Ok(())
    }
}

/// Whether the story of a job has a hole without it.
fn is_essential(kind: &EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Progress { .. }
            | EventKind::Scanned { .. }
            | EventKind::JobRefused { .. }
            | EventKind::Said { .. }
    )
}

/// The next line, within its limit, and its hash: a tool's last words are cut at their beginning until it fits.
fn line(mut event: Event, before: LineHash) -> io::Result<(Vec<u8>, LineHash)> {
    while serde_json::to_vec(&event)?.len() + CHAIN_BYTES > limits::EVENT_BYTES && shorten(&mut event.kind) {}
    let (mut line, hash) = chain::write(&event, before)?;
    line.push(b'\n');
    Ok((line, hash))
}

fn shorten(kind: &mut EventKind) -> bool {
    let text = match kind {
        EventKind::UpdateEnded { details, .. } | EventKind::StepEnded { details, .. } => details,
        EventKind::Progress { item, .. } => item,
        _ => return false,
    };
    let Some(whole) = text.take().filter(|text| !text.is_empty()) else { return false };
    // What a tool says last tells most.
    *text = Some(whole.chars().skip(whole.chars().count().div_ceil(2)).collect());
    true
}

/// What is read of every line, and what is kept of the newest one where lines go.
#[derive(Debug, Serialize, Deserialize)]
struct Numbered {
    seq: u64,
    /// None where an earlier version wrote it.
    #[serde(default, deserialize_with = "readable")]
    chain: Option<LineHash>,
}

/// Bytes of the whole lines, and the newest of them.
fn whole_lines(file: &File, dropped: u64) -> io::Result<(u64, Option<Numbered>)> {
    let mut reader = BufReader::new(file);
    let (mut bytes, mut newest, mut line) = (0, None::<Numbered>, Vec::new());
    while reader.read_until(b'\n', &mut line)? > 0 {
        if !line.ends_with(b"\n") {
            break;
        }
        bytes += line.len() as u64;
        let before = newest.as_ref().map_or(0, |newest| newest.seq);
        let is_newer =
            |found: &Numbered| (before..=before.max(dropped).saturating_add(LEAP)).contains(&found.seq);
        newest = numbered(&line).filter(is_newer).or(newest);
        line.clear();
    }
    Ok((bytes, newest))
}

/// The number of a whole line.
fn seq_of(line: &[u8]) -> Option<u64> {
    numbered(line).map(|found| found.seq)
}

fn numbered(line: &[u8]) -> Option<Numbered> {
    serde_json::from_slice(line.strip_suffix(b"\n")?).ok()
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

/// The hash of the newest line, if it is the one of this number: an earlier version that was here meanwhile kept none.
/// A log that does not go on from what a manager has read is noticed by him, so nothing is lost by beginning anew.
fn stored_chain(path: &Path, head: u64) -> Option<LineHash> {
    let stored: Numbered = files::read_json(path).ok().flatten()?;
    stored.chain.filter(|_| stored.seq == head)
}

fn head_path(path: &Path) -> PathBuf {
    path.with_extension("head")
}

fn chain_path(path: &Path) -> PathBuf {
    path.with_extension("chain")
}

#[cfg(test)]
mod garbled;
#[cfg(test)]
mod tests;
