//! Finishing what was interrupted.

use std::{
    thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, progress::Progress};
use patchround_updates::{
    apt::{self, causes},
    command::Told,
};

use crate::{
    Ended,
    install::{self, Verdict},
    meter::Meter,
    transaction::{Apt, RealApt},
};

const PATIENCE: Duration = Duration::from_secs(10 * 60);
const PAUSE: Duration = Duration::from_secs(5);

/// After an interruption: finishes what dpkg had begun, installs nothing, and tells per id what is
/// there. An id that is not at its version ends in failed, interrupted before.
///
/// An apt that outlives whoever started it is waited for: what it still installs is told as it is then.
pub fn look_again(ids: &[UpdateId], report: &mut dyn FnMut(Progress)) -> Ended {
    look(&mut RealApt, ids, &mut Meter::new(report), Instant::now() + PATIENCE, PAUSE)
}

pub(crate) fn look(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    until: Instant,
    pause: Duration,
) -> Ended {
    let ended = match nobody_writes(apt, meter, until, pause) {
        Ok(()) => finish(apt, meter, until, pause),
        Err(busy) => busy,
    };
    meter.moved(Phase::Verifying, 0.0, None);
    install::tell_all(apt, ids, meter, |_| Verdict {
        outcome: Outcome::Failed,
        cause: Cause::InterruptedBefore,
        said: ended.details.clone().unwrap_or_default(),
    })
}

/// Finishes what dpkg had begun, if something really is interrupted; else there is nothing to do, and that is
/// done. Done means that a fresh look finds nothing unfinished any more.
pub fn repair(report: &mut dyn FnMut(Progress)) -> Ended {
    if apt::is_here() {
        finish(&mut RealApt, &mut Meter::new(report), Instant::now() + PATIENCE, PAUSE)
    } else {
        Ended::failed(Cause::NotForThisPc, "")
    }
}

/// What another updater is in the middle of is not interrupted: it is waited for. dpkg itself does not wait.
pub(crate) fn finish(apt: &mut dyn Apt, meter: &mut Meter<'_>, until: Instant, pause: Duration) -> Ended {
    while is_unfinished(apt) {
        let Some(holder) = apt.database_holder() else { return configure(apt, meter) };
        if let Err(busy) = wait_for(&holder, meter, until, pause) {
            return busy;
        }
    }
    Ended::DONE
}

/// Waits until nobody holds dpkg's database; else says who still does.
fn nobody_writes(apt: &dyn Apt, meter: &mut Meter<'_>, until: Instant, pause: Duration) -> Result<(), Ended> {
    while let Some(holder) = apt.database_holder() {
        wait_for(&holder, meter, until, pause)?;
    }
    Ok(())
}

fn wait_for(holder: &str, meter: &mut Meter<'_>, until: Instant, pause: Duration) -> Result<(), Ended> {
    if Instant::now() >= until {
        return Err(Ended::failed(Cause::BusyOtherUpdater, holder));
    }
    meter.moved(Phase::Waiting, 0.0, Some(holder));
    thread::sleep(pause);
    Ok(())
}

fn configure(apt: &mut dyn Apt, meter: &mut Meter<'_>) -> Ended {
    let told = match install::configure(apt, meter) {
        Ok(told) => told,
        Err(error) => return Ended::failed(Cause::Unexpected, &error.to_string()),
    };
    tracing::info!(status = told.status, "Finished what dpkg had begun");
    meter.moved(Phase::Verifying, 0.0, None);
    if is_unfinished(apt) { Ended::failed(why(&told), &told.said()) } else { Ended::DONE }
}

/// A dpkg that has nothing to complain of, and a package that is still not whole: it must be fetched anew.
fn why(told: &Told) -> Cause {
    match causes::classify(&told.said()) {
        _ if told.is_success() => Cause::InterruptedBefore,
        Cause::Unexpected => Cause::PackageScriptFailed,
        cause => cause,
    }
}

/// Where it cannot be known, something is.
fn is_unfinished(apt: &dyn Apt) -> bool {
    apt.is_unfinished().unwrap_or(true)
}
