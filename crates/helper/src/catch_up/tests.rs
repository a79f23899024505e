use jiff::ToSpan;
use patchround_protocol::{
    Charter, Envelope, JobId, OfficeId, PcId, PublicKey, RoundId, SpkiHash,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    job::When,
    sign::public,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::queue::{End, Lane, Next, Queue};

const PC: PcId = SpkiHash([1; 32]);

fn key() -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[2; 32])
}

fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn install() -> Step {
    Step::Install { ids: vec!["apt:a@1".parse().unwrap()], agreed_removals: Vec::new() }
}

pub(super) fn job(steps: Vec<Step>) -> Job {
    Job {
        office: OfficeId(Uuid::nil()),
        job: JobId(Uuid::from_u128(1)),
        round: RoundId(Uuid::nil()),
        pc: PC,
        charter_version: 1,
        issuer: public(&key()),
        not_before: noon(),
        expires: noon() + 48.hours(),
        steps,
        when: When::Now,
        try_first: false,
        reply: None,
    }
}

fn charter() -> Charter {
    let operator = Member {
        key: public(&key()),
        name: "Ann".into(),
        role: Role::Operate,
        not_after: None,
        devices: Vec::new(),
    };
    Charter {
        office: OfficeId(Uuid::nil()),
        name: "Office".into(),
        version: 1,
        prev: None,
        issued: noon(),
        members: vec![operator],
        recovery_key: PublicKey([9; 32]),
        revoked: Vec::new(),
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

#[test]
fn what_waited_for_a_pc_that_was_off_begins_ten_minutes_after_it_was_switched_on() {
    let (order, start) = (job(vec![Step::Refresh {}, install()]), noon() + 3.hours());
    let until = Some(start + 10.minutes());
    assert_eq!(waits_until(&order, start, start + 1.minutes()), until);
    assert_eq!(waits_until(&order, start, start + 599.seconds()), until);
    assert_eq!(waits_until(&order, start, start + 10.minutes()), None);
}

#[test]
fn what_is_ordered_while_the_pc_is_on_begins_at_once() {
    let start = noon() - 1.minutes();
    assert_eq!(waits_until(&job(vec![install()]), start, noon()), None);
}

#[test]
fn an_order_for_tonight_is_not_told_to_begin_ten_minutes_after_the_pc_was_switched_on() {
    let start = noon() + 1.hours();
    let begins = |time| Job { when: When::Time { time }, ..job(vec![install()]) };
    let until = start + 10.minutes();
    assert_eq!(waits_until(&begins(noon() + 8.hours()), start, start + 1.minutes()), None, "tonight");
    assert_eq!(waits_until(&begins(until), start, start + 1.minutes()), None);
    for passed in [noon(), start - 1.minutes(), until - 1.seconds()] {
        assert_eq!(waits_until(&begins(passed), start, start + 1.minutes()), Some(until), "{passed}");
    }
}

#[test]
fn a_look_waits_for_nothing_and_all_that_somebody_may_notice_does() {
    let start = noon() + 1.hours();
    let waits = |steps| waits_until(&job(steps), start, start).is_some();
    let ids = vec!["apt:a@1".parse().unwrap()];
    assert!(!waits(vec![Step::Refresh {}, Step::Download { ids: ids.clone() }]));
    assert!(!waits(vec![Step::Cancel { job: JobId(Uuid::nil()) }]));
    for step in [install(), Step::Repair {}, Step::Restart { off: false }, Step::Release { ids }] {
        assert!(waits(vec![Step::Refresh {}, step]));
    }
}

#[test]
fn an_order_that_would_be_too_late_by_then_begins_at_once() {
    let order = job(vec![install()]);
    let start = order.expires - 5.minutes();
    assert_eq!(waits_until(&order, start, start + 1.minutes()), None);
}

/// What happens to the PC, minute by minute.
#[derive(Debug, Clone, Copy)]
enum Minute {
    Passes,
    HelperIsKilled,
    PcIsOffFor(i64),
}

fn minute() -> impl Strategy<Value = Minute> {
    prop_oneof![
        6 => Just(Minute::Passes),
        2 => Just(Minute::HelperIsKilled),
        1 => (1i64..300).prop_map(Minute::PcIsOffFor),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_crashes_in_the_ten_minutes_an_order_begins_once_and_never_within_them(
        minutes in proptest::collection::vec(minute(), 1..60),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (order, charter) = (job(vec![install()]), charter());
        let mut queue = Queue::open(folder.path()).unwrap();
        queue.take(&Envelope::seal(&order, &key()).unwrap(), &charter, PC, noon()).unwrap();
        let (mut now, mut start, mut begun) = (noon() + 1.hours(), noon() + 1.hours(), 0);
        // It is left on in the end.
        for minute in minutes.into_iter().chain([Minute::Passes; 12]) {
            match minute {
                Minute::Passes => {}
                Minute::HelperIsKilled => queue = Queue::open(folder.path()).unwrap(),
                Minute::PcIsOffFor(minutes) => {
                    now += minutes.minutes();
                    (start, queue) = (now, Queue::open(folder.path()).unwrap());
                }
            }
            let grace = |order: &Order| waits_until(&order.job, start, now);
            if let Next::Begin(order) = queue.next(Lane::Work, &charter, now, grace) {
                begun += 1;
                let on_for = now.duration_since(start);
                prop_assert!(on_for >= GRACE, "after {on_for}");
                queue.end(order.job.job, End::DONE).unwrap();
            }
            now += 1.minutes();
        }
        let is_over = now > order.expires;
        prop_assert!(begun == 1 || is_over, "begun {begun} times");
        prop_assert!(queue.unfinished().is_empty() || is_over);
    }
}
