//! Carries jobs out: one at a time, in the order of their ids, each step by the root half.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use patchround_protocol::{
    Cause, EventKind, Job, JobId, Outcome, Step, UpdateId,
    order::cause_of,
    progress::Progress,
    root::{Answer, Ask},
    wire::{Refusal, Scan},
};
use tokio::time::{Instant, sleep, timeout};

use crate::{
    helper::Helper,
    progress::Tail,
    queue::{End, Lane, Next, Order},
    root,
};

/// While a step runs its progress is looked at this often: four events a second at most.
const LOOK: Duration = Duration::from_millis(250);
/// After so long without news the root half is asked whether the step still runs: what was interrupted has to be
/// told within five seconds.
const SILENCE: Duration = Duration::from_secs(3);
/// How long to wait before the root half is asked again when it does not answer.
const TRIES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(15), Duration::ZERO];
/// A PC that sleeps does not see time pass: look at the clock this often while a job waits for it.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How a step ended, with the tool's last words.
struct StepEnd {
    end: End,
    details: Option<String>,
}

/// Carries out the jobs of one lane, for ever.
pub async fn work(helper: Arc<Helper>, lane: Lane) {
    let mut changed = helper.queue.watch();
    loop {
        changed.mark_unchanged();
        let until = match helper.membership.office() {
            Some(office) => match helper.queue.next(lane, &office.charter, Timestamp::now()) {
                Next::Begin(order) => {
                    carry_out_unless_left(&helper, &order, lane).await;
                    continue;
                }
                Next::Late(order) => {
                    end_late(&helper, &order).await;
                    continue;
                }
                Next::Wait(until) => until,
            },
            None => None,
        };
        match until {
            // Whether it is time or a new job: look again.
            Some(until) => drop(timeout(pause(until), changed.changed()).await),
            None => drop(changed.changed().await),
        }
    }
}

fn pause(until: Timestamp) -> Duration {
    let left = Duration::try_from(until.duration_since(Timestamp::now())).unwrap_or_default();
    left.min(LONGEST_WAIT) + Duration::from_millis(20)
}

async fn carry_out_unless_left(helper: &Helper, order: &Order, lane: Lane) {
    let mut left = helper.watch_leaving();
    let _at_work = (lane == Lane::Work).then(|| helper.work_on(order.job.job));
    tokio::select! {
        () = carry_out(helper, order) => {}
        _ = left.changed() => tracing::info!("stopped following a job, the office was left"),
    }
}

/// One job from its first step to its last. What its events tell already is not done again.
async fn carry_out(helper: &Helper, order: &Order) {
    let Job { job, round, steps, .. } = &order.job;
    if let Some(end) = helper.story.job_end(*job) {
        return close(helper, *job, end);
    }
    tell_accepted(helper, &order.job).await;
    helper.story.tell(EventKind::JobStarted { job: *job, round: *round }).await;
    tracing::info!(%job, steps = steps.len(), "began a job");
    let mut worst = End::DONE;
    for (number, step) in (0u16..).zip(steps) {
        let end = match helper.story.step_end(*job, number) {
            Some(end) => end,
            None => carry_out_step(helper, order, number, step).await,
        };
        worst = worst.worse(end);
    }
    finish(helper, &order.job, worst).await;
}

async fn carry_out_step(helper: &Helper, order: &Order, number: u16, step: &Step) -> End {
    let (job, verb) = (order.job.job, step.verb());
    helper.story.tell(EventKind::StepStarted { job, step: number, verb }).await;
    let StepEnd { end, details } = match step {
        Step::Cancel { job } => cancel(helper, *job).await,
        Step::Refresh {} | Step::Repair {} | Step::Restart { .. } => {
            by_root(helper, order, number, &[]).await
        }
        Step::Install { ids, .. } | Step::Download { ids } => by_root(helper, order, number, ids).await,
    };
    let End { outcome, cause } = end;
    helper.story.tell(EventKind::StepEnded { job, step: number, verb, outcome, cause, details }).await;
    end
}

