//! Whether a step of a signed job is carried out: decided here, and only here.

use std::io;

use jiff::Timestamp;
use patchround_protocol::{
    Envelope, Job, Outcome, Step,
    cause::Cause,
    job::{Verb, When},
    order,
    progress::Progress,
    root::Answer,
    wire::Refusal,
};

use crate::{
    files,
    journal::{Act, Journal, Stage},
    membership::{self, not_possible},
    state::State,
    txn::{Order, Txn},
};

/// Refreshes a day (rules.md 1).
const REFRESHES_A_DAY: usize = 24;
/// Looks at what an interruption left: a repair is worth three tries (rules.md 1).
const LOOKS: usize = 3;

/// What orders need from the world outside.
pub trait World {
    /// Starts the transaction in a unit of its own and returns once it has begun.
    ///
    /// # Errors
    /// When it could not be started.
    fn start(&self, state: &State, txn: Txn, again: bool) -> io::Result<()>;
    /// Whether a process carries out this transaction right now, or is about to.
    fn is_alive(&self, state: &State, txn: Txn) -> bool;
    /// Adds the last line to the progress of a transaction that nobody carries out.
    ///
    /// # Errors
    /// When it could not be written.
    fn close(&self, state: &State, txn: Txn, end: &Progress) -> io::Result<()>;
}

/// Carries out one step of a job, or says why not. Asked again, it is not done again.
pub fn run(state: &State, world: &impl World, envelope: &Envelope, step: u16, clock: Timestamp) -> Answer {
    match try_run(state, world, envelope, step, clock) {
        Ok(txn) => Answer::Running { progress: txn.progress_name() },
        Err(refusal) => {
            tracing::warn!(%refusal, step, "refused a step");
            Answer::Refused { refusal }
        }
    }
}

fn try_run(
    state: &State,
    world: &impl World,
    envelope: &Envelope,
    step: u16,
    clock: Timestamp,
) -> Result<Txn, Refusal> {
    let mut journal = Journal::open(&state.journal()).map_err(|error| not_possible(&error))?;
    if let Some(txn) = known(&journal, envelope, step) {
        resume(state, world, &mut journal, txn, clock).map_err(|error| not_possible(&error))?;
        return Ok(txn);
    }
    let job = verified(state, &journal, envelope, clock)?;
    let verb = permitted(&journal, envelope, &job, step, clock)?;
    let txn = Txn { job: job.job, step };
    begin(state, world, &mut journal, &Begin { txn, job: &job, verb, envelope, clock })
        .map_err(|error| not_possible(&error))?;
    tracing::info!(%txn, ?verb, "began a step");
    Ok(txn)
}

/// Verifies a job by our own charter, our own key and our own idea of the time.
///
/// # Errors
/// Why it is not obeyed.
pub fn verified(
    state: &State,
    journal: &Journal,
    envelope: &Envelope,
    clock: Timestamp,
) -> Result<Job, Refusal> {
    let charter = membership::charter(state).map_err(|error| not_possible(&error))?;
    let charter = charter.ok_or(Refusal::NotJoined)?;
    let pc = membership::pc(state).map_err(|error| not_possible(&error))?;
    let newest = journal.newest_signed().max(charter.issued);
    order::accept(envelope, &charter, pc, order::believed_now(clock, newest))
}

/// The transaction, if this very document was begun at this step before.
///
/// Asking after what was begun needs no right: nothing follows from it but the name of a file.
fn known(journal: &Journal, envelope: &Envelope, step: u16) -> Option<Txn> {
    let job: Job = envelope.open(|_| true).ok()?;
    let txn = Txn { job: job.job, step };
    match journal.stage(txn) {
        Stage::Begun { document, .. } | Stage::Ended { document } if document == envelope.hash() => Some(txn),
        _ => None,
    }
}

fn permitted(
    journal: &Journal,
    envelope: &Envelope,
    job: &Job,
    step: u16,
    clock: Timestamp,
) -> Result<Verb, Refusal> {
    if journal.seen(job.job).is_some_and(|document| document != envelope.hash()) {
        return Err(Refusal::NotAllowed);
    }
    let verb = match job.steps.get(usize::from(step)).map(Step::verb) {
        Some(verb @ (Verb::Refresh | Verb::Install)) => verb,
        Some(Verb::Download | Verb::Repair | Verb::Restart | Verb::Cancel | Verb::Unknown) | None => {
            return Err(Refusal::NothingToDo);
        }
    };
    let now = order::believed_now(clock, journal.newest_signed());
    let is_early = matches!(job.when, When::Time { time } if now < time);
    let is_spent = verb == Verb::Refresh && journal.begun_within_a_day(verb, clock) >= REFRESHES_A_DAY;
    if is_early || is_spent { Err(Refusal::NotPossible) } else { Ok(verb) }
}

struct Begin<'a> {
    txn: Txn,
    job: &'a Job,
    verb: Verb,
    envelope: &'a Envelope,
    clock: Timestamp,
}

fn begin(state: &State, world: &impl World, journal: &mut Journal, this: &Begin<'_>) -> io::Result<()> {
    let Begin { txn, job, verb, envelope, clock } = *this;
    files::write_json(&state.order(txn), &Order { job: envelope.clone(), step: txn.step })?;
    let act = Act::Begun {
        txn,
        document: envelope.hash(),
        verb,
        time_signed: job.not_before,
        expires: job.expires,
    };
    journal.append(clock, act)?;
    world.start(state, txn, false).inspect_err(|_| {
        if let Err(error) = journal.append(clock, Act::NotStarted { txn }) {
            tracing::error!(%error, "could not note that a step was not started");
        }
    })
}

/// Looks after a transaction that was begun: most of the time there is nothing to do.
fn resume(
    state: &State,
    world: &impl World,
    journal: &mut Journal,
    txn: Txn,
    clock: Timestamp,
) -> io::Result<()> {
    let Stage::Begun { looks, .. } = journal.stage(txn) else { return Ok(()) };
    if world.is_alive(state, txn) {
        return Ok(());
    }
    if let Some(outcome) = reported_end(state, txn)? {
        return journal.append(clock, Act::Ended { txn, outcome });
    }
    if looks < LOOKS {
        tracing::warn!(%txn, looks, "a step was interrupted; looking at what it left");
        journal.append(clock, Act::LookedAgain { txn })?;
        return world.start(state, txn, true);
    }
    let outcome = Outcome::Failed;
    world.close(
        state,
        txn,
        &Progress::StepEnded { outcome, cause: Some(Cause::InterruptedBefore), details: None },
    )?;
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
#[path = "orders/tests.rs"]
mod tests;
