//! PCs that lie, shout and babble: nothing wild reaches the store or a terminal, and nothing without an end.

use std::sync::{Mutex, atomic::Ordering};

use jiff::{Timestamp, ToSpan};
use patchround_office::{Office, concern::Concern, foreign::UPDATES, store::record::What, tell::Told};
use patchround_protocol::{Cause, Event, EventKind, Outcome, PcState, SpkiHash, event::Phase, job::Verb};

use crate::{
    joined, order_all,
    pc::{Pc, office, update},
    quiet, recorded,
};

const WILD: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}<img src=x>\r\n\u{200b}\u{9b}31m";

#[track_caller]
fn assert_plain(text: &str) {
    for sign in ["\u{1b}", "\\u001b", "\u{7}", "\\u0007", "\u{202e}", "\u{200b}", "\u{9b}", "\r"] {
        assert!(!text.contains(sign), "{sign:?} in {text:.300}");
    }
}

/// Everything the office keeps of its first PC, as text.
fn kept(office: &Office) -> String {
    let pc = &office.store.pcs().unwrap()[0];
    serde_json::to_string(&(&pc.name, &pc.facts, &pc.scan)).unwrap()
}

fn store_bytes(dir: &std::path::Path) -> u64 {
    let files = std::fs::read_dir(dir).unwrap().map(|file| file.unwrap().metadata().unwrap().len());
    files.sum()
}

#[tokio::test]
async fn wild_names_and_notes_of_a_pc_are_kept_as_one_plain_line_each() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    *pc.manners.host_name.lock().unwrap() = Some(WILD.repeat(500));
    {
        let mut updates = pc.updates.lock().unwrap();
        let wild = || WILD.repeat(500);
        let first = &mut updates[0];
        (first.name, first.group, first.candidate) = (wild(), wild(), wild());
        (first.installed, first.notes, first.cves) = (Some(wild()), Some(wild()), Some(vec![wild(); 20]));
        first.needs.close = Some(vec![wild(); 20]);
        first.pc = SpkiHash([9; 32]);
    }
    let _serving = joined(&office, &pc).await;
    office.look(&quiet).await.unwrap();
    let stored = office.store.pcs().unwrap();
    assert!(stored[0].name.chars().count() <= 80, "{}", stored[0].name);
    assert_plain(&kept(&office));
    let scan = stored[0].scan.as_ref().unwrap();
    assert_eq!(scan.updates[0].pc, pc.id(), "a PC speaks of itself only");
    assert!(kept(&office).len() < 64 * 1024, "{}", kept(&office).len());
}

#[tokio::test]
async fn ten_thousand_updates_are_cut_and_said_and_never_green() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    *pc.updates.lock().unwrap() = (0..10_000).map(|n| update(pc.id(), &format!("apt:a{n}@2"))).collect();
    let _serving = joined(&office, &pc).await;
    let views = office.look(&quiet).await.unwrap();
    assert_eq!(
        (views[0].pc.scan.as_ref().unwrap().updates.len(), &views[0].pc.concerns[..]),
        (UPDATES, &[Concern::TooMuch][..])
    );
    assert_eq!(views[0].state(Timestamp::now()), PcState::NeedsPerson);
    pc.updates.lock().unwrap().truncate(3);
    let views = office.look(&quiet).await.unwrap();
    assert_eq!((views[0].outstanding(), &views[0].pc.concerns[..]), (3, &[][..]));
}

#[tokio::test]
async fn a_pc_that_tells_of_events_without_end_is_stopped_and_said() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    pc.manners.babbles.store(true, Ordering::SeqCst);
    let before = store_bytes(dir.path());
    let views = office.look(&quiet).await.unwrap();
    assert_eq!(views[0].pc.concerns, [Concern::TooMuch]);
    assert!(store_bytes(dir.path()) < before + 8 * 1024 * 1024, "{}", store_bytes(dir.path()));
}

#[tokio::test]
async fn what_a_pc_tells_while_it_works_is_plain_before_anybody_sees_it() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    pc.manners.waits.store(true, Ordering::SeqCst);
    let (round, _) = order_all(&office).await;
    let job = office.store.jobs_of(round).unwrap()[0].job.clone();
    let (id, step) = (job.job, 0);
    pc.say(EventKind::Progress {
        job: id,
        step,
        phase: Phase::Waiting,
        percent: 200,
        item: Some(WILD.repeat(20)),
    });
    let (outcome, cause, details) = (Outcome::Failed, Some(Cause::Unexpected), Some(WILD.repeat(40)));
    let update: patchround_protocol::UpdateId = "apt:a@2".parse().unwrap();
    let installed = Some(WILD.repeat(10));
    pc.say(EventKind::UpdateEnded {
        job: id,
        step,
        id: update,
        outcome,
        cause,
        installed,
        details: details.clone(),
    });
    pc.say(EventKind::StepEnded { job: id, step, verb: Verb::Install, outcome, cause, details });
    pc.say(EventKind::JobEnded { job: id, round, outcome, cause });
    let told = Mutex::new(String::new());
    let tell = |news: &Told<'_>| {
        if let Told::Event { event, .. } = news {
            told.lock().unwrap().push_str(&serde_json::to_string(event).unwrap());
        }
    };
    let end = office.run(round, &tell).await.unwrap();
    assert_eq!((end.pcs[0].outcome, told.lock().unwrap().is_empty()), (Outcome::Failed, false));
    assert_plain(&told.lock().unwrap());
    assert_plain(&serde_json::to_string(&end).unwrap());
}

#[tokio::test]
async fn events_out_of_order_repeated_with_gaps_and_from_the_future_change_no_result() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let _serving = joined(&office, &pc).await;
    let (round, _) = order_all(&office).await;
    assert_eq!(office.run(round, &quiet).await.unwrap().pcs[0].outcome, Outcome::Done);
    let record = office.store.record().unwrap().len();
    {
        let mut log = pc.log.lock().unwrap();
        let mut again: Vec<Event> = log.clone();
        again.reverse();
        let ahead = Timestamp::now() + 9000.hours();
        for (at, event) in (1000u64..).step_by(7).zip(&mut again) {
            (event.seq, event.time) = (at, ahead);
        }
        log.extend(again.clone());
        log.extend(again);
    }
    office.look(&quiet).await.unwrap();
    assert_eq!(office.round_end(round).unwrap().pcs[0].outcome, Outcome::Done);
    assert_eq!(
        recorded(&office, |what| matches!(what, What::PcLogChanged { .. })),
        1,
        "its log makes no sense"
    );
    assert_eq!(office.store.record().unwrap().len(), record + 1, "nothing is written down twice");
    let pc = office.store.pcs().unwrap().remove(0);
    let clocks = office.clocks(jiff::tz::TimeZone::UTC).unwrap();
    let view = patchround_office::PcView { pc, heard: true, working: false };
    assert_eq!(clocks.of_pc(&view, Timestamp::now()), None);
}

#[tokio::test]
async fn dates_from_the_far_future_make_nothing_fresh_and_nothing_never_due() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&["apt:a@2"]);
    let ahead = Timestamp::now() + 90_000.hours();
    pc.updates.lock().unwrap()[0].released = Some(patchround_protocol::update::Released {
        date: ahead,
        from: patchround_protocol::update::ReleasedFrom::Catalogue,
    });
    let _serving = joined(&office, &pc).await;
    let views = office.look(&quiet).await.unwrap();
    let clocks = office.clocks(jiff::tz::TimeZone::UTC).unwrap();
    let soon = Timestamp::now() + (16 * 24).hours();
    assert!(clocks.of_pc(&views[0], soon).unwrap().late, "first seen here counts");
}
