use jiff::ToSpan;
use patchround_protocol::{Cause, Envelope, Outcome, RoundId, job::When, restart::Person, sign::public};
use uuid::Uuid;

use super::*;
use crate::{
    queue::{Lane, Next},
    scripted::{Pc, key, sealed},
};

fn nobody() -> Signs {
    Signs { people: Some(Vec::new()), ..Signs::default() }
}

fn ann() -> Signs {
    let ann = Person { name: "ann".into(), idle_seconds: None, has_agreed: false, is_untold: false };
    Signs { people: Some(vec![ann]), ..Signs::default() }
}

fn pc(look: fn() -> Signs) -> Pc {
    let mut pc = Pc::joined();
    std::sync::Arc::get_mut(&mut pc.helper).unwrap().look_for_people = look;
    pc
}

fn restart(pc: &Pc, off: bool) -> Envelope {
    let now = Timestamp::now();
    let job = Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(1)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: now,
        expires: now + 1.hours(),
        steps: vec![Step::Restart { off }],
        when: When::Now,
        try_first: false,
        reply: None,
    };
    sealed(&job, 2)
}

/// The order, as its lane takes it up.
fn taken_up(pc: &Pc, off: bool) -> Order {
    let charter = pc.helper.membership.office().unwrap().charter.clone();
    let now = Timestamp::now();
    pc.helper.queue.take(&restart(pc, off), &charter, pc.helper.pc, now).unwrap();
    match pc.helper.queue.next(Lane::Work, &charter, now, |_| None) {
        Next::Begin(order) => *order,
        other => panic!("{other:?}"),
    }
}

fn told(pc: &Pc) -> Vec<Wait> {
    let why = |event: patchround_protocol::Event| match event.kind {
        EventKind::RestartWaits { why, .. } => Some(why),
        _ => None,
    };
    pc.helper.log.all().unwrap().into_iter().filter_map(why).collect()
}

#[tokio::test]
async fn a_restart_waits_for_whoever_is_signed_in_and_says_so_once() {
    let pc = pc(ann);
    let order = taken_up(&pc, false);
    let mut restarts = Restarts::default();
    for _ in 0..3 {
        assert!(!restarts.may_begin(&pc.helper, &order).await);
    }
    let ann = Wait::SignedIn { people: vec!["ann".into()] };
    assert_eq!(told(&pc), std::slice::from_ref(&ann));
    assert_eq!(restarts.forget(order.job.job), Some(ann));
}

#[tokio::test]
async fn a_restart_begins_where_nobody_is_there() {
    let pc = pc(nobody);
    let order = taken_up(&pc, false);
    assert!(Restarts::default().may_begin(&pc.helper, &order).await);
    assert_eq!(told(&pc), []);
}

#[tokio::test]
async fn a_pc_that_was_off_meanwhile_is_not_switched_off_in_the_face_of_whoever_switches_it_on() {
    let pc = pc(nobody);
    let order = Order { came_in: Some("the start before".into()), ..taken_up(&pc, true) };
    assert!(is_over(&pc.helper, &order, 0));
    assert!(!is_over(&pc.helper, &Order { came_in: os::this_start(), ..order.clone() }, 0));
    assert!(!is_over(&pc.helper, &Order { came_in: None, ..order }, 0), "nobody knows");
}

#[tokio::test]
async fn a_pc_that_somebody_restarted_meanwhile_is_restarted_again_only_while_it_needs_it() {
    let pc = pc(nobody);
    let order = Order { came_in: Some("the start before".into()), ..taken_up(&pc, false) };
    assert!(!is_over(&pc.helper, &order, 0), "nobody has looked since");
    pc.helper.scans.fresh().await.unwrap();
    assert!(is_over(&pc.helper, &order, 0), "a look finds no restart pending");
    let step = EventKind::StepStarted { job: order.job.job, step: 0, verb: order.job.steps[0].verb() };
    pc.helper.story.tell(step).await;
    assert!(!is_over(&pc.helper, &order, 0), "what was begun is for the root half to end");
}

/// This PC was switched on a minute ago.
fn just_on() -> Option<Duration> {
    Some(Duration::from_secs(60))
}

#[tokio::test]
async fn a_restart_that_was_ordered_while_the_pc_was_off_is_over_once_it_is_on_and_needs_none() {
    let mut pc = pc(nobody);
    std::sync::Arc::get_mut(&mut pc.helper).unwrap().uptime = just_on;
    let now = taken_up(&pc, false);
    let mut before = now.clone();
    before.job.not_before -= 5.minutes();
    assert!(!is_over(&pc.helper, &before, 0), "nobody has looked since");
    pc.helper.scans.fresh().await.unwrap();
    assert!(is_over(&pc.helper, &before, 0), "it was started since, and no restart is pending");
    assert!(!is_over(&pc.helper, &now, 0), "somebody wants it now");
    before.job.steps = vec![Step::Restart { off: true }];
    assert!(!is_over(&pc.helper, &before, 0), "it was on when that came");
}

#[test]
fn what_a_restart_waited_for_is_why_it_was_not_made() {
    assert_eq!(Wait::Battery { percent: 3 }.cause(), Cause::Battery);
    assert_eq!(Wait::Call.cause(), Cause::InUse);
    assert!(Outcome::NeedsPerson < Outcome::Failed);
}
