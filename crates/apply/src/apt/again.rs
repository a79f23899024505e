//! Finishing what was interrupted.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::{
    apt::{self, ask::AskError, causes, simulation::Simulation},
    command::{CommandError, Told},
};

use crate::{Ended, apt::install, apt::transaction::Apt, meter::Meter, patience::Patience};

/// After an interruption: finishes what dpkg had begun, installs nothing, and tells per id what is
/// there. An id that is not at its version ends in failed, interrupted before.
///
/// An apt that outlives whoever started it is waited for: what it still installs is told as it is then.
pub(crate) fn look(apt: &mut dyn Apt, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let said = settle(apt, meter, patience).details.unwrap_or_default();
    meter.moved(Phase::Verifying, 0.0, None);
    install::tell_all(apt, ids, meter, |_| Ended::failed(Cause::InterruptedBefore, &said))
}

/// Waits until nobody writes, and finishes what dpkg had begun.
pub(crate) fn settle(apt: &mut dyn Apt, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    match patience.until_nobody(meter, || apt.database_holder()) {
        Ok(()) => finish(apt, meter, patience),
        Err(busy) => busy,
    }
}

/// Finishes what dpkg had begun, if something really is interrupted; else there is nothing to do, and that is
/// done. Done means that a fresh look finds nothing unfinished any more.
///
/// What dpkg cannot finish alone, because a package was unpacked by half or something it needs is missing, apt
/// fetches from this PC's own sources and unpacks anew, if that removes nothing, brings nothing older and changes
/// nothing that is held.
pub(crate) fn mend(apt: &mut dyn Apt, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let ended = finish(apt, meter, patience);
    if ended == Ended::DONE || ended.cause == Some(Cause::BusyOtherUpdater) {
        return ended;
    }
    match to_fetch(apt) {
        Ok(None) => ended,
        Ok(Some(targets)) => fetch_anew(apt, &targets, meter),
        Err(objection) => objection,
    }
}

/// What is to be unpacked anew, `NAME=VERSION`; `None` where there is nothing that apt could bring.
fn to_fetch(apt: &dyn Apt) -> Result<Option<Vec<String>>, Ended> {
    let refused = |error: AskError| Ended::failed(unfinished_for(error.cause()), &error.said());
    let (targets, simulation) = simulated(apt).map_err(refused)?;
    if let Some(objection) = install::objection(&simulation, &BTreeSet::new()) {
        return Err(objection);
    }
    Ok((!simulation.installs.is_empty()).then_some(targets))
}

/// What is there by half in its own version; where no source has that any more, as apt itself would mend it.
fn simulated(on: &dyn Apt) -> Result<(Vec<String>, Simulation), AskError> {
    let targets = on.not_unpacked()?;
    let brings = |simulation: &Simulation, target: &String| {
        let name = target.split('=').next().map(apt::name_of);
        simulation.installs.iter().any(|install| Some(apt::name_of(&install.name)) == name)
    };
    match on.simulate_mending(&targets) {
        Ok(simulation) if targets.iter().all(|target| brings(&simulation, target)) => {
            Ok((targets, simulation))
        }
        _ => Ok((Vec::new(), on.simulate_mending(&[])?)),
    }
}

fn fetch_anew(apt: &mut dyn Apt, targets: &[String], meter: &mut Meter<'_>) -> Ended {
    tracing::info!(?targets, "Has apt unpack anew what dpkg could not finish");
    let told = install::mend(apt, targets, meter);
    judge(apt, told, meter)
}

/// What another updater is in the middle of is not interrupted: it is waited for. dpkg itself does not wait.
pub(crate) fn finish(apt: &mut dyn Apt, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    while is_unfinished(apt) {
        let Some(holder) = apt.database_holder() else { return configure(apt, meter) };
        if !patience.waits(Some(&holder), meter) {
            return Ended::failed(Cause::BusyOtherUpdater, &holder);
        }
    }
    Ended::DONE
}

fn configure(apt: &mut dyn Apt, meter: &mut Meter<'_>) -> Ended {
    let told = install::configure(apt, meter);
    judge(apt, told, meter)
}

/// Whatever was said: what counts is whether something is unfinished still.
fn judge(apt: &dyn Apt, told: Result<Told, CommandError>, meter: &mut Meter<'_>) -> Ended {
    let told = match told {
        Ok(told) => told,
        Err(error) => return Ended::failed(Cause::Unexpected, &error.to_string()),
    };
    tracing::info!(status = told.status, "Finished what dpkg had begun");
    meter.moved(Phase::Verifying, 0.0, None);
    let said = || format!("{}\n[{}]", told.said(), told.ending());
    if is_unfinished(apt) { Ended::failed(why(&told), &said()) } else { Ended::DONE }
}

/// A dpkg that has nothing to complain of, and a package that is still not whole: it must be fetched anew.
fn why(told: &Told) -> Cause {
    if told.is_success() { Cause::InterruptedBefore } else { unfinished_for(causes::classify(&told.said())) }
}

/// Which of several packages is in whose way, and what is offered or not, nobody need know here: something did not end.
fn unfinished_for(cause: Cause) -> Cause {
    match cause {
        Cause::Unexpected | Cause::OtherFailed | Cause::VersionGone | Cause::DepsUnsolvable => {
            Cause::InterruptedBefore
        }
        cause => cause,
    }
}

/// Where it cannot be known, something is.
fn is_unfinished(apt: &dyn Apt) -> bool {
    apt.is_unfinished().unwrap_or(true)
}
