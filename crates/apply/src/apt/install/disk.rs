//! Whether there is room, before anything is fetched.

use patchround_protocol::Cause;
use patchround_updates::{
    apt::{ask::AskError, kept::ARCHIVES, uris},
    is_kernel_image,
};

use super::{Apt, Target, Verdict, Verdicts, exact};

/// Room that must be left for everything else: dpkg's database, logs, a running system.
const MARGIN: u64 = 100 * 1024 * 1024;
/// Free room on a small start-up disk for one more kernel (sources.md K).
const BOOT: u64 = 200 * 1024 * 1024;
/// A package takes about twice its file when it is unpacked; apt itself checks the fetching again.
const UNPACKED: u64 = 2;
const FOLDERS: [&str; 3] = [ARCHIVES, "/usr", "/var/lib/dpkg"];

/// Room that is left when updates are fetched ahead of their time (rules.md 1).
const LEFT_AFTER_FETCHING: u64 = 2_000_000_000;

/// The targets that may be fetched ahead of their time: all or none.
pub(super) fn enough_to_fetch(
    apt: &dyn Apt,
    targets: Vec<Target>,
    verdicts: &mut Verdicts,
) -> Result<Vec<Target>, AskError> {
    let fetched = if targets.is_empty() { 0 } else { uris::total(&apt.uris(&exact(&targets))?) };
    let needed = fetched.saturating_add(LEFT_AFTER_FETCHING);
    let is_full = apt.free_bytes(ARCHIVES).is_some_and(|free| free < needed);
    if fetched == 0 || !is_full {
        return Ok(targets);
    }
    let said = format!("Needs {} MB free in {ARCHIVES}", needed / 1_000_000);
    verdicts.extend(targets.into_iter().map(|t| (t.id, Verdict::failed(Cause::DiskFull, said.clone()))));
    Ok(Vec::new())
}

/// The targets there is room for: all or none, and without kernels if only their disk is full.
pub(super) fn enough(
    apt: &dyn Apt,
    targets: Vec<Target>,
    verdicts: &mut Verdicts,
) -> Result<Vec<Target>, AskError> {
    if targets.is_empty() {
        return Ok(targets);
    }
    let needed = uris::total(&apt.uris(&exact(&targets))?).saturating_mul(UNPACKED).saturating_add(MARGIN);
    let too_small = |folder: &&&str| apt.free_bytes(folder).is_some_and(|free| free < needed);
    let full = FOLDERS.iter().find(too_small).map(|folder| (Cause::DiskFull, *folder));
    let no_boot = apt.has_own_boot_disk() && apt.free_bytes("/boot").is_some_and(|free| free < BOOT);
    let (goes, stays): (Vec<_>, Vec<_>) =
        targets.into_iter().partition(|t| full.is_none() && !(no_boot && is_kernel_image(&t.name)));
    let (cause, folder) = full.unwrap_or((Cause::BootFull, "/boot"));
    let needed = if cause == Cause::BootFull { BOOT } else { needed };
    let said = format!("Needs {} MB free in {folder}", needed / 1024 / 1024);
    verdicts.extend(stays.into_iter().map(|t| (t.id, Verdict::failed(cause, said.clone()))));
    Ok(goes)
}
