//! Carries out one transaction, in a process that nothing but a power cut ends.

use std::{
    fs::{File, OpenOptions, Permissions, TryLockError},
    io::{self, Write},
    os::unix::fs::PermissionsExt,
};

use jiff::Timestamp;
use patchround_apply::Ended;
use patchround_protocol::{
    Envelope, Job, Outcome, Step, event::Phase, limits, order, progress::Progress, wire::Refusal,
};

use crate::{
    files,
    journal::{Act, Journal, Stage},
    orders, os,
    state::State,
    txn::{Order, Txn},
};

/// Bytes of progress after which only what ended is still written.
const PROGRESS_BYTES: u64 = 4 * 1024 * 1024;

/// Carries out a transaction that the journal says has begun, or looks at what it left.
///
/// # Errors
/// When a file of ours cannot be read or written: then nothing was done, or the next
/// look finds out what was.
pub fn transact(state: &State, txn: Txn, again: bool) -> io::Result<()> {
    os::hold_signals()?;
    let this = File::open(state.order(txn))?;
    this.lock()?;
    let mut journal = Journal::open(&state.journal())?;
    if !is_ours(&journal.stage(txn), again) {
        return Ok(());
    }
    let _awake = os::stay_awake(state);
    let mut report = Report::open(state, txn)?;
    let _alone = alone(state, &mut report)?;
    let order: Order = files::read_json(&state.order(txn))?.ok_or(io::ErrorKind::NotFound)?;
    let ended = match checked(state, &journal, &order.job, again) {
        Ok(job) => carry_out(&job, order.step, again, &mut |line| report.line(&line)),
        Err(refusal) => not_done(refusal),
    };
    let Ended { outcome, cause, details } = ended;
    report.end(&Progress::StepEnded { outcome, cause, details })?;
    tracing::info!(%txn, ?outcome, ?cause, "ended a step");
    journal.append(Timestamp::now(), Act::Ended { txn, outcome })
}

/// Whether a process carries out this transaction right now.
pub fn is_alive(state: &State, txn: Txn) -> bool {
    let held = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    File::open(state.order(txn)).is_ok_and(held)
}

/// Keeps every transaction out while it lives; `None` when one is at work.
///
/// # Errors
/// When the lock cannot be made.
pub fn try_alone(state: &State) -> io::Result<Option<File>> {
    let file = files::private().append(true).open(state.lock())?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The file in which a transaction tells what it does.
#[derive(Debug)]
pub struct Report {
    file: File,
    last: Option<Progress>,
}

impl Report {
    /// Opens it, or makes it for the network half to read.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(state: &State, txn: Txn) -> io::Result<Self> {
        let path = state.progress_of(txn);
        let file = files::private().append(true).open(&path)?;
        os::hand_to_readers(&path, state)?;
        file.set_permissions(Permissions::from_mode(0o640))?;
        Ok(Self { file, last: None })
    }

    /// Adds a line, unless it says what the line before said.
    ///
    /// A disk that is full costs us a line of progress, not the transaction.
    pub fn line(&mut self, line: &Progress) {
        if self.last.as_ref() == Some(line) || self.is_full(line) {
            return;
        }
        if let Err(error) = self.write(line) {
            tracing::warn!(%error, "cannot report progress");
        }
        self.last = Some(line.clone());
    }

    /// Adds the last line and waits until it is on the disk.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn end(&mut self, line: &Progress) -> io::Result<()> {
        self.write(line)?;
        self.file.sync_all()
    }

    fn write(&mut self, line: &Progress) -> io::Result<()> {
        // A leading line break parts it from a line that a power cut tore.
        let mut bytes = vec![b'\n'];
        serde_json::to_writer(&mut bytes, line)?;
        bytes.push(b'\n');
        self.file.write_all(&bytes)
    }

    fn is_full(&self, line: &Progress) -> bool {
        matches!(line, Progress::Moved { .. })
            && self.file.metadata().is_ok_and(|found| found.len() > PROGRESS_BYTES)
    }
}

