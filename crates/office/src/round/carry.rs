//! One PC's part of a round.

use std::time::Duration;

use jiff::Timestamp;
use patchround_protocol::{Step, UpdateId, wire::Scan};
use tokio::time::{Instant, sleep};

use crate::{
    contact::{Contact, Miss},
    course::{By, Courses},
    error::Error,
    office::Office,
    results::{self, Heard, StepResult, answers, heard, not_carried_out, repair_end},
    store::{
        record::What,
        rounds::{Stage, StoredJob},
    },
    tell::{Tell, Told},
    trouble::Trouble,
};

/// How long a PC is asked again that does not take its order.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a PC is asked again that stopped answering in the middle: an update may restart its network.
const PATIENCE_IN_THE_MIDDLE: Duration = Duration::from_secs(60);
/// How long a PC that restarts is waited for: one that puts updates in place while it starts takes its time.
const PATIENCE_WITH_A_RESTART: Duration = Duration::from_secs(10 * 60);
/// The first pause between two tries; each next one is twice as long.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

impl Office {
    pub(super) async fn carry_in_turn(&self, jobs: Vec<StoredJob>, tell: Tell<'_>) -> Result<(), Error> {
        for job in jobs {
            if !self.carry(job, tell).await? {
                break;
            }
        }
        Ok(())
    }

    /// `false` if the PC does not answer any more: its next job need not be tried.
    async fn carry(&self, job: StoredJob, tell: Tell<'_>) -> Result<bool, Error> {
        let mut patience = Patience::new();
        loop {
            let Some(job) = self.store.job(job.job.job)? else { return Ok(true) };
            if matches!(job.stage, Stage::Closed | Stage::Silent | Stage::Recalled | Stage::Withdrawn) {
                return Ok(true);
            }
            let trouble = match self.attempt(&job, &mut patience, tell).await {
                Ok(()) => return Ok(true),
                Err(Miss::Office(error)) => return Err(error),
                Err(Miss::Trouble(trouble)) => trouble,
            };
            self.store.missed(job.job.pc, trouble)?;
            if trouble == Trouble::Unreachable {
                self.wake_for_orders(job.job.pc, &self.open_jobs_of(job.job.pc)?, tell).await?;
            }
            if trouble.may_pass() && self.switches_off(&job)? {
                return Ok(false);
            }
            if !trouble.may_pass() {
                self.close(&job, &not_carried_out(&job.job, trouble), None)?;
                return Ok(true);
            }
            if !self.wait(&job, trouble, &mut patience, tell).await? {
                return Ok(false);
            }
        }
    }

    async fn attempt(&self, job: &StoredJob, patience: &mut Patience, tell: Tell<'_>) -> Result<(), Miss> {
        let mut contact = Contact::make(self, job.job.pc, tell).await?;
        contact.catch_up(tell).await?;
        self.settle_recalled(job.job.pc)?;
        let stored = self.store.job(job.job.job)?;
        let now = stored.as_ref().map_or(Stage::Withdrawn, |j| j.stage);
        if stored.is_some_and(|job| job.is_to_hand_over()) {
            contact.check_clock()?;
            self.hand_over(&contact, job, tell).await?;
        }
        let is_restart = job.restart().is_some();
        patience.renew(if is_restart { PATIENCE_WITH_A_RESTART } else { PATIENCE_IN_THE_MIDDLE });
        if !job.is_due(Timestamp::now()) || self.is_closed(job)? {
            return Ok(());
        }
        if now != Stage::Ended {
            contact.follow(job, tell).await?;
        }
        let now = self.store.job(job.job.job)?;
        if now.map_or(Ok(false), |job| self.is_put_off(&job))? {
            return Ok(()); // it goes on by itself, and we hear of it when we look again
        }
        contact.settle(job).await
    }

    /// Hands a job over; a job that the PC refuses is closed with its reason.
    pub(crate) async fn hand_over(
        &self,
        contact: &Contact<'_>,
        job: &StoredJob,
        tell: Tell<'_>,
    ) -> Result<(), Miss> {
        match contact.deliver(job, tell).await {
            Err(Miss::Trouble(trouble @ Trouble::Refused(_))) if !trouble.may_pass() => {
                self.close(job, &not_carried_out(&job.job, trouble), None)?;
                Ok(())
            }
            other => other,
        }
    }

    fn is_closed(&self, job: &StoredJob) -> Result<bool, Error> {
        Ok(self.store.job(job.job.job)?.is_none_or(|j| j.stage == Stage::Closed))
    }

    /// Waits before the next try; `false` if it has been enough.
    async fn wait(
        &self,
        job: &StoredJob,
        trouble: Trouble,
        patience: &mut Patience,
        tell: Tell<'_>,
    ) -> Result<bool, Error> {
        let name = self.store.pc(job.job.pc)?.map(|pc| pc.name).unwrap_or_default();
        if let Some(pause) = patience.next_pause() {
            tell(&Told::Retrying { pc: &name, trouble });
            sleep(pause).await;
            return Ok(true);
        }
        tell(&Told::GaveUp { pc: &name, trouble });
        let waits = self.store.job(job.job.job)?.is_some_and(|j| j.is_to_hand_over());
        if waits && (job.installs() || job.restart().is_some()) {
            self.note(&What::OrderWaits { round: job.job.round, pc: name, until: job.job.expires })?;
        }
        Ok(false)
    }

