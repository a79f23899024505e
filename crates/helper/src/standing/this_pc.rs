//! The standing policy on the PC itself: root half, event log, state folder.

use std::{collections::BTreeSet, io, sync::Arc};

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    EventKind, JobId, PcId, Policy, Step, UpdateId, charter::Floor, hours::Hours, root::Ask, wire::Scan,
};
use patchround_updates::windows_update;
use uuid::Uuid;

use super::{Ended, Memory, Run, World};
use crate::{files, helper::Helper, queue::End, steps::Piece};

/// The one step of a run.
const STEP: u16 = 0;

/// This PC.
#[derive(Clone)]
pub struct ThisPc {
    helper: Arc<Helper>,
}

impl ThisPc {
    /// The PC of this helper.
    pub fn new(helper: Arc<Helper>) -> Self {
        Self { helper }
    }
}

impl World for ThisPc {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn since(&self) -> Timestamp {
        self.helper.since()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn pc(&self) -> PcId {
        self.helper.pc
    }

    fn policy(&self) -> Option<(Policy, Floor)> {
        let office = self.helper.membership.office()?;
        Some((office.policy.clone(), office.charter.floor.clone()))
    }

    fn scan(&self) -> Option<Scan> {
        self.helper.scans.latest().map(|scan| scan.as_ref().clone())
    }

    fn is_somebody_there(&self) -> bool {
        patchround_updates::signs(&patchround_updates::Pc::this()).wait().is_some()
    }

    fn active_hours(&self) -> Option<Hours> {
        windows_update::active_hours(&patchround_updates::Pc::this())
    }

    fn asked(&self) -> BTreeSet<UpdateId> {
        let waiting = self.helper.queue.asked();
        let steps = waiting.into_iter().flat_map(|order| order.job.steps);
        steps.flat_map(|step| if let Step::Install { ids, .. } = step { ids } else { Vec::new() }).collect()
    }

    fn new_run(&self) -> JobId {
        JobId(Uuid::now_v7())
    }

    fn keep(&self, memory: &Memory) -> io::Result<()> {
        files::write_json(&self.helper.places.standing(), memory)
    }

    async fn carry_out(&self, run: &Run) -> Ended {
        let helper = self.helper.as_ref();
        let Run { run: job, step, policy_version } = run;
        let _at_work = helper.work_on(*job);
        let end = match helper.story.step_end(*job, STEP) {
            Some(end) => end,
            None => {
                let started = EventKind::PolicyRunStarted { job: *job, policy_version: *policy_version };
                helper.story.tell(started).await;
                tracing::info!(run = %job, verb = ?step.verb(), "began what the office's policy calls for");
                let ask = Ask::RunPolicy { run: *job, step: step.clone() };
                Piece { helper, job: *job, number: STEP, step, ask }.by_root().await
            }
        };
        Ended { end, updates: helper.story.update_ends(*job, STEP) }
    }

    async fn tell_end(&self, run: &Run, end: &End) {
        let End { outcome, cause } = *end;
        self.helper.story.tell(EventKind::PolicyRunEnded { job: run.run, outcome, cause }).await;
        self.helper.story.close(run.run);
        tracing::info!(run = %run.run, ?outcome, ?cause, "ended what the office's policy called for");
    }
}

#[cfg(test)]
#[cfg(unix)]
#[path = "this_pc/tests.rs"]
mod tests;
