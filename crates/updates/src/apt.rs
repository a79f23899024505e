//! apt: Debian, Ubuntu, Mint. One parser a file; only [`ask`] and `scan` start programs.
//!
//! `apt-get`, `apt-cache`, `apt-mark` and `dpkg-query` are scripts' interfaces: their formats are
//! the same in apt 2.6, 2.7, 3.0 and 3.3 (testdata/README.md says what was recorded).

pub mod ask;
pub mod causes;
pub mod changelog;
pub mod database;
pub mod held;
pub mod hook;
pub mod kept;
pub mod list;
pub mod names;
pub mod notes;
pub mod policy;
pub mod pro;
pub mod records;
pub mod simulation;
pub mod sources;
pub mod status;
pub mod uris;

mod archive;
mod detect;
mod programs;
mod scan;

use std::{collections::BTreeSet, path::PathBuf};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};

use crate::{
    command::Told,
    restart,
    source::{Asking, Pc, RestartNeed, Source},
};

pub use scan::{REFRESHED_STAMP, facts};

/// The source's id.
pub const SOURCE: &str = "apt";

/// apt and dpkg.
#[derive(Debug, Clone, Copy)]
pub struct Apt;

impl Source for Apt {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        detect::is_in(pc.root)
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        scan::watched_paths()
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        restart::needed_in(pc.root)
    }

    fn still_kept(&self, pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, Cause> {
        kept::still_kept(pc, kept).map_err(|error| error.cause())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        programs::programs_of(name_of(native))
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(&told.said())
    }
}

/// apt's short form of a package: the architecture is left out unless it is a foreign one.
///
/// `libc6:amd64` on an amd64 PC is `libc6`; `libc6:i386` stays as it is.
pub fn name_of(full_name: &str) -> &str {
    full_name.split_once(':').map_or(full_name, |(name, _)| name)
}
