//! Finishing what was interrupted.
//!
//! rpm has a package's new version in its database before the last steps of its set-up have run. Whether they did, dnf's
//! own history tells: of a transaction that came to its end it says when that was.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, UpdateId};
use patchround_updates::{
    Pc,
    command::Told,
    dnf::{
        SOURCE, ask, causes,
        history::Transaction,
        unfinished::{cut_off, not_set_up},
    },
    rpm,
};

use super::{
    busy,
    choose::is_at,
    install::patiently,
    run::{self, Changed, Verb},
    target::{Target, exact},
    verify,
};
use crate::{Ended, fit::is_about_packages, meter::Meter, patience::Patience, tell::Verdicts, unset};

/// Transactions that are looked through for one that was about an id.
const TRANSACTIONS: usize = 5;

/// After an interruption: begins nothing, and tells per id what is there once nobody writes any more.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let busy = patience.until_nobody(meter, || busy::writer(pc)).err();
    let said = busy.and_then(|busy| busy.details).unwrap_or_default();
    let interrupted = Ended::failed(Cause::InterruptedBefore, &said);
    let verdicts: Verdicts = ids.iter().map(|id| (id.clone(), interrupted.clone())).collect();
    verify::tell_all(pc, ids, &verdicts, meter, |targets| {
        let (cut, unset) = left_behind(pc, targets);
        Box::new(move |target| {
            if cut.contains(&target.id) {
                return Some(Ended::failed(Cause::InterruptedBefore, verify::NOT_ENDED));
            }
            let is_unset = unset.iter().any(|there| is_at(target, there));
            is_unset.then(|| Ended::failed(Cause::PackageScriptFailed, unset::SAID))
        })
    })
}

/// Those of which dnf's history does not say that what brought them came to its end, and all that is noted as not set up, also
/// by what that history has of failed scripts. What it does not name came in by another way; where there is no history,
/// nothing is known.
pub(super) fn left_behind(pc: &Pc<'_>, targets: &[Target]) -> (BTreeSet<UpdateId>, Vec<rpm::Package>) {
    let mut left: Vec<&Target> = targets.iter().collect();
    let (mut cut, mut transactions) = (BTreeSet::new(), Vec::new());
    for back in 0..TRANSACTIONS {
        let Ok(transaction) = ask::history(pc, back) else {
            let unknown = if back == 0 { std::mem::take(&mut left) } else { Vec::new() };
            cut.extend(unknown.into_iter().map(|target| target.id.clone()));
            break;
        };
        let is_in = |target: &&Target| transaction.brought(&target.name, &target.arch, target.id.version());
        let (found, others): (Vec<&Target>, Vec<&Target>) = left.into_iter().partition(is_in);
        if !transaction.has_ended {
            cut.extend(found.into_iter().map(|target| target.id.clone()));
        }
        left = others;
        transactions.push(transaction);
        if left.is_empty() {
            break;
        }
    }
    (cut, note_left(pc, &transactions))
}

/// Notes what these transactions, the newest first, brought and left not set up. Gives all that is noted.
fn note_left(pc: &Pc<'_>, transactions: &[Transaction]) -> Vec<rpm::Package> {
    let names = transactions.iter().flat_map(|transaction| &transaction.failed_scripts).cloned().collect();
    unset::note_rpm(pc, SOURCE, &names, |there| {
        let brought = |of: &&Transaction| of.brought(&there.name, &there.arch, &there.evr);
        transactions.iter().find(brought).is_some_and(|last| last.left_unset(there))
    })
}

/// Puts in anew, in the version that is there, what was cut off while it was set up or is not set up because a step failed:
/// its own steps run once more, and an older version beside it goes. What was cut off is not touched by whether the rest can be
/// mended. Done means that a fresh look finds nothing of it any more.
pub(super) fn repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    patience
        .until_nobody(meter, || busy::writer(pc))
        .and_then(|()| try_repair(pc, meter, patience))
        .unwrap_or_else(|ended| ended)
}

