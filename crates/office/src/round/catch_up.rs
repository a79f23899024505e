//! Orders that wait because their PC was just switched on.

use jiff::Timestamp;
use patchround_protocol::EventKind;

use crate::{
    error::Error,
    office::Office,
    store::rounds::{Stage, StoredJob},
};

impl Office {
    /// When an order begins that waits because its PC was just switched on, by the PC's last word on it.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn catches_up(&self, job: &StoredJob) -> Result<Option<Timestamp>, Error> {
        if job.stage != Stage::Delivered {
            return Ok(None);
        }
        let last = self.store.events_of(job.job.job)?.pop().map(|(_, event)| event.kind);
        let Some(EventKind::JobWaits { until, .. }) = last else { return Ok(None) };
        Ok((until > Timestamp::now()).then_some(until))
    }

    /// Whether an order that its PC has waits there for what passes, and goes on by itself: we hear of it when we look
    /// again.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn is_put_off(&self, job: &StoredJob) -> Result<bool, Error> {
        Ok(self.waits_for(job)?.is_some() || self.catches_up(job)?.is_some())
    }
}
