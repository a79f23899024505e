//! Joins what is there and what was offered into updates.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    ids::PackageName,
    update::{Held, Needs, Reason, Released, ReleasedFrom, Reversible, SYSTEM_PARTS, Scope, Substantial},
};

use super::{
    SOURCE,
    config::Config,
    described::Described,
    installed::All,
    offered::{Offer, Offered},
    permissions::Metadata,
    reference::{Kind, Reference},
};
use crate::substantial::{self, Facts};

/// Programs whose maker raises the first number every few weeks, whatever has changed.
const ROLLING: [&str; 9] = [
    "org.mozilla.firefox",
    "org.mozilla.Thunderbird",
    "org.chromium.Chromium",
    "com.google.Chrome",
    "com.google.ChromeDev",
    "com.brave.Browser",
    "com.microsoft.Edge",
    "com.vivaldi.Vivaldi",
    "com.opera.Opera",
];
/// Digits of a commit that stand for a version where there is none, as flatpak shows them.
const SHORT: usize = 12;

/// One offer that is still about what is there.
#[derive(Debug, Clone, Copy)]
pub struct Fresh<'a> {
    /// What it is about.
    pub reference: &'a Reference,
    /// What is offered.
    pub offer: &'a Offer,
}

/// The offers that are still about what is there: another commit came by another way, and what is newer than that nobody
/// has asked.
pub fn fresh<'a>(all: &'a All, offered: &'a Offered) -> Vec<Fresh<'a>> {
    let of_one = |(reference, there): (&'a Reference, &'a super::installed::Installed)| {
        let offers = offered.of(&there.origin)?;
        let is_newer = |offer: &&Offer| {
            offer.reference == reference.as_str()
                && offer.from == there.commit
                && offer.commit != there.commit
        };
        offers.iter().find(is_newer).map(|offer| Fresh { reference, offer })
    };
    all.iter().filter_map(of_one).collect()
}

/// What one update is made of besides its offer.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    /// Everything that is installed.
    pub all: &'a All,
    /// What is masked.
    pub config: &'a Config,
    /// What is said of the commits that are there, by ref.
    pub described: &'a BTreeMap<Reference, Described>,
    /// Their metadata files.
    pub metadata: &'a BTreeMap<Reference, String>,
    /// Whose they are.
    pub scope: Scope,
}

