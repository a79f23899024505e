//! Rounds with simulated PCs over loopback, with the real transport.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod hostile;
mod lost;
mod pc;
mod rules;
mod strange;

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use jiff::Timestamp;
use patchround_link::pairing::{Code, PairError};
use patchround_office::{
    Error, Office, PcView,
    names::Address,
    not_whole::NotWhole,
    plan::{Wanted, plan},
    round::Begin,
    store::{record::What, rounds::Stage},
    tell::Told,
    trouble::Trouble,
};
use patchround_protocol::{Cause, Event, EventKind, Outcome, PcState, RoundId, wire::Refusal};
use tokio::time::{sleep, timeout};

use crate::pc::{Pc, Serving, office};

const ANYWHERE: &str = "127.0.0.1:0";

fn anywhere() -> SocketAddr {
    ANYWHERE.parse().unwrap()
}

pub(crate) fn quiet(_: &Told<'_>) {}

pub(crate) async fn joined(office: &Office, pc: &Arc<Pc>) -> Serving {
    let serving = pc.serve(anywhere()).await;
    let code = office.new_code().unwrap().code;
    pc.open_window(&code);
    office.add(&Address::parse(&serving.address.to_string()).unwrap(), None).await.unwrap();
    serving
}

pub(crate) async fn order_all(office: &Office) -> (RoundId, Vec<PcView>) {
    let views = office.look(&quiet).await.unwrap();
    let round = office.order(&plan(&views, &Wanted::All, Timestamp::now()), Begin::Now).unwrap();
    (round, views)
}

pub(crate) fn recorded(office: &Office, wanted: impl Fn(&What) -> bool) -> usize {
    office.store.record().unwrap().iter().filter(|line| wanted(&line.what)).count()
}

#[tokio::test]
async fn a_round_joins_reads_updates_and_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let (one, two) = (Pc::new(&["apt:a@2", "apt:b@2"]), Pc::new(&["apt:a@2"]));
    let _serving = [joined(&office, &one).await, joined(&office, &two).await];
    let names: Vec<_> = office.store.pcs().unwrap().into_iter().map(|pc| pc.name).collect();
    assert_eq!(names, ["front-desk", "front-desk 2"]);

    let (round, views) = order_all(&office).await;
    assert!(views.iter().all(|v| v.state(Timestamp::now()) == PcState::UpdatesAvailable));
    let end = office.run(round, &quiet).await.unwrap();
    assert_eq!(
        end.pcs.iter().map(|pc| (pc.outcome, pc.steps.len())).collect::<Vec<_>>(),
        [(Outcome::Done, 2), (Outcome::Done, 1),]
    );
    let after = office.look(&quiet).await.unwrap();
    assert!(after.iter().all(|v| v.state(Timestamp::now()) == PcState::UpToDate));
    assert_eq!(recorded(&office, |what| matches!(what, What::UpdateEnded { outcome: Outcome::Done, .. })), 3);
}

#[tokio::test]
async fn a_pc_that_says_done_and_still_offers_the_update_has_failed() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    pc.manners.lies.store(true, Ordering::SeqCst);
    let _serving = joined(&office, &pc).await;
    let (round, _) = order_all(&office).await;
    let end = office.run(round, &quiet).await.unwrap();
    let step = &end.pcs[0].steps[0];
    assert_eq!((step.outcome, step.cause), (Outcome::Failed, Some(Cause::InstalledButNotVerified)));
}

