//! What becomes of the state folder of a network half: cut files, a full disk, a clock that jumps.

mod cuts;
#[cfg(target_os = "linux")]
mod full_disk;

use jiff::ToSpan;
use patchround_protocol::{
    Envelope, Job, Outcome, RoundId, Step,
    consultation::{Decision, Reply},
    job::When,
    sign::public,
};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::scripted::{Pc, key, sealed};

/// A folder in memory where that is possible: it is written and read thousands of times.
fn folder() -> TempDir {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.unwrap()
}

fn job(pc: &Pc, n: u128) -> Envelope {
    let now = Timestamp::now();
    let job = Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(n)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: now,
        expires: now + 1.hours(),
        steps: vec![Step::Refresh {}, Step::Repair {}],
        when: When::Now,
        try_first: false,
        reply: None,
    };
    sealed(&job, 2)
}

#[tokio::test]
async fn a_job_that_had_begun_before_a_restart_is_not_cancelled_after_it() {
    let mut pc = Pc::joined_in(folder());
    let (begun, cancelling) = (JobId(Uuid::from_u128(1)), JobId(Uuid::from_u128(2)));
    let first = job(&pc, 1);
    let round = RoundId(Uuid::nil());
    let take = |pc: &Pc, envelope: &Envelope| {
        let charter = pc.helper.membership.office().unwrap().charter.clone();
        pc.helper.queue.take(envelope, &charter, pc.helper.pc, Timestamp::now()).unwrap();
    };
    take(&pc, &first);
    pc.helper.story.tell(EventKind::JobStarted { job: begun, round }).await;
    pc.restart();
    let cancel: Job = first.open(|_| true).unwrap();
    let cancel = Job { job: cancelling, steps: vec![Step::Cancel { job: begun }], ..cancel };
    take(&pc, &sealed(&cancel, 2));
    let working = tokio::spawn(crate::worker::work(pc.helper.clone(), crate::queue::Lane::Cancels, false));
    let ended = |pc: &Pc, of: JobId| {
        pc.told().iter().any(|kind| matches!(kind, EventKind::JobEnded { job, .. } if *job == of))
    };
    while !ended(&pc, cancelling) {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    working.abort();
    assert!(!ended(&pc, begun), "its step may be done by now");
}

#[tokio::test]
async fn an_answer_that_comes_after_its_question_is_forgotten_here_is_no_failure() {
    let pc = Pc::joined();
    let (forgotten, answer) = (JobId(Uuid::from_u128(1)), JobId(Uuid::from_u128(2)));
    let job: Job = job(&pc, 2).open(|_| true).unwrap();
    let reply = Some(Reply { to: forgotten, decision: Decision::Keep {}, words: "Keep it.".into() });
    let job = Job { steps: vec![Step::Cancel { job: forgotten }], reply, ..job };
    let charter = pc.helper.membership.office().unwrap().charter.clone();
    pc.helper.queue.take(&sealed(&job, 2), &charter, pc.helper.pc, Timestamp::now()).unwrap();
    let working = tokio::spawn(crate::worker::work(pc.helper.clone(), crate::queue::Lane::Cancels, false));
    let end = loop {
        let end = pc.told().into_iter().find_map(|kind| match kind {
            EventKind::JobEnded { job, outcome, .. } if job == answer => Some(outcome),
            _ => None,
        });
        if let Some(end) = end {
            break end;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    working.abort();
    assert_eq!(end, Outcome::Done);
}
