//! Joins dnf's and rpm's answers into updates.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    ids::PackageName,
    limits,
    update::{Class, Held, Needs, Released, ReleasedFrom, Scope},
};

use super::{
    SOURCE,
    advisories::{About, Advisory},
    names,
    offers::Offer,
    restart,
};
use crate::{
    names::harmless,
    rpm,
    substantial::{self, Facts},
};

/// Everything dnf and rpm were asked.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// What dnf would upgrade: `NAME.ARCH` with the version.
    pub upgrades: BTreeMap<String, String>,
    /// What would give way to a package of another name: `NAME.ARCH`.
    pub replaced: BTreeSet<String>,
    /// What the sources have that is newer.
    pub offers: Vec<Offer>,
    /// Which advisory is about which package.
    pub about: About,
    /// What each advisory says.
    pub advisories: BTreeMap<String, Advisory>,
    /// What is there.
    pub installed: Vec<rpm::Package>,
    /// Names of apps, by `NAME.ARCH`.
    pub apps: BTreeMap<String, String>,
    /// Whether people see a package, by `NAME.ARCH`.
    pub windows: BTreeMap<String, bool>,
}

impl Answers {
    /// Whether two answers of dnf agree: each upgrade is on offer, and each advisory that is listed says something.
    pub fn agree(&self) -> bool {
        let is_offered = |(name, evr): (&String, &String)| {
            self.offers.iter().any(|offer| offer.name_arch() == *name && offer.evr == *evr)
        };
        self.upgrades.iter().all(is_offered)
            && self.about.iter().all(|(_, id)| self.advisories.contains_key(id))
    }

    /// The offer of each package: the one dnf would take; of what is locked the one that was built last.
    pub fn chosen(&self) -> BTreeMap<String, &Offer> {
        let mut chosen: BTreeMap<String, &Offer> = BTreeMap::new();
        for offer in &self.offers {
            let name = offer.name_arch();
            let is_taken = |offer: &Offer| self.upgrades.get(&name).is_none_or(|evr| *evr == offer.evr);
            let is_later = |than: &&Offer| offer.built > than.built;
            if is_taken(offer) && chosen.get(&name).is_none_or(is_later) {
                chosen.insert(name, offer);
            }
        }
        chosen
    }
}

/// The updates of this PC, sorted by id.
pub fn join(pc: PcId, answers: &Answers) -> Vec<Update> {
    let chosen = answers.chosen();
    let all = chosen.iter().map(|(name, offer)| update(pc, name, offer, answers));
    let mut updates: Vec<Update> = all.clone().flatten().collect();
    let left_out = all.filter(Option::is_none).count();
    if left_out > 0 {
        tracing::warn!(left_out, "Failed to make an id of what dnf offers");
    }
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    let facts: Vec<Facts> = updates.iter().map(|update| facts(update, answers)).collect();
    for (update, judged) in updates.iter_mut().zip(substantial::judge(&facts)) {
        update.substantial = judged;
    }
    updates
}

fn update(pc: PcId, name: &str, offer: &Offer, answers: &Answers) -> Option<Update> {
    let package: PackageName = offer.name.parse().ok()?;
    let group = offer.source.as_deref().and_then(|source| source.parse::<PackageName>().ok());
    let advisories: Vec<&Advisory> = of_package(name, answers).collect();
    let app = answers.apps.get(name).map(String::as_str);
    let is_replaced = answers.replaced.contains(name);
    let is_held = !is_replaced && !answers.upgrades.contains_key(name);
    Some(Update {
        id: UpdateId::new(SOURCE, name, &offer.evr).ok()?,
        pc,
        source: SOURCE.to_owned(),
        group: group.unwrap_or_else(|| package.clone()).into(),
        package,
        name: names::plain(offer, app),
        installed: installed(offer, answers)
            .map(|there| there.evr.clone())
            .filter(|evr| is_version(name, evr)),
        candidate: offer.evr.clone(),
        class: class(&advisories),
        severity: advisories.iter().filter_map(|advisory| advisory.severity).max(),
        substantial: None,
        cves: cves(&advisories),
        known_exploited: None,
        released: released(&advisories, offer),
        size: offer.size,
        notes: notes(&advisories),
        changes: None,
        needs: needs(&advisories, offer),
        reversible: None,
        scope: Scope::Machine,
        held: is_held.then_some(Held { by: None, why: None, until: None }),
        phased: false,
        blocked: is_replaced.then_some(Cause::WouldRemove),
    })
}

