//! What is really there, asked of dpkg's database by a new process, and told per id.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{apt::database::Entry, is_kernel_image};

use super::Target;
use crate::{
    Ended,
    apt::transaction::{Apt, Restart},
    meter::Meter,
    tell::{self, Verdicts},
};

/// The entry of a target. A package may become architecture-independent, or cease to be.
pub(super) fn entry_of<'a>(target: &Target, database: &'a [Entry]) -> Option<&'a Entry> {
    let mut same_name = database.iter().filter(|e| e.name == target.name);
    let exact = same_name.clone().find(|e| e.arch == target.arch);
    exact.or_else(|| same_name.find(|e| e.arch == "all" || target.arch == "all"))
}

/// Whether a target is wholly installed in its version.
pub(super) fn is_there(target: &Target, database: &[Entry]) -> bool {
    entry_of(target, database).is_some_and(|e| e.installed && e.version == target.id.version())
}

/// Looks at this PC and tells every id once; `otherwise` judges those that are not at their version.
pub(crate) fn tell_all(
    apt: &dyn Apt,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    let verdicts = ids.iter().map(|id| (id.clone(), otherwise(id))).collect();
    look_and_tell(apt, ids, &verdicts, meter)
}

/// Looks and tells every id once. An id without a verdict that is not at its version was reported
/// installed by apt, and is not.
pub(super) fn look_and_tell(
    apt: &dyn Apt,
    ids: &[UpdateId],
    verdicts: &Verdicts,
    meter: &mut Meter<'_>,
) -> Ended {
    let targets: Vec<_> = ids.iter().filter_map(Target::of).collect();
    let names: BTreeSet<_> = targets.iter().map(|t| t.name.as_str()).collect();
    let database = if names.is_empty() { Ok(Vec::new()) } else { apt.database(&names) };
    let (database, restart, otherwise) = match database {
        Ok(database) => (database, apt.restart(), Ended::failed(Cause::InstalledButNotVerified, "")),
        Err(error) => (Vec::new(), Restart::default(), error.into()),
    };
    tell::each(ids, meter, |id| {
        let target = Target::of(id);
        let entry = target.as_ref().and_then(|target| entry_of(target, &database));
        let ended = match &target {
            Some(target) if is_there(target, &database) => there(target, &restart),
            _ => verdicts.get(id).unwrap_or(&otherwise).clone(),
        };
        (ended, entry.map(|entry| entry.version.clone()))
    })
}

/// At its version; done, unless a restart is pending that this very package asked for.
fn there(target: &Target, restart: &Restart) -> Ended {
    let asked = restart.asked_by.contains(&target.name) || is_kernel_image(&target.name);
    if restart.pending == Some(true) && asked {
        Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "")
    } else {
        Ended::DONE
    }
}
