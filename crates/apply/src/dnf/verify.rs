//! What is really there, asked of rpm's database by a new process, and told per id.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    dnf::{SOURCE, ask, history::Transaction, restart},
    rpm,
};

use super::{
    choose::{is_at, names},
    target::Target,
};
use crate::{
    Ended,
    meter::Meter,
    tell::{self, Verdicts},
    unset,
};

pub(super) const NOT_ENDED: &str = "The transaction that brought it did not come to its end";

/// Looks at this PC and tells every id once. One without a verdict that is not at its version was reported installed by
/// dnf, and is not. `failed` names packages of whose set-up a script failed: what came in so is noted.
pub(super) fn look_and_tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    verdicts: &Verdicts,
    failed: &BTreeSet<String>,
    meter: &mut Meter<'_>,
) -> Ended {
    let failed = failed.clone();
    tell_all(pc, ids, verdicts, meter, |targets| {
        let (last, unset) = note(pc, targets, &failed);
        Box::new(move |target| {
            let is_in = last.brought(&target.name, &target.arch, target.id.version());
            // The system's own steps (an initramfs) come after all packages.
            if is_in && !last.has_ended {
                return Some(Ended::failed(Cause::InterruptedBefore, NOT_ENDED));
            }
            let is_unset = || unset.iter().any(|there| is_at(target, there));
            (failed.contains(&target.name) || is_unset())
                .then(|| Ended::failed(Cause::PackageScriptFailed, unset::SAID))
        })
    })
}

/// Notes what has just come in and a script of it failed, by what dnf said or its history has. Gives its last transaction, and
/// all that is noted.
pub(super) fn note(
    pc: &Pc<'_>,
    targets: &[Target],
    failed: &BTreeSet<String>,
) -> (Transaction, Vec<rpm::Package>) {
    let last = ask::history(pc, 0).unwrap_or_default();
    let names = failed.iter().chain(&last.failed_scripts).cloned().collect();
    let unset = unset::note_rpm(pc, SOURCE, &names, |there| {
        let is_new = || {
            let is_target = || targets.iter().any(|target| is_at(target, there));
            last.brought(&there.name, &there.arch, &there.evr) || is_target()
        };
        last.left_unset(there) || failed.contains(&there.name) && is_new()
    });
    (last, unset)
}

/// Why a package that is at its version is not well all the same.
pub(super) type Unwell = Box<dyn Fn(&Target) -> Option<Ended>>;

/// As [`look_and_tell`]; `unwell` is asked once rpm has answered.
pub(super) fn tell_all(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    verdicts: &Verdicts,
    meter: &mut Meter<'_>,
    unwell: impl FnOnce(&[Target]) -> Unwell,
) -> Ended {
    meter.moved(Phase::Verifying, 0.0, None);
    let targets: Vec<Target> = ids.iter().filter_map(Target::of).collect();
    let installed = match rpm::installed(pc, names(&targets)) {
        Ok(installed) => installed,
        Err(error) => {
            let unknown = Ended::from(error);
            return tell::each(ids, meter, |id| verdicts.get(id).unwrap_or(&unknown).clone());
        }
    };
    let unwell = unwell(&targets);
    let waits = targets.iter().any(|target| restart::is_foundation(&target.name)) && waits_for_restart(pc);
    tell::each(ids, meter, |id| {
        let same = |there: &&rpm::Package| there.name_arch() == id.native();
        let there: Vec<&rpm::Package> = installed.iter().filter(same).collect();
        let target = Target::of(id);
        let at = target.as_ref().and_then(|target| there.iter().find(|there| is_at(target, there)));
        let ended = match (&target, at) {
            (Some(target), Some(_)) => at_version(target, there.len(), &unwell, waits),
            _ => {
                let verdict = verdicts.get(id).cloned();
                verdict.unwrap_or_else(|| Ended::failed(Cause::InstalledButNotVerified, ""))
            }
        };
        (ended, at.or(there.last()).map(|there| there.evr.clone()))
    })
}

fn at_version(target: &Target, versions: usize, unwell: &Unwell, waits: bool) -> Ended {
    if let Some(ended) = unwell(target) {
        return ended;
    }
    // Only kernels stay beside each other: of the rest an older one is left by a run that was cut off.
    if versions > 1 && !target.is_kernel() {
        return Ended::failed(Cause::InterruptedBefore, "The version before is still there beside it");
    }
    if waits && restart::is_foundation(&target.name) {
        return Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "");
    }
    Ended::DONE
}

/// Where nobody can say, a kernel that has just come in is not in use yet.
fn waits_for_restart(pc: &Pc<'_>) -> bool {
    ask::restart_need(pc).pending != Some(false)
}
