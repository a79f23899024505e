//! flatpak's programs for one person.

use std::path::PathBuf;

use patchround_protocol::{Update, wire::SourceScan};

use super::ASKING;
use crate::{
    flatpak::{self, Installation},
    source::Pc,
};

/// The ids of the sources that a person can have of their own.
pub const SOURCES: &[&str] = &[flatpak::SOURCE];

/// What each source offers that has anything of the person with this home; nothing where that is no absolute path.
pub fn read(pc: &Pc<'_>, home: &str) -> Vec<(SourceScan, Vec<Update>)> {
    let flatpak = Installation::of_person(home).filter(|flatpak| flatpak.is_here(pc));
    flatpak.iter().map(|flatpak| flatpak::read(pc, &ASKING, flatpak)).collect()
}

/// Folders whose change makes such a list stale; they may be missing.
pub fn watched_paths(home: &str) -> Vec<PathBuf> {
    Installation::of_person(home).iter().flat_map(Installation::watched_paths).collect()
}
