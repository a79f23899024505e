//! Finishing what was interrupted.
//!
//! rpm has a package's new version in its database before the last steps of its set-up have run. Whether they did, dnf's
//! own history tells: of a transaction that came to its end it says when that was.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, UpdateId};
use patchround_updates::{
    Pc,
    dnf::{
        ask::{self, AskError},
        causes,
        history::Transaction,
    },
    rpm,
};

use super::{
    busy,
    install::patiently,
    run::{self, Verb},
    target::{Target, exact},
    verify,
};
use crate::{Ended, fit::is_about_packages, meter::Meter, patience::Patience, tell::Verdicts};

/// Transactions that are looked through for one that was about an id.
const TRANSACTIONS: usize = 5;
const NOT_ENDED: &str = "The transaction that brought it did not come to its end";

/// After an interruption: begins nothing, and tells per id what is there once nobody writes any more.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let busy = patience.until_nobody(meter, || busy::writer(pc)).err();
    let said = busy.and_then(|busy| busy.details).unwrap_or_default();
    let interrupted = Ended::failed(Cause::InterruptedBefore, &said);
    let verdicts: Verdicts = ids.iter().map(|id| (id.clone(), interrupted.clone())).collect();
    verify::tell_all(pc, ids, &verdicts, meter, |targets| {
        let cut = not_ended(pc, targets);
        Box::new(move |target| {
            cut.contains(&target.id).then(|| Ended::failed(Cause::InterruptedBefore, NOT_ENDED))
        })
    })
}

/// Those of which dnf's history does not say that what brought them came to its end. What it does not name came in by
/// another way; where there is no history, nothing is known.
fn not_ended(pc: &Pc<'_>, targets: &[Target]) -> BTreeSet<UpdateId> {
    let mut left: Vec<&Target> = targets.iter().collect();
    let mut cut = BTreeSet::new();
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
        if left.is_empty() {
            break;
        }
    }
    cut
}

/// Puts in anew, in the version that is there, what was cut off while it was set up: its own steps run once more, and an
/// older version beside it goes. Done means that a fresh look finds nothing of it any more.
pub(super) fn repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    patience
        .until_nobody(meter, || busy::writer(pc))
        .and_then(|()| try_repair(pc, meter, patience))
        .unwrap_or_else(|ended| ended)
}

fn try_repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<Ended, Ended> {
    let broken = broken(pc)?;
    if broken.is_empty() {
        return Ok(Ended::DONE);
    }
    let exacts: Vec<String> = broken.values().cloned().collect();
    only_these(pc, &broken)?;
    let fetched = patiently(pc, meter, patience, |meter| run::fetch(pc, Verb::Reinstall, &exacts, meter))?;
    let told = if fetched.is_success() {
        patiently(pc, meter, patience, |meter| {
            run::change(pc, Verb::Reinstall, &exacts, meter).map(|changed| changed.told)
        })?
    } else {
        fetched
    };
    if self::broken(pc)?.is_empty() {
        return Ok(Ended::DONE);
    }
    let cause = match causes::classify(&told.said()) {
        Cause::Unexpected => Cause::InterruptedBefore,
        cause => cause,
    };
    Err(Ended::failed(cause, &run::said(&told)))
}

/// What is not whole, by name, each in the version that came in last.
fn broken(pc: &Pc<'_>) -> Result<BTreeMap<String, String>, AskError> {
    let mut names: BTreeSet<String> = rpm::twice(pc)?;
    let last = ask::history(pc, 0).ok().filter(|last: &Transaction| !last.has_ended);
    names.extend(last.iter().flat_map(Transaction::names));
    let installed = rpm::installed(pc, names.iter().map(String::as_str))?;
    let mut newest: BTreeMap<String, &rpm::Package> = BTreeMap::new();
    for there in &installed {
        let is_meant = names.contains(&there.name_arch())
            || last.as_ref().is_some_and(|last| last.brought(&there.name, &there.arch, &there.evr));
        let is_later = |than: &&rpm::Package| than.installed <= there.installed;
        if is_meant && newest.get(&there.name_arch()).is_none_or(is_later) {
            newest.insert(there.name_arch(), there);
        }
    }
    let exact = |there: &rpm::Package| exact(&there.name, &there.evr, &there.arch);
    Ok(newest.into_values().map(|there| (there.name.clone(), exact(there))).collect())
}

/// That dnf would put in anew these, and do nothing else.
fn only_these(pc: &Pc<'_>, broken: &BTreeMap<String, String>) -> Result<(), Ended> {
    let exacts: Vec<String> = broken.values().cloned().collect();
    let plan = match run::simulate(pc, Verb::Reinstall, &exacts) {
        Ok(Some(plan)) => plan,
        Ok(None) => return Err(Ended::failed(Cause::InterruptedBefore, "dnf would not put it in anew")),
        Err(error) => {
            let ended = Ended::from(error);
            let cause =
                if is_about_packages(ended.cause) { Some(Cause::InterruptedBefore) } else { ended.cause };
            return Err(Ended { cause, ..ended });
        }
    };
    let others = [&plan.adds, &plan.removes, &plan.downgrades, &plan.skips].into_iter().flatten();
    let more = others.chain(plan.upgrades.iter().filter(|name| !broken.contains_key(*name)));
    let more: Vec<&str> = more.map(String::as_str).collect();
    if more.is_empty() {
        return Ok(());
    }
    let said = format!("More would change than what was cut off: {}", more.join(" "));
    Err(Ended::failed(Cause::InterruptedBefore, &said))
}
