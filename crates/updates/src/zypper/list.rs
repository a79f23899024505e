//! Joins zypper's answers into updates.
//!
//! One update is one package in one version. The patches that want it tell why: what it fixes, how bad that is, since
//! when, and whether a restart finishes it.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    cve::Severity,
    limits,
    update::{Class, Held, Needs, Released, ReleasedFrom, SYSTEM_PARTS, Scope},
};

use super::{
    SOURCE,
    listed::{Offer, Patch},
    locks::Locked,
    needs::{Info, Need},
    order::Pair,
};
use crate::{
    apt::names::KERNEL,
    names::{self, harmless},
    rpm::{Package, is_kernel},
    substantial::{self, Facts},
};

/// Bytes of the notes of one update, at most.
const NOTES_BYTES: usize = limits::WORDS_BYTES;

/// Everything zypper and rpm were asked.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// What zypper would bring.
    pub offers: Vec<Offer>,
    /// Also what it would not, as things are.
    pub all: Vec<Offer>,
    /// Patches that are needed.
    pub patches: Vec<Patch>,
    /// What these patches want.
    pub infos: BTreeMap<String, Info>,
    /// What is locked.
    pub locked: BTreeSet<Locked>,
    /// Who makes what zypper would not bring.
    pub makers: BTreeMap<String, Info>,
    /// What is there of what is concerned.
    pub installed: Vec<Package>,
    /// For pairs of versions whether the first is older than the second.
    pub older: BTreeMap<Pair, bool>,
}

impl Answers {
    /// What zypper would bring, and what something stands in the way of: each package once.
    pub fn concerned(&self) -> Vec<&Offer> {
        let blocked = self.all.iter().filter(|offer| !self.would_go(offer));
        self.offers.iter().chain(blocked).filter(|offer| id_of(offer).is_some()).collect()
    }

    /// What neither zypper brings nor a lock holds, and no patch wants: its maker decides whether it is an update, since
    /// zypper does not change makers by itself.
    pub fn unexplained(&self) -> Vec<&Offer> {
        let is_open =
            |offer: &&Offer| !self.would_go(offer) && !self.is_locked(offer) && !self.is_wanted(offer);
        self.concerned().into_iter().filter(is_open).collect()
    }

    /// Pairs of versions whose order decides whether a patch is about an update.
    pub fn to_compare(&self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for offer in self.concerned() {
            for (_, need) in self.needs_of(offer).filter(|(_, need)| need.edition != offer.edition) {
                pairs.push((offer.edition.clone(), need.edition.clone()));
                pairs.extend(offer.old.iter().map(|old| (old.clone(), need.edition.clone())));
            }
        }
        pairs
    }

    fn would_go(&self, offer: &Offer) -> bool {
        self.offers.iter().any(|other| other.name == offer.name && other.arch == offer.arch)
    }

    fn is_locked(&self, offer: &Offer) -> bool {
        let is_this = |locked: &&Locked| locked.name == offer.name && locked.arch == offer.arch;
        let is_either = |l: &Locked| l.edition == offer.edition || Some(&l.edition) == offer.old.as_ref();
        self.locked.iter().filter(is_this).any(is_either)
    }

    fn is_wanted(&self, offer: &Offer) -> bool {
        self.needs_of(offer).next().is_some()
    }

    fn is_of_same_maker(&self, offer: &Offer) -> bool {
        let there = self.package_of(offer).and_then(|package| package.vendor.as_ref());
        let offered = self.makers.get(&offer.name).and_then(|info| info.vendor.as_ref());
        there.is_some() && there == offered
    }

    fn package_of(&self, offer: &Offer) -> Option<&Package> {
        let is_same = |package: &&Package| package.name == offer.name && package.arch == offer.arch;
        let is_old = |package: &&Package| Some(&package.evr) == offer.old.as_ref();
        self.installed.iter().filter(is_same).find(is_old).or_else(|| self.installed.iter().find(is_same))
    }

    fn needs_of<'a, 'o>(
        &'a self,
        offer: &'o Offer,
    ) -> impl Iterator<Item = (&'a Patch, &'a Need)> + use<'a, 'o> {
        let is_about = move |need: &&Need| {
            need.name == offer.name && need.arch.as_ref().is_none_or(|arch| *arch == offer.arch)
        };
        self.patches.iter().flat_map(move |patch| {
            let needs = self.infos.get(&patch.name).map_or(&[][..], |info| &info.needs);
            needs.iter().filter(is_about).map(move |need| (patch, need))
        })
    }

    /// The patches that this very step fulfils: what is there is too old for them, and what is offered is not.
    fn patches_of(&self, offer: &Offer) -> Vec<&Patch> {
        let is_older = |a: &str, b: &str| self.older.get(&(a.to_owned(), b.to_owned())).copied();
        let fulfils = |need: &Need| {
            let reaches =
                need.edition == offer.edition || is_older(&offer.edition, &need.edition) == Some(false);
            let was_too_old = need.edition == offer.edition
                || offer.old.as_ref().is_none_or(|old| is_older(old, &need.edition) == Some(true));
            reaches && was_too_old
        };
        let mut patches: Vec<&Patch> =
            self.needs_of(offer).filter(|(_, need)| fulfils(need)).map(|(patch, _)| patch).collect();
        patches.sort_by(|a, b| (b.issued, &a.name).cmp(&(a.issued, &b.name)));
        patches.dedup_by(|a, b| a.name == b.name);
        patches
    }
}

