//! The versions that were there before: kept before an upgrade, so that there is a way back.
//!
//! A file comes from dnf's cache, if its hash is the one it had when it was fetched, or is fetched anew by dnf, which
//! checks it. Nothing here ever stops an update.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use patchround_protocol::UpdateId;
use patchround_updates::{
    Pc,
    dnf::{ask, generation::Generation, kept::id_of},
    kept::{may_go_back, room},
    rpm::{self, file_name},
};

use super::{
    choose::{is_at, names},
    run::{self, Verb},
    target::{Target, exact},
};
use crate::{
    keep::{Keep, Shelf, hash_of},
    meter::Meter,
    system,
};

/// One version that is about to be replaced.
struct Old {
    id: UpdateId,
    /// As dnf takes it, in exactly this version.
    exact: String,
    newer: String,
}

/// Keeps what is there, before these targets replace it. Whatever does not work is a version without a way back.
pub(super) fn before(pc: &Pc<'_>, keep: &Keep, targets: &[Target], meter: &mut Meter<'_>) {
    let now = Timestamp::now();
    let result = Shelf::open(keep).map_err(|error| error.to_string()).and_then(|mut shelf| {
        let olds = olds(pc, targets)?;
        remember(pc, &mut shelf, targets);
        let room = room(system::free_bytes(&keep.folder));
        let fetched = fetch(pc, &shelf, &olds, meter);
        for old in &olds {
            take(pc, &mut shelf, old, &fetched, room, now);
        }
        shelf.make_room(0, room, now).and_then(|()| shelf.save()).map_err(|error| error.to_string())
    });
    if let Err(error) = result {
        tracing::warn!(error, "Failed to keep versions for a way back");
    }
}

fn olds(pc: &Pc<'_>, targets: &[Target]) -> Result<Vec<Old>, String> {
    let installed = rpm::installed(pc, names(targets)).map_err(|error| error.said())?;
    let old = |target: &Target| {
        let there = installed.iter().find(|there| there.name_arch() == target.id.native())?;
        let exact = exact(&there.name, &there.evr, &there.arch);
        let id = id_of(there).filter(|_| may_go_back(&there.name))?;
        Some(Old { id, exact, newer: target.id.version().to_owned() })
    };
    Ok(targets.iter().filter_map(old).collect())
}

fn cached(pc: &Pc<'_>, id: &UpdateId) -> Option<PathBuf> {
    let name = file_name(id)?;
    ask::cached(pc.root).into_iter().find(|file| file.file_name().is_some_and(|found| *found == *name))
}

/// The hash of what goes in, for the next time: dnf has just checked it.
fn remember(pc: &Pc<'_>, shelf: &mut Shelf<'_>, targets: &[Target]) {
    for target in targets {
        let file = cached(pc, &target.id).filter(|file| is_checked(pc, file));
        if let Some(hash) = file.and_then(|file| hash_of(&file).ok()) {
            shelf.remember(&target.id, &hash);
        }
    }
}

/// Fetches what is neither kept nor in dnf's cache with a hash that is known, as long as a source still has it; gives the
/// ids of what is there now.
fn fetch(pc: &Pc<'_>, shelf: &Shelf<'_>, olds: &[Old], meter: &mut Meter<'_>) -> Vec<UpdateId> {
    let is_missing =
        |old: &&Old| !shelf.has(&old.id) && (shelf.known(&old.id).is_none() || cached(pc, &old.id).is_none());
    let missing: Vec<&Old> = olds.iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    // What lies there without a hash is fetched and checked anew.
    for file in missing.iter().filter_map(|old| cached(pc, &old.id)) {
        if let Err(error) = fs::remove_file(&file) {
            tracing::debug!(%error, "Failed to remove a file of dnf's cache");
        }
    }
    let exact: Vec<String> = missing.iter().map(|old| old.exact.clone()).collect();
    // dnf checks after it has fetched, and leaves what fails where it lies.
    match run::fetch(pc, Verb::Reinstall, &exact, meter) {
        Ok(told) if told.is_success() => {}
        Ok(told) => {
            tracing::info!(status = told.status, "Not every version before can be kept");
            return Vec::new();
        }
        Err(error) => {
            tracing::info!(%error, "Failed to fetch the versions that are there");
            return Vec::new();
        }
    }
    missing
        .into_iter()
        .map(|old| old.id.clone())
        .filter(|id| cached(pc, id).is_some_and(|file| is_checked(pc, &file)))
        .collect()
}

