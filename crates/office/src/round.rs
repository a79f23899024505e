//! A round: one signed job for each PC, handed over, followed, and compared with a fresh look.

mod again;
mod carry;
mod catch_up;
mod first;
mod later;
mod orders;
mod restarts;
mod stay;
mod tidy;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, PcId, RoundId, Step};
use serde::Serialize;

pub use later::{Later, TakenBack};
pub use orders::{Begin, tonight};
pub(crate) use orders::{UPDATE_LIFE_HOURS, in_jobs};
pub use restarts::{Restart, RestartState};

use crate::{
    error::Error,
    not_whole::NotWhole,
    office::Office,
    pc_state::PcView,
    results::{self, StepResult, heard, not_carried_out, waits_for_person, without_end, worst},
    store::{
        pcs::StoredPc,
        rounds::{Kind, Round, Stage, StoredJob},
    },
    tell::Tell,
    trouble::Trouble,
};

/// How a round ended, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoundEnd {
    /// Which round.
    pub round: RoundId,
    /// PC by PC.
    pub pcs: Vec<PcEnd>,
}

/// How a round ended on one PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PcEnd {
    /// The PC's name.
    pub pc: String,
    /// The worst of its steps; a pending restart is not done, nor is an installation that is not whole.
    pub outcome: Outcome,
    /// Each update, also those that could not go.
    pub steps: Vec<StepResult>,
    /// Whether an order of it is still open: it goes on, or begins, once the PC answers.
    #[serde(skip)]
    pub is_open: bool,
    /// Whether the PC was to be restarted, or switched off.
    #[serde(skip)]
    pub restarts: bool,
    /// What was not whole there before, where it was repaired.
    #[serde(skip)]
    pub not_whole: Vec<NotWhole>,
}

impl PcEnd {
    /// The end of a PC of whose orders nothing is open.
    pub fn new(pc: impl Into<String>, outcome: Outcome, steps: Vec<StepResult>) -> Self {
        Self { pc: pc.into(), outcome, steps, is_open: false, restarts: false, not_whole: Vec::new() }
    }

    /// Whether it was about firmware, which goes in alone.
    pub(crate) fn is_of_firmware(&self) -> bool {
        self.steps.iter().filter_map(|step| step.id.as_ref()).any(|id| id.is_firmware())
    }

    /// Why a PC that was not reached did not get its part, where there is more to say than that.
    pub fn why_not_reached(&self) -> Option<Cause> {
        let mut silent = self.steps.iter().filter(|step| step.outcome == Outcome::Unreachable);
        silent.find_map(|step| {
            step.cause.filter(|cause| matches!(cause, Cause::JobExpired | Cause::BusyOtherUpdater))
        })
    }

    /// Whether it waits for nothing but people who are to sign in: those whose own programs it updates.
    pub fn waits_for_person(&self) -> bool {
        waits_for_person(&self.steps)
    }

    /// Whether something of it waits for the PC that goes first.
    pub fn waits_for_first(&self) -> bool {
        self.steps.iter().any(|step| step.cause == Some(Cause::AfterFirst))
    }
}

/// Rounds that are looked through for one that did something.
const LOOKED_THROUGH: u32 = 20;

impl Office {
    /// Carries out the open orders of a round, at most `max_parallel` PCs at once.
    ///
    /// The PCs go on alone if this is stopped; [`Office::join_open`] finds them again.
    ///
    /// # Errors
    /// [`Error::Store`]. What goes wrong at a PC is in the results.
    pub async fn run(&self, round: RoundId, tell: Tell<'_>) -> Result<RoundEnd, Error> {
        self.carry_all(by_pc(self.store.jobs_of(round)?), tell).await?;
        self.carry_rest(round, tell).await?;
        self.round_end(round)
    }

    /// What waited for the PC that goes first, where that has its part in place by now.
    async fn carry_rest(&self, round: RoundId, tell: Tell<'_>) -> Result<(), Error> {
        if self.go_on(round)? {
            self.carry_all(by_pc(self.store.jobs_of(round)?), tell).await?;
        }
        Ok(())
    }

