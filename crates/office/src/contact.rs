//! One conversation with one PC.

use std::{net::SocketAddr, time::Duration};

use jiff::Timestamp;
use patchround_link::client::{CallError, Lines, Peer};
use patchround_protocol::{
    Event, EventKind, PcId, limits,
    wire::{Facts, Hello, JobTaken, Refusal, Scan},
};
use serde::Deserialize;
use tokio::time::{sleep, timeout};

use crate::{
    dial::lasting,
    error::Error,
    office::Office,
    results::{self, Heard},
    store::{
        pcs::StoredPc,
        record::What,
        rounds::{Stage, StoredJob},
    },
    tell::{Tell, Told},
    trouble::Trouble,
};

/// Events taken in at once, at most.
const BATCH: usize = 64;
/// A stream without a line for so long is begun anew: it may hang on a dead connection.
const SILENCE: Duration = Duration::from_secs(60);
/// How long mere progress may wait before it is written down.
const PROGRESS_WAITS: Duration = Duration::from_secs(1);
/// How long a PC may take for a fresh look after a job.
const FRESH_LOOK: Duration = Duration::from_secs(10);
/// Time between two questions for it.
const FRESH_LOOK_PAUSE: Duration = Duration::from_millis(300);

/// Why a conversation ended early.
#[derive(Debug)]
pub(crate) enum Miss {
    /// The PC.
    Trouble(Trouble),
    /// Ourselves.
    Office(Error),
}

impl From<CallError> for Miss {
    fn from(error: CallError) -> Self {
        Self::Trouble(error.into())
    }
}

impl From<Error> for Miss {
    fn from(error: Error) -> Self {
        Self::Office(error)
    }
}

/// What became of a stream of events.
enum Stream {
    Goes,
    Silent,
    Ended,
}

/// A PC that answers.
pub(crate) struct Contact<'a> {
    office: &'a Office,
    peer: Peer,
    pub(crate) pc: StoredPc,
    pub(crate) hello: Hello,
}

impl<'a> Contact<'a> {
    /// Finds a PC, greets it and notes that it is there.
    pub(crate) async fn make(office: &'a Office, pc: PcId) -> Result<Self, Miss> {
        let missing = || Error::UnknownPc(pc.to_string());
        let stored = office.store.pc(pc)?.ok_or_else(missing)?;
        let (peer, address) =
            office.dialer.reach(&stored, &office.keys.device).await.map_err(Miss::Trouble)?;
        let hello: Hello = peer.get("/v1/hello").await?;
        if hello.office != Some(office.charter.office) {
            return Err(Miss::Trouble(Trouble::NotAdmitted));
        }
        let facts: Facts = peer.get("/v1/facts").await?;
        let pc = note_greeting(office, &stored, address, &facts, &hello)?;
        Ok(Self { office, peer, pc, hello })
    }

    /// Whether the PC's clock and ours differ so much that it would refuse every order.
    pub(crate) fn check_clock(&self) -> Result<(), Miss> {
        let apart = self.hello.clock.duration_since(Timestamp::now()).abs();
        let wrong = apart.unsigned_abs() > limits::CLOCK_SLACK;
        if wrong { Err(Miss::Trouble(Trouble::ClockWrong)) } else { Ok(()) }
    }

    /// Takes in every event since the last one heard.
    pub(crate) async fn catch_up(&mut self, tell: Tell<'_>) -> Result<(), Miss> {
        let path = format!("/v1/events?after={}", self.cursor()?);
        let mut lines = self.peer.follow(&path).await?;
        while let Stream::Goes = self.take_batch(&mut lines, tell).await? {}
        Ok(())
    }

    /// Follows the PC's events until this job has ended.
    pub(crate) async fn follow(&mut self, job: &StoredJob, tell: Tell<'_>) -> Result<(), Miss> {
        loop {
            let path = format!("/v1/events?after={}&follow=1", self.cursor()?);
            let mut lines = self.peer.follow(&path).await?;
            loop {
                if self.has_ended(job)? {
                    return Ok(());
                }
                match self.take_batch(&mut lines, tell).await? {
                    Stream::Goes => {}
                    Stream::Ended => return Err(Miss::Trouble(Trouble::Unreachable)),
                    Stream::Silent => break,
                }
            }
        }
    }

    /// Hands a job over. A PC that has it already says yes again.
    pub(crate) async fn deliver(&self, job: &StoredJob) -> Result<(), Miss> {
        let _: JobTaken = self.peer.post("/v1/jobs", &job.envelope).await?;
        if self.office.store.move_job(job.job.job, Stage::Delivered)? && job.installs() {
            let pc = self.pc.name.clone();
            self.office.note(&What::OrderTaken { round: job.job.round, pc })?;
        }
        Ok(())
    }

