//! Ends orders whose time is over, so that nothing waits for ever.

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{Cause, Outcome};

use crate::{
    error::Error,
    office::Office,
    results::{heard, left_open},
    store::rounds::{Stage, StoredJob},
};

/// How long after an order's end its PC may still tell us what became of it.
const LATE_NEWS_HOURS: i64 = 24;

impl Office {
    /// Closes orders that were never handed over and have expired, and those of PCs that fell silent.
    pub(crate) fn tidy(&self, now: Timestamp) -> Result<(), Error> {
        for job in self.store.open_jobs()?.iter().filter(|job| is_over(job, now)) {
            let told = heard(&job.job, &self.store.events_of(job.job.job)?);
            let results = left_open(&job.job, &told, Outcome::Unreachable, Cause::NotReachable);
            self.close(job, &results, None)?;
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
