//! Charters, policies and feeds that are not the office's, and members whom a newer charter sends away.

use jiff::{Timestamp, ToSpan};
use patchround_link::client::{self, CallError, ConnectError};
use patchround_protocol::{
    Charter, Envelope, Feeds, OfficeId, Outcome, Policy,
    charter::{Member, Role},
    cve::{Impact, Listed, Rated},
    feeds::Catalogue,
    ids::DocumentHash,
    limits,
    root::{Answer, Ask},
    sign::public,
    wire::{Charters, FeedsTaken, Hello, Obeyed, Refusal, Welcome},
};
use uuid::Uuid;

use crate::{
    manager::{Manager, end_of, events_until_the_end_of, key, refused, send},
    office::{Devices, VIEWER, absent, job_by},
    pc::Pc,
    traces::Traces,
};

const OWNER: u8 = 1;
const OPERATOR: u8 = 2;
const SUCCESSOR: u8 = 8;

#[tokio::test]
async fn whom_a_newer_charter_revokes_gets_nothing_done_by_either_half() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let (first, welcome) = office(&manager, &devices);
    let pin = manager.join_with(&pc, &welcome).await;
    let mut next = Charter { version: 2, prev: Some(welcome.charter.hash()), ..first };
    next.revoked.extend([public(&key(OPERATOR)), public(&key(VIEWER))]);
    next.members.push(Member {
        key: public(&key(SUCCESSOR)),
        name: "Ann".into(),
        role: Role::Operate,
        not_after: None,
        devices: vec![manager.device.id()],
    });
    let peer = manager.connect(&pc, pin).await;
    assert!(client::connect(pc.address, &devices.viewer, pin).await.is_ok());
    let charters = Charters { charters: vec![Envelope::seal(&next, &key(OWNER)).unwrap()] };
    let obeyed: Obeyed = peer.put("/v1/charter", &charters).await.unwrap();
    assert_eq!(obeyed.charter_version, 2);

    let before = Traces::of(&pc);
    assert_eq!(refused(send(&peer, &job_by(&manager, OPERATOR, pin), OPERATOR).await), Refusal::NotAllowed);
    let job = Envelope::seal(&job_by(&manager, OPERATOR, pin), &key(OPERATOR)).unwrap();
    assert_eq!(ask_root(&pc, &Ask::Run { job, step: 0 }), Answer::Refused { refusal: Refusal::NotAllowed });
    let gone = client::connect(pc.address, &devices.viewer, pin).await;
    assert!(matches!(gone, Err(ConnectError::NotAdmitted)), "{:?}", gone.err());
    assert_eq!(Traces::of(&pc), before);
    let job = job_by(&manager, SUCCESSOR, pin);
    send(&peer, &job, SUCCESSOR).await.unwrap();
    assert_eq!(end_of(&events_until_the_end_of(&peer, 0, job.job).await), Outcome::Failed);
    assert_eq!(job.steps, [absent()]);
}

#[tokio::test]
async fn a_charter_that_no_owner_signed_or_that_does_not_follow_is_refused_by_both_halves() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let (first, welcome) = office(&manager, &devices);
    let pin = manager.join_with(&pc, &welcome).await;
    let before = Traces::of(&pc);
    let peer = manager.connect(&pc, pin).await;
    let next = || Charter { version: 2, prev: Some(welcome.charter.hash()), ..first.clone() };
    let table = [
        ("by an operator", next(), OPERATOR, Refusal::NotAllowed),
        ("by a viewer", next(), VIEWER, Refusal::NotAllowed),
        ("by a stranger", next(), 7, Refusal::NotAllowed),
        ("one is left out", Charter { version: 3, ..next() }, OWNER, Refusal::NotAllowed),
        (
            "after another",
            Charter { prev: Some(DocumentHash([7; 32])), ..next() },
            OWNER,
            Refusal::NotAllowed,
        ),
        (
            "of another office",
            Charter { office: OfficeId(Uuid::now_v7()), ..next() },
            OWNER,
            Refusal::OtherOffice,
        ),
        ("not newer", Charter { name: "Other".into(), ..first.clone() }, OWNER, Refusal::Outdated),
        (
            "from the future",
            Charter { issued: Timestamp::now() + 30.hours(), ..next() },
            OWNER,
            Refusal::ClockWrong,
        ),
    ];
    for (what, charter, n, refusal) in table {
        let charter = Envelope::seal(&charter, &key(n)).unwrap();
        let charters = Charters { charters: vec![charter.clone()] };
        let put: Result<Obeyed, CallError> = peer.put("/v1/charter", &charters).await;
        assert_eq!(put, Err(CallError::Refused(refusal)), "{what}");
        assert_eq!(ask_root(&pc, &Ask::Charter { charter }), Answer::Refused { refusal }, "{what}, at root");
    }
    let mut bent = Envelope::seal(&next(), &key(OWNER)).unwrap();
    bent.payload[12] ^= 1;
    let put: Result<Obeyed, CallError> = peer.put("/v1/charter", &Charters { charters: vec![bent] }).await;
    assert_eq!(put, Err(CallError::Refused(Refusal::BadSignature)));
    assert_eq!(Traces::of(&pc), before);
}

