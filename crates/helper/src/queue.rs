//! The signed jobs of this PC: kept on the disk until they have ended, and remembered a day longer.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Cause, Charter, Envelope, Job, JobId, Outcome, PcId, Step, UpdateId,
    charter::Role,
    job::When,
    limits, order,
    wire::{Also, Refusal},
};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{files, os};

/// Jobs that may wait at once.
const WAITING: usize = 256;

/// Whether a job that was put off may begin is looked at again after so long.
pub const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// How something ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How.
    pub outcome: Outcome,
    /// Why, unless it is done.
    pub cause: Option<Cause>,
}

impl End {
    /// It is done.
    pub const DONE: Self = Self { outcome: Outcome::Done, cause: None };

    /// It did not work.
    pub fn failed(cause: Cause) -> Self {
        Self { outcome: Outcome::Failed, cause: Some(cause) }
    }

    /// The worse of two.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        if other.outcome > self.outcome { other } else { self }
    }
}

/// Which jobs wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Those that do nothing but cancel: they must not wait behind what they cancel.
    Cancels,
    /// All others, one at a time.
    Work,
}

/// One job with the envelope it came in.
#[derive(Debug, Clone)]
pub struct Order {
    /// The job.
    pub job: Job,
    /// As it was signed.
    pub envelope: Envelope,
    /// The start of this PC in which it came, where that is known.
    pub came_in: Option<String>,
}

/// What a lane is to do next.
#[derive(Debug)]
pub enum Next {
    /// Carry out this job. It counts as begun now.
    Begin(Box<Order>),
    /// End this job: its time was over before it could begin.
    Late(Box<Order>),
    /// Wait for a new job, or until this moment.
    Wait(Option<Timestamp>),
}

/// A job as it was taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    /// For the first time.
    New(Box<Job>),
    /// It is known already; nothing has changed.
    Known(JobId),
}

/// The queue.
#[derive(Debug)]
pub struct Queue {
    folder: PathBuf,
    jobs: Mutex<BTreeMap<JobId, Entry>>,
    changed: watch::Sender<()>,
}

#[derive(Debug)]
struct Entry {
    order: Order,
    ended: Option<End>,
    has_begun: bool,
    put_off: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    envelope: Envelope,
    ended: Option<End>,
    #[serde(default)]
    came_in: Option<String>,
}

