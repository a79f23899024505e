//! Who else works with packages at this moment.

use patchround_updates::Pc;

use crate::rpm;

/// A file in which dnf 4 notes who changes rpm's database.
const WRITER: &str = "/var/lib/dnf/rpmdb_lock.pid";
/// And who reads lists or fetches.
const READERS: [&str; 2] = ["/var/cache/dnf/metadata_lock.pid", "/var/cache/dnf/download_lock.pid"];

/// The program that changes rpm's database.
pub(super) fn writer(pc: &Pc<'_>) -> Option<String> {
    rpm::writer(pc).or_else(|| rpm::noted_in(pc, WRITER))
}

/// The program that reads lists.
pub(super) fn reader(pc: &Pc<'_>) -> Option<String> {
    READERS.iter().find_map(|file| rpm::noted_in(pc, file))
}
