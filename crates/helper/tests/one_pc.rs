//! Both real programs on loopback, as whoever runs the test: found by address, joined, read, ordered, left.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the programs under test have to be started")]

use std::process::Command;

use jiff::{Timestamp, ToSpan};
use patchround_link::{
    DeviceKey,
    client::{self, CallError, ConnectError},
    pairing::{self, Code},
};
use patchround_protocol::{
    Charter, Envelope, Event, EventKind, Job, OfficeId, Outcome, Step,
    charter::Member,
    job::When,
    sign::public,
    wire::{Facts, Hello, JobTaken, Refusal, Scan},
};
use uuid::Uuid;

#[path = "one_pc/manager.rs"]
mod manager;
#[path = "one_pc/pc.rs"]
mod pc;

use manager::{
    Endless, Manager, end_of, events_until_the_end_of, first_scan, key, refused, send, send_envelope, signed,
};
use pc::Pc;

#[tokio::test]
async fn a_pc_joins_is_read_and_leaves() {
    let (pc, manager) = (Pc::start(), Manager::new());
    assert!(pc.says(&["status"]).1.contains("belongs to no office yet"));
    let pin = manager.join(&pc).await;
    let peer = manager.connect(&pc, pin).await;

    let hello: Hello = peer.get("/v1/hello").await.unwrap();
    assert_eq!((hello.pc, hello.office, hello.charter_version), (pin, Some(manager.office), 1));
    let facts: Facts = peer.get("/v1/facts").await.unwrap();
    assert!(facts.os.is_some() && facts.uptime_seconds.is_some() && facts.local_administrators.is_some());
    let scan = first_scan(&peer).await;
    let unchanged: Option<Scan> = peer.get_if_changed("/v1/updates", Some(&scan.revision)).await.unwrap();
    assert_eq!(unchanged, None);

    let (exit, status) = pc.says(&["status"]);
    assert_eq!(exit, 0);
    assert!(status.contains("Corner Office") && status.contains("Ann (owner, may update)"), "{status}");
    let (exit, again) = pc.says(&["pair", &Code::generate().to_string()]);
    assert_eq!(exit, 1);
    assert!(again.contains("patchround-helper leave"), "{again}");

    let (exit, left) = pc.says(&["leave"]);
    assert_eq!(exit, 0, "{left}");
    let gone = client::connect(pc.address, &manager.device, pin).await;
    assert!(matches!(gone, Err(ConnectError::NotAdmitted)), "{:?}", gone.err());
    let other = Manager::new();
    assert_eq!(other.join(&pc).await, pin);
}

#[tokio::test]
async fn a_stranger_is_not_let_in() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let stranger = client::connect(pc.address, &DeviceKey::generate(), pin).await;
    assert!(matches!(stranger, Err(ConnectError::NotAdmitted)), "{:?}", stranger.err());
}

