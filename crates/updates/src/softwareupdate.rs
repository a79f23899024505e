//! macOS's own updates, as `softwareupdate` lists them. One parser a file; only [`ask`] starts programs.
//!
//! What needs a restart needs the password of somebody who owns the disk, too (Apple silicon), which nobody gives us: it is
//! listed, and goes in at the Mac. What needs neither goes in here (docs/sources/softwareupdate.md).

pub mod ask;
pub mod causes;
pub mod history;
pub mod list;
pub mod listed;

mod scan;
mod system;

use std::{collections::BTreeSet, path::PathBuf};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};

use crate::{
    command::Told,
    source::{Asking, Pc, RestartNeed, Source},
};

pub use system::{version, version_in};

/// The source's id.
pub const SOURCE: &str = "softwareupdate";

/// The updates of macOS itself and of what comes with it.
#[derive(Debug, Clone, Copy)]
pub struct SoftwareUpdate;

impl Source for SoftwareUpdate {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        pc.place(ask::SOFTWAREUPDATE).is_file() && pc.place(system::ABOUT).is_file()
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking)
    }

    /// Whatever macOS finds by itself, and what was installed.
    fn watched_paths(&self) -> Vec<PathBuf> {
        vec![ask::FOUND.into(), "/Library/Receipts".into()]
    }

    /// What needs a restart is put in by that restart: until then it is offered, and nothing waits.
    fn restart_need(&self, _: &Pc<'_>) -> RestartNeed {
        RestartNeed { pending: Some(false), packages: Vec::new() }
    }

    /// Nothing of it goes back.
    fn still_kept(&self, _: &Pc<'_>, _: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Ok(Vec::new())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        list::program(native).map(str::to_owned).into_iter().collect()
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(&told.said())
    }
}
