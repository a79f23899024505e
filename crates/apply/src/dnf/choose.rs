//! Which ids may go: dnf and rpm are asked now, whatever was offered before.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, UpdateId, ids::PackageName};
use patchround_updates::{
    Pc,
    dnf::{
        ask::{self, AskError},
        locks::Locks,
    },
    rpm,
};

use super::{
    plan::Plan,
    run::{self, Verb},
    target::{Target, Verdict, Verdicts, exacts},
};
use crate::system;

/// Room that must be left for everything else.
const MARGIN: u64 = 100 * 1024 * 1024;
/// Free room on a small start-up disk for one more kernel (sources.md K).
const BOOT: u64 = 200 * 1024 * 1024;
/// A package takes about twice its file when it is unpacked, besides the file.
const UNPACKED: u64 = 3;
/// Room that is left when updates are fetched ahead of their time (rules.md 1).
pub(super) const LEFT_AFTER_FETCHING: u64 = 2_000_000_000;

/// The ids that may go, with the bytes each has to fetch. The others get a verdict, except those that are at their
/// version already.
pub(super) fn choose(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    verdicts: &mut Verdicts,
) -> Result<Vec<(Target, u64)>, AskError> {
    let mut targets = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        match Target::of(id) {
            Some(target) => targets.push(target),
            None => drop(verdicts.insert(id.clone(), Verdict::failed(Cause::NotForThisPc, ""))),
        }
    }
    let installed = rpm::installed(pc, names(&targets))?;
    targets.retain(|target| !installed.iter().any(|there| is_at(target, there)));
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let ((upgrades, _), offers) = (ask::upgrades(pc)?, ask::offers(pc)?);
    let locks = Locks::read(pc.root, ask::generation_of(pc)?)
        .map_err(|error| AskError::Refused { cause: Cause::DiskUnusable, said: error.to_string() })?;
    let mut chosen = Vec::new();
    for target in targets {
        let (native, version) = (target.id.native(), target.id.version());
        let offer = offers.iter().find(|offer| offer.name_arch() == native && offer.evr == version);
        let is_upgrade = upgrades.get(native).is_some_and(|evr| evr == version);
        // dnf 5 does not even offer what is locked.
        let is_locked =
            || installed.iter().any(|t| t.name_arch() == native && locks.is_at(&t.name, &t.arch, &t.evr));
        let is_there = installed.iter().any(|there| there.name == target.name);
        let verdict = match offer {
            _ if !is_there => Verdict::failed(Cause::VersionGone, "It is not installed here"),
            Some(offer) if is_upgrade => {
                chosen.push((target, offer.size.unwrap_or_default()));
                continue;
            }
            _ if !upgrades.contains_key(native) && (offer.is_some() || is_locked()) => {
                Verdict::person(Cause::Held, "")
            }
            _ => {
                let now = upgrades.get(native).map_or("nothing", String::as_str);
                Verdict::failed(Cause::VersionGone, format!("Offered now: {now}"))
            }
        };
        verdicts.insert(target.id, verdict);
    }
    Ok(chosen)
}

/// As rpm is asked about them: whatever architecture is there.
pub(super) fn names(targets: &[Target]) -> BTreeSet<&str> {
    targets.iter().map(|target| target.name.as_str()).collect()
}

pub(super) fn is_at(target: &Target, there: &rpm::Package) -> bool {
    there.name_arch() == target.id.native() && there.evr == target.id.version()
}

