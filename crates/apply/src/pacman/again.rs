//! Finishing what was interrupted.

use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    pacman::{
        ask, causes,
        installed::{self, Installed},
        log,
        said::{self, Failures},
    },
};

use crate::{Ended, fit::is_about_packages, meter::Meter, patience::Patience, tell, unset::SAID};

use super::{
    install, lock,
    run::{self, Ran},
    verify,
};

/// After an interruption: waits for whoever still writes, and tells per id what is there. What a transaction brought that
/// did not come to its end is not whole, whatever the database says: its last steps, and the system's (an initramfs), come
/// after all packages. A lock that is left stays, as a hook that was cut off leaves no other sign.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let waited = lock::wait(pc, meter, patience);
    if !waited.as_ref().is_err_and(|ended| ended.cause == Some(Cause::BusyOtherUpdater)) {
        install::put_back_lists(pc);
    }
    meter.moved(Phase::Verifying, 0.0, None);
    let database = match ask::database(pc) {
        Ok(database) => database,
        Err(error) => {
            let unknown = Ended::from(error);
            return tell::each(ids, meter, |_| unknown.clone());
        }
    };
    // A hook runs after "completed" and before the lock goes.
    let cut = if waited.is_err() { log::brought(pc) } else { log::cut_off(pc) };
    let unset = installed::not_set_up(pc);
    tell::each(ids, meter, |id| {
        let there = database.get(id.native());
        let is_whole = !cut.iter().any(|name| name == id.native());
        let ended = match &waited {
            _ if there.is_some_and(|version| version == id.version()) && is_whole => {
                let is_unset = unset.iter().any(|unset| unset.native == id.native());
                let failed = || Ended::failed(Cause::PackageScriptFailed, SAID);
                if is_unset { failed() } else { Ended::DONE }
            }
            Err(why) => why.clone(),
            Ok(()) => Ended::failed(Cause::InterruptedBefore, ""),
        };
        (ended, there.cloned())
    })
}

/// Lets go of a lock that is left over, and puts in anew, in its own version, what the last transaction brought that did
/// not come to its end; only then, by itself, what is not set up because a step failed. Done means that a fresh look finds
/// nothing unfinished any more.
pub(super) fn repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let left = match lock::wait(pc, meter, patience) {
        Ok(()) => None,
        Err(ended) if ended.cause == Some(Cause::InterruptedBefore) => match lock::left_over(pc) {
            None => return ended,
            left => left,
        },
        Err(ended) => return ended,
    };
    install::put_back_lists(pc);
    let broken = Installed::read(pc).map(|installed| installed.broken).unwrap_or_default();
    if !broken.is_empty() {
        let said = format!("Parts of pacman's database are not whole: {}", broken.join(" "));
        return Ended::failed(Cause::InterruptedBefore, &said);
    }
    let is_noted = log::is_unfinished(pc);
    let cut = match left {
        _ if is_noted => log::cut_off(pc),
        Some(made) => log::brought_since(pc, made),
        None => Vec::new(),
    };
    if left.is_some()
        && let Err(ended) = lock::remove(pc)
    {
        return ended;
    }
    let ended = if is_noted && cut.is_empty() {
        Ended::failed(Cause::InterruptedBefore, "Where the last transaction stopped is not known")
    } else {
        anew(pc, &cut, Cause::InterruptedBefore, meter)
    };
    if let Some(made) = left.filter(|_| ended != Ended::DONE && !log::is_unfinished(pc)) {
        lock::put_back(pc, made);
    }
    // Another transaction hides what is still cut off.
    if ended == Ended::DONE { set_up(pc, meter) } else { ended }
}

/// Puts in anew what is noted as not set up. What is noted as it was afterwards did not come in, whatever pacman says.
fn set_up(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
    let before = installed::not_set_up(pc);
    let names: Vec<String> = before.iter().map(|unset| unset.native.clone()).collect();
    match anew(pc, &names, Cause::PackageScriptFailed, meter) {
        Ended::DONE if installed::not_set_up(pc).iter().any(|unset| before.contains(unset)) => {
            Ended::failed(Cause::PackageScriptFailed, "Not set up, and not put in anew by pacman")
        }
        ended => ended,
    }
}

/// Only in the versions that are there: others beside all the rest would be a part of an upgrade. `cause` is why they are not
/// whole.
fn anew(pc: &Pc<'_>, names: &[String], cause: Cause, meter: &mut Meter<'_>) -> Ended {
    if names.is_empty() {
        return Ended::DONE;
    }
    let same = ask::would_bring(pc, names).and_then(|brings| {
        let there = ask::database(pc)?;
        let is_same = |(name, version): &(String, String)| {
            names.contains(name) && there.get(name).is_some_and(|now| now == version)
        };
        Ok(brings.len() == names.len() && brings.iter().all(is_same))
    });
    match same {
        Ok(true) => {}
        Ok(false) => {
            let said = format!("Not whole, and not offered any more as it is: {}", names.join(" "));
            return Ended::failed(cause, &said);
        }
        Err(error) => {
            let ended = Ended::from(error);
            let why = if is_about_packages(ended.cause) { Some(cause) } else { ended.cause };
            return Ended { cause: why, ..ended };
        }
    }
    let Ran { told, has_begun, brought } = match run::again(pc, names, meter) {
        Ok(ran) => ran,
        Err(error) => return Ended::failed(Cause::Unexpected, &error.to_string()),
    };
    let failures = said::failures(told.last_lines.iter().map(String::as_str));
    let is_cut_off = told.status.is_none() || log::is_unfinished(pc) || !failures.half.is_empty();
    let is_done = told.is_success() && !log::is_unfinished(pc) && has_begun;
    if let Ok(database) = ask::database(pc) {
        verify::note(pc, &failures, &brought, &database);
    }
    match causes::classify(&told.said()) {
        _ if is_done && failures == Failures::default() => Ended::DONE,
        _ if is_done && failures.half.is_empty() => {
            Ended::failed(Cause::PackageScriptFailed, &run::said(&told))
        }
        Cause::Unexpected if is_cut_off => Ended::failed(Cause::InterruptedBefore, &run::said(&told)),
        Cause::Unexpected => Ended::failed(cause, &run::said(&told)),
        cause => Ended::failed(cause, &run::said(&told)),
    }
}
