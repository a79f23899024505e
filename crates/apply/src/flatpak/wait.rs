//! Another program that is writing to the installation.

use std::{
    thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::Pc;

use super::HERE;
use crate::{Ended, meter::Meter, system};

/// How long it is waited for.
const PATIENCE: Duration = Duration::from_secs(10 * 60);
const PAUSE: Duration = Duration::from_secs(5);
/// What has no process number of its own: ostree's locks belong to an open file, not to a process (fcntl(2), OFD).
const NAMELESS: &str = "?";

/// The program that writes to the installation at this moment: whoever pulls or prunes holds ostree's lock, whoever puts
/// something in its place flatpak's own.
pub(super) fn writer(pc: &Pc<'_>) -> Option<String> {
    let locks = ["repo/.lock", "lock"].map(|lock| pc.place(&format!("{}/{lock}", HERE.folder())));
    let holder = locks.iter().find_map(|lock| system::lock_holder(lock))?;
    Some(if holder == NAMELESS { "flatpak".to_owned() } else { holder })
}

/// Waits until nobody writes; else says who still does.
pub(super) fn for_others(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Result<(), Ended> {
    let until = Instant::now() + PATIENCE;
    while let Some(holder) = writer(pc) {
        if Instant::now() >= until {
            return Err(Ended::failed(Cause::BusyOtherUpdater, &holder));
        }
        meter.moved(Phase::Waiting, 0.0, Some(&holder));
        thread::sleep(PAUSE);
    }
    Ok(())
}