fn is_ours(stage: &Stage, again: bool) -> bool {
    match stage {
        Stage::Begun { looks, .. } => again == (*looks > 0),
        Stage::Unknown | Stage::Ended { .. } => false,
    }
}

/// Waits until no other transaction writes.
fn alone(state: &State, report: &mut Report) -> io::Result<File> {
    if let Some(file) = try_alone(state)? {
        return Ok(file);
    }
    report.line(&Progress::Moved { phase: Phase::Waiting, percent: 0, item: Some("Patchround".into()) });
    let file = OpenOptions::new().write(true).open(state.lock())?;
    file.lock()?;
    Ok(file)
}

/// Verifies the order once more; a mere look needs no right, for it installs nothing.
fn checked(state: &State, journal: &Journal, envelope: &Envelope, again: bool) -> Result<Job, Refusal> {
    if again {
        return Ok(envelope.open(|_| true)?);
    }
    orders::verified(state, journal, envelope, Timestamp::now())
}

fn carry_out(job: &Job, step: u16, again: bool, report: &mut dyn FnMut(Progress)) -> Ended {
    match job.steps.get(usize::from(step)) {
        Some(Step::Refresh {}) if again => patchround_apply::look_again(&[], report),
        Some(Step::Install { ids, .. }) if again => patchround_apply::look_again(ids, report),
        Some(Step::Refresh {}) => patchround_apply::refresh(report),
        Some(Step::Install { ids, agreed_removals }) => {
            patchround_apply::install(ids, agreed_removals, report)
        }
        Some(Step::Cancel { .. }) | None => not_done(Refusal::NothingToDo),
    }
}

fn not_done(refusal: Refusal) -> Ended {
    let mut details = refusal.to_string();
    details.truncate(limits::DETAILS_BYTES);
    Ended { outcome: Outcome::Failed, cause: Some(order::cause_of(refusal)), details: Some(details) }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::JobId;
    use uuid::Uuid;

    use super::*;
    use crate::keygen;

    fn txn() -> Txn {
        Txn { job: JobId(Uuid::from_u128(1)), step: 0 }
    }

    #[test]
    fn a_line_is_written_once_and_after_a_torn_line_is_still_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        let moved = Progress::Moved { phase: Phase::Installing, percent: 3, item: None };
        let mut report = Report::open(&state, txn()).unwrap();
        report.line(&moved);
        report.line(&moved);
        report.file.write_all(br#"{"line":"mov"#).unwrap();
        let end = Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None };
        Report::open(&state, txn()).unwrap().end(&end).unwrap();
        let text = std::fs::read(state.progress_of(txn())).unwrap();
        let lines: Vec<Progress> =
            text.split(|b| *b == b'\n').filter_map(|l| serde_json::from_slice(l).ok()).collect();
        assert_eq!(lines, [moved, end]);
    }

    #[test]
    fn a_transaction_is_alive_while_its_order_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        assert!(!is_alive(&state, txn()));
        let order = File::create(state.order(txn())).unwrap();
        assert!(!is_alive(&state, txn()));
        order.lock().unwrap();
        assert!(is_alive(&state, txn()));
    }

    #[test]
    fn a_transaction_that_was_looked_at_or_has_ended_is_never_carried_out() {
        let document = patchround_protocol::ids::DocumentHash([0; 32]);
        assert!(is_ours(&Stage::Begun { document, looks: 0 }, false));
        assert!(is_ours(&Stage::Begun { document, looks: 1 }, true));
        assert!(!is_ours(&Stage::Begun { document, looks: 1 }, false));
        assert!(!is_ours(&Stage::Begun { document, looks: 0 }, true));
        assert!(!is_ours(&Stage::Ended { document }, true));
        assert!(!is_ours(&Stage::Unknown, false));
    }
}
