//! flatpak: programs in boxes of their own, beside the system's package manager. One parser a file; only [`ask`] starts
//! programs.
//!
//! What an installation has, flatpak says without network. What its remotes offer, it forgets after every transaction:
//! the root half's refresh notes it ([`offered`]), and a list is both together. An id's version is a commit, since the
//! number a person reads often stays the same (docs/sources/flatpak.md).

pub mod ask;
pub mod causes;
pub mod config;
pub mod described;
pub mod installed;
pub mod list;
pub mod offered;
pub mod permissions;
pub mod place;
pub mod reference;

mod kept;
mod programs;
mod scan;

use std::{collections::BTreeSet, path::PathBuf};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};

use crate::{
    command::Told,
    source::{Asking, Pc, RestartNeed, Source},
};

pub use place::Installation;
pub use scan::{noted, read};

/// The source's id.
pub const SOURCE: &str = "flatpak";

/// The flatpak of the whole PC.
#[derive(Debug, Clone, Copy)]
pub struct Flatpak;

impl Source for Flatpak {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        Installation::System.is_here(pc)
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking, &Installation::System)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        Installation::System.watched_paths()
    }

    /// Nothing of flatpak's ever asks for one.
    fn restart_need(&self, _: &Pc<'_>) -> RestartNeed {
        RestartNeed { pending: Some(false), packages: Vec::new() }
    }

    fn still_kept(&self, pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, Cause> {
        kept::still_kept(pc, kept, &Installation::System).map_err(|error| error.cause())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        programs::programs_of(&Pc::this(), native, &Installation::System)
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(&told.said())
    }
}