#[tokio::test]
async fn what_a_pc_told_before_it_went_is_not_called_unreachable() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2", "apt:b@2"]);
    let serving = joined(&office, &pc).await;
    let (round, _) = order_all(&office).await;
    drop(serving);
    let job = office.store.jobs_of(round).unwrap()[0].job.job;
    let ended = |id: &str, outcome, cause| EventKind::UpdateEnded {
        job,
        step: 0,
        id: id.parse().unwrap(),
        outcome,
        cause,
        installed: None,
        details: None,
    };
    let (outcome, cause) = (Outcome::Failed, Some(Cause::DiskFull));
    let kinds = [
        ended("apt:a@2", Outcome::Done, None),
        ended("apt:b@2", outcome, cause),
        EventKind::JobEnded { job, round, outcome, cause },
    ];
    let seen = pc.log.lock().unwrap().len() as u64;
    let event = |(seq, kind)| Event::new(seq, Timestamp::now(), kind);
    let events: Vec<Event> = (seen + 1..).zip(kinds).map(event).collect();
    office.store.hear(pc.id(), &events).unwrap();
    let end = office.round_end(round).unwrap();
    let steps: Vec<_> = end.pcs[0].steps.iter().map(|step| (step.outcome, step.cause)).collect();
    assert_eq!(steps, [(Outcome::Done, None), (outcome, cause)]);
}

#[tokio::test]
async fn a_manager_that_is_stopped_in_mid_round_finds_the_results_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    let first = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    pc.manners.waits.store(true, Ordering::SeqCst);
    let _serving = joined(&first, &pc).await;
    let (round, _) = order_all(&first).await;
    assert!(timeout(Duration::from_millis(600), first.run(round, &quiet)).await.is_err());
    drop(first);

    pc.manners.go.notify_one();
    let second = Office::open(dir.path(), false).unwrap();
    assert_eq!(second.running().unwrap().len(), 1);
    let ends = second.join_open(&quiet).await.unwrap();
    assert_eq!((ends[0].round, ends[0].pcs[0].outcome), (round, Outcome::Done));
    assert_eq!(recorded(&second, |what| matches!(what, What::PcEnded { .. })), 1);
    assert_eq!(pc.installs(), 1, "the order was carried out once");
}

#[tokio::test]
async fn what_a_pc_did_stays_done_when_its_clock_jumps_before_the_manager_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let first = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&first, &pc).await;
    pc.manners.waits.store(true, Ordering::SeqCst);
    let (round, _) = order_all(&first).await;
    assert!(timeout(Duration::from_millis(600), first.run(round, &quiet)).await.is_err());
    drop(first);

    pc.manners.go.notify_one();
    while pc.installs() == 0 {
        sleep(Duration::from_millis(20)).await;
    }
    pc.manners.clock.store(72, Ordering::SeqCst);
    let second = Office::open(dir.path(), false).unwrap();
    let views = second.look(&quiet).await.unwrap();
    assert_eq!(views[0].pc.last_trouble, Some(Trouble::ClockWrong));
    let end = second.round_end(round).unwrap();
    assert_eq!((end.pcs[0].outcome, end.pcs[0].steps[0].cause), (Outcome::Done, None));
}

#[tokio::test]
async fn an_order_for_a_pc_that_is_off_reaches_it_when_it_is_on_again() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let serving = joined(&office, &pc).await;
    office.look(&quiet).await.unwrap();
    let address = serving.address;
    drop(serving);
    sleep(Duration::from_millis(50)).await;

    let (round, views) = order_all(&office).await;
    assert_eq!(views[0].state(Timestamp::now()), PcState::NotSeen);
    assert_eq!(office.round_end(round).unwrap().pcs[0].outcome, Outcome::Unreachable);
    assert_eq!(office.store.jobs_of(round).unwrap()[0].stage, Stage::Waiting);

    let _serving = pc.serve(address).await;
    office.look(&quiet).await.unwrap();
    office.join_open(&quiet).await.unwrap();
    assert_eq!(office.round_end(round).unwrap().pcs[0].outcome, Outcome::Done);
}

#[tokio::test]
async fn a_new_plan_replaces_an_order_that_still_waits() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let serving = joined(&office, &pc).await;
    office.look(&quiet).await.unwrap();
    drop(serving);
    sleep(Duration::from_millis(50)).await;
    let (old, _) = order_all(&office).await;
    let (new, _) = order_all(&office).await;
    assert_eq!(office.store.jobs_of(old).unwrap()[0].stage, Stage::Withdrawn);
    assert_eq!(office.store.jobs_of(new).unwrap()[0].stage, Stage::Waiting);
}