    /// Follows what earlier rounds left unfinished to its end, on PCs that answer, and gives back
    /// those rounds. Orders for a later time are left alone.
    ///
    /// # Errors
    /// As [`Office::run`].
    pub async fn join_open(&self, tell: Tell<'_>) -> Result<Vec<RoundEnd>, Error> {
        let mut rounds: Vec<RoundId> = self.running()?.iter().map(|job| job.job.round).collect();
        rounds.sort();
        rounds.dedup();
        let (views, mut open) = (self.look(tell).await?, self.running()?);
        let heard = |job: &StoredJob| views.iter().any(|v| v.heard && v.pc.id == job.job.pc);
        open.retain(heard);
        self.carry_all(by_pc(open), tell).await?;
        for round in &rounds {
            self.carry_rest(*round, tell).await?;
        }
        rounds.into_iter().map(|round| self.round_end(round)).collect()
    }

    /// Orders that PCs have now and whose results are not known. A restart that waits for its PC's people is none, nor
    /// is a PC that was switched off.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn running(&self) -> Result<Vec<StoredJob>, Error> {
        let now = Timestamp::now();
        let runs =
            |job: &StoredJob| !matches!(job.stage, Stage::Waiting | Stage::Recalled) && job.is_due(now);
        let mut open = self.store.open_jobs()?;
        open.retain(runs);
        let mut running = Vec::new();
        for job in open {
            if !self.is_put_off(&job)? && !self.switches_off(&job)? {
                running.push(job);
            }
        }
        Ok(running)
    }

    async fn carry_all(&self, jobs: Vec<Vec<StoredJob>>, tell: Tell<'_>) -> Result<(), Error> {
        let at_once = usize::from(self.charter().floor.max_parallel).max(1);
        let each = stream::iter(jobs).map(|jobs| self.carry_in_turn(jobs, tell));
        let carried = each.buffer_unordered(at_once).try_collect().await;
        self.note_others()?;
        carried
    }

    /// What is known of a round's end.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn round_end(&self, round: RoundId) -> Result<RoundEnd, Error> {
        let jobs = self.store.jobs_of(round)?;
        let stored = self.store.round(round)?;
        let mut not_now = stored.as_ref().map(|r| r.not_now.clone()).unwrap_or_default();
        not_now.extend(stored.and_then(|r| r.rest).iter().flat_map(first::waiting));
        let mut pcs: Vec<PcId> =
            not_now.iter().map(|(pc, _)| *pc).chain(jobs.iter().map(|j| j.job.pc)).collect();
        pcs.sort();
        pcs.dedup();
        let mut ends = Vec::new();
        for id in pcs {
            let Some(pc) = self.store.pc(id)? else { continue };
            let mine: Vec<&StoredJob> = jobs.iter().filter(|job| job.job.pc == id).collect();
            let mut steps = Vec::new();
            for job in &mine {
                steps.extend(self.job_end(job, pc.last_trouble)?);
            }
            steps.extend(not_now.iter().filter(|(pc, _)| *pc == id).flat_map(|(_, steps)| steps.clone()));
            let outcome = worst(&steps).max(left_to_do(&pc));
            let is_open = mine.iter().any(|job| job.is_open(Timestamp::now()));
            let restarts = mine.iter().any(|job| job.restart().is_some());
            let not_whole = self.not_whole_before(round, id)?;
            ends.push(PcEnd { is_open, restarts, not_whole, ..PcEnd::new(pc.name, outcome, steps) });
        }
        ends.sort_by_key(|end| end.pc.to_lowercase());
        Ok(RoundEnd { round, pcs: ends })
    }

    /// The newest round that ended and did something. One that was taken back, and the taking back, did nothing. What
    /// its people are asked about may wait for days: nobody waits so long to hear how the rest ended.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn last_result(&self) -> Result<Option<RoundId>, Error> {
        for round in self.store.rounds_with_an_end(LOOKED_THROUGH)? {
            let jobs = self.store.jobs_of(round.id)?;
            if is_over(&round, &jobs) && jobs.iter().any(did_something) {
                return Ok(Some(round.id));
            }
        }
        Ok(None)
    }

    /// The results of one job; if they are not known, what that means now. Of one that has ended, whose PC went
    /// before we could look, the PC's word stands, as it does where no fresh look comes in good time.
    fn job_end(&self, job: &StoredJob, trouble: Option<Trouble>) -> Result<Vec<StepResult>, Error> {
        if let Some(known) = &job.result {
            return Ok(known.clone());
        }
        if let Some(until_now) = self.restart_until_now(job)? {
            return Ok(until_now);
        }
        Ok(match job.stage {
            Stage::Delivered if !job.is_due(Timestamp::now()) || self.catches_up(job)?.is_some() => {
                waits(job)
            }
            Stage::Withdrawn => without_end(&job.job, Outcome::Cancelled, Cause::Cancelled),
            Stage::Ended => {
                let told = heard(&job.job, &self.store.events_of(job.job.job)?);
                results::close(&job.job, &told, None)
            }
            _ => not_carried_out(&job.job, trouble.unwrap_or(Trouble::Unreachable)),
        })
    }

    /// Looks again on the PCs of some views: reads their package lists anew.
    ///
    /// An order to look again is worth nothing later: one that was not handed over is taken back.
    ///
    /// # Errors
    /// As [`Office::run`].
    pub async fn check(&self, views: &[PcView], tell: Tell<'_>) -> Result<RoundEnd, Error> {
        let round = self.order_check(views)?;
        let jobs = self.store.jobs_of(round)?;
        self.carry_all(by_pc(jobs), tell).await?;
        let end = self.round_end(round)?;
        for job in self.store.jobs_of(round)?.iter().filter(|j| j.is_to_hand_over()) {
            self.store.move_job(job.job.job, Stage::Withdrawn)?;
        }
        Ok(end)
    }

    pub(crate) fn begin(&self, kind: Kind, not_now: Vec<(PcId, Vec<StepResult>)>) -> Round {
        let id = RoundId(uuid::Uuid::now_v7());
        Round { id, kind, made: Timestamp::now(), not_now, rest: None, not_whole: Vec::new() }
    }

    /// What was not whole on a PC when the round that repairs it was agreed to.
    fn not_whole_before(&self, round: RoundId, pc: PcId) -> Result<Vec<NotWhole>, Error> {
        let all = self.store.round(round)?.map(|round| round.not_whole).unwrap_or_default();
        Ok(all.into_iter().find(|(of, _)| *of == pc).map(|(_, of_pc)| of_pc).unwrap_or_default())
    }
}

