use std::fs;

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use patchround_protocol::{
    Charter, Envelope, Exception, Feeds, Job, JobId, OfficeId, Policy, PublicKey, RoundId, SpkiHash, Step,
    UpdateId,
    accounts::{Accounts, ByGroup},
    charter::{Floor, Member, Role},
    cve::{Impact, Listed, Rated},
    feeds::{Catalogue, End},
    hours::{Hours, Weekday},
    ids::DocumentHash,
    invitation::{JoinFile, Token},
    job::When,
    people::{Away, UsedBy},
    policy::{Hold, NamedPc, Restart, What},
    rule::{Own, Rule, Rules},
    sign::public,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{golden, kind::Kind};

pub(crate) fn kinds() -> Vec<Kind> {
    vec![
        Kind::new("job", "The signed order of one round for one PC.", jobs()),
        Kind::new("charter", "Who may do what in an office, and what nobody can override.", charters()),
        Kind::new("policy", "The standing order of an office.", policies()),
        Kind::new("feeds", "What the world knows of flaws, for the PCs of an office.", feeds()),
        Kind::new("exception", "That the owner agreed to be late with an update.", exceptions()),
        Kind::new("join_file", "What `patchround invite` writes for new PCs.", vec![("usual", join_file())]),
        Kind::new(
            "envelope",
            "A document with its signature.",
            vec![
                ("job", sealed_job()),
                ("charter", sealed_charter()),
                ("policy", sealed_policy()),
                ("feeds", sealed_feeds()),
                ("exception", sealed_exception()),
            ],
        ),
    ]
}

fn join_file() -> JoinFile {
    JoinFile {
        office: office(),
        charter: sealed_charter(),
        token: Token::from_bytes([6; 16]),
        not_after: at("2026-11-30T10:00:00Z"),
        pcs: 12,
    }
}

fn jobs() -> Vec<(&'static str, Job)> {
    let with = |step: Step| Job { steps: vec![step], ..job() };
    vec![
        ("usual", job()),
        ("refresh", with(Step::Refresh {})),
        ("download", with(Step::Download { ids: vec![update_id()] })),
        ("install", with(Step::Install { ids: vec![update_id()], agreed_removals: Vec::new() })),
        (
            "removing",
            with(Step::Install {
                ids: vec![update_id()],
                agreed_removals: vec!["old-plugin".parse().unwrap()],
            }),
        ),
        ("repair", with(Step::Repair {})),
        ("restart", with(Step::Restart { off: false })),
        ("switch_off", with(Step::Restart { off: true })),
        ("undo", with(Step::Undo { ids: vec![update_id()], until: None })),
        (
            "undo_for_a_while",
            with(Step::Undo { ids: vec![update_id()], until: Some(at("2026-12-07T10:00:00Z")) }),
        ),
        ("release", with(Step::Release { ids: vec![update_id()] })),
        ("cancel", with(Step::Cancel { job: JobId(Uuid::from_u128(9)) })),
        ("tonight", Job { when: When::Time { time: at("2026-11-23T20:00:00Z") }, ..job() }),
        (
            "asked",
            Job {
                when: When::Asked { default: at("2026-11-23T17:30:00Z"), last: at("2026-11-24T09:00:00Z") },
                ..job()
            },
        ),
        ("replying", replying(0)),
        ("replying_keep", replying(1)),
        ("replying_go_ahead", replying(2)),
        ("trying_first", Job { try_first: true, ..job() }),
    ]
}

fn replying(which: usize) -> Job {
    let decision = crate::session::decisions().swap_remove(which).1;
    Job { reply: Some(crate::session::reply(decision)), ..job() }
}

fn charters() -> Vec<(&'static str, Charter)> {
    let second = Charter {
        version: 2,
        prev: Some(sealed_charter().hash()),
        members: vec![
            member(1, Role::Own),
            Member {
                not_after: Some(at("2027-01-01T00:00:00Z")),
                devices: Vec::new(),
                ..member(3, Role::View)
            },
        ],
        revoked: vec![public(&key(2))],
        floor: Floor {
            protected_hours: Vec::new(),
            security_after_days: 7,
            max_parallel: 3,
            try_first: false,
        },
        ..charter()
    };
    vec![("first", charter()), ("second", second)]
}

fn policies() -> Vec<(&'static str, Policy)> {
    let strict = Policy {
        version: 2,
        windows: vec![Hours { days: Weekday::ALL.to_vec(), from: 12, to: 13 }],
        what: What::All,
        restart: Restart::Never,
        pcs: vec![NamedPc { pc: SpkiHash([7; 32]), name: "Front desk".into() }],
        holds: vec![Hold {
            package: "till-software".parse().unwrap(),
            by: "Maria".into(),
            why: "The maker is still testing it".into(),
            until: at("2026-12-24T00:00:00Z"),
        }],
        ask_first: vec!["libreoffice".parse().unwrap()],
        paused_until: Some(at("2026-11-25T06:00:00Z")),
        cooling_off_days: None,
        ..policy()
    };
    let waits = Policy { version: 3, cooling_off_days: Some(7), ..policy() };
    let person =
        |n: u8, name: Option<&str>| UsedBy { pc: SpkiHash([n; 32]), person: name.map(str::to_owned) };
    let people = Policy {
        version: 4,
        people: vec![person(7, Some("Ana")), person(8, None)],
        stand_in: Some("Jonas".into()),
        away: Some(Away { from: "2026-12-21".parse().unwrap(), until: "2027-01-03".parse().unwrap() }),
        ..policy()
    };
    let active = [Rule::Recommended, Rule::CyberEssentials, Rule::Bod2604, Rule::Cis, Rule::Pci, Rule::Own];
    let own = Own { urgent: Some(1), security: Some(7), other: Some(60) };
    let judged = Policy {
        version: 5,
        rules: Rules { active: active.into(), own: Some(own) },
        exposed: vec![SpkiHash([7; 32])],
        exceptions: vec![sealed_exception()],
        ..policy()
    };
    vec![
        ("first", policy()),
        ("every_field", strict),
        ("cooling_off", waits),
        ("people", people),
        ("judged", judged),
    ]
}

fn feeds() -> Vec<(&'static str, Feeds)> {
    let none = Feeds {
        office: office(),
        issued: at("2026-11-23T08:00:00Z"),
        catalogue: None,
        rated: Vec::new(),
        ends: Vec::new(),
    };
    vec![("usual", usual_feeds()), ("nothing_known", none)]
}

fn usual_feeds() -> Feeds {
    let cve = |text: &str| text.parse().unwrap();
    let since = "2026-11-20".parse().unwrap();
    let listed = |text, ransomware| Listed { cve: cve(text), since, ransomware };
    let unrated = |text| Rated { cve: cve(text), score: None, automatable: None, impact: None, likely: None };
    let rated = |text, impact| Rated {
        score: Some(98),
        automatable: Some(true),
        impact: Some(impact),
        likely: Some(9_712),
        ..unrated(text)
    };
    Feeds {
        office: office(),
        issued: at("2026-11-23T08:00:00Z"),
        catalogue: Some(Catalogue {
            published: at("2026-11-22T17:00:00Z"),
            listed: vec![listed("CVE-2025-12345", Some(true)), listed("CVE-2026-0001", None)],
        }),
        rated: vec![
            rated("CVE-2025-12345", Impact::Total),
            rated("CVE-2026-0001", Impact::Partial),
            unrated("CVE-2026-0002"),
        ],
        ends: vec![End {
            system: "debian".into(),
            release: "12".into(),
            until: "2028-06-30".parse().unwrap(),
        }],
    }
}

fn exceptions() -> Vec<(&'static str, Exception)> {
    let everywhere = Exception { pcs: Vec::new(), ..exception() };
    vec![("one_pc", exception()), ("everywhere", everywhere)]
}

fn exception() -> Exception {
    Exception {
        office: office(),
        id: Uuid::from_u128(0xe1),
        package: "xray-viewer".parse().unwrap(),
        pcs: vec![SpkiHash([7; 32])],
        by: "Maria".into(),
        why: "The new version does not read our pictures".into(),
        instead: "That PC is not on the internet".into(),
        issued: at("2026-11-23T09:00:00Z"),
        until: at("2026-12-23T09:00:00Z"),
    }
}

pub(crate) fn accounts() -> Accounts {
    Accounts {
        people: 5,
        administrators: vec!["jonas".into(), "maria".into()],
        masters: vec!["root".into()],
        by_group: vec![ByGroup { name: "ana".into(), group: "docker".into() }],
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn office() -> OfficeId {
    OfficeId(Uuid::from_u128(0xaaaa))
}

pub(crate) fn job_id() -> JobId {
    JobId(Uuid::from_u128(1))
}

pub(crate) fn round_id() -> RoundId {
    RoundId(Uuid::from_u128(2))
}

pub(crate) fn update_id() -> UpdateId {
    "apt:openssl:amd64@3.0.19-1~deb12u2".parse().unwrap()
}

/// Documents as a manager of the version before signed them: they hold for good.
pub(crate) fn sealed_job() -> Envelope {
    sealed("job")
}

pub(crate) fn sealed_charter() -> Envelope {
    sealed("charter")
}

pub(crate) fn sealed_policy() -> Envelope {
    sealed("policy")
}

pub(crate) fn sealed_feeds() -> Envelope {
    Envelope::seal(&usual_feeds(), &key(2)).unwrap()
}

fn sealed_exception() -> Envelope {
    Envelope::seal(&exception(), &key(1)).unwrap()
}

fn sealed(document: &str) -> Envelope {
    let text = fs::read_to_string(golden("earlier", "envelope")).unwrap();
    let envelopes: Value = serde_json::from_str(&text).unwrap();
    serde_json::from_value(envelopes[document].clone()).unwrap()
}

#[test]
fn documents_signed_by_the_version_before_are_still_verified_and_mean_the_same() {
    assert_eq!(sealed_job().open::<Job>(|key| *key == public(&self::key(2))), Ok(job()));
    assert_eq!(Charter::first(&sealed_charter()), Ok(charter()));
    assert_eq!(Policy::accept(&sealed_policy(), &charter(), None, at("2026-11-23T10:00:00Z")), Ok(policy()));
}

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

fn member(n: u8, role: Role) -> Member {
    Member {
        key: public(&key(n)),
        name: "Maria".into(),
        role,
        not_after: None,
        devices: vec![SpkiHash([n; 32])],
    }
}

fn job() -> Job {
    let ids = vec![update_id(), "apt:tzdata:all@2026b-0+deb12u1".parse().unwrap()];
    Job {
        office: office(),
        job: job_id(),
        round: round_id(),
        pc: SpkiHash([7; 32]),
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: at("2026-11-23T10:00:00Z"),
        expires: at("2026-11-24T10:00:00Z"),
        steps: vec![Step::Refresh {}, Step::Install { ids, agreed_removals: Vec::new() }],
        when: When::Now,
        try_first: false,
        reply: None,
    }
}

fn charter() -> Charter {
    Charter {
        office: office(),
        name: "Corner Shop".into(),
        version: 1,
        prev: None,
        issued: at("2026-11-23T09:00:00Z"),
        members: vec![member(1, Role::Own), member(2, Role::Operate)],
        recovery_key: PublicKey(public(&key(9)).0),
        revoked: Vec::new(),
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

fn policy() -> Policy {
    Policy::first(office(), at("2026-11-23T09:00:00Z"))
}
