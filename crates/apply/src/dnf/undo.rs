//! Going back to a kept version, staying there, and no longer staying there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{
    Pc,
    dnf::{ask, causes, generation::Generation, locks},
    rpm,
};

use super::{
    again, busy,
    choose::{self, names},
    install::patiently,
    run::{self, Changed, Verb},
    target::Target,
    verify,
};
use crate::{
    Ended,
    back::{self, Hold, Holds, Now, There},
    fit::changes_others,
    keep::Keep,
    meter::Meter,
    patience::Patience,
    rpm::Named,
    unset,
};

const NO_LOCK: &str =
    "There is no version lock on this PC to stay at the older version (python3-dnf-plugin-versionlock)";

/// Goes back to these versions, all or none; then they are locked. Where versions cannot be locked, nothing goes back: the
/// next upgrade would undo it.
pub(super) fn go_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let mut steps = Steps::default();
    let why = patience
        .until_nobody(meter, || busy::writer(pc))
        .and_then(|()| try_back(pc, ids, keep, (meter, patience), &mut steps))
        .unwrap_or_else(|ended| ended);
    (_, steps.unset) = verify::note(pc, &targets(ids), &steps.failed);
    back::stay_and_tell(&mut Locks { pc, patience, steps }, ids, until, keep, meter, &why)
}

/// After an undo was interrupted: begins nothing, locks what is back, and tells what is there.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let said = patience.until_nobody(meter, || busy::writer(pc)).err().and_then(|busy| busy.details);
    let why = Ended::failed(Cause::InterruptedBefore, &said.unwrap_or_default());
    let (_, unset) = again::left_behind(pc, &targets(ids));
    let steps = Steps { unset, ..Steps::default() };
    back::stay_and_tell(&mut Locks { pc, patience, steps }, ids, until, keep, meter, &why)
}

/// No longer keeps these packages at the versions that an undo of ours went back to.
pub(super) fn let_go(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    back::let_go(&mut Locks { pc, patience, steps: Steps::default() }, ids, keep, meter)
}

fn targets(ids: &[UpdateId]) -> Vec<Target> {
    ids.iter().filter_map(Target::of).collect()
}

/// How those end that are not back afterwards.
fn try_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    keep: &Keep,
    (meter, patience): (&mut Meter<'_>, &Patience),
    steps: &mut Steps,
) -> Result<Ended, Ended> {
    let generation = ask::generation_of(pc)?;
    if !locks::can_lock(pc.root, generation) {
        return Err(Ended::failed(Cause::UndoBlocked, NO_LOCK));
    }
    let files = back::files(ids, &Locks { pc, patience, steps: Steps::default() }.look(ids)?, keep)?;
    if files.is_empty() {
        return Ok(back::not_there(""));
    }
    // To let go of ours, dnf 5 would let go of everything of that name.
    let locked = choose::locks(pc)?;
    if files.iter().filter_map(|(id, _)| Target::of(id)).any(|target| locked.has(&target.name)) {
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
    }
    let Changed { told, failed_scripts } = change(pc, &files, keep, meter, patience)?;
    let said = run::said(&told);
    (steps.failed, steps.said) = (failed_scripts, said.clone());
    Ok(match told.is_success() {
        true => back::not_there(&said),
        false => Ended::failed(causes::classify(&told.said()), &said),
    })
}

fn change(
    pc: &Pc<'_>,
    files: &[(UpdateId, PathBuf)],
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Result<Changed, Ended> {
    let named = Named::all(pc, files, keep)?;
    let plan = match run::simulate(pc, Verb::Downgrade, &named.paths, (&mut *meter, patience)) {
        Ok(Some(plan)) => plan,
        Ok(None) => return Err(Ended::failed(Cause::UndoBlocked, "dnf would do nothing")),
        Err(error) => return Err(back::refused(error.into())),
    };
    let targets: Vec<Target> = files.iter().filter_map(|(id, _)| Target::of(id)).collect();
    let ordered = names(&targets);
    let others = [&plan.upgrades, &plan.adds, &plan.removes, &plan.skips].into_iter().flatten();
    let others = others.map(String::as_str);
    let older = plan.downgrades.iter().map(String::as_str).filter(|name| !ordered.contains(name));
    if let Some(ended) = changes_others(others.chain(older)) {
        return Err(ended);
    }
    let mut failed_scripts = BTreeSet::new();
    let told = patiently(pc, meter, patience, |meter| {
        let changed = run::change(pc, Verb::Downgrade, &named.paths, meter)?;
        failed_scripts = changed.failed_scripts;
        Ok(changed.told)
    })?;
    Ok(Changed { told, failed_scripts })
}

/// The steps of set-ups that failed.
#[derive(Default)]
struct Steps {
    /// Packages of whose set-up a script failed while they went back.
    failed: BTreeSet<String>,
    /// What was said then.
    said: String,
    /// What is noted.
    unset: Vec<rpm::Package>,
}

/// dnf's version lock.
struct Locks<'a> {
    pc: &'a Pc<'a>,
    patience: &'a Patience,
    steps: Steps,
}

impl Holds for Locks<'_> {
    fn look(&self, ids: &[UpdateId]) -> Result<Now, Ended> {
        let targets: Vec<Target> = ids.iter().filter_map(Target::of).collect();
        let (installed, locks) = (rpm::installed(self.pc, names(&targets))?, choose::locks(self.pc)?);
        let there = |target: Target| {
            let same = installed.iter().filter(|there| there.name_arch() == target.id.native());
            let is_locked = |there: &rpm::Package| locks.is_at(&there.name, &there.arch, &there.evr);
            let hold = if same.clone().any(is_locked) { Hold::AsOurs } else { Hold::Nothing };
            let versions: Vec<String> = same.map(|there| there.evr.clone()).collect();
            (target.id, There { is_whole: versions.len() == 1, versions, hold })
        };
        Ok(targets.into_iter().map(there).collect())
    }

    fn hold(&mut self, ids: &[UpdateId], is_on: bool, meter: &mut Meter<'_>) {
        let told = ask::generation_of(self.pc).map(|generation| {
            let specs: BTreeSet<String> =
                ids.iter().filter_map(Target::of).map(|target| spec(&target, generation)).collect();
            let specs: Vec<String> = specs.into_iter().collect();
            patiently(self.pc, meter, self.patience, |_| run::lock(self.pc, is_on, &specs))
        });
        match told {
            Ok(Ok(told)) if told.is_success() => {}
            told => tracing::warn!(?told, is_on, "Failed to lock versions, or to let them go"),
        }
    }

    /// Also where it is noted since an earlier run.
    fn not_set_up(&self, ids: &[UpdateId]) -> BTreeMap<UpdateId, Ended> {
        let steps = &self.steps;
        let said = |target: &Target| match steps.failed.contains(&target.name) {
            true => Some(steps.said.as_str()),
            false => steps.unset.iter().any(|there| choose::is_at(target, there)).then_some(unset::SAID),
        };
        let failed = |target: Target| {
            let ended = Ended::failed(Cause::PackageScriptFailed, said(&target)?);
            Some((target.id, ended))
        };
        targets(ids).into_iter().filter_map(failed).collect()
    }
}

fn spec(target: &Target, generation: Generation) -> String {
    match generation {
        Generation::Four => locks::exact(&target.name, &target.arch, target.id.version()),
        Generation::Five => target.name.clone(),
    }
}
