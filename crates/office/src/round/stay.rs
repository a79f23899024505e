//! What was ordered before and stays though a new order comes: it has something that the new plan leaves out only
//! because it is new, and that somebody has asked for already.

use std::collections::BTreeSet;

use patchround_protocol::{RoundId, Step, UpdateId, job::When};

use super::orders::Timed;
use crate::{
    plan::PcPlan,
    store::rounds::{Stage, StoredJob},
};

/// Whether a plan leaves out an update of its PC only because it is new.
pub(super) fn cools_off(pc: &PcPlan, id: &UpdateId) -> bool {
    pc.cooling_off.iter().any(|update| update.id == *id)
}

/// The rounds in which somebody has asked for what a plan for the same PC leaves out only because it is new. What is
/// to be done no more was taken back.
pub(super) fn asked_for(pc: &PcPlan, open: &[StoredJob]) -> BTreeSet<RoundId> {
    let names =
        |step: &Step| matches!(step, Step::Install { ids, .. } if ids.iter().any(|id| cools_off(pc, id)));
    let stays = |job: &&StoredJob| job.stage != Stage::Recalled && job.job.steps.iter().any(names);
    open.iter().filter(stays).map(|job| job.job.round).collect()
}

/// Takes out of what is open, and of what people would be asked about now, what they are asked about already and no later:
/// a second order would take from them what they have answered, and reach them a second time. Gives what it is.
pub(super) fn asked_already(open: &mut Vec<StoredJob>, asked: &mut Vec<Timed>) -> Vec<BTreeSet<UpdateId>> {
    let mut kept = Vec::new();
    open.retain(|job| {
        let is_same =
            |(steps, when): &Timed| installed(steps) == installed(&job.job.steps) && !is_later(job, *when);
        let known = asked.iter().position(is_same).filter(|_| job.stage != Stage::Recalled);
        kept.extend(known.map(|place| installed(&asked.remove(place).0)));
        known.is_none()
    });
    kept
}

fn installed(steps: &[Step]) -> BTreeSet<UpdateId> {
    let ids = steps.iter().flat_map(|step| match step {
        Step::Install { ids, .. } => ids.as_slice(),
        _ => &[],
    });
    ids.cloned().collect()
}

/// Whether people could put it off for longer than they may by now.
fn is_later(job: &StoredJob, now: When) -> bool {
    match (job.job.when, now) {
        (When::Asked { last, .. }, When::Asked { last: by_now, .. }) => last > by_now,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, ToSpan, tz::TimeZone};
    use patchround_protocol::{
        SpkiHash, Update,
        update::{Class, Reason, Released, ReleasedFrom, Substantial},
    };

    use super::*;
    use crate::{due::Clocks, office::Office, pc_state::PcView, plan::Wanted, round::Begin, samples};

    const SUITE: &str = "apt:suite@2";

    struct Case {
        _dir: tempfile::TempDir,
        office: Office,
        views: Vec<PcView>,
    }

    impl Case {
        /// PCs that offer a suite which came out yesterday, and a small mail program.
        fn new(pcs: u8) -> Self {
            let dir = tempfile::tempdir().unwrap();
            crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
            let office = Office::open(dir.path(), false).unwrap();
            let views = (1..=pcs).map(|number| view(&office, number)).collect();
            Self { _dir: dir, office, views }
        }

        fn order(&self, wanted: &Wanted, begin: Begin) -> RoundId {
            let clocks = Clocks::new(Vec::new(), TimeZone::UTC);
            let plan = self.office.plan(&self.views, wanted, Timestamp::now(), &clocks);
            self.office.order(&plan, begin).unwrap()
        }

        /// What is ordered and not withdrawn, and what is to be cancelled.
        fn open(&self) -> (Vec<String>, usize) {
            let (mut ids, mut cancelled) = (Vec::new(), 0);
            for step in self.office.store.open_jobs().unwrap().into_iter().flat_map(|job| job.job.steps) {
                match step {
                    Step::Install { ids: all, .. } => ids.extend(all.iter().map(ToString::to_string)),
                    Step::Cancel { .. } => cancelled += 1,
                    _ => {}
                }
            }
            (ids, cancelled)
        }
    }

    fn view(office: &Office, number: u8) -> PcView {
        let released = Released { date: Timestamp::now() - 24.hours(), from: ReleasedFrom::Catalogue };
        let suite = Update {
            class: Some(Class::Other),
            released: Some(released),
            substantial: Some(Substantial::because(vec![Reason::MakerSays {}])),
            ..samples::update(SUITE)
        };
        let name = format!("pc{number}");
        let mut scan = samples::scan(&[suite, samples::update("apt:mail@2")]);
        scan.scanned_at = Timestamp::now();
        let mut pc = samples::stored_pc(&name, Some(scan));
        pc.id = SpkiHash([number; 32]);
        let facts = patchround_protocol::wire::Facts::default();
        office.store.keep_pc(pc.id, &name, "192.0.2.1:1".parse().unwrap(), &facts, samples::now()).unwrap();
        PcView { pc, heard: true, working: false }
    }

    fn suite() -> Wanted {
        Wanted::Ids(vec![SUITE.parse().unwrap()])
    }

    #[test]
    fn what_somebody_ordered_by_name_stays_when_everything_else_is_ordered() {
        let case = Case::new(1);
        let tonight = case.order(&suite(), Begin::At(Timestamp::now() + 6.hours()));
        let job = case.office.store.jobs_of(tonight).unwrap().remove(0).job.job;
        for stage in [Stage::Waiting, Stage::Sent, Stage::Delivered] {
            case.office.store.move_job(job, stage).unwrap();
            let all = case.order(&Wanted::All, Begin::Now);
            assert_eq!(case.open(), (vec![SUITE.into(), "apt:mail@2".into()], 0), "{stage:?}");
            let mail = case.office.store.jobs_of(all).unwrap().remove(0).job.job;
            case.office.store.move_job(mail, Stage::Withdrawn).unwrap();
        }
    }

    #[test]
    fn what_is_ordered_with_everything_else_though_it_is_new_takes_the_place_of_the_order_before() {
        let case = Case::new(1);
        case.order(&suite(), Begin::At(Timestamp::now() + 6.hours()));
        let clocks = Clocks::new(Vec::new(), TimeZone::UTC);
        let mut plan = case.office.plan(&case.views, &Wanted::All, Timestamp::now(), &clocks);
        plan.take_in_all();
        case.office.order(&plan, Begin::Now).unwrap();
        let mut open = case.open();
        open.0.sort();
        assert_eq!(open, (vec!["apt:mail@2".into(), SUITE.into()], 0));
    }

    #[test]
    fn what_waits_for_the_first_pc_still_does_when_everything_else_is_ordered() {
        let case = Case::new(4);
        let round = case.order(&suite(), Begin::At(Timestamp::now() + 6.hours()));
        let before = case.office.store.round(round).unwrap().unwrap().rest;
        assert_eq!(before.as_ref().unwrap().waits.len(), 3);
        case.order(&Wanted::All, Begin::Now);
        assert_eq!(case.office.store.round(round).unwrap().unwrap().rest, before);
        let (ids, cancelled) = case.open();
        assert_eq!((ids.iter().filter(|id| *id == SUITE).count(), ids.len(), cancelled), (1, 5, 0));
    }
}
