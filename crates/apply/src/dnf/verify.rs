//! What is really there, asked of rpm's database by a new process, and told per id.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    dnf::{self, causes, restart},
    rpm,
};

use super::{
    busy::{self, Patience},
    choose::{is_at, names},
    run,
    target::{Target, Verdict, Verdicts},
};
use crate::{Ended, meter::Meter, tell};

/// After an interruption: begins nothing, and tells per id what is there once nobody writes any more.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: Patience) -> Ended {
    let said = match busy::nobody_writes(pc, meter, patience) {
        Ok(()) => String::new(),
        Err(busy) => busy.details.unwrap_or_default(),
    };
    let interrupted = Verdict::failed(Cause::InterruptedBefore, said);
    let verdicts = ids.iter().map(|id| (id.clone(), interrupted.clone())).collect();
    look_and_tell(pc, ids, &verdicts, &BTreeSet::new(), meter)
}

/// Looks at this PC and tells every id once. One without a verdict that is not at its version was reported installed by
/// dnf, and is not. `failed` names packages of whose set-up a script failed.
pub(super) fn look_and_tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    verdicts: &Verdicts,
    failed: &BTreeSet<String>,
    meter: &mut Meter<'_>,
) -> Ended {
    meter.moved(Phase::Verifying, 0.0, None);
    let targets: Vec<Target> = ids.iter().filter_map(Target::of).collect();
    let installed = match rpm::installed(pc, names(&targets)) {
        Ok(installed) => installed,
        Err(error) => {
            return tell::each(ids, meter, |id| match verdicts.get(id) {
                Some(verdict) => verdict.ended(),
                None => Ended::failed(error.cause(), &error.said()),
            });
        }
    };
    let failed: BTreeSet<String> = failed.iter().cloned().chain(failed_in_history(pc, &targets)).collect();
    let waits = targets.iter().any(|target| restart::is_foundation(&target.name)) && waits_for_restart(pc);
    tell::each(ids, meter, |id| {
        let target = Target::of(id);
        let there = |target: &Target| {
            installed.iter().filter(|there| there.name_arch() == target.id.native()).collect::<Vec<_>>()
        };
        let there = target.as_ref().map(there).unwrap_or_default();
        let at = target.as_ref().and_then(|target| there.iter().find(|there| is_at(target, there)));
        let ended = match (&target, at) {
            (Some(target), Some(_)) => at_version(target, there.len(), &failed, waits),
            _ => verdicts
                .get(id)
                .map_or_else(|| Ended::failed(Cause::InstalledButNotVerified, ""), Verdict::ended),
        };
        (ended, at.copied().or_else(|| there.last().copied()).map(|there| there.evr.clone()))
    })
}

fn at_version(target: &Target, versions: usize, failed: &BTreeSet<String>, waits: bool) -> Ended {
    if failed.contains(&target.name) {
        return Ended::failed(Cause::PackageScriptFailed, "It is there, and a step of its set-up failed");
    }
    // Only kernels stay beside each other: of the rest an older one is left by a run that was cut off.
    if versions > 1 && !target.name.starts_with("kernel") {
        return Ended::failed(Cause::InterruptedBefore, "The version before is still there beside it");
    }
    if waits && restart::is_foundation(&target.name) {
        return Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "");
    }
    Ended::DONE
}

/// Where nobody can say, a kernel that has just come in is not in use yet.
fn waits_for_restart(pc: &Pc<'_>) -> bool {
    dnf::ask::restart_need(pc).pending != Some(false)
}

/// Packages of whose set-up a script failed, as dnf has noted it of its last transaction, if that was about exactly
/// these versions.
fn failed_in_history(pc: &Pc<'_>, targets: &[Target]) -> Vec<String> {
    let history = run::history(pc);
    let failed = causes::failed_scripts(&history);
    let is_in = |target: &Target| {
        let exact = target.exact();
        history.lines().any(|line| line.split_whitespace().any(|word| word == exact))
    };
    let mut names: Vec<String> =
        targets.iter().filter(|target| is_in(target)).map(|t| t.name.clone()).collect();
    names.retain(|name| failed.contains(name));
    names
}
