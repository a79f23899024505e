//! Orders that wait because their PC was just switched on.

use jiff::Timestamp;
use patchround_protocol::{EventKind, Job, Step};

use crate::{
    error::Error,
    foreign,
    office::Office,
    store::rounds::{Stage, StoredJob},
};

impl Office {
    /// When an order begins that waits because its PC was just switched on, by the PC's last word on it. An order for a
    /// later time than that waits for its own.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn catches_up(&self, job: &StoredJob) -> Result<Option<Timestamp>, Error> {
        if job.stage != Stage::Delivered {
            return Ok(None);
        }
        let last = self.store.last_event_of(job.job.job)?;
        Ok(last.and_then(|event| begins(&job.job, &event.kind, Timestamp::now())))
    }

    /// Whether an order that its PC has waits there for what passes, and goes on by itself: we hear of it when we look
    /// again.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn is_put_off(&self, job: &StoredJob) -> Result<bool, Error> {
        let waits = self.waits_for(job)?.is_some() || self.catches_up(job)?.is_some();
        Ok(waits || self.is_replaced_later(job)?)
    }

    /// Whether an order whose time has come only waits to be taken back, by another one whose time has not.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn is_replaced_later(&self, job: &StoredJob) -> Result<bool, Error> {
        let (now, back) = (Timestamp::now(), Step::Cancel { job: job.job.job });
        let takes_back =
            |other: &StoredJob| other.stage == Stage::Delivered && other.job.steps.contains(&back);
        let open = self.open_jobs_of(job.job.pc)?;
        if job.stage != Stage::Delivered || !open.iter().any(|other| takes_back(other) && !other.is_due(now))
        {
            return Ok(false);
        }
        Ok(!self.has_begun(job)?)
    }
}

/// When an order begins whose PC said this last. It was [brought within](crate::foreign::event) the time that a PC is left
/// alone when we heard it; what is further off by now is no time at which anything begins.
fn begins(job: &Job, last: &EventKind, now: Timestamp) -> Option<Timestamp> {
    let EventKind::JobWaits { until, .. } = *last else { return None };
    let is_for_later = job.when.time().is_some_and(|own| own >= until);
    let is_near = until > now && until.duration_since(now) <= foreign::LEFT_ALONE;
    (is_near && !is_for_later).then_some(until)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{Event, job::When};

    use super::*;
    use crate::{samples, store::rounds::Kind};

    #[test]
    fn what_is_agreed_for_tonight_begins_tonight_also_on_a_pc_that_was_just_switched_on() {
        let (job, now) = (samples::job(&["apt:a@2"]), samples::now());
        let until = now + 9.minutes();
        let waits = EventKind::JobWaits { job: job.job, until };
        let for_time = |time| Job { when: When::Time { time }, ..job.clone() };
        assert_eq!(begins(&for_time(now + 8.hours()), &waits, now), None, "its own time is what is shown");
        assert_eq!(begins(&for_time(now + 3.minutes()), &waits, now), Some(until), "the later of the two");
        assert_eq!(begins(&job, &waits, now), Some(until));
        assert_eq!(begins(&job, &waits, until), None, "it is over");
    }

    #[test]
    fn an_order_that_only_waits_to_be_taken_back_by_a_later_one_keeps_nobody_waiting() {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let (pc, facts) = (samples::pc(), patchround_protocol::wire::Facts::default());
        office.store.keep_pc(pc, "till", "192.0.2.1:1".parse().unwrap(), &facts, samples::now()).unwrap();
        let order = |steps, when| {
            let round = office.begin(Kind::Update, Vec::new());
            office.keep(&round, vec![(pc, steps)], when, 48).unwrap();
            let job = office.store.jobs_of(round.id).unwrap().remove(0).job.job;
            office.store.move_job(job, Stage::Delivered).unwrap();
            job
        };
        let install = || Step::Install { ids: vec!["apt:a@2".parse().unwrap()], agreed_removals: Vec::new() };
        let running = || office.running().unwrap().iter().map(|job| job.job.job).collect::<Vec<_>>();
        let first = order(vec![install()], When::Now);
        assert_eq!(running(), [first]);
        let tonight = When::Time { time: Timestamp::now() + 5.hours() };
        order(vec![Step::Cancel { job: first }, install()], tonight);
        assert_eq!(running(), [], "its PC does not begin it any more");
        let round = office.store.job(first).unwrap().unwrap().job.round;
        let begun = Event::new(1, Timestamp::now(), EventKind::JobStarted { job: first, round });
        office.store.hear(pc, &[begun]).unwrap();
        assert_eq!(running(), [first], "it had begun before");
    }

    #[test]
    fn no_order_is_shown_to_wait_for_longer_than_a_pc_is_left_alone() {
        let (job, now) = (samples::job(&["apt:a@2"]), samples::now());
        let until = |until| begins(&job, &EventKind::JobWaits { job: job.job, until }, now);
        assert_eq!(until(now + 10.minutes()), Some(now + 10.minutes()));
        assert_eq!((until(now + 11.minutes()), until(now + 9000.hours())), (None, None));
    }
}
