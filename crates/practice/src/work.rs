//! Carries jobs out on a PC whose programs are made up: one at a time, in the order they came.
//!
//! The event log is the journal, as on a real PC: what it tells already is not done again after a power cut.

use std::time::Duration;

use jiff::Timestamp;
use patchround_protocol::{
    Cause, EventKind, Job, JobId, Outcome, Step, UpdateId, consultation::Decision, event::Phase,
    restart::Wait, wire::Back,
};
use tokio::time::{Instant, sleep, timeout};

use crate::{
    offer::{KeptOffer, Offer},
    pc::{Order, Pc},
    people::Comes,
};

/// How long a PC still answers that was told to restart or to switch itself off.
const GOING_DOWN: Duration = Duration::from_millis(500);

/// Which jobs wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Those that do nothing but cancel: they must not wait behind what they cancel.
    Cancels,
    /// All others.
    Work,
}

/// Why a PC does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// Its power is gone.
    Vanished,
    /// It restarts.
    Restarting,
}

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End(Outcome, Option<Cause>);

const DONE: End = End(Outcome::Done, None);

/// Carries out what comes in, until the PC stops.
pub(crate) async fn work(pc: &Pc, lane: Lane) -> Stopped {
    let mut orders = pc.orders.subscribe();
    loop {
        orders.mark_unchanged();
        match pc.next(lane) {
            Next::Begin(job) => {
                if let Err(stopped) = carry_out(pc, &job).await {
                    return stopped;
                }
            }
            // Whether it is time or there is a new order: look again.
            Next::Wait(Some(time)) => drop(timeout(time, orders.changed()).await),
            Next::Wait(None) => drop(orders.changed().await),
        }
    }
}

enum Next {
    Begin(Box<Job>),
    Wait(Option<Duration>),
}

impl Pc {
    fn next(&self, lane: Lane) -> Next {
        let now = self.clock();
        let mut wait = None;
        for job in self.waiting(lane) {
            let left = job.when.time().map_or(Duration::ZERO, |due| left(now, due));
            let left = if left.is_zero() { self.stays(&job) } else { left };
            let left = if left.is_zero() { self.left_alone(&job) } else { left };
            let left = match self.asks(&job) {
                _ if !left.is_zero() => left,
                Comes::Begins => left,
                Comes::Waits(long) => long,
                Comes::Ends(outcome, cause) => {
                    if let Some(job) = self.claim(job.job) {
                        self.end(&job, End(outcome, Some(cause)));
                    }
                    continue;
                }
            };
            if left.is_zero()
                && let Some(job) = self.claim(job.job)
            {
                return Next::Begin(Box::new(job));
            }
            wait = Some(wait.map_or(left, |shorter: Duration| shorter.min(left)));
        }
        Next::Wait(wait)
    }

    fn waiting(&self, lane: Lane) -> Vec<Job> {
        let state = self.state();
        let waiting = state.jobs.iter().filter(|order| !order.has_begun && lane_of(&order.job) == lane);
        waiting.map(|order| order.job.clone()).collect()
    }

    /// How long a restart still waits for whoever is signed in; tells once that it does.
    fn stays(&self, job: &Job) -> Duration {
        let is_restart = job.steps.iter().all(|step| matches!(step, Step::Restart { .. }));
        let Some(name) = self.somebody().filter(|_| is_restart) else { return Duration::ZERO };
        let since = *self.waits_since.get_or_init(Instant::now);
        let id = job.job;
        if !self.log.tells(|told| matches!(told, EventKind::RestartWaits { job, .. } if *job == id)) {
            let why = Wait::SignedIn { people: vec![name.to_owned()] };
            self.tell(EventKind::RestartWaits { job: id, why });
        }
        self.manners.stays.saturating_sub(since.elapsed())
    }

    /// How long an order to install still waits because the PC was just switched on; tells once that it does.
    fn left_alone(&self, job: &Job) -> Duration {
        let installs = job.steps.iter().any(|step| matches!(step, Step::Install { .. }));
        if !installs || self.manners.left_alone.is_zero() {
            return Duration::ZERO;
        }
        let since = *self.alone_since.get_or_init(Instant::now);
        let left = self.manners.left_alone.saturating_sub(since.elapsed());
        let id = job.job;
        if !left.is_zero()
            && !self.log.tells(|told| matches!(told, EventKind::JobWaits { job, .. } if *job == id))
        {
            let until = self.clock().checked_add(left).unwrap_or(Timestamp::MAX);
            self.tell(EventKind::JobWaits { job: id, until });
        }
        left
    }

    /// Takes a job that has not begun out of the queue.
    fn claim(&self, job: JobId) -> Option<Job> {
        let mut state = self.state();
        let order = state.jobs.iter_mut().find(|order| order.job.job == job && !order.has_begun)?;
        order.has_begun = true;
        Some(order.job.clone())
    }