impl Queue {
    /// Reads the jobs that are stored. What began before the restart begins again from its events.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn open(folder: &Path) -> io::Result<Self> {
        files::remove_half_written(folder)?;
        let mut jobs = BTreeMap::new();
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            match read(&path) {
                Ok(entry) => drop(jobs.insert(entry.order.job.job, entry)),
                Err(error) => tracing::warn!(%error, "passed over a job file that cannot be read"),
            }
        }
        Ok(Self { folder: folder.to_owned(), jobs: Mutex::new(jobs), changed: watch::Sender::new(()) })
    }

    /// Verifies a job, and stores it before it returns.
    ///
    /// # Errors
    /// Why it is not obeyed.
    pub fn take(
        &self,
        envelope: &Envelope,
        charter: &Charter,
        pc: PcId,
        clock: Timestamp,
    ) -> Result<Taken, Refusal> {
        let mut jobs = self.lock();
        let same = |entry: &&Entry| entry.order.envelope == *envelope;
        if let Some(known) = jobs.values().find(same) {
            return Ok(Taken::Known(known.order.job.job));
        }
        let job = order::accept(envelope, charter, pc, believed_now(&jobs, charter, clock))?;
        if jobs.contains_key(&job.job) {
            return Err(Refusal::NotAllowed);
        }
        if jobs.values().filter(|entry| entry.ended.is_none()).count() >= WAITING {
            return Err(Refusal::NotPossible);
        }
        let signed = newest_signed(&jobs, charter).max(job.not_before);
        self.forget_old(&mut jobs, clock.min(signed));
        let order = Order { job: job.clone(), envelope: envelope.clone(), came_in: os::this_start() };
        self.store(&order, None).map_err(|error| {
            tracing::error!(%error, "cannot store a job");
            files::refusal_of(&error)
        })?;
        jobs.insert(job.job, Entry { order, ended: None, has_begun: false, put_off: None });
        Ok(Taken::New(Box::new(job)))
    }

    /// Orders of other people with some of the updates of a new one, unless they did not go in; the newest first.
    pub fn also(&self, new: JobId) -> Vec<Also> {
        let jobs = self.lock();
        let Some(new) = jobs.get(&new).map(|entry| &entry.order.job) else { return Vec::new() };
        let others = jobs.values().rev().filter(|entry| entry.order.job.issuer != new.issuer);
        others.filter_map(|entry| entry.met_by(new)).take(limits::ALSO_ORDERED).collect()
    }

    /// Lets the lanes see what was taken.
    pub fn announce(&self) {
        self.changed.send_replace(());
    }

    /// Takes back a job of which nothing could be told.
    pub fn give_up(&self, job: JobId) {
        self.lock().remove(&job);
        if let Err(error) = files::remove(&self.path(job)) {
            tracing::warn!(%error, "cannot remove a job");
        }
    }

    /// Changes when there may be something new to do.
    pub fn watch(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// What a lane is to do next: the oldest job that is due, by our own clock as at the root half. `not_before` may
    /// have a job wait for longer.
    pub fn next(
        &self,
        lane: Lane,
        charter: &Charter,
        clock: Timestamp,
        mut not_before: impl FnMut(&Order) -> Option<Timestamp>,
    ) -> Next {
        let mut jobs = self.lock();
        let now = believed_now(&jobs, charter, clock);
        let mut wake = None;
        let waiting =
            jobs.values_mut().filter(|e| e.ended.is_none() && !e.has_begun && lane_of(&e.order.job) == lane);
        for entry in waiting {
            let job = &entry.order.job;
            if now > job.expires {
                entry.has_begun = true;
                return Next::Late(Box::new(entry.order.clone()));
            }
            let put_off = entry.put_off.filter(|until| until.duration_since(clock) <= LOOK_AGAIN);
            let due = job.when.time().max(put_off).max(not_before(&entry.order));
            match due.filter(|due| *due > clock) {
                None => {
                    entry.has_begun = true;
                    return Next::Begin(Box::new(entry.order.clone()));
                }
                Some(due) => wake = Some(wake.map_or(due, |at: Timestamp| at.min(due)).min(job.expires)),
            }
        }
        Next::Wait(wake)
    }

    /// Jobs that wait and that one of somebody who may order here, given later and not ended, cancels: if the earlier
    /// one waited with it and began first, there would be nothing left to cancel.
    pub fn replaced(&self, charter: &Charter, clock: Timestamp) -> Vec<JobId> {
        let jobs = self.lock();
        let now = believed_now(&jobs, charter, clock);
        let may = |job: &Job| now <= job.expires && charter.may(&job.issuer, Role::Operate, now);
        let open = jobs.values().filter(|entry| entry.ended.is_none()).map(|entry| &entry.order.job);
        let cancelled = open.filter(|job| may(job)).flat_map(|by| {
            let earlier = move |step: &Step| match step {
                Step::Cancel { job } if *job < by.job => Some(*job),
                _ => None,
            };
            by.steps.iter().filter_map(earlier)
        });
        cancelled.collect()
    }

    /// Lets a job that was to begin wait a little, so that others may go before it: something is in its way.
    pub fn put_off(&self, job: JobId, clock: Timestamp) {
        if let Some(entry) = self.lock().get_mut(&job) {
            entry.has_begun = false;
            entry.put_off = clock.checked_add(LOOK_AGAIN).ok();
        }
    }

    /// Looks again at once at a job that was put off: what was in its way may have gone.
    pub fn hurry(&self, job: JobId) {
        if let Some(entry) = self.lock().get_mut(&job) {
            entry.put_off = None;
        }
        self.announce();
    }

    /// Keeps a job that has not begun from beginning; it is for the caller to end it.
    pub fn claim(&self, job: JobId) -> Option<Order> {
        let mut jobs = self.lock();
        let entry = jobs.get_mut(&job).filter(|entry| entry.ended.is_none() && !entry.has_begun)?;
        entry.has_begun = true;
        Some(entry.order.clone())
    }

    /// Notes that a job has ended.
    ///
    /// # Errors
    /// When the disk says no: after a restart it is found unfinished, and its events tell the rest.
    pub fn end(&self, job: JobId, end: End) -> io::Result<()> {
        let mut jobs = self.lock();
        let Some(entry) = jobs.get_mut(&job) else { return Ok(()) };
        entry.ended = Some(end.clone());
        self.store(&entry.order, Some(end))
    }

    /// Whether a job was taken, and is remembered.
    pub fn knows(&self, job: JobId) -> bool {
        self.lock().contains_key(&job)
    }

    /// Orders that wait and whose people are asked when.
    pub fn asked(&self) -> Vec<Order> {
        let jobs = self.lock();
        let is_asked = |entry: &&Entry| matches!(entry.order.job.when, When::Asked { .. });
        let waiting = jobs.values().filter(|entry| entry.ended.is_none() && !entry.has_begun);
        waiting.filter(is_asked).map(|entry| entry.order.clone()).collect()
    }

    /// Restarts that were ordered and have not ended, the oldest first.
    pub fn restarts(&self) -> Vec<Order> {
        let jobs = self.lock();
        let is_restart = |job: &Job| job.steps.iter().all(|step| matches!(step, Step::Restart { .. }));
        let open = jobs.values().filter(|entry| entry.ended.is_none() && is_restart(&entry.order.job));
        open.map(|entry| entry.order.clone()).collect()
    }

    /// Orders that answer people, the newest first.
    pub fn replies(&self) -> Vec<Job> {
        let jobs = self.lock();
        jobs.values().rev().map(|entry| &entry.order.job).filter(|job| job.reply.is_some()).cloned().collect()
    }

    /// Orders that have ended and are still remembered, each with how.
    pub fn ended(&self) -> Vec<(Job, End)> {
        let jobs = self.lock();
        let ended = jobs.values().filter_map(|entry| Some((entry.order.job.clone(), entry.ended.clone()?)));
        ended.collect()
    }

    /// How a job ended that is still remembered.
    pub fn end_of(&self, job: JobId) -> Option<End> {
        self.lock().get(&job)?.ended.clone()
    }

    /// Jobs that have not ended.
    pub fn unfinished(&self) -> Vec<JobId> {
        self.lock().iter().filter(|(_, entry)| entry.ended.is_none()).map(|(id, _)| *id).collect()
    }

    /// Forgets every job.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn forget_all(&self) -> io::Result<()> {
        let mut jobs = self.lock();
        for job in std::mem::take(&mut *jobs).into_keys() {
            files::remove(&self.path(job))?;
        }
        Ok(())
    }

    /// Our clock and a signature both say that it is so late: a clock that runs ahead for a while must not make us
    /// forget what could be sent again once it is right.
    fn forget_old(&self, jobs: &mut BTreeMap<JobId, Entry>, now: Timestamp) {
        let memory = SignedDuration::try_from(limits::REPLAY_MEMORY).expect("a day fits a signed duration");
        let is_old =
            |entry: &Entry| entry.ended.is_some() && now.duration_since(entry.order.job.expires) > memory;
        let old: Vec<JobId> = jobs.iter().filter(|(_, entry)| is_old(entry)).map(|(id, _)| *id).collect();
        for job in old {
            jobs.remove(&job);
            if let Err(error) = files::remove(&self.path(job)) {
                tracing::warn!(%error, "cannot remove an old job");
            }
        }
    }

    fn store(&self, order: &Order, ended: Option<End>) -> io::Result<()> {
        let Order { envelope, came_in, .. } = order.clone();
        files::write_json(&self.path(order.job.job), &Stored { envelope, ended, came_in })
    }

    fn path(&self, job: JobId) -> PathBuf {
        self.folder.join(format!("{job}.json"))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<JobId, Entry>> {
        self.jobs.lock().expect("nothing panics while it holds the queue")
    }
}

