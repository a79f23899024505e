//! The made-up PCs of prepared offices.

use std::net::SocketAddr;

use jiff::{Timestamp, ToSpan, civil::Date};
use patchround_office::trouble::Trouble;
use patchround_protocol::{
    Cause, PcId, SpkiHash, Update, UpdateId,
    accounts::{Accounts, ByGroup},
    update::{Change, ChangeSource, Class, Held, Needs, Reason, Released, ReleasedFrom, Scope, Substantial},
    wake::{Card, Mac},
    wire::{Facts, Scan, SourceScan},
};

/// One PC.
pub(super) struct Pc {
    pub(super) id: PcId,
    pub(super) name: String,
    /// Who uses it; `None` where many share it.
    pub(super) person: Option<String>,
    pub(super) address: SocketAddr,
    pub(super) facts: Facts,
    pub(super) scan: Scan,
    /// Since when its updates are known.
    pub(super) hours_known: i64,
    /// How long it has been off.
    pub(super) hours_off: i64,
    pub(super) trouble: Option<Trouble>,
}

const NAMES: [(&str, &str); 12] = [
    ("Front desk", "maria"),
    ("Room 1", "dr-weiss"),
    ("Room 2", "dr-okoye"),
    ("Accounts", "jonas"),
    ("Ana's laptop", "ana"),
    ("Lab", ""),
    ("X-ray", ""),
    ("Reception", "lena"),
    ("Storage", ""),
    ("Office", "maria"),
    ("Meeting room", ""),
    ("Spare laptop", ""),
];
const NOTES: &str = "This version closes a hole in the handling of pictures.\nIt starts faster.";
const PROGRAMS: [(&str, &str, Class); 6] = [
    ("firefox-esr", "Firefox", Class::Security),
    ("libreoffice", "LibreOffice", Class::Other),
    ("thunderbird", "Thunderbird", Class::Security),
    ("linux", "System parts", Class::Security),
    ("vlc", "VLC", Class::Other),
    ("evince", "Document Viewer", Class::Other),
];

/// Twelve PCs: most in order, some with updates, one needs a restart, one is off.
pub(super) fn office() -> Vec<Pc> {
    let updates = [3, 2, 0, 4, 2, 0, 0, 1, 0, 0, 0, 0];
    let mut pcs: Vec<Pc> = (0..12).map(|n| pc(n, updates[n])).collect();
    pcs[4].hours_off = 50;
    pcs[6].scan.restart_pending = Some(true);
    pcs
}

/// Thirty PCs with everything that can be the matter, and hostile names.
pub(super) fn in_trouble() -> Vec<Pc> {
    let mut pcs: Vec<Pc> = (0..30).map(|n| pc(n, n % 5)).collect();
    pcs[1].hours_known = 24 * 45;
    pcs[2].hours_known = 24 * 20;
    pcs[3].scan.sources[0].unfinished = Some(Cause::InterruptedBefore);
    pcs[4].trouble = Some(Trouble::ClockWrong);
    pcs[5].hours_off = 24 * 9;
    let id = pcs[6].id;
    pcs[6].scan.updates.push(held(id));
    let id = pcs[7].id;
    pcs[7].scan.updates.push(removing(id));
    pcs[8].scan.sources[0].cause = Some(Cause::NoNetwork);
    pcs[9].hours_off = 26;
    pcs[10].facts.os = Some("Debian GNU/Linux 10 (buster)".to_owned());
    pcs[10].facts.os_fixed_until = Some(Date::constant(2024, 6, 30));
    pcs[11].name = "<script>alert(1)</script>".to_owned();
    pcs[12].name = format!("PC {}", "very ".repeat(13).trim_end());
    let id = pcs[13].id;
    pcs[13].scan.updates.push(urgent(id));
    for number in [16, 17] {
        let id = pcs[number].id;
        pcs[number].scan.updates.push(new_menus(id));
    }
    let id = pcs[18].id;
    pcs[15].facts.os = Some("Windows 11 Pro 24H2".to_owned());
    pcs[15].scan.sources[0].source = "windows_update".to_owned();
    pcs[15].scan.sources[0].managed = true;
    pcs[18].facts.can_ask = true;
    pcs[18].scan.updates.push(big(id));
    pcs[14].name = "\u{645}\u{643}\u{62a}\u{628} 2".to_owned();
    if let Some(update) = pcs[14].scan.updates.first_mut() {
        update.name = format!("<b>{}</b>", "x".repeat(2000));
        update.notes = Some("<img src=x onerror=alert(1)>\n\u{202e}gnp.exe ".repeat(200));
    }
    pcs
}

