//! Who else works with packages at this moment.

use patchround_updates::{Pc, rpm};

pub(super) use patchround_updates::dnf::unfinished::writer;

/// Files in which dnf 4 notes who reads lists or fetches.
const READERS: [&str; 2] = ["/var/cache/dnf/metadata_lock.pid", "/var/cache/dnf/download_lock.pid"];

/// The program that reads lists.
pub(super) fn reader(pc: &Pc<'_>) -> Option<String> {
    READERS.iter().find_map(|file| rpm::noted_in(pc, file))
}

/// The program that does either; a name for one that is gone again.
pub(super) fn anybody(pc: &Pc<'_>) -> String {
    writer(pc).or_else(|| reader(pc)).unwrap_or_else(|| "dnf".to_owned())
}
