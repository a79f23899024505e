//! What became of people's own programs after their order had ended because they were not signed in: their PC puts them in
//! later, and tells so once.

use jiff::Timestamp;
use patchround_protocol::{Cause, Event, EventKind, JobId, Outcome, PcId, UpdateId};
use rusqlite::params;

use super::{
    Store,
    record::What,
    rounds::{Stage, StoredJob},
    to_json,
};
use crate::{
    course::By,
    error::Error,
    results::{StepResult, is_not_whole},
};

impl Store {
    /// Takes in how an update ended that an order over long ago left waiting for its person. What its PC tells of anything
    /// else then is not heard.
    pub(super) fn hear_own_ended(&self, pc: PcId, job: JobId, event: &Event) -> Result<(), Error> {
        let EventKind::UpdateEnded { id, outcome, cause, installed, details, .. } = &event.kind else {
            return Ok(());
        };
        if *outcome == Outcome::Waiting || id.person().is_none() {
            return Ok(());
        }
        let is_its = |stored: &StoredJob| stored.job.pc == pc && stored.stage == Stage::Closed;
        let Some(stored) = self.job(job)?.filter(is_its) else { return Ok(()) };
        let mut results = stored.result.unwrap_or_default();
        let Some(end) = results.iter_mut().find(|end| waits(end, id)) else { return Ok(()) };
        let there = is_not_whole(id, *cause, installed.as_deref());
        *end = StepResult {
            id: Some(id.clone()),
            outcome: *outcome,
            cause: *cause,
            details: details.clone(),
            there,
            repair: false,
        };
        let end = end.clone();
        let sql = "UPDATE job SET result = ?2 WHERE id = ?1";
        self.run(sql, params![job.to_string(), to_json(&results)?])?;
        self.move_courses(pc, |courses| courses.ended(&end, By::Order, Timestamp::now()))?;
        let Some(called) = self.pc(pc)?.map(|pc| pc.name) else { return Ok(()) };
        let (round, name) = (stored.job.round, self.name_of(Some(pc), id)?);
        let StepResult { outcome, cause, there, .. } = end;
        let what =
            What::UpdateEnded { round, pc: called.clone(), id: id.clone(), name, outcome, cause, there };
        self.note(&called, &what, Timestamp::now())
    }
}

