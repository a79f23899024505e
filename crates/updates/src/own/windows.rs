//! winget's programs for one person.

use std::path::PathBuf;

use patchround_protocol::{Update, wire::SourceScan};

use super::ASKING;
use crate::{
    source::Pc,
    winget::{self, Owner},
};

/// The ids of the sources that a person can have of their own.
pub const SOURCES: &[&str] = &[winget::SOURCE];

/// What each source offers that has anything of the person with this home; nothing where that is no absolute path.
pub fn read(pc: &Pc<'_>, home: &str) -> Vec<(SourceScan, Vec<Update>)> {
    let winget = Owner::of_person(home).filter(|owner| owner.is_here(pc));
    winget.iter().map(|owner| winget::read(pc, &ASKING, owner)).collect()
}

/// Folders whose change makes such a list stale; they may be missing.
pub fn watched_paths(home: &str) -> Vec<PathBuf> {
    Owner::of_person(home).iter().flat_map(Owner::watched_paths).collect()
}
