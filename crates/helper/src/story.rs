//! What has been told of each job that has not ended, so that nothing is told twice.
//!
//! The event log is the journal of the network half: after a restart a job goes on from its events.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard},
};

use patchround_protocol::{EventKind, JobId, UpdateId};
use tokio::time::sleep;

use crate::{
    log::{AGAIN, Log},
    queue::End,
};

/// The stories of all jobs at hand.
#[derive(Debug)]
pub struct Story {
    log: Arc<Log>,
    told: Mutex<BTreeMap<(JobId, Part), Option<End>>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Accepted,
    /// Until this minute: it is told anew where the PC was started anew.
    Waits(i64),
    Started,
    StepStarted(u16),
    Update(u16, UpdateId),
    StepEnded(u16),
    Ended,
    /// What was said before the end of this.
    Said(Box<Part>),
}

impl Story {
    /// Reads what the log tells of these jobs.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn open(log: Arc<Log>, unfinished: &[JobId]) -> io::Result<Self> {
        let events = log.all()?.into_iter().map(|event| event.kind);
        let parts = events.filter_map(|kind| part_of(&kind).map(|key| (key, end_of(&kind))));
        let told = parts.filter(|((job, _), _)| unfinished.contains(job)).collect();
        Ok(Self { log, told: Mutex::new(told) })
    }

    /// Tells one part of a job's story, unless it has been told.
    ///
    /// # Errors
    /// When the disk says no: then it has not been told.
    pub fn try_tell(&self, kind: EventKind) -> io::Result<()> {
        let Some(key) = part_of(&kind) else { return self.log.append(kind) };
        if self.lock().contains_key(&key) {
            return Ok(());
        }
        let end = end_of(&kind);
        let mut parts = kind.in_parts();
        let kind = parts.pop().expect("the last part is the kind itself");
        self.say(&key, parts);
        self.log.append(kind)?;
        self.lock().insert(key, end);
        Ok(())
    }

    /// What was said before an end, once: where the disk has no room for all of it, the end is told without.
    fn say(&self, (job, part): &(JobId, Part), said: Vec<EventKind>) {
        let key = (*job, Part::Said(Box::new(part.clone())));
        if said.is_empty() || self.lock().insert(key, None).is_some() {
            return;
        }
        if let Err(error) = said.into_iter().try_for_each(|part| self.log.append(part)) {
            tracing::warn!(%error, "cannot write down all that a tool said");
        }
    }

    /// As [`try_tell`](Self::try_tell), but waits for the disk as long as it takes.
    pub async fn tell(&self, kind: EventKind) {
        while let Err(error) = self.try_tell(kind.clone()) {
            tracing::error!(%error, "cannot write the event log, waiting");
            sleep(AGAIN).await;
        }
    }

    /// How a step ended, where that has been told.
    pub fn step_end(&self, job: JobId, step: u16) -> Option<End> {
        self.lock().get(&(job, Part::StepEnded(step))).cloned().flatten()
    }

    /// Whether a job has begun.
    pub fn has_started(&self, job: JobId) -> bool {
        self.lock().contains_key(&(job, Part::Started))
    }

    /// Whether a step has begun.
    pub fn has_begun(&self, job: JobId, step: u16) -> bool {
        self.lock().contains_key(&(job, Part::StepStarted(step)))
    }

    /// How each update of a step ended, as far as that has been told.
    pub fn update_ends(&self, job: JobId, step: u16) -> BTreeMap<UpdateId, End> {
        let of_step = |(key, end): (&(JobId, Part), &Option<End>)| match key {
            (of, Part::Update(number, id)) if *of == job && *number == step => {
                Some((id.clone(), end.clone()?))
            }
            _ => None,
        };
        self.lock().iter().filter_map(of_step).collect()
    }

    /// How a job ended, where that has been told.
    pub fn job_end(&self, job: JobId) -> Option<End> {
        self.lock().get(&(job, Part::Ended)).cloned().flatten()
    }

    /// Nothing more is told of this job.
    pub fn close(&self, job: JobId) {
        self.lock().retain(|(of, _), _| *of != job);
    }

    /// Nothing more is told of any job.
    pub fn close_all(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(JobId, Part), Option<End>>> {
        self.told.lock().expect("nothing panics while it holds the stories")
    }
}

