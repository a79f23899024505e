//! Joins pacman's answers into updates.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    ids::PackageName,
    update::{Held, Needs, Released, ReleasedFrom, Reversible, Scope},
};

use crate::source::Pc;

use super::{
    SOURCE,
    installed::{self, Installed},
    names,
    records::Record,
    restart,
    targets::Target,
    upgrades::Upgrade,
};

/// Everything pacman was asked.
#[derive(Debug, Clone)]
pub struct Answers {
    /// What is installed.
    pub installed: Installed,
    /// What is installed and offered in a newer version.
    pub upgrades: Vec<Upgrade>,
    /// What the whole upgrade would bring, or why it does not go.
    pub targets: Result<Vec<Target>, Blocked>,
    /// What the lists say of all of these, by name.
    pub records: BTreeMap<String, Record>,
}

/// Why the whole upgrade does not go: what is missing, and what needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocked {
    /// What needs something that is not there.
    pub packages: BTreeSet<String>,
    /// What they need, each without a version.
    pub missing: BTreeSet<String>,
    /// pacman's own words.
    pub said: String,
}

impl Blocked {
    /// By `:: unable to satisfy dependency 'NEED' required by NAME`, and what an installed package needs in another
    /// version: `:: installing NAME (VERSION) breaks dependency 'NEED' required by OTHER`.
    pub fn read(said: &str) -> Self {
        let mut found = Self { said: said.trim().to_owned(), ..Self::default() };
        for line in said.lines().filter(|line| line.starts_with(":: ")) {
            let Some((_, rest)) = line.split_once(" dependency '") else { continue };
            let Some((need, by)) = rest.split_once("' required by ") else { continue };
            found.missing.extend(need.split(['<', '>', '=']).next().map(str::to_owned));
            found.packages.insert(by.trim().to_owned());
        }
        found
    }
}

/// One part of what the whole upgrade brings to what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its name.
    pub name: &'a str,
    /// The version it comes in.
    pub version: &'a str,
    /// Installed packages whose place it takes: pacman removes them.
    pub replaces: Vec<&'a str>,
}

impl Answers {
    /// The versions of everything that is named, by name: what is offered, and what comes along.
    pub fn offered(&self) -> BTreeMap<&str, &str> {
        let upgrades = self.upgrades.iter().map(|u| (u.name.as_str(), u.new.as_str()));
        let targets = self.targets.iter().flatten().map(|t| (t.name.as_str(), t.version.as_str()));
        upgrades.chain(targets).collect()
    }

    /// Whether both lists are about what is installed; else a name they differ about.
    ///
    /// # Errors
    /// The name.
    pub fn check_upgrades(&self) -> Result<(), String> {
        let is_there = |u: &&Upgrade| self.installed.is_at(&u.name, &u.old);
        let unknown = self.upgrades.iter().find(|u| !is_there(u)).map(|u| u.name.clone());
        let is_listed = |t: &&Target| {
            let same = self.upgrades.iter().any(|u| u.name == t.name && u.new == t.version);
            same || !self.installed.versions.contains_key(&t.name)
        };
        let unlisted = self.targets.iter().flatten().find(|t| !is_listed(t)).map(|t| t.name.clone());
        unknown.or(unlisted).map_or(Ok(()), Err)
    }

    /// Whether everything that is offered and not kept back would come in; else a name of what would not.
    ///
    /// # Errors
    /// The name.
    pub fn check_targets(&self) -> Result<(), String> {
        let Ok(targets) = &self.targets else { return Ok(()) };
        let replaced = self.replaced();
        let comes = |u: &&Upgrade| u.ignored || replaced.contains(u.name.as_str()) || is_in(targets, &u.name);
        self.upgrades.iter().find(|u| !comes(u)).map_or(Ok(()), |u| Err(u.name.clone()))
    }

    /// What has to be ordered wholly: what is newer, and what takes the place of something. New parts that these need
    /// come along by themselves and are not among them.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let replaced = self.replaced();
        let newer = self.upgrades.iter().filter(|u| !u.ignored && !replaced.contains(u.name.as_str()));
        let newer =
            newer.map(|u| Part { name: &u.name, version: &u.new, replaces: self.replaced_by(&u.name) });
        let new = self.targets.iter().flatten().filter(|t| !self.installed.versions.contains_key(&t.name));
        let new =
            new.map(|t| Part { name: &t.name, version: &t.version, replaces: self.replaced_by(&t.name) });
        newer.chain(new.filter(|part| !part.replaces.is_empty())).collect()
    }

    /// What comes along new and takes nobody's place.
    pub fn adds(&self) -> impl Iterator<Item = &Target> {
        let is_new = |t: &&Target| !self.installed.versions.contains_key(&t.name);
        self.targets.iter().flatten().filter(is_new).filter(|t| self.replaced_by(&t.name).is_empty())
    }

    /// Installed packages that something which comes in takes the place of.
    ///
    /// pacman compares a version too, where the maker gave one; where it is named and would stay it is told all the
    /// same: too much warning rather than too little.
    pub fn replaced(&self) -> BTreeSet<&str> {
        self.targets.iter().flatten().flat_map(|t| self.replaced_by(&t.name)).collect()
    }

    fn replaced_by(&self, name: &str) -> Vec<&str> {
        let replaces = self.records.get(name).map(|record| record.replaces.as_slice()).unwrap_or_default();
        let comes = self.targets.iter().flatten().any(|t| t.name == name);
        let is_there =
            |other: &&String| comes && *other != name && self.installed.versions.contains_key(*other);
        replaces.iter().filter(is_there).map(String::as_str).collect()
    }

    /// What is kept back and stands in the way: what comes in needs it newer.
    fn held_needed(&self) -> bool {
        let Err(blocked) = &self.targets else { return false };
        self.upgrades.iter().any(|u| u.ignored && blocked.missing.contains(&u.name))
    }

    /// Which of the parts need each new one, directly or through another new one; all, where that is not known.
    fn needed_by(&self, add: &str) -> BTreeSet<&str> {
        let is_need = |record: &Record, new: &str| {
            let provides = self.records.get(new).map(|r| r.provides.as_slice()).unwrap_or_default();
            record.depends.iter().any(|need| need == new || provides.contains(need))
        };
        let new: BTreeSet<&str> = self.adds().map(|t| t.name.as_str()).collect();
        let (mut wanted, mut found) = (BTreeSet::from([add]), BTreeSet::new());
        loop {
            let by = self.records.iter().filter(|(_, r)| wanted.iter().any(|new| is_need(r, new)));
            let by: BTreeSet<&str> = by.map(|(name, _)| name.as_str()).collect();
            let before = wanted.len();
            wanted.extend(by.iter().filter(|name| new.contains(**name)));
            found.extend(by.into_iter().filter(|name| !new.contains(name)));
            if wanted.len() == before {
                break;
            }
        }
        if found.is_empty() { self.parts().iter().map(|part| part.name).collect() } else { found }
    }
}

