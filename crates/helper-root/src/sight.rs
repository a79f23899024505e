//! What the root half sees of its PC with its own eyes.

use std::io;

use jiff::tz::TimeZone;
use patchround_apply::Boot;
use patchround_protocol::{PcId, UpdateId, restart::Signs};

use crate::{look, state::State};

pub use patchround_updates::Offered;

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
    /// Where the PC stands.
    fn zone(&self) -> TimeZone;
    /// Which start of the PC it is.
    fn boot(&self) -> Option<Boot>;
}

/// This PC.
#[derive(Debug, Clone)]
pub struct ThisPc<'a> {
    state: &'a State,
    leaves_untold: bool,
}

impl<'a> ThisPc<'a> {
    /// The PC that this state is of.
    pub fn of(state: &'a State) -> Self {
        Self { state, leaves_untold: false }
    }

    /// As this, for our service, which has no capability and cannot look into anybody's runtime folder: what people said
    /// there is left to the transaction, which looks again before it restarts anything (decision 0054).
    #[must_use]
    pub fn before_the_transaction(self) -> Self {
        Self { leaves_untold: true, ..self }
    }
}

impl Sight for ThisPc<'_> {
    fn offered(&self, pc: PcId, ids: &[UpdateId]) -> io::Result<Offered> {
        look::offered(self.state, pc, ids)
    }

    fn signs(&self) -> Signs {
        let signs = patchround_apply::signs();
        if self.leaves_untold { signs.leaving_untold() } else { signs }
    }

    fn restart_pending(&self) -> io::Result<Option<bool>> {
        look::restart_pending(self.state)
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn boot(&self) -> Option<Boot> {
        patchround_apply::boot()
    }
}