/// The updates, sorted by id. What makes no plain id is left out.
pub fn join(pc: PcId, fresh: &[Fresh<'_>], known: &Known<'_>) -> Vec<Update> {
    let mut updates: Vec<Update> = fresh.iter().filter_map(|fresh| update(pc, fresh, known)).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates
}

fn update(pc: PcId, Fresh { reference, offer }: &Fresh<'_>, known: &Known<'_>) -> Option<Update> {
    let id = reference.at(&offer.commit);
    if id.is_none() {
        tracing::debug!(%reference, "Left out an update that makes no plain id");
    }
    let id: UpdateId = id?;
    let there = known.described.get(reference)?;
    let is_masked = known.config.is_masked(reference.as_str());
    let (installed, candidate) = versions(there, offer);
    Some(Update {
        id,
        pc,
        source: SOURCE.to_owned(),
        package: reference.package()?,
        group: reference.group().to_owned(),
        name: name(reference, there),
        installed: Some(installed),
        candidate,
        class: None,
        severity: None,
        substantial: judge(reference, there, offer, known),
        cves: None,
        known_exploited: None,
        released: offer.date.map(|date| Released { date, from: ReleasedFrom::Maker }),
        size: offer.download,
        notes: offer.ended.clone(),
        changes: None,
        needs: needs(reference, offer, known.all),
        reversible: Some(way_back(offer, known.scope)),
        scope: known.scope,
        held: is_masked.then_some(Held { by: None, why: None, until: None }),
        phased: false,
        blocked: offer.replaced_by.is_some().then_some(Cause::WouldRemove),
    })
}

fn name(reference: &Reference, there: &Described) -> String {
    match reference.kind() {
        Kind::App => there.name.clone().unwrap_or_else(|| reference.id().to_owned()),
        Kind::Runtime => SYSTEM_PARTS.to_owned(),
    }
}

/// What a person reads: the maker's versions; where those are the same or missing, the days on which both were made, and
/// where those are the same too, the commits.
fn versions(there: &Described, offer: &Offer) -> (String, String) {
    let both = |told: Telling| {
        let old = told(there.version.as_deref(), there.date, &offer.from);
        (old, told(offer.version.as_deref(), offer.date, &offer.commit))
    };
    let tellings: [Telling; 2] = [by_version, by_version_and_day];
    let found = tellings.into_iter().map(both).find(|(old, new)| old != new);
    found.unwrap_or_else(|| (short(&offer.from), short(&offer.commit)))
}

/// How a version, the time it was made and its commit are told.
type Telling = fn(Option<&str>, Option<Timestamp>, &str) -> String;

fn by_version(version: Option<&str>, date: Option<Timestamp>, commit: &str) -> String {
    version.map_or_else(|| day(date, commit), str::to_owned)
}

fn by_version_and_day(version: Option<&str>, date: Option<Timestamp>, commit: &str) -> String {
    let day = day(date, commit);
    version.map_or_else(|| day.clone(), |version| format!("{version} ({day})"))
}

fn day(date: Option<Timestamp>, commit: &str) -> String {
    date.map_or_else(|| short(commit), |date| date.to_zoned(TimeZone::UTC).date().to_string())
}

fn short(commit: &str) -> String {
    commit.chars().take(SHORT).collect()
}

/// `None` is "not judged": it is not known which versions they are, or what the new one may do.
fn judge(reference: &Reference, there: &Described, offer: &Offer, known: &Known<'_>) -> Option<Substantial> {
    let mut reasons = Vec::new();
    let is_app = reference.kind() == Kind::App;
    let step = if is_app { step(reference, there, offer) } else { Some(Vec::new()) };
    let more = if is_app { may_more(reference, offer, known) } else { Some(false) };
    reasons.extend(step.clone().into_iter().flatten());
    if more == Some(true) {
        reasons.push(Reason::NewPermissions {});
    }
    if offer.replaced_by.is_some() {
        reasons.extend(reference.package().map(|package| Reason::Removes { packages: vec![package] }));
    }
    if offer.ended.is_some() || offer.replaced_by.is_some() {
        reasons.push(Reason::MakerSays {});
    }
    let is_judged = step.is_some() && more.is_some();
    (is_judged || !reasons.is_empty()).then(|| Substantial::because(reasons))
}

/// By the same rule as of any other program's first number.
fn step(reference: &Reference, there: &Described, offer: &Offer) -> Option<Vec<Reason>> {
    let (Some(installed), Some(candidate)) = (&there.version, &offer.version) else { return None };
    if ROLLING.contains(&reference.id()) {
        return Some(Vec::new());
    }
    let facts = Facts {
        package: reference.id().to_owned(),
        group: reference.group().to_owned(),
        installed: Some(installed.clone()),
        candidate: candidate.clone(),
        window: Some(true),
        ..Facts::default()
    };
    substantial::judge(&[facts]).into_iter().flatten().next().map(|judged| judged.reasons)
}

fn may_more(reference: &Reference, offer: &Offer, known: &Known<'_>) -> Option<bool> {
    let (old, new) = (known.metadata.get(reference)?, offer.metadata.as_ref()?);
    Some(Metadata::parse(new).may_more_than(&Metadata::parse(old)))
}

/// What runs goes on in its old version until it is closed: nothing has to be.
fn needs(reference: &Reference, offer: &Offer, all: &All) -> Needs {
    let replaced = offer.replaced_by.as_ref();
    let runtime = offer.metadata.as_ref().and_then(|metadata| new_runtime(metadata, all));
    let new = replaced.and_then(|text| text.parse::<Reference>().ok()).and_then(|new| new.package());
    Needs {
        restart: Some(false),
        close: Some(Vec::new()),
        sign_out: Some(false),
        removes: replaced.and(reference.package()).into_iter().collect(),
        adds: new.into_iter().chain(runtime).collect(),
        ..Needs::default()
    }
}

/// The runtime that a metadata file names and that comes along because it is not there yet.
pub fn new_runtime(metadata: &str, all: &All) -> Option<PackageName> {
    let runtime = Metadata::parse(metadata).runtime?;
    let runtime = Reference::of(Kind::Runtime, &runtime).ok()?;
    (!all.contains_key(&runtime)).then(|| runtime.package())?
}

/// The remote keeps what was there before, not the PC: whether it still does was asked with the offer. Of a person's own
/// nobody notes what was there.
fn way_back(offer: &Offer, scope: Scope) -> Reversible {
    if scope == Scope::Person {
        Reversible::Not(Cause::NothingKept)
    } else if offer.replaced_by.is_some() {
        Reversible::Not(Cause::UndoBlocked)
    } else if offer.has_older {
        Reversible::Kept {}
    } else {
        Reversible::Not(Cause::NothingKept)
    }
}
