//! The versions that were there before: kept before an upgrade, so that there is a way back.
//!
//! A file comes from apt's cache or from the PC's own sources, and only if its hash is the one of their signed lists, or
//! the one those had when the version went in. Nothing here ever stops an update.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use jiff::Timestamp;
use patchround_protocol::UpdateId;
use patchround_updates::{
    apt::{
        ask::AskError,
        database::Entry,
        kept::{file_name, id_of},
        name_of,
        records::Record,
        simulation::Install,
    },
    kept::{may_go_back, room},
};

use crate::{
    apt::{install::fetch_to_keep, transaction::Apt},
    keep::{Keep, Shelf},
    meter::Meter,
};

/// One version that is about to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Old {
    id: UpdateId,
    /// As apt takes it, in exactly this version.
    exact: String,
    newer: String,
    /// Its hash, and whether a source still has it.
    hash: Option<(String, bool)>,
    /// Of its file, where the list says it.
    bytes: u64,
}

/// Keeps what is there, before these `NAME=VERSION` replace it. Whatever does not work is a version without a way back.
pub(crate) fn before(apt: &mut dyn Apt, keep: &Keep, targets: &[String], meter: &mut Meter<'_>) {
    let now = Timestamp::now();
    let result = Shelf::open(keep).map_err(|error| error.to_string()).and_then(|mut shelf| {
        let olds = olds(apt, &mut shelf, targets).map_err(|error| error.said())?;
        let room = room(apt.free_bytes(&keep.folder.to_string_lossy()));
        let fetched = fetch(apt, &shelf, &olds, room, meter);
        for old in &olds {
            take(apt, &mut shelf, old, room, now);
        }
        // The copy is what is kept; what was fetched only for it need not stay.
        fetched.iter().for_each(|file| drop(std::fs::remove_file(file)));
        shelf.make_room(0, room, now).and_then(|()| shelf.save()).map_err(|error| error.to_string())
    });
    if let Err(error) = result {
        tracing::warn!(error, "Failed to keep versions for a way back");
    }
}

/// What would be replaced, and the hashes of both versions: that of the newer one is remembered for the next time.
fn olds(apt: &dyn Apt, shelf: &mut Shelf, targets: &[String]) -> Result<Vec<Old>, AskError> {
    let simulation = apt.simulate(targets)?;
    let upgrades: Vec<&Install> = simulation.upgrades().collect();
    let names: BTreeSet<&str> = upgrades.iter().map(|i| name_of(&i.name)).collect();
    let database = apt.database(&names)?;
    let mut olds: Vec<Old> = upgrades.iter().filter_map(|install| old(install, &database)).collect();
    let news = upgrades.iter().map(|i| format!("{}={}", i.name, i.new));
    let asked: Vec<String> = news.chain(olds.iter().map(|old| old.exact.clone())).collect();
    let listed: BTreeMap<UpdateId, (String, u64)> =
        apt.records(&asked)?.into_iter().filter_map(listed).collect();
    for old in &mut olds {
        let in_list = listed.get(&old.id);
        old.hash = in_list.map(|(hash, _)| (hash.clone(), true));
        old.hash = old.hash.take().or_else(|| Some((shelf.known(&old.id)?, false)));
        old.bytes = in_list.map_or(0, |(_, bytes)| *bytes);
    }
    let is_new = |id: &&UpdateId| upgrades.iter().any(|i| i.new == id.version() && is_of(id, &i.name));
    listed.iter().filter(|(id, _)| is_new(id)).for_each(|(id, (hash, _))| shelf.remember(id, hash));
    Ok(olds)
}

/// A version with its file's hash and size; dpkg's own record has none.
fn listed(record: Record) -> Option<(UpdateId, (String, u64))> {
    let id = id_of(&record.package, &record.architecture, &record.version)?;
    Some((id, (record.sha256?, record.size.unwrap_or_default())))
}

fn is_of(id: &UpdateId, name: &str) -> bool {
    name_of(id.native()) == name_of(name)
}

fn old(install: &Install, database: &[Entry]) -> Option<Old> {
    let name = name_of(&install.name);
    let same = |e: &&Entry| e.name == name && Some(&e.version) == install.old.as_ref() && e.installed;
    let entry = database.iter().find(same).filter(|_| may_go_back(name))?;
    let id = id_of(name, &entry.arch, &entry.version)?;
    let exact = format!("{}={}", install.name, entry.version);
    Some(Old { id, exact, newer: install.new.clone(), hash: None, bytes: 0 })
}

/// Fetches what is neither kept nor in apt's cache, as long as a source has it and there is room; gives the files.
fn fetch(apt: &mut dyn Apt, shelf: &Shelf, olds: &[Old], room: u64, meter: &mut Meter<'_>) -> Vec<PathBuf> {
    let is_missing = |old: &&Old| {
        let in_source = old.hash.as_ref().is_some_and(|(_, in_source)| *in_source);
        in_source && !shelf.has(&old.id) && !cached(apt, &old.id).is_some_and(|file| file.is_file())
    };
    let mut left = room;
    let mut fits = |old: &&Old| {
        let less = left.checked_sub(old.bytes);
        left = less.unwrap_or(left);
        less.is_some()
    };
    let missing: Vec<&Old> = olds.iter().filter(is_missing).filter(|old| fits(old)).collect();
    if !missing.is_empty() {
        let exact: Vec<String> = missing.iter().map(|old| old.exact.clone()).collect();
        fetch_to_keep(apt, &exact, meter);
    }
    missing.into_iter().filter_map(|old| cached(apt, &old.id)).collect()
}

fn cached(apt: &dyn Apt, id: &UpdateId) -> Option<PathBuf> {
    file_name(id).map(|name| apt.fetched(&name))
}

fn take(apt: &dyn Apt, shelf: &mut Shelf, old: &Old, room: u64, now: Timestamp) {
    let Some((hash, _)) = &old.hash else { return };
    let Some(file) = cached(apt, &old.id) else { return };
    if let Err(error) = shelf.take(&old.id, &old.newer, hash, &file, room, now) {
        tracing::info!(%error, "A version is not kept: there will be no way back from the next one");
    }
}

#[cfg(test)]
mod tests;
