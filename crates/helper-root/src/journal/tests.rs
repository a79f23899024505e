use std::{sync::mpsc, thread, time::Duration};

use jiff::ToSpan;
use uuid::Uuid;

use super::*;

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn txn(n: u128) -> Txn {
    Txn { job: JobId(Uuid::from_u128(n)), step: 0 }
}

fn begun(n: u128) -> Act {
    Act::Begun {
        txn: txn(n),
        document: DocumentHash([1; 32]),
        verb: Verb::Refresh,
        by: By::Job,
        time_signed: now(),
        expires: now() + 24.hours(),
    }
}

fn begin_and_end(journal: &mut Journal, n: u128) {
    journal.append(now(), begun(n)).unwrap();
    journal.append(now(), Act::Ended { txn: txn(n), outcome: Outcome::Done }).unwrap();
}

fn signed(time_signed: Timestamp) -> Act {
    Act::PolicyObeyed { version: 2, time_signed }
}

#[test]
fn a_transaction_goes_through_its_stages_and_survives_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let document = DocumentHash([1; 32]);
    let mut journal = Journal::open(&path).unwrap();
    assert_eq!(journal.stage(txn(1)), Stage::Unknown);
    journal.append(now(), begun(1)).unwrap();
    journal.append(now(), Act::LookedAgain { txn: txn(1) }).unwrap();
    let mut journal = Journal::open(&path).unwrap();
    let begun = Stage::Begun { document, verb: Verb::Refresh, looks: 1, restarting: None };
    assert_eq!(journal.stage(txn(1)), begun);
    journal.append(now(), Act::Ended { txn: txn(1), outcome: Outcome::Done }).unwrap();
    assert_eq!(
        Journal::open(&path).unwrap().stage(txn(1)),
        Stage::Ended { document, outcome: Outcome::Done }
    );
    assert_eq!(journal.stage(txn(2)), Stage::Unknown);
}

#[test]
fn a_line_that_was_not_waited_for_is_not_in_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::open(&path).unwrap();
    journal.append(now(), begun(1)).unwrap();
    let no_room = |_: &File| Err(io::ErrorKind::StorageFull.into());
    assert!(journal.append_and(now(), begun(2), no_room).is_err());
    assert_eq!(journal.stage(txn(2)), Stage::Unknown);
    assert_eq!(Journal::open(&path).unwrap().stage(txn(2)), Stage::Unknown, "it was not done");
    journal.append(now(), begun(3)).unwrap();
    assert_eq!(Journal::open(&path).unwrap().entries.len(), 2);
}

#[test]
fn a_line_that_is_taken_back_takes_no_line_of_another_process_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::open(&path).unwrap();
    let other = Journal::open(&path).unwrap();
    let mut writing = None;
    let no_room = |_: &File| {
        let (told, heard) = mpsc::channel();
        writing = Some(thread::spawn(move || {
            let mut other = other;
            other.append(now(), begun(2)).unwrap();
            let _ = told.send(());
        }));
        let _ = heard.recv_timeout(Duration::from_millis(300));
        Err(io::ErrorKind::StorageFull.into())
    };
    assert!(journal.append_and(now(), begun(1), no_room).is_err());
    writing.unwrap().join().unwrap();
    let journal = Journal::open(&path).unwrap();
    assert!(journal.seen(txn(1).job).is_none() && journal.seen(txn(2).job).is_some());
}

#[test]
fn a_torn_last_line_counts_as_not_written_and_spoils_no_later_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    Journal::open(&path).unwrap().append(now(), begun(1)).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(br#"{"time":"2026-11-23T10:00:00Z","act":"beg"#);
    std::fs::write(&path, bytes).unwrap();
    let mut journal = Journal::open(&path).unwrap();
    journal.append(now(), begun(2)).unwrap();
    let journal = Journal::open(&path).unwrap();
    assert!(journal.seen(txn(1).job).is_some() && journal.seen(txn(2).job).is_some());
    assert_eq!(journal.entries.len(), 2);
}

#[test]
fn lines_that_cannot_be_read_are_counted() {
    let whole = serde_json::to_string(&Entry { time: now(), act: begun(1) }).unwrap();
    let (entries, unread) = entries_of(format!("torn\n{whole}\n\n{{}}\n").as_bytes());
    assert_eq!((entries.len(), unread), (1, 2));
}

#[test]
fn a_job_is_remembered_until_a_day_after_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal")).unwrap();
    begin_and_end(&mut journal, 1);
    begin_and_end(&mut journal, 2);
    assert_eq!(journal.forgettable(now() + 9000.hours()), [], "nobody signed that it is so late");
    journal.append(now(), signed(now() + 100.hours())).unwrap();
    assert_eq!(journal.forgettable(now() + 47.hours()), []);
    assert_eq!(journal.forgettable(now() + 49.hours()), [txn(1)]);
}

#[test]
fn what_has_not_ended_and_the_newest_job_are_remembered_however_late_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal")).unwrap();
    journal.append(now(), begun(1)).unwrap();
    begin_and_end(&mut journal, 2);
    begin_and_end(&mut journal, 3);
    journal.append(now(), signed(now() + 9000.hours())).unwrap();
    assert_eq!(journal.forgettable(now() + 9000.hours()), [txn(2)]);
}

#[test]
fn pruning_keeps_what_still_matters_and_the_newest_signed_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::open(&path).unwrap();
    begin_and_end(&mut journal, 1);
    begin_and_end(&mut journal, 2);
    drop(journal);
    let filler = "x\n".repeat(usize::try_from(KEEP_BYTES / 2).unwrap() + 1);
    std::fs::write(&path, [std::fs::read(&path).unwrap(), filler.into_bytes()].concat()).unwrap();
    let kept = Journal::open(&path).unwrap().prune(&path, now() + 1.hours()).unwrap();
    assert!(kept.seen(txn(1).job).is_some());
    drop(kept);
    let filler = "x\n".repeat(usize::try_from(KEEP_BYTES / 2).unwrap() + 1);
    std::fs::write(&path, [std::fs::read(&path).unwrap(), filler.into_bytes()].concat()).unwrap();
    Journal::open(&path).unwrap().append(now(), signed(now() + 80.hours())).unwrap();
    let later = Journal::open(&path).unwrap().prune(&path, now() + 90.hours()).unwrap();
    assert_eq!((later.seen(txn(1).job), later.newest_signed()), (None, now() + 80.hours()));
}

#[test]
fn a_cap_a_day_looks_back_one_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&folder.path().join("journal")).unwrap();
    journal.append(now(), begun(1)).unwrap();
    let count = |verb, only, at| journal.begun_within_a_day(verb, only, at);
    assert_eq!(count(Verb::Refresh, None, now() + 23.hours()), 1);
    assert_eq!(count(Verb::Refresh, None, now() + 25.hours()), 0);
    assert_eq!(count(Verb::Install, None, now()), 0);
    assert_eq!(count(Verb::Refresh, Some(By::Policy), now()), 0);
    assert_eq!(count(Verb::Refresh, None, now() - 23.hours()), 1);
    assert_eq!(count(Verb::Refresh, None, now() - 300.hours()), 0, "the clock was ahead for a while");
}