#[tokio::test]
async fn a_policy_below_the_floor_or_older_or_by_a_viewer_is_refused_by_both_halves() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let (_, welcome) = office(&manager, &devices);
    let pin = manager.join_with(&pc, &welcome).await;
    let peer = manager.connect(&pc, pin).await;
    let now = Timestamp::now();
    let first: Policy = welcome.policy.open(|_| true).unwrap();
    let newer = |version| Policy { version, issued: now, ..first.clone() };
    let second = Envelope::seal(&newer(2), &key(OPERATOR)).unwrap();
    let obeyed: Obeyed = peer.put("/v1/policy", &second).await.unwrap();
    assert_eq!(obeyed.policy_version, 2);

    let before = Traces::of(&pc);
    let paused = Policy { paused_until: Some(now + (24 * 60).hours()), ..newer(3) };
    let table = [
        ("paused for longer than the floor", paused, OPERATOR, Refusal::BelowFloor),
        ("older", newer(1), OPERATOR, Refusal::Outdated),
        (
            "another of that version",
            Policy { ask_first: vec!["vim".parse().unwrap()], ..newer(2) },
            OPERATOR,
            Refusal::Outdated,
        ),
        ("by a viewer", newer(3), VIEWER, Refusal::NotAllowed),
        ("by a stranger", newer(3), 7, Refusal::NotAllowed),
        (
            "of another office",
            Policy { office: OfficeId(Uuid::now_v7()), ..newer(3) },
            OWNER,
            Refusal::OtherOffice,
        ),
        ("from the future", Policy { issued: now + 30.hours(), ..newer(3) }, OWNER, Refusal::ClockWrong),
    ];
    for (what, policy, n, refusal) in table {
        let policy = Envelope::seal(&policy, &key(n)).unwrap();
        let put: Result<Obeyed, CallError> = peer.put("/v1/policy", &policy).await;
        assert_eq!(put, Err(CallError::Refused(refusal)), "{what}");
        assert_eq!(ask_root(&pc, &Ask::Policy { policy }), Answer::Refused { refusal }, "{what}, at root");
    }
    let again: Result<Obeyed, CallError> = peer.put("/v1/policy", &welcome.policy).await;
    assert_eq!(again, Err(CallError::Refused(Refusal::Outdated)), "the first, played again");
    let mut bent = Envelope::seal(&newer(3), &key(OPERATOR)).unwrap();
    bent.payload[12] ^= 1;
    let put: Result<Obeyed, CallError> = peer.put("/v1/policy", &bent).await;
    assert_eq!(put, Err(CallError::Refused(Refusal::BadSignature)));
    assert_eq!(Traces::of(&pc), before);
}

/// As many flaws as feeds may name, in a catalogue and with all that can be known of them.
fn largest_feeds(office: OfficeId, issued: Timestamp) -> Feeds {
    let since = "2026-11-20".parse().unwrap();
    let cve = |n: usize| format!("CVE-2026-{:06}", 100_000 + n).parse().unwrap();
    let listed = |n| Listed { cve: cve(n), since, ransomware: Some(true) };
    let rated = |n| Rated {
        cve: cve(n),
        score: Some(98),
        automatable: Some(false),
        impact: Some(Impact::Partial),
        likely: Some(9_712),
    };
    let listed = (0..limits::FEEDS_LISTED).map(listed).collect();
    Feeds {
        office,
        issued,
        catalogue: Some(Catalogue { published: issued, listed }),
        rated: (0..limits::FEEDS_RATED).map(rated).collect(),
        ends: Vec::new(),
    }
}