    /// Reads the PC's updates, unless they are as we know them or the PC still has to look itself.
    pub(crate) async fn read_updates(&self) -> Result<(), Miss> {
        let known = self.pc.scan.as_ref().map(|s| s.revision.as_str());
        let scan: Option<Scan> = match self.peer.get_if_changed("/v1/updates", known).await {
            Err(CallError::Refused(Refusal::NotPossible)) => None,
            answer => answer?,
        };
        scan.iter().try_for_each(|scan| self.office.store.keep_scan(self.pc.id, scan))?;
        Ok(())
    }

    /// Compares an ended job with a fresh look at the PC and writes down what became of it.
    pub(crate) async fn settle(&self, job: &StoredJob) -> Result<(), Miss> {
        let heard = results::heard(&job.job, &self.office.store.events_of(job.job.job)?);
        let scan = self.fresh_look(&heard).await?;
        self.office.close(job, &results::close(&job.job, &heard, scan.as_ref()))?;
        Ok(())
    }

    /// A scan made after the last change. Without one in good time nobody's word is overruled,
    /// and the PC's state stays that of the old scan.
    async fn fresh_look(&self, heard: &Heard) -> Result<Option<Scan>, Miss> {
        let look = async {
            loop {
                let scan: Scan = self.peer.get("/v1/updates").await?;
                self.office.store.keep_scan(self.pc.id, &scan)?;
                if results::is_fresh(heard, &scan) {
                    return Ok(scan);
                }
                sleep(FRESH_LOOK_PAUSE).await;
            }
        };
        timeout(FRESH_LOOK, look).await.ok().transpose()
    }

    /// Takes in what is there, all of it with one write to the disk.
    ///
    /// Mere progress may wait a moment for what follows.
    async fn take_batch(&mut self, lines: &mut Lines, tell: Tell<'_>) -> Result<Stream, Miss> {
        let mut batch = Vec::new();
        let mut patience = SILENCE;
        let stream = loop {
            match timeout(patience, lines.next()).await {
                Ok(Ok(Some(line))) => batch.push(self.read(&line, tell)?),
                Ok(Ok(None)) => break Stream::Ended,
                Ok(Err(error)) if batch.is_empty() => return Err(error.into()),
                Err(_) if batch.is_empty() => break Stream::Silent,
                Ok(Err(_)) | Err(_) => break Stream::Goes,
            }
            if batch.len() >= BATCH || batch.last().is_some_and(is_worth_keeping) {
                break Stream::Goes;
            }
            patience = PROGRESS_WAITS;
        };
        self.office.store.hear(self.pc.id, &batch)?;
        Ok(stream)
    }

    fn read(&self, line: &[u8], tell: Tell<'_>) -> Result<Event, Miss> {
        let event = event(line).ok_or(Miss::Trouble(Trouble::NotPatchround))?;
        tell(&Told::Event { pc: &self.pc.name, event: &event });
        Ok(event)
    }

    fn has_ended(&self, job: &StoredJob) -> Result<bool, Miss> {
        let now = self.office.store.job(job.job.job)?;
        Ok(now.is_none_or(|j| j.stage != Stage::Delivered && j.stage != Stage::Waiting))
    }

    fn cursor(&self) -> Result<u64, Miss> {
        Ok(self.office.store.pc(self.pc.id)?.map_or(0, |pc| pc.cursor))
    }
}

fn note_greeting(
    office: &Office,
    pc: &StoredPc,
    at: SocketAddr,
    facts: &Facts,
    hello: &Hello,
) -> Result<StoredPc, Error> {
    office.store.saw(pc.id, lasting(pc.address, at), facts, Timestamp::now())?;
    if hello.log_head < pc.cursor {
        tracing::warn!("a PC's event log began anew");
        office.store.new_log(pc.id)?;
    }
    office.store.pc(pc.id)?.ok_or_else(|| Error::UnknownPc(pc.name.clone()))
}

/// Reads a line; of one that a later version wrote at least its number.
fn event(line: &[u8]) -> Option<Event> {
    #[derive(Deserialize)]
    struct Numbered {
        seq: u64,
        time: Timestamp,
    }
    let numbered = || {
        let Numbered { seq, time } = serde_json::from_slice(line).ok()?;
        Some(Event { seq, time, kind: EventKind::Unknown })
    };
    serde_json::from_slice(line).ok().or_else(numbered)
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
