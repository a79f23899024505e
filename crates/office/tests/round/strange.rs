//! PCs that are not what they were: renamed, moved, put back to an earlier day, copied.

use std::sync::Mutex;

use jiff::{Timestamp, ToSpan};
use patchround_office::{
    Office,
    concern::{Concern, Notice},
    store::{record::What, rounds::Stage},
    tell::Told,
};
use patchround_protocol::{Outcome, PcState, wire::Also};

use crate::{
    joined, order_all,
    pc::{Pc, Serving, office},
    quiet, recorded,
};

async fn notices(office: &Office) -> Vec<Notice> {
    let seen = Mutex::new(Vec::new());
    let tell = |told: &Told<'_>| {
        if let Told::Noticed { notice, .. } = told {
            seen.lock().unwrap().push((*notice).clone());
        }
    };
    office.look(&tell).await.unwrap();
    seen.into_inner().unwrap()
}

/// Switches one PC off and serves the other in its place.
async fn swap(serving: Serving, with: &std::sync::Arc<Pc>) -> Serving {
    let address = serving.address;
    drop(serving);
    with.serve(address).await
}

async fn update_all(office: &Office) -> Outcome {
    let (round, _) = order_all(office).await;
    office.run(round, &quiet).await.unwrap().pcs[0].outcome
}

fn done(office: &Office) -> usize {
    recorded(office, |what| matches!(what, What::UpdateEnded { outcome: Outcome::Done, .. }))
}

#[tokio::test]
async fn a_pc_that_calls_itself_something_else_keeps_its_name_here_and_that_is_said_once() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    *pc.manners.host_name.lock().unwrap() = Some("reception".into());
    assert_eq!(notices(&office).await, [Notice::CallsItself("reception".into())]);
    assert_eq!(notices(&office).await, []);
    assert_eq!(office.store.pcs().unwrap()[0].name, "front-desk");
}

#[tokio::test]
async fn a_pc_put_back_to_an_earlier_day_is_said_and_its_updates_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2", "apt:b@2"]);
    let serving = joined(&office, &pc).await;
    office.look(&quiet).await.unwrap();
    let image = pc.image();
    assert_eq!(update_all(&office).await, Outcome::Done);
    assert_eq!(done(&office), 2);

    let _serving = swap(serving, &image).await;
    let began = office.look(&quiet).await.unwrap();
    assert_eq!(began[0].state(Timestamp::now()), PcState::UpdatesAvailable);
    assert_eq!(recorded(&office, |what| matches!(what, What::PcPutBack { .. })), 1);
    assert_eq!(recorded(&office, is_log_changed), 0, "it is told as what it is");
    assert_eq!(done(&office), 2, "what it did before is not counted twice");
    assert_eq!(notices(&office).await, [], "and it is said once");
    assert_eq!(update_all(&office).await, Outcome::Done);
    assert_eq!((done(&office), image.installs()), (4, 2));
}

#[tokio::test]
async fn a_pc_put_back_that_has_gone_on_since_is_noticed_though_its_log_is_longer() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let serving = joined(&office, &pc).await;
    let image = pc.image();
    assert_eq!(update_all(&office).await, Outcome::Done);
    let heard = office.store.pcs().unwrap()[0].cursor;
    for _ in 0..heard + 3 {
        image.say(patchround_protocol::EventKind::Unknown);
    }
    let _serving = swap(serving, &image).await;
    assert_eq!(notices(&office).await, [Notice::PutBack]);
    assert_eq!(office.store.pcs().unwrap()[0].cursor, heard + 3);
}

#[tokio::test]
async fn an_order_that_a_pc_forgot_when_it_was_put_back_reaches_it_again() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let serving = joined(&office, &pc).await;
    let image = pc.image();
    pc.manners.waits.store(true, std::sync::atomic::Ordering::SeqCst);
    let (round, _) = order_all(&office).await;
    let job = office.store.jobs_of(round).unwrap()[0].job.job;
    let heard_of_it = async {
        while office.store.events_of(job).unwrap().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        end = office.run(round, &quiet) => panic!("it ended: {end:?}"),
        () = heard_of_it => {}
    }
    assert_eq!(office.store.jobs_of(round).unwrap()[0].stage, Stage::Delivered);

    let _serving = swap(serving, &image).await;
    office.look(&quiet).await.unwrap();
    office.join_open(&quiet).await.unwrap();
    assert_eq!(office.round_end(round).unwrap().pcs[0].outcome, Outcome::Done);
    assert_eq!((image.installs(), done(&office)), (1, 1));
}

#[tokio::test]
async fn a_copy_of_a_pc_with_its_key_is_noticed_when_both_answer_in_turn() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let serving = joined(&office, &pc).await;
    let copy = pc.image();
    assert_eq!(update_all(&office).await, Outcome::Done);
    copy.say(patchround_protocol::EventKind::Unknown);

    let serving = swap(serving, &copy).await;
    office.look(&quiet).await.unwrap();
    let _serving = swap(serving, &pc).await;
    let views = office.look(&quiet).await.unwrap();
    assert_eq!(views[0].pc.concerns, [Concern::TwoPlaces]);
    assert_eq!(views[0].state(Timestamp::now()), PcState::NeedsPerson);
    assert_eq!(done(&office), 1);
}

