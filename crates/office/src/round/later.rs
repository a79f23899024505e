//! Orders for later: which there are, and taking them back.

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use patchround_protocol::{EventKind, Outcome, PcId, RoundId, Step, UpdateId, job::When};

use super::orders::UPDATE_LIFE_HOURS;
use crate::{
    contact::{Contact, Miss},
    dial::DIALS,
    error::Error,
    office::Office,
    results::StepResult,
    store::{
        record::What,
        rounds::{Kind, Round, Stage, StoredJob},
    },
    tell::Tell,
};

/// An order that has not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// The PC's name.
    pub pc: String,
    /// When it begins; as soon as the PC answers where there is no time.
    pub begins: Option<Timestamp>,
    /// How many updates.
    pub updates: usize,
    /// The round it belongs to.
    pub round: RoundId,
    /// The PC that goes first, where it waits for one.
    pub after: Option<String>,
    /// Whether it waits because the PC was just switched on.
    pub just_on: bool,
}

/// An order that was to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// The PC's name.
    pub pc: String,
    /// Whether it will not begin. A PC that has it and does not answer begins all the same.
    pub is_back: bool,
}

impl Office {
    /// Orders to install that have not begun.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn later(&self) -> Result<Vec<Later>, Error> {
        let mut all = Vec::new();
        for job in self.not_begun(None)?.into_iter().filter(StoredJob::installs) {
            let ids = |step: &Step| if let Step::Install { ids, .. } = step { ids.len() } else { 0 };
            let updates = job.job.steps.iter().map(ids).sum();
            if updates == 0 && job.is_way_back() {
                continue;
            }
            let just_on = self.catches_up(&job)?;
            let begins = just_on.or(job.job.when.expected());
            let (pc, just_on) = (self.name_of(job.job.pc)?, just_on.is_some());
            all.push(Later { pc, begins, updates, round: job.job.round, after: None, just_on });
        }
        for Round { id, rest, .. } in self.store.waiting_rounds()? {
            let Some(rest) = rest else { continue };
            let after = self.name_of(rest.first)?;
            for (pc, ids) in &rest.waits {
                let (pc, updates, after) = (self.name_of(*pc)?, ids.len(), Some(after.clone()));
                all.push(Later { pc, begins: None, updates, round: id, after, just_on: false });
            }
        }
        Ok(all)
    }

    /// Takes back what has not begun, on one PC or on all; restarts, too.
    ///
    /// # Errors
    /// As [`Office::run`].
    pub async fn take_back(&self, pc: Option<PcId>, tell: Tell<'_>) -> Result<Vec<TakenBack>, Error> {
        let mut back = self.take_rest_back(|_, waits, _| pc.is_none_or(|pc| pc == waits))?;
        back.extend(self.take_all_back(&self.not_begun(pc)?, tell).await?);
        Ok(back)
    }

    /// Takes back what has not begun of one round. What else is agreed stays.
    ///
    /// # Errors
    /// As [`Office::run`].
    pub async fn take_round_back(&self, round: RoundId, tell: Tell<'_>) -> Result<Vec<TakenBack>, Error> {
        let mut open = self.not_begun(None)?;
        open.retain(|job| job.job.round == round);
        let mut back = self.take_rest_back(|of, _, _| of == round)?;
        back.extend(self.take_all_back(&open, tell).await?);
        Ok(back)
    }

    /// Takes back what waits for a first PC. No PC knows of it, so it is back at once.
    pub(crate) fn take_rest_back(
        &self,
        is_meant: impl Fn(RoundId, PcId, &UpdateId) -> bool,
    ) -> Result<Vec<TakenBack>, Error> {
        let mut all = Vec::new();
        for (round, pc) in self.store.drop_rest(is_meant)? {
            let pc = self.name_of(pc)?;
            self.note(&What::OrderWithdrawn { round, pc: pc.clone() })?;
            all.push(TakenBack { pc, is_back: true });
        }
        Ok(all)
    }

    /// Lets nothing more of a round begin. What no PC has is withdrawn at once; the PCs that have their order, or may
    /// have it, and of which nobody has heard that they began are to be [told](Self::tell_stopped) by the round that this gives.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub(crate) fn stop_round(&self, round: RoundId) -> Result<RoundId, Error> {
        let mut cancels = Vec::new();
        for job in self.store.jobs_of(round)? {
            let (id, pc) = (job.job.job, job.job.pc);
            match job.stage {
                Stage::Waiting => {
                    self.store.move_job(id, Stage::Withdrawn)?;
                    self.note(&What::OrderWithdrawn { round, pc: self.name_of(pc)? })?;
                }
                Stage::Sent => {
                    self.store.move_job(id, Stage::Recalled)?;
                    cancels.push((pc, vec![Step::Cancel { job: id }]));
                }
                Stage::Delivered if !self.has_begun(&job)? => {
                    cancels.push((pc, vec![Step::Cancel { job: id }]));
                }
                _ => {}
            }
        }
        self.take_rest_back(|of, _, _| of == round)?;
        let stop = self.begin(Kind::Update, Vec::new());
        self.keep(&stop, cancels, When::Now, UPDATE_LIFE_HOURS)?;
        Ok(stop.id)
    }

    /// Hands over what a round that was [stopped](Self::stop_round) has for its PCs, and gives those that did not take
    /// it: they are told when they next answer. Reads nothing, as somebody may be following the same PCs.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) async fn tell_stopped(&self, stop: RoundId, tell: Tell<'_>) -> Result<Vec<String>, Error> {
        let jobs = self.store.jobs_of(stop)?;
        let handed = stream::iter(&jobs).map(|job| self.hand_stop_over(job, tell));
        let missed: Vec<Option<String>> = handed.buffer_unordered(DIALS).try_collect().await?;
        Ok(missed.into_iter().flatten().collect())
    }

    /// The PC's name if it did not take it.
    async fn hand_stop_over(&self, job: &StoredJob, tell: Tell<'_>) -> Result<Option<String>, Error> {
        let handed = async {
            let contact = Contact::make(self, job.job.pc, tell).await?;
            self.hand_over(&contact, job, tell).await
        };
        match handed.await {
            Ok(()) => Ok(None),
            Err(Miss::Office(error)) => Err(error),
            Err(Miss::Trouble(_)) => Ok(Some(self.name_of(job.job.pc)?)),
        }
    }

    /// Whether its PC has said that it began.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn has_begun(&self, job: &StoredJob) -> Result<bool, Error> {
        let begins =
            |kind: &EventKind| matches!(kind, EventKind::JobStarted { .. } | EventKind::StepStarted { .. });
        Ok(self.store.events_of(job.job.job)?.iter().any(|(_, event)| begins(&event.kind)))
    }

    pub(super) async fn take_all_back(
        &self,
        open: &[StoredJob],
        tell: Tell<'_>,
    ) -> Result<Vec<TakenBack>, Error> {
        let round = self.begin(Kind::Update, Vec::new());
        let (mut orders, mut all) = (Vec::new(), Vec::new());
        for job in open {
            if job.stage == Stage::Waiting {
                self.store.move_job(job.job.job, Stage::Withdrawn)?;
                let pc = self.name_of(job.job.pc)?;
                self.note(&What::OrderWithdrawn { round: job.job.round, pc })?;
            } else {
                if job.stage == Stage::Sent {
                    self.store.move_job(job.job.job, Stage::Recalled)?;
                }
                orders.push((job.job.pc, vec![Step::Cancel { job: job.job.job }]));
            }
        }
        self.keep(&round, orders, When::Now, UPDATE_LIFE_HOURS)?;
        self.run(round.id, tell).await?;
        self.look(tell).await?;
        for job in open {
            let is_back = self.store.job(job.job.job)?.is_none_or(|job| is_back(&job));
            all.push(TakenBack { pc: self.name_of(job.job.pc)?, is_back });
        }
        Ok(all)
    }

    pub(super) fn not_begun(&self, pc: Option<PcId>) -> Result<Vec<StoredJob>, Error> {
        let now = Timestamp::now();
        let mut open = self.store.open_jobs()?;
        let is_work = |job: &StoredJob| job.installs() || job.restart().is_some();
        open.retain(|job| is_work(job) && pc.is_none_or(|pc| job.job.pc == pc));
        let mut ahead = Vec::new();
        for job in open {
            let is_ahead = match job.stage {
                Stage::Waiting | Stage::Sent | Stage::Recalled => true,
                stage => stage == Stage::Delivered && !job.is_due(now),
            };
            if is_ahead || self.is_put_off(&job)? {
                ahead.push(job);
            }
        }
        Ok(ahead)
    }

    /// Takes out what was to be taken back and its PC, which was read to the end since, never had.
    pub(crate) fn settle_recalled(&self, pc: PcId) -> Result<(), Error> {
        for job in self.open_jobs_of(pc)?.iter().filter(|job| job.stage == Stage::Recalled) {
            self.store.move_job(job.job.job, Stage::Withdrawn)?;
            self.note(&What::OrderWithdrawn { round: job.job.round, pc: self.name_of(pc)? })?;
        }
        Ok(())
    }

    pub(crate) fn name_of(&self, pc: PcId) -> Result<String, Error> {
        Ok(self.store.pc(pc)?.map(|pc| pc.name).unwrap_or_default())
    }
}

/// Whether it did not begin and will not.
fn is_back(job: &StoredJob) -> bool {
    let cancelled =
        |ends: &Vec<StepResult>| !ends.is_empty() && ends.iter().all(|end| end.outcome == Outcome::Cancelled);
    job.stage == Stage::Withdrawn
        || (job.stage == Stage::Closed && job.result.as_ref().is_some_and(cancelled))
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Envelope, PublicKey};

    use super::*;
    use crate::samples;

    #[test]
    fn a_restart_that_was_done_meanwhile_is_not_said_to_be_taken_back() {
        let envelope = Envelope { key: PublicKey([0; 32]), signature: Vec::new(), payload: Vec::new() };
        let job = |result| StoredJob {
            envelope: envelope.clone(),
            job: samples::job(&[]),
            stage: Stage::Closed,
            result: Some(result),
        };
        let cancelled = StepResult::new(None, Outcome::Cancelled, None);
        assert!(is_back(&job(vec![cancelled])));
        assert!(!is_back(&job(Vec::new())), "what is done leaves no result");
    }
}
