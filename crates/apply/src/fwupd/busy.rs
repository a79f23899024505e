//! Another program that writes firmware. fwupd has no lock that could be looked at: its clients are known by what they
//! were told to do.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::Pc;

use crate::{Ended, meter::Meter};

/// fwupd's clients, as the kernel names their processes.
const CLIENTS: [&str; 2] = ["fwupdmgr", "fwupdtool"];
/// What writes.
const WRITES: [&str; 10] = [
    "activate",
    "downgrade",
    "install",
    "install-blob",
    "local-install",
    "reinstall",
    "switch-branch",
    "sync",
    "update",
    "upgrade",
];

/// How long another one is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    until: Instant,
    pause: Duration,
}

impl Patience {
    /// Ten minutes.
    pub(super) fn long() -> Self {
        Self { until: Instant::now() + Duration::from_secs(10 * 60), pause: Duration::from_secs(5) }
    }

    #[cfg(test)]
    pub(super) fn none() -> Self {
        Self { until: Instant::now(), pause: Duration::ZERO }
    }
}

/// The program that writes firmware at this moment.
pub(super) fn writer(pc: &Pc<'_>) -> Option<String> {
    let processes = fs::read_dir(pc.place("/proc")).into_iter().flatten().flatten();
    processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok()).find_map(|line| {
        let mut words = line.split(|b| *b == 0).filter_map(|word| std::str::from_utf8(word).ok());
        let client = words.next()?.rsplit('/').next()?;
        let is_client = CLIENTS.contains(&client);
        (is_client && words.any(|word| WRITES.contains(&word))).then(|| client.to_owned())
    })
}

/// Waits until nobody writes; else says who still does.
pub(super) fn nobody_writes(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: Patience) -> Result<(), Ended> {
    while let Some(holder) = writer(pc) {
        if Instant::now() >= patience.until {
            return Err(Ended::failed(Cause::BusyOtherUpdater, &holder));
        }
        meter.moved(Phase::Waiting, 0.0, Some(&holder));
        thread::sleep(patience.pause);
    }
    Ok(())
}
