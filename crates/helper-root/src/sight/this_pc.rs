//! This PC, asked through the process that looks (`patchround-look@.service`).

use std::io;

use jiff::tz::TimeZone;
use patchround_apply::Boot;
use patchround_protocol::{PcId, UpdateId, hours::Hours, restart::Signs};
use patchround_updates::{Pc, windows_update};

use super::{Offered, Sight};
use crate::{look, state::State};

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

    fn active_hours(&self) -> Option<Hours> {
        windows_update::active_hours(&Pc::this())
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn boot(&self) -> Option<Boot> {
        patchround_apply::boot()
    }
}
