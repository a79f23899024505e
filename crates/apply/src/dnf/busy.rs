//! Who else works with packages at this moment.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{Pc, rpm::DATABASES};

use crate::{Ended, meter::Meter, system};

/// Files in which dnf 4 notes who changes rpm's database: its number.
const WRITERS: [&str; 1] = ["/var/lib/dnf/rpmdb_lock.pid"];
/// And who reads lists or fetches.
const READERS: [&str; 2] = ["/var/cache/dnf/metadata_lock.pid", "/var/cache/dnf/download_lock.pid"];

/// How long somebody else is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    until: Instant,
    pause: Duration,
}

impl Patience {
    /// Ten minutes (sources.md 2).
    pub(super) fn usual() -> Self {
        Self { until: Instant::now() + Duration::from_secs(10 * 60), pause: Duration::from_secs(5) }
    }

    #[cfg(test)]
    pub(super) fn none() -> Self {
        Self { until: Instant::now(), pause: Duration::ZERO }
    }

    /// Waits a moment, and says whether there is still time.
    pub(super) fn waits(self, holder: &str, meter: &mut Meter<'_>) -> bool {
        let is_time = Instant::now() < self.until;
        if is_time {
            meter.moved(Phase::Waiting, 0.0, Some(holder));
            thread::sleep(self.pause);
        }
        is_time
    }
}

/// The program that changes rpm's database.
pub(super) fn writer(pc: &Pc<'_>) -> Option<String> {
    let locks = DATABASES.iter().map(|folder| pc.place(&format!("{folder}/.rpm.lock")));
    let of_rpm = locks.into_iter().find_map(|lock| system::lock_holder(&lock));
    of_rpm.or_else(|| WRITERS.iter().find_map(|file| named(pc, file)))
}

/// The program that reads lists.
pub(super) fn reader(pc: &Pc<'_>) -> Option<String> {
    READERS.iter().find_map(|file| named(pc, file))
}

/// A note of a program that is gone holds nobody.
fn named(pc: &Pc<'_>, file: &str) -> Option<String> {
    let number: u32 = fs::read_to_string(pc.place(file)).ok()?.trim().parse().ok()?;
    let name = fs::read_to_string(pc.place(&format!("/proc/{number}/comm"))).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Waits until nobody changes packages, and names who does; never ends them.
///
/// # Errors
/// How it ended when somebody still does after that time.
pub(super) fn nobody_writes(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: Patience) -> Result<(), Ended> {
    while let Some(holder) = writer(pc) {
        if !patience.waits(&holder, meter) {
            return Err(Ended::failed(Cause::BusyOtherUpdater, &format!("Held by {holder}")));
        }
    }
    Ok(())
}
