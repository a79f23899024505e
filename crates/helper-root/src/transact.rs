//! Carries out one transaction, in a process that nothing but a power cut ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Seek, SeekFrom, Write},
    path::Path,
};

use jiff::Timestamp;
use patchround_apply::Ended;
use patchround_protocol::{
    Cause, Outcome, Step, UpdateId, event::Phase, ids::PackageName, limits, order, progress::Progress,
    wire::Refusal,
};

use crate::{
    files,
    journal::{Act, Journal, Stage},
    lock, membership, os, rights,
    sight::{Sight, ThisPc},
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
    lock::hold(&this)?;
    if !is_ours(&Journal::open(&state.journal())?.stage(txn), again) {
        return Ok(());
    }
    let mut report = Report::open(state, txn)?;
    if again {
        // What it may write was measured before (`bytes_of_a_look`).
        report.whole = 0;
    }
    let _alone = alone(state, &mut report)?;
    // While we waited, lines were added, or a new journal was put in the place of the old.
    let mut journal = Journal::open(&state.journal())?;
    let order: Order = files::read_json(&state.order(txn))?.ok_or(io::ErrorKind::NotFound)?;
    let doing = checked(state, &journal, &ThisPc::of(state), &order, again, Timestamp::now());
    if let Ok(Doing::Restart { off }) = doing {
        return restart(state, txn, off, &mut journal, &mut report);
    }
    let _awake = os::stay_awake(state);
    readable(&state.kept_told(), state)?;
    let ended = match doing {
        Ok(doing) => carry_out(&doing, state, &mut |line| report.line(&line)),
        Err(refusal) => not_done(refusal),
    };
    end(txn, &ended, &mut journal, &mut report)
}

fn end(txn: Txn, ended: &Ended, journal: &mut Journal, report: &mut Report) -> io::Result<()> {
    let Ended { outcome, cause, details } = ended.clone();
    report.end(&Progress::StepEnded { outcome, cause, details })?;
    tracing::info!(%txn, ?outcome, ?cause, "ended a step");
    journal.append(Timestamp::now(), Act::Ended { txn, outcome })
}

/// Has the PC restart. Which start of it ends is on the disk before, so that the next one knows the order was
/// carried out; nobody carries it out a second time.
fn restart(state: &State, txn: Txn, off: bool, journal: &mut Journal, report: &mut Report) -> io::Result<()> {
    // In a given folder there are many PCs on one machine, which is none of theirs to restart.
    let objection =
        if state.given().is_some() { Some(not_ours()) } else { patchround_apply::cannot_restart() };
    let Some(boot) = patchround_apply::boot().filter(|_| objection.is_none()) else {
        return end(txn, &objection.unwrap_or_else(not_ours), journal, report);
    };
    journal.append(Timestamp::now(), Act::Restarting { txn, boot })?;
    tracing::info!(%txn, off, "restarts this PC");
    match patchround_apply::restart(off) {
        Ok(()) => Ok(()),
        Err(ended) => end(txn, &ended, journal, report),
    }
}

fn not_ours() -> Ended {
    Ended { outcome: Outcome::Failed, cause: Some(Cause::NotForThisPc), details: None }
}

/// Whether a process carries out this transaction right now.
pub fn is_alive(state: &State, txn: Txn) -> bool {
    let held = |file: File| matches!(lock::try_hold_with_others(&file), Err(TryLockError::WouldBlock));
    File::open(state.order(txn)).is_ok_and(held)
}

/// Whether any transaction is at work.
pub fn is_any_alive(state: &State) -> bool {
    matches!(try_alone(state), Ok(None))
}

/// Keeps every transaction out while it lives; `None` when one is at work.
///
/// # Errors
/// When the lock cannot be made.
pub fn try_alone(state: &State) -> io::Result<Option<File>> {
    let file = files::open_to_add(&state.lock())?;
    match lock::try_hold(&file) {
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
    /// So many outcomes may still have all of a tool's words.
    whole: usize,
    /// What was told in whole: several updates may end by the same words.
    told: Vec<String>,
}

impl Report {
    /// Opens it, or makes it for the network half to read.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(state: &State, txn: Txn) -> io::Result<Self> {
        let file = readable(&state.progress_of(txn), state)?;
        Ok(Self { file, last: None, whole: limits::WHOLE_WORDS, told: Vec::new() })
    }

    /// Adds a line, unless it says what the line before said.
    ///
    /// A disk that is full costs us a line of progress, not the transaction.
    pub fn line(&mut self, line: &Progress) {
        if self.last.as_ref() == Some(line) || self.is_full(line) {
            return;
        }
        if let Err(error) = self.write_once(line) {
            tracing::warn!(%error, "cannot report progress");
        }
        self.last = Some(line.clone());
    }

    /// Keeps so much room on the disk for lines that are still to come.
    ///
    /// # Errors
    /// When there is none.
    pub fn keep_room(&self, bytes: u64) -> io::Result<()> {
        os::keep_room(&self.file, bytes)
    }

    /// Adds the last line and waits until it is on the disk.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn end(&mut self, line: &Progress) -> io::Result<()> {
        self.write_once(line)?;
        self.file.sync_all()
    }

    /// All of a tool's words the first time, where there is room for them; else the last of them.
    fn write_once(&mut self, line: &Progress) -> io::Result<()> {
        let words = words_of(line).filter(|words| words.len() > limits::DETAILS_BYTES);
        let Some(words) = words else { return self.write(line) };
        if self.whole > 0 && !self.told.contains(words) {
            self.whole -= 1;
            self.told.push(words.clone());
            let before = self.file.metadata()?.len();
            if self.write(line).is_ok() {
                return Ok(());
            }
            // What was written of it would take the room that the shorter one needs.
            self.file.set_len(before)?;
        }
        self.write(&in_short(line))
    }

    fn write(&mut self, line: &Progress) -> io::Result<()> {
        // A leading line break parts it from a line that a power cut tore.
        let mut bytes = vec![b'\n'];
        serde_json::to_writer(&mut bytes, line)?;
        bytes.push(b'\n');
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&bytes)
    }

    fn is_full(&self, line: &Progress) -> bool {
        matches!(line, Progress::Moved { .. })
            && self.file.metadata().is_ok_and(|found| found.len() > PROGRESS_BYTES)
    }
}

