//! Ends orders whose time is over, so that nothing waits for ever.

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{Cause, Outcome};

use crate::{
    error::Error,
    office::Office,
    results::{self, Heard, heard, left_open},
    store::rounds::{Stage, StoredJob},
};

/// How long after an order's end its PC may still tell us what became of it.
const LATE_NEWS_HOURS: i64 = 24;

impl Office {
    /// Closes orders that were never sent and have expired.
    pub(crate) fn tidy_unsent(&self, now: Timestamp) -> Result<(), Error> {
        let open = self.store.open_jobs()?;
        for job in open.iter().filter(|job| job.stage == Stage::Waiting && is_over(job, now)) {
            self.close(
                job,
                &left_open(&job.job, &Heard::default(), Outcome::Unreachable, Cause::NotReachable),
                None,
            )?;
        }
        Ok(())
    }

    /// Of PCs that fell silent it says so, until they speak. One that was switched off on purpose did not.
    pub(crate) fn tidy(&self, now: Timestamp) -> Result<(), Error> {
        let open = self.store.open_jobs()?;
        for job in open.iter().filter(|job| job.stage != Stage::Waiting && is_over(job, now)) {
            let told = heard(&job.job, &self.store.events_of(job.job.job)?);
            if job.stage == Stage::Ended {
                // Nothing more will be heard of it: its PC's word stands, as it does where no fresh look comes.
                self.close(job, &results::close(&job.job, &told, None), None)?;
            } else if !self.switches_off(job)? {
                let results = left_open(&job.job, &told, Outcome::Unreachable, Cause::NotReachable);
                self.fall_silent(job, &results)?;
            }
        }
        Ok(())
    }
}

fn is_over(job: &StoredJob, now: Timestamp) -> bool {
    match job.stage {
        Stage::Waiting => now > job.job.expires,
        // Of what its PC has, or may have, it may still tell.
        _ => now > job.job.expires + LATE_NEWS_HOURS.hours(),
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::Envelope;

    use super::*;
    use crate::samples;

    #[test]
    fn an_order_that_its_pc_may_have_is_not_given_up_when_it_expires() {
        let job = samples::job(&["apt:a@2"]);
        let envelope = Envelope::seal(&job, &ed25519_dalek::SigningKey::from_bytes(&[1; 32])).unwrap();
        let end = job.expires;
        let over = |stage, hours: i64| {
            let stored = StoredJob { envelope: envelope.clone(), job: job.clone(), stage, result: None };
            is_over(&stored, end + hours.hours())
        };
        assert!(over(Stage::Waiting, 1));
        for stage in [Stage::Sent, Stage::Recalled, Stage::Delivered] {
            assert!(!over(stage, 1) && over(stage, 25), "{stage:?}");
        }
    }
}