    /// Writes down what became of a job, once; `fresh` is a look at the PC made after it.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn close(&self, job: &StoredJob, results: &[StepResult], fresh: Option<&Scan>) -> Result<(), Error> {
        self.store.at_once(|| {
            let end = self.end_of(job, results, fresh)?;
            if !self.store.close_job(job.job.job, results)? {
                return Ok(());
            }
            self.note_end(job, &end)?;
            self.store.count_early(job.job.job)
        })
    }

    /// Writes down that nobody knows what became of a job, once.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(super) fn fall_silent(&self, job: &StoredJob, results: &[StepResult]) -> Result<(), Error> {
        self.store.at_once(|| {
            let end = self.end_of(job, results, None)?;
            if self.store.silence_job(job.job.job, results)? { self.note_end(job, &end) } else { Ok(()) }
        })
    }

    fn end_of<'a>(
        &self,
        job: &StoredJob,
        results: &'a [StepResult],
        fresh: Option<&'a Scan>,
    ) -> Result<End<'a>, Error> {
        let told = heard(&job.job, &self.store.events_of(job.job.job)?);
        Ok(End { told, results, fresh })
    }

    fn note_end(&self, job: &StoredJob, end: &End<'_>) -> Result<(), Error> {
        if let Some(off) = job.restart() {
            return self.note_restart(job, off, end.results);
        }
        if !job.installs() {
            return Ok(());
        }
        let pc = self.store.pc(job.job.pc)?.map(|pc| pc.name).unwrap_or_default();
        let round = job.job.round;
        if let Some(StepResult { outcome, cause, .. }) = repair_end(end.results) {
            let not_whole = self.not_whole_before(round, job.job.pc)?;
            let (pc, outcome, cause) = (pc.clone(), *outcome, *cause);
            self.note(&What::RepairEnded { round, pc, outcome, cause, not_whole })?;
        }
        self.store.move_courses(job.job.pc, |courses| note_ends(courses, job, end))?;
        for step in end.results {
            if self.note_way_back(job, &pc, step)? {
                continue;
            }
            let Some(id) = step.id.clone() else { continue };
            let name = self.store.name_of(Some(job.job.pc), &id)?;
            let StepResult { outcome, cause, there, .. } = *step;
            self.note(&What::UpdateEnded { round, pc: pc.clone(), id, name, outcome, cause, there })?;
        }
        if job.is_way_back() {
            return Ok(());
        }
        self.note(&What::PcEnded { round, pc, outcome: crate::results::worst(end.results) })
    }
}

/// What is known when a job ends.
struct End<'a> {
    /// What its PC told.
    told: Heard,
    /// What became of it, by that and the look.
    results: &'a [StepResult],
    /// A look at the PC made after it.
    fresh: Option<&'a Scan>,
}

/// What was installed, or was not. The fresh look was kept before: it counts once more, now that the PC has said what it
/// did. Where it says nothing about an update, the PC's word is what a later look has to show.
fn note_ends(courses: &mut Courses, job: &StoredJob, end: &End<'_>) {
    let now = Timestamp::now();
    let is_installed = |end: &&StepResult| {
        job.job.steps.iter().any(|step| {
            matches!(step, Step::Install { ids, .. } if end.id.as_ref().is_some_and(|id| ids.contains(id)))
        })
    };
    let word = results::close(&job.job, &end.told, None);
    let is_mute = |id: &UpdateId| end.fresh.is_some_and(|scan| !answers(scan, id));
    for seen in end.results.iter().filter(is_installed) {
        let said = word.iter().find(|said| said.id == seen.id && seen.id.as_ref().is_some_and(is_mute));
        courses.ended(said.unwrap_or(seen), By::Order, now);
    }
    if let Some(scan) = end.fresh {
        courses.looked(scan, now);
    }
}

/// How much longer a PC that does not answer is asked.
struct Patience {
    until: Instant,
    pause: Duration,
}

impl Patience {
    fn new() -> Self {
        Self { until: Instant::now() + PATIENCE, pause: PAUSE }
    }

    /// It answered: its patience begins anew.
    fn renew(&mut self, long: Duration) {
        *self = Self { until: Instant::now() + long, pause: PAUSE };
    }

    /// Between half and the whole of the pause, so that PCs are not asked in step.
    fn next_pause(&mut self) -> Option<Duration> {
        let left = self.until.checked_duration_since(Instant::now())?;
        let jitter = f64::from(crate::keys::random::<1>()[0]) / 512.0;
        let pause = self.pause.mul_f64(0.5 + jitter).min(left);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        (!left.is_zero()).then_some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_with_the_patience() {
        let mut patience = Patience::new();
        let first = patience.next_pause().unwrap();
        assert!(first >= PAUSE / 2 && first <= PAUSE);
        patience.pause = LONGEST_PAUSE;
        assert!(patience.next_pause().unwrap() <= LONGEST_PAUSE);
        patience.until = Instant::now();
        assert_eq!(patience.next_pause(), None);
    }
}
