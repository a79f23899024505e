use std::cell::{Cell, RefCell};

use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, ToSpan, tz::TimeZone};
use patchround_protocol::{
    Charter, Envelope, Job, JobId, OfficeId, PcId, Policy, RoundId, Step, Update, UpdateId,
    charter::{Floor, Member, Role},
    hours::{Hours, Weekday},
    ids::DocumentHash,
    job::When,
    restart::{Person, Signs},
    sign::public,
};
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::{membership, sight::Offered};

mod crashes;
mod feeds;
mod firmware;
#[cfg(target_os = "linux")]
mod full_disk;
mod office;
mod policy;
mod restart;
mod surprises;
mod turn;

/// The far end: systemd, apt and logind as a test wants them.
#[derive(Default)]
struct Script {
    started: RefCell<Vec<(Txn, bool)>>,
    closed: RefCell<Vec<Progress>>,
    alive: Cell<bool>,
    broken: Cell<Option<io::ErrorKind>>,
    offered: RefCell<Vec<Update>>,
    unread: Cell<Option<Cause>>,
    people: RefCell<Option<Vec<String>>>,
    is_whole: Cell<bool>,
    boot: RefCell<Option<Boot>>,
    battery: Cell<Option<u8>>,
    active_hours: RefCell<Option<Hours>>,
    /// All signs, instead of those above.
    signs: RefCell<Option<Signs>>,
}

impl Sight for Script {
    fn offered(&self, _: PcId, _: &[UpdateId]) -> io::Result<Offered> {
        Ok(Offered { updates: self.offered.borrow().clone(), cause: self.unread.get() })
    }

    fn signs(&self) -> Signs {
        if let Some(signs) = &*self.signs.borrow() {
            return signs.clone();
        }
        let person = |name: &String| Person {
            name: name.clone(),
            idle_seconds: None,
            has_agreed: false,
            is_untold: false,
        };
        let people = self.people.borrow().as_ref().map(|names| names.iter().map(person).collect());
        Signs { people, battery: self.battery.get(), ..Signs::default() }
    }

    fn restart_pending(&self) -> io::Result<Option<bool>> {
        Ok(Some(!self.is_whole.get()))
    }

    fn active_hours(&self) -> Option<Hours> {
        self.active_hours.borrow().clone()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    fn boot(&self) -> Option<Boot> {
        self.boot.borrow().clone()
    }
}

impl World for Script {
    fn start(&self, _: &State, txn: Txn, again: bool) -> io::Result<()> {
        if let Some(kind) = self.broken.get() {
            return Err(kind.into());
        }
        self.started.borrow_mut().push((txn, again));
        Ok(())
    }

    fn is_alive(&self, _: &State, _: Txn) -> bool {
        self.alive.get()
    }

    fn keep_room(&self, state: &State, txn: Txn, bytes: u64) -> io::Result<()> {
        crate::transact::Report::open(state, txn)?.keep_room(bytes)
    }

    fn close(&self, state: &State, txn: Txn, end: &Progress) -> io::Result<()> {
        self.closed.borrow_mut().push(end.clone());
        std::fs::write(state.progress_of(txn), serde_json::to_vec(end)?)
    }
}

struct Pc {
    state: State,
    world: Script,
    _folder: TempDir,
}

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
        issued: now() - 1.hours(),
        members: vec![member(1, Role::Own), member(2, Role::Operate), member(3, Role::View)],
        recovery_key: public(&key(9)),
        revoked: Vec::new(),
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

impl Pc {
    fn new() -> Self {
        // In memory where that is possible: thousands of lines are waited for until they are on the disk.
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self::new_in(folder.unwrap())
    }

    fn new_in(folder: TempDir) -> Self {
        let state = State::in_dir(folder.path());
        std::fs::create_dir_all(state.orders()).unwrap();
        std::fs::create_dir_all(state.progress()).unwrap();
        std::fs::write(state.device_key(), "07".repeat(32)).unwrap();
        Self { state, world: Script::default(), _folder: folder }
    }

    fn joined() -> Self {
        Self::new().join()
    }

    #[cfg(target_os = "linux")]
    fn join_in(folder: TempDir) -> Self {
        Self::new_in(folder).join()
    }

    fn join(self) -> Self {
        let policy = Policy::first(OfficeId(Uuid::nil()), now());
        let charter = Envelope::seal(&charter(), &key(1)).unwrap();
        let policy = Envelope::seal(&policy, &key(1)).unwrap();
        membership::join(&self.state, &charter, &policy, now()).unwrap();
        self
    }

    fn job(&self, n: u128) -> Job {
        Job {
            office: OfficeId(Uuid::nil()),
            job: JobId(Uuid::from_u128(n)),
            round: RoundId(Uuid::nil()),
            pc: self.id(),
            charter_version: 1,
            issuer: public(&key(2)),
            not_before: now(),
            expires: now() + 24.hours(),
            steps: vec![Step::Refresh {}, Step::Cancel { job: JobId(Uuid::nil()) }],
            when: When::Now,
            try_first: false,
            reply: None,
        }
    }

    fn id(&self) -> PcId {
        membership::pc(&self.state).unwrap()
    }