    fn end(&self, job: &Job, End(outcome, cause): End) {
        self.tell(EventKind::JobEnded { job: job.job, round: job.round, outcome, cause });
        let mut state = self.state();
        state.working_on = state.working_on.filter(|at_hand| *at_hand != job.job);
        let is_this = |order: &&mut Order| order.job.job == job.job;
        state.jobs.iter_mut().filter(is_this).for_each(|order| order.has_ended = true);
    }

    fn offer(&self, id: &UpdateId) -> Option<Offer> {
        self.state().offers.iter().find(|offer| offer.id() == *id).cloned()
    }
}

fn lane_of(job: &Job) -> Lane {
    let is_cancel = |step: &Step| matches!(step, Step::Cancel { .. });
    if job.steps.iter().all(is_cancel) { Lane::Cancels } else { Lane::Work }
}

fn left(now: Timestamp, due: Timestamp) -> Duration {
    Duration::try_from(due.duration_since(now)).unwrap_or_default()
}

async fn carry_out(pc: &Pc, job: &Job) -> Result<(), Stopped> {
    if pc.clock() > job.expires {
        pc.end(job, End(Outcome::Failed, Some(Cause::JobExpired)));
        return Ok(());
    }
    if lane_of(job) == Lane::Work {
        pc.state().working_on = Some(job.job);
    }
    if !pc.log.tells(|told| matches!(told, EventKind::JobStarted { job: of, .. } if *of == job.job)) {
        pc.tell(EventKind::JobStarted { job: job.job, round: job.round });
    }
    let mut worst = DONE;
    for (number, step) in (0u16..).zip(&job.steps) {
        let end = match step_end(pc, job.job, number) {
            Some(end) => end,
            None => carry_out_step(pc, job, number, step).await?,
        };
        worst = worst.max(end);
    }
    pc.end(job, worst);
    if worst == DONE {
        pc.says_wrong(job).await;
    }
    Ok(())
}

/// How a step ended, if that has been told.
fn step_end(pc: &Pc, of: JobId, number: u16) -> Option<End> {
    pc.log.find(|told| match *told {
        EventKind::StepEnded { job, step, outcome, cause, .. } if job == of && step == number => {
            Some(End(outcome, cause))
        }
        _ => None,
    })
}

async fn carry_out_step(pc: &Pc, job: &Job, number: u16, step: &Step) -> Result<End, Stopped> {
    let (id, verb) = (job.job, step.verb());
    let is_this = |told: &EventKind| matches!(told, EventKind::StepStarted { job, step, .. } if *job == id && *step == number);
    let had_begun = pc.log.tells(is_this);
    if !had_begun {
        pc.tell(EventKind::StepStarted { job: id, step: number, verb });
    }
    let end = match step {
        Step::Refresh {} => refresh(pc).await,
        Step::Install { ids, .. } => install_all(pc, id, number, ids).await?,
        Step::Download { ids } => download(pc, ids).await,
        Step::Repair {} => DONE,
        Step::Undo { ids, until } => each(pc, id, number, ids, |pc, id| go_back(pc, id, *until)).await,
        Step::Release { ids } => each(pc, id, number, ids, let_go).await,
        Step::Restart { off } if !had_begun => {
            sleep(GOING_DOWN).await;
            return Err(if *off { Stopped::Vanished } else { Stopped::Restarting });
        }
        Step::Restart { .. } => {
            pc.scan();
            DONE
        }
        Step::Cancel { job: of } if goes_on(job, *of) => DONE,
        Step::Cancel { job } => cancel(pc, *job),
    };
    let End(outcome, cause) = end;
    pc.tell(EventKind::StepEnded { job: id, step: number, verb, outcome, cause, details: None });
    Ok(end)
}

async fn refresh(pc: &Pc) -> End {
    sleep(pc.manners.pace).await;
    pc.state().refreshed_at = pc.clock();
    pc.scan();
    DONE
}

async fn download(pc: &Pc, ids: &[UpdateId]) -> End {
    sleep(pc.manners.pace).await;
    let is_offered = ids.iter().all(|id| pc.offer(id).is_some());
    if is_offered { DONE } else { End(Outcome::Failed, Some(Cause::VersionGone)) }
}

/// Does something to each, and tells how it ended.
async fn each(pc: &Pc, job: JobId, step: u16, ids: &[UpdateId], act: impl Fn(&Pc, &UpdateId) -> End) -> End {
    sleep(pc.manners.pace).await;
    let mut worst = DONE;
    for id in ids {
        let End(outcome, cause) = act(pc, id);
        let (installed, details) = (None, None);
        pc.tell(EventKind::UpdateEnded { job, step, id: id.clone(), outcome, cause, installed, details });
        worst = worst.max(End(outcome, cause));
    }
    pc.scan();
    worst
}

