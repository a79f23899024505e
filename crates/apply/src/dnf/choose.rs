//! Which ids may go: dnf and rpm are asked now, whatever was offered before.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, UpdateId, ids::PackageName};
use patchround_updates::{
    Pc,
    dnf::{
        ask::{self, AskError},
        check::Checked,
        locks::Locks,
        offers::Offer,
    },
    rpm,
};

use super::{
    plan::Plan,
    run::{self, Verb},
    target::{Target, exacts},
};
use crate::{
    Ended,
    fit::{self, Objection, brings_older, removes},
    meter::Meter,
    patience::Patience,
    room::{self, Needs},
    tell::Verdicts,
};

/// An id that may go, with the bytes it has to fetch.
pub(super) type Chosen = (Target, u64);

/// The ids that may go. The others get a verdict, except those that are at their version already.
///
/// # Errors
/// How all end where dnf or rpm could not be asked.
pub(super) fn choose(pc: &Pc<'_>, ids: &[UpdateId], verdicts: &mut Verdicts) -> Result<Vec<Chosen>, Ended> {
    let mut targets = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        match Target::of(id) {
            Some(target) => targets.push(target),
            None => drop(verdicts.insert(id.clone(), Ended::failed(Cause::NotForThisPc, ""))),
        }
    }
    let installed = rpm::installed(pc, names(&targets))?;
    targets.retain(|target| !installed.iter().any(|there| is_at(target, there)));
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let (checked, offers) = (ask::upgrades(pc)?.0, ask::offers(pc)?);
    let locks = locks(pc)?;
    let offers: BTreeMap<(String, &str), &Offer> =
        offers.iter().map(|offer| ((offer.name_arch(), offer.evr.as_str()), offer)).collect();
    let known = Known { installed, checked, locks };
    let mut chosen = Vec::new();
    for target in targets {
        let offer = offers.get(&(target.id.native().to_owned(), target.id.version())).copied();
        match objection(&target, offer, &known) {
            None => chosen.push((target, offer.and_then(|offer| offer.size).unwrap_or_default())),
            Some(ended) => drop(verdicts.insert(target.id, ended)),
        }
    }
    Ok(chosen)
}

/// What keeps packages at a version.
///
/// # Errors
/// How it ends where the file cannot be read.
pub(super) fn locks(pc: &Pc<'_>) -> Result<Locks, AskError> {
    Locks::read(pc.root, ask::generation_of(pc)?)
        .map_err(|error| AskError::Refused { cause: Cause::DiskUnusable, said: error.to_string() })
}

struct Known {
    installed: Vec<rpm::Package>,
    checked: Checked,
    locks: Locks,
}

fn objection(target: &Target, offer: Option<&Offer>, known: &Known) -> Option<Ended> {
    let (native, version) = (target.id.native(), target.id.version());
    let person = |cause, said| Some(Ended::not_done(Outcome::NeedsPerson, cause, said));
    if !known.installed.iter().any(|there| there.name == target.name) {
        return Some(Ended::failed(Cause::VersionGone, "It is not installed here"));
    }
    let upgrade = known.checked.upgrades.get(native);
    if offer.is_some() && upgrade.is_some_and(|evr| evr == version) {
        return None;
    }
    // dnf 5 does not even offer what is locked.
    let there = || known.installed.iter().filter(|there| there.name_arch() == native);
    let is_locked = || there().any(|there| known.locks.is_at(&there.name, &there.arch, &there.evr));
    if known.checked.replaced.contains(native) {
        return person(Cause::WouldRemove, "A package of another name would take its place");
    }
    if upgrade.is_none() && (offer.is_some() || is_locked()) {
        return person(Cause::Held, "");
    }
    let now = upgrade.map_or("nothing", String::as_str);
    Some(Ended::failed(Cause::VersionGone, &format!("Offered now: {now}")))
}

/// As rpm is asked about them: whatever architecture is there.
pub(super) fn names(targets: &[Target]) -> BTreeSet<&str> {
    targets.iter().map(|target| target.name.as_str()).collect()
}

pub(super) fn is_at(target: &Target, there: &rpm::Package) -> bool {
    there.name_arch() == target.id.native() && there.evr == target.id.version()
}

/// What these write where.
pub(super) fn needs(targets: &[Chosen]) -> Needs<'static> {
    let fetched = targets.iter().map(|(_, bytes)| *bytes).fold(0, u64::saturating_add);
    Needs { fetched, installed: None, cache: "/var/cache", system: &["/usr", "/var/lib"] }
}

/// The targets there is room for.
pub(super) fn with_room(pc: &Pc<'_>, targets: Vec<Chosen>, verdicts: &mut Verdicts) -> Vec<Target> {
    let is_kernel = |(target, _): &Chosen| target.is_kernel();
    let refuse = |(target, _): Chosen, ended: &Ended| drop(verdicts.insert(target.id, ended.clone()));
    let goes = room::enough(pc, needs(&targets), targets, is_kernel, refuse);
    goes.into_iter().map(|(target, _)| target).collect()
}

/// The ids that fit together.
pub(super) fn fit(
    pc: &Pc<'_>,
    targets: Vec<Chosen>,
    agreed: &[PackageName],
    (meter, patience): (&mut Meter<'_>, &Patience),
    verdicts: &mut Verdicts,
) -> Vec<Chosen> {
    let objects = |all: &[Chosen]| {
        let targets: Vec<Target> = all.iter().map(|(target, _)| target.clone()).collect();
        would_do_else(pc, &targets, agreed, (&mut *meter, patience)).map(Objection::from)
    };
    fit::fit(targets, objects, |(target, _), ended| drop(verdicts.insert(target.id.clone(), ended.clone())))
}

/// Why what dnf would do is not what was ordered.
pub(super) fn would_do_else(
    pc: &Pc<'_>,
    targets: &[Target],
    agreed: &[PackageName],
    wait: (&mut Meter<'_>, &Patience),
) -> Option<Ended> {
    let plan = match run::simulate(pc, Verb::Upgrade, &exacts(targets), wait) {
        Ok(Some(plan)) => plan,
        Ok(None) => {
            let skips = targets.iter().map(|target| target.name.clone()).collect();
            Plan { skips, ..Plan::default() }
        }
        Err(error) => return Some(error.into()),
    };
    let is_agreed = |name: &str| agreed.iter().any(|agreed| agreed.as_str() == name);
    let skipped: Vec<&str> = names(targets).into_iter().filter(|name| plan.skips.contains(*name)).collect();
    let skips = || {
        let said = format!("dnf would skip: {}", skipped.join(" "));
        (!skipped.is_empty()).then(|| Ended::failed(Cause::DepsUnsolvable, &said))
    };
    removes(plan.removes.iter().map(String::as_str), is_agreed)
        .or_else(|| brings_older(plan.downgrades.iter().map(String::as_str)))
        .or_else(skips)
}
