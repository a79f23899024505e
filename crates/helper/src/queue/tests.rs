use ed25519_dalek::SigningKey;
use jiff::ToSpan;
use patchround_protocol::{
    OfficeId, RoundId,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    job::When,
    sign::public,
};
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

const PC: PcId = patchround_protocol::SpkiHash([1; 32]);

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn charter() -> Charter {
    let member = |n: u8, role| Member {
        key: public(&key(n)),
        name: "Ann".into(),
        role,
        not_after: None,
        devices: Vec::new(),
    };
    Charter {
        office: OfficeId(Uuid::nil()),
        name: "Office".into(),
        version: 1,
        prev: None,
        issued: now(),
        members: vec![member(1, Role::Own), member(2, Role::Operate), member(3, Role::View)],
        recovery_key: public(&key(9)),
        revoked: Vec::new(),
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

fn job(n: u128) -> Job {
    Job {
        office: OfficeId(Uuid::nil()),
        job: JobId(Uuid::from_u128(n)),
        round: RoundId(Uuid::nil()),
        pc: PC,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: now(),
        expires: now() + 24.hours(),
        steps: vec![Step::Refresh {}],
        when: When::Now,
        try_first: false,
        reply: None,
    }
}

fn sealed(job: &Job) -> Envelope {
    Envelope::seal(job, &key(2)).unwrap()
}

fn empty() -> (Queue, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Queue::open(folder.path()).unwrap(), folder)
}

fn take(queue: &Queue, job: &Job) -> Result<Taken, Refusal> {
    queue.take(&sealed(job), &charter(), PC, now())
}

fn begins(queue: &Queue, lane: Lane, clock: Timestamp) -> Option<JobId> {
    match queue.next(lane, &charter(), clock, |_| None) {
        Next::Begin(order) => Some(order.job.job),
        Next::Late(_) | Next::Wait(_) => None,
    }
}

#[test]
fn a_job_sent_twice_is_one_job() {
    let (queue, _folder) = empty();
    assert!(matches!(take(&queue, &job(1)), Ok(Taken::New(_))));
    assert_eq!(take(&queue, &job(1)), Ok(Taken::Known(job(1).job)));
    assert_eq!(begins(&queue, Lane::Work, now()), Some(job(1).job));
    assert_eq!(begins(&queue, Lane::Work, now()), None);
}

#[test]
fn another_job_under_the_same_id_is_refused() {
    let (queue, _folder) = empty();
    take(&queue, &job(1)).unwrap();
    let other = Job { try_first: true, ..job(1) };
    assert_eq!(take(&queue, &other), Err(Refusal::NotAllowed));
}

#[test]
fn jobs_begin_in_the_order_of_their_ids() {
    let (queue, _folder) = empty();
    for n in [3, 1, 2] {
        take(&queue, &job(n)).unwrap();
    }
    for n in 1..=3 {
        assert_eq!(begins(&queue, Lane::Work, now()), Some(job(n).job));
    }
}

#[test]
fn a_job_for_later_waits_and_does_not_hold_up_the_next() {
    let (queue, _folder) = empty();
    let tonight = now() + 8.hours();
    take(&queue, &Job { when: When::Time { time: tonight }, ..job(1) }).unwrap();
    take(&queue, &job(2)).unwrap();
    assert_eq!(begins(&queue, Lane::Work, now()), Some(job(2).job));
    let wait = queue.next(Lane::Work, &charter(), now(), |_| None);
    assert!(matches!(wait, Next::Wait(Some(at)) if at == tonight));
    assert_eq!(begins(&queue, Lane::Work, tonight), Some(job(1).job));
}

#[test]
fn a_job_whose_time_is_over_is_ended_not_begun() {
    let (queue, _folder) = empty();
    take(&queue, &job(1)).unwrap();
    let late = queue.next(Lane::Work, &charter(), now() + 25.hours(), |_| None);
    assert!(matches!(late, Next::Late(order) if order.job.job == job(1).job));
}

#[test]
fn a_cancel_does_not_wait_behind_what_it_cancels() {
    let (queue, _folder) = empty();
    take(&queue, &job(1)).unwrap();
    let cancel = Job { steps: vec![Step::Cancel { job: job(1).job }], ..job(2) };
    take(&queue, &cancel).unwrap();
    assert_eq!(begins(&queue, Lane::Cancels, now()), Some(cancel.job));
    assert_eq!(queue.claim(job(1).job).map(|order| order.job), Some(job(1)));
    assert_eq!(begins(&queue, Lane::Work, now()), None);
    assert!(queue.claim(job(1).job).is_none());
}

#[test]
fn after_a_restart_what_has_not_ended_begins_again_and_what_has_is_remembered() {
    let (queue, folder) = empty();
    take(&queue, &job(1)).unwrap();
    take(&queue, &job(2)).unwrap();
    assert_eq!(begins(&queue, Lane::Work, now()), Some(job(1).job));
    assert_eq!(begins(&queue, Lane::Work, now()), Some(job(2).job));
    queue.end(job(1).job, End::DONE).unwrap();
    std::fs::write(folder.path().join("torn.json"), b"{\"envel").unwrap();
    let queue = Queue::open(folder.path()).unwrap();
    assert_eq!(queue.unfinished(), [job(2).job]);
    assert_eq!(begins(&queue, Lane::Work, now()), Some(job(2).job));
    assert_eq!(take(&queue, &job(1)), Ok(Taken::Known(job(1).job)));
}

#[test]
fn a_half_written_job_is_removed_and_never_read() {
    let (queue, folder) = empty();
    take(&queue, &job(1)).unwrap();
    let stored = folder.path().join(format!("{}.json", job(1).job));
    std::fs::rename(stored, folder.path().join(".tmpA1b2C3")).unwrap();
    let queue = Queue::open(folder.path()).unwrap();
    assert_eq!(queue.unfinished(), []);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_ended_job_is_forgotten_a_day_after_its_end_and_is_expired_then() {
    let (queue, folder) = empty();
    take(&queue, &job(1)).unwrap();
    queue.end(job(1).job, End::DONE).unwrap();
    let later = now() + 49.hours();
    let next = Job { not_before: later, expires: later + 1.hours(), ..job(2) };
    queue.take(&sealed(&next), &charter(), PC, later).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(queue.take(&sealed(&job(1)), &charter(), PC, later), Err(Refusal::Expired));
}

#[test]
fn a_clock_that_was_ahead_for_a_while_makes_no_ended_job_new_again() {
    let (queue, _folder) = empty();
    take(&queue, &job(1)).unwrap();
    assert_eq!(begins(&queue, Lane::Work, now()), Some(job(1).job));
    queue.end(job(1).job, End::DONE).unwrap();
    let long = Job { expires: now() + 150.hours(), ..job(2) };
    queue.take(&sealed(&long), &charter(), PC, now() + 100.hours()).unwrap();
    assert_eq!(take(&queue, &job(1)), Ok(Taken::Known(job(1).job)), "the clock is right again");
}

#[test]
fn a_job_that_cannot_be_stored_is_refused() {
    let (queue, folder) = empty();
    drop(folder);
    assert_eq!(take(&queue, &job(1)), Err(Refusal::NotPossible));
    assert_eq!(begins(&queue, Lane::Work, now()), None);
}

#[test]
fn the_queue_has_an_end() {
    let (queue, _folder) = empty();
    for n in 0..WAITING {
        take(&queue, &job(n as u128)).unwrap();
    }
    assert_eq!(take(&queue, &job(WAITING as u128)), Err(Refusal::NotPossible));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// security.md B.4: nothing that no operator of the charter signed changes anything.
    #[test]
    fn nothing_is_queued_or_stored_that_no_operator_signed(
        signer in prop_oneof![Just(1u8), 3..=255u8],
        at in any::<proptest::sample::Index>(),
        flip in 1u8..,
        forged in any::<bool>(),
    ) {
        let (queue, folder) = empty();
        let foreign = Job { issuer: public(&key(signer)), ..job(1) };
        let mut strange = Envelope::seal(&foreign, &key(signer)).unwrap();
        if forged {
            strange.key = public(&key(2));
        }
        let mut bent = sealed(&job(1));
        let at = at.index(bent.payload.len());
        bent.payload[at] ^= flip;
        for envelope in [strange, bent] {
            prop_assert!(queue.take(&envelope, &charter(), PC, now()).is_err());
        }
        prop_assert_eq!(queue.unfinished(), []);
        prop_assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever the clock does between two calls, in hours from the first moment.
    #[test]
    fn a_clock_that_jumps_begins_no_job_twice_and_none_outside_its_time(
        jumps in proptest::collection::vec((prop_oneof![-400i64..400, -20i64..60], 1u8..12, any::<bool>()), 1..40),
    ) {
        let (queue, folder) = empty();
        let mut begun = std::collections::BTreeSet::new();
        for (hours, n, is_sent) in jumps {
            let clock = now() + hours.hours();
            let believed = order::believed_now(clock, now());
            let job = Job { expires: now() + (i64::from(n) * 12).hours(), ..job(n.into()) };
            if is_sent {
                let _ = queue.take(&sealed(&job), &charter(), PC, clock);
            }
            match queue.next(Lane::Work, &charter(), clock, |_| None) {
                Next::Begin(order) => {
                    prop_assert!(believed <= order.job.expires);
                    prop_assert!(begun.insert(order.job.job), "begun twice");
                    queue.end(order.job.job, End::DONE).unwrap();
                }
                Next::Late(order) => {
                    prop_assert!(believed > order.job.expires);
                    prop_assert!(begun.insert(order.job.job), "ended twice");
                    queue.end(order.job.job, End::failed(Cause::JobExpired)).unwrap();
                }
                Next::Wait(_) => {}
            }
        }
        // The clock is right again: nothing is held up, and the disk says what memory says.
        take(&queue, &job(100)).unwrap();
        let rest: Vec<JobId> = std::iter::from_fn(|| begins(&queue, Lane::Work, now())).collect();
        prop_assert!(rest.contains(&job(100).job) && rest.iter().all(|job| begun.insert(*job)));
        prop_assert_eq!(Queue::open(folder.path()).unwrap().unfinished(), rest);
    }
}

#[test]
fn a_job_that_is_put_off_lets_others_go_first_and_its_turn_comes_again() {
    let (queue, _folder) = empty();
    let restart = Job { steps: vec![Step::Restart { off: false }], ..job(1) };
    for job in [&restart, &job(2)] {
        queue.take(&sealed(job), &charter(), PC, now()).unwrap();
    }
    let next = |clock| match queue.next(Lane::Work, &charter(), clock, |_| None) {
        Next::Begin(order) => Some(order.job.job),
        Next::Late(_) => panic!("it is not late"),
        Next::Wait(_) => None,
    };
    assert_eq!(next(now()), Some(restart.job));
    queue.put_off(restart.job, now());
    assert_eq!((next(now()), next(now())), (Some(job(2).job), None));
    assert_eq!(next(now() + LOOK_AGAIN), Some(restart.job));
    queue.put_off(restart.job, now() + 9.hours());
    assert_eq!(next(now()), Some(restart.job), "a clock that was set back makes nothing wait longer");
    queue.put_off(restart.job, now());
    assert!(queue.claim(restart.job).is_some(), "it can be taken back while it waits");
}

/// An office with a second operator, whose key is 4.
fn two_operators() -> Charter {
    let ben = Member { key: public(&key(4)), name: "Ben".into(), ..charter().members[1].clone() };
    Charter { members: [charter().members, vec![ben]].concat(), ..charter() }
}

fn order(n: u128, by: u8, packages: &[&str]) -> Job {
    let ids = packages.iter().map(|name| format!("apt:{name}@2").parse().unwrap()).collect();
    Job {
        issuer: public(&key(by)),
        steps: vec![Step::Install { ids, agreed_removals: Vec::new() }],
        ..job(n)
    }
}

#[test]
fn the_later_of_two_people_is_told_who_ordered_the_same_and_when_it_begins() {
    let folder = TempDir::new().unwrap();
    let queue = Queue::open(folder.path()).unwrap();
    let take = |job: &Job, by: u8| {
        queue.take(&Envelope::seal(job, &key(by)).unwrap(), &two_operators(), PC, now()).unwrap();
        queue.also(job.job)
    };
    let tonight = now() + 8.hours();
    let ann = Job { when: When::Time { time: tonight }, ..order(1, 2, &["mail", "till"]) };
    assert_eq!(take(&ann, 2), [], "nobody was before her");
    assert_eq!(take(&order(2, 2, &["mail"]), 2), [], "one person knows what she ordered herself");
    assert_eq!(take(&order(3, 4, &["letters"]), 4), [], "these are others");
    let met = take(&order(4, 4, &["mail", "letters"]), 4);
    let of_ann = |begins| Also { by: public(&key(2)), ordered: now(), begins, updates: 1 };
    assert_eq!(met, [of_ann(None), of_ann(Some(tonight))]);
    let done = End::DONE;
    queue.end(ann.job, done).unwrap();
    queue.end(JobId(Uuid::from_u128(2)), End::failed(Cause::NoNetwork)).unwrap();
    assert_eq!(take(&order(5, 4, &["mail"]), 4), [of_ann(None)], "what did not go in is no news");
}

#[test]
fn an_order_that_a_later_one_of_somebody_who_may_takes_back_is_replaced_until_that_one_has_ended() {
    let (queue, _folder) = empty();
    let replaced = |charter: &Charter, clock| queue.replaced(charter, clock);
    let id = |n| JobId(Uuid::from_u128(n));
    take(&queue, &job(5)).unwrap();
    let cancel = |n, of| Job { steps: vec![Step::Cancel { job: id(of) }, Step::Refresh {}], ..job(n) };
    take(&queue, &cancel(4, 5)).unwrap();
    assert_eq!(replaced(&charter(), now()), [], "who was first does not win over who came later");
    take(&queue, &cancel(6, 5)).unwrap();
    assert_eq!(replaced(&charter(), now()), [id(5)]);
    assert_eq!(replaced(&charter(), now() + 25.hours()), [], "it is past its end");
    let revoked = Charter { revoked: vec![public(&key(2))], ..charter() };
    assert_eq!(replaced(&revoked, now()), [], "who is revoked takes nothing back");
    queue.end(id(6), End::DONE).unwrap();
    assert_eq!(replaced(&charter(), now()), []);
}
