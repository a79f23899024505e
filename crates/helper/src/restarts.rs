//! Restarts that were ordered wait while they would disturb somebody, and say why.

mod agreed;

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use patchround_protocol::{EventKind, Job, JobId, Step, restart::Signs, restart::Wait};
use tokio::{task::spawn_blocking, time::timeout};

pub(crate) use agreed::Agreed;

use crate::{catch_up, helper::Helper, os, queue::Order};

/// A battery may be slow to answer; what does not answer for so long is not known.
const PATIENCE: Duration = Duration::from_secs(5);

/// The restarts that wait, each with the reason that was told last.
#[derive(Debug, Default)]
pub(crate) struct Restarts {
    waiting: BTreeMap<JobId, Wait>,
}

impl Restarts {
    /// Whether a job may begin now. A restart for which it is no time is put off, so that other jobs go before it.
    ///
    /// The root half looks again, with its own eyes, when the restart is about to be made.
    pub(crate) async fn may_begin(&mut self, helper: &Helper, order: &Order) -> bool {
        let job = order.job.job;
        if !is_restart(&order.job) || helper.story.has_started(job) || is_over(helper, order, 0) {
            return true;
        }
        let Some(why) = signs(helper, &order.job).await.wait() else {
            self.waiting.remove(&job);
            return true;
        };
        helper.agreed.waits(job, Some(why.clone()));
        if self.waiting.insert(job, why.clone()) != Some(why.clone()) {
            tracing::info!(%job, "a restart waits");
            tracing::debug!(%job, ?why, "what a restart waits for");
            helper.story.tell(EventKind::RestartWaits { job, why }).await;
        }
        helper.queue.put_off(job, Timestamp::now());
        false
    }

    /// The reason for which a job that is over has waited.
    pub(crate) fn forget(&mut self, job: JobId) -> Option<Wait> {
        self.waiting.remove(&job)
    }
}

/// Whether a step is a restart that somebody has made in the meantime: this PC was started anew since it was ordered, and
/// waits for no restart now. A PC that was switched on in the morning is not restarted at once, nor one that was off
/// when its restart was ordered; and one that was off meanwhile is not switched off.
pub(crate) fn is_over(helper: &Helper, order: &Order, number: u16) -> bool {
    let is_pending = || helper.scans.latest().is_none_or(|scan| scan.restart_pending != Some(false));
    let came_before = order.came_in.is_some() && order.came_in != os::this_start();
    let is_older = || {
        let start = catch_up::start(helper, Timestamp::now());
        start.is_some_and(|start| order.job.not_before < start)
    };
    let is_made = match order.job.steps.get(usize::from(number)) {
        Some(Step::Restart { off: true }) => came_before,
        Some(Step::Restart { off: false }) => (came_before || is_older()) && !is_pending(),
        _ => false,
    };
    is_made && !helper.story.has_begun(order.job.job, number)
}

/// Whether a job does nothing but restart the PC, or switch it off.
fn is_restart(job: &Job) -> bool {
    job.steps.iter().all(|step| matches!(step, Step::Restart { .. }))
}

/// What is seen, and who agreed to this restart. The root half reads that for itself.
async fn signs(helper: &Helper, job: &Job) -> Signs {
    let look = helper.look_for_people;
    let seen = timeout(PATIENCE, spawn_blocking(look)).await.ok().and_then(Result::ok).unwrap_or_default();
    let now = Timestamp::now();
    seen.without_yes().with_yes(|person| helper.agreed.has_agreed(person, job, now))
}

#[cfg(test)]
#[cfg(unix)]
#[path = "restarts/tests.rs"]
mod tests;
