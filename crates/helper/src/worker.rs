//! Carries jobs out: one at a time, in the order of their ids, each step by the root half.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Charter, EventKind, Job, JobId, Outcome, Step,
    consultation::{Decision, Reply},
    restart::Wait,
    root::Ask,
    wire::Scan,
};
use tokio::{sync::watch, time::timeout};

use crate::{
    asking, catch_up,
    helper::Helper,
    queue::{End, Lane, Next, Order},
    restarts::{self, Restarts},
    standing::{Engine, ThisPc, Turn},
    steps::{Piece, StepEnd},
};

/// A PC that sleeps does not see time pass: look at the clock this often while a job waits for it.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// As [`LONGEST_WAIT`], for what the policy calls for one day: a PC at rest must hardly ever wake up (rules.md 8).
const LONGEST_REST: Duration = Duration::from_secs(300);

/// Carries out the jobs of one lane, for ever. Told so, it does what the office's policy calls for while no job
/// waits.
pub async fn work(helper: Arc<Helper>, lane: Lane, acts_by_itself: bool) {
    let mut worker = Worker::new(helper, lane, acts_by_itself);
    loop {
        worker.changed.mark_unchanged();
        worker.scans.mark_unchanged();
        if let Idle::Until(until) = worker.next().await {
            worker.wait(until).await;
        }
    }
}

struct Worker {
    helper: Arc<Helper>,
    lane: Lane,
    changed: watch::Receiver<()>,
    scans: watch::Receiver<Option<Arc<Scan>>>,
    left: watch::Receiver<u64>,
    standing: Option<Engine<ThisPc>>,
    restarts: Restarts,
}

/// Whether there was anything to do.
enum Idle {
    No,
    Until(Option<Timestamp>),
}

impl Worker {
    fn new(helper: Arc<Helper>, lane: Lane, acts_by_itself: bool) -> Self {
        let standing =
            acts_by_itself.then(|| Engine::new(ThisPc::new(helper.clone()), helper.standing.clone()));
        Self {
            lane,
            changed: helper.queue.watch(),
            scans: helper.scans.watch(),
            left: helper.watch_leaving(),
            standing,
            restarts: Restarts::default(),
            helper,
        }
    }

    /// Ends the policy run that has begun, else takes a job, else begins a policy run: they never overlap, and a
    /// job at hand goes first.
    async fn next(&mut self) -> Idle {
        let Some(office) = self.helper.membership.office() else { return Idle::Until(None) };
        if self.standing.as_ref().is_some_and(Engine::is_at_hand) {
            return self.by_itself().await;
        }
        match self.next_order(&office.charter).await {
            Next::Begin(order) => {
                if let Some(cause) = asking::ends(&self.helper, &order, Timestamp::now()) {
                    finish(
                        &self.helper,
                        &order.job,
                        End { outcome: Outcome::NeedsPerson, cause: Some(cause) },
                    )
                    .await;
                } else if self.restarts.may_begin(&self.helper, &order).await {
                    carry_out_unless_left(&self.helper, &order, self.lane).await;
                }
            }
            Next::Late(order) => {
                let waited = self.restarts.forget(order.job.job);
                end_late(&self.helper, &order, self.lane, waited).await;
            }
            Next::Wait(until) => {
                let until = until.map(|until| at_most(LONGEST_WAIT, until));
                return earlier(until, self.by_itself().await);
            }
        }
        Idle::No
    }

    /// What the queue has next. What another order takes back waits for that one to do so, as long as it has not begun
    /// itself. Of what waits because the PC was just switched on, that is told.
    async fn next_order(&self, charter: &Charter) -> Next {
        let (now, mut waiting) = (Timestamp::now(), Vec::new());
        let replaced = self.helper.queue.replaced(charter, now);
        let next = self.helper.queue.next(self.lane, charter, now, |order| {
            let job = order.job.job;
            if replaced.contains(&job) && !self.helper.story.has_started(job) {
                return Some(order.job.expires);
            }
            if let Some(until) = asking::until(&self.helper, order, now) {
                return Some(until);
            }
            let until = catch_up::until(&self.helper, order, now)?;
            waiting.push(EventKind::JobWaits { job: order.job.job, until });
            Some(until)
        });
        for waits in waiting {
            self.helper.story.tell(waits).await;
        }
        next
    }

    async fn by_itself(&mut self) -> Idle {
        let Some(engine) = &mut self.standing else { return Idle::Until(None) };
        let turn = tokio::select! {
            biased;
            _ = self.left.changed() => None,
            turn = engine.turn() => Some(turn),
        };
        match turn {
            Some(Turn::Wait(until)) => Idle::Until(until.map(|until| at_most(LONGEST_REST, until))),
            Some(Turn::Did) => Idle::No,
            None => {
                engine.forget();
                Idle::No
            }
        }
    }

