//! Looking again after an interruption.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, progress::Progress};
use patchround_updates::{apt::ask, command::Told};

use crate::{
    Ended,
    install::{self, Verdict},
    meter::Meter,
    observe, system,
    transaction::RealApt,
};

const PATIENCE: Duration = Duration::from_secs(10 * 60);
const PAUSE: Duration = Duration::from_secs(5);

/// After an interruption: finishes what dpkg had begun, installs nothing, and tells per id what is
/// there. An id that is not at its version ends in failed, interrupted before.
pub fn look_again(ids: &[UpdateId], report: &mut dyn FnMut(Progress)) -> Ended {
    let mut meter = Meter::new(report);
    let repaired = if is_interrupted() { repair(&mut meter) } else { None };
    let said = repaired.map(|told| told.said()).unwrap_or_default();
    meter.moved(Phase::Verifying, 0.0, None);
    install::tell_all(ids, &mut meter, |_| Verdict {
        outcome: Outcome::Failed,
        cause: Cause::InterruptedBefore,
        said: said.clone(),
    })
}

fn is_interrupted() -> bool {
    ask::is_unfinished().unwrap_or(true)
}

fn repair(meter: &mut Meter<'_>) -> Option<Told> {
    wait_for_lock(meter);
    let told = install::configure(&mut RealApt, meter)
        .inspect_err(|error| tracing::warn!(%error, "Failed to repair dpkg"))
        .ok()?;
    tracing::info!(status = told.status, "Finished what dpkg had begun");
    Some(told)
}

/// dpkg does not wait for its lock by itself.
fn wait_for_lock(meter: &mut Meter<'_>) {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        let holder = observe::LOCKS[..2].iter().find_map(|lock| system::lock_holder(Path::new(lock)));
        let Some(holder) = holder else { return };
        meter.moved(Phase::Waiting, 0.0, Some(&holder));
        thread::sleep(PAUSE);
    }
}