fn is_log_changed(what: &What) -> bool {
    matches!(what, What::PcLogChanged { pc } if pc == "front-desk")
}

#[tokio::test]
async fn a_pc_whose_log_was_changed_where_it_had_been_read_is_written_down_once() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    assert_eq!(update_all(&office).await, Outcome::Done);
    office.look(&quiet).await.unwrap();
    assert_eq!(recorded(&office, is_log_changed), 0);
    pc.rewrite(|log| log[0].kind = patchround_protocol::EventKind::Unknown);
    office.look(&quiet).await.unwrap();
    assert_eq!(recorded(&office, is_log_changed), 1);
    pc.say(patchround_protocol::EventKind::Unknown);
    assert_eq!(notices(&office).await, [], "it was not put back");
    pc.say(patchround_protocol::EventKind::Unknown);
    office.look(&quiet).await.unwrap();
    assert_eq!(recorded(&office, is_log_changed), 1, "what goes on from there fits");
    assert_eq!(recorded(&office, |what| matches!(what, What::PcPutBack { .. })), 0);
}

#[tokio::test]
async fn an_event_that_was_taken_out_of_a_pcs_log_before_it_was_read_is_missed() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    assert_eq!(update_all(&office).await, Outcome::Done);
    for _ in 0..3 {
        pc.say(patchround_protocol::EventKind::Unknown);
    }
    let missing = pc.log.lock().unwrap().len() - 2;
    pc.log.lock().unwrap().remove(missing);
    office.look(&quiet).await.unwrap();
    assert_eq!(recorded(&office, is_log_changed), 1);
    assert_eq!(recorded(&office, |what| matches!(what, What::PcPutBack { .. })), 0);
}

#[tokio::test]
async fn a_pc_that_breaks_its_log_again_and_again_does_not_fill_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    for n in 0..5 {
        pc.say(patchround_protocol::EventKind::Unknown);
        pc.rewrite(|log| log[0].time = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(n));
        pc.say(patchround_protocol::EventKind::Unknown);
        office.look(&quiet).await.unwrap();
    }
    assert_eq!(recorded(&office, is_log_changed), 1);
}

#[tokio::test]
async fn two_pcs_of_one_name_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let (one, two) = (Pc::new(&["apt:a@2"]), Pc::new(&["apt:b@2"]));
    let _serving = [joined(&office, &one).await, joined(&office, &two).await];
    let pcs = office.store.pcs().unwrap();
    assert_eq!(pcs.iter().map(|pc| pc.name.as_str()).collect::<Vec<_>>(), ["front-desk", "front-desk 2"]);
    office.rename("front-desk 2", "Till").unwrap();
    office.rename("front-desk", "Reception").unwrap();
    let found = patchround_office::names::find("front-desk", &office.store.pcs().unwrap()).map(|pc| pc.id);
    let Err(asks @ patchround_office::Error::WhichPc { .. }) = found else { panic!("{found:?}") };
    let said = asks.say();
    for mark in ["Till", "Reception"] {
        assert!(said.contains(mark), "{said}");
    }
    assert!(pcs.iter().all(|pc| said.contains(&pc.address.to_string())), "{said}");
}

/// Two people look after one office, each with a computer of his own.
#[tokio::test]
async fn whoever_orders_the_same_later_hears_once_who_was_before_and_it_is_done_once() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    let maria = office.charter().members[1].key;
    let also = |by, begins| Also { by, ordered: Timestamp::now() - 1.hours(), begins, updates: 1 };
    let stranger = patchround_protocol::PublicKey([7; 32]);
    let tonight = Some(Timestamp::now() + 5.hours());
    *pc.manners.also.lock().unwrap() = vec![also(maria, None), also(stranger, tonight)];
    let said = std::sync::Mutex::new(Vec::new());
    let tell = |told: &Told<'_>| {
        if let Told::Noticed { pc, notice } = told {
            said.lock().unwrap().push(patchround_office::say::notice(pc, notice));
        }
    };
    let (round, _) = order_all(&office).await;
    let end = office.run(round, &tell).await.unwrap();
    assert_eq!(end.pcs[0].outcome, Outcome::Done);
    let said = said.into_inner().unwrap();
    assert_eq!(said.len(), 2, "{said:?}");
    let name = office.charter().members[1].name.clone();
    assert!(said[0].contains(&name) && said[0].contains("is not put in again"), "{said:?}");
    assert!(said[1].starts_with("Somebody else") && said[1].contains("to begin"), "{said:?}");
    let lines = office.store.record().unwrap();
    let by_others = lines.iter().filter_map(|line| match &line.what {
        What::OrderedByOthers { by, updates, pcs, .. } => Some((by.clone(), *updates, *pcs)),
        _ => None,
    });
    assert_eq!(by_others.collect::<Vec<_>>(), [(vec![None, Some(name)], 2, 1)], "one line of the record");
}