#[tokio::test]
async fn another_pc_at_the_known_address_is_not_taken_for_ours() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let (ours, other) = (Pc::new(&[]), Pc::new(&[]));
    let serving = joined(&office, &ours).await;
    let address = serving.address;
    drop(serving);
    let _foreign = other.serve(address).await;
    let views = office.look(&quiet).await.unwrap();
    assert_eq!(views[0].pc.last_trouble, Some(Trouble::Foreign));
    assert_eq!(views[0].state(Timestamp::now()), PcState::NotSeen);
}

#[tokio::test]
async fn a_pc_whose_clock_is_wrong_is_named_and_gets_no_order() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    pc.manners.clock.store(72, Ordering::SeqCst);
    let (round, views) = order_all(&office).await;
    assert_eq!(views[0].state(Timestamp::now()), PcState::NeedsPerson);
    let end = office.run(round, &quiet).await.unwrap();
    assert_eq!((end.pcs[0].outcome, end.pcs[0].steps[0].cause), (Outcome::Failed, Some(Cause::ClockWrong)));
    assert_eq!(pc.installs(), 0);
}

#[tokio::test]
async fn a_wrong_code_costs_a_try_and_a_right_one_none() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let serving = pc.serve(anywhere()).await;
    let address = Address::parse(&serving.address.to_string()).unwrap();
    let before = office.new_code().unwrap();
    pc.open_window(&Code::generate().to_string());
    let wrong = office.add(&address, None).await;
    assert!(matches!(wrong, Err(Error::Pair(PairError::WrongCode))), "{wrong:?}");
    let left = |office: &Office| office.store.valid_code(Timestamp::now()).unwrap().tries_left;
    assert_eq!(left(&office), before.tries_left - 1);
    pc.open_window(&before.code);
    office.add(&address, Some("Reception")).await.unwrap();
    assert_eq!(left(&office), before.tries_left - 1);
    assert_eq!(office.store.pcs().unwrap()[0].name, "Reception");
}

#[tokio::test]
async fn garbage_on_the_port_is_not_a_pc() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    office.new_code().unwrap();
    let listener = tokio::net::TcpListener::bind(anywhere()).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while let Ok((mut stream, _)) = listener.accept().await {
            _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let garbage = office.add(&Address::parse(&address.to_string()).unwrap(), None).await;
    assert!(matches!(garbage, Err(Error::Pair(PairError::NotPatchround))), "{garbage:?}");
    assert!(office.store.pcs().unwrap().is_empty());
}

#[tokio::test]
async fn a_full_disk_is_said_at_once_and_is_not_called_silence() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    *pc.manners.refuses.lock().unwrap() = Some(Refusal::DiskFull);
    let (round, _) = order_all(&office).await;
    let never = |told: &Told<'_>| assert!(!matches!(told, Told::Retrying { .. }), "{told:?}");
    let end = office.run(round, &never).await.unwrap();
    assert_eq!((end.pcs[0].outcome, end.pcs[0].steps[0].cause), (Outcome::Failed, Some(Cause::DiskFull)));
}

#[tokio::test]
async fn an_order_that_a_pc_would_not_take_does_not_end_as_unreachable() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    let (round, _) = order_all(&office).await;
    office.store.missed(pc.id(), Trouble::Refused(Refusal::NotPossible)).unwrap();
    let end = office.round_end(round).unwrap();
    assert_eq!((end.pcs[0].outcome, end.pcs[0].steps[0].cause), (Outcome::Failed, Some(Cause::Unexpected)));
}