fn words_of(line: &Progress) -> Option<&String> {
    match line {
        Progress::UpdateEnded { details, .. } | Progress::StepEnded { details, .. } => details.as_ref(),
        Progress::Moved { .. } => None,
    }
}

fn in_short(line: &Progress) -> Progress {
    let mut line = line.clone();
    if let Progress::UpdateEnded { details, .. } | Progress::StepEnded { details, .. } = &mut line {
        *details = details.take().and_then(|words| patchround_apply::in_short(&words));
    }
    line
}

/// Opens a file to add to, or makes it, for the network half to read.
fn readable(path: &Path, state: &State) -> io::Result<File> {
    let file = files::open_to_add(path)?;
    os::hand_to_readers(&file, path, state)?;
    Ok(file)
}

fn is_ours(stage: &Stage, again: bool) -> bool {
    match stage {
        Stage::Begun { looks, restarting: None, .. } => again == (*looks > 0),
        Stage::Begun { restarting: Some(_), .. } | Stage::Unknown | Stage::Ended { .. } => false,
    }
}

/// Waits until no other transaction writes.
fn alone(state: &State, report: &mut Report) -> io::Result<File> {
    if let Some(file) = try_alone(state)? {
        return Ok(file);
    }
    report.line(&Progress::Moved { phase: Phase::Waiting, percent: 0, item: Some("Patchround".into()) });
    let file = OpenOptions::new().write(true).open(state.lock())?;
    lock::hold(&file)?;
    Ok(file)
}

/// Asks once more whether the order may be carried out: hours may have gone by, and the office, the PC and its
/// people have changed. A mere look needs no right, for it installs nothing.
fn checked(
    state: &State,
    journal: &Journal,
    sight: &impl Sight,
    order: &Order,
    again: bool,
    clock: Timestamp,
) -> Result<Doing, Refusal> {
    let (_, step) = order.read()?;
    match step {
        Step::Install { ids, .. } if again => return Ok(Doing::LookAgain(ids)),
        Step::Undo { ids, until } if again => {
            let charter = membership::charter(state).map_err(|error| membership::not_possible(&error))?;
            let until = charter.map_or(until, |charter| Some(rights::stay_until(&charter, until, clock)));
            return Ok(Doing::LookBack(ids, until));
        }
        _ => {}
    }
    let right = rights::right(state, journal, sight, order, clock)?;
    doing(right.step).ok_or(Refusal::NothingToDo)
}

/// What is to be done for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Doing {
    Refresh,
    Download(Vec<UpdateId>),
    Install(Vec<UpdateId>, Vec<PackageName>),
    LookAgain(Vec<UpdateId>),
    Repair,
    Undo(Vec<UpdateId>, Option<Timestamp>),
    LookBack(Vec<UpdateId>, Option<Timestamp>),
    Release(Vec<UpdateId>),
    Restart { off: bool },
}

/// An interrupted refresh, download, repair or release is done anew: half of it is nothing, and each is safe to repeat.
fn doing(step: Step) -> Option<Doing> {
    match step {
        Step::Refresh {} => Some(Doing::Refresh),
        Step::Download { ids } => Some(Doing::Download(ids)),
        Step::Install { ids, agreed_removals } => Some(Doing::Install(ids, agreed_removals)),
        Step::Repair {} => Some(Doing::Repair),
        Step::Undo { ids, until } => Some(Doing::Undo(ids, until)),
        Step::Release { ids } => Some(Doing::Release(ids)),
        Step::Restart { off } => Some(Doing::Restart { off }),
        Step::Cancel { .. } => None,
    }
}

