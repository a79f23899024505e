//! What belongs to a person: read by the program in their session, which runs as them and can do no more than they can
//! (docs/decisions/0064-what-belongs-to-a-person.md).
//!
//! A list changes nothing and needs no network. Its ids name no account and its updates no PC: whose and which they are
//! the helper says.

use std::path::PathBuf;

use patchround_protocol::{SpkiHash, Update, wire::SourceScan};

use crate::{
    flatpak::{self, Installation},
    source::{Asking, Pc},
    winget::{self, Owner},
};

/// The ids of the sources that a person can have of their own.
pub const SOURCES: [&str; 2] = [flatpak::SOURCE, winget::SOURCE];

const ASKING: Asking<'static> = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };

/// What each source offers that has anything of the person with this home; nothing where that is no absolute path.
pub fn read(pc: &Pc<'_>, home: &str) -> Vec<(SourceScan, Vec<Update>)> {
    let flatpak = Installation::of_person(home).filter(|flatpak| flatpak.is_here(pc));
    let flatpak = flatpak.iter().map(|flatpak| flatpak::read(pc, &ASKING, flatpak));
    let winget = Owner::of_person(home).filter(|owner| owner.is_here(pc));
    flatpak.chain(winget.iter().map(|owner| winget::read(pc, &ASKING, owner))).collect()
}

/// Folders whose change makes such a list stale; they may be missing.
pub fn watched_paths(home: &str) -> Vec<PathBuf> {
    let flatpak = Installation::of_person(home);
    let winget = Owner::of_person(home);
    let winget = winget.iter().flat_map(Owner::watched_paths);
    flatpak.iter().flat_map(Installation::watched_paths).chain(winget).collect()
}