    /// Whether it is time, or something is new: then we look again.
    async fn wait(&mut self, until: Option<Timestamp>) {
        let news = async {
            tokio::select! {
                _ = self.changed.changed() => {}
                _ = self.scans.changed(), if self.standing.is_some() => {}
            }
        };
        match until {
            Some(until) => drop(timeout(pause(until), news).await),
            None => news.await,
        }
    }
}

fn earlier(job: Option<Timestamp>, standing: Idle) -> Idle {
    match standing {
        Idle::No => Idle::No,
        Idle::Until(until) => Idle::Until(job.into_iter().chain(until).min()),
    }
}

/// That moment, or an earlier one at which to look at the clock again.
fn at_most(longest: Duration, until: Timestamp) -> Timestamp {
    Timestamp::now().checked_add(longest).map_or(until, |look| look.min(until))
}

fn pause(until: Timestamp) -> Duration {
    Duration::try_from(until.duration_since(Timestamp::now())).unwrap_or_default() + Duration::from_millis(20)
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
    helper.consultations.begins(order, helper.scans.latest().as_deref(), Timestamp::now());
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
    let ask = Ask::Run { job: order.envelope.clone(), step: number };
    let piece = Piece { helper, job: order.job.job, number, step, ask };
    match step {
        Step::Cancel { job } if goes_on(order, *job) => piece.by(std::future::ready(StepEnd::done())).await,
        Step::Cancel { job } => piece.by(cancel(helper, order, *job)).await,
        _ if restarts::is_over(helper, order, number) => {
            piece.by(std::future::ready(restarted_already())).await
        }
        _ => piece.by_root().await,
    }
}

/// Whether an order only tells people that what they said is wrong stays: there is nothing left to cancel.
fn goes_on(order: &Order, job: JobId) -> bool {
    let says = |reply: &Reply| reply.to == job && reply.decision == (Decision::GoOn {});
    order.job.reply.as_ref().is_some_and(says)
}

/// Of a job whose file was on the disk when we were ended, and its event was not.
async fn tell_accepted(helper: &Helper, job: &Job) {
    helper.story.tell(EventKind::JobAccepted { job: job.job, round: job.round }).await;
}

fn restarted_already() -> StepEnd {
    StepEnd { end: End::DONE, details: Some("This PC was started anew after this was ordered".into()) }
}

async fn finish(helper: &Helper, job: &Job, end: End) {
    let End { outcome, cause } = end;
    tell_accepted(helper, job).await;
    helper.story.tell(EventKind::JobEnded { job: job.job, round: job.round, outcome, cause }).await;
    tracing::info!(job = %job.job, ?outcome, ?cause, "ended a job");
    close(helper, job.job, end);
}

fn close(helper: &Helper, job: JobId, end: End) {
    helper.consultations.ended(job, &end, Timestamp::now());
    if let Err(error) = helper.queue.end(job, end) {
        tracing::error!(%error, "cannot store that a job ended");
    }
    helper.story.close(job);
    helper.agreed.ended(job);
}

/// A job that had begun before the PC was switched off goes on from its events: the root half refuses what it
/// has not begun itself.
async fn end_late(helper: &Helper, order: &Order, lane: Lane, waited: Option<Wait>) {
    if helper.story.has_started(order.job.job) {
        return carry_out_unless_left(helper, order, lane).await;
    }
    let end = match waited {
        Some(why) => End { outcome: Outcome::NeedsPerson, cause: Some(why.cause()) },
        None => End::failed(Cause::JobExpired),
    };
    finish(helper, &order.job, end).await;
}

/// What its events call begun has begun, also where we were started anew since and the queue does not know it yet.
async fn cancel(helper: &Helper, by: &Order, job: JobId) -> StepEnd {
    let has_started = helper.story.has_started(job);
    if helper.queue.end_of(job).is_some_and(|end| end.cause == Some(Cause::Objected)) {
        return StepEnd::done(); // its people were faster: it does not begin
    }
    let Some(order) = (!has_started).then(|| helper.queue.claim(job)).flatten() else {
        let answers = by.job.reply.as_ref().is_some_and(|reply| reply.to == job);
        if answers && !has_started && helper.queue.end_of(job).is_none() {
            return StepEnd::done(); // answered so late that what its people asked about is forgotten here
        }
        let details = Some("That job has begun, has ended or was never here".into());
        return StepEnd { end: End::failed(Cause::Unexpected), details };
    };
    let end = End { outcome: Outcome::Cancelled, cause: Some(Cause::Cancelled) };
    finish(helper, &order.job, end).await;
    StepEnd { end: End::DONE, details: None }
}
