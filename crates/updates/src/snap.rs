//! snap: programs in boxes of their own, which snapd keeps new by itself. It is asked over its socket on this PC, never
//! by the program `snap`, whose tables are made for people. One parser a file; only [`ask`] opens the socket.
//!
//! What is offered snapd asks its store for, with each list (docs/sources/snap.md).

pub mod answer;
pub mod ask;
pub mod causes;
pub mod changes;
pub mod http;
pub mod list;
pub mod reference;
pub mod snaps;

mod kept;
mod programs;
mod scan;
#[cfg_attr(target_os = "linux", path = "snap/socket/linux.rs")]
#[cfg_attr(target_os = "macos", path = "snap/socket/macos.rs")]
#[cfg_attr(windows, path = "snap/socket/windows.rs")]
mod socket;

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
pub const SOURCE: &str = "snap";
/// Where snapd listens; everybody may knock, and it says itself who may change anything.
pub const SOCKET: &str = "/run/snapd.socket";

/// The snaps of this PC.
#[derive(Debug, Clone, Copy)]
pub struct Snap;

impl Source for Snap {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        socket::is_one(&pc.place(SOCKET))
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking)
    }

    /// Not `/var/lib/snapd` itself: snapd writes its state there when it is asked for what is offered.
    fn watched_paths(&self) -> Vec<PathBuf> {
        vec!["/var/lib/snapd/snaps".into()]
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        scan::restart_need(pc)
    }

    fn still_kept(&self, pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, Cause> {
        kept::still_kept(pc, kept).map_err(|error| error.cause())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        programs::programs_of(&Pc::this(), native)
    }

    /// No program is run: what snapd says comes with its cause.
    fn cause(&self, told: &Told) -> Cause {
        causes::of_words(&told.said())
    }
}
