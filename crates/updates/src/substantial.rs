//! Which updates change how people work (rules.md 5; `docs/decisions/0049`; measured in `docs/substantial.md`).
//!
//! - The first number of the version changes, of a package that people see: it has a window of its own, or is the
//!   desktop itself. Everything of the same source package goes with it, since its parts need each other. A year
//!   that follows a year is no such change, nor is a browser whose maker counts on every few weeks.
//! - Something would be removed.
//! - It comes from another maker than what is there.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{
    ids::PackageName,
    update::{Reason, Substantial},
};

/// A first number from which on it is a year, or begins with one (`2026b`, `20250419`).
const YEARS: u64 = 1990;
/// Source packages and packages whose maker raises the first number every few weeks, whatever has changed.
const ROLLING: [&str; 5] = ["chromium", "chromium-browser", "ungoogled-chromium", "firefox", "brave-browser"];
/// How the names of others of that kind begin.
const ROLLING_BEGINNINGS: [&str; 10] = [
    "google-chrome-",
    "microsoft-edge-",
    "vivaldi-",
    "opera-",
    "Google.Chrome",
    "Microsoft.Edge",
    "Mozilla.Firefox",
    "Vivaldi.",
    "Opera.",
    "Brave.Brave",
];
/// Makers who publish under several names.
const SAME_MAKER: [(&str, &str); 3] =
    [("Debian Backports", "Debian"), ("UbuntuESM", "Ubuntu"), ("UbuntuESMApps", "Ubuntu")];

/// What is known of one update.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its package.
    pub package: String,
    /// Its source package.
    pub group: String,
    /// The version that is there, where it is known.
    pub installed: Option<String>,
    /// The version that is offered.
    pub candidate: String,
    /// Whether people see it: a window of its own, or the desktop. `None` where that could not be read.
    pub window: Option<bool>,
    /// Who made what is there, as the archives call themselves; empty where nobody says.
    pub from: BTreeSet<String>,
    /// Who made what is offered.
    pub to: BTreeSet<String>,
    /// What would be removed for it.
    pub removes: Vec<PackageName>,
}

/// Judges the updates of one PC, in their order. `None` is "not judged": it is not known what is there, or whether
/// people see it.
pub fn judge(all: &[Facts]) -> Vec<Option<Substantial>> {
    let mut of_group: BTreeMap<&str, Vec<Reason>> = BTreeMap::new();
    for facts in all.iter().filter(|facts| facts.window == Some(true)) {
        let reasons = of_group.entry(&facts.group).or_default();
        reasons.extend(step(facts).filter(|step| !reasons.contains(step)));
    }
    all.iter().map(|facts| of_one(facts, of_group.get(&*facts.group).map_or(&[], Vec::as_slice))).collect()
}

fn of_one(facts: &Facts, of_group: &[Reason]) -> Option<Substantial> {
    facts.installed.as_ref()?;
    let mut reasons = of_group.to_vec();
    reasons.extend(removes(facts));
    reasons.extend(new_maker(facts));
    let is_open = facts.window.is_none() && step(facts).is_some();
    (!reasons.is_empty() || !is_open).then(|| Substantial::because(reasons))
}

/// The change of the first number, where it tells anything.
fn step(facts: &Facts) -> Option<Reason> {
    let installed = facts.installed.as_deref()?;
    let (from, to) = (first_number(installed)?, first_number(&facts.candidate)?);
    let are_years = from >= YEARS && to >= YEARS;
    if from == to || are_years || is_rolling(&facts.package) || is_rolling(&facts.group) {
        return None;
    }
    // With another epoch the maker counts anew: what is less is not older.
    let goes_back = to < from && epoch(installed).0 == epoch(&facts.candidate).0;
    Some(if goes_back { Reason::Downgrade {} } else { Reason::FirstNumber { from, to } })
}

fn is_rolling(name: &str) -> bool {
    ROLLING.contains(&name) || ROLLING_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

fn removes(facts: &Facts) -> Option<Reason> {
    (!facts.removes.is_empty()).then(|| Reason::Removes { packages: facts.removes.clone() })
}

fn new_maker(facts: &Facts) -> Option<Reason> {
    let [from, to] = [&facts.from, &facts.to].map(|said| {
        let makers = said.iter().map(|name| maker(name)).filter(|name| !name.is_empty());
        makers.collect::<BTreeSet<&str>>()
    });
    let (old, new) = (from.first()?, to.first()?);
    from.is_disjoint(&to).then(|| Reason::NewMaker { from: (*old).to_owned(), to: (*new).to_owned() })
}

fn maker(name: &str) -> &str {
    SAME_MAKER.iter().find(|(other, _)| *other == name).map_or(name, |(_, maker)| maker)
}

/// The first number of the program's own version in a package's version (Debian Policy 5.6.12): without the epoch
/// and the distribution's revision, cut where something is added. Where `+really` says that the distribution went
/// back, the version behind it is the one that is there. `None` where it does not begin with a number.
pub fn first_number(version: &str) -> Option<u64> {
    let (_, rest) = epoch(version);
    let program = rest.rsplit_once('-').map_or(rest, |(program, _)| program);
    let really = program.rsplit_once("+really").map_or(program, |(_, really)| really);
    let digits = really.find(|c: char| !c.is_ascii_digit()).unwrap_or(really.len());
    really[..digits].parse().ok()
}

/// The epoch, which is 0 where none stands, and what follows it.
fn epoch(version: &str) -> (u64, &str) {
    let found = version.split_once(':').and_then(|(epoch, rest)| Some((epoch.parse().ok()?, rest)));
    found.unwrap_or((0, version))
}

#[cfg(test)]
#[path = "substantial/tests.rs"]
mod tests;
