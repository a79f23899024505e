use jiff::SignedDuration;
use patchround_protocol::{RoundId, job::When, sign::public};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::scripted::{Pc, key};

/// An order for at once, of Wednesday at 10:00.
fn job(pc: &Pc, when: When) -> Job {
    let now: Timestamp = "2026-06-03T10:00:00Z".parse().unwrap();
    Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(1)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: now,
        expires: now + 36.hours(),
        steps: vec![Step::Restart { off: false }],
        when,
        try_first: false,
        reply: None,
    }
}

fn times(job: &Job) -> Times {
    Times::of(job, &TimeZone::UTC).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn what_was_ordered_for_at_once_is_announced_for_the_evening_and_can_wait_until_the_order_ends() {
    let pc = Pc::joined();
    let now = times(&job(&pc, When::Now));
    assert_eq!(now.earliest, at("2026-06-03T10:00:00Z"));
    assert_eq!(now.default, at("2026-06-03T19:00:00Z"));
    assert_eq!(now.last, at("2026-06-04T21:50:00Z"));
    let time = at("2026-06-03T18:15:00Z");
    let later = times(&job(&pc, When::Time { time }));
    assert_eq!((later.earliest, later.default), (time, time));
    let off = Job { steps: vec![Step::Restart { off: true }], ..job(&pc, When::Now) };
    assert_eq!(Times::of(&off, &TimeZone::UTC), None, "nobody is asked to find the PC off");
}

#[test]
fn a_restart_is_moved_three_times_and_every_move_is_in_the_log() {
    let pc = Pc::joined();
    let (job, agreed) = (job(&pc, When::Now), &pc.helper.agreed);
    let default = Times::of(&job, &TimeZone::system()).unwrap().default;
    let say = |minutes: i64| {
        let time = default + SignedDuration::from_mins(minutes);
        agreed.answer("ana", &job, &Answer::Time { time }, job.not_before)
    };
    assert_eq!([-30, -20, 10, 20].map(say), [Ok(()); 4], "the first brings it forward");
    assert_eq!(say(30), Err(NotTaken::NoMovesLeft));
    assert_eq!(say(5), Ok(()), "it can be brought forward still");
    let again = Agreed::open(pc.helper.log.clone()).unwrap();
    let office = pc.helper.membership.office().unwrap();
    let order =
        crate::queue::Order { envelope: crate::scripted::sealed(&job, 2), job: job.clone(), came_in: None };
    let seen = again.restart("ana", std::slice::from_ref(&order), &office).unwrap();
    assert_eq!((seen.moves_left, seen.agreed), (0, Some(default + SignedDuration::from_mins(5))));
    let other = again.restart("jonas", &[order], &office).unwrap();
    assert_eq!((other.moves_left, other.agreed), (3, None), "each has their own");
}

#[test]
fn who_thinks_better_of_it_leaves_it_to_when_nobody_uses_the_pc() {
    let pc = Pc::joined();
    let (job, agreed) = (job(&pc, When::Now), &pc.helper.agreed);
    let default = Times::of(&job, &TimeZone::system()).unwrap().default;
    let later = default + SignedDuration::from_mins(3);
    assert_eq!(agreed.answer("ana", &job, &Answer::Now {}, later), Ok(()));
    assert!(agreed.has_agreed("ana", &job, later));
    assert_eq!(agreed.answer("ana", &job, &Answer::Time { time: default }, later), Ok(()));
    assert!(!agreed.has_agreed("ana", &job, later));
}

#[test]
fn a_person_is_told_of_others_for_whom_it_waits_and_not_of_themselves() {
    let both = Wait::SignedIn { people: vec!["ana".into(), "jonas".into()] };
    let other = Wait::SignedIn { people: vec!["jonas".into()] };
    assert_eq!(but_for(both.clone(), "ana"), Some(other.clone()));
    assert_eq!(but_for(other, "jonas"), None);
    assert_eq!(but_for(Wait::Call, "ana"), Some(Wait::Call));
}

#[test]
fn what_cannot_be_is_not_taken() {
    let pc = Pc::joined();
    let time = at("2026-06-03T19:00:00Z");
    let (job, agreed, now) = (job(&pc, When::Time { time }), &pc.helper.agreed, at("2026-06-03T12:00:00Z"));
    let say = |answer: Answer| agreed.answer("ana", &job, &answer, now);
    let early = Answer::Time { time: at("2026-06-03T18:00:00Z") };
    assert_eq!(say(early), Err(NotTaken::OutOfTime), "before what was ordered");
    assert_eq!(say(Answer::Now {}), Err(NotTaken::OutOfTime));
    assert_eq!(say(Answer::Time { time: job.expires }), Err(NotTaken::OutOfTime));
    let worry = patchround_protocol::consultation::Worry::Tool {};
    assert_eq!(say(Answer::Objection { worry, words: String::new() }), Err(NotTaken::Malformed));
    assert_eq!(say(Answer::Unknown), Err(NotTaken::Malformed));
    let install = Job { steps: vec![Step::Refresh {}], ..job.clone() };
    assert_eq!(agreed.answer("ana", &install, &Answer::Now {}, now), Err(NotTaken::Over));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever people say and however often: nobody has agreed at a moment that they did not choose themselves.
    #[test]
    fn nobody_agrees_for_anybody_else_nor_to_another_moment(
        said in prop::collection::vec((any::<bool>(), prop::option::of(0..2400i64), 0..60i64), 0..12),
        look in 0..2400i64,
    ) {
        let pc = Pc::joined();
        let job = job(&pc, When::Now);
        let begin = job.not_before;
        let minute = |minutes: i64| begin + SignedDuration::from_mins(minutes);
        let (mut clock, mut last) = (0, BTreeMap::<_, Option<i64>>::new());
        for (is_ana, time, later) in said {
            clock += later;
            let person = if is_ana { "ana" } else { "jonas" };
            let answer = time.map_or(Answer::Now {}, |at| Answer::Time { time: minute(at) });
            if pc.helper.agreed.answer(person, &job, &answer, minute(clock)).is_ok() {
                last.insert(person, time.is_none().then_some(clock));
            }
        }
        for person in ["ana", "jonas", "root"] {
            let expected = last.get(person).copied().flatten().is_some_and(|at| (at..at + 10).contains(&look));
            prop_assert_eq!(pc.helper.agreed.has_agreed(person, &job, minute(look)), expected, "{}", person);
        }
    }
}
