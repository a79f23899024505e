//! The programs that people start: which desktop entries a package brings.

use std::collections::BTreeSet;

use crate::{rpm, source::Pc};

/// Entries of one package.
const ENTRIES: usize = 50;
/// Where programs for everybody have their entries (Desktop Menu Specification).
const FOLDER: &str = "/usr/share/applications/";

/// Names of the desktop entries of an installed package, without the ending.
pub(super) fn programs_of(pc: &Pc<'_>, native: &str) -> BTreeSet<String> {
    let files = rpm::files(pc, [native], |file| file.starts_with(FOLDER)).unwrap_or_default();
    let entry =
        |(_, file): &(String, String)| Some(file.strip_prefix(FOLDER)?.strip_suffix(".desktop")?.to_owned());
    files.iter().filter_map(entry).filter(|name| !name.contains('/')).take(ENTRIES).collect()
}