/// The targets there is room for: all or none, and without kernels if only their disk is full.
pub(super) fn with_room(
    pc: &Pc<'_>,
    targets: Vec<(Target, u64)>,
    left: Option<u64>,
    verdicts: &mut Verdicts,
) -> Vec<Target> {
    let bytes: u64 = targets.iter().map(|(_, size)| *size).sum();
    let needed =
        left.map_or_else(|| bytes.saturating_mul(UNPACKED).saturating_add(MARGIN), |left| bytes + left);
    let folders: &[&str] = if left.is_some() { &["/var/cache"] } else { &["/var/cache", "/usr", "/var/lib"] };
    let free = |folder: &str| system::free_bytes(&pc.place(folder));
    let full = folders.iter().find(|folder| free(folder).is_some_and(|free| free < needed));
    let boot = pc.place("/boot");
    let no_boot =
        left.is_none() && system::is_own_disk(&boot) && free("/boot").is_some_and(|free| free < BOOT);
    let mut goes = Vec::new();
    for (target, _) in targets {
        let verdict = match full {
            Some(folder) => (Cause::DiskFull, format!("Needs {} MB free in {folder}", needed / 1_000_000)),
            None if no_boot && target.name.starts_with("kernel") => {
                (Cause::BootFull, format!("Needs {} MB free in /boot", BOOT / 1_000_000))
            }
            None => {
                goes.push(target);
                continue;
            }
        };
        verdicts.insert(target.id, Verdict::failed(verdict.0, verdict.1));
    }
    goes
}

/// The ids that fit together. All at once if that works; else halves, so that one update in the way is found in a few
/// steps and costs only itself.
pub(super) fn fit(
    pc: &Pc<'_>,
    targets: Vec<(Target, u64)>,
    agreed: &[PackageName],
    verdicts: &mut Verdicts,
) -> Vec<(Target, u64)> {
    let mut fits = Vec::new();
    let mut left = vec![targets];
    while let Some(more) = left.pop() {
        if more.is_empty() {
            continue;
        }
        let all: Vec<Target> =
            fits.iter().chain(&more).map(|(target, _): &(Target, u64)| target.clone()).collect();
        match objection(pc, &all, agreed) {
            Ok(skips) => {
                let (skipped, fitting): (Vec<_>, Vec<_>) =
                    more.into_iter().partition(|(target, _)| skips.contains(&target.name));
                fits.extend(fitting);
                for (target, _) in skipped {
                    verdicts.insert(target.id, Verdict::failed(Cause::DepsUnsolvable, "dnf would skip it"));
                }
            }
            Err((verdict, is_about_packages)) if more.len() == 1 || !is_about_packages => {
                verdicts.extend(more.into_iter().map(|(target, _)| (target.id, verdict.clone())));
            }
            Err(_) => {
                let (first, second) = more.split_at(more.len() / 2);
                left.extend([second.to_vec(), first.to_vec()]);
            }
        }
    }
    fits
}

/// What dnf would skip; or why what it would do is not what was ordered, and whether that is about packages.
fn objection(
    pc: &Pc<'_>,
    targets: &[Target],
    agreed: &[PackageName],
) -> Result<BTreeSet<String>, (Verdict, bool)> {
    let plan = match run::simulate(pc, Verb::Upgrade, &exacts(targets)) {
        Ok(Some(plan)) => plan,
        Ok(None) => {
            Plan { skips: targets.iter().map(|target| target.name.clone()).collect(), ..Plan::default() }
        }
        Err(error) => {
            let is_about_packages =
                matches!(error.cause(), Cause::DepsUnsolvable | Cause::VersionGone | Cause::WouldRemove);
            return Err((Verdict::failed(error.cause(), error.said()), is_about_packages));
        }
    };
    let is_agreed = |name: &&String| agreed.iter().any(|agreed| agreed.as_str() == name.as_str());
    let list = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(" ");
    let removes: Vec<&String> = plan.removes.iter().filter(|name| !is_agreed(name)).collect();
    if !removes.is_empty() {
        return Err((Verdict::person(Cause::WouldRemove, format!("Would remove: {}", list(removes))), true));
    }
    if !plan.downgrades.is_empty() {
        let said = format!("Would bring older versions: {}", list(plan.downgrades.iter().collect()));
        return Err((Verdict::failed(Cause::DepsUnsolvable, said), true));
    }
    Ok(plan.skips)
}
