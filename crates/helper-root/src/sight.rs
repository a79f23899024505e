//! What the root half sees of its PC with its own eyes.

use jiff::tz::TimeZone;
use patchround_apply::Boot;
use patchround_protocol::{PcId, Update};

/// What is true of the PC at this moment, asked by root itself.
pub trait Sight {
    /// What the package manager offers. Takes seconds.
    fn offered(&self, pc: PcId) -> Vec<Update>;
    /// Who is signed in; `None` where that cannot be known.
    fn signed_in(&self) -> Option<Vec<String>>;
    /// Whether a restart is pending; `None` where that cannot be known.
    fn restart_pending(&self) -> Option<bool>;
    /// Where the PC stands.
    fn zone(&self) -> TimeZone;
    /// Which start of the PC it is.
    fn boot(&self) -> Option<Boot>;
}

/// This PC.
#[derive(Debug, Clone, Copy)]
pub struct ThisPc;

impl Sight for ThisPc {
    fn offered(&self, pc: PcId) -> Vec<Update> {
        patchround_apply::offered(pc)
    }

    fn signed_in(&self) -> Option<Vec<String>> {
        patchround_apply::signed_in()
    }

    fn restart_pending(&self) -> Option<bool> {
        patchround_apply::observe().restart_pending
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn boot(&self) -> Option<Boot> {
        patchround_apply::boot()
    }
}
