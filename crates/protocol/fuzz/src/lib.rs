//! What must hold for any bytes: the bodies of the fuzz targets, and of the test that replays their corpus.
//!
//! Runs as: a developer, and `tests/fuzz_corpus.rs`.
//! Must not: hold a property that the shipped code has no part in.

use ed25519_dalek::{Signer, SigningKey};
use jiff::Timestamp;
use patchround_protocol::{
    Charter, Envelope, Event, Exception, Feeds, Job, JoinFile, OfficeId, Policy, SpkiHash,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    limits, order,
    progress::{Lines, Progress},
    root::{Answer, Ask},
    sign::{Document, public},
};
use serde::{Serialize, de::DeserializeOwned};

/// Whose signature the fuzzer may have: it knows every key, and only the rules keep it out.
const OWNER: u8 = 1;
const OPERATOR: u8 = 2;
const VIEWER: u8 = 3;
const ENDED: u8 = 4;
const REVOKED: u8 = 5;
const RECOVERY: u8 = 9;
const NAMES: [&str; 6] = ["job", "policy", "charter", "report", "feeds", "exception"];

/// The moment at which everything is judged.
pub fn now() -> Timestamp {
    "2026-11-23T11:00:00Z".parse().expect("a time")
}

/// The office that the PC has joined.
pub fn charter() -> Charter {
    let member = |n: u8, role: Role, not_after| Member {
        key: public(&key(n)),
        name: "Ann".into(),
        role,
        not_after,
        devices: vec![SpkiHash([n; 32])],
    };
    Charter {
        office: OfficeId(uuid::Uuid::from_u128(0xaaaa)),
        name: "Office".into(),
        version: 1,
        prev: None,
        issued: now(),
        members: vec![
            member(OWNER, Role::Own, None),
            member(OPERATOR, Role::Operate, None),
            member(VIEWER, Role::View, None),
            member(ENDED, Role::Operate, Some(Timestamp::UNIX_EPOCH)),
            member(REVOKED, Role::Operate, None),
        ],
        recovery_key: public(&key(RECOVERY)),
        revoked: vec![public(&key(REVOKED))],
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

/// The PC.
pub fn pc() -> SpkiHash {
    SpkiHash([7; 32])
}

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

/// Any bytes signed by any key in any domain, by docs/protocol.md and not by our own code.
fn signed(name: &str, payload: &[u8], by: u8) -> Envelope {
    let mut bytes = format!("patchround/{name}/1\0").into_bytes();
    bytes.extend((payload.len() as u64).to_be_bytes());
    bytes.extend(payload);
    let signature = key(by).sign(&bytes).to_bytes().to_vec();
    Envelope { key: public(&key(by)), signature, payload: payload.to_vec() }
}

/// First two bytes: who signs, and as what; bit 7 of the second spoils the signature.
fn any_envelope(data: &[u8]) -> Option<(u8, &'static str, Envelope)> {
    let [by, how, payload @ ..] = data else { return None };
    let (by, name) = (by % 10, NAMES[usize::from(*how) % NAMES.len()]);
    let mut envelope = signed(name, payload, by);
    if how & 0x80 != 0 {
        envelope.signature[usize::from(how % 64)] ^= 1;
        return Some((by, "spoiled", envelope));
    }
    Some((by, name, envelope))
}

/// Charters, policies, feeds, exceptions and join files: nothing is accepted but from whom it may come, in the domain it is of.
pub fn documents(data: &[u8]) {
    join_file(data);
    let Some((by, name, envelope)) = any_envelope(data) else { return };
    let ours = charter();
    let hash = Envelope::seal(&ours, &key(OWNER)).expect("our charter fits").hash();
    if let Ok(next) = ours.next(hash, &envelope, now()) {
        assert!(name == "charter" && (by == OWNER || by == RECOVERY), "a charter by {by} as {name}");
        assert!(next.version == 2 && next.prev == Some(hash) && next.office == ours.office);
        again(&next, by);
    }
    if let Ok(first) = Charter::first(&envelope) {
        assert_eq!(name, "charter");
        assert!(first.may(&public(&key(by)), Role::Own, first.issued));
        again(&first, by);
    }
    if let Ok(policy) = Policy::accept(&envelope, &ours, None, now()) {
        assert!(name == "policy" && (by == OWNER || by == OPERATOR), "a policy by {by} as {name}");
        assert_eq!(policy.office, ours.office);
        again(&policy, by);
    }
    feeds(by, name, &envelope, &ours);
    if let Ok(exception) = Exception::accept(&envelope, &ours, now()) {
        assert!(name == "exception" && by == OWNER, "an exception by {by} as {name}");
        assert_eq!(exception.office, ours.office);
        again(&exception, by);
    }
}

fn feeds(by: u8, name: &str, envelope: &Envelope, ours: &Charter) {
    let Ok(feeds) = Feeds::accept(envelope, ours, None, now()) else { return };
    assert!(name == "feeds" && (by == OWNER || by == OPERATOR), "feeds by {by} as {name}");
    assert_eq!(feeds.office, ours.office);
    assert!(Feeds::accept(envelope, ours, Some(feeds.issued), now()).is_err(), "played again");
    for listed in feeds.catalogue.iter().flat_map(|catalogue| &catalogue.listed) {
        assert_eq!(feeds.known(listed.cve).listed.as_ref(), Some(listed));
    }
    assert!(feeds.rated.iter().all(|rated| feeds.known(rated.cve).rated.as_ref() == Some(rated)));
    again(&feeds, by);
}

/// What was accepted could have been signed by us, and reads the same again.
fn again<D: Document + PartialEq + std::fmt::Debug>(document: &D, by: u8) {
    assert_eq!(document.check(), Ok(()));
    if let Ok(envelope) = Envelope::seal(document, &key(by)) {
        assert_eq!(envelope.open::<D>(|_| true).as_ref(), Ok(document));
    }
}

fn join_file(data: &[u8]) {
    let Ok(file) = JoinFile::read(data, now()) else { return };
    let office = Charter::first(&file.charter).expect("a join file's charter is one");
    assert_eq!(office.office, file.office);
    assert!((1..=limits::INVITATION_PCS).contains(&file.pcs) && file.not_after >= now());
    assert_eq!(file.pins(&file.charter, now()), Ok(()));
    let text = serde_json::to_vec(&file).expect("a join file can be written");
    assert!(JoinFile::read(&text, now()).is_ok());
}

/// Jobs: accepted only from an operator, in the domain of jobs, for this PC, now, within every limit.
pub fn jobs(data: &[u8]) {
    let Some((by, name, envelope)) = any_envelope(data) else { return };
    let ours = charter();
    let Ok(job) = order::accept(&envelope, &ours, pc(), now()) else { return };
    assert!(name == "job" && by == OPERATOR, "a job by {by} as {name}");
    assert!(job.office == ours.office && job.pc == pc() && job.issuer == envelope.key);
    assert!(job.expires >= now() && job.steps.len() <= limits::STEPS && job.steps.iter().all(|s| s.fits()));
    let text = serde_json::to_string(&job).expect("a job can be written");
    assert!(!text.contains(char::is_control));
    assert_eq!(serde_json::from_str::<Job>(&text).expect("it reads back"), job);
    again(&job, by);
    assert!(order::accept(&envelope, &ours, SpkiHash([8; 32]), now()).is_err(), "for one PC only");
}

/// Events, as a manager reads them: one line stays one line, and says the same again.
pub fn events(data: &[u8]) {
    for line in data.split(|byte| *byte == b'\n').take(64) {
        if line.len() <= limits::EVENT_BYTES {
            one_line::<Event>(line);
        }
    }
}

/// The root half's requests and answers.
pub fn root_ask(data: &[u8]) {
    one_line::<Ask>(data);
    one_line::<Answer>(data);
    if let Ok(Ask::Run { job, .. }) = serde_json::from_slice::<Ask>(data)
        && order::accept(&job, &charter(), pc(), now()).is_ok()
    {
        assert_eq!(job.key, public(&key(OPERATOR)));
    }
}

/// The file a transaction tells its progress in. First byte: how much of it is read at once.
pub fn progress(data: &[u8]) {
    let [at_once, text @ ..] = data else { return };
    let mut lines = Lines::default();
    let chunks = text.chunks(usize::from(*at_once) * usize::from(*at_once) + 1);
    let found: Vec<Progress> = chunks.flat_map(|chunk| lines.push(chunk)).collect();
    let whole = text.split_inclusive(|byte| *byte == b'\n').filter_map(|line| line.strip_suffix(b"\n"));
    let short = whole.filter(|line| line.len() <= limits::PROGRESS_LINE_BYTES);
    let expected: Vec<Progress> = short.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert_eq!(found, expected, "however it was cut, and nothing of a line that is not whole");
    for line in &found {
        let mut text = serde_json::to_vec(line).expect("what was read can be written");
        assert!(!text.contains(&b'\n'), "one line is not one line any more");
        if text.len() <= limits::PROGRESS_LINE_BYTES {
            text.push(b'\n');
            assert_eq!(Lines::default().push(&text), std::slice::from_ref(line));
        }
    }
}

fn one_line<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(data: &[u8]) {
    let Ok(read) = serde_json::from_slice::<T>(data) else { return };
    let text = serde_json::to_string(&read).expect("what was read can be written");
    assert!(text.bytes().all(|byte| byte >= b' '), "one line is not one line any more");
    assert_eq!(serde_json::from_str::<T>(&text).expect("it reads back"), read);
}
