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
    /// Closes orders that were never sent and have expired: their PCs were not reached in time.
    pub(crate) fn tidy_unsent(&self, now: Timestamp) -> Result<(), Error> {
        let open = self.store.open_jobs()?;
        for job in open.iter().filter(|job| job.stage == Stage::Waiting && is_over(job, now)) {
            self.close(
                job,
                &left_open(&job.job, &Heard::default(), Outcome::Unreachable, Cause::JobExpired),
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
    use crate::{
        PcView,
        plan::{self, Wanted},
        round::{Begin, PcEnd},
        samples,
        trouble::Trouble,
    };

    /// An order for a PC that is off.
    fn waits_for_its_pc() -> (tempfile::TempDir, Office, StoredJob) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let (address, facts) = ("192.0.2.1:1".parse().unwrap(), patchround_protocol::wire::Facts::default());
        office.store.keep_pc(samples::pc(), "till", address, &facts, samples::now()).unwrap();
        let job = order(&office);
        (dir, office, job)
    }

    fn order(office: &Office) -> StoredJob {
        office.store.jobs_of(order_round(office)).unwrap().remove(0)
    }

    fn order_round(office: &Office) -> patchround_protocol::RoundId {
        let mut pc = samples::stored_pc("till", Some(samples::scan(&[samples::update("apt:a@2")])));
        pc.last_trouble = Some(Trouble::Unreachable);
        let off = [PcView { pc, heard: false, working: false }];
        office.order(&plan::plan(&off, &Wanted::All, samples::now()), Begin::Now).unwrap()
    }

    fn end(office: &Office, round: patchround_protocol::RoundId) -> PcEnd {
        office.round_end(round).unwrap().pcs.remove(0)
    }

    #[test]
    fn an_order_of_friday_evening_waits_for_a_pc_that_is_off_until_monday_and_then_says_that_it_ran_out() {
        let (_dir, office, job) = waits_for_its_pc();
        let round = job.job.round;
        office.tidy_unsent(Timestamp::now() + (4 * 24).hours()).unwrap();
        let waits = end(&office, round);
        assert!(waits.is_open && waits.why_not_reached().is_none(), "{waits:?}");
        assert_eq!(office.store.job(job.job.job).unwrap().unwrap().stage, Stage::Waiting);
        office.tidy_unsent(Timestamp::now() + (8 * 24).hours()).unwrap();
        let over = end(&office, round);
        assert_eq!((over.outcome, over.why_not_reached()), (Outcome::Unreachable, Some(Cause::JobExpired)));
        assert!(!over.is_open);
    }

    #[test]
    fn a_pc_that_is_at_work_with_an_earlier_order_is_not_said_to_be_silent() {
        let (_dir, office, job) = waits_for_its_pc();
        office.store.move_job(job.job.job, Stage::Delivered).unwrap();
        let new = order_round(&office);
        assert!(office.store.jobs_of(new).unwrap().is_empty());
        let end = end(&office, new);
        assert_eq!(end.why_not_reached(), Some(Cause::BusyOtherUpdater), "{end:?}");
        assert!(!end.is_open, "no order was made");
    }

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