fn try_repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<Ended, Ended> {
    let cut = cut_off(pc)?;
    let first = anew(pc, &cut, Cause::InterruptedBefore, meter, patience)?;
    // Alone and last: it may fail for ever, and another transaction would hide the one that has no end.
    let mut unset = not_set_up(pc)?;
    unset.retain(|name, _| !cut.contains_key(name));
    let second = anew(pc, &unset, Cause::PackageScriptFailed, meter, patience).unwrap_or_else(|ended| ended);
    Ok(if first == Ended::DONE { second } else { first })
}

/// Puts in anew all of these. `cause` is why they are not whole. Ends in a failed script where it is only that.
fn anew(
    pc: &Pc<'_>,
    packages: &BTreeMap<String, rpm::Package>,
    cause: Cause,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Result<Ended, Ended> {
    if packages.is_empty() {
        return Ok(Ended::DONE);
    }
    let exacts: Vec<String> =
        packages.values().map(|there| exact(&there.name, &there.evr, &there.arch)).collect();
    let names: BTreeSet<&str> = packages.values().map(|there| there.name.as_str()).collect();
    only_these(pc, (&names, &exacts), cause, meter, patience)?;
    let fetched = patiently(pc, meter, patience, |meter| run::fetch(pc, Verb::Reinstall, &exacts, meter))?;
    if !fetched.is_success() {
        return Err(not_whole(&fetched, cause));
    }
    let mut failed = BTreeSet::new();
    let told = patiently(pc, meter, patience, |meter| {
        let Changed { told, failed_scripts } = run::change(pc, Verb::Reinstall, &exacts, meter)?;
        failed = failed_scripts;
        Ok(told)
    })?;
    // The transaction before is not the last one any more: what it left is whole only if this one did all of it.
    let left = left_of(pc, packages);
    unset::note_rpm(pc, SOURCE, &failed, |there| {
        packages.get(&there.name_arch()).is_some_and(|of| of.evr == there.evr)
    });
    match left? {
        None if !told.is_success() => Err(not_whole(&told, cause)),
        None if names.iter().any(|name| failed.contains(*name)) => {
            Ok(Ended::failed(Cause::PackageScriptFailed, &run::said(&told)))
        }
        None => Ok(Ended::DONE),
        Some(left) => Err(not_whole(&told, left)),
    }
}

/// Why something is not whole after these were put in anew.
fn left_of(pc: &Pc<'_>, packages: &BTreeMap<String, rpm::Package>) -> Result<Option<Cause>, Ended> {
    if !cut_off(pc)?.is_empty() {
        return Ok(Some(Cause::InterruptedBefore));
    }
    let is_unset = not_set_up(pc)?.keys().any(|name| packages.contains_key(name));
    Ok(is_unset.then_some(Cause::PackageScriptFailed))
}

fn not_whole(told: &Told, otherwise: Cause) -> Ended {
    let cause = match causes::classify(&told.said()) {
        Cause::Unexpected => otherwise,
        cause => cause,
    };
    Ended::failed(cause, &run::said(told))
}

/// That dnf would put in anew all of these, and do nothing else.
fn only_these(
    pc: &Pc<'_>,
    (names, exacts): (&BTreeSet<&str>, &[String]),
    otherwise: Cause,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Result<(), Ended> {
    let plan = match run::simulate(pc, Verb::Reinstall, exacts, (meter, patience)) {
        Ok(Some(plan)) => plan,
        Ok(None) => return Err(Ended::failed(otherwise, "dnf would not put it in anew")),
        Err(error) => {
            let ended = Ended::from(error);
            let cause = if is_about_packages(ended.cause) { Some(otherwise) } else { ended.cause };
            return Err(Ended { cause, ..ended });
        }
    };
    let others = [&plan.adds, &plan.removes, &plan.downgrades, &plan.skips].into_iter().flatten();
    let more = others.chain(plan.upgrades.iter().filter(|name| !names.contains(name.as_str())));
    let more: Vec<&str> = more.map(String::as_str).collect();
    let left: Vec<&str> = names.iter().copied().filter(|name| !plan.upgrades.contains(*name)).collect();
    if more.is_empty() && left.is_empty() {
        return Ok(());
    }
    let said = if more.is_empty() {
        format!("dnf would not put in anew: {}", left.join(" "))
    } else {
        format!("More would change than what is not whole: {}", more.join(" "))
    };
    Err(Ended::failed(otherwise, &said))
}
