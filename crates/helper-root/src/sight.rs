//! What the root half sees of its PC with its own eyes.

use jiff::tz::TimeZone;
use patchround_apply::Boot;
use patchround_protocol::{PcId, Step, Update, UpdateId, restart::Signs};

use crate::txn::Order;

/// What is true of the PC at this moment, asked by root itself.
pub trait Sight {
    /// What the package manager offers. Takes seconds.
    fn offered(&self, pc: PcId) -> Vec<Update>;
    /// What can be seen of the people at the PC, and of its power.
    fn signs(&self) -> Signs;
    /// Whether a restart is pending; `None` where that cannot be known.
    fn restart_pending(&self) -> Option<bool>;
    /// Where the PC stands.
    fn zone(&self) -> TimeZone;
    /// Which start of the PC it is.
    fn boot(&self) -> Option<Boot>;
}

/// This PC, with an eye to what an order asks for.
#[derive(Debug, Clone, Default)]
pub struct ThisPc {
    asked: Vec<UpdateId>,
    leaves_untold: bool,
}

impl ThisPc {
    /// A look that answers the questions of one order: each process of ours begins without having read a changelog,
    /// and to read all of them takes longer than is waited for.
    pub fn for_order(order: &Order) -> Self {
        match order {
            Order::Policy { step: Step::Install { ids, .. } | Step::Download { ids }, .. } => {
                Self { asked: ids.clone(), ..Self::default() }
            }
            Order::Policy { .. } | Order::Job { .. } => Self::default(), // a job needs no look at what is offered
        }
    }

    /// As this, for our service, which has no capability and cannot look into anybody's runtime folder: what people said
    /// there is left to the transaction, which looks again before it restarts anything (decision 0054).
    #[must_use]
    pub fn before_the_transaction(self) -> Self {
        Self { leaves_untold: true, ..self }
    }
}

impl Sight for ThisPc {
    fn offered(&self, pc: PcId) -> Vec<Update> {
        patchround_apply::offered(pc, &self.asked)
    }

    fn signs(&self) -> Signs {
        let signs = patchround_apply::signs();
        if self.leaves_untold { signs.leaving_untold() } else { signs }
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
