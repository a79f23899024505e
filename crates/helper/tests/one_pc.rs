//! Both real programs on loopback, as whoever runs the test: found by address, joined, read, ordered, left.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the programs under test have to be started")]

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use ed25519_dalek::SigningKey;
use jiff::{Timestamp, ToSpan};
use patchround_link::{
    DeviceKey,
    client::{self, CallError, ConnectError, Peer},
    pairing::{self, Code, Tries},
};
use patchround_protocol::{
    Charter, Envelope, Event, EventKind, Job, JobId, OfficeId, Outcome, PcId, Policy, RoundId, Step,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    job::When,
    sign::public,
    wire::{Facts, Hello, JobTaken, Refusal, Scan, Welcome},
};
use tempfile::TempDir;
use uuid::Uuid;

/// The root half's program, built beside ours.
fn root_half() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let ours = Path::new(env!("CARGO_BIN_EXE_patchround-helper"));
        let folder = ours.parent().unwrap();
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "patchround-helper-root", "--target-dir"])
            .arg(folder.parent().unwrap())
            .status();
        assert!(cargo.unwrap().success());
        folder.join("patchround-helper-root")
    })
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One PC: its two halves and its folder.
struct Pc {
    folder: TempDir,
    address: SocketAddr,
    net: Option<Running>,
    _root: Running,
}

impl Pc {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let root = spawn(Command::new(root_half()).arg("--state-dir").arg(folder.path()).arg("serve"));
        wait_for(&folder.path().join("run/root.sock"));
        let mut pc = Self { folder, address, net: None, _root: root };
        pc.start_net();
        pc
    }

    fn start_net(&mut self) {
        let listen = self.address.to_string();
        let _ = std::fs::remove_file(self.folder.path().join("run/control.sock"));
        self.net = Some(spawn(self.command(&["serve", "--no-announce", "--listen", &listen])));
        wait_for(&self.folder.path().join("run/control.sock"));
    }

    fn command(&self, line: &[&str]) -> &mut Command {
        let mut command = Box::new(Command::new(env!("CARGO_BIN_EXE_patchround-helper")));
        command.arg("--state-dir").arg(self.folder.path()).args(line);
        Box::leak(command)
    }

    fn says(&self, line: &[&str]) -> (i32, String) {
        let output = self.command(line).output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code().unwrap(), text)
    }

    /// `patchround-helper pair` in the foreground, once it waits.
    fn pair(&self, code: &Code) -> (Running, BufReader<std::process::ChildStdout>) {
        let mut running = spawn(self.command(&["pair", &code.to_string()]).stdout(Stdio::piped()));
        let mut said = BufReader::new(running.0.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert!(line.starts_with("Waiting"), "{line}");
        (running, said)
    }
}

fn spawn(command: &mut Command) -> Running {
    Running(command.spawn().unwrap())
}

fn wait_for(path: &Path) {
    let end = Instant::now() + Duration::from_secs(20);
    while !path.exists() {
        assert!(Instant::now() < end, "{path:?} does not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The manager: device key, operator key 2, owner key 1.
struct Manager {
    device: DeviceKey,
    office: OfficeId,
}

struct Endless;

impl Tries for Endless {
    fn take(&self) -> std::io::Result<bool> {
        Ok(true)
    }

    fn give_back(&self) {}
}

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

impl Manager {
    fn new() -> Self {
        Self { device: DeviceKey::generate(), office: OfficeId(Uuid::now_v7()) }
    }

    fn welcome(&self) -> Welcome {
        let member = |n: u8, name: &str, role| Member {
            key: public(&key(n)),
            name: name.into(),
            role,
            not_after: None,
            devices: vec![self.device.id()],
        };
        let charter = Charter {
            office: self.office,
            name: "Corner Office".into(),
            version: 1,
            prev: None,
            issued: Timestamp::now(),
            members: vec![member(1, "Ann", Role::Own), member(2, "Ann", Role::Operate)],
            recovery_key: public(&key(9)),
            revoked: Vec::new(),
            discovery_key: DocumentHash([5; 32]),
            floor: Floor::default(),
        };
        let policy = Policy::first(self.office, Timestamp::now());
        Welcome {
            charter: Envelope::seal(&charter, &key(1)).unwrap(),
            policy: Envelope::seal(&policy, &key(1)).unwrap(),
        }
    }

    fn job(&self, pc: PcId, steps: Vec<Step>) -> Job {
        Job {
            office: self.office,
            job: JobId(Uuid::now_v7()),
            round: RoundId(Uuid::now_v7()),
            pc,
            charter_version: 1,
            issuer: public(&key(2)),
            not_before: Timestamp::now(),
            expires: Timestamp::now() + 1.hours(),
            steps,
            when: When::Now,
            try_first: false,
        }
    }

    async fn join(&self, pc: &Pc) -> PcId {
        let code = Code::generate();
        let (mut waiting, mut said) = pc.pair(&code);
        let invited =
            pairing::invite(pc.address, &self.device, &code, &Endless, &self.welcome()).await.unwrap();
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        assert!(rest.contains("joined Corner Office"), "{rest}");
        assert!(waiting.0.wait().unwrap().success());
        assert!(!invited.facts.host_name.is_empty());
        invited.pc
    }

    async fn connect(&self, pc: &Pc, pin: PcId) -> Peer {
        client::connect(pc.address, &self.device, pin).await.unwrap()
    }
}

async fn send(peer: &Peer, job: &Job, signer: u8) -> Result<JobTaken, CallError> {
    send_envelope(peer, &Envelope::seal(job, &key(signer)).unwrap()).await
}

async fn send_envelope(peer: &Peer, envelope: &Envelope) -> Result<JobTaken, CallError> {
    peer.post("/v1/jobs", envelope).await
}

/// A busy machine takes its time for a first scan: asked again, as a manager does.
async fn first_scan(peer: &Peer) -> Scan {
    for _ in 0..10 {
        if let Ok(scan) = peer.get("/v1/updates").await {
            return scan;
        }
    }
    panic!("no scan after several minutes");
}

fn refused(answer: Result<JobTaken, CallError>) -> Refusal {
    match answer {
        Err(CallError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn events_until_the_end_of(peer: &Peer, after: u64, job: JobId) -> Vec<Event> {
    let mut lines = peer.follow(&format!("/v1/events?after={after}&follow=1")).await.unwrap();
    let mut events = Vec::new();
    let reading = async {
        while let Some(line) = lines.next().await.unwrap() {
            let event: Event = serde_json::from_slice(&line).unwrap();
            let is_end = matches!(&event.kind, EventKind::JobEnded { job: ended, .. } if *ended == job);
            events.push(event);
            if is_end {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(120), reading).await.unwrap();
    events
}

fn end_of(events: &[Event]) -> Outcome {
    match &events.last().unwrap().kind {
        EventKind::JobEnded { outcome, .. } => *outcome,
        other => panic!("{other:?}"),
    }
}

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

/// A document as an operator with another program would sign it.
fn signed(job: &Job, change: impl Fn(String) -> String) -> Envelope {
    use ed25519_dalek::Signer;
    let payload = change(serde_json::to_string(job).unwrap()).into_bytes();
    let mut bytes = b"patchround/job/1\0".to_vec();
    bytes.extend((payload.len() as u64).to_be_bytes());
    bytes.extend(&payload);
    Envelope { key: public(&key(2)), signature: key(2).sign(&bytes).to_bytes().to_vec(), payload }
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