/// Whether every order of a round has come to an end, but for those that people are asked about and what waits for
/// these: once how it ended is shown it stays so, also while such an order is carried out.
fn is_over(round: &Round, jobs: &[StoredJob]) -> bool {
    let is_closed = |job: &&StoredJob| matches!(job.stage, Stage::Closed | Stage::Silent | Stage::Withdrawn);
    let open: Vec<&StoredJob> = jobs.iter().filter(|job| !is_closed(job)).collect();
    let waits_for_people = |first| open.iter().any(|job| job.job.pc == first);
    open.iter().all(|job| job.asks()) && round.rest.as_ref().is_none_or(|rest| waits_for_people(rest.first))
}

fn did_something(job: &StoredJob) -> bool {
    let is_work = |step: &Step| !matches!(step, Step::Cancel { .. });
    let is_back = |end: &StepResult| end.outcome == Outcome::Cancelled;
    let was_taken_back = job.result.as_ref().is_some_and(|ends| !ends.is_empty() && ends.iter().all(is_back));
    job.stage == Stage::Closed && job.job.steps.iter().any(is_work) && !was_taken_back
}

/// What a PC still asks for, whatever its steps say.
fn left_to_do(pc: &StoredPc) -> Outcome {
    let restart = pc.scan.as_ref().is_some_and(|scan| scan.restart_pending == Some(true));
    match (pc.unfinished().next(), restart) {
        (Some(_), _) => Outcome::NeedsPerson,
        (None, true) => Outcome::NeedsRestart,
        (None, false) => Outcome::Done,
    }
}

/// The results of one job whose PC has it and whose time has not come.
fn waits(job: &StoredJob) -> Vec<StepResult> {
    let later = without_end(&job.job, Outcome::Waiting, Cause::Cancelled);
    later.into_iter().map(|step| StepResult { cause: None, ..step }).collect()
}

fn by_pc(jobs: Vec<StoredJob>) -> Vec<Vec<StoredJob>> {
    let mut groups: Vec<Vec<StoredJob>> = Vec::new();
    for job in jobs {
        match groups.iter_mut().find(|g| g.first().is_some_and(|j| j.job.pc == job.job.pc)) {
            Some(group) => group.push(job),
            None => groups.push(vec![job]),
        }
    }
    groups
}
