//! Restarts: ordered for a time, moved by ordering anew, taken back, and compared with a fresh look afterwards.
//!
//! A restart is a job of its own, so that it can wait for its PC's people without keeping anything else waiting.

use jiff::Timestamp;
use patchround_protocol::{
    EventKind, Outcome, PcId, RoundId, Step,
    job::{Verb, When},
    restart::Wait,
};

use super::{Begin, TakenBack};
use crate::{
    error::Error,
    office::Office,
    results::StepResult,
    store::{
        record::What,
        rounds::{Kind, Stage, StoredJob},
    },
    tell::Tell,
};

/// How long a restart waits for its PC's people: the next evening is within it.
const RESTART_LIFE_HOURS: i64 = 36;

/// A restart that was ordered and that nobody has seen done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// The PC.
    pub id: PcId,
    /// Its name.
    pub pc: String,
    /// Whether it is switched off, not restarted.
    pub off: bool,
    /// Its round.
    pub round: RoundId,
    /// How far it is.
    pub state: RestartState,
}

/// How far a restart is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestartState {
    /// Its time has not come.
    Planned(Timestamp),
    /// Its PC does not have the order yet.
    NotTold,
    /// Its PC has it; something is in the way that passes.
    Waits(Wait),
    /// Its PC is about to go down, is down, or has come back and was not looked at.
    GoesOn,
}

impl StoredJob {
    /// Whether it restarts its PC and does nothing else; `true` within where it switches it off.
    pub fn restart(&self) -> Option<bool> {
        match self.job.steps[..] {
            [Step::Restart { off }] => Some(off),
            _ => None,
        }
    }
}

impl Office {
    /// Orders a restart, or the switching off, of some PCs. One that was agreed before and has not begun has to be
    /// [taken back](Self::take_restarts_back) first: that is how one is moved.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub fn order_restart(&self, pcs: &[PcId], begin: Begin, off: bool) -> Result<RoundId, Error> {
        let round = self.begin(Kind::Restart, Vec::new());
        let orders = pcs.iter().map(|pc| (*pc, vec![Step::Restart { off }])).collect();
        let begins = begin.time();
        let when = begins.map_or(When::Now, |time| When::Time { time });
        self.keep(&round, orders, when, RESTART_LIFE_HOURS)?;
        for pc in pcs {
            let pc = self.name_of(*pc)?;
            self.note(&What::RestartAgreed { round: round.id, pc, off, begins })?;
        }
        Ok(round.id)
    }

    /// Restarts that were ordered and that nobody has seen done.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn restarts(&self) -> Result<Vec<Restart>, Error> {
        let now = Timestamp::now();
        let mut all = Vec::new();
        for job in self.store.open_jobs()? {
            let Some(off) = job.restart() else { continue };
            let own = job.job.when.time().filter(|_| !job.is_due(now));
            let planned = self.catches_up(&job)?.or(own);
            let state = match (planned, self.waits_for(&job)?) {
                _ if job.is_to_hand_over() => RestartState::NotTold,
                (Some(time), _) => RestartState::Planned(time),
                (None, Some(why)) => RestartState::Waits(why),
                (None, None) => RestartState::GoesOn,
            };
            let (id, round) = (job.job.pc, job.job.round);
            all.push(Restart { id, pc: self.name_of(id)?, off, round, state });
        }
        Ok(all)
    }

    /// Takes back restarts that have not begun, on one PC or on all.
    ///
    /// # Errors
    /// As [`Office::run`].
    pub async fn take_restarts_back(
        &self,
        pc: Option<PcId>,
        tell: Tell<'_>,
    ) -> Result<Vec<TakenBack>, Error> {
        let mut open = self.not_begun(pc)?;
        open.retain(|job| job.restart().is_some());
        self.take_all_back(&open, tell).await
    }

    /// What a restart waits for, by its PC's last word on it; `None` for every other job, and once it has begun.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn waits_for(&self, job: &StoredJob) -> Result<Option<Wait>, Error> {
        if job.restart().is_none() || job.stage != Stage::Delivered {
            return Ok(None);
        }
        let last = self.store.last_event_of(job.job.job)?.map(|event| event.kind);
        Ok(if let Some(EventKind::RestartWaits { why, .. }) = last { Some(why) } else { None })
    }

    /// Whether a PC was told to switch itself off, and does so: it will not answer for a while.
    pub(crate) fn switches_off(&self, job: &StoredJob) -> Result<bool, Error> {
        if job.restart() != Some(true) || job.stage != Stage::Delivered {
            return Ok(false);
        }
        let is_begun = |kind: &EventKind| matches!(kind, EventKind::StepStarted { verb: Verb::Restart, .. });
        Ok(self.store.events_of(job.job.job)?.iter().any(|(_, event)| is_begun(&event.kind)))
    }

    /// What is known of a restart before its end.
    pub(super) fn restart_until_now(&self, job: &StoredJob) -> Result<Option<Vec<StepResult>>, Error> {
        if let Some(why) = self.waits_for(job)? {
            return Ok(Some(vec![StepResult::new(None, Outcome::Waiting, Some(why.cause()))]));
        }
        Ok(self.switches_off(job)?.then(Vec::new))
    }

    /// Writes down what became of a restart.
    pub(super) fn note_restart(
        &self,
        job: &StoredJob,
        off: bool,
        results: &[StepResult],
    ) -> Result<(), Error> {
        let (round, pc) = (job.job.round, self.name_of(job.job.pc)?);
        let end = results.first();
        let outcome = end.map_or(Outcome::Done, |end| end.outcome);
        self.note(&What::RestartEnded { round, pc, off, outcome, cause: end.and_then(|end| end.cause) })
    }
}