/// dnf 5 checks no signature of what it only fetches: rpm does (rpmkeys(8)).
fn is_checked(pc: &Pc<'_>, file: &Path) -> bool {
    match ask::generation_of(pc) {
        Ok(Generation::Five) => rpm::is_signed(pc, &file.to_string_lossy()),
        generation => generation.is_ok(),
    }
}

fn take(pc: &Pc<'_>, shelf: &mut Shelf<'_>, old: &Old, fetched: &[UpdateId], room: u64, now: Timestamp) {
    let Some(file) = cached(pc, &old.id) else {
        // Kept before, and the PC came back to it: the shelf has its file.
        if let Some((file, hash)) = shelf.file(&old.id).filter(|_| shelf.has(&old.id)) {
            drop(shelf.take(&old.id, &old.newer, &hash, &file, room, now));
        }
        return;
    };
    let fresh = || fetched.contains(&old.id).then(|| hash_of(&file).ok()).flatten();
    let Some(hash) = shelf.known(&old.id).or_else(fresh) else { return };
    match shelf.take(&old.id, &old.newer, &hash, &file, room, now) {
        // The copy is what is kept: dnf's cache holds of each package only what is there now.
        Ok(()) => drop(fs::remove_file(&file)),
        Err(error) => {
            tracing::info!(%error, "A version is not kept: there will be no way back from the next one");
        }
    }
}

/// Removes what was only fetched to be installed and can be of no use for a way back. What the PC is set up to keep stays
/// (`keepcache`).
pub(super) fn tidy(pc: &Pc<'_>, targets: &[Target], before: &[PathBuf]) {
    if keeps_all(pc) {
        return;
    }
    let installed = rpm::installed(pc, names(targets)).unwrap_or_default();
    let there: Vec<&rpm::Package> =
        installed.iter().filter(|there| targets.iter().any(|target| is_at(target, there))).collect();
    for file in ask::cached(pc.root) {
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else { continue };
        let is_of = |there: &&&rpm::Package| is_named_like(name, there);
        let is_useless = match there.iter().find(is_of) {
            Some(there) => {
                !may_go_back(&there.name)
                    || id_of(there).and_then(|id| file_name(&id)).as_deref() != Some(name)
            }
            // What came along, or what failed and is fetched anew.
            None => !before.contains(&file) && !there.is_empty(),
        };
        if is_useless && let Err(error) = fs::remove_file(&file) {
            tracing::debug!(%error, "Failed to remove a file of dnf's cache");
        }
    }
}

/// Whether a file is of any version of this package: `NAME-VERSION-RELEASE.ARCH.rpm`.
fn is_named_like(file: &str, there: &rpm::Package) -> bool {
    let Some(rest) = file.strip_suffix(&format!(".{}.rpm", there.arch)) else { return false };
    let name = rest.rsplit_once('-').and_then(|(rest, _)| rest.rsplit_once('-')).map(|(name, _)| name);
    name == Some(&*there.name)
}

fn keeps_all(pc: &Pc<'_>) -> bool {
    let settings = fs::read_to_string(pc.place("/etc/dnf/dnf.conf")).unwrap_or_default();
    let is_yes =
        |value: &str| ["1", "true", "yes", "on"].contains(&value.trim().to_ascii_lowercase().as_str());
    let mut values = settings.lines().filter_map(|line| line.split_once('='));
    values.any(|(key, value)| key.trim() == "keepcache" && is_yes(value))
}