/// What went in is offered again, and held.
fn go_back(pc: &Pc, id: &UpdateId, until: Option<Timestamp>) -> End {
    let (since, state) = (pc.clock(), &mut *pc.state());
    let Some(kept) = state.kept.iter_mut().find(|kept| kept.id() == *id) else {
        return End(Outcome::Failed, Some(Cause::NothingKept));
    };
    if kept.back.is_none() {
        state.offers.retain(|other| other.package != kept.offer.package);
        state.offers.push(Offer { held: true, ..kept.offer.clone() });
    }
    kept.back = Some(Back { since, until });
    DONE
}

fn let_go(pc: &Pc, id: &UpdateId) -> End {
    let state = &mut *pc.state();
    for kept in state.kept.iter_mut().filter(|kept| kept.id() == *id) {
        kept.back = None;
        let mine = state.offers.iter_mut().filter(|offer| offer.package == kept.offer.package);
        mine.for_each(|offer| offer.held = false);
    }
    state.kept.retain(|kept| kept.id() != *id);
    DONE
}

fn cancel(pc: &Pc, job: JobId) -> End {
    match pc.claim(job) {
        Some(order) => {
            pc.end(&order, End(Outcome::Cancelled, Some(Cause::Cancelled)));
            DONE
        }
        None if pc.log.tells(|told| is_objected(told, job)) => DONE,
        None => End(Outcome::Failed, Some(Cause::Unexpected)),
    }
}

/// Whether an order only tells people that what they said is wrong stays: there is nothing left to cancel.
fn goes_on(order: &Job, job: JobId) -> bool {
    order.reply.as_ref().is_some_and(|reply| reply.to == job && reply.decision == (Decision::GoOn {}))
}

/// Whether it ended because its people asked to wait: then there is nothing left to cancel.
fn is_objected(told: &EventKind, of: JobId) -> bool {
    matches!(told, EventKind::JobEnded { job, cause: Some(Cause::Objected), .. } if *job == of)
}

async fn install_all(pc: &Pc, job: JobId, step: u16, ids: &[UpdateId]) -> Result<End, Stopped> {
    let mut worst = DONE;
    for (number, id) in ids.iter().enumerate() {
        let end = match update_end(pc, job, id) {
            Some(end) => end,
            None => {
                let percent = u8::try_from(number * 100 / ids.len()).unwrap_or(100);
                install(pc, job, step, id, percent).await?
            }
        };
        worst = worst.max(end);
    }
    pc.scan();
    Ok(worst)
}

/// How an update ended, if that has been told.
fn update_end(pc: &Pc, of: JobId, update: &UpdateId) -> Option<End> {
    pc.log.find(|told| match told {
        EventKind::UpdateEnded { job, id, outcome, cause, .. } if *job == of && id == update => {
            Some(End(*outcome, *cause))
        }
        _ => None,
    })
}

async fn install(pc: &Pc, job: JobId, step: u16, id: &UpdateId, percent: u8) -> Result<End, Stopped> {
    let item = Some(id.native().to_owned());
    pc.tell(EventKind::Progress { job, step, phase: Phase::Installing, percent, item });
    sleep(pc.manners.pace).await;
    let (end, installed, details) = match pc.offer(id) {
        None => (End(Outcome::Failed, Some(Cause::VersionGone)), None, None),
        Some(Offer { held: true, .. }) => (End(Outcome::NeedsPerson, Some(Cause::Held)), None, None),
        Some(Offer { fails: Some(cause), installed, .. }) => {
            (End(Outcome::Failed, Some(cause)), Some(installed), Some(words(id)))
        }
        Some(offer) => (put_in(pc, &offer)?, Some(offer.candidate), None),
    };
    let End(outcome, cause) = end;
    pc.tell(EventKind::UpdateEnded { job, step, id: id.clone(), outcome, cause, installed, details });
    Ok(end)
}

/// As many lines as are told of a real tool.
fn words(id: &UpdateId) -> String {
    let lines = (2..=200).map(|line| format!("{}: line {line}, for practice\n", id.native()));
    lines.chain([format!("{}: failed, for practice", id.native())]).collect()
}

/// Puts the program in, unless the power goes just then.
fn put_in(pc: &Pc, offer: &Offer) -> Result<End, Stopped> {
    let (now, mut state) = (pc.clock(), pc.state());
    if !state.has_vanished && pc.manners.vanishes_after == Some(state.installed) {
        state.has_vanished = true;
        return Err(Stopped::Vanished);
    }
    state.installed += 1;
    if !pc.manners.lies {
        state.offers.retain(|other| other.package != offer.package);
    }
    state.restart_for.extend(offer.restarts.then(|| offer.package.clone()));
    if !offer.restarts && !offer.firmware && !pc.manners.lies {
        state.kept.retain(|kept| kept.offer.package != offer.package);
        state.kept.push(KeptOffer { offer: Offer { held: false, ..offer.clone() }, since: now, back: None });
    }
    let after = (Outcome::NeedsRestart, Some(Cause::RestartToFinish));
    Ok(if offer.restarts { End(after.0, after.1) } else { DONE })
}
