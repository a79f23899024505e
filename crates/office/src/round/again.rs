//! Orders once more what a person ordered and what did not work for a cause that passes (rules.md 4, "retry").

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{PcId, Step, Update, UpdateId, job::When, retry::jitter};

use super::orders::{UPDATE_LIFE_HOURS, in_jobs};
use crate::{
    course::Course,
    error::Error,
    not_whole::NotWhole,
    office::Office,
    pc_state::PcView,
    plan::{parts, sources_that_are_whole, why_not},
    store::{pcs::StoredPc, record::What, rounds::Kind},
};

impl Office {
    /// Signs what is to be tried again now, as a round of its own: not while the office is paused, nor on a PC that has
    /// another order. It is handed over like any other.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub(crate) fn try_again_all(&self, now: Timestamp, zone: &TimeZone) -> Result<(), Error> {
        if self.paused_until(now).is_some() {
            return Ok(());
        }
        let open = self.store.open_jobs()?;
        let mut due = Vec::new();
        for id in self.store.pc_ids()? {
            let Some(pc) = self.store.pc(id)?.filter(|pc| !open.iter().any(|job| job.job.pc == pc.id)) else {
                continue;
            };
            let not_whole = pc.not_whole();
            let ids = self.due_again(pc, now, zone)?;
            due.extend((!ids.is_empty()).then_some(Due { pc: id, not_whole, ids }));
        }
        if due.is_empty() { Ok(()) } else { self.order_again(&due) }
    }

    fn order_again(&self, due: &[Due]) -> Result<(), Error> {
        let mut round = self.begin(Kind::Update, Vec::new());
        let repairs = due.iter().filter(|due| !due.not_whole.is_empty());
        round.not_whole = repairs.map(|due| (due.pc, due.not_whole.clone())).collect();
        let mut orders = Vec::new();
        for Due { pc, not_whole, ids } in due {
            let (asked, goes) = self.apart(*pc, ids)?;
            let repair = (!not_whole.is_empty()).then_some(Step::Repair {}).into_iter().collect();
            let at_once = in_jobs(repair, &goes).into_iter().filter(|steps| !steps.is_empty());
            orders.extend(at_once.map(|steps| (*pc, steps, When::Now)));
            orders.extend(asked.into_iter().map(|(steps, when)| (*pc, steps, when)));
        }
        self.keep_each(&round, orders, UPDATE_LIFE_HOURS)?;
        let updates = due.iter().map(|due| due.ids.len()).sum();
        self.note(&What::TriedAgain { round: round.id, updates, pcs: due.len() })
    }

    /// What of one PC is due, is offered there still, and is not kept back. Of a source that takes all it offers or nothing
    /// all of it, where all of it was ordered, or nothing.
    fn due_again(&self, pc: StoredPc, now: Timestamp, zone: &TimeZone) -> Result<Vec<UpdateId>, Error> {
        let mut views = [PcView::from_store(pc, false, now)];
        self.mark_held(&mut views, now);
        self.mark_objected(&mut views, now)?;
        self.mark_said_wrong(&mut views, now)?;
        let [PcView { pc, .. }] = &views;
        let is_time = |at: Timestamp| at.checked_add(jitter(pc.id)).is_ok_and(|at| at <= now);
        let is_due = |id: &UpdateId| {
            let course = pc.courses.get(id);
            course.and_then(|course| course.next_order(zone)).is_some_and(is_time)
        };
        let Some(scan) = &pc.scan else { return Ok(Vec::new()) };
        let goes = || scan.updates.iter().filter(|update| why_not(update).is_none());
        let due: BTreeSet<&UpdateId> = goes().map(|update| &update.id).filter(|id| is_due(id)).collect();
        let is_ordered = |update: &Update| pc.courses.get(&update.id).is_some_and(Course::is_ordered);
        let parts = parts(scan, |update| is_ordered(update) && why_not(update).is_none());
        let mut whole: BTreeSet<String> = sources_that_are_whole(scan).collect();
        whole.retain(|source| due.iter().any(|id| id.source() == source));
        let again = goes().filter(|update| {
            let goes_along = due.contains(&update.id) || whole.contains(&update.source);
            goes_along && !parts.contains(&update.source)
        });
        Ok(again.map(|update| update.id.clone()).collect())
    }
}

/// What one PC is to try again.
struct Due {
    pc: PcId,
    /// What has to be repaired there first.
    not_whole: Vec<NotWhole>,
    ids: Vec<UpdateId>,
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{Cause, JobId, Outcome};

    use super::*;
    use crate::{course::By, results::StepResult, samples, store::rounds::Stage};

    const ID: &str = "apt:a@2";

