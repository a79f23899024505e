//! The ten minutes on a whole network half, with a root half that is played.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{EventKind, Job, JobId, Outcome, Step, root::Answer, wire::Refusal};
use tokio::time::sleep;
use uuid::Uuid;

use super::tests::job;
use crate::{
    http,
    queue::Lane,
    scripted::{Pc, sealed},
    worker,
};

/// This PC has been on long enough.
fn long_on() -> Option<Duration> {
    Some(Duration::from_secs(3600))
}

fn told_job(kind: &EventKind) -> Option<(JobId, Option<Outcome>)> {
    match kind {
        EventKind::JobStarted { job, .. } => Some((*job, None)),
        EventKind::JobEnded { job, outcome, .. } => Some((*job, Some(*outcome))),
        _ => None,
    }
}

#[tokio::test]
async fn what_replaces_an_order_wins_over_it_though_both_waited_for_the_ten_minutes() {
    let mut pc = Pc::joined();
    Arc::get_mut(&mut pc.helper).unwrap().uptime = long_on;
    pc.root.says(|_| Answer::Refused { refusal: Refusal::NothingToDo });
    let now = Timestamp::now();
    let order = |n, steps| Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        pc: pc.helper.pc,
        job: JobId(Uuid::from_u128(n)),
        not_before: now - 2.hours(),
        expires: now + 1.hours(),
        ..job(steps)
    };
    let (old, new) = (
        order(1, vec![Step::Repair {}]),
        order(2, vec![Step::Cancel { job: JobId(Uuid::from_u128(1)) }, Step::Repair {}]),
    );
    for job in [&old, &new] {
        http::take_envelope(&pc.helper, &sealed(job, 2)).unwrap();
    }
    let worker = tokio::spawn(worker::work(pc.helper.clone(), Lane::Work, false));
    let told = || pc.told().iter().filter_map(told_job).collect::<Vec<_>>();
    while !told().iter().any(|(job, end)| *job == new.job && end.is_some()) {
        sleep(Duration::from_millis(5)).await;
    }
    worker.abort();
    let of_old: Vec<_> = told().into_iter().filter(|(job, _)| *job == old.job).collect();
    assert_eq!(of_old, [(old.job, Some(Outcome::Cancelled))], "it never began");
}

/// How long the PC of the test below has been on, in seconds.
static UP: AtomicU64 = AtomicU64::new(60);

fn up() -> Option<Duration> {
    Some(Duration::from_secs(UP.load(Ordering::SeqCst)))
}

#[tokio::test]
async fn a_pc_that_was_just_switched_on_says_once_until_when_an_order_waits_and_then_begins_it() {
    let mut pc = Pc::joined();
    let now = Timestamp::now();
    let order = Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        pc: pc.helper.pc,
        not_before: now - 1.hours(),
        expires: now + 1.hours(),
        ..job(vec![Step::Repair {}])
    };
    http::take_envelope(&pc.helper, &sealed(&order, 2)).unwrap();
    let waits = |pc: &Pc| {
        let until = |kind| if let EventKind::JobWaits { until, .. } = kind { Some(until) } else { None };
        pc.told().into_iter().filter_map(until).collect::<Vec<_>>()
    };
    let has_started = |pc: &Pc| pc.told().iter().any(|kind| matches!(kind, EventKind::JobStarted { .. }));
    let mut working = None;
    for run in 0..3 {
        Arc::get_mut(&mut pc.helper).unwrap().uptime = up;
        let worker = tokio::spawn(worker::work(pc.helper.clone(), Lane::Work, false));
        sleep(Duration::from_millis(200)).await;
        assert!(!has_started(&pc));
        if run < 2 {
            worker.abort();
            drop(worker.await);
            pc.restart();
        } else {
            working = Some(worker);
        }
    }
    let told = waits(&pc);
    assert!((1..=2).contains(&told.len()), "once, or twice where a minute changed meanwhile: {told:?}");
    let from_start = told[0].duration_since(now).as_secs();
    assert!((530..=550).contains(&from_start), "nine minutes from now: {from_start}");
    UP.store(601, Ordering::SeqCst);
    pc.helper.queue.announce();
    while !has_started(&pc) {
        sleep(Duration::from_millis(5)).await;
    }
    working.unwrap().abort();
}
