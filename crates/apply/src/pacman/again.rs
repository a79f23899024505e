//! Finishing what was interrupted.

use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    pacman::{ask, causes, installed::Installed, log},
};

use crate::{Ended, meter::Meter, patience::Patience, tell};

use super::{install, lock, run};

/// After an interruption: waits for whoever still writes, lets go of a lock that is left over, and tells per id what is
/// there. What a transaction brought that did not come to its end is not whole, whatever the database says: its last steps,
/// and the system's (an initramfs), come after all packages.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let settled = lock::settle(pc, meter, patience);
    if settled.is_ok() {
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
    // A hook (an initramfs) runs after "completed" and before the lock goes: of what was killed there the lock is left.
    let cut = if settled == Ok(true) { log::brought(pc) } else { log::cut_off(pc) };
    tell::each(ids, meter, |id| {
        let there = database.get(id.native());
        let is_whole = !cut.iter().any(|name| name == id.native());
        let ended = match &settled {
            _ if there.is_some_and(|version| version == id.version()) && is_whole => Ended::DONE,
            Err(busy) => busy.clone(),
            Ok(_) => Ended::failed(Cause::InterruptedBefore, ""),
        };
        (ended, there.cloned())
    })
}

/// Lets go of a lock that is left over, and puts in anew, in its own version, the package at which the last transaction
/// stopped. Done means that a fresh look finds nothing unfinished any more.
pub(super) fn repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    if let Err(ended) = lock::settle(pc, meter, patience) {
        return ended;
    }
    install::put_back_lists(pc);
    let broken = Installed::read(pc).map(|installed| installed.broken).unwrap_or_default();
    if !broken.is_empty() {
        let said = format!("Parts of pacman's database are not whole: {}", broken.join(" "));
        return Ended::failed(Cause::InterruptedBefore, &said);
    }
    if !log::is_unfinished(pc) {
        return Ended::DONE;
    }
    let names = log::cut_off(pc);
    if names.is_empty() {
        return Ended::failed(Cause::InterruptedBefore, "Where the last transaction stopped is not known");
    }
    anew(pc, &names, meter)
}

/// Only in the versions that are there: others beside all the rest would be a part of an upgrade.
fn anew(pc: &Pc<'_>, names: &[String], meter: &mut Meter<'_>) -> Ended {
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
            return Ended::failed(Cause::InterruptedBefore, &said);
        }
        Err(error) => return error.into(),
    }
    match run::again(pc, names, meter) {
        Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
        Ok(_) if !log::is_unfinished(pc) => Ended::DONE,
        Ok(told) => match causes::classify(&told.said()) {
            Cause::Unexpected => Ended::failed(Cause::InterruptedBefore, &run::said(&told)),
            cause => Ended::failed(cause, &run::said(&told)),
        },
    }
}
