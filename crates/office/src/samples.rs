//! Small, real-looking values for tests.

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{
    Job, PcId, PublicKey, RoundId, SpkiHash, Step, Update, UpdateId,
    ids::{JobId, OfficeId},
    job::When,
    update::{Change, ChangeSource, Needs, Scope},
    wire::{PersonScan, Scan, SourceScan},
};
use uuid::Uuid;

pub(crate) fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

pub(crate) fn pc() -> PcId {
    SpkiHash([1; 32])
}

pub(crate) fn update(id: &str) -> Update {
    let id: UpdateId = id.parse().unwrap();
    Update {
        pc: pc(),
        source: id.source().to_owned(),
        package: id.native().parse().unwrap(),
        group: id.native().to_owned(),
        name: id.native().to_owned(),
        installed: Some("1".to_owned()),
        candidate: id.version().to_owned(),
        id,
        class: None,
        substantial: None,
        cves: None,
        known_exploited: None,
        severity: None,
        released: None,
        size: Some(1000),
        notes: None,
        changes: None,
        needs: Needs::default(),
        reversible: None,
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}

pub(crate) fn change(words: &str) -> Change {
    let (package, file) = ("a".parse().unwrap(), "usr/share/doc/a/NEWS.Debian.gz".to_owned());
    Change { words: words.to_owned(), from: ChangeSource::Package { package, version: "2".to_owned(), file } }
}

pub(crate) fn scan(updates: &[Update]) -> Scan {
    Scan {
        revision: "r".to_owned(),
        scanned_at: now(),
        restart_pending: Some(false),
        restart_for: Vec::new(),
        sources: vec![SourceScan {
            source: "apt".to_owned(),
            cause: None,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at: Some(now()),
            whole: false,
            managed: false,
        }],
        updates: updates.to_vec(),
        kept: Vec::new(),
        people: Vec::new(),
    }
}

/// The update of a program that the account with this number has for itself, and the source that was read there.
pub(crate) fn own(account: &str) -> Update {
    let id: UpdateId = "flatpak:app/org.lab.Notes/x86_64/stable@2".parse().unwrap();
    let package = "org.lab.Notes".parse().unwrap();
    let (name, group) = ("Notes".to_owned(), "org.lab.Notes".to_owned());
    let id = id.of_person(account).unwrap();
    Update { package, group, name, scope: Scope::Person, ..update(id.as_str()) }
}

pub(crate) fn person_scan(account: &str, person: &str) -> PersonScan {
    PersonScan {
        account: account.to_owned(),
        person: person.to_owned(),
        source: "flatpak".to_owned(),
        told_at: now(),
        cause: None,
        refreshed_at: Some(now()),
    }
}

pub(crate) fn job(ids: &[&str]) -> Job {
    let ids = ids.iter().map(|id| id.parse().unwrap()).collect();
    Job {
        office: OfficeId(Uuid::nil()),
        job: JobId(Uuid::from_u128(1)),
        round: RoundId(Uuid::from_u128(2)),
        pc: pc(),
        charter_version: 1,
        issuer: PublicKey([4; 32]),
        not_before: now(),
        expires: now() + 24.hours(),
        steps: vec![Step::Install { ids, agreed_removals: Vec::new() }],
        when: When::Now,
        try_first: false,
        reply: None,
    }
}

pub(crate) fn stored_pc(name: &str, scan: Option<Scan>) -> crate::store::pcs::StoredPc {
    crate::store::pcs::StoredPc {
        id: pc(),
        name: name.to_owned(),
        address: "192.0.2.1:7443".parse().unwrap(),
        facts: patchround_protocol::wire::Facts::default(),
        last_seen: Some(now()),
        last_trouble: None,
        scan,
        restart: crate::due::Debts::default(),
        refreshed: None,
        refresh_failed: None,
        cursor: 0,
        log: 0,
        mark: None,
        chain: None,
        rules: crate::rules::Rules::default(),
        concerns: Vec::new(),
        courses: crate::course::Courses::default(),
    }
}
