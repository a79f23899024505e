//! What the root half sees of its PC with its own eyes.

mod this_pc;

use std::io;

use jiff::tz::TimeZone;
use patchround_apply::Boot;
use patchround_protocol::{PcId, UpdateId, hours::Hours, restart::Signs};

pub use patchround_updates::Offered;
pub use this_pc::ThisPc;

/// What is true of the PC at this moment, asked by root itself.
pub trait Sight {
    /// What the package managers offer of these. Takes seconds.
    ///
    /// # Errors
    /// When nobody could look.
    fn offered(&self, pc: PcId, ids: &[UpdateId]) -> io::Result<Offered>;
    /// What can be seen of the people at the PC, and of its power.
    fn signs(&self) -> Signs;
    /// Whether a restart is pending; `None` where that cannot be known.
    ///
    /// # Errors
    /// When nobody could look.
    fn restart_pending(&self) -> io::Result<Option<bool>>;
    /// The hours that the PC's own system spares from restarts.
    fn active_hours(&self) -> Option<Hours>;
    /// Where the PC stands.
    fn zone(&self) -> TimeZone;
    /// Which start of the PC it is.
    fn boot(&self) -> Option<Boot>;
}
