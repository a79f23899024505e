//! Installing offered updates.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, UpdateId, ids::PackageName};
use patchround_updates::{
    Pc,
    command::Told,
    dnf::{
        ask::{self, AskError},
        causes,
    },
};

use super::{
    busy, choose, keep,
    run::{self, Changed, Verb},
    target::{Target, exacts},
    verify,
};
use crate::{
    Ended,
    keep::Keep,
    meter::Meter,
    patience::Patience,
    room, rpm,
    tell::{self, Verdicts},
};

/// Installs these updates, each only if dnf itself offers it at this moment in exactly this version.
pub(super) fn carry_out(
    pc: &Pc<'_>,
    (ids, agreed): (&[UpdateId], &[PackageName]),
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let mut verdicts = Verdicts::new();
    let failed = match try_all(pc, (ids, agreed), keep, meter, patience, &mut verdicts) {
        Ok(failed) => failed,
        Err(why) => {
            tell::give_up(ids, &why, &mut verdicts);
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
    patience: &Patience,
    verdicts: &mut Verdicts,
) -> Result<BTreeSet<String>, Ended> {
    nobody_works(pc, meter, patience)?;
    let chosen = choose::choose(pc, ids, verdicts)?;
    let fitting = choose::fit(pc, chosen, agreed, (meter, patience), verdicts);
    let targets = choose::with_room(pc, fitting, verdicts);
    let before = ask::cached(pc.root);
    let targets = fetch_all(pc, targets, meter, patience, verdicts)?;
    if targets.is_empty() {
        return Ok(BTreeSet::new());
    }
    // dnf may have read its lists anew to fetch: what it would do now is what counts.
    if let Some(ended) = choose::would_do_else(pc, &targets, agreed, (meter, patience)) {
        verdicts.extend(targets.into_iter().map(|target| (target.id, ended.clone())));
        return Ok(BTreeSet::new());
    }
    keep::before(pc, keep, &targets, meter);
    let mut failed = BTreeSet::new();
    let told = patiently(pc, meter, patience, |meter| {
        let Changed { told, failed_scripts } = run::change(pc, Verb::Upgrade, &exacts(&targets), meter)?;
        failed = failed_scripts;
        Ok(told)
    })?;
    judge(&targets, &told, &failed, verdicts);
    keep::tidy(pc, &targets, &before);
    Ok(failed)
}

/// As root dnf 4 waits for whoever reads lists before it answers a question, and says nothing of it.
fn nobody_works(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<(), Ended> {
    patience.until_nobody(meter, || busy::writer(pc).or_else(|| busy::reader(pc)))
}

/// What holds for those of the targets that turn out not to be there.
fn judge(targets: &[Target], told: &Told, failed: &BTreeSet<String>, verdicts: &mut Verdicts) {
    let cause = causes::classify(&told.said());
    for target in targets {
        let own = match cause {
            _ if failed.contains(&target.name) => Cause::PackageScriptFailed,
            // A script that failed is the fault of its own package alone.
            Cause::PackageScriptFailed => Cause::OtherFailed,
            Cause::Unexpected if told.is_success() => Cause::InstalledButNotVerified,
            cause => cause,
        };
        verdicts.insert(target.id.clone(), Ended::failed(own, &run::said(told)));
    }
}

/// Does it again while somebody else is at work, and says who; dnf itself says that only once it has begun.
pub(super) fn patiently(
    pc: &Pc<'_>,
    meter: &mut Meter<'_>,
    patience: &Patience,
    mut act: impl FnMut(&mut Meter<'_>) -> Result<Told, AskError>,
) -> Result<Told, Ended> {
    loop {
        patience.until_nobody(meter, || busy::writer(pc))?;
        let told = act(meter)?;
        let is_busy = !told.is_success() && causes::classify(&told.said()) == Cause::BusyOtherUpdater;
        if !is_busy || !patience.waits(Some(&busy::anybody(pc)), meter) {
            return Ok(told);
        }
    }
}

/// Fetches all; where that does not work, each alone, so that one that is gone does not cost the others.
fn fetch_all(
    pc: &Pc<'_>,
    targets: Vec<Target>,
    meter: &mut Meter<'_>,
    patience: &Patience,
    verdicts: &mut Verdicts,
) -> Result<Vec<Target>, Ended> {
    let mut fetch = |targets: &[Target]| {
        let exact = exacts(targets);
        patiently(pc, meter, patience, |meter| run::fetch(pc, Verb::Upgrade, &exact, meter))
    };
    if targets.is_empty() {
        return Ok(targets);
    }
    let all = fetch(&targets)?;
    if all.is_success() {
        return Ok(targets);
    }
    let is_alone = targets.len() == 1;
    let mut fetched = Vec::new();
    for target in targets {
        let told = if is_alone { all.clone() } else { fetch(std::slice::from_ref(&target))? };
        if told.is_success() {
            fetched.push(target);
        } else {
            let cause = causes::classify(&told.said());
            verdicts.insert(target.id, Ended::failed(cause, &run::said(&told)));
        }
    }
    Ok(fetched)
}

/// Fetches these updates and installs nothing.
pub(super) fn fetch(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let mut verdicts = Verdicts::new();
    let mut fetched = Vec::new();
    let waited = nobody_works(pc, meter, patience);
    let result = waited.and_then(|()| choose::choose(pc, ids, &mut verdicts)).and_then(|chosen| {
        let targets = chosen.iter().map(|(target, _)| target.clone());
        if let Some(full) = room::to_fetch(pc, choose::needs(&chosen)) {
            verdicts.extend(targets.map(|target| (target.id, full.clone())));
            return Ok(());
        }
        let targets = targets.collect();
        fetched = fetch_all(pc, targets, meter, patience, &mut verdicts)?;
        Ok(())
    });
    if let Err(why) = result {
        tell::give_up(ids, &why, &mut verdicts);
    }
    let fetched: Vec<UpdateId> = fetched.into_iter().map(|target| target.id).collect();
    let missing = rpm::missing(pc, &fetched, &ask::cached(pc.root));
    tell::each(ids, meter, |id| match verdicts.get(id) {
        Some(verdict) => verdict.clone(),
        None if missing.contains(id) => {
            Ended::failed(Cause::HashMismatch, "It is not there after it was fetched")
        }
        None => Ended::DONE,
    })
}
