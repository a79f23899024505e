//! What is really there, asked of rpm's database by a new process, and told per id.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{
    Pc,
    rpm::Package,
    zypper::{RESTART_SIGN, SOURCE, history},
};

use super::choose::{editions, full, installed, is_there, native_of};
use crate::{
    Ended,
    meter::Meter,
    tell::{self, Verdicts},
    unset,
};

/// What is known of a whole run besides what the database says.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) verdicts: Verdicts,
    /// `NAME-VERSION-RELEASE.ARCH` of packages whose own step failed, each with what was said.
    pub(super) failed_scripts: BTreeMap<String, String>,
    /// Ids that a restart finishes.
    pub(super) restart: BTreeSet<UpdateId>,
    /// What a run said that was ended by a signal.
    pub(super) cut: Option<String>,
    /// Ids that this run was to bring.
    pub(super) tried: BTreeSet<UpdateId>,
}

/// Looks and tells every id once.
pub(super) fn look_and_tell(pc: &Pc<'_>, ids: &[UpdateId], known: &Known, meter: &mut Meter<'_>) -> Ended {
    match installed(pc, ids) {
        Ok(installed) => {
            let set_up = history::set_up(pc);
            let is_cut = |id: &UpdateId| known.tried.contains(id) && !set_up.contains(id);
            let unset = note(pc, known.failed_scripts.keys());
            let ended = tell::each(ids, meter, |id| {
                let cut = known.cut.as_deref().filter(|_| is_cut(id));
                let ended = end(id, &installed, cut, known);
                let is_unset = ended.cause.is_none() && is_there(id, &unset);
                let unset = || Ended::failed(Cause::PackageScriptFailed, unset::SAID);
                (if is_unset { unset() } else { ended }, version(id, &installed))
            });
            note_restart(pc, &installed, known);
            ended
        }
        Err(error) => tell::each(ids, meter, |id| {
            let verdict = known.verdicts.get(id).cloned();
            verdict.unwrap_or_else(|| Ended::failed(error.cause(), &error.said()))
        }),
    }
}

/// Notes these packages, each `NAME-VERSION-RELEASE.ARCH`, as not set up, where they are there. Gives all that are.
pub(super) fn note<'a>(pc: &Pc<'_>, failed: impl Iterator<Item = &'a String> + Clone) -> Vec<Package> {
    let names = failed.clone().filter_map(|full| native_of(full)).collect();
    let is_one = |there: &Package| {
        let id = UpdateId::new(SOURCE, &there.name_arch(), &there.evr);
        id.is_ok_and(|id| failed.clone().any(|package| *package == full(&id)))
    };
    unset::note_rpm(pc, SOURCE, &names, is_one)
}

/// The version that is there: of several the one that was ordered.
pub(super) fn version(id: &UpdateId, installed: &[Package]) -> Option<String> {
    let editions = editions(id, installed);
    let ordered = editions.iter().find(|edition| **edition == id.version());
    ordered.or_else(|| editions.last()).map(|edition| (*edition).to_owned())
}

fn end(id: &UpdateId, installed: &[Package], cut: Option<&str>, known: &Known) -> Ended {
    if !is_there(id, installed) {
        let verdict = known.verdicts.get(id).cloned();
        return verdict.unwrap_or_else(|| Ended::failed(Cause::InstalledButNotVerified, ""));
    }
    if let Some(said) = known.failed_scripts.get(&full(id)).filter(|_| known.tried.contains(id)) {
        return Ended::failed(Cause::PackageScriptFailed, said);
    }
    if let Some(said) = cut {
        return Ended::failed(Cause::InterruptedBefore, said);
    }
    if known.restart.contains(id) && known.tried.contains(id) {
        return Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "");
    }
    Ended::DONE
}

/// zypper says once that a restart is needed, and does not remember it. Where a patch asked for one, the sign is left that
/// `zypper needs-rebooting` goes by; it is gone after the restart.
fn note_restart(pc: &Pc<'_>, installed: &[Package], known: &Known) {
    let is_one = |id: &&UpdateId| known.tried.contains(*id) && is_there(id, installed);
    if known.restart.iter().any(|id| is_one(&id))
        && let Err(error) = fs::File::options().create(true).append(true).open(pc.place(RESTART_SIGN))
    {
        tracing::warn!(%error, "Failed to note that a restart is needed");
    }
}
