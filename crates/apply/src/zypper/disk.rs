//! Whether there is room, before anything is fetched.

use std::path::Path;

use patchround_protocol::Cause;
use patchround_updates::{Pc, zypper::list::is_kernel};

use super::{choose::Target, fit::Fitting, verify::Verdicts};
use crate::{Ended, system};

/// Room that must be left for everything else: rpm's database, logs, a running system.
const MARGIN: u64 = 100 * 1024 * 1024;
/// Free room on a small start-up disk for one more kernel (sources.md K).
const BOOT: u64 = 200 * 1024 * 1024;
/// Room that is left when updates are fetched ahead of their time (rules.md 1).
const LEFT_AFTER_FETCHING: u64 = 2_000_000_000;
const CACHE: &str = "/var/cache";
const USR: &str = "/usr";

/// Why these may not be fetched ahead of their time.
pub(super) fn too_full_to_fetch(pc: &Pc<'_>, fitting: &Fitting) -> Option<Ended> {
    lacks(pc, CACHE, fitting.summary.download.saturating_add(LEFT_AFTER_FETCHING))
        .filter(|_| fitting.summary.download > 0)
}

/// The targets there is room for: all or none, and without kernels if only their disk is full.
pub(super) fn enough(pc: &Pc<'_>, fitting: &Fitting, verdicts: &mut Verdicts) -> Vec<Target> {
    let summary = &fitting.summary;
    // Both are packed and unpacked at the same time.
    let needed =
        summary.download.saturating_add(u64::try_from(summary.space).unwrap_or(0)).saturating_add(MARGIN);
    let full = lacks(pc, CACHE, needed).or_else(|| lacks(pc, USR, needed));
    let boot = || lacks(pc, "/boot", BOOT).map(|ended| Ended { cause: Some(Cause::BootFull), ..ended });
    let boot = system::is_own_disk(&pc.place("/boot")).then(boot).flatten();
    let mut goes = Vec::new();
    for target in &fitting.targets {
        match full.as_ref().or_else(|| boot.as_ref().filter(|_| is_kernel(target.name()))) {
            Some(ended) => drop(verdicts.insert(target.id.clone(), ended.clone())),
            None => goes.push(target.clone()),
        }
    }
    goes
}

fn lacks(pc: &Pc<'_>, folder: &str, needed: u64) -> Option<Ended> {
    let place = pc.place(folder);
    let free = system::free_bytes(if place.exists() { &place } else { Path::new(pc.root) })?;
    (free < needed).then(|| {
        Ended::failed(Cause::DiskFull, &format!("Needs {} MB free in {folder}", needed / 1024 / 1024))
    })
}
