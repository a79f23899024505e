//! Whether an order is carried out, and that it is carried out once: decided here, and only here.

mod turn;

use std::{io, time::Duration};

use jiff::Timestamp;
use patchround_apply::Boot;
use patchround_protocol::{
    Outcome, Step, cause::Cause, job::Verb, progress::Progress, root::Answer, wire::Refusal,
};

use crate::{
    files,
    journal::{Act, By, Journal, Stage},
    membership::not_possible,
    rights::{self, Right},
    sight::Sight,
    state::State,
    txn::{Order, Txn},
};

/// Refreshes a day (rules.md 1).
const REFRESHES_A_DAY: usize = 24;
/// Repairs a day (rules.md 1).
const REPAIRS_A_DAY: usize = 3;
/// Restarts a day (rules.md 1).
const RESTARTS_A_DAY: usize = 3;
/// Downloads, installations, and ends of an undo, that the network half may ask for by itself in a day (decision 0007).
const RUNS_A_DAY: usize = 24;
/// A PC that was told to restart has so long to go down: a service may take its time to stop.
const GOING_DOWN: Duration = Duration::from_secs(15 * 60);
/// Looks at what an interruption left: a repair is worth three tries (rules.md 1).
const LOOKS: usize = 3;
/// What a look tells while it goes on, and at its end.
const LOOK_BYTES: u64 = 32 * 1024;
/// What a look tells of one update: its id, its version and the tool's last words.
const UPDATE_BYTES: u64 = 4 * 1024;

/// What orders need from the world outside.
pub trait World {
    /// Starts the transaction in a unit of its own and returns once it has begun.
    ///
    /// # Errors
    /// When it could not be started.
    fn start(&self, state: &State, txn: Txn, again: bool) -> io::Result<()>;
    /// Whether a process carries out this transaction right now, or is about to.
    fn is_alive(&self, state: &State, txn: Txn) -> bool;
    /// Keeps so much room on the disk for what a transaction will tell.
    ///
    /// # Errors
    /// When there is none.
    fn keep_room(&self, state: &State, txn: Txn, bytes: u64) -> io::Result<()>;
    /// Adds the last line to the progress of a transaction that nobody carries out.
    ///
    /// # Errors
    /// When it could not be written.
    fn close(&self, state: &State, txn: Txn, end: &Progress) -> io::Result<()>;
}

/// Carries out an order, or says why not. Asked again, it is not done again.
pub fn run(state: &State, world: &impl World, sight: &impl Sight, order: &Order, clock: Timestamp) -> Answer {
    match try_run(state, world, sight, order, clock) {
        Ok(txn) => Answer::Running { progress: txn.progress_name() },
        Err(refusal) => {
            tracing::warn!(%refusal, "refused a step");
            Answer::Refused { refusal }
        }
    }
}

fn try_run(
    state: &State,
    world: &impl World,
    sight: &impl Sight,
    order: &Order,
    clock: Timestamp,
) -> Result<Txn, Refusal> {
    let mut journal = Journal::open(&state.journal()).map_err(|error| not_possible(&error))?;
    if let Some((txn, step)) = known(&journal, order) {
        resume(state, world, sight, &mut journal, (txn, &step), clock)
            .map_err(|error| not_possible(&error))?;
        return Ok(txn);
    }
    let (txn, right) = permitted(state, &journal, sight, order, clock)?;
    if !turn::has_come(state, &journal, order, &|earlier| {
        permitted(state, &journal, sight, earlier, clock).is_ok()
    })? {
        return Err(Refusal::NotPossible);
    }
    begin(state, world, &mut journal, &Begin { txn, right: &right, order, clock })
        .map_err(|error| not_possible(&error))?;
    tracing::info!(%txn, verb = ?right.step.verb(), by = ?right.by, "began a step");
    Ok(txn)
}

/// The transaction, if this very order was begun before, and its step.
///
/// Asking after what was begun needs no right: nothing follows from it but the name of a file.
fn known(journal: &Journal, order: &Order) -> Option<(Txn, Step)> {
    let (txn, step) = order.read().ok()?;
    match journal.stage(txn) {
        Stage::Begun { document, .. } | Stage::Ended { document, .. } if document == order.document() => {
            Some((txn, step))
        }
        _ => None,
    }
}

fn permitted(
    state: &State,
    journal: &Journal,
    sight: &impl Sight,
    order: &Order,
    clock: Timestamp,
) -> Result<(Txn, Right), Refusal> {
    let right = rights::right(state, journal, sight, order, clock)?;
    let (txn, _) = order.read()?;
    if journal.seen(txn.job).is_some_and(|document| document != order.document()) {
        return Err(Refusal::NotAllowed);
    }
    let spent = |(only, most)| journal.begun_within_a_day(right.step.verb(), only, clock) >= most;
    if cap(&right).is_some_and(spent) { Err(Refusal::TooOften) } else { Ok((txn, right)) }
}

