//! Carries out one transaction, in a process that nothing but a power cut ends.

use std::{
    fs::{File, OpenOptions, Permissions, TryLockError},
    io::{self, Write},
    os::unix::fs::PermissionsExt,
};

use jiff::Timestamp;
use patchround_apply::Ended;
use patchround_protocol::{
    Job, Outcome, Step, UpdateId, event::Phase, ids::PackageName, limits, order, progress::Progress,
    wire::Refusal,
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
    let ended = match checked(state, &journal, &order, again) {
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
fn checked(state: &State, journal: &Journal, order: &Order, again: bool) -> Result<Job, Refusal> {
    let job: Job = order.job.open(|_| true)?;
    if matches!(doing(&job, order.step, again), Some(Doing::LookAgain(_))) {
        return Ok(job);
    }
    orders::verified(state, journal, &order.job, Timestamp::now())
}

/// What is to be done for a step.
#[derive(Debug, PartialEq, Eq)]
enum Doing<'a> {
    Refresh,
    Install(&'a [UpdateId], &'a [PackageName]),
    LookAgain(&'a [UpdateId]),
}

/// An interrupted refresh is done anew: half a list is no list, and a look would find no fault in it.
fn doing(job: &Job, step: u16, again: bool) -> Option<Doing<'_>> {
    match job.steps.get(usize::from(step))? {
        Step::Refresh {} => Some(Doing::Refresh),
        Step::Install { ids, .. } if again => Some(Doing::LookAgain(ids)),
        Step::Install { ids, agreed_removals } => Some(Doing::Install(ids, agreed_removals)),
        Step::Download { .. } | Step::Repair {} | Step::Restart { .. } | Step::Cancel { .. } => None,
    }
}

fn carry_out(job: &Job, step: u16, again: bool, report: &mut dyn FnMut(Progress)) -> Ended {
    match doing(job, step, again) {
        Some(Doing::Refresh) => patchround_apply::refresh(report),
        Some(Doing::Install(ids, agreed)) => patchround_apply::install(ids, agreed, report),
        Some(Doing::LookAgain(ids)) => patchround_apply::look_again(ids, report),
        None => not_done(Refusal::NothingToDo),
    }
}

fn not_done(refusal: Refusal) -> Ended {
    let mut details = refusal.to_string();
    details.truncate(limits::DETAILS_BYTES);
    Ended { outcome: Outcome::Failed, cause: Some(order::cause_of(refusal)), details: Some(details) }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{Envelope, JobId, SpkiHash, ids::PublicKey, job::When};
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

    fn job() -> Job {
        let id = "apt:openssl@3.0.19".parse().unwrap();
        serde_json::from_value(serde_json::json!({
            "office": Uuid::nil(), "job": Uuid::nil(), "round": Uuid::nil(), "pc": SpkiHash([1; 32]),
            "charter_version": 1, "issuer": PublicKey([1; 32]), "not_before": Timestamp::UNIX_EPOCH,
            "expires": Timestamp::UNIX_EPOCH + 1.hours(), "when": When::Now, "try_first": false,
            "steps": [Step::Refresh {}, Step::Install { ids: vec![id], agreed_removals: Vec::new() }],
        }))
        .unwrap()
    }

    #[test]
    fn an_interrupted_refresh_is_done_anew_and_an_interrupted_install_only_looked_at() {
        let job = job();
        let Step::Install { ids, .. } = &job.steps[1] else { unreachable!() };
        assert_eq!(doing(&job, 0, true), Some(Doing::Refresh));
        assert_eq!(doing(&job, 1, true), Some(Doing::LookAgain(ids)));
        assert_eq!(doing(&job, 1, false), Some(Doing::Install(ids, &[])));
    }

    #[test]
    fn a_refresh_that_is_done_anew_needs_the_right_again_and_a_look_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        let journal = Journal::open(&state.journal()).unwrap();
        let job = Envelope::seal(&job(), &ed25519_dalek::SigningKey::from_bytes(&[1; 32])).unwrap();
        let order = |step| Order { job: job.clone(), step };
        assert_eq!(checked(&state, &journal, &order(0), true).err(), Some(Refusal::NotJoined));
        assert!(checked(&state, &journal, &order(1), true).is_ok());
    }

    #[test]
    fn the_service_can_hand_progress_to_its_readers_without_any_capability() {
        let unit = include_str!("../../../installers/linux/helper/patchround-root.service");
        for line in ["SupplementaryGroups=patchround", "CapabilityBoundingSet="] {
            assert!(unit.lines().any(|found| found == line), "{line}");
        }
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
