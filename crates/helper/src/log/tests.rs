use patchround_protocol::{JobId, Outcome, RoundId, event::Phase, job::Verb};
use uuid::Uuid;

use super::*;

fn ended(n: u128) -> EventKind {
    EventKind::JobEnded {
        job: JobId(Uuid::from_u128(n)),
        round: RoundId(Uuid::nil()),
        outcome: Outcome::Done,
        cause: None,
    }
}

fn progress() -> EventKind {
    EventKind::Progress { job: JobId(Uuid::nil()), step: 0, phase: Phase::Installing, percent: 1, item: None }
}

fn seqs(log: &Log) -> Vec<u64> {
    log.all().unwrap().iter().map(|event| event.seq).collect()
}

#[test]
fn events_are_numbered_without_gaps_and_survive_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let log = Log::open(&path).unwrap();
    log.append(ended(1)).unwrap();
    log.append(progress()).unwrap();
    drop(log);
    let log = Log::open(&path).unwrap();
    log.append(ended(3)).unwrap();
    assert_eq!(seqs(&log), [1, 2, 3]);
}

#[test]
fn a_torn_last_line_is_cut_off_and_its_number_is_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let log = Log::open(&path).unwrap();
    log.append(ended(1)).unwrap();
    log.append(ended(2)).unwrap();
    let whole = std::fs::read(&path).unwrap();
    for cut in 1..=20 {
        std::fs::write(&path, &whole[..whole.len() - cut]).unwrap();
        let log = Log::open(&path).unwrap();
        log.append(ended(7)).unwrap();
        assert_eq!(seqs(&log), [1, 2], "{cut} bytes cut off");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_event_is_shown_that_a_power_cut_could_take_back() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(&folder.path().join("events")).unwrap();
    log.append(ended(1)).unwrap();
    // It takes what is written and cannot sync it (fsync(2), EINVAL).
    log.lock().file = Some(std::fs::OpenOptions::new().append(true).open("/dev/null").unwrap());
    assert!(log.append(progress()).is_err());
    assert_eq!(log.head(), 1);
}

#[test]
fn a_reader_gets_each_event_after_its_cursor_once() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(&folder.path().join("events")).unwrap();
    for n in 1..=3 {
        log.append(ended(n)).unwrap();
    }
    let mut cursor = Cursor::after(2);
    let lines = log.read(&mut cursor).unwrap();
    assert_eq!(serde_json::from_slice::<Event>(&lines).unwrap().seq, 3);
    assert!(log.read(&mut cursor).unwrap().is_empty());
    log.append(ended(4)).unwrap();
    assert_eq!(serde_json::from_slice::<Event>(&log.read(&mut cursor).unwrap()).unwrap().seq, 4);
}

#[test]
fn over_its_bound_the_log_drops_only_what_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let log = Log::with_bound(&path, 400).unwrap();
    for n in 1..=6 {
        log.append(ended(n)).unwrap();
    }
    assert!(log.is_full());
    log.append(progress()).unwrap();
    assert_eq!(seqs(&log), [1, 2, 3, 4, 5, 6], "nothing dropped, progress left out");
    let mut cursor = Cursor::after(4);
    log.acknowledge(4);
    log.append(ended(7)).unwrap();
    assert_eq!(seqs(&log), [5, 6, 7]);
    assert!(!log.read(&mut cursor).unwrap().is_empty(), "a reader finds its place again");
    log.forget().unwrap();
    drop(log);
    let log = Log::open(&path).unwrap();
    assert_eq!((seqs(&log), log.head()), (vec![], 7));
    log.append(ended(8)).unwrap();
    assert_eq!(seqs(&log), [8]);
}

#[test]
fn a_log_over_its_bound_that_was_read_is_not_full() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::with_bound(&folder.path().join("events"), 400).unwrap();
    for n in 1..=6 {
        log.append(ended(n)).unwrap();
    }
    assert!(log.is_full());
    log.acknowledge(6);
    assert!(!log.is_full());
    log.append(ended(7)).unwrap();
    assert_eq!(seqs(&log), [7]);
}

