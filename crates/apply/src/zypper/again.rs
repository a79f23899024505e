//! Finishing what was interrupted.
//!
//! rpm puts the newer version in before it takes the older one out: what was cut off between is there twice. Of what is not set
//! up because a step failed, only we have a note.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    AskError, Pc,
    rpm::Package,
    unset,
    zypper::{
        SOURCE, ask, history,
        summary::{Change, Summary},
        versions::{self, There},
    },
};

use super::{
    choose::{full, installed, is_there},
    fit,
    run::{self, Run, asked},
    verify, writer,
};
use crate::{Ended, fit::is_about_packages, meter::Meter, patience::Patience, tell, unset::SAID};

/// rpm has a version in its database before the last steps of its set-up have run; zypper notes it once they have.
const NOT_SET_UP: &str = "It is there, and zypper has not noted that its set-up came to its end";
const VERIFY: [&str; 3] = ["verify", "--details", "--no-recommends"];
const ANEW: [&str; 6] = [
    "install",
    "--details",
    "--no-recommends",
    "--no-allow-vendor-change",
    "--no-force-resolution",
    "--force",
];

/// After an interruption: finishes what rpm had begun, begins nothing, and tells per id what is there.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let ended = mend(pc, meter, patience);
    meter.moved(Phase::Verifying, 0.0, None);
    let there = match installed(pc, ids) {
        Ok(there) => there,
        Err(error) => {
            let unknown = Ended::from(error);
            return tell::each(ids, meter, |_| unknown.clone());
        }
    };
    let (set_up, unset) = (history::set_up(pc), unset::of_rpm(pc, SOURCE).unwrap_or_default());
    tell::each(ids, meter, |id| {
        let said = ended.details.clone().unwrap_or_default();
        let told = match is_there(id, &there) {
            true if is_there(id, &unset) => Ended::failed(Cause::PackageScriptFailed, SAID),
            true if set_up.contains(id) => Ended::DONE,
            true => Ended::failed(Cause::InterruptedBefore, NOT_SET_UP),
            false => Ended::failed(Cause::InterruptedBefore, &said),
        };
        (told, verify::version(id, &there))
    })
}

/// Finishes what is there twice; done where nothing is.
pub(super) fn mend(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    patience
        .until_nobody(meter, || writer(pc))
        .and_then(|()| try_mend(pc, meter, patience))
        .unwrap_or_else(|ended| ended)
}

/// As [`mend`], then puts in anew what is not set up. Done means that a fresh look finds nothing of either any more.
pub(super) fn repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    match mend(pc, meter, patience) {
        Ended { outcome: Outcome::Done, .. } => try_anew(pc, meter, patience).unwrap_or_else(|ended| ended),
        ended => ended,
    }
}

fn try_mend(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<Ended, Ended> {
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
    let run = put_in(pc, &newer(&surplus, &there), meter, patience)?;
    let failed = run.failed_scripts();
    let said = if versions::twice(&ask::there(pc)?).is_empty() {
        run.said()
    } else {
        // No repository has it any more: then at least the older one goes.
        run::write(pc, &VERIFY, &[], meter, patience).map_err(AskError::from)?.said()
    };
    verify::note(pc, failed.iter());
    let is_whole = versions::twice(&ask::there(pc)?).is_empty();
    Ok(match is_whole {
        false => Ended::failed(Cause::InterruptedBefore, &said),
        true if !failed.is_empty() => Ended::failed(Cause::PackageScriptFailed, &said),
        true => Ended::DONE,
    })
}

fn try_anew(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<Ended, Ended> {
    let unset = unset::of_rpm(pc, SOURCE)?;
    if unset.is_empty() {
        return Ok(Ended::DONE);
    }
    let exact: Vec<String> =
        unset.iter().map(|there| format!("{}={}", there.name_arch(), there.evr)).collect();
    let would = asked(meter, patience, || {
        fit::simulate(pc, &ANEW, &exact).map_err(|refusal| not_set_up(refusal.ended))
    })?;
    if let Some(objection) = does_else(&would, &unset) {
        return Ok(objection);
    }
    let before = history::length(pc);
    let run = put_in(pc, &exact, meter, patience)?;
    let (failed, left) = (run.failed_scripts(), unset::of_rpm(pc, SOURCE));
    let cut =
        cut_off(&unset, left.as_ref().map_or(&[], Vec::as_slice), &run, &history::set_up_since(pc, before));
    verify::note(pc, failed.iter().chain(&cut));
    let is_cut = run.status.is_none() || !cut.is_empty();
    let (is_all, is_whole) = (left?.is_empty(), failed.is_empty());
    Ok(match (is_cut, is_all) {
        (true, _) => Ended::failed(Cause::InterruptedBefore, &run.said()),
        (_, false) if !run.is_success() => Ended::failed(run.cause(), &run.said()),
        (_, false) => Ended::failed(Cause::PackageScriptFailed, &run.said()),
        (_, true) if !is_whole => Ended::failed(Cause::PackageScriptFailed, &run.said()),
        (_, true) => Ended::DONE,
    })
}

/// Of what was to come in anew, each `NAME-VERSION-RELEASE.ARCH`: what did, and whose set-up nobody says came to its end.
fn cut_off(unset: &[Package], left: &[Package], run: &Run, set_up: &BTreeSet<UpdateId>) -> BTreeSet<String> {
    let came_in = unset.iter().filter(|there| !left.contains(there));
    let ids = came_in.filter_map(|there| UpdateId::new(SOURCE, &there.name_arch(), &there.evr).ok());
    ids.filter(|id| run.status.is_none() || !set_up.contains(id)).map(|id| full(&id)).collect()
}

fn put_in(pc: &Pc<'_>, exact: &[String], meter: &mut Meter<'_>, patience: &Patience) -> Result<Run, Ended> {
    let arguments: Vec<&str> = ANEW.into_iter().chain(["--"]).collect();
    Ok(run::write(pc, &arguments, exact, meter, patience).map_err(AskError::from)?)
}

/// That zypper would not put in anew all of these, or would do something else.
fn does_else(would: &Summary, unset: &[Package]) -> Option<Ended> {
    let native = |change: &Change| format!("{}.{}", change.name, change.arch);
    let is_same = |change: &Change| {
        unset.iter().any(|there| there.name_arch() == native(change) && there.evr == change.edition)
    };
    let again: BTreeSet<String> = would.others.iter().filter(|change| is_same(change)).map(native).collect();
    let more = [&would.upgrades, &would.installs, &would.removes, &would.downgrades];
    let is_fine = more.iter().all(|changes| changes.is_empty())
        && would.others.iter().all(is_same)
        && unset.iter().all(|there| again.contains(&there.name_arch()));
    (!is_fine).then(|| {
        Ended::failed(Cause::PackageScriptFailed, "zypper would not only put in anew what is not set up")
    })
}

/// That zypper sees no way to put them in anew leaves them as they are: nothing was cut off.
fn not_set_up(refused: Ended) -> Ended {
    let is_theirs = is_about_packages(refused.cause);
    Ended { cause: if is_theirs { Some(Cause::PackageScriptFailed) } else { refused.cause }, ..refused }
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
