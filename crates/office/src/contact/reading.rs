//! Reads a PC's event log from where it was left, and notices when it is not the log that was left.

use std::time::Duration;

use jiff::Timestamp;
use patchround_link::client::Lines;
use patchround_protocol::{Event, EventKind, event::readable, ids::LineHash};
use serde::Deserialize;
use tokio::time::timeout;

use super::{Contact, Miss, thread::Thread};
use crate::{
    concern::{Concern, Notice},
    foreign,
    store::{
        record::What,
        rounds::{Stage, StoredJob},
    },
    tell::{Tell, Told},
    trouble::Trouble,
};

/// Events taken in at once, at most.
const BATCH: usize = 256;
/// A stream without a line for so long is begun anew: it may hang on a dead connection.
const SILENCE: Duration = Duration::from_secs(60);
/// How long mere progress may wait before it is written down.
const PROGRESS_WAITS: Duration = Duration::from_secs(1);

/// Events read at once of what a PC did since the last time; the rest is for the next time. The log of a helper
/// is shorter ([`patchround_protocol::limits::EVENT_LOG_BYTES`]).
const BACKLOG: usize = 100_000;
/// How long that may take.
const BACKLOG_TIME: Duration = Duration::from_secs(300);

/// A line of an event log, and what it says.
struct Read {
    line: Vec<u8>,
    event: Event,
}

/// What became of a stream of events.
enum Stream {
    Goes,
    Silent,
    Ended,
}