/// Of a job whose file was on the disk when we were ended, and its event was not.
async fn tell_accepted(helper: &Helper, job: &Job) {
    helper.story.tell(EventKind::JobAccepted { job: job.job, round: job.round }).await;
}

async fn finish(helper: &Helper, job: &Job, end: End) {
    let End { outcome, cause } = end;
    tell_accepted(helper, job).await;
    helper.story.tell(EventKind::JobEnded { job: job.job, round: job.round, outcome, cause }).await;
    tracing::info!(job = %job.job, ?outcome, ?cause, "ended a job");
    close(helper, job.job, end);
}

fn close(helper: &Helper, job: JobId, end: End) {
    if let Err(error) = helper.queue.end(job, end) {
        tracing::error!(%error, "cannot store that a job ended");
    }
    helper.story.close(job);
}

async fn end_late(helper: &Helper, order: &Order) {
    finish(helper, &order.job, End::failed(Cause::JobExpired)).await;
}

async fn cancel(helper: &Helper, job: JobId) -> StepEnd {
    let Some(order) = helper.queue.claim(job) else {
        let details = Some("That job has begun, has ended or was never here".into());
        return StepEnd { end: End::failed(Cause::Unexpected), details };
    };
    let end = End { outcome: Outcome::Cancelled, cause: Some(Cause::Cancelled) };
    finish(helper, &order.job, end).await;
    StepEnd { end: End::DONE, details: None }
}

/// Has the root half carry out a step, and passes on what it tells.
async fn by_root(helper: &Helper, order: &Order, number: u16, ids: &[UpdateId]) -> StepEnd {
    let file = match ask_to_run(helper, order, number).await {
        Ok(file) => file,
        Err(refusal) => return not_done(helper, order, number, ids, refusal).await,
    };
    let mut step = Following::new(helper, order, number, &file);
    let ended = step.until_it_ends().await;
    let scan = helper.scans.fresh().await;
    if let Some(scan) = &scan {
        helper.note_scan(scan);
    }
    match ended {
        Ok(ended) => step.tell_updates(ids, scan.as_deref(), ended).await,
        Err(refusal) => not_done(helper, order, number, ids, refusal).await,
    }
}

async fn not_done(helper: &Helper, order: &Order, number: u16, ids: &[UpdateId], why: Refusal) -> StepEnd {
    let end = End::failed(cause_of(why));
    for id in ids {
        helper.story.tell(update_ended(order, number, id, &end, None, None)).await;
    }
    StepEnd { end, details: Some(why.to_string()) }
}

/// The name of the progress file.
async fn ask_to_run(helper: &Helper, order: &Order, number: u16) -> Result<String, Refusal> {
    for pause in TRIES {
        let ask = Ask::Run { job: order.envelope.clone(), step: number };
        match root::ask(&helper.places, &ask).await {
            Ok(Answer::Running { progress }) if is_file_name(&progress) => return Ok(progress),
            Ok(Answer::Refused { refusal }) => return Err(refusal),
            Ok(answer) => tracing::error!(?answer, "the root half answered something else"),
            Err(error) => tracing::error!(%error, "the root half does not answer"),
        }
        sleep(pause).await;
    }
    Err(Refusal::NotPossible)
}

fn is_file_name(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    plain && !name.is_empty() && !name.starts_with('.')
}

/// A step that runs, or ran.
struct Following<'a> {
    helper: &'a Helper,
    order: &'a Order,
    number: u16,
    tail: Tail,
    ended: BTreeMap<UpdateId, Progress>,
    told: Option<Progress>,
}

impl<'a> Following<'a> {
    fn new(helper: &'a Helper, order: &'a Order, number: u16, file: &str) -> Self {
        let tail = Tail::new(helper.places.progress(file));
        Self { helper, order, number, tail, ended: BTreeMap::new(), told: None }
    }

