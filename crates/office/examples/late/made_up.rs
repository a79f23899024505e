//! PCs, what they lack, and what the world knows of it: made up, in the size of real ones.

use std::net::SocketAddr;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use patchround_office::{
    Error,
    feeds::Gathered,
    store::{Store, missing::SeenOn},
};
use patchround_protocol::{
    PcId, PcState, Update,
    cve::{Listed, Rated},
    feeds::Catalogue,
    ids::SpkiHash,
    update::{Class, Needs, Released, ReleasedFrom, Scope},
    wire::{Facts, Scan, SourceScan},
};

/// Packages of which updates are.
const PACKAGES: u32 = 997;
/// As many as CISA's catalogue had in autumn 2026, and as many more of which feeds tell.
const LISTED: u32 = 1_500;
const RATED: u32 = 3_000;
/// Of so many flaws attackers use one.
const ONE_IS_USED_OF: u32 = 100;

/// What a PC is called.
pub(crate) fn name(number: u32) -> String {
    format!("reception-{number}")
}

/// A PC that joins.
pub(crate) fn join(store: &Store, number: u32, now: Timestamp) -> Result<PcId, Error> {
    let mut key = [7; 32];
    key[..4].copy_from_slice(&number.to_be_bytes());
    let pc = SpkiHash(key);
    store.keep_pc(pc, &name(number), address(number), &facts(number), now)?;
    Ok(pc)
}

/// A look that finds this.
pub(crate) fn look(
    store: &Store,
    pc: PcId,
    number: u32,
    updates: &[Update],
    at: Timestamp,
) -> Result<(), Error> {
    store.saw(pc, address(number), &facts(number), at)?;
    store.keep_scan(pc, &scan(updates, at), at)?;
    let state = if updates.is_empty() { PcState::UpToDate } else { PcState::UpdatesAvailable };
    let day = at.to_zoned(TimeZone::system()).date();
    store.note_seen_on(SeenOn { pc, day, at, state })
}

/// An update with an id, a name and flaws as Debian's have them. Four of five fix flaws.
pub(crate) fn update(pc: PcId, number: u32, released: Timestamp) -> Update {
    let (part, version) = (number % PACKAGES, number / PACKAGES);
    let package = format!("libreoffice-part-{part}");
    let candidate = format!("4:7.4.7-1+deb12u{version}");
    let class = if number.is_multiple_of(5) { Class::Other } else { Class::Security };
    let flaws = if class == Class::Other { 0 } else { 1 + number % 3 };
    Update {
        id: format!("apt:{package}:amd64@{candidate}").parse().expect("made of what an id may be made of"),
        pc,
        source: "apt".to_owned(),
        package: package.parse().expect("made of what a name may be made of"),
        group: format!("libreoffice-{}", part % 40),
        name: "Letters, tables and slides".to_owned(),
        installed: Some("4:7.4.5-3".to_owned()),
        candidate,
        class: Some(class),
        severity: None,
        substantial: None,
        cves: Some((0..flaws).map(|n| cve((number + n) * 7 % (RATED * 2))).collect()),
        known_exploited: None,
        released: Some(Released { date: released, from: ReleasedFrom::Maker }),
        size: Some(12_000_000),
        notes: None,
        changes: None,
        needs: Needs { restart: Some(false), ..Needs::default() },
        reversible: None,
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}

/// What the feeds know: most of the flaws that are fixed here, and of few of them that attackers use them.
pub(crate) fn gathered() -> Gathered {
    let flaw = |n: u32| cve(n).parse().expect("made of what an id may be made of");
    let since = Date::constant(2026, 1, 2);
    let listed = (0..LISTED).map(|n| Listed { cve: flaw(n * ONE_IS_USED_OF), since, ransomware: None });
    let rated = |n: u32| Rated {
        cve: flaw(n * 2),
        score: Some(70 + u8::try_from(n % 30).unwrap_or_default()),
        automatable: Some(n.is_multiple_of(2)),
        impact: None,
        likely: Some(1_000),
    };
    Gathered {
        catalogue: Some(Catalogue { published: Timestamp::now() - 1.hours(), listed: listed.collect() }),
        rated: (0..RATED).map(rated).collect(),
        ends: Vec::new(),
    }
}

fn cve(number: u32) -> String {
    format!("CVE-2026-{:07}", 1_000_000 + number)
}

fn address(number: u32) -> SocketAddr {
    let [.., high, low] = number.to_be_bytes();
    SocketAddr::from(([198, 51, 100 + high % 2, low], 7443))
}

fn facts(number: u32) -> Facts {
    Facts {
        host_name: name(number),
        os: Some("Debian GNU/Linux 12 (bookworm)".to_owned()),
        helper: env!("CARGO_PKG_VERSION").to_owned(),
        os_fixed_until: Some(Date::constant(2028, 6, 30)),
        ..Facts::default()
    }
}

fn scan(updates: &[Update], at: Timestamp) -> Scan {
    let source = SourceScan {
        source: "apt".to_owned(),
        cause: None,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: Some(at),
        whole: false,
        managed: false,
    };
    Scan {
        revision: at.to_string(),
        scanned_at: at,
        restart_pending: Some(false),
        restart_for: Vec::new(),
        sources: vec![source],
        updates: updates.to_vec(),
        kept: Vec::new(),
        people: Vec::new(),
    }
}