#[tokio::test]
async fn each_job_that_is_not_for_this_pc_is_refused_for_its_own_reason() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let peer = manager.connect(&pc, pin).await;
    let job = || manager.job(pin, vec![Step::Refresh {}]);
    let now = Timestamp::now();
    let table = [
        (job(), 7, Refusal::NotAllowed),
        (job(), 1, Refusal::NotAllowed),
        (Job { pc: DeviceKey::generate().id(), ..job() }, 2, Refusal::OtherPc),
        (Job { office: OfficeId(Uuid::now_v7()), ..job() }, 2, Refusal::OtherOffice),
        (Job { not_before: now - 2.hours(), expires: now - 1.hours(), ..job() }, 2, Refusal::Expired),
        (Job { not_before: now + 30.hours(), expires: now + 31.hours(), ..job() }, 2, Refusal::ClockWrong),
    ];
    for (job, signer, refusal) in table {
        assert_eq!(refused(send(&peer, &job, signer).await), refusal);
    }
    let mut bent = Envelope::seal(&job(), &key(2)).unwrap();
    bent.payload[10] ^= 1;
    assert_eq!(refused(send_envelope(&peer, &bent).await), Refusal::BadSignature);
    let unknown = signed(&job(), |text| text.replace("\"refresh\"", "\"sing\""));
    assert_eq!(refused(send_envelope(&peer, &unknown).await), Refusal::UnknownVerb);
    let nonsense = peer.post::<_, JobTaken>("/v1/jobs", &"nonsense").await;
    assert_eq!(refused(nonsense), Refusal::Malformed);
    let mut large = bent.clone();
    large.payload = vec![b' '; 150 * 1024];
    let large = send_envelope(&peer, &large).await;
    assert!(matches!(large, Err(CallError::Refused(Refusal::TooLarge) | CallError::TooLarge)), "{large:?}");

    let hello: Hello = peer.get("/v1/hello").await.unwrap();
    assert_eq!(hello.working_on, None);
    assert_eq!(std::fs::read_dir(pc.folder.path().join("net/jobs")).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(pc.folder.path().join("root/txn")).unwrap().count(), 0);
}

/// The update does not exist, so that the root half asks the package manager and changes nothing.
fn absent() -> Step {
    let ids = vec!["apt:patchround-no-such-package@1.0".parse().unwrap()];
    Step::Install { ids, agreed_removals: Vec::new() }
}

#[tokio::test]
async fn a_job_is_carried_out_once_and_told_to_the_end_also_across_a_restart() {
    let (mut pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let peer = manager.connect(&pc, pin).await;
    let job = manager.job(pin, vec![absent()]);
    assert_eq!(send(&peer, &job, 2).await.unwrap().job, job.job);
    assert_eq!(send(&peer, &job, 2).await.unwrap().job, job.job);

    pc.net = None; // killed, in the middle or not
    pc.start_net();
    let peer = manager.connect(&pc, pin).await;
    let events = events_until_the_end_of(&peer, 0, job.job).await;
    assert_eq!(end_of(&events), Outcome::Failed);
    let count = |wanted: fn(&EventKind) -> bool| events.iter().filter(|e| wanted(&e.kind)).count();
    assert_eq!(count(|kind| matches!(kind, EventKind::JobAccepted { .. })), 1);
    assert_eq!(count(|kind| matches!(kind, EventKind::JobStarted { .. })), 1);
    assert_eq!(count(|kind| matches!(kind, EventKind::UpdateEnded { outcome: Outcome::Failed, .. })), 1);
    assert_eq!(count(|kind| matches!(kind, EventKind::StepEnded { .. })), 1);
    let seqs: Vec<u64> = events.iter().map(|event| event.seq).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "numbers have no gaps");
    let begun = std::fs::read_to_string(pc.folder.path().join("root/journal.ndjson")).unwrap();
    assert_eq!(begun.matches("\"begun\"").count(), 1, "{begun}");

    assert_eq!(send(&peer, &job, 2).await.unwrap().job, job.job);
    let mut rest = peer.follow(&format!("/v1/events?after={}", seqs.len())).await.unwrap();
    while let Some(line) = rest.next().await.unwrap() {
        let event: Event = serde_json::from_slice(&line).unwrap();
        assert!(matches!(event.kind, EventKind::Scanned { .. }), "{event:?}");
    }
}

#[tokio::test]
async fn a_job_that_has_not_begun_is_cancelled() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let peer = manager.connect(&pc, pin).await;
    let tonight = When::Time { time: Timestamp::now() + 30.minutes() };
    let job = Job { when: tonight, ..manager.job(pin, vec![absent()]) };
    send(&peer, &job, 2).await.unwrap();
    let cancel = manager.job(pin, vec![Step::Cancel { job: job.job }]);
    send(&peer, &cancel, 2).await.unwrap();
    let events = events_until_the_end_of(&peer, 0, job.job).await;
    assert_eq!(end_of(&events), Outcome::Cancelled);
    let events = events_until_the_end_of(&peer, 0, cancel.job).await;
    assert_eq!(end_of(&events), Outcome::Done);
    let again = manager.job(pin, vec![Step::Cancel { job: job.job }]);
    send(&peer, &again, 2).await.unwrap();
    assert_eq!(end_of(&events_until_the_end_of(&peer, 0, again.job).await), Outcome::Failed);
}