fn carry_out(doing: &Doing, state: &State, report: &mut dyn FnMut(Progress)) -> Ended {
    let keep = state.keep();
    match doing {
        Doing::Refresh => patchround_apply::refresh(report),
        Doing::Download(ids) => patchround_apply::download(ids, report),
        Doing::Install(ids, agreed) => patchround_apply::install(ids, agreed, &keep, report),
        Doing::LookAgain(ids) => patchround_apply::look_again(ids, report),
        Doing::Repair => patchround_apply::repair(report),
        Doing::Undo(ids, until) => patchround_apply::undo(ids, *until, &keep, report),
        Doing::LookBack(ids, until) => patchround_apply::look_back(ids, *until, &keep, report),
        Doing::Release(ids) => patchround_apply::release(ids, &keep, report),
        Doing::Restart { .. } => not_done(Refusal::NotPossible),
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
    use patchround_protocol::{
        Envelope, JobId, SpkiHash,
        ids::PublicKey,
        job::{Verb, When},
    };
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
    fn the_same_words_are_told_in_whole_once_and_of_a_look_never() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        let words = |of: usize| format!("{}\n{of}", "one line of the tool\n".repeat(180));
        let ended = |words: String| {
            let (id, cause, installed) = ("apt:a@2".parse().unwrap(), Some(Cause::Unexpected), None);
            Progress::UpdateEnded { id, outcome: Outcome::Failed, cause, installed, details: Some(words) }
        };
        let told = || {
            let text = std::fs::read(state.progress_of(txn())).unwrap();
            let lines =
                text.split(|b| *b == b'\n').filter_map(|l| serde_json::from_slice::<Progress>(l).ok());
            lines.filter_map(|line| words_of(&line).map(String::len)).collect::<Vec<_>>()
        };
        let mut report = Report::open(&state, txn()).unwrap();
        report.line(&ended(words(0)));
        let end = Progress::StepEnded { outcome: Outcome::Failed, cause: None, details: Some(words(0)) };
        report.end(&end).unwrap();
        (1..20).for_each(|of| report.line(&ended(words(of))));
        let lengths = told();
        assert_eq!(lengths.len(), 21);
        assert_eq!(
            lengths.iter().filter(|length| **length > limits::DETAILS_BYTES).count(),
            limits::WHOLE_WORDS
        );
        assert!(lengths[0] > limits::DETAILS_BYTES && lengths[1] <= limits::DETAILS_BYTES, "{lengths:?}");
        let mut look = Report::open(&state, txn()).unwrap();
        look.whole = 0;
        look.line(&ended(words(30)));
        assert!(*told().last().unwrap() <= limits::DETAILS_BYTES);
    }

    #[test]
    fn a_transaction_is_alive_while_its_order_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        assert!(!is_alive(&state, txn()));
        let order = File::create(state.order(txn())).unwrap();
        assert!(!is_alive(&state, txn()));
        lock::hold(&order).unwrap();
        assert!(is_alive(&state, txn()));
    }

    fn job() -> Envelope {
        let id: UpdateId = "apt:openssl@3.0.19".parse().unwrap();
        let install = Step::Install { ids: vec![id], agreed_removals: Vec::new() };
        let job: patchround_protocol::Job = serde_json::from_value(serde_json::json!({
            "office": Uuid::nil(), "job": Uuid::nil(), "round": Uuid::nil(), "pc": SpkiHash([1; 32]),
            "charter_version": 1, "issuer": PublicKey([1; 32]), "not_before": Timestamp::UNIX_EPOCH,
            "expires": Timestamp::UNIX_EPOCH + 1.hours(), "when": When::Now, "try_first": false,
            "steps": [Step::Refresh {}, install, Step::Repair {}, Step::Restart { off: false }],
        }))
        .unwrap();
        Envelope::seal(&job, &ed25519_dalek::SigningKey::from_bytes(&[1; 32])).unwrap()
    }

    #[test]
    fn what_is_done_anew_needs_the_right_again_and_an_interrupted_install_is_only_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        keygen::keygen(&state).unwrap();
        let journal = Journal::open(&state.journal()).unwrap();
        let look = |step, again| {
            let order = Order::Job { job: job(), step };
            checked(&state, &journal, &ThisPc::of(&state), &order, again, Timestamp::now())
        };
        let ids = vec!["apt:openssl@3.0.19".parse().unwrap()];
        assert_eq!(look(1, true), Ok(Doing::LookAgain(ids)));
        for (step, again) in [(1, false), (0, true), (2, true), (3, true)] {
            assert_eq!(look(step, again), Err(Refusal::NotJoined), "{step} {again}");
        }
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
        let begun = |looks| Stage::Begun { document, verb: Verb::Install, looks, restarting: None };
        assert!(is_ours(&begun(0), false));
        assert!(is_ours(&begun(1), true));
        assert!(!is_ours(&begun(1), false));
        assert!(!is_ours(&begun(0), true));
        assert!(!is_ours(&Stage::Ended { document, outcome: Outcome::Done }, true));
        assert!(!is_ours(&Stage::Unknown, false));
    }
}