/// How often a day, counted over all or only over what the network half asks for by itself (decision 0007).
fn cap(right: &Right) -> Option<(Option<By>, usize)> {
    match (right.step.verb(), right.by) {
        (Verb::Refresh, _) => Some((None, REFRESHES_A_DAY)),
        (Verb::Repair, _) => Some((None, REPAIRS_A_DAY)),
        (Verb::Restart, _) => Some((None, RESTARTS_A_DAY)),
        (Verb::Download | Verb::Install | Verb::Release, By::Policy) => Some((Some(By::Policy), RUNS_A_DAY)),
        (Verb::Download | Verb::Install | Verb::Release, By::Job)
        | (Verb::Undo | Verb::Cancel | Verb::Unknown, _) => None,
    }
}

struct Begin<'a> {
    txn: Txn,
    right: &'a Right,
    order: &'a Order,
    clock: Timestamp,
}

fn begin(state: &State, world: &impl World, journal: &mut Journal, this: &Begin<'_>) -> io::Result<()> {
    let Begin { txn, right, order, clock } = *this;
    files::write_json(&state.order(txn), order)?;
    let act = Act::Begun {
        txn,
        document: order.document(),
        verb: right.step.verb(),
        by: right.by,
        time_signed: right.time_signed,
        expires: right.expires,
    };
    journal.append(clock, act).inspect_err(|_| drop(files::remove(&state.order(txn))))?;
    world.start(state, txn, false).inspect_err(|_| {
        if let Err(error) = journal.append(clock, Act::NotStarted { txn }) {
            tracing::error!(%error, "could not note that a step was not started");
        }
    })
}

/// Looks after a transaction that was begun: most of the time there is nothing to do. Whoever follows it afterwards
/// hears its end.
fn resume(
    state: &State,
    world: &impl World,
    sight: &impl Sight,
    journal: &mut Journal,
    (txn, step): (Txn, &Step),
    clock: Timestamp,
) -> io::Result<()> {
    let (looks, verb, restarting) = match journal.stage(txn) {
        Stage::Begun { looks, verb, restarting, .. } => (looks, verb, restarting),
        Stage::Ended { outcome, .. } => return tell_again(state, world, txn, outcome),
        Stage::Unknown => return Ok(()),
    };
    if world.is_alive(state, txn) {
        return Ok(());
    }
    if let Some(outcome) = reported_end(state, txn)? {
        return journal.append(clock, Act::Ended { txn, outcome });
    }
    let interrupted = (Outcome::Failed, Some(Cause::InterruptedBefore));
    if verb == Verb::Restart {
        let end = match (restarting, sight.boot()) {
            (Some(before), Some(now)) => after_restart(&before, &now),
            (Some(_), None) | (None, _) => Some(interrupted),
        };
        return end.map_or(Ok(()), |end| close(state, world, journal, txn, end, clock));
    }
    if looks < LOOKS {
        tracing::warn!(%txn, looks, "a step was interrupted; looking at what it left");
        // A look that could not tell what it found would be spent for nothing.
        world.keep_room(state, txn, bytes_of_a_look(step))?;
        journal.append(clock, Act::LookedAgain { txn })?;
        return world.start(state, txn, true);
    }
    close(state, world, journal, txn, interrupted, clock)
}

fn bytes_of_a_look(step: &Step) -> u64 {
    let updates = match step {
        Step::Download { ids }
        | Step::Install { ids, .. }
        | Step::Undo { ids, .. }
        | Step::Release { ids } => ids.len() as u64,
        Step::Refresh {} | Step::Repair {} | Step::Restart { .. } | Step::Cancel { .. } => 0,
    };
    LOOK_BYTES + updates * UPDATE_BYTES
}

/// Of a transaction that has ended and whose progress was lost.
fn tell_again(state: &State, world: &impl World, txn: Txn, outcome: Outcome) -> io::Result<()> {
    if reported_end(state, txn)?.is_some() {
        return Ok(());
    }
    let went_in = matches!(outcome, Outcome::Done | Outcome::NeedsRestart);
    let cause = (!went_in).then_some(Cause::Unexpected);
    world.close(state, txn, &Progress::StepEnded { outcome, cause, details: None })
}

type End = (Outcome, Option<Cause>);

/// What became of a restart that the PC was told to do; `None` while it may still be going down.
fn after_restart(before: &Boot, now: &Boot) -> Option<End> {
    if now.is_after(before) {
        return Some((Outcome::Done, None));
    }
    let is_late = now.seconds_since(before) > GOING_DOWN.as_secs();
    is_late.then_some((Outcome::Failed, Some(Cause::Unexpected)))
}

/// Tells the end of a transaction that nobody carries out.
fn close(
    state: &State,
    world: &impl World,
    journal: &mut Journal,
    txn: Txn,
    (outcome, cause): End,
    clock: Timestamp,
) -> io::Result<()> {
    world.close(state, txn, &Progress::StepEnded { outcome, cause, details: None })?;
    journal.append(clock, Act::Ended { txn, outcome })
}

/// How the transaction says it ended, where it got to say so.
fn reported_end(state: &State, txn: Txn) -> io::Result<Option<Outcome>> {
    let text = match std::fs::read(state.progress_of(txn)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut ends = text.split(|b| *b == b'\n').filter_map(|line| match serde_json::from_slice(line) {
        Ok(Progress::StepEnded { outcome, .. }) => Some(outcome),
        _ => None,
    });
    Ok(ends.next_back())
}

#[cfg(test)]
mod tests;