fn is_in(targets: &[Target], name: &str) -> bool {
    targets.iter().any(|target| target.name == name)
}

/// The updates of this PC, sorted by id. What no plain id can be made of is left out, and then nothing goes: a part of
/// what is offered cannot be ordered.
pub fn join(pc: &Pc<'_>, of: PcId, answers: &Answers) -> Vec<Update> {
    let kernels = restart::kernels(pc);
    let needed: BTreeMap<&str, BTreeSet<&str>> =
        answers.adds().map(|t| (t.name.as_str(), answers.needed_by(&t.name))).collect();
    let one = One { pc, of, answers, kernels: &kernels, needed: &needed };
    let held = answers.upgrades.iter().filter(|u| u.ignored);
    let held = held.map(|u| Part { name: &u.name, version: &u.new, replaces: Vec::new() });
    let parts = answers.parts();
    let count = parts.len();
    let mut updates: Vec<Update> = parts.iter().filter_map(|part| one.update(part, false)).collect();
    if updates.len() < count {
        tracing::warn!(
            left_out = count - updates.len(),
            "Packages whose names or versions are none are offered"
        );
        updates.iter_mut().for_each(|update| update.blocked = Some(Cause::Unexpected));
    }
    updates.extend(held.filter_map(|part| one.update(&part, true)));
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    updates
}

/// What is the same for all updates of a PC.
struct One<'a> {
    pc: &'a Pc<'a>,
    of: PcId,
    answers: &'a Answers,
    kernels: &'a BTreeMap<String, String>,
    /// New parts, and what needs each.
    needed: &'a BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl One<'_> {
    fn update(&self, part: &Part<'_>, held: bool) -> Option<Update> {
        let id = UpdateId::new(SOURCE, part.name, part.version).ok()?;
        let installed = self.answers.installed.versions.get(part.name);
        let record = self.answers.records.get(part.name);
        let base = installed.and_then(|version| installed::base_of(self.pc, part.name, version));
        let base = base.and_then(|base| base.parse::<PackageName>().ok());
        let base = base.map_or_else(|| part.name.to_owned(), String::from);
        let description = record.map(|record| record.description.as_str()).unwrap_or_default();
        Some(Update {
            package: part.name.parse().ok()?,
            name: names::plain(self.pc, part.name, installed.map(String::as_str), &base, description),
            group: base,
            installed: installed.filter(|v| UpdateId::new(SOURCE, part.name, v).is_ok()).cloned(),
            candidate: part.version.to_owned(),
            id,
            pc: self.of,
            source: SOURCE.to_owned(),
            // Its lists say nothing of security, nor of what is fixed.
            class: None,
            severity: None,
            substantial: None,
            cves: None,
            known_exploited: None,
            released: record.and_then(|r| r.built).map(|date| Released { date, from: ReleasedFrom::Maker }),
            size: self.answers.targets.iter().flatten().find(|t| t.name == part.name).map(|t| t.bytes),
            notes: None,
            changes: None,
            needs: self.needs(part),
            reversible: Some(Reversible::Not(Cause::UndoBlocked)),
            scope: Scope::Machine,
            held: held.then_some(Held { by: None, why: None, until: None }),
            phased: false,
            blocked: if held { None } else { self.blocked(part.name) },
        })
    }

    /// Why it would not go now: what stops one stops all.
    fn blocked(&self, name: &str) -> Option<Cause> {
        let Err(blocked) = &self.answers.targets else { return None };
        let is_this = blocked.packages.contains(name);
        Some(match (is_this, self.answers.held_needed()) {
            (true, true) => Cause::Held,
            (true, false) => Cause::DepsUnsolvable,
            (false, _) if blocked.packages.is_empty() => Cause::DepsUnsolvable,
            (false, _) => Cause::OtherFailed,
        })
    }

    fn needs(&self, part: &Part<'_>) -> Needs {
        let named = |name: &str| name.parse::<PackageName>().ok();
        let adds = self.needed.iter().filter(|(_, by)| by.contains(part.name));
        Needs {
            restart: self.kernels.values().any(|kernel| kernel == part.name).then_some(true),
            // pacman replaces files; what runs goes on with the old ones.
            close: Some(Vec::new()),
            removes: part.replaces.iter().filter_map(|name| named(name)).collect(),
            adds: adds.filter_map(|(name, _)| named(name)).collect(),
            ..Needs::default()
        }
    }
}

#[cfg(test)]
mod tests;
