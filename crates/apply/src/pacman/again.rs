//! Finishing what was interrupted.

use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc,
    pacman::{ask, causes, installed::Installed, log},
};

use crate::{Ended, meter::Meter, tell};

use super::{Patience, install, lock, run};

/// After an interruption: waits for whoever still writes, lets go of a lock that is left over, and tells per id what is
/// there. The package at which the last transaction stopped is not whole, whatever the database says.
pub(super) fn look(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: Patience) -> Ended {
    let settled = lock::settle(pc, meter, patience);
    if settled.is_ok() {
        install::put_back_lists(pc);
    }
    meter.moved(Phase::Verifying, 0.0, None);
    let database = match ask::database(pc) {
        Ok(database) => database,
        Err(error) => return tell::each(ids, meter, |_| Ended::failed(error.cause(), &error.said())),
    };
    let cut = log::stopped_at(pc);
    tell::each(ids, meter, |id| {
        let there = database.get(id.native());
        let is_whole = cut.as_deref() != Some(id.native());
        let ended = match &settled {
            _ if there.is_some_and(|version| version == id.version()) && is_whole => Ended::DONE,
            Err(busy) => busy.clone(),
            Ok(()) => Ended::failed(Cause::InterruptedBefore, ""),
        };
        (ended, there.cloned())
    })
}

/// Lets go of a lock that is left over, and puts in anew, in its own version, the package at which the last transaction
/// stopped. Done means that a fresh look finds nothing unfinished any more.
pub(super) fn repair(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: Patience) -> Ended {
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
    let Some(name) = log::stopped_at(pc).filter(|name| name.parse::<PackageName>().is_ok()) else {
        return Ended::failed(Cause::InterruptedBefore, "Where the last transaction stopped is not known");
    };
    anew(pc, &name, meter)
}

/// Only in the version that is there: another one beside all the rest would be a part of an upgrade.
fn anew(pc: &Pc<'_>, name: &str, meter: &mut Meter<'_>) -> Ended {
    let same = ask::would_bring(pc, name).and_then(|brings| {
        let there = ask::database(pc)?;
        Ok(there.get(name).is_some_and(|version| brings == [(name.to_owned(), version.clone())]))
    });
    match same {
        Ok(true) => {}
        Ok(false) => {
            let said = format!("{name} is not whole, and its version is not offered any more");
            return Ended::failed(Cause::InterruptedBefore, &said);
        }
        Err(error) => return Ended::failed(error.cause(), &error.said()),
    }
    match run::again(pc, name, meter) {
        Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
        Ok(_) if !log::is_unfinished(pc) => Ended::DONE,
        Ok(told) => match causes::classify(&told.said()) {
            Cause::Unexpected => Ended::failed(Cause::InterruptedBefore, &run::said(&told)),
            cause => Ended::failed(cause, &run::said(&told)),
        },
    }
}
