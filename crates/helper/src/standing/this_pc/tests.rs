use std::time::Duration;

use jiff::ToSpan;
use patchround_protocol::{
    Cause, Job, Outcome, RoundId, Step, UpdateId,
    job::{Verb, When},
    progress::Progress,
    root::Answer,
    sign::public,
    wire::{Refusal, SourceScan},
};

use super::*;
use crate::{
    queue::Lane,
    scripted::{Pc, key, sealed},
    standing::{Engine, history::History},
    worker,
};

fn id() -> UpdateId {
    "apt:patchround-no-such-package@2".parse().unwrap()
}

fn run(step: Step) -> Run {
    Run { run: JobId(Uuid::from_u128(7)), step, policy_version: 1 }
}

fn done() -> Progress {
    Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None }
}

fn at_hand(run: Run) -> Memory {
    Memory { at_hand: Some(run), history: History::default() }
}

fn kinds(pc: &Pc) -> Vec<&'static str> {
    let name = |kind: EventKind| match kind {
        EventKind::PolicyRunStarted { .. } => "run started",
        EventKind::StepStarted { verb: Verb::Download, .. } => "download started",
        EventKind::UpdateEnded { outcome: Outcome::Done, .. } => "update done",
        EventKind::StepEnded { outcome: Outcome::Done, .. } => "step done",
        EventKind::PolicyRunEnded { outcome: Outcome::Done, .. } => "run done",
        _ => "",
    };
    pc.told().into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

const STORY: [&str; 5] = ["run started", "download started", "update done", "step done", "run done"];

#[tokio::test]
async fn a_run_goes_to_root_under_its_id_and_is_told_from_its_start_to_its_end() {
    let pc = Pc::joined();
    pc.root_runs(&[done()]);
    let run = run(Step::Download { ids: vec![id()] });
    let mut engine = Engine::new(ThisPc::new(pc.helper.clone()), at_hand(run.clone()));
    engine.turn().await;
    assert_eq!(kinds(&pc), STORY);
    assert_eq!(pc.root.asked(), [Ask::RunPolicy { run: run.run, step: run.step }]);
    assert!(!engine.is_at_hand());
}

/// Ended after the step's events and before the end of the run was told.
#[tokio::test]
async fn a_run_that_was_cut_off_goes_on_under_its_id_and_nothing_is_told_or_done_twice() {
    let mut pc = Pc::joined();
    pc.root_runs(&[done()]);
    let run = run(Step::Download { ids: vec![id()] });
    let world = ThisPc::new(pc.helper.clone());
    world.keep(&at_hand(run.clone())).unwrap();
    world.carry_out(&run).await;
    drop(world);
    pc.restart();
    assert_eq!(pc.helper.standing, at_hand(run));
    let mut engine = Engine::new(ThisPc::new(pc.helper.clone()), pc.helper.standing.clone());
    engine.turn().await;
    assert_eq!(kinds(&pc), STORY);
    assert_eq!(pc.root.asked().len(), 1);
    pc.restart();
    assert_eq!(pc.helper.standing.at_hand, None);
    assert!(pc.helper.standing.history.downloads.contains_key(&id()), "and what came of it is remembered");
}

#[tokio::test]
async fn what_root_refuses_ends_with_its_reason() {
    let pc = Pc::joined();
    pc.root.says(|_| Answer::Refused { refusal: Refusal::OutsidePolicy });
    let step = Step::Install { ids: vec![id()], agreed_removals: Vec::new() };
    let Ended { end, updates } = ThisPc::new(pc.helper.clone()).carry_out(&run(step)).await;
    assert_eq!(end, End::failed(Cause::PolicyBlocked));
    assert_eq!(updates.get(&id()), Some(&end));
}

fn job(pc: &Pc) -> Job {
    Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(1)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: Timestamp::now(),
        expires: Timestamp::now() + 1.hours(),
        steps: vec![Step::Refresh {}],
        when: When::Now,
        try_first: false,
        reply: None,
    }
}

fn take(pc: &Pc) {
    crate::http::take_envelope(&pc.helper, &sealed(&job(pc), 2)).unwrap();
}

/// What the root half was asked, in order, once there are so many questions.
async fn asked(pc: &Pc, count: usize) -> Vec<&'static str> {
    let wait = async {
        while pc.root.asked().len() < count {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(240), wait).await.unwrap();
    let name = |ask: Ask| match ask {
        Ask::Run { .. } => "job",
        Ask::RunPolicy { .. } => "policy",
        _ => "",
    };
    pc.root.asked().into_iter().map(name).collect()
}

/// Lists that were never read: the policy calls for a refresh.
fn store_stale_scan(pc: &Pc) {
    let apt = SourceScan {
        source: "apt".into(),
        cause: None,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: None,
        whole: false,
        managed: false,
    };
    let scan = Scan {
        revision: "r".into(),
        scanned_at: Timestamp::now(),
        restart_pending: Some(false),
        restart_for: Vec::new(),
        sources: vec![apt],
        updates: Vec::new(),
        kept: Vec::new(),
        people: Vec::new(),
    };
    files::write_json(&pc.helper.places.scan(), &scan).unwrap();
}

#[tokio::test]
async fn a_job_at_hand_goes_before_what_the_policy_calls_for() {
    let mut pc = Pc::joined();
    store_stale_scan(&pc);
    pc.restart();
    pc.helper.was_started_long_ago();
    pc.root.says(|_| Answer::Refused { refusal: Refusal::TooOften });
    take(&pc);
    let working = tokio::spawn(worker::work(pc.helper.clone(), Lane::Work, true));
    assert_eq!(asked(&pc, 2).await, ["job", "policy"]);
    working.abort();
}

#[tokio::test]
async fn a_run_at_hand_ends_before_a_job_begins() {
    let mut pc = Pc::joined();
    let run = run(Step::Repair {});
    ThisPc::new(pc.helper.clone()).keep(&at_hand(run)).unwrap();
    pc.restart();
    pc.root_runs(&[done()]);
    take(&pc);
    let working = tokio::spawn(worker::work(pc.helper.clone(), Lane::Work, true));
    assert_eq!(asked(&pc, 2).await, ["policy", "job"]);
    let told = pc.told();
    let place = |wanted: fn(&EventKind) -> bool| told.iter().position(wanted).unwrap();
    let ended = place(|kind| matches!(kind, EventKind::PolicyRunEnded { .. }));
    assert!(ended < place(|kind| matches!(kind, EventKind::JobStarted { .. })));
    working.abort();
}

#[tokio::test]
async fn an_office_that_was_left_is_remembered_no_more() {
    let mut pc = Pc::joined();
    ThisPc::new(pc.helper.clone()).keep(&at_hand(run(Step::Repair {}))).unwrap();
    pc.helper.leave().unwrap();
    pc.restart();
    assert_eq!(pc.helper.standing, Memory::default());
}

#[tokio::test]
async fn what_people_are_asked_about_is_left_to_the_order_that_asks_them() {
    let pc = crate::consultations::tests::pc("\"security\"").await;
    let this_pc = ThisPc::new(pc.helper.clone());
    assert!(this_pc.asked().is_empty());
    crate::consultations::tests::order(&pc, 1, "letters");
    assert_eq!(this_pc.asked(), std::collections::BTreeSet::from(["apt:letters@2".parse().unwrap()]));
}
