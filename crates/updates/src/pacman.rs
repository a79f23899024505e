//! pacman: Arch, Manjaro and what else is made from Arch. One parser a file; only [`ask`] starts programs.
//!
//! Such a PC is updated wholly or not at all: a part of what is offered is an order that nobody there supports. Its lists
//! are read into a database folder of ours ([`places::OURS`]), so that pacman's own never is newer than what is installed.
//! docs/sources/pacman.md says which commands are run and how that was proven.

pub mod ask;
pub mod causes;
pub mod installed;
pub mod list;
pub mod lock;
pub mod log;
pub mod places;
pub mod records;
pub mod said;
pub mod targets;
pub mod upgrades;

mod detect;
mod names;
mod restart;
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

pub use restart::kernels;

/// The source's id.
pub const SOURCE: &str = "pacman";

/// pacman.
#[derive(Debug, Clone, Copy)]
pub struct Pacman;

impl Source for Pacman {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        detect::is_in(pc.root)
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking.pc)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        places::watched()
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        restart::needed_in(pc)
    }

    /// None ever: see docs/sources/pacman.md on why there is no way back.
    fn still_kept(&self, _: &Pc<'_>, _: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Ok(Vec::new())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        names::programs_of(&Pc::this(), native)
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(&told.said())
    }
}