fn of_package<'a>(name: &'a str, answers: &'a Answers) -> impl Iterator<Item = &'a Advisory> {
    let ids = answers.about.iter().filter(move |(of, _)| of == name).map(|(_, id)| id);
    ids.filter_map(|id| answers.advisories.get(id))
}

/// Of several versions side by side the one that came last.
fn installed<'a>(offer: &Offer, answers: &'a Answers) -> Option<&'a rpm::Package> {
    let mut same = answers.installed.iter().filter(|there| there.name == offer.name);
    let exact = same.clone().filter(|there| there.arch == offer.arch).max_by_key(|there| there.installed);
    // A package may become independent of the architecture, or cease to be.
    exact.or_else(|| same.rfind(|there| there.arch == "noarch" || offer.arch == "noarch"))
}

fn is_version(name: &str, evr: &str) -> bool {
    UpdateId::new(SOURCE, name, evr).is_ok()
}

/// One about security is enough; without any, nobody has said what it is.
fn class(advisories: &[&Advisory]) -> Option<Class> {
    let is_security = advisories.iter().filter_map(|advisory| advisory.is_security).max()?;
    Some(if is_security { Class::Security } else { Class::Other })
}

fn cves(advisories: &[&Advisory]) -> Option<Vec<String>> {
    let mut all: Vec<String> = advisories.iter().flat_map(|advisory| advisory.cves.iter().cloned()).collect();
    all.retain(|cve| {
        cve.starts_with("CVE-")
            && cve.len() <= 20
            && cve[4..].bytes().all(|b| b.is_ascii_digit() || b == b'-')
    });
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then_some(all)
}

fn released(advisories: &[&Advisory], offer: &Offer) -> Option<Released> {
    let catalogue = advisories.iter().filter_map(|advisory| advisory.released).min();
    let catalogue = catalogue.map(|date| Released { date, from: ReleasedFrom::Catalogue });
    catalogue.or_else(|| Some(Released { date: offer.built?, from: ReleasedFrom::Maker }))
}

/// What the makers write, as plain text of bounded length.
fn notes(advisories: &[&Advisory]) -> Option<String> {
    let words = advisories.iter().map(|advisory| match advisory.description.as_str() {
        "" => advisory.title.as_str(),
        description => description,
    });
    let words = words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n");
    harmless(&words, limits::DETAILS_BYTES)
}

fn needs(advisories: &[&Advisory], offer: &Offer) -> Needs {
    let asked = advisories.iter().filter_map(|advisory| advisory.restart).max();
    let restart = if restart::is_foundation(&offer.name) { Some(true) } else { asked };
    // rpm replaces files; what runs goes on with the old ones.
    Needs { restart, close: Some(Vec::new()), ..Needs::default() }
}

fn facts(update: &Update, answers: &Answers) -> Facts {
    let native = update.id.native();
    let offer = answers.chosen().get(native).copied();
    let makers = |vendor: Option<&String>| vendor.into_iter().cloned().collect();
    let there = offer.and_then(|offer| installed(offer, answers));
    Facts {
        package: update.package.as_str().to_owned(),
        group: update.group.clone(),
        installed: update.installed.clone(),
        candidate: update.candidate.clone(),
        window: answers.windows.get(native).copied(),
        from: makers(there.and_then(|there| there.vendor.as_ref())),
        to: makers(offer.and_then(|offer| offer.vendor.as_ref())),
        removes: Vec::new(),
    }
}