/// The id of what is offered; `None` where its names are none that could be ordered.
pub fn id_of(offer: &Offer) -> Option<UpdateId> {
    UpdateId::new(SOURCE, &format!("{}.{}", offer.name, offer.arch), &offer.edition).ok()
}

/// The updates of this PC, sorted by id.
pub fn join(pc: PcId, answers: &Answers) -> Vec<Update> {
    let unexplained: BTreeSet<_> = answers.unexplained().into_iter().filter_map(id_of).collect();
    let is_update = |offer: &&Offer| {
        id_of(offer).is_some_and(|id| !unexplained.contains(&id)) || answers.is_of_same_maker(offer)
    };
    let offers = answers.concerned().into_iter().filter(is_update);
    let mut updates: Vec<Update> = offers.filter_map(|offer| update(pc, offer, answers)).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    let facts: Vec<Facts> = updates.iter().map(facts).collect();
    for (update, judged) in updates.iter_mut().zip(substantial::judge(&facts)) {
        update.substantial = judged;
    }
    updates
}

fn update(pc: PcId, offer: &Offer, answers: &Answers) -> Option<Update> {
    let id = id_of(offer)?;
    let patches = answers.patches_of(offer);
    let package = answers.package_of(offer);
    let installed = package.map(|package| package.evr.clone()).or_else(|| offer.old.clone());
    let held = answers.is_locked(offer);
    let blocked = !held && !answers.would_go(offer);
    let package_name: patchround_protocol::ids::PackageName = offer.name.parse().ok()?;
    let group = package.and_then(|package| package.source.clone()).filter(|group| is_name(group));
    let cves: BTreeSet<String> = patches.iter().flat_map(|p| &p.cves).map(ToString::to_string).collect();
    Some(Update {
        pc,
        source: SOURCE.to_owned(),
        group: group.unwrap_or_else(|| offer.name.clone()),
        package: package_name,
        name: name(offer, package),
        installed: installed.filter(|version| UpdateId::new(SOURCE, id.native(), version).is_ok()),
        candidate: offer.edition.clone(),
        class: class(&patches),
        severity: patches.iter().filter(|p| is_security(p)).filter_map(|p| severity(&p.severity)).max(),
        substantial: None,
        cves: (!cves.is_empty()).then(|| cves.into_iter().collect()),
        known_exploited: None,
        // The oldest: a patch that comes anew every week makes nothing younger that was not put in.
        released: patches
            .iter()
            .filter_map(|p| p.issued)
            .min()
            .map(|date| Released { date, from: ReleasedFrom::Catalogue }),
        size: None,
        notes: notes(&patches),
        changes: None,
        needs: Needs { restart: restart(&patches), ..Needs::default() },
        reversible: None,
        scope: Scope::Machine,
        held: held.then_some(Held { by: None, why: None, until: None }),
        phased: false,
        blocked: blocked.then_some(Cause::DepsUnsolvable),
        id,
    })
}

fn is_name(text: &str) -> bool {
    text.parse::<patchround_protocol::ids::PackageName>().is_ok()
}

fn name(offer: &Offer, package: Option<&Package>) -> String {
    if is_kernel(&offer.name) {
        return KERNEL.to_owned();
    }
    if is_part(&offer.name) {
        return SYSTEM_PARTS.to_owned();
    }
    let summary = package.and_then(|package| package.summary.as_ref()).unwrap_or(&offer.summary);
    names::of_summary(summary).unwrap_or_else(|| offer.name.clone())
}

/// How openSUSE names what nobody starts by itself (its packaging guidelines, "shared libraries").
fn is_part(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["-devel", "-lang", "-32bit", "-debuginfo", "-branding-openSUSE", "-typelib"];
    let is_library = name.starts_with("lib") && !name.starts_with("libre");
    is_library || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

fn is_security(patch: &Patch) -> bool {
    patch.category == "security"
}

/// Security where a patch says so, something else where patches say only that; no patch says nothing.
fn class(patches: &[&Patch]) -> Option<Class> {
    let is_any = patches.iter().any(|patch| is_security(patch));
    let says_other = |patch: &&Patch| {
        ["recommended", "bugfix", "optional", "feature", "enhancement"].contains(&patch.category.as_str())
    };
    let other = patches.iter().any(says_other).then_some(Class::Other);
    if is_any { Some(Class::Security) } else { other }
}

/// SUSE's words for how bad a flaw is, which are those of Red Hat.
fn severity(word: &str) -> Option<Severity> {
    match word {
        "critical" => Some(Severity::Critical),
        "important" => Some(Severity::High),
        "moderate" => Some(Severity::Medium),
        "low" => Some(Severity::Low),
        _ => None,
    }
}

fn restart(patches: &[&Patch]) -> Option<bool> {
    patches.iter().filter_map(|patch| patch.restart).max()
}

/// What the patches say, the newest first.
fn notes(patches: &[&Patch]) -> Option<String> {
    let words = patches.iter().map(|patch| format!("{}\n{}", patch.summary.trim(), patch.description.trim()));
    let words: Vec<String> =
        words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect();
    harmless(&words.join("\n\n"), NOTES_BYTES)
}

fn facts(update: &Update) -> Facts {
    Facts {
        package: update.package.as_str().to_owned(),
        group: update.group.clone(),
        installed: update.installed.clone(),
        candidate: update.candidate.clone(),
        ..Facts::default()
    }
}

#[cfg(test)]
mod tests;