    fn run(&self, job: &Job, signer: u8) -> Answer {
        self.run_step(job, signer, 0)
    }

    fn run_step(&self, job: &Job, signer: u8, step: u16) -> Answer {
        let job = Envelope::seal(job, &key(signer)).unwrap();
        self.order(&Order::Job { job, step }, now())
    }

    /// Something the policy calls for, at a moment.
    fn run_policy(&self, n: u128, step: Step, clock: Timestamp) -> Answer {
        self.order(&Order::Policy { run: JobId(Uuid::from_u128(n)), step }, clock)
    }

    fn order(&self, order: &Order, clock: Timestamp) -> Answer {
        run(&self.state, &self.world, &self.world, order, clock)
    }

    fn started(&self) -> usize {
        self.world.started.borrow().len()
    }

    fn journal(&self) -> Vec<u8> {
        std::fs::read(self.state.journal()).unwrap_or_default()
    }
}

fn running(n: u128) -> Answer {
    Answer::Running { progress: format!("{}-0.ndjson", Uuid::from_u128(n)) }
}

fn refused(refusal: Refusal) -> Answer {
    Answer::Refused { refusal }
}

#[test]
fn a_step_is_begun_once_however_often_it_is_asked_for() {
    let pc = Pc::joined();
    pc.world.alive.set(true);
    for _ in 0..3 {
        assert_eq!(pc.run(&pc.job(1), 2), running(1));
    }
    assert_eq!(pc.started(), 1);
}

#[test]
fn what_is_not_signed_for_this_pc_by_an_operator_is_refused_by_name() {
    let pc = Pc::joined();
    let good = pc.job(1);
    let table = [
        (good.clone(), 8, Refusal::NotAllowed),
        (good.clone(), 1, Refusal::NotAllowed),
        (good.clone(), 3, Refusal::NotAllowed),
        (Job { issuer: public(&key(1)), ..good.clone() }, 2, Refusal::NotAllowed),
        (Job { office: OfficeId(Uuid::from_u128(7)), ..good.clone() }, 2, Refusal::OtherOffice),
        (Job { pc: patchround_protocol::SpkiHash([1; 32]), ..good.clone() }, 2, Refusal::OtherPc),
        (
            Job { not_before: now() - 3.hours(), expires: now() - 1.hours(), ..good.clone() },
            2,
            Refusal::Expired,
        ),
        (
            Job { not_before: now() + 30.hours(), expires: now() + 40.hours(), ..good.clone() },
            2,
            Refusal::ClockWrong,
        ),
        (Job { when: When::Time { time: now() + 1.hours() }, ..good.clone() }, 2, Refusal::NotPossible),
    ];
    for (job, signer, refusal) in table {
        assert_eq!(pc.run(&job, signer), refused(refusal), "{refusal:?}");
    }
    for step in [1, 2, 900] {
        assert_eq!(pc.run_step(&good, 2, step), refused(Refusal::NothingToDo));
    }
    assert_eq!(pc.started(), 0);
}

#[test]
fn a_persons_yes_brings_forward_what_was_ordered_and_moves_nothing_past_the_order() {
    let pc = Pc::joined();
    let asked = |hours: i64| When::Asked { default: now() + 2.hours(), last: now() + hours.hours() };
    let in_time = Job { when: asked(20), ..pc.job(1) };
    assert_eq!(pc.run(&in_time, 2), running(1), "before the announced time");
    assert_eq!(pc.run(&Job { when: asked(20), ..pc.job(2) }, 8), refused(Refusal::NotAllowed));
    let sealed = Envelope::seal(&Job { when: asked(25), ..pc.job(3) }, &key(2));
    assert!(sealed.is_err(), "its last moment lies past its end");
    let old = Job { not_before: now() - 30.hours(), expires: now() - 1.hours(), ..pc.job(4) };
    let old = Job { when: When::Asked { default: now() - 9.hours(), last: now() - 2.hours() }, ..old };
    assert_eq!(pc.run(&old, 2), refused(Refusal::Expired));
    assert_eq!(pc.started(), 1);
}

#[test]
fn another_document_under_a_seen_job_id_is_refused() {
    let pc = Pc::joined();
    assert_eq!(pc.run(&pc.job(1), 2), running(1));
    let other = Job { steps: vec![Step::Refresh {}], ..pc.job(1) };
    assert_eq!(pc.run(&other, 2), refused(Refusal::NotAllowed));
    assert_eq!(pc.started(), 1);
}

#[test]
fn a_pc_without_an_office_obeys_nobody() {
    let pc = Pc::new();
    assert_eq!(pc.run(&pc.job(1), 2), refused(Refusal::NotJoined));
    let pc = Pc::joined();
    membership::leave(&pc.state, now()).unwrap();
    assert_eq!(pc.run(&pc.job(1), 2), refused(Refusal::NotJoined));
}

#[test]
fn a_second_office_is_refused_and_the_same_charter_is_no_second_joining() {
    let pc = Pc::joined();
    let policy = Envelope::seal(&Policy::first(OfficeId(Uuid::nil()), now()), &key(1)).unwrap();
    let same = Envelope::seal(&charter(), &key(1)).unwrap();
    assert_eq!(membership::join(&pc.state, &same, &policy, now()), Ok(()));
    let other = Envelope::seal(&Charter { name: "Other".into(), ..charter() }, &key(1)).unwrap();
    assert_eq!(membership::join(&pc.state, &other, &policy, now()), Err(Refusal::AlreadyJoined));
}

#[test]
fn a_charter_or_policy_that_is_not_the_owners_is_not_joined() {
    let pc = Pc::new();
    let good = Envelope::seal(&charter(), &key(1)).unwrap();
    let policy = |n, office| Envelope::seal(&Policy::first(office, now()), &key(n)).unwrap();
    let stranger = Envelope::seal(&charter(), &key(8)).unwrap();
    let ours = OfficeId(Uuid::nil());
    assert_eq!(membership::join(&pc.state, &stranger, &policy(1, ours), now()), Err(Refusal::NotAllowed));
    assert_eq!(membership::join(&pc.state, &good, &policy(3, ours), now()), Err(Refusal::NotAllowed));
    let elsewhere = policy(1, OfficeId(Uuid::from_u128(4)));
    assert_eq!(membership::join(&pc.state, &good, &elsewhere, now()), Err(Refusal::OtherOffice));
    assert!(membership::charter(&pc.state).unwrap().is_none());
}

#[test]
fn a_day_has_24_refreshes() {
    let pc = Pc::joined();
    for n in 1..=24 {
        assert_eq!(pc.run(&pc.job(n), 2), running(n));
    }
    assert_eq!(pc.run(&pc.job(25), 2), refused(Refusal::TooOften));
}

#[test]
fn an_interrupted_step_is_looked_at_and_never_done_again() {
    let pc = Pc::joined();
    pc.run(&pc.job(1), 2);
    for _ in 0..5 {
        assert_eq!(pc.run(&pc.job(1), 2), running(1));
    }
    let looks: Vec<bool> = pc.world.started.borrow().iter().map(|(_, again)| *again).collect();
    assert_eq!(looks, [false, true, true, true]);
    let end = Progress::StepEnded {
        outcome: Outcome::Failed,
        cause: Some(Cause::InterruptedBefore),
        details: None,
    };
    assert_eq!(*pc.world.closed.borrow(), [end]);
}

#[test]
fn a_step_that_said_it_ended_before_the_power_went_is_not_looked_at() {
    let pc = Pc::joined();
    pc.run(&pc.job(1), 2);
    let end = Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None };
    let txn = Txn { job: pc.job(1).job, step: 0 };
    std::fs::write(pc.state.progress_of(txn), serde_json::to_vec(&end).unwrap()).unwrap();
    assert_eq!(pc.run(&pc.job(1), 2), running(1));
    assert_eq!(pc.started(), 1);
}

