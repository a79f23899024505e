//! What goes on once it works on the PC that goes first (rules.md 4, "try first").

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{Cause, Life, Outcome, PcId, Step, UpdateId, hours::any_contains, job::When};

use super::orders::{UPDATE_LIFE_HOURS, in_jobs, tonight};
use crate::{
    error::Error,
    office::Office,
    pc_state::PcView,
    plan::why_not,
    results::StepResult,
    store::{
        pcs::StoredPc,
        record::What,
        rest::Rest,
        rounds::{Round, Stage, StoredJob},
    },
};

/// What the first PC's part means for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It is not known yet how it ends.
    Wait,
    /// It works there.
    GoOn,
    /// It did not work there, or it was taken back: nobody else gets it.
    Stop(Outcome, Cause),
}

const TAKEN_BACK: Verdict = Verdict::Stop(Outcome::Cancelled, Cause::Cancelled);
const FAILED: Verdict = Verdict::Stop(Outcome::NeedsPerson, Cause::FirstFailed);

impl Office {
    /// Orders what waits in any round, as [`Office::go_on`] does.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub(crate) fn go_on_all(&self) -> Result<(), Error> {
        for round in self.store.waiting_rounds()? {
            self.go_on(round.id)?;
        }
        Ok(())
    }

    /// Orders what waits in a round, where the PC that goes first has its part in place and checked; `true` if anything
    /// was ordered. Where it did not work there nobody else gets it, and the round's end says so.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub(super) fn go_on(&self, round: patchround_protocol::RoundId) -> Result<bool, Error> {
        let Some(round) = self.store.round(round)? else { return Ok(false) };
        let Some(rest) = &round.rest else { return Ok(false) };
        let mut jobs = self.store.jobs_of(round.id)?;
        jobs.retain(|job| job.job.pc == rest.first && job.restart().is_none());
        match verdict(&jobs, self.store.pc(rest.first)?.as_ref()) {
            Verdict::Wait => Ok(false),
            Verdict::GoOn => self.order_rest(&round, rest).map(|()| true),
            Verdict::Stop(outcome, cause) => {
                self.store.end_rest(&round, &[], ends(rest, outcome, cause))?;
                let (round, pc) = (round.id, self.name_of(rest.first)?);
                let pcs = rest.waits.len();
                if cause == Cause::FirstFailed {
                    self.note(&What::FirstFailed { round, pc, pcs })?;
                }
                Ok(false)
            }
        }
    }

    fn order_rest(&self, round: &Round, rest: &Rest) -> Result<(), Error> {
        let now = Timestamp::now();
        let when = if rest.evening { self.evening(now) } else { When::Now };
        let signed_now = Round { made: now, ..round.clone() };
        let (mut signed, mut not_now) = (Vec::new(), Vec::new());
        for (pc, ids) in &rest.waits {
            let Some(stored) = self.store.pc(*pc)? else { continue };
            let kept_back = self.kept_back(stored, ids, now);
            let goes: Vec<UpdateId> = ids
                .iter()
                .filter(|id| !kept_back.iter().any(|end| end.id.as_ref() == Some(*id)))
                .cloned()
                .collect();
            let off = rest.then_off.contains(pc).then(|| vec![Step::Restart { off: true }]);
            let install = in_jobs(Vec::new(), &goes).into_iter().filter(|steps| !steps.is_empty());
            for steps in install.chain(off) {
                signed.push(self.sign(&signed_now, *pc, steps, when, UPDATE_LIFE_HOURS)?);
            }
            not_now.push((*pc, kept_back));
        }
        self.store.end_rest(round, &signed, not_now)?;
        let (round, pc, pcs) = (round.id, self.name_of(rest.first)?, rest.waits.len());
        self.note(&What::FirstDone { round, pc, pcs })
    }

    /// What somebody has kept back since, or the PC itself would not install now.
    fn kept_back(&self, pc: StoredPc, ids: &[UpdateId], now: Timestamp) -> Vec<StepResult> {
        let mut views = [PcView::from_store(pc, false, now)];
        self.mark_held(&mut views, now);
        let offered = views.iter().filter_map(|view| view.pc.scan.as_ref()).flat_map(|scan| &scan.updates);
        let wanted = offered.filter(|update| ids.contains(&update.id));
        let why = |update: &patchround_protocol::Update| {
            let (outcome, cause) = why_not(update)?;
            Some(StepResult::new(Some(update.id.clone()), outcome, Some(cause)))
        };
        wanted.filter_map(why).collect()
    }

    /// At once where the office's evening hours are open now, else in the next ones.
    fn evening(&self, now: Timestamp) -> When {
        let (policy, zone) = (self.policy(), TimeZone::system());
        if any_contains(&policy.windows, zone.to_datetime(now)) {
            return When::Now;
        }
        tonight(&policy, now, &zone).map_or(When::Now, |time| When::Time { time })
    }

    /// Writes down that one PC goes first, where a round has such a one.
    pub(super) fn note_first(&self, round: &Round) -> Result<(), Error> {
        let Some(rest) = &round.rest else { return Ok(()) };
        let (pc, pcs) = (self.name_of(rest.first)?, rest.waits.len());
        self.note(&What::FirstChosen { round: round.id, pc, pcs })
    }
}

