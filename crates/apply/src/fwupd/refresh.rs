//! Fetching the lists of firmware anew.

use std::time::Duration;

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{
    Pc,
    command::CommandError,
    fwupd::{ask::fwupdmgr, causes},
};

use crate::{Ended, meter::Meter};

/// sources.md K: it may be stopped, the old list stays.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Fetches the lists that are older than their makers say; fwupd itself leaves alone what is fresh.
pub(super) fn refresh(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
    meter.moved(Phase::Downloading, 0.0, None);
    match pc.tools.fetch(&fwupdmgr(["refresh"]), LIMIT, &mut |_| {}) {
        Ok(told) if told.is_success() || causes::is_nothing_to_do(&told.said()) => Ended::DONE,
        Ok(told) => {
            let cause = causes::classify(told.status, &told.said());
            Ended::failed(cause, &format!("{}\n[{}]", told.said(), told.ending()))
        }
        Err(error @ CommandError::TimedOut(..)) => Ended::failed(Cause::Timeout, &error.to_string()),
        Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
    }
}
