//! Installing offered updates.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, UpdateId, ids::PackageName};
use patchround_updates::{
    Pc,
    command::Told,
    dnf::{
        ask::{self, AskError},
        causes,
        kept::file_name,
    },
};

use super::{
    busy::{self, Patience},
    choose, keep,
    run::{self, Verb},
    target::{Target, Verdict, Verdicts, exacts},
    verify,
};
use crate::{Ended, keep::Keep, meter::Meter, tell};

/// Installs these updates, each only if dnf itself offers it at this moment in exactly this version.
pub(super) fn carry_out(
    pc: &Pc<'_>,
    (ids, agreed): (&[UpdateId], &[PackageName]),
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Ended {
    let mut verdicts = Verdicts::new();
    let failed = match try_all(pc, (ids, agreed), keep, meter, patience, &mut verdicts) {
        Ok(failed) => failed,
        Err(error) => {
            for id in ids {
                verdicts.entry(id.clone()).or_insert_with(|| Verdict::failed(error.cause(), error.said()));
            }
            BTreeSet::new()
        }
    };
    verify::look_and_tell(pc, ids, &verdicts, &failed, meter)
}

/// Gives the packages of whose set-up a script failed.
fn try_all(
    pc: &Pc<'_>,
    (ids, agreed): (&[UpdateId], &[PackageName]),
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
    verdicts: &mut Verdicts,
) -> Result<BTreeSet<String>, AskError> {
    let chosen = choose::choose(pc, ids, verdicts)?;
    let fitting = choose::fit(pc, chosen, agreed, verdicts);
    let targets = choose::with_room(pc, fitting, None, verdicts);
    let targets = fetch_all(pc, targets, meter, patience, verdicts)?;
    if targets.is_empty() {
        return Ok(BTreeSet::new());
    }
    keep::before(pc, keep, &targets, meter);
    let told =
        patiently(pc, meter, patience, |meter| run::change(pc, Verb::Upgrade, &exacts(&targets), meter))?;
    let failed = causes::failed_scripts(&told.said()).into_iter().collect();
    judge(&targets, &told, &failed, verdicts);
    Ok(failed)
}

/// What holds for those of the targets that turn out not to be there.
fn judge(targets: &[Target], told: &Told, failed: &BTreeSet<String>, verdicts: &mut Verdicts) {
    let said = told.said();
    let cause = causes::classify(&said);
    let words = format!("{said}\n[{}]", told.ending());
    for target in targets {
        let own = match cause {
            _ if failed.contains(&target.name) => Cause::PackageScriptFailed,
            // A script that failed is the fault of its own package alone.
            Cause::PackageScriptFailed => Cause::OtherFailed,
            Cause::Unexpected if told.is_success() => Cause::InstalledButNotVerified,
            cause => cause,
        };
        verdicts.insert(target.id.clone(), Verdict::failed(own, words.clone()));
    }
}

/// Does it again while somebody else is at work, and says who; dnf itself says that only once it has begun.
fn patiently(
    pc: &Pc<'_>,
    meter: &mut Meter<'_>,
    patience: Patience,
    mut act: impl FnMut(&mut Meter<'_>) -> Result<Told, AskError>,
) -> Result<Told, AskError> {
    loop {
        if let Err(busy) = busy::nobody_writes(pc, meter, patience) {
            let said = busy.details.unwrap_or_default();
            return Err(AskError::Refused { cause: Cause::BusyOtherUpdater, said });
        }
        let told = act(meter)?;
        let is_busy = !told.is_success() && causes::classify(&told.said()) == Cause::BusyOtherUpdater;
        let holder = busy::writer(pc).or_else(|| busy::reader(pc)).unwrap_or_else(|| "dnf".to_owned());
        if !is_busy || !patience.waits(&holder, meter) {
            return Ok(told);
        }
    }
}

/// Fetches all; where that does not work, each alone, so that one that is gone does not cost the others.
fn fetch_all(
    pc: &Pc<'_>,
    targets: Vec<Target>,
    meter: &mut Meter<'_>,
    patience: Patience,
    verdicts: &mut Verdicts,
) -> Result<Vec<Target>, AskError> {
    if targets.is_empty() {
        return Ok(targets);
    }
    let told =
        patiently(pc, meter, patience, |meter| run::fetch(pc, Verb::Upgrade, &exacts(&targets), meter))?;
    if told.is_success() {
        return Ok(targets);
    }
    let failed = |target: &Target, told: &Told| {
        let words = format!("{}\n[{}]", told.said(), told.ending());
        (target.id.clone(), Verdict::failed(causes::classify(&told.said()), words))
    };
    if let [target] = &targets[..] {
        verdicts.extend([failed(target, &told)]);
        return Ok(Vec::new());
    }
    let mut fetched = Vec::new();
    for target in targets {
        let alone = std::slice::from_ref(&target);
        let told =
            patiently(pc, meter, patience, |meter| run::fetch(pc, Verb::Upgrade, &exacts(alone), meter))?;
        if told.is_success() {
            fetched.push(target);
        } else {
            verdicts.extend([failed(&target, &told)]);
        }
    }
    Ok(fetched)
}

/// Fetches these updates and installs nothing. Leaves 2 GB of the disk free.
pub(super) fn fetch(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: Patience) -> Ended {
    let mut verdicts = Verdicts::new();
    let mut fetched = Vec::new();
    let result = choose::choose(pc, ids, &mut verdicts).and_then(|chosen| {
        let targets = choose::with_room(pc, chosen, Some(choose::LEFT_AFTER_FETCHING), &mut verdicts);
        fetched = fetch_all(pc, targets, meter, patience, &mut verdicts)?;
        Ok(())
    });
    if let Err(error) = result {
        for id in ids {
            verdicts.entry(id.clone()).or_insert_with(|| Verdict::failed(error.cause(), error.said()));
        }
    }
    let cached = ask::cached(pc.root);
    let is_missing = |id: &UpdateId| {
        let file = file_name(id);
        fetched.iter().any(|target| target.id == *id)
            && !cached.iter().any(|path| path.file_name().and_then(|name| name.to_str()) == file.as_deref())
    };
    tell::each(ids, meter, |id| match verdicts.get(id) {
        Some(verdict) => verdict.ended(),
        None if is_missing(id) && !is_local(&cached) => {
            Ended::failed(Cause::HashMismatch, "It is not there after it was fetched")
        }
        None => Ended::DONE,
    })
}

/// Whether nothing at all lies in the cache: the files of a source on the PC itself are used where they lie.
fn is_local(cached: &[std::path::PathBuf]) -> bool {
    cached.is_empty()
}