fn part_of(kind: &EventKind) -> Option<(JobId, Part)> {
    match kind {
        EventKind::JobAccepted { job, .. } => Some((*job, Part::Accepted)),
        EventKind::JobWaits { job, until } => Some((*job, Part::Waits(until.as_second() / 60))),
        EventKind::JobStarted { job, .. } | EventKind::PolicyRunStarted { job, .. } => {
            Some((*job, Part::Started))
        }
        EventKind::StepStarted { job, step, .. } => Some((*job, Part::StepStarted(*step))),
        EventKind::UpdateEnded { job, step, id, .. } => Some((*job, Part::Update(*step, id.clone()))),
        EventKind::StepEnded { job, step, .. } => Some((*job, Part::StepEnded(*step))),
        EventKind::JobEnded { job, .. } | EventKind::PolicyRunEnded { job, .. } => Some((*job, Part::Ended)),
        EventKind::Joined { .. }
        | EventKind::Scanned { .. }
        | EventKind::OfficeChanged { .. }
        | EventKind::JobRefused { .. }
        | EventKind::RestartWaits { .. }
        | EventKind::PersonAsked { .. }
        | EventKind::PersonAnswered { .. }
        | EventKind::PersonSaidWrong { .. }
        | EventKind::PersonWrote { .. }
        | EventKind::Said { .. }
        | EventKind::WakeSent { .. }
        | EventKind::Progress { .. }
        | EventKind::Unknown => None,
    }
}

fn end_of(kind: &EventKind) -> Option<End> {
    match kind {
        EventKind::UpdateEnded { outcome, cause, .. }
        | EventKind::StepEnded { outcome, cause, .. }
        | EventKind::JobEnded { outcome, cause, .. }
        | EventKind::PolicyRunEnded { outcome, cause, .. } => Some(End { outcome: *outcome, cause: *cause }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Outcome, job::Verb};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_a_tool_said_comes_once_in_parts_before_the_end_it_belongs_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events");
        let job = JobId(Uuid::from_u128(1));
        let words = (0..200).map(|n| format!("line {n} of what a tool said")).collect::<Vec<_>>().join("\n");
        let (cause, outcome, details) = (None, Outcome::Failed, Some(words.clone()));
        let ended = EventKind::StepEnded { job, step: 0, verb: Verb::Refresh, outcome, cause, details };
        let story = Story::open(Arc::new(Log::open(&path).unwrap()), &[job]).unwrap();
        story.try_tell(ended.clone()).unwrap();
        story.try_tell(ended).unwrap();
        let mut said = Vec::new();
        for event in story.log.all().unwrap() {
            match event.kind {
                EventKind::Said { words, .. } => said.push(words),
                EventKind::StepEnded { details, .. } => said.extend(details),
                other => panic!("{other:?}"),
            }
        }
        assert!(said.len() > 2 && said.join("\n") == words, "{said:?}");
    }

    #[test]
    fn what_was_told_before_a_restart_is_not_told_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events");
        let job = JobId(Uuid::from_u128(1));
        let started = EventKind::StepStarted { job, step: 0, verb: Verb::Refresh };
        let ended = EventKind::StepEnded {
            job,
            step: 0,
            verb: Verb::Refresh,
            outcome: Outcome::Done,
            cause: None,
            details: None,
        };
        let open = || Story::open(Arc::new(Log::open(&path).unwrap()), &[job]).unwrap();
        let story = open();
        story.try_tell(started.clone()).unwrap();
        story.try_tell(started.clone()).unwrap();
        assert_eq!((story.log.head(), story.step_end(job, 0)), (1, None));
        story.try_tell(ended).unwrap();
        drop(story);
        let story = open();
        story.try_tell(started).unwrap();
        assert_eq!((story.log.head(), story.step_end(job, 0)), (2, Some(End::DONE)));
    }
}