#[tokio::test]
async fn the_largest_feeds_reach_both_halves_and_others_than_an_operators_newer_ones_neither() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let (_, welcome) = office(&manager, &devices);
    let pin = manager.join_with(&pc, &welcome).await;
    let peer = manager.connect(&pc, pin).await;
    let now = Timestamp::now();
    let first: Policy = welcome.policy.open(|_| true).unwrap();
    let good = largest_feeds(first.office, now - 1.hours());
    let signed = Envelope::seal(&good, &key(OPERATOR)).unwrap();
    let taken: FeedsTaken = peer.put("/v1/feeds", &signed).await.unwrap();
    assert_eq!(taken.feeds, good.issued);
    assert_eq!(ask_root(&pc, &Ask::Feeds { feeds: signed }), Answer::Ok, "root knows them already");
    let hello: Hello = peer.get("/v1/hello").await.unwrap();
    assert_eq!(hello.feeds, Some(good.issued));

    let before = Traces::of(&pc);
    let newer = Feeds { issued: now, rated: Vec::new(), ..good.clone() };
    for (what, feeds, n, refusal) in [
        ("by a viewer", newer.clone(), VIEWER, Refusal::NotAllowed),
        ("by a stranger", newer.clone(), 7, Refusal::NotAllowed),
        (
            "of another office",
            Feeds { office: OfficeId(Uuid::now_v7()), ..newer.clone() },
            OWNER,
            Refusal::OtherOffice,
        ),
        ("older", Feeds { issued: good.issued - 1.hours(), ..newer.clone() }, OPERATOR, Refusal::Outdated),
        ("others of that time", Feeds { issued: good.issued, ..newer.clone() }, OPERATOR, Refusal::Outdated),
        ("from the future", Feeds { issued: now + 30.hours(), ..newer.clone() }, OWNER, Refusal::ClockWrong),
    ] {
        let feeds = Envelope::seal(&feeds, &key(n)).unwrap();
        let put: Result<FeedsTaken, CallError> = peer.put("/v1/feeds", &feeds).await;
        assert_eq!(put, Err(CallError::Refused(refusal)), "{what}");
        assert_eq!(ask_root(&pc, &Ask::Feeds { feeds }), Answer::Refused { refusal }, "{what}, at root");
    }
    let mut bent = Envelope::seal(&newer, &key(OPERATOR)).unwrap();
    bent.payload[12] ^= 1;
    let put: Result<FeedsTaken, CallError> = peer.put("/v1/feeds", &bent).await;
    assert_eq!(put, Err(CallError::Refused(Refusal::BadSignature)));
    assert_eq!(Traces::of(&pc), before);
}

#[tokio::test]
async fn an_office_cannot_be_changed_at_a_pc_without_one() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let (_, Welcome { charter, policy }) = office(&manager, &devices);
    let before = Traces::of(&pc);
    let not_joined = Answer::Refused { refusal: Refusal::NotJoined };
    assert_eq!(ask_root(&pc, &Ask::Charter { charter }), not_joined);
    assert_eq!(ask_root(&pc, &Ask::Policy { policy }), not_joined);
    assert_eq!(Traces::of(&pc), before);
}

fn office(manager: &Manager, devices: &Devices) -> (Charter, Welcome) {
    let charter = devices.charter(manager);
    let welcome = manager.welcome_to(&charter);
    (charter, welcome)
}

/// As a hostile network half would, past all its own checks.
fn ask_root(pc: &Pc, ask: &Ask) -> Answer {
    use std::io::{BufRead, BufReader, Write};

    let socket = pc.folder.path().join("run/root.sock");
    let mut stream = std::os::unix::net::UnixStream::connect(socket).unwrap();
    stream.write_all(&[serde_json::to_vec(ask).unwrap(), b"\n".to_vec()].concat()).unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap()
}
