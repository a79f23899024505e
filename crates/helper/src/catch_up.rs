//! What waited for a PC that was off begins only once the PC has been on for a while (docs/decisions/0042): whoever switches
//! it on wants to use it.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{Job, Step, limits};

use crate::{helper::Helper, queue::Order, restarts};

/// So long after its start a PC is left alone.
const GRACE: SignedDuration = SignedDuration::from_mins(limits::LEFT_ALONE_MINUTES);

/// Until when a job has to wait because this PC was just switched on. What has begun goes on.
pub(crate) fn until(helper: &Helper, order: &Order, clock: Timestamp) -> Option<Timestamp> {
    let until = waits_until(&order.job, start(helper, clock)?, clock)?;
    let goes_on = helper.story.has_started(order.job.job) || restarts::is_over(helper, order, 0);
    (!goes_on).then_some(until)
}

/// When this PC was started, by its own clock as it is now.
pub(crate) fn start(helper: &Helper, clock: Timestamp) -> Option<Timestamp> {
    let up = SignedDuration::try_from((helper.uptime)()?).ok()?;
    clock.checked_sub(up).ok()
}

/// As [`until`], for a PC that was started at `start` by its own clock.
///
/// What is ordered while the PC is on begins at once: somebody waits for it, and sees that the PC is on. What is ordered
/// for a later time begins then, and nothing is told of these minutes.
fn waits_until(job: &Job, start: Timestamp, clock: Timestamp) -> Option<Timestamp> {
    let until = start.checked_add(GRACE).ok()?;
    let is_older = job.not_before < start;
    // Better early than never.
    let would_be_late = until >= job.expires;
    let begins_later = job.when.time().is_some_and(|time| time >= until);
    (is_older && clock < until && !would_be_late && !begins_later && disturbs(job)).then_some(until)
}

/// Whether somebody may notice it: more than looking, fetching and cancelling.
fn disturbs(job: &Job) -> bool {
    let is_quiet =
        |step: &Step| matches!(step, Step::Refresh {} | Step::Download { .. } | Step::Cancel { .. });
    !job.steps.iter().all(is_quiet)
}

#[cfg(test)]
#[cfg(unix)]
mod on_a_pc;
#[cfg(test)]
mod tests;