impl Entry {
    fn met_by(&self, new: &Job) -> Option<Also> {
        let Job { issuer: by, not_before: ordered, when, .. } = &self.order.job;
        let waits = self.ended.is_none() && !self.has_begun;
        let is_in = |end: &End| matches!(end.outcome, Outcome::Done | Outcome::NeedsRestart);
        let (mine, theirs) = (installs(new), installs(&self.order.job));
        let both = mine.iter().filter(|id| theirs.contains(id)).count();
        if both == 0 || !self.ended.as_ref().is_none_or(is_in) {
            return None;
        }
        let (begins, updates) = (when.time().filter(|_| waits), u32::try_from(both).unwrap_or(u32::MAX));
        Some(Also { by: *by, ordered: *ordered, begins, updates })
    }
}

fn installs(job: &Job) -> Vec<&UpdateId> {
    let ids = job.steps.iter().filter_map(|step| match step {
        Step::Install { ids, .. } => Some(ids),
        _ => None,
    });
    ids.flatten().collect()
}

fn read(path: &Path) -> io::Result<Entry> {
    let stored: Stored = files::read_json(path)?.ok_or(io::ErrorKind::NotFound)?;
    // It was verified before it was stored, and root verifies each step again.
    let job = stored.envelope.open(|_| true).map_err(io::Error::other)?;
    let order = Order { job, envelope: stored.envelope, came_in: stored.came_in };
    Ok(Entry { order, ended: stored.ended, has_begun: false, put_off: None })
}

fn believed_now(jobs: &BTreeMap<JobId, Entry>, charter: &Charter, clock: Timestamp) -> Timestamp {
    order::believed_now(clock, newest_signed(jobs, charter))
}

fn newest_signed(jobs: &BTreeMap<JobId, Entry>, charter: &Charter) -> Timestamp {
    let signed = jobs.values().map(|entry| entry.order.job.not_before);
    signed.fold(charter.issued, Timestamp::max)
}

fn lane_of(job: &Job) -> Lane {
    let is_cancel = |step: &Step| matches!(step, Step::Cancel { .. });
    if job.steps.iter().all(is_cancel) { Lane::Cancels } else { Lane::Work }
}

#[cfg(test)]
#[path = "queue/tests.rs"]
mod tests;
