//! What PCs have still to do with a program.

use std::collections::BTreeSet;

use jiff::Timestamp;
use patchround_protocol::{Job, JobId, PcId, Step, Update, UpdateId};

use super::package;
use crate::{
    error::Error,
    office::Office,
    store::rounds::{Stage, StoredJob},
};

impl Office {
    /// Which of some updates of a PC, or versions that it kept, are of a program that an open order there is about: one that
    /// waits for its PC, is on its way, or that its PC has, but for this one. One that is being taken back before it
    /// began is about nothing any more.
    pub(crate) fn busy_with(
        &self,
        pc: PcId,
        but: Option<JobId>,
        ids: &[UpdateId],
    ) -> Result<BTreeSet<UpdateId>, Error> {
        let (now, open) = (Timestamp::now(), self.open_jobs_of(pc)?);
        let mut ordered = Vec::new();
        for job in open.iter().filter(|job| is_due_still(job, now) && but != Some(job.job.job)) {
            if !is_cancelled(job, &open, now) || self.has_begun(job)? {
                ordered.extend(changes(&job.job));
            }
        }
        let scan = self.store.pc(pc)?.and_then(|pc| pc.scan);
        let offered: Vec<&Update> = scan.iter().flat_map(|scan| &scan.updates).collect();
        let is_busy = |id: &&UpdateId| ordered.iter().any(|other| is_one_program(id, other, &offered));
        Ok(ids.iter().filter(is_busy).cloned().collect())
    }
}

/// Whether an order is to be done, or being done, by its PC, as far as is known.
fn is_due_still(job: &StoredJob, now: Timestamp) -> bool {
    job.stage != Stage::Ended && job.is_open(now)
}

/// Whether another order that its PC is still to do takes it back.
fn is_cancelled(job: &StoredJob, open: &[StoredJob], now: Timestamp) -> bool {
    let cancel = Step::Cancel { job: job.job.job };
    open.iter().any(|other| is_due_still(other, now) && other.job.steps.contains(&cancel))
}

/// What an order puts in place, or takes back.
fn changes(job: &Job) -> impl Iterator<Item = &UpdateId> {
    job.steps.iter().flat_map(|step| match step {
        Step::Install { ids, .. } | Step::Undo { ids, .. } | Step::Release { ids } => ids.as_slice(),
        _ => &[],
    })
}

/// Whether two are of one package, in whatever version, or of one source package, as far as their PC still offers it.
fn is_one_program(one: &UpdateId, other: &UpdateId, offered: &[&Update]) -> bool {
    let is_same =
        |one: &UpdateId, other: &UpdateId| one.source() == other.source() && package(one) == package(other);
    let group = |id: &UpdateId| {
        let found = offered.iter().find(|update| is_same(&update.id, id));
        found.map(|update| (&update.source, &update.group))
    };
    is_same(one, other) || group(one).is_some_and(|known| group(other) == Some(known))
}