/// So new that it waits.
fn new_menus(pc: PcId) -> Update {
    Update {
        id: "apt:office-suite@9.0".parse().expect("a made-up id is an id"),
        name: "Office suite".to_owned(),
        class: Some(Class::Security),
        substantial: Some(Substantial::because(vec![Reason::FirstNumber { from: 8, to: 9 }])),
        released: Some(Released { date: Timestamp::now() - 20.hours(), from: ReleasedFrom::Maker }),
        ..update(pc, 0)
    }
}

/// What somebody asked to wait with.
pub(super) const BIG: &str = "apt:libreoffice@26.2";

/// So big a change that people are asked about it.
fn big(pc: PcId) -> Update {
    Update {
        id: BIG.parse().expect("a made-up id is an id"),
        name: "LibreOffice".to_owned(),
        class: Some(Class::Other),
        known_exploited: Some(false),
        severity: None,
        released: Some(Released { date: Timestamp::now() - 240.hours(), from: ReleasedFrom::Maker }),
        ..new_menus(pc)
    }
}

/// A thousand PCs with fifty updates each.
pub(super) fn many() -> Vec<Pc> {
    (0..1000).map(|n| pc(n, if n % 3 == 0 { 0 } else { 50 })).collect()
}

fn pc(number: usize, updates: usize) -> Pc {
    let (name, who) = NAMES[number % NAMES.len()];
    let name =
        if number < NAMES.len() { name.to_owned() } else { format!("{name} {}", number / NAMES.len() + 1) };
    let mut key = [7; 32];
    key[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let id = SpkiHash(key);
    let now = Timestamp::now();
    let signed_in = if who.is_empty() { Vec::new() } else { vec![who.to_owned()] };
    let facts = Facts {
        host_name: name.to_lowercase().replace(' ', "-"),
        os: Some("Debian GNU/Linux 12 (bookworm)".to_owned()),
        helper: env!("CARGO_PKG_VERSION").to_owned(),
        disk_bytes: Some(256 << 30),
        disk_free: Some((20 + number as u64 % 90) << 30),
        uptime_seconds: Some(40_000),
        signed_in: Some(signed_in),
        local_administrators: None,
        can_ask: false,
        cards: vec![Card { mac: card(number), wakes: Some(true) }],
        journal_unread: None,
        accounts: Some(accounts(number, who)),
        os_fixed_until: Some(Date::constant(2028, 6, 30)),
        own_updaters: Vec::new(),
        system: None,
    };
    let person = if who.is_empty() { None } else { Some(plain_name(who)) };
    let source = SourceScan {
        source: "apt".to_owned(),
        cause: None,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: Some(now),
        whole: false,
        managed: false,
    };
    let scan = Scan {
        revision: "r".to_owned(),
        scanned_at: now,
        restart_pending: Some(false),
        restart_for: Vec::new(),
        sources: vec![source],
        updates: (0..updates).map(|n| update(id, number + n)).collect(),
        kept: Vec::new(),
        people: Vec::new(),
    };
    let [.., high, low] = (number as u32).to_be_bytes();
    let address = SocketAddr::from(([198, 51, 100 + high % 2, low], 7443));
    Pc { id, name, person, address, facts, scan, hours_known: 40, hours_off: 0, trouble: None }
}

/// "Dr Weiss" for `dr-weiss`.
fn plain_name(account: &str) -> String {
    let parts = account.split('-').map(|part| {
        let (first, rest) = part.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// On some PCs nobody can change everything, on some too many can.
fn accounts(number: usize, who: &str) -> Accounts {
    let names = [who, "peter", "olga"].into_iter().filter(|name| !name.is_empty());
    let administrators: Vec<String> = names.take(number % 4).map(str::to_owned).collect();
    let by_group = (number % 6 == 5).then(|| ByGroup { name: "ana".to_owned(), group: "docker".to_owned() });
    let masters = if number % 6 == 3 { vec!["root".to_owned()] } else { Vec::new() };
    Accounts { people: 5, administrators, masters, by_group: by_group.into_iter().collect() }
}

/// A card as its maker might number it.
fn card(number: usize) -> Mac {
    let [.., high, low] = (number as u32).to_be_bytes();
    Mac::new([0x3c, 0x52, 0x82, 0x10, high, low]).expect("a card of one computer")
}

/// The security fix of a month that is over, so many months ago.
pub(super) fn fix(pc: PcId, months: usize) -> Update {
    let candidate = format!("1.{}", 50 - months);
    let id = format!("apt:thunderbird:amd64@{candidate}").parse().expect("a made-up id is an id");
    Update { id, candidate, ..update(pc, 2) }
}

/// The first few are programs, all further ones parts of the system.
pub(super) fn update(pc: PcId, number: usize) -> Update {
    let at = number % 50;
    let (package, name, class) = match PROGRAMS.get(at) {
        Some((package, name, class)) => ((*package).to_owned(), (*name).to_owned(), *class),
        None => (format!("libpart{at}"), "System parts".to_owned(), Class::Security),
    };
    let group = if at >= PROGRAMS.len() { "linux".to_owned() } else { package.clone() };
    let id: UpdateId = format!("apt:{package}:amd64@2.{at}").parse().expect("a made-up id is an id");
    Update {
        package: package.parse().expect("a made-up name is a name"),
        id,
        pc,
        source: "apt".to_owned(),
        group,
        name,
        installed: Some("1.0".to_owned()),
        candidate: format!("2.{at}"),
        class: Some(class),
        substantial: None,
        cves: Some(if class == Class::Security { vec!["CVE-2026-1234".to_owned()] } else { Vec::new() }),
        known_exploited: None,
        severity: None,
        released: Some(Released { date: Timestamp::now() - 72.hours(), from: ReleasedFrom::Maker }),
        size: Some(12_000_000),
        changes: changes(&package),
        notes: (package == "firefox-esr").then(|| NOTES.to_owned()),
        needs: Needs {
            restart: Some(package == "linux"),
            close: (package == "firefox-esr").then(|| vec!["Firefox".to_owned()]),
            ..Needs::default()
        },
        reversible: None,
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}

/// Of one the maker says much, of one nothing; of most nobody has read it.
fn changes(package: &str) -> Option<Vec<Change>> {
    let change = |words: &str| Change {
        words: words.to_owned(),
        from: ChangeSource::Package {
            package: package.parse().expect("a made-up name is a name"),
            version: "2.1".to_owned(),
            file: format!("usr/share/doc/{package}/NEWS.Debian.gz"),
        },
    };
    match package {
        "libreoffice" => Some(vec![
            change("Menus look different."),
            change("The Save button moves to the left."),
            change("Macros made before 2015 no longer work."),
        ]),
        "thunderbird" => Some(Vec::new()),
        _ => None,
    }
}

/// An update that was kept back at the PC.
fn held(pc: PcId) -> Update {
    Update { held: Some(Held { by: None, why: None, until: None }), ..update(pc, 4) }
}

/// An update that would remove something.
fn removing(pc: PcId) -> Update {
    let mut update = update(pc, 5);
    update.needs.removes = vec!["evince-common".parse().expect("a made-up name is a name")];
    update
}

/// What attackers use.
fn urgent(pc: PcId) -> Update {
    Update { known_exploited: Some(true), class: Some(Class::Urgent), ..update(pc, 0) }
}
