//! The changelogs and notes of packages that apt has fetched: read out of its archive folder, without any right.

mod inside;
mod versions;

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    time::{Duration, Instant, SystemTime},
};

use jiff::Timestamp;
use patchround_protocol::{
    Update, UpdateId,
    update::{Change, Reason, Released, ReleasedFrom},
};

use super::{
    changelog::{Fixes, fixes},
    names::has_window,
    records::Record,
};
use crate::{maker_says, source::Pc};

/// Where apt puts what it fetches.
const ARCHIVES: &str = "/var/cache/apt/archives";
/// For all packages of one scan; what is left is read at the next.
const PATIENCE_FOR_ALL: Duration = Duration::from_secs(20);

/// What was found in a file, so that it is unpacked once.
static FOUND: Mutex<BTreeMap<UpdateId, Found>> = Mutex::new(BTreeMap::new());

#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    file: (u64, Option<SystemTime>),
    /// When apt began to fetch it.
    fetched: Option<Timestamp>,
    installed: Option<String>,
    fixes: Option<Fixes>,
    /// Nothing where it could not be opened.
    changes: Option<Vec<Change>>,
}

/// Adds to each update what its changelog says, what its maker says of what changes, and since when it has been here,
/// where its package has been fetched. Elsewhere all three stay unknown.
///
/// With `asked` only these packages are opened, and those whose changelog they may point to.
pub(super) fn describe(pc: &Pc<'_>, updates: &mut [Update], records: &[Record], asked: Option<&[UpdateId]>) {
    let mut found = FOUND.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.retain(|id, _| updates.iter().any(|update| update.id == *id));
    describe_from(pc.root, &pc.place(ARCHIVES), updates, records, asked, &mut found);
}

fn describe_from(
    root: &Path,
    folder: &Path,
    updates: &mut [Update],
    records: &[Record],
    asked: Option<&[UpdateId]>,
    found: &mut BTreeMap<UpdateId, Found>,
) {
    let end = Instant::now() + PATIENCE_FOR_ALL;
    for update in updates.iter().filter(|update| asked.is_none_or(|asked| concerns(asked, update, updates))) {
        if Instant::now() < end {
            look(folder, update, found);
        }
    }
    for at in 0..updates.len() {
        let Some(own) = found.get(&updates[at].id) else { continue };
        let fixes = own.fixes.clone().or_else(|| of_a_sibling(&updates[at], updates, records, found));
        updates[at].changes.clone_from(&own.changes);
        takes_away(&mut updates[at], |package, arch| has_window(root, package, arch));
        fill(&mut updates[at], fixes, own.fetched);
    }
}

/// A program whose maker writes that something is no longer there changes how people work. Only notes that were read tell
/// it, and only of what people start: libraries lose things that nobody sees.
fn takes_away(update: &mut Update, is_seen: impl FnOnce(&str, &str) -> Option<bool>) {
    let says = |changes: &Vec<Change>| changes.iter().any(|change| maker_says(&change.words).is_some());
    let (package, arch) = update.id.native().split_once(':').unwrap_or((update.id.native(), ""));
    if !update.changes.as_ref().is_some_and(says) || is_seen(package, arch) != Some(true) {
        return;
    }
    if let Some(judged) = &mut update.substantial {
        judged.add(Reason::MakerSays {});
    }
}

/// Whether an update is asked for, or goes from and to the same version as one that is.
fn concerns(asked: &[UpdateId], update: &Update, updates: &[Update]) -> bool {
    let goes_along = |other: &Update| {
        other.candidate == update.candidate
            && other.installed == update.installed
            && asked.contains(&other.id)
    };
    updates.iter().any(goes_along)
}

/// A package that says nothing of its age, or that it is of the time to come, is as old as our knowing of it: else it
/// would be kept back for as long as its maker likes.
fn fill(update: &mut Update, fixes: Option<Fixes>, fetched: Option<Timestamp>) {
    let said = fixes.as_ref().and_then(|fixes| fixes.released);
    let said = said.filter(|date| *date <= Timestamp::now());
    let of_maker = said.map(|date| Released { date, from: ReleasedFrom::Maker });
    update.released = of_maker.or(fetched.map(|date| Released { date, from: ReleasedFrom::FirstSeen }));
    update.cves = fixes.map(|fixes| fixes.cves);
}

/// Some packages only point to the changelog of another package of the same source and version.
fn of_a_sibling(
    update: &Update,
    updates: &[Update],
    records: &[Record],
    found: &BTreeMap<UpdateId, Found>,
) -> Option<Fixes> {
    let source = |update: &Update| {
        let name = update.id.native().split(':').next().unwrap_or_default().to_owned();
        let is_it = |record: &&Record| record.package == name && record.version == update.candidate;
        records.iter().find(is_it).map(|record| record.source.clone())
    };
    let own = source(update)?;
    let is_sibling = |other: &&Update| {
        other.candidate == update.candidate
            && other.installed == update.installed
            && source(other).as_ref() == Some(&own)
    };
    let mut siblings = updates.iter().filter(is_sibling);
    siblings.find_map(|sibling| found.get(&sibling.id)?.fixes.clone())
}

/// Reads a package that is there and has not been read.
fn look(folder: &Path, update: &Update, found: &mut BTreeMap<UpdateId, Found>) {
    let path = folder.join(file_name(update));
    let Ok(file) = fs::metadata(&path) else {
        found.remove(&update.id);
        return;
    };
    let fetched = fetched_at(&file);
    let (file, installed) = ((file.len(), file.modified().ok()), update.installed.clone());
    let is_same = |known: &Found| known.file == file && known.installed == installed;
    if found.get(&update.id).is_some_and(is_same) {
        return;
    }
    let written = inside::read(&path);
    let changes = written.as_ref().map(|written| versions::changes(update, &written.notes));
    let changelog = written.and_then(|written| written.changelog);
    let fixes = changelog
        .and_then(|text| fixes(&text, |version| versions::is_installed(version, installed.as_deref())));
    found.insert(update.id.clone(), Found { file, fetched, installed, fixes, changes });
}

/// Not the time of its last change, if the file system knows better: apt sets that to what the server said.
fn fetched_at(file: &fs::Metadata) -> Option<Timestamp> {
    file.created().or_else(|_| file.modified()).ok()?.try_into().ok()
}

/// As apt names the file: `NAME_VERSION_ARCHITECTURE.deb` (apt-pkg/acquire-item.cc, `QuoteString`).
fn file_name(update: &Update) -> PathBuf {
    let native = update.id.native();
    let (name, architecture) = native.split_once(':').unwrap_or((native, "all"));
    let version = quoted(&update.candidate, "_:");
    format!("{}_{version}_{}.deb", quoted(name, "_:"), quoted(architecture, "_:.")).into()
}

fn quoted(text: &str, bad: &str) -> String {
    let mut quoted = String::new();
    for byte in text.bytes() {
        let is_plain =
            byte.is_ascii_graphic() && byte != b'%' && byte != b'/' && !bad.as_bytes().contains(&byte);
        if is_plain {
            quoted.push(char::from(byte));
        } else {
            write!(quoted, "%{byte:02x}").expect("a string takes everything");
        }
    }
    quoted
}

#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "archive/tests.rs"]
mod tests;
