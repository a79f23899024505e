//! A journal that somebody or a dying disk has changed: what is whole in it counts, and it goes on.

use jiff::ToSpan;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn txn(n: u128) -> Txn {
    Txn { job: JobId(Uuid::from_u128(n)), step: 0 }
}

fn begun(n: u128) -> Act {
    let (document, verb, by) = (DocumentHash([1; 32]), Verb::Refresh, By::Job);
    Act::Begun { txn: txn(n), document, verb, by, time_signed: now(), expires: now() + 24.hours() }
}

#[test]
fn acts_from_the_far_future_stop_nothing_and_are_forgotten_by_no_clock() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let ahead: Timestamp = "9999-01-01T00:00:00Z".parse().unwrap();
    let mut journal = Journal::open(&path).unwrap();
    journal.append(ahead, begun(1)).unwrap();
    journal.append(ahead, Act::Ended { txn: txn(1), outcome: Outcome::Done }).unwrap();
    journal.append(now(), begun(2)).unwrap();
    let journal = Journal::open(&path).unwrap();
    assert_eq!(journal.begun_within_a_day(Verb::Refresh, None, now()), 1, "its day is not today");
    assert!(matches!(journal.stage(txn(1)), Stage::Ended { .. }), "and it is not done again");
    assert!(matches!(journal.stage(txn(2)), Stage::Begun { .. }));
    assert_eq!(journal.newest_signed(), now(), "what is signed counts, not when it was written");
}

#[test]
fn what_cannot_be_read_is_counted_and_what_a_power_cut_tore_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    Journal::open(&path).unwrap().append(now(), begun(1)).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let with = |before: &[u8], after: &[u8]| std::fs::write(&path, [before, &whole, after].concat()).unwrap();
    with(b"rubbish\n{}\n", &whole[..20]);
    let mut journal = Journal::open(&path).unwrap();
    assert_eq!(journal.unread(), 2, "the torn one is not counted");
    journal.append(now(), begun(2)).unwrap();
    let journal = Journal::open(&path).unwrap();
    assert_eq!((journal.unread(), journal.was_tried(txn(1)), journal.was_tried(txn(2))), (2, true, true));
    with(b"", &whole[..whole.len() - 1]);
    Journal::open(&path).unwrap().append(now(), begun(2)).unwrap();
    assert_eq!(Journal::open(&path).unwrap().entries.len(), 3, "a line without its break is a line");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_put_over_a_part_of_a_journal_what_is_whole_is_not_done_again(
        at in any::<prop::sample::Index>(),
        rubbish in prop::collection::vec(any::<u8>(), 1..400),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path).unwrap();
        let mut marks = Vec::new();
        for n in 1..=6 {
            let start = std::fs::metadata(&path).unwrap().len();
            journal.append(now(), begun(n)).unwrap();
            marks.push((n, usize::try_from(start).unwrap(), std::fs::read(&path).unwrap().len()));
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let from = at.index(bytes.len());
        let to = (from + rubbish.len()).min(bytes.len());
        bytes.splice(from..to, rubbish.iter().copied().take(to - from));
        std::fs::write(&path, &bytes).unwrap();
        let mut journal = Journal::open(&path).unwrap();
        for (n, start, end) in marks {
            // The line break before it must be there too: else it is a part of the rubbish.
            let is_whole = end <= from || start > to;
            prop_assert!(!is_whole || journal.was_tried(txn(n)), "{n}");
        }
        journal.append(now(), begun(99)).unwrap();
        prop_assert!(Journal::open(&path).unwrap().was_tried(txn(99)));
    }
}
