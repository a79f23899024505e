//! Finishing what was interrupted.
//!
//! rpm puts the newer version in before it takes the older one out: what was cut off between is there twice.

use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::{
    AskError, Pc,
    zypper::{
        ask, history,
        summary::Summary,
        versions::{self, There},
    },
};

use super::{
    choose::{installed, is_there},
    fit, run, verify, writer,
};
use crate::{Ended, meter::Meter, patience::Patience, tell};

/// rpm has a version in its database before the last steps of its set-up have run; zypper notes it once they have.
const NOT_SET_UP: &str = "It is there, and zypper has not noted that its set-up came to its end";
const VERIFY: [&str; 3] = ["verify", "--details", "--no-recommends"];
const ANEW: [&str; 7] = [
    "install",
    "--details",
    "--no-recommends",
    "--no-allow-vendor-change",
    "--no-force-resolution",
    "--force",
    "--",
];

/// After an interruption: finishes what rpm had begun, begins nothing, and tells per id what is there.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let ended = repair(pc, meter, patience);
    meter.moved(Phase::Verifying, 0.0, None);
    let there = match installed(pc, ids) {
        Ok(there) => there,
        Err(error) => {
            let unknown = Ended::from(error);
            return tell::each(ids, meter, |_| unknown.clone());
        }
    };
    let set_up = history::set_up(pc);
    tell::each(ids, meter, |id| {
        let said = ended.details.clone().unwrap_or_default();
        let told = match is_there(id, &there) {
            true if set_up.contains(id) => Ended::DONE,
            true => Ended::failed(Cause::InterruptedBefore, NOT_SET_UP),
            false => Ended::failed(Cause::InterruptedBefore, &said),
        };
        (told, verify::version(id, &there))
    })
}

/// Finishes what is there twice; done where nothing is.
pub(super) fn repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    patience
        .until_nobody(meter, || writer(pc))
        .and_then(|()| try_repair(pc, meter, patience))
        .unwrap_or_else(|ended| ended)
}

fn try_repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<Ended, Ended> {
    let there = ask::there(pc)?;
    if versions::twice(&there).is_empty() {
        return Ok(Ended::DONE);
    }
    let surplus = match fit::simulate(pc, &VERIFY, &[]) {
        Ok(summary) => summary,
        Err(refusal) => return Ok(refusal.ended),
    };
    if let Some(objection) = objection(&surplus, &there) {
        return Ok(objection);
    }
    // Its own steps run once more, and the older one goes.
    let anew = newer(&surplus, &there);
    let run = run::write(pc, &ANEW, &anew, meter, patience).map_err(AskError::from)?;
    let has_failed = !run.failed_scripts().is_empty();
    let said = if versions::twice(&ask::there(pc)?).is_empty() {
        run.said()
    } else {
        // No repository has it any more: then at least the older one goes.
        run::write(pc, &VERIFY, &[], meter, patience).map_err(AskError::from)?.said()
    };
    let is_whole = versions::twice(&ask::there(pc)?).is_empty();
    Ok(match is_whole {
        false => Ended::failed(Cause::InterruptedBefore, &said),
        true if has_failed => Ended::failed(Cause::PackageScriptFailed, &said),
        true => Ended::DONE,
    })
}

/// Only what is there twice may go, and nothing else may change.
fn objection(summary: &Summary, there: &There) -> Option<Ended> {
    let twice = versions::twice(there);
    let is_surplus = |name: String| twice.iter().any(|other| **other == name);
    let others = [&summary.upgrades, &summary.installs, &summary.downgrades, &summary.others];
    let is_fine = others.iter().all(|changes| changes.is_empty())
        && summary.removes.iter().all(|change| is_surplus(format!("{}.{}", change.name, change.arch)));
    (!is_fine).then(|| Ended::failed(Cause::InterruptedBefore, "More would change than what was cut off"))
}

/// What stays of what is there twice, as zypper takes it.
fn newer(summary: &Summary, there: &There) -> Vec<String> {
    let goes = |native: &str, edition: &str| {
        summary.removes.iter().any(|c| format!("{}.{}", c.name, c.arch) == native && c.edition == edition)
    };
    let stays = |native: &&str| {
        let edition = there.get(*native)?.keys().find(|edition| !goes(native, edition))?;
        UpdateId::new("zypper", native, edition).ok().map(|id| format!("{}={}", id.native(), id.version()))
    };
    versions::twice(there).iter().filter_map(stays).collect()
}