#[tokio::test]
async fn a_pc_whose_lists_could_not_be_read_is_not_green_and_its_round_not_done() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    let views = office.look(&quiet).await.unwrap();
    assert_eq!(views[0].state(Timestamp::now()), PcState::UpToDate);
    pc.manners.offline.store(true, Ordering::SeqCst);
    office.check(&views, &quiet).await.unwrap();
    let (round, views) = order_all(&office).await;
    assert_ne!(views[0].state(Timestamp::now()), PcState::UpToDate);
    let end = office.run(round, &quiet).await.unwrap();
    assert_eq!((end.pcs[0].outcome, end.pcs[0].steps[0].cause), (Outcome::Failed, Some(Cause::NoNetwork)));

    pc.manners.offline.store(false, Ordering::SeqCst);
    office.check(&views, &quiet).await.unwrap();
    let (round, views) = order_all(&office).await;
    assert_eq!(views[0].state(Timestamp::now()), PcState::UpToDate);
    assert_eq!(office.run(round, &quiet).await.unwrap().pcs[0].outcome, Outcome::Done);
}

#[tokio::test]
async fn a_round_that_leaves_something_half_set_up_needs_a_person() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    let (round, _) = order_all(&office).await;
    pc.manners.breaks_off.store(true, Ordering::SeqCst);
    assert_eq!(office.run(round, &quiet).await.unwrap().pcs[0].outcome, Outcome::NeedsPerson);
}

#[tokio::test]
async fn a_repair_that_a_person_orders_is_in_the_record_with_who_and_how_it_ended() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    pc.manners.breaks_off.store(true, Ordering::SeqCst);
    let (round, _) = order_all(&office).await;
    let end = office.run(round, &quiet).await.unwrap();
    assert!(patchround_office::say::repaired(&end.pcs[0]).is_some(), "the round says so too");
    let record = office.store.record().unwrap();
    let agreed = record.iter().find(|line| matches!(line.what, What::RepairAgreed { .. })).unwrap();
    assert_eq!(agreed.who, office.person());
    let named = vec![NotWhole { cause: Cause::InterruptedBefore, of: vec!["pr-tool-a".to_owned()] }];
    assert!(matches!(&agreed.what, What::RepairAgreed { not_whole, .. } if *not_whole == named));
    let is_end = |what: &What| matches!(what, What::RepairEnded { outcome: Outcome::Done, not_whole, .. } if *not_whole == named);
    assert_eq!(recorded(&office, is_end), 1);
    assert_eq!(recorded(&office, |what| matches!(what, What::RoundAgreed { .. })), 0, "nothing is installed");
}

#[tokio::test]
async fn a_pc_that_is_ours_already_is_named_and_not_told_to_pair_again() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let serving = joined(&office, &pc).await;
    let again = office.add(&Address::parse(&serving.address.to_string()).unwrap(), None).await;
    assert!(matches!(&again, Err(Error::AlreadyJoined(name)) if name == "front-desk"), "{again:?}");
}

#[tokio::test]
async fn a_pc_whose_helper_is_too_old_for_an_order_is_named_and_the_round_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let (old, other) = (Pc::new(&["apt:a@2"]), Pc::new(&["apt:a@2"]));
    let _serving = [joined(&office, &old).await, joined(&office, &other).await];
    *old.manners.refuses.lock().unwrap() = Some(Refusal::UnknownVerb);
    let (round, _) = order_all(&office).await;
    let mut ends = office.run(round, &quiet).await.unwrap().pcs;
    ends.sort_by(|one, two| one.pc.cmp(&two.pc));
    let (first, second) = (&ends[0], &ends[1]);
    assert_eq!((first.outcome, first.steps[0].cause), (Outcome::Failed, Some(Cause::HelperTooOld)));
    assert_eq!(second.outcome, Outcome::Done);
    assert!(patchround_office::say::cause(Cause::HelperTooOld).contains("too old"));
    assert!(patchround_office::say::next(Cause::HelperTooOld).contains("newest patchround-helper"));
}
