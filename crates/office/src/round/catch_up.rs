//! Orders that wait because their PC was just switched on.

use jiff::Timestamp;
use patchround_protocol::{EventKind, Job};

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
        Ok(self.waits_for(job)?.is_some() || self.catches_up(job)?.is_some())
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
    use patchround_protocol::job::When;

    use super::*;
    use crate::samples;

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
    fn no_order_is_shown_to_wait_for_longer_than_a_pc_is_left_alone() {
        let (job, now) = (samples::job(&["apt:a@2"]), samples::now());
        let until = |until| begins(&job, &EventKind::JobWaits { job: job.job, until }, now);
        assert_eq!(until(now + 10.minutes()), Some(now + 10.minutes()));
        assert_eq!((until(now + 11.minutes()), until(now + 9000.hours())), (None, None));
    }
}
