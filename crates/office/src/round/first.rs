//! What goes on once it works on the PC that goes first (rules.md 4, "try first").

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, Life, Outcome, PcId, Step, Update, UpdateId, hours::any_contains, job::When,
};

use super::orders::{UPDATE_LIFE_HOURS, in_jobs, tonight};
use crate::{
    error::Error,
    office::Office,
    pc_state::PcView,
    plan::{left, parts, why_not},
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
        match verdict(&jobs, self.store.pc(rest.first)?.as_ref(), rest) {
            Verdict::Wait => Ok(false),
            Verdict::GoOn => self.order_rest(&round, rest),
            Verdict::Stop(outcome, cause) => {
                self.store.end_rest(&round, &[], ends(rest, outcome, cause))?;
                let (round, pc, pcs) = (round.id, self.name_of(rest.first)?, rest.waits.len());
                if cause == Cause::FirstFailed {
                    self.note(&What::FirstFailed { round, pc, pcs })?;
                    return Ok(false);
                }
                for (pc, _) in &rest.waits {
                    self.note(&What::OrderWithdrawn { round, pc: self.name_of(*pc)? })?;
                }
                Ok(false)
            }
        }
    }

    /// `false` where it was agreed for an evening and none is near enough yet.
    fn order_rest(&self, round: &Round, rest: &Rest) -> Result<bool, Error> {
        let now = Timestamp::now();
        let is_evening = any_contains(&self.policy().windows, TimeZone::system().to_datetime(now));
        let Some(when) = self.when(rest, now, is_evening) else { return Ok(false) };
        let signed_now = Round { made: now, ..round.clone() };
        let (mut signed, mut not_now) = (Vec::new(), Vec::new());
        for (pc, ids) in &rest.waits {
            let Some(stored) = self.store.pc(*pc)? else { continue };
            let kept_back = self.kept_back(stored, ids, now)?;
            let goes: Vec<UpdateId> = ids
                .iter()
                .filter(|id| !kept_back.iter().any(|end| end.id.as_ref() == Some(*id)))
                .cloned()
                .collect();
            // Nobody's PC is switched off by day because another one was not ready in the evening.
            let is_off = rest.then_off.contains(pc) && !goes.is_empty() && (is_evening || when != When::Now);
            let off = is_off.then(|| vec![Step::Restart { off: true }]);
            let (asked, goes) = self.apart(*pc, &goes)?;
            let install = in_jobs(Vec::new(), &goes).into_iter().filter(|steps| !steps.is_empty());
            for (steps, when) in install.chain(off).map(|steps| (steps, when)).chain(asked) {
                signed.push(self.sign(&signed_now, *pc, steps, when, UPDATE_LIFE_HOURS)?);
            }
            not_now.push((*pc, kept_back));
        }
        self.store.end_rest(round, &signed, not_now)?;
        let (round, pc, pcs) = (round.id, self.name_of(rest.first)?, rest.waits.len());
        self.note(&What::FirstDone { round, pc, pcs })?;
        Ok(true)
    }

    /// What somebody has kept back since, or the PC itself would not install now, and what goes in only with something
    /// that does not.
    pub(crate) fn kept_back(
        &self,
        pc: StoredPc,
        ids: &[UpdateId],
        now: Timestamp,
    ) -> Result<Vec<StepResult>, Error> {
        let mut views = [PcView::from_store(pc, false, now)];
        self.mark_held(&mut views, now);
        self.mark_objected(&mut views, now)?;
        self.mark_said_wrong(&mut views, now)?;
        let [PcView { pc, .. }] = views;
        let Some(scan) = pc.scan else { return Ok(Vec::new()) };
        let parts = parts(&scan, |update| ids.contains(&update.id) && why_not(update).is_none());
        let wanted = scan.updates.iter().filter(|update| ids.contains(&update.id));
        let why = |update: &Update| match why_not(update) {
            Some((outcome, cause)) => Some(StepResult::new(Some(update.id.clone()), outcome, Some(cause))),
            None => parts.contains(&update.source).then(|| left(update.id.clone())),
        };
        Ok(wanted.filter_map(why).collect())
    }

    /// At once, or in the evening hours where the round was agreed for an evening; `None` where the next ones are
    /// further ahead than an order lives.
    fn when(&self, rest: &Rest, now: Timestamp, is_evening: bool) -> Option<When> {
        if !rest.evening || is_evening {
            return Some(When::Now);
        }
        tonight(&self.policy(), now, &TimeZone::system()).map(|time| When::Time { time })
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

/// By what was to go in on the first PC and waits on the others: each has to be in place there by the PC's word, by its
/// course, and by the newest look at it. What was undone, is kept back, or is offered there again did not work.
fn verdict(jobs: &[StoredJob], pc: Option<&StoredPc>, rest: &Rest) -> Verdict {
    let Some(pc) = pc.filter(|_| jobs.iter().any(|job| job.stage != Stage::Withdrawn)) else {
        return TAKEN_BACK;
    };
    let installed = jobs.iter().flat_map(|job| &job.job.steps).flat_map(|step| match step {
        Step::Install { ids, .. } => ids.as_slice(),
        _ => &[],
    });
    let all: Vec<&UpdateId> = installed.collect();
    let waits = |id: &&UpdateId| rest.waits.iter().any(|(_, ids)| ids.contains(id));
    let mut tried: Vec<&UpdateId> = all.iter().copied().filter(|id| waits(id)).collect();
    if tried.is_empty() {
        tried = all;
    }
    let is_away = |id: &&UpdateId| {
        let mut ends = jobs.iter().filter_map(|job| job.result.as_ref()).flatten();
        ends.any(|end| end.id.as_ref() == Some(*id) && end.cause == Some(Cause::PersonAway))
    };
    // Nobody else waits for one who is not there, as long as something else is tried.
    if !tried.iter().all(&is_away) {
        tried.retain(|id| !is_away(id));
    }
    let is_open =
        jobs.iter().any(|job| !matches!(job.stage, Stage::Closed | Stage::Silent | Stage::Withdrawn));
    let ends: Vec<&StepResult> = jobs.iter().filter_map(|job| job.result.as_ref()).flatten().collect();
    let verdicts: Vec<Verdict> = tried.into_iter().map(|id| of_update(id, &ends, is_open, pc)).collect();
    let first_of = |wanted: fn(&Verdict) -> bool| verdicts.iter().copied().find(wanted);
    first_of(|verdict| matches!(verdict, Verdict::Stop(..)))
        .or_else(|| first_of(|verdict| *verdict == Verdict::Wait))
        .unwrap_or(if is_open { Verdict::Wait } else { Verdict::GoOn })
}

fn of_update(id: &UpdateId, ends: &[&StepResult], is_open: bool, pc: &StoredPc) -> Verdict {
    let Some(end) = ends.iter().find(|end| end.id.as_ref() == Some(id)) else {
        return if is_open { Verdict::Wait } else { FAILED };
    };
    let is_offered = pc.scan.as_ref().is_none_or(|scan| scan.updates.iter().any(|update| update.id == *id));
    match (end.outcome, pc.courses.get(id).map(|course| course.life)) {
        (Outcome::Cancelled | Outcome::Waiting, _) => TAKEN_BACK,
        // Its people asked to wait, or could not be asked: nothing was tried there, and so nothing failed.
        _ if matches!(end.cause, Some(Cause::Objected | Cause::NotAsked)) => TAKEN_BACK,
        (Outcome::Done | Outcome::NeedsRestart, Some(Life::NeedsRestart | Life::Installed)) => Verdict::Wait,
        (Outcome::Done | Outcome::NeedsRestart, Some(Life::Done)) => Verdict::GoOn,
        (Outcome::Done | Outcome::NeedsRestart, None) if !is_offered => Verdict::GoOn,
        _ => FAILED,
    }
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
        verdict(&[job(stage, end)], Some(&pc(end, restart_pending, offered_still)), &rest())
    }

    fn rest() -> Rest {
        let waits = vec![(patchround_protocol::SpkiHash([9; 32]), vec![ID.parse().unwrap()])];
        Rest { first: samples::pc(), waits, evening: false, then_off: Vec::new() }
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
        assert_eq!(
            verdict(&[job(Stage::Waiting, None)], None, &rest()),
            TAKEN_BACK,
            "the PC left the office"
        );
    }

    #[test]
    fn where_the_people_of_the_first_pc_asked_to_wait_nothing_is_said_to_have_failed() {
        for cause in [Cause::Objected, Cause::NotAsked] {
            let mut asked = job(Stage::Closed, Some(Outcome::NeedsPerson));
            asked.result.as_mut().unwrap()[0].cause = Some(cause);
            let first = pc(Some(Outcome::NeedsPerson), false, true);
            assert_eq!(verdict(&[asked], Some(&first), &rest()), TAKEN_BACK);
        }
    }

    #[test]
    fn what_was_undone_or_is_kept_back_on_the_first_pc_goes_to_nobody_else() {
        let end = Some(Outcome::NeedsRestart);
        let mut undone = pc(end, true, false);
        let mut held = samples::update(ID);
        held.held = Some(patchround_protocol::update::Held { by: None, why: None, until: None });
        let scan = samples::scan(&[held]);
        undone.courses.looked(&scan, samples::now());
        undone.scan = Some(scan);
        assert_eq!(verdict(&[job(Stage::Closed, end)], Some(&undone), &rest()), FAILED);
        undone.courses = Courses::default();
        assert_eq!(verdict(&[job(Stage::Closed, end)], Some(&undone), &rest()), FAILED, "days later");
    }

    #[test]
    fn what_goes_in_only_with_what_was_kept_back_since_is_kept_back_too_and_told_so() {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let kept = |whole: bool, ids: &[&str]| {
            let mut scan = samples::scan(&[samples::update(ID), samples::update("apt:b@2")]);
            scan.sources[0].whole = whole;
            let ids: Vec<UpdateId> = ids.iter().map(|id| id.parse().unwrap()).collect();
            let kept = office.kept_back(samples::stored_pc("a", Some(scan)), &ids, Timestamp::now()).unwrap();
            kept.iter().map(|end| end.cause.unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(kept(true, &[ID, "apt:b@2"]), []);
        assert_eq!(kept(true, &[ID]), [Cause::OtherFailed], "something more came since");
        let until = Timestamp::now() + jiff::SignedDuration::from_hours(96);
        office.hold(&["b".parse().unwrap()], "We need the old one", until).unwrap();
        assert_eq!(kept(true, &[ID, "apt:b@2"]), [Cause::OtherFailed, Cause::Held]);
        assert_eq!(kept(false, &[ID, "apt:b@2"]), [Cause::Held]);
    }

    #[test]
    fn an_update_that_nobody_waits_for_stops_nobody() {
        let mut both = job(Stage::Closed, Some(Outcome::Done));
        both.job = samples::job(&[ID, "apt:small@2"]);
        let small =
            StepResult::new(Some("apt:small@2".parse().unwrap()), Outcome::Failed, Some(Cause::ServerFault));
        both.result.as_mut().unwrap().push(small);
        let first = pc(Some(Outcome::Done), false, false);
        assert_eq!(verdict(&[both], Some(&first), &rest()), Verdict::GoOn);
    }

    #[test]
    fn what_the_first_pc_does_not_get_yet_keeps_nobody_waiting_for_ever() {
        assert_eq!(of(Stage::Closed, Some(Outcome::Waiting), false, true), TAKEN_BACK);
    }

    #[test]
    fn a_person_who_is_not_there_on_the_first_pc_keeps_nobody_else_from_what_was_tried() {
        let own = samples::own("1000").id;
        let away = StepResult::new(Some(own.clone()), Outcome::Waiting, Some(Cause::PersonAway));
        let of = |ids: &[&str], results: Vec<StepResult>| {
            let job = StoredJob {
                job: samples::job(ids),
                result: Some(results),
                ..job(Stage::Closed, Some(Outcome::Done))
            };
            let waits = ids.iter().map(|id| id.parse().unwrap()).collect();
            let rest = Rest { waits: vec![(patchround_protocol::SpkiHash([9; 32]), waits)], ..rest() };
            verdict(&[job], Some(&pc(Some(Outcome::Done), false, false)), &rest)
        };
        assert_eq!(of(&[ID, own.as_str()], vec![result(Outcome::Done), away.clone()]), Verdict::GoOn);
        assert_eq!(of(&[own.as_str()], vec![away]), TAKEN_BACK, "nothing was tried");
    }
}