impl Contact<'_> {
    /// Takes in every event since the last one heard. Where the PC tells another story than before, all of
    /// its log is read: nothing it did is lost, and nothing is counted twice.
    pub(crate) async fn catch_up(&mut self, tell: Tell<'_>) -> Result<(), Miss> {
        if self.hello.log_head < self.pc.cursor || !self.reads_on(tell).await? {
            self.change_log(tell).await?;
            self.reads_on(tell).await?;
        }
        Ok(())
    }

    /// Follows the PC's events until this job has ended, or waits and goes on by itself.
    pub(crate) async fn follow(&mut self, job: &StoredJob, tell: Tell<'_>) -> Result<(), Miss> {
        loop {
            let path = format!("/v1/events?after={}&follow=1", self.cursor()?);
            let mut lines = self.peer.follow(&path).await?;
            loop {
                if self.has_ended(job)? {
                    return Ok(());
                }
                match self.take_batch(&mut lines, None, tell).await? {
                    Stream::Goes => {}
                    Stream::Ended => return Err(Miss::Trouble(Trouble::Unreachable)),
                    Stream::Silent => break,
                }
            }
        }
    }

    /// Reads from the newest event heard; `false` if that is not the one we heard.
    async fn reads_on(&mut self, tell: Tell<'_>) -> Result<bool, Miss> {
        let (mut lines, first) = self.events_from(self.pc.cursor).await?;
        let is_newest = first.as_ref().map(|read| &read.event).filter(|event| event.seq == self.pc.cursor);
        if let (Some(event), Some(mark)) = (is_newest, self.pc.mark)
            && event.time != mark
        {
            return Ok(false);
        }
        let backlog = async {
            let mut stream = self.take_batch(&mut lines, first, tell).await?;
            while let (Stream::Goes, false) = (&stream, self.is_babbling()) {
                stream = self.take_batch(&mut lines, None, tell).await?;
            }
            Ok::<(), Miss>(())
        };
        if timeout(BACKLOG_TIME, backlog).await.ok().transpose()?.is_none() {
            self.events = BACKLOG;
        }
        if self.is_babbling() {
            self.concern(Concern::TooMuch, true)?;
        }
        Ok(true)
    }

    /// Whether the PC has told more in this conversation than the log of any helper holds.
    pub(super) fn is_babbling(&self) -> bool {
        self.events >= BACKLOG
    }

    /// A stream that begins with an event, and the first line of it.
    async fn events_from(&self, seq: u64) -> Result<(Lines, Option<Read>), Miss> {
        let path = format!("/v1/events?after={}", seq.saturating_sub(1));
        let mut lines = self.peer.follow(&path).await?;
        let silent = |_| Miss::Trouble(Trouble::Unreachable);
        let first = timeout(SILENCE, lines.next()).await.map_err(silent)??;
        let first = first.map(parsed).transpose()?;
        Ok((lines, first))
    }

    /// Finds out which log this is: one that was left, so that two PCs tell their stories in turn, or one
    /// that is to be read anew, of a PC that was put back to an earlier day.
    async fn change_log(&mut self, tell: Tell<'_>) -> Result<(), Miss> {
        for left in self.office.store.left_logs(self.pc.id)? {
            let (_, first) = self.events_from(left.cursor).await?;
            if first.is_some_and(|Read { event, .. }| event.seq == left.cursor && event.time == left.mark) {
                tracing::warn!("two PCs answer with one key");
                self.office.store.back_to_log(self.pc.id, left.log)?;
                self.concern(Concern::TwoPlaces, true)?;
                self.thread = Thread::of(&self.pc);
                return Ok(());
            }
        }
        tracing::warn!("a PC's event log began anew");
        tell(&Told::Noticed { pc: &self.pc.name, notice: &Notice::PutBack });
        self.office.store.at_once(|| {
            self.office.store.new_log(self.pc.id)?;
            self.office.note(&What::PcPutBack { pc: self.pc.name.clone() })
        })?;
        self.read_again()?;
        self.thread = Thread::of(&self.pc);
        Ok(())
    }

    /// Keeps in mind whether something is the matter with the PC.
    pub(super) fn concern(&mut self, concern: Concern, is_so: bool) -> Result<(), Miss> {
        if self.pc.concerns.contains(&concern) != is_so {
            let others = self.pc.concerns.iter().copied().filter(|known| *known != concern);
            let concerns: Vec<Concern> = others.chain(is_so.then_some(concern)).collect();
            self.office.store.keep_concerns(self.pc.id, &concerns)?;
        }
        self.read_again()
    }

    /// Reads the PC's row anew after a change. The scan is the one that this conversation knows.
    pub(crate) fn read_again(&mut self) -> Result<(), Miss> {
        if let Some(pc) = self.office.store.pc_with(self.pc.id, self.pc.scan.take())? {
            self.pc = pc;
        }
        Ok(())
    }

    /// Takes in what is there, all of it with one write to the disk.
    ///
    /// Mere progress may wait a moment for what follows.
    async fn take_batch(
        &mut self,
        lines: &mut Lines,
        first: Option<Read>,
        tell: Tell<'_>,
    ) -> Result<Stream, Miss> {
        let mut batch = Vec::new();
        let mut goes_on = true;
        if let Some(read) = first {
            goes_on &= self.take(read, &mut batch, tell);
        }
        let mut patience = SILENCE;
        let stream = loop {
            match timeout(patience, lines.next()).await {
                Ok(Ok(Some(line))) => {
                    goes_on &= self.take(parsed(line)?, &mut batch, tell);
                }
                Ok(Ok(None)) => break Stream::Ended,
                Ok(Err(error)) if batch.is_empty() => return Err(error.into()),
                Err(_) if batch.is_empty() => break Stream::Silent,
                Ok(Err(_)) | Err(_) => break Stream::Goes,
            }
            if batch.len() >= BATCH {
                break Stream::Goes;
            }
            // What is there already comes along in the same write.
            let is_awaited = batch.iter().any(is_worth_keeping);
            patience = if is_awaited { Duration::ZERO } else { PROGRESS_WAITS };
        };
        if !goes_on {
            tracing::warn!("a PC's event log was changed or cut");
            self.office.store.log_broke(self.pc.id, &self.office.person(), Timestamp::now())?;
        }
        self.office.store.hear(self.pc.id, &batch)?;
        self.events += batch.len();
        Ok(stream)
    }

    /// Takes an event in; `false` if it does not go on from the one before.
    fn take(&mut self, read: Read, batch: &mut Vec<Event>, tell: Tell<'_>) -> bool {
        let goes_on = self.thread.take(&read.line, &read.event);
        self.tell(&read.event, tell);
        batch.push(read.event);
        goes_on
    }

    /// Tells of an event that is new to us.
    fn tell(&self, event: &Event, tell: Tell<'_>) {
        if event.seq > self.pc.cursor {
            tell(&Told::Event { pc: &self.pc.name, event });
        }
    }

    fn has_ended(&self, job: &StoredJob) -> Result<bool, Miss> {
        let Some(now) = self.office.store.job(job.job.job)? else { return Ok(true) };
        let is_over = now.stage != Stage::Delivered && !now.is_to_hand_over();
        Ok(is_over || self.office.is_put_off(&now)?)
    }

    fn cursor(&self) -> Result<u64, Miss> {
        Ok(self.office.store.cursor(self.pc.id)?)
    }
}

fn parsed(line: Vec<u8>) -> Result<Read, Miss> {
    let event = event(&line).ok_or(Miss::Trouble(Trouble::NotPatchround))?;
    Ok(Read { line, event })
}

/// Reads a line; of one that a later version wrote at least its number.
fn event(line: &[u8]) -> Option<Event> {
    #[derive(Deserialize)]
    struct Numbered {
        seq: u64,
        time: Timestamp,
        #[serde(default, deserialize_with = "readable")]
        chain: Option<LineHash>,
    }
    let numbered = || {
        let Numbered { seq, time, chain } = serde_json::from_slice(line).ok()?;
        Some(Event { chain, ..Event::new(seq, time, EventKind::Unknown) })
    };
    serde_json::from_slice(line).ok().or_else(numbered).map(foreign::event)
}

fn is_worth_keeping(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Progress { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_only_a_later_version_can_read_still_moves_the_cursor() {
        let line = br#"{"seq":8,"time":"2026-11-23T10:00:00Z","type":"job_ended","job":"not an id"}"#;
        assert_eq!(event(line).unwrap().kind, EventKind::Unknown);
        assert!(event(b"HTTP/1.1 400").is_none());
    }
}