/// What waits, as results.
pub(super) fn waiting(rest: &Rest) -> Vec<(PcId, Vec<StepResult>)> {
    ends(rest, Outcome::Waiting, Cause::AfterFirst)
}

fn ends(rest: &Rest, outcome: Outcome, cause: Cause) -> Vec<(PcId, Vec<StepResult>)> {
    let end = |id: &UpdateId| StepResult::new(Some(id.clone()), outcome, Some(cause));
    rest.waits.iter().map(|(pc, ids)| (*pc, ids.iter().map(end).collect())).collect()
}

/// By the first PC's orders, and by what later looks at it found: what is offered there again was not taking, and what
/// wants a restart is not done before that.
fn verdict(jobs: &[StoredJob], pc: Option<&StoredPc>) -> Verdict {
    let Some(pc) = pc.filter(|_| jobs.iter().any(|job| job.stage != Stage::Withdrawn)) else {
        return TAKEN_BACK;
    };
    let ends: Vec<&StepResult> = jobs.iter().filter_map(|job| job.result.as_ref()).flatten().collect();
    let is = |wanted: &[Outcome]| ends.iter().any(|end| wanted.contains(&end.outcome));
    let installed = jobs.iter().flat_map(|job| &job.job.steps).flat_map(|step| match step {
        Step::Install { ids, .. } => ids.as_slice(),
        _ => &[],
    });
    let lives: Vec<Life> = installed.filter_map(|id| pc.courses.get(id)).map(|course| course.life).collect();
    let is_open = jobs.iter().any(|job| !matches!(job.stage, Stage::Closed | Stage::Withdrawn));
    if is(&[Outcome::Failed, Outcome::NeedsPerson, Outcome::Unreachable, Outcome::Unknown]) {
        return FAILED;
    }
    if is(&[Outcome::Cancelled]) {
        return TAKEN_BACK;
    }
    if lives.iter().any(|life| matches!(life, Life::Failed | Life::NotTaking)) {
        return FAILED;
    }
    let is_unsure = is(&[Outcome::Waiting])
        || lives.iter().any(|life| matches!(life, Life::NeedsRestart | Life::Installed));
    if is_open || is_unsure { Verdict::Wait } else { Verdict::GoOn }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Envelope, PublicKey};

    use super::*;
    use crate::{
        course::{By, Courses},
        samples,
    };

    const ID: &str = "apt:a@2";

    fn job(stage: Stage, end: Option<Outcome>) -> StoredJob {
        let envelope = Envelope { key: PublicKey([0; 32]), signature: Vec::new(), payload: Vec::new() };
        let result = end.map(|outcome| vec![result(outcome)]);
        StoredJob { envelope, job: samples::job(&[ID]), stage, result }
    }

    fn result(outcome: Outcome) -> StepResult {
        StepResult::new(Some(ID.parse().unwrap()), outcome, None)
    }

    fn pc(end: Option<Outcome>, restart_pending: bool, offered_still: bool) -> StoredPc {
        let offered = offered_still.then(|| samples::update(ID));
        let mut scan = samples::scan(&offered.into_iter().collect::<Vec<_>>());
        scan.restart_pending = Some(restart_pending);
        let mut courses = Courses::default();
        if let Some(outcome) = end {
            courses.ended(&result(outcome), By::Order, samples::now());
            courses.looked(&scan, samples::now());
        }
        StoredPc { courses, ..samples::stored_pc("first", Some(scan)) }
    }

    fn of(stage: Stage, end: Option<Outcome>, restart_pending: bool, offered_still: bool) -> Verdict {
        verdict(&[job(stage, end)], Some(&pc(end, restart_pending, offered_still)))
    }

    #[test]
    fn the_others_go_on_once_the_first_has_it_and_a_look_agreed() {
        assert_eq!(of(Stage::Closed, Some(Outcome::Done), false, false), Verdict::GoOn);
        for stage in [Stage::Waiting, Stage::Delivered, Stage::Ended] {
            assert_eq!(of(stage, None, false, true), Verdict::Wait);
        }
    }

    #[test]
    fn a_restart_that_is_pending_on_the_first_pc_keeps_the_others_waiting() {
        assert_eq!(of(Stage::Closed, Some(Outcome::NeedsRestart), true, false), Verdict::Wait);
        assert_eq!(of(Stage::Closed, Some(Outcome::NeedsRestart), false, false), Verdict::GoOn);
    }

    #[test]
    fn what_did_not_work_on_the_first_pc_is_done_to_nobody_else() {
        for outcome in [Outcome::Failed, Outcome::NeedsPerson, Outcome::Unreachable, Outcome::Unknown] {
            assert_eq!(of(Stage::Closed, Some(outcome), false, true), FAILED, "{outcome:?}");
        }
        assert_eq!(of(Stage::Closed, Some(Outcome::Done), false, true), FAILED, "it is offered there again");
    }

    #[test]
    fn what_was_taken_back_on_the_first_pc_is_not_said_to_have_failed() {
        assert_eq!(of(Stage::Withdrawn, None, false, true), TAKEN_BACK);
        assert_eq!(of(Stage::Closed, Some(Outcome::Cancelled), false, true), TAKEN_BACK);
        assert_eq!(verdict(&[job(Stage::Waiting, None)], None), TAKEN_BACK, "the PC left the office");
    }
}