#[test]
fn a_step_that_could_not_be_started_may_begin_anew() {
    let pc = Pc::joined();
    pc.world.broken.set(Some(io::ErrorKind::Other));
    assert_eq!(pc.run(&pc.job(1), 2), refused(Refusal::NotPossible));
    pc.world.broken.set(Some(io::ErrorKind::StorageFull));
    assert_eq!(pc.run(&pc.job(1), 2), refused(Refusal::DiskFull));
    pc.world.broken.set(None);
    assert_eq!(pc.run(&pc.job(1), 2), running(1));
    assert_eq!(*pc.world.started.borrow(), [(Txn { job: pc.job(1).job, step: 0 }, false)]);
}

#[test]
fn what_was_begun_is_still_answered_for_when_it_has_expired() {
    let pc = Pc::joined();
    pc.world.alive.set(true);
    pc.run(&pc.job(1), 2);
    let job = Envelope::seal(&pc.job(1), &key(2)).unwrap();
    assert_eq!(pc.order(&Order::Job { job, step: 0 }, now() + 30.hours()), running(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// security.md B.4: nothing that no operator of the charter signed changes anything.
    #[test]
    fn nothing_is_begun_or_journaled_that_no_operator_signed(
        signer in prop_oneof![Just(1u8), 3..=255u8],
        step in 0u16..3,
        at in any::<proptest::sample::Index>(),
        flip in 1u8..,
        forged in any::<bool>(),
    ) {
        let pc = Pc::joined();
        let before = pc.journal();
        let job = Job { issuer: public(&key(signer)), ..pc.job(1) };
        let mut envelope = Envelope::seal(&job, &key(signer)).unwrap();
        if forged {
            envelope.key = public(&key(2));
        }
        let mut bent = Envelope::seal(&pc.job(1), &key(2)).unwrap();
        let at = at.index(bent.payload.len());
        bent.payload[at] ^= flip;
        for envelope in [envelope, bent] {
            let answer = pc.order(&Order::Job { job: envelope, step }, now());
            let is_refused = matches!(answer, Answer::Refused { .. });
            prop_assert!(is_refused);
        }
        prop_assert_eq!(pc.started(), 0);
        prop_assert_eq!(pc.journal(), before);
        prop_assert_eq!(std::fs::read_dir(pc.state.orders()).unwrap().count(), 0);
    }
}
