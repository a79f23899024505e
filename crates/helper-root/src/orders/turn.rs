//! The steps of a signed job are carried out in the order in which they were signed.

use patchround_protocol::{Envelope, Job, Step, wire::Refusal};

use super::reported_end;
use crate::{
    journal::{Journal, Stage},
    membership::not_possible,
    state::State,
    txn::{Order, Txn},
};

/// Whether every step before this one has had its turn and none after it has: it ended, was tried and could not
/// be started, is none of ours, or is one that we would refuse ourselves.
///
/// # Errors
/// When the job or what a step told cannot be read.
pub(super) fn has_come(
    state: &State,
    journal: &Journal,
    order: &Order,
    is_permitted: &dyn Fn(&Order) -> bool,
) -> Result<bool, Refusal> {
    let Order::Job { job: envelope, step: wanted } = order else { return Ok(true) };
    let job: Job = envelope.open(|_| true)?;
    for (number, step) in (0u16..).zip(&job.steps) {
        let txn = Txn { job: job.job, step: number };
        let fits = match number.cmp(wanted) {
            std::cmp::Ordering::Less => {
                matches!(step, Step::Cancel { .. })
                    || is_over(state, journal, txn)?
                    || could_not_begin(journal, txn, envelope, is_permitted)
            }
            std::cmp::Ordering::Equal => true,
            std::cmp::Ordering::Greater => journal.stage(txn) == Stage::Unknown,
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A transaction says that it ended before the journal does.
fn is_over(state: &State, journal: &Journal, txn: Txn) -> Result<bool, Refusal> {
    match journal.stage(txn) {
        Stage::Ended { .. } => Ok(true),
        Stage::Begun { .. } => {
            reported_end(state, txn).map(|end| end.is_some()).map_err(|error| not_possible(&error))
        }
        Stage::Unknown => Ok(false),
    }
}

fn could_not_begin(
    journal: &Journal,
    txn: Txn,
    job: &Envelope,
    is_permitted: &dyn Fn(&Order) -> bool,
) -> bool {
    let refused = || !is_permitted(&Order::Job { job: job.clone(), step: txn.step });
    journal.stage(txn) == Stage::Unknown && (journal.was_tried(txn) || refused())
}
