//! Ends orders whose time is over, so that nothing waits for ever.

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{Cause, Outcome};

use crate::{
    error::Error,
    office::Office,
    results::{heard, without_end},
    store::rounds::{Stage, StoredJob},
};

/// How long after an order's end its PC may still tell us what became of it.
const LATE_NEWS_HOURS: i64 = 24;

impl Office {
    /// Closes orders that were never handed over and have expired, and those of PCs that fell silent.
    pub(crate) fn tidy(&self, now: Timestamp) -> Result<(), Error> {
        for job in self.store.open_jobs()?.iter().filter(|job| is_over(job, now)) {
            let told = heard(&job.job, &self.store.events_of(job.job.job)?);
            let mut results = without_end(&job.job, Outcome::Unreachable, Cause::NotReachable);
            for result in &mut results {
                let known = result.id.as_ref().and_then(|id| told.updates.get(id));
                known.into_iter().for_each(|end| *result = end.clone());
            }
            self.close(job, &results)?;
        }
        Ok(())
    }
}

fn is_over(job: &StoredJob, now: Timestamp) -> bool {
    match job.stage {
        Stage::Waiting => now > job.job.expires,
        _ => now > job.job.expires + LATE_NEWS_HOURS.hours(),
    }
}
