//! What the office tells, beside what is so.

use patchround_office::store::{
    Store,
    rounds::{Stage, StoredJob},
};
use patchround_protocol::{Cause, Life, Outcome, UpdateId};

use crate::{apt::Apt, pc::Pc};

/// Whether a job has not come to an end yet.
pub(crate) fn is_open(job: &StoredJob) -> bool {
    !matches!(job.stage, Stage::Closed | Stage::Silent | Stage::Withdrawn)
}

/// Everything that is told of one PC.
pub(crate) fn check(store: &Store, pc: &Pc) {
    let (stored, apt) = (store.pc(pc.id).unwrap().unwrap(), pc.apt.lock().unwrap());
    let offered =
        |id: &UpdateId| stored.scan.iter().flat_map(|scan| &scan.updates).any(|update| update.id == *id);
    for (id, course) in stored.courses.iter().filter(|(_, course)| course.life == Life::Done) {
        assert!(!offered(id), "{id} is done, and the newest look finds it offered: {course:?}");
        assert!(apt.was_in_place.contains(id), "{id} is done and was never in place");
    }
}

/// What became of one job; gives how many updates are told as done.
pub(crate) fn check_job(job: &StoredJob, apt: &Apt) -> usize {
    let (id, begun) = (job.job.job, apt.begun.contains(&job.job.job));
    assert!(job.stage != Stage::Withdrawn || !begun, "{id} is told as taken back, and its PC began it");
    let ends = job.result.iter().flatten().filter(|_| job.stage == Stage::Closed);
    let mut done = 0;
    for end in ends {
        let not_tried = matches!(end.cause, Some(Cause::Cancelled | Cause::JobExpired | Cause::NotReachable));
        let was_tried = end.id.as_ref().is_some_and(|update| apt.ends.contains_key(&(id, update.clone())));
        assert!(!not_tried || !was_tried, "{id} is told as not tried ({end:?}), and its PC tried it");
        if let (Some(update), Outcome::Done) = (&end.id, end.outcome) {
            let truth = apt.ends.get(&(id, update.clone()));
            assert_eq!(truth, Some(&Outcome::Done), "{update} of {id} is told as done");
            done += 1;
        }
    }
    done
}