    /// Follows the step's progress until it ends.
    async fn until_it_ends(&mut self) -> Result<StepEnd, Refusal> {
        let mut news = Instant::now();
        loop {
            let lines = self.tail.read().unwrap_or_else(|error| {
                tracing::warn!(%error, "cannot read the progress of a step");
                Vec::new()
            });
            if !lines.is_empty() {
                news = Instant::now();
            }
            if let Some(end) = self.take_in(lines) {
                return Ok(end);
            }
            if news.elapsed() > SILENCE {
                // If it was interrupted, the root half looks at what it left.
                ask_to_run(self.helper, self.order, self.number).await?;
                news = Instant::now();
            }
            sleep(LOOK).await;
        }
    }

    fn take_in(&mut self, lines: Vec<Progress>) -> Option<StepEnd> {
        let mut moved = None;
        let mut end = None;
        for line in lines {
            match line {
                Progress::Moved { .. } => moved = Some(line),
                Progress::UpdateEnded { ref id, .. } => drop(self.ended.insert(id.clone(), line)),
                Progress::StepEnded { outcome, cause, details } => {
                    end = Some(StepEnd { end: End { outcome, cause }, details });
                }
            }
        }
        if let Some(moved) = moved.filter(|moved| self.told.as_ref() != Some(moved)) {
            self.tell_progress(&moved);
            self.told = Some(moved);
        }
        end
    }

    fn tell_progress(&self, moved: &Progress) {
        if let Progress::Moved { phase, percent, item } = moved {
            let (phase, percent, item) = (*phase, (*percent).min(100), item.clone());
            let (job, step) = (self.order.job.job, self.number);
            self.helper.note(EventKind::Progress { job, step, phase, percent, item });
        }
    }

    /// Tells how each update ended; what a fresh scan still offers is not done.
    async fn tell_updates(&self, ids: &[UpdateId], scan: Option<&Scan>, ended: StepEnd) -> StepEnd {
        let mut worst = ended.end.clone();
        for id in ids {
            let (claimed, installed, details) = self.claimed(id, &ended.end);
            let end = verified(id, claimed, scan);
            let kind = update_ended(self.order, self.number, id, &end, installed, details);
            self.helper.story.tell(kind).await;
            worst = worst.worse(end);
        }
        StepEnd { end: worst, details: ended.details }
    }

    fn claimed(&self, id: &UpdateId, step: &End) -> (End, Option<String>, Option<String>) {
        match self.ended.get(id) {
            Some(Progress::UpdateEnded { outcome, cause, installed, details, .. }) => {
                (End { outcome: *outcome, cause: *cause }, installed.clone(), details.clone())
            }
            _ => (unsaid(step), None, None),
        }
    }
}

/// What becomes of an update of which the root half said nothing.
fn unsaid(step: &End) -> End {
    match step.outcome {
        Outcome::Done | Outcome::NeedsRestart => End::failed(Cause::InstalledButNotVerified),
        _ => step.clone(),
    }
}

/// "Done" only if a fresh scan answered for the update's source and no longer offers it.
fn verified(id: &UpdateId, claimed: End, scan: Option<&Scan>) -> End {
    let has_answered = |scan: &&Scan| {
        scan.sources.iter().any(|source| source.source == id.source() && source.cause.is_none())
    };
    let is_gone = scan.filter(has_answered).is_some_and(|scan| scan.updates.iter().all(|u| u.id != *id));
    match claimed.outcome {
        Outcome::Done | Outcome::NeedsRestart if !is_gone => End::failed(Cause::InstalledButNotVerified),
        _ => claimed,
    }
}

fn update_ended(
    order: &Order,
    step: u16,
    id: &UpdateId,
    end: &End,
    installed: Option<String>,
    details: Option<String>,
) -> EventKind {
    let End { outcome, cause } = *end;
    EventKind::UpdateEnded { job: order.job.job, step, id: id.clone(), outcome, cause, installed, details }
}

#[cfg(test)]
#[path = "worker/tests.rs"]
mod tests;
