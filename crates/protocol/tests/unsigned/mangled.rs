//! Envelopes that no operator and no owner has signed as they are: made up, or made of such as were.
//!
//! Shared by the property tests of the protocol and of both halves.

use ed25519_dalek::{Signer, SigningKey};
use jiff::{Timestamp, ToSpan};
use patchround_protocol::{
    Charter, Envelope, Feeds, Job, JobId, OfficeId, PcId, Policy, PublicKey, RoundId, Step,
    charter::{Floor, Member, Role},
    cve::Listed,
    feeds::Catalogue,
    ids::DocumentHash,
    job::When,
    sign::public,
};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

/// Owner, operator; and those who may not order: viewer, ended operator, revoked operator, stranger.
pub(crate) const OWNER: u8 = 1;
pub(crate) const OPERATOR: u8 = 2;
pub(crate) const OTHERS: [u8; 4] = [3, 4, 5, 8];

pub(crate) fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

pub(crate) fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().expect("a time")
}

pub(crate) fn charter() -> Charter {
    let member = |n: u8, role, not_after| Member {
        key: public(&key(n)),
        name: "Ann".into(),
        role,
        not_after,
        devices: Vec::new(),
    };
    Charter {
        office: OfficeId(Uuid::nil()),
        name: "Office".into(),
        version: 1,
        prev: None,
        issued: now() - 1.hours(),
        members: vec![
            member(OWNER, Role::Own, None),
            member(OPERATOR, Role::Operate, None),
            member(3, Role::View, None),
            member(4, Role::Operate, Some(now() - 1.hours())),
            member(5, Role::Operate, None),
        ],
        recovery_key: public(&key(9)),
        revoked: vec![public(&key(5))],
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

pub(crate) fn sealed_charter() -> Envelope {
    Envelope::seal(&charter(), &key(OWNER)).expect("it fits")
}

pub(crate) fn first_policy() -> Policy {
    Policy::first(OfficeId(Uuid::nil()), now() - 1.hours())
}

/// A job for this PC, a newer policy, the next charter and newer feeds: each of them would be obeyed.
pub(crate) fn obeyed(pc: PcId) -> [(&'static str, Envelope); 4] {
    let job = Job {
        office: OfficeId(Uuid::nil()),
        job: JobId(Uuid::from_u128(1)),
        round: RoundId(Uuid::nil()),
        pc,
        charter_version: 1,
        issuer: public(&key(OPERATOR)),
        not_before: now(),
        expires: now() + 24.hours(),
        steps: vec![Step::Refresh {}],
        when: When::Now,
        try_first: false,
        reply: None,
    };
    let policy = Policy { version: 2, issued: now(), ..first_policy() };
    let next = Charter { version: 2, prev: Some(sealed_charter().hash()), issued: now(), ..charter() };
    [
        ("job", Envelope::seal(&job, &key(OPERATOR)).expect("it fits")),
        ("policy", Envelope::seal(&policy, &key(OWNER)).expect("it fits")),
        ("charter", Envelope::seal(&next, &key(OWNER)).expect("it fits")),
        ("feeds", Envelope::seal(&feeds(), &key(OPERATOR)).expect("it fits")),
    ]
}

fn feeds() -> Feeds {
    let since = "2026-11-20".parse().expect("a day");
    let listed = Listed { cve: "CVE-2026-0001".parse().expect("an id"), since, ransomware: None };
    Feeds {
        office: OfficeId(Uuid::nil()),
        issued: now(),
        catalogue: Some(Catalogue { published: now(), listed: vec![listed] }),
        rated: Vec::new(),
        ends: Vec::new(),
    }
}

/// Signs any bytes, by docs/protocol.md and not by our own code.
fn sign(name: &str, payload: &[u8], by: &SigningKey) -> Vec<u8> {
    let mut bytes = format!("patchround/{name}/1\0").into_bytes();
    bytes.extend((payload.len() as u64).to_be_bytes());
    bytes.extend(payload);
    by.sign(&bytes).to_bytes().to_vec()
}

/// Anything that must not be obeyed by this PC.
pub(crate) fn mangled(pc: PcId) -> impl Strategy<Value = Envelope> {
    mangled_of(obeyed(pc).to_vec())
}

/// Anything that must not count where these would.
pub(crate) fn mangled_of(good: Vec<(&'static str, Envelope)>) -> impl Strategy<Value = Envelope> {
    let made_up = (any::<[u8; 32]>(), vec(any::<u8>(), 0..80), vec(any::<u8>(), 0..400))
        .prop_map(|(key, signature, payload)| Envelope { key: PublicKey(key), signature, payload });
    let claimed =
        (prop::sample::select(vec![OWNER, OPERATOR]), vec(any::<u8>(), 64), vec(any::<u8>(), 0..400))
            .prop_map(|(by, signature, payload)| Envelope { key: public(&key(by)), signature, payload });
    let of_good = (prop::sample::select(good), 0..9_u8, any::<prop::sample::Index>(), 0..8_u8)
        .prop_map(|((name, good), how, at, bit)| spoil(name, good, how, at, bit));
    prop_oneof![1 => made_up, 1 => claimed, 6 => of_good]
}

fn spoil(name: &str, good: Envelope, how: u8, at: prop::sample::Index, bit: u8) -> Envelope {
    let mut bad = good.clone();
    let other = key(OTHERS[at.index(OTHERS.len())]);
    match how {
        0 => bad.key.0[at.index(32)] ^= 1 << bit,
        1 => bad.signature[at.index(64)] ^= 1 << bit,
        2 => {
            let at = at.index(bad.payload.len());
            bad.payload[at] ^= 1 << bit;
        }
        3 => bad.payload.truncate(at.index(good.payload.len())),
        4 => bad.payload.push(b' '),
        5 => bad.signature.truncate(at.index(64)),
        6 => {
            bad.signature = sign(name, &good.payload, &other);
            bad.key = public(&other);
        }
        7 => bad.signature = sign(name, &good.payload, &other),
        _ => {
            let elsewhere = if name == "report" { "job" } else { "report" };
            bad.signature =
                sign(elsewhere, &good.payload, &key(if name == "job" { OPERATOR } else { OWNER }));
        }
    }
    bad
}