fn waits(end: &StepResult, id: &UpdateId) -> bool {
    end.id.as_ref() == Some(id) && (end.outcome, end.cause) == (Outcome::Waiting, Some(Cause::PersonAway))
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Life, Step, wire::Scan};

    use super::*;
    use crate::{office::Office, pc_state::PcView, samples};

    /// An office with one PC on which an ordered update of ana's waits for her.
    fn office() -> (tempfile::TempDir, Office, StoredJob) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let (address, facts) = ("192.0.2.1:1".parse().unwrap(), patchround_protocol::wire::Facts::default());
        office.store.keep_pc(samples::pc(), "till", address, &facts, samples::now()).unwrap();
        let people = vec![samples::person_scan("1000", "ana")];
        let scan = Scan { people, ..samples::scan(&[samples::own("1000")]) };
        office.store.keep_scan(samples::pc(), &scan, Timestamp::now()).unwrap();
        let plan =
            crate::plan::plan(&office.stored_views().unwrap(), &crate::plan::Wanted::All, Timestamp::now());
        let round = office.order(&plan, crate::round::Begin::Now).unwrap();
        let job = office.store.jobs_of(round).unwrap().remove(0);
        let waits = StepResult::new(Some(samples::own("1000").id), Outcome::Waiting, Some(Cause::PersonAway));
        office.close(&job, &[waits], Some(&scan)).unwrap();
        (dir, office, job)
    }

    fn ends(office: &Office, job: &StoredJob, seq: u64, outcome: Outcome, cause: Option<Cause>) {
        let id = samples::own("1000").id;
        let (job, installed, details) = (job.job.job, None, None);
        let kind = EventKind::UpdateEnded { job, step: 0, id, outcome, cause, installed, details };
        office.store.hear(samples::pc(), &[Event::new(seq, Timestamp::now(), kind)]).unwrap();
    }

    fn life(office: &Office) -> Option<Life> {
        let pc = office.store.pc(samples::pc()).unwrap().unwrap();
        pc.courses.get(&samples::own("1000").id).map(|course| course.life)
    }

    fn told(office: &Office) -> Vec<Outcome> {
        let lines = office.store.record().unwrap().into_iter();
        lines
            .filter_map(|line| match line.what {
                What::UpdateEnded { outcome, .. } => Some(outcome),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn what_went_in_once_its_person_had_signed_in_is_written_down_once_and_done_by_a_look() {
        let (_dir, office, job) = office();
        assert_eq!(life(&office), Some(Life::WaitsForTime));
        ends(&office, &job, 1, Outcome::Waiting, Some(Cause::PersonAway));
        assert_eq!(told(&office), [Outcome::Waiting]);
        for seq in [2, 3] {
            ends(&office, &job, seq, Outcome::Done, None);
            assert_eq!(told(&office), [Outcome::Waiting, Outcome::Done]);
        }
        assert_eq!(life(&office), Some(Life::Installed));
        let people = vec![samples::person_scan("1000", "ana")];
        let gone = Scan { people, ..samples::scan(&[]) };
        office.store.keep_scan(samples::pc(), &gone, Timestamp::now()).unwrap();
        assert_eq!(life(&office), Some(Life::Done));
        let missing = office.store.missing().unwrap();
        assert!(missing.iter().all(|row| row.used.is_some() && !row.replaced), "{missing:?}");
    }

    #[test]
    fn while_it_waits_nothing_is_ordered_anew_and_nobody_has_to_look_at_it() {
        let (_dir, office, _) = office();
        let later = Timestamp::now() + jiff::SignedDuration::from_hours(24 * 6);
        office.try_again_all(later, &jiff::tz::TimeZone::UTC).unwrap();
        assert!(office.store.open_jobs().unwrap().is_empty());
        let pc = office.store.pc(samples::pc()).unwrap().unwrap();
        let view = PcView { pc, heard: true, working: false };
        assert_eq!(view.stuck().count(), 0);
        assert_eq!(view.state(Timestamp::now()), patchround_protocol::PcState::UpdatesAvailable);
    }

    #[test]
    fn what_did_not_work_once_its_person_had_signed_in_is_told_with_its_cause_and_can_be_ordered_anew() {
        let (_dir, office, job) = office();
        let own = samples::own("1000").id;
        for seq in [2, 3] {
            ends(&office, &job, seq, Outcome::Failed, Some(Cause::DiskFull));
            assert_eq!(told(&office), [Outcome::Waiting, Outcome::Failed]);
        }
        let end = office.round_end(job.job.round).unwrap().pcs.remove(0);
        assert_eq!((end.outcome, end.steps[0].cause), (Outcome::Failed, Some(Cause::DiskFull)));
        let people = vec![samples::person_scan("1000", "ana")];
        let scan = Scan { people, ..samples::scan(&[samples::own("1000")]) };
        office.store.keep_scan(samples::pc(), &scan, Timestamp::now()).unwrap();
        assert_eq!(life(&office), Some(Life::Failed));
        let stored = office.store.pc(samples::pc()).unwrap().unwrap();
        let stuck: Vec<_> = PcView { pc: stored, heard: true, working: false }
            .stuck()
            .map(|(id, course)| (id.clone(), course.cause))
            .collect();
        assert_eq!(stuck, [(own.clone(), Some(Cause::DiskFull))]);
        let wanted = crate::plan::Wanted::All;
        let plan = crate::plan::plan(&office.stored_views().unwrap(), &wanted, Timestamp::now());
        let again = office.order(&plan, crate::round::Begin::Now).unwrap();
        let ordered = office.store.jobs_of(again).unwrap().remove(0);
        let names = |step: &Step| matches!(step, Step::Install { ids, .. } if *ids == [own.clone()]);
        assert!(ordered.job.steps.iter().any(names), "{ordered:?}");
    }

    #[test]
    fn what_failed_for_a_cause_that_passes_is_ordered_anew_by_itself() {
        let (_dir, office, job) = office();
        ends(&office, &job, 2, Outcome::Failed, Some(Cause::NoNetwork));
        assert_eq!(life(&office), Some(Life::WaitsForNetwork));
        let later = Timestamp::now() + jiff::SignedDuration::from_hours(24 * 2);
        office.try_again_all(later, &jiff::tz::TimeZone::UTC).unwrap();
        assert_eq!(office.store.open_jobs().unwrap().len(), 1);
    }
}
