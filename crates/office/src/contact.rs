//! One conversation with one PC.

mod greeting;
mod reading;
mod thread;

use std::time::Duration;

use jiff::Timestamp;
use patchround_link::client::{CallError, Peer};
use patchround_protocol::{
    PcId, limits,
    wire::{Facts, Hello, JobTaken, Refusal, Scan},
};
use tokio::time::{sleep, timeout};

use crate::{
    concern::{Concern, Notice},
    error::Error,
    foreign,
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

/// A PC that answers.
pub(crate) struct Contact<'a> {
    pub(crate) office: &'a Office,
    pub(crate) peer: Peer,
    pub(crate) pc: StoredPc,
    pub(crate) hello: Hello,
    /// Events read in this conversation.
    events: usize,
    /// How far the event log was read.
    thread: thread::Thread,
}

impl<'a> Contact<'a> {
    /// Finds a PC, greets it, notes that it is there and brings it newer rules.
    pub(crate) async fn make(office: &'a Office, pc: PcId, tell: Tell<'_>) -> Result<Self, Miss> {
        let missing = || Error::UnknownPc(pc.to_string());
        let stored = office.store.pc(pc)?.ok_or_else(missing)?;
        let (peer, address) =
            office.dialer.reach(&stored, &office.keys.device).await.map_err(Miss::Trouble)?;
        let hello: Hello = peer.get("/v1/hello").await?;
        if hello.office != Some(office.charter().office) {
            return Err(Miss::Trouble(Trouble::NotAdmitted));
        }
        let facts = foreign::facts(peer.get::<Facts>("/v1/facts").await?);
        let pc = greeting::note(office, stored, address, &facts, tell)?;
        let thread = thread::Thread::of(&pc);
        let mut contact = Self { office, peer, pc, hello, events: 0, thread };
        contact.bring_rules(tell).await?;
        Ok(contact)
    }

    /// Whether the PC's clock and ours differ so much that orders could reach it expired, or begin at a wrong time.
    pub(crate) fn check_clock(&self) -> Result<(), Miss> {
        let apart = self.hello.clock.duration_since(Timestamp::now()).abs();
        let wrong = apart.unsigned_abs() > limits::CLOCK_SLACK;
        if wrong { Err(Miss::Trouble(Trouble::ClockWrong)) } else { Ok(()) }
    }

    /// Hands a job over. A PC that has it already says yes again. Where no answer comes the PC may have it.
    /// Tells which orders of other people have some of the same updates there.
    pub(crate) async fn deliver(&self, job: &StoredJob, tell: Tell<'_>) -> Result<(), Miss> {
        self.office.store.note_sent(job.job.job, true)?;
        let taken: Result<JobTaken, CallError> = self.peer.post("/v1/jobs", &job.envelope).await;
        if let Err(CallError::Refused(_)) = taken {
            self.office.store.note_sent(job.job.job, false)?;
        }
        for order in taken?.also.into_iter().take(limits::ALSO_ORDERED) {
            let who = self.office.member(&order.by);
            let mut others = self.office.others.borrow_mut();
            others.entry(job.job.round).or_default().add(&self.pc.name, who.as_deref(), &order);
            drop(others);
            tell(&Told::Noticed { pc: &self.pc.name, notice: &Notice::Ordered { who, order } });
        }
        if self.office.store.move_job(job.job.job, Stage::Delivered)? && job.installs() {
            let pc = self.pc.name.clone();
            self.office.note(&What::OrderTaken { round: job.job.round, pc })?;
        }
        Ok(())
    }

    /// Reads the PC's updates, unless they are as we know them or the PC still has to look itself.
    pub(crate) async fn read_updates(&mut self) -> Result<(), Miss> {
        let known = self.pc.scan.as_ref().map(|s| s.revision.as_str());
        let scan: Option<Scan> = match self.peer.get_if_changed("/v1/updates", known).await {
            Err(CallError::Refused(Refusal::NotPossible)) => None,
            answer => answer?,
        };
        if let Some(scan) = scan {
            self.keep_scan(scan)?;
        }
        Ok(())
    }

    /// Compares an ended job with a fresh look at the PC and writes down what became of it.
    pub(crate) async fn settle(&mut self, job: &StoredJob) -> Result<(), Miss> {
        let heard = results::heard(&job.job, &self.office.store.events_of(job.job.job)?);
        let scan = self.fresh_look(&heard).await?;
        self.office.close(job, &results::close(&job.job, &heard, scan.as_ref()), scan.as_ref())?;
        Ok(())
    }

    /// A scan made after the last change. Without one in good time nobody's word is overruled: a PC says "done" only
    /// after a look of its own that its sources answered. Its state stays that of the old scan.
    async fn fresh_look(&mut self, heard: &Heard) -> Result<Option<Scan>, Miss> {
        let look = async {
            loop {
                let scan = self.peer.get("/v1/updates").await?;
                let scan = self.keep_scan(scan)?;
                if results::is_fresh(heard, &scan) {
                    return Ok(scan);
                }
                sleep(FRESH_LOOK_PAUSE).await;
            }
        };
        timeout(FRESH_LOOK, look).await.ok().transpose()
    }

    fn keep_scan(&mut self, said: Scan) -> Result<Scan, Miss> {
        let (scan, is_cut) = foreign::scan(said, self.pc.id);
        self.office.store.keep_scan(self.pc.id, &scan, Timestamp::now())?;
        self.pc.scan = Some(scan.clone());
        self.concern(Concern::TooMuch, is_cut || self.is_babbling())?;
        Ok(scan)
    }
}