/// Ann and Ben look after one office, each with a computer that knows nothing of the other.
#[tokio::test]
async fn of_two_people_who_order_the_same_the_later_hears_of_the_first_and_nothing_is_begun_twice() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let charter = manager.charter();
    let ben = Member { key: public(&key(4)), name: "Ben".into(), ..charter.members[1].clone() };
    let charter = Charter { members: [charter.members.clone(), vec![ben]].concat(), ..charter };
    let pin = manager.join_with(&pc, &manager.welcome_to(&charter)).await;
    let peer = manager.connect(&pc, pin).await;
    let tonight = Timestamp::now() + 30.minutes();
    let ann = Job { when: When::Time { time: tonight }, ..manager.job(pin, vec![absent()]) };
    assert_eq!(send(&peer, &ann, 2).await.unwrap().also, []);
    let by_ben = |steps| Job { issuer: public(&key(4)), ..manager.job(pin, steps) };
    let now = by_ben(vec![absent()]);
    let met = send(&peer, &now, 4).await.unwrap().also;
    let [also] = &met[..] else { panic!("{met:?}") };
    assert_eq!((also.by, also.updates), (public(&key(2)), 1));
    assert_eq!(also.begins.map(Timestamp::as_second), Some(tonight.as_second()));
    assert_eq!(end_of(&events_until_the_end_of(&peer, 0, now.job).await), Outcome::Failed);
    let cancel = by_ben(vec![Step::Cancel { job: ann.job }]);
    assert_eq!(send(&peer, &cancel, 4).await.unwrap().also, [], "no program of ours does that");
    assert_eq!(end_of(&events_until_the_end_of(&peer, 0, ann.job).await), Outcome::Cancelled);
    assert_eq!(end_of(&events_until_the_end_of(&peer, 0, cancel.job).await), Outcome::Done);
    let begun = std::fs::read_to_string(pc.folder.path().join("root/journal.ndjson")).unwrap();
    assert_eq!(begun.matches("\"begun\"").count(), 1, "{begun}");
}

#[tokio::test]
async fn three_wrong_codes_close_the_window() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let (mut waiting, _said) = pc.pair(&Code::generate());
    for _ in 0..3 {
        let wrong = Code::generate();
        let answer = pairing::invite(pc.address, &manager.device, &wrong, &Endless, &manager.welcome()).await;
        assert!(answer.is_err());
    }
    assert_eq!(waiting.0.wait().unwrap().code(), Some(1));
    assert!(pc.says(&["status"]).1.contains("belongs to no office yet"));
}

#[test]
fn a_slip_in_the_code_is_found_before_anything_is_tried() {
    let pc = Pc::start();
    let (exit, said) = pc.says(&["pair", "1234"]);
    assert_eq!(exit, 2);
    assert!(said.contains("nine digits"), "{said}");
    let code = Code::generate().to_string();
    let slip: String =
        code.chars().rev().enumerate().map(|(at, c)| if at == 0 { next(c) } else { c }).collect();
    let slip: String = slip.chars().rev().collect();
    let (exit, said) = pc.says(&["pair", &slip]);
    assert_eq!(exit, 2);
    assert!(said.contains("slip"), "{said}");
}

fn next(digit: char) -> char {
    if digit == '9' { '0' } else { char::from(digit as u8 + 1) }
}

#[test]
fn a_pc_whose_helper_does_not_run_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_patchround-helper"))
        .arg("--state-dir")
        .arg(folder.path())
        .arg("leave")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().contains("systemctl start"));
}
