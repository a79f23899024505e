//! Fetching offered updates, for a later installation or to read what they change.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::apt::{ask::AskError, simulation::Simulation, uris};

use super::{Apt, Meter, Mode, Target, Verdicts, choose, exact, fit, needs, rounds, verify};
use crate::{Ended, room, tell};

/// Fetches these updates, each only if apt itself offers it at this moment in exactly this version, and
/// installs nothing. Leaves 2 GB of the disk free.
///
/// Tells `Progress::UpdateEnded` once for every id: done when a new process finds nothing of it left to
/// fetch, or when it is installed already.
pub(crate) fn fetch(apt: &mut dyn Apt, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    let mut verdicts = Verdicts::new();
    if let Err(error) = try_fetch(apt, ids, meter, &mut verdicts) {
        tell::give_up(ids, &error.into(), &mut verdicts);
    }
    tell_fetched(apt, ids, &verdicts, meter)
}

fn try_fetch(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    verdicts: &mut Verdicts,
) -> Result<(), AskError> {
    let chosen = choose::choose(apt, ids, verdicts)?;
    let (fitting, _) =
        fit::fit(chosen, &BTreeSet::new(), &|targets| without_removals(apt, targets), verdicts);
    if let Some(full) = room::to_fetch(apt, needs(apt, &fitting)?) {
        verdicts.extend(fitting.into_iter().map(|target| (target.id, full.clone())));
        return Ok(());
    }
    if fitting.is_empty() {
        return Ok(());
    }
    let fetched = rounds::run(apt, Mode::Download, fitting, &BTreeSet::new(), meter, verdicts);
    meter.moved(Phase::Verifying, 0.0, None);
    for target in missing(apt, fetched)? {
        verdicts
            .insert(target.id, Ended::failed(Cause::HashMismatch, "It is not there after it was fetched"));
    }
    Ok(())
}

/// What would be removed stays while its successor is only fetched.
fn without_removals(apt: &dyn Apt, targets: &[Target]) -> Result<Simulation, AskError> {
    let simulation = apt.simulate(&exact(targets))?;
    Ok(Simulation { removes: BTreeSet::new(), ..simulation })
}

/// The targets that apt would still fetch something for.
fn missing(apt: &dyn Apt, fetched: Vec<Target>) -> Result<Vec<Target>, AskError> {
    let left = if fetched.is_empty() { Vec::new() } else { apt.uris(&exact(&fetched))? };
    let names: BTreeSet<&str> = left.iter().filter_map(|uri| uris::package_in(&uri.file)).collect();
    let is_named = |target: &Target| names.contains(target.name.as_str());
    match fetched.iter().any(is_named) {
        _ if left.is_empty() => Ok(Vec::new()),
        true => Ok(fetched.into_iter().filter(is_named).collect()),
        false => Ok(fetched),
    }
}

/// Tells every id once. One without a verdict is there.
fn tell_fetched(apt: &dyn Apt, ids: &[UpdateId], verdicts: &Verdicts, meter: &mut Meter<'_>) -> Ended {
    let targets: Vec<_> = ids.iter().filter_map(Target::of).collect();
    let names: BTreeSet<_> = targets.iter().map(|t| t.name.as_str()).collect();
    let database = if names.is_empty() { Vec::new() } else { apt.database(&names).unwrap_or_default() };
    tell::each(ids, meter, |id| {
        let entry = Target::of(id).and_then(|target| verify::entry_of(&target, &database).cloned());
        (verdicts.get(id).cloned().unwrap_or(Ended::DONE), entry.map(|entry| entry.version))
    })
}