#[test]
fn a_line_stays_within_its_limit_whatever_a_tool_said() {
    let kind = EventKind::StepEnded {
        job: JobId(Uuid::nil()),
        step: 0,
        verb: Verb::Install,
        outcome: Outcome::Failed,
        cause: None,
        details: Some("\u{1b}".repeat(limits::DETAILS_BYTES) + "the end"),
    };
    let event = Event::new(1, Timestamp::UNIX_EPOCH, kind);
    let (line, _) = line(event, LineHash::START).unwrap();
    assert!(line.len() <= limits::EVENT_BYTES && String::from_utf8_lossy(&line).contains("the end"));
    assert_eq!(seq_of(&line), Some(1));
}

/// Written, and its new name is not synced.
fn written_only(path: &Path, bytes: &[u8]) -> io::Result<()> {
    files::write(path, bytes)?;
    Err(io::ErrorKind::Other.into())
}

#[test]
fn a_log_whose_folder_could_not_be_synced_goes_on_in_the_file_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let log = Log::open(&path).unwrap();
    log.append(ended(1)).unwrap();
    log.append(ended(2)).unwrap();
    let kept = log.lock().lines_after(1).unwrap();
    assert!(log.lock().replace(&kept, written_only).is_err());
    log.append(ended(3)).unwrap();
    assert_eq!(seqs(&log), [2, 3]);
    assert_eq!(seqs(&Log::open(&path).unwrap()), [2, 3]);
}

#[test]
fn what_is_late_is_told_before_what_is_new_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let log = Log::open(&path).unwrap();
    let scanned = |outstanding: u32| EventKind::Scanned {
        revision: outstanding.to_string(),
        outstanding,
        restart_pending: None,
    };
    for n in 1..=9 {
        log.append_later(scanned(n));
    }
    log.append_later(ended(1));
    log.append(ended(2)).unwrap();
    let told: Vec<EventKind> = log.all().unwrap().into_iter().map(|event| event.kind).collect();
    assert_eq!(told, [scanned(9), ended(1), ended(2)]);
    assert_eq!(log.late.borrow().len(), 0);
}

/// The lines of a log's file, and whether each follows the one before.
fn follows_from(path: &Path, mut before: LineHash) -> Vec<bool> {
    let text = std::fs::read(path).unwrap();
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let each = lines.map(|line| {
        let fits = chain::follows(line, before);
        before = serde_json::from_slice::<Event>(line).unwrap().chain.unwrap();
        fits
    });
    each.collect()
}

#[test]
fn each_event_carries_a_hash_over_itself_and_all_before_it_also_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    for n in 1..=3 {
        Log::open(&path).unwrap().append(ended(n)).unwrap();
    }
    assert_eq!(follows_from(&path, LineHash::START), [true; 3]);
}

#[test]
fn a_log_that_drops_old_lines_goes_on_from_their_hash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let log = Log::with_bound(&path, 400).unwrap();
    for n in 1..=6 {
        log.append(ended(n)).unwrap();
    }
    let hash_of = |seq: u64| log.all().unwrap().iter().find(|event| event.seq == seq).unwrap().chain.unwrap();
    let (fourth, sixth) = (hash_of(4), hash_of(6));
    log.acknowledge(4);
    assert_eq!(follows_from(&path, fourth), [true; 2]);
    log.acknowledge(6);
    drop(log);
    let log = Log::with_bound(&path, 400).unwrap();
    log.append(ended(7)).unwrap();
    assert_eq!((seqs(&log), follows_from(&path, sixth)), (vec![7], vec![true]));
}

#[test]
fn a_log_of_an_earlier_version_goes_on_with_hashes_and_is_no_reason_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let old = serde_json::to_string(&Event::new(1, Timestamp::UNIX_EPOCH, ended(1))).unwrap() + "\n";
    std::fs::write(&path, old).unwrap();
    let log = Log::open(&path).unwrap();
    log.append(ended(2)).unwrap();
    log.append(ended(3)).unwrap();
    let chains: Vec<bool> = log.all().unwrap().iter().map(|event| event.chain.is_some()).collect();
    assert_eq!((seqs(&log), chains), (vec![1, 2, 3], vec![false, true, true]));
    log.forget().unwrap();
    // The earlier version came back for a while: it knows the number only.
    std::fs::write(path.with_extension("head"), format!("{:>20}", 9)).unwrap();
    let log = Log::open(&path).unwrap();
    log.append(ended(10)).unwrap();
    assert_eq!((seqs(&log), follows_from(&path, LineHash::START)), (vec![10], vec![true]));
}