    /// An office with one PC on which an ordered update did not work for this cause.
    fn office(cause: Cause) -> (tempfile::TempDir, Office) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let (address, facts) = ("192.0.2.1:1".parse().unwrap(), patchround_protocol::wire::Facts::default());
        office.store.keep_pc(samples::pc(), "till", address, &facts, samples::now()).unwrap();
        fails(&office, cause, samples::now());
        let pc = office.store.pc(samples::pc()).unwrap().unwrap();
        office.store.keep_scan(pc.id, &samples::scan(&[samples::update(ID)]), samples::now()).unwrap();
        (dir, office)
    }

    fn fails(office: &Office, cause: Cause, now: Timestamp) {
        let end = StepResult::new(Some(ID.parse().unwrap()), Outcome::Failed, Some(cause));
        office.store.move_courses(samples::pc(), |courses| courses.ended(&end, By::Order, now)).unwrap();
    }

    fn ordered(office: &Office, now: Timestamp) -> Vec<JobId> {
        office.try_again_all(now, &TimeZone::UTC).unwrap();
        office.store.open_jobs().unwrap().into_iter().map(|job| job.job.job).collect()
    }

    #[test]
    fn what_failed_for_a_cause_that_passes_is_ordered_again_after_ten_minutes_and_an_hour_and_the_next_working_day()
     {
        let (_dir, office) = office(Cause::NoNetwork);
        assert_eq!(samples::now().to_string(), "2026-11-23T10:00:00Z", "a Monday");
        for (not_yet, now) in [("23T10:09", "23T10:11"), ("23T11:10", "23T11:13"), ("24T08:59", "24T09:01")] {
            let [not_yet, now]: [Timestamp; 2] =
                [not_yet, now].map(|at| format!("2026-11-{at}:00Z").parse().unwrap());
            assert_eq!(ordered(&office, not_yet), []);
            let jobs = ordered(&office, now);
            assert_eq!((jobs.len(), ordered(&office, now)), (1, jobs.clone()), "once");
            let job = office.store.job(jobs[0]).unwrap().unwrap();
            let ids = vec![ID.parse().unwrap()];
            assert_eq!(job.job.steps, [Step::Install { ids, agreed_removals: Vec::new() }]);
            office.store.move_job(jobs[0], Stage::Withdrawn).unwrap();
            fails(&office, Cause::NoNetwork, now);
        }
        let course = office.store.pc(samples::pc()).unwrap().unwrap().courses;
        assert!(course.get(&ID.parse().unwrap()).unwrap().needs_person());
        assert_eq!(ordered(&office, samples::now() + 200.hours()), [], "now a person has to look");
        let tried: Vec<_> =
            office.store.record().unwrap().into_iter().filter(|line| is_again(&line.what)).collect();
        assert_eq!(tried.len(), 3);
    }

    fn is_again(what: &What) -> bool {
        matches!(what, What::TriedAgain { updates: 1, pcs: 1, .. })
    }

    #[test]
    fn what_an_interruption_left_is_finished_before_the_update_is_tried_again() {
        let (_dir, office) = office(Cause::InterruptedBefore);
        let mut scan = samples::scan(&[samples::update(ID)]);
        scan.sources[0].unfinished = Some(Cause::InterruptedBefore);
        office.store.keep_scan(samples::pc(), &scan, samples::now()).unwrap();
        let jobs = ordered(&office, samples::now() + 1.hours());
        let steps = office.store.job(jobs[0]).unwrap().unwrap().job.steps;
        assert!(matches!(steps[..], [Step::Repair {}, Step::Install { .. }]), "{steps:?}");
    }

    #[test]
    fn what_does_not_pass_is_not_ordered_again_and_nothing_is_while_the_office_is_paused() {
        let later = samples::now() + 1.hours();
        let (_dir, script) = office(Cause::PackageScriptFailed);
        assert_eq!(ordered(&script, later), []);
        let (_dir, paused) = office(Cause::ServerFault);
        paused.pause(Timestamp::now() + 1.hours()).unwrap();
        assert_eq!(ordered(&paused, later), []);
        assert_eq!(ordered(&paused, Timestamp::now() + 2.hours()).len(), 1);
    }

    #[test]
    fn of_what_goes_in_only_together_all_is_ordered_again_or_nothing() {
        const OTHER: &str = "apt:b@2";
        let (later, now) = (samples::now() + 1.hours(), samples::now());
        let again = |blocked: Option<Cause>, ordered: bool| {
            let (_dir, office) = office(Cause::NoNetwork);
            let other = Update { blocked, ..samples::update(OTHER) };
            let mut scan = samples::scan(&[samples::update(ID), other]);
            scan.sources[0].whole = true;
            office.store.keep_scan(samples::pc(), &scan, now).unwrap();
            let end =
                StepResult::new(Some(OTHER.parse().unwrap()), Outcome::Failed, Some(Cause::OtherFailed));
            if ordered {
                office.store.move_courses(samples::pc(), |all| all.ended(&end, By::Order, now)).unwrap();
            }
            let jobs = ordered_again(&office, later);
            jobs.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(again(None, true), [ID, OTHER]);
        assert_eq!(again(None, false), [""; 0], "nobody has ordered the other one");
        assert_eq!(again(Some(Cause::DepsUnsolvable), true), [""; 0]);
    }

    fn ordered_again(office: &Office, now: Timestamp) -> Vec<UpdateId> {
        let jobs = ordered(office, now).into_iter().filter_map(|job| office.store.job(job).unwrap());
        let ids = jobs.flat_map(|job| job.job.steps).flat_map(|step| match step {
            Step::Install { ids, .. } => ids,
            other => panic!("{other:?}"),
        });
        ids.collect()
    }

    #[test]
    fn what_somebody_keeps_back_since_is_not_ordered_again() {
        let (_dir, office) = office(Cause::Timeout);
        let packages = [samples::update(ID).package];
        office.hold(&packages, "We need the old one", Timestamp::now() + 96.hours()).unwrap();
        assert_eq!(ordered(&office, Timestamp::now()), []);
    }
}
