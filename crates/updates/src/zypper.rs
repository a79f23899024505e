//! zypper: openSUSE, SLE. One parser a file; only [`ask`], `order` and `scan` start programs.
//!
//! Read is `--xmlout`, which is made for programs; the one thing it does not have, what a patch is made of, is read out
//! of the text of `info` (see [`needs`]). docs/sources/zypper.md says what is run and how that was proven.

pub mod ask;
pub mod causes;
pub mod detect;
pub mod history;
pub mod kept;
pub mod list;
pub mod listed;
pub mod locks;
pub mod needs;
pub mod order;
pub mod stream;
pub mod summary;
pub mod versions;

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

pub use scan::REFRESHED_STAMP;

/// The source's id.
pub const SOURCE: &str = "zypper";
/// The file that stands where something waits for a restart; zypper reads it too.
pub const RESTART_SIGN: &str = "/run/reboot-needed";

/// zypper and rpm.
#[derive(Debug, Clone, Copy)]
pub struct Zypper;

impl Source for Zypper {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        detect::is_in(pc)
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        scan::watched_paths()
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        let has_sign = pc.place(RESTART_SIGN).exists().then_some(true);
        RestartNeed { pending: has_sign.or_else(|| ask::needs_restart(pc)), packages: Vec::new() }
    }

    fn still_kept(&self, pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, Cause> {
        kept::still_kept(pc, kept).map_err(|error| error.cause())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        programs::programs_of(&Pc::this(), native)
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(&told.said(), told.status)
    }
}
