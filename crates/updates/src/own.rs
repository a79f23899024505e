//! What belongs to a person: read by the program in their session, which runs as them and can do no more than they can
//! (docs/decisions/0064-what-belongs-to-a-person.md).
//!
//! A list changes nothing and needs no network. Its ids name no account and its updates no PC: whose and which they are
//! the helper says.

use std::path::PathBuf;

use patchround_protocol::{SpkiHash, Update, wire::SourceScan};

#[cfg(not(target_os = "macos"))]
use crate::flatpak::{self, Installation};
use crate::source::{Asking, Pc};
#[cfg(target_os = "macos")]
use crate::{
    brew::{self, Prefix},
    mas,
};

/// The ids of the sources that a person can have of their own.
#[cfg(not(target_os = "macos"))]
pub const SOURCES: [&str; 1] = [flatpak::SOURCE];
/// The ids of the sources that a person can have of their own.
#[cfg(target_os = "macos")]
pub const SOURCES: [&str; 2] = [brew::SOURCE, mas::SOURCE];

const ASKING: Asking<'static> = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };

/// What each source offers that has anything of the person with this home; nothing where that is no absolute path.
#[cfg(not(target_os = "macos"))]
pub fn read(pc: &Pc<'_>, home: &str) -> Vec<(SourceScan, Vec<Update>)> {
    let flatpak = Installation::of_person(home).filter(|flatpak| flatpak.is_here(pc));
    flatpak.iter().map(|flatpak| flatpak::read(pc, &ASKING, flatpak)).collect()
}

/// Folders whose change makes such a list stale; they may be missing.
#[cfg(not(target_os = "macos"))]
pub fn watched_paths(home: &str) -> Vec<PathBuf> {
    Installation::of_person(home).iter().flat_map(Installation::watched_paths).collect()
}

/// What each source offers that has anything of the person with this home; nothing where that is no absolute path.
#[cfg(target_os = "macos")]
pub fn read(pc: &Pc<'_>, home: &str) -> Vec<(SourceScan, Vec<Update>)> {
    let brew = Prefix::of_person(pc, home).map(|own| brew::read(pc, &ASKING, &own));
    let store = mas::is_here(pc).then(|| mas::read(pc, &ASKING, home));
    brew.into_iter().chain(store).collect()
}

/// Folders whose change makes such a list stale; they may be missing.
#[cfg(target_os = "macos")]
pub fn watched_paths(home: &str) -> Vec<PathBuf> {
    let pc = Pc::this();
    let brew = Prefix::of_person(&pc, home).map(|own| own.watched_paths()).unwrap_or_default();
    let store = mas::is_here(&pc).then(mas::watched_paths).unwrap_or_default();
    brew.into_iter().chain(store).collect()
}
