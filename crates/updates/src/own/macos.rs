//! Homebrew where it is that person's, and what the App Store has for them.

use std::path::PathBuf;

use patchround_protocol::{Update, wire::SourceScan};

use super::ASKING;
use crate::{
    brew::{self, Prefix},
    mas,
    source::Pc,
};

/// The ids of the sources that a person can have of their own.
pub const SOURCES: &[&str] = &[brew::SOURCE, mas::SOURCE];

/// What each source offers that has anything of the person with this home; nothing where that is no absolute path.
pub fn read(pc: &Pc<'_>, home: &str) -> Vec<(SourceScan, Vec<Update>)> {
    let brew = Prefix::of_person(pc, home).map(|own| brew::read(pc, &ASKING, &own));
    let store = mas::is_here(pc, home).then(|| mas::read(pc, &ASKING, home));
    brew.into_iter().chain(store).collect()
}

/// Folders whose change makes such a list stale; they may be missing.
pub fn watched_paths(home: &str) -> Vec<PathBuf> {
    let pc = Pc::this();
    let brew = Prefix::of_person(&pc, home).map(|own| own.watched_paths()).unwrap_or_default();
    let store = mas::is_here(&pc, home).then(mas::watched_paths).unwrap_or_default();
    brew.into_iter().chain(store).collect()
}
