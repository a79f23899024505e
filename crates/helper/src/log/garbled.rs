//! A log that somebody or a dying disk has changed: it opens, goes on, and what is whole in it is told.

use patchround_protocol::{JobId, Outcome, RoundId};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn ended(n: u64) -> EventKind {
    let (job, round) = (JobId(Uuid::from_u128(n.into())), RoundId(Uuid::nil()));
    EventKind::JobEnded { job, round, outcome: Outcome::Done, cause: None }
}

/// A log of so many events, as bytes.
fn written(path: &Path, events: u64) -> Vec<u8> {
    let log = Log::open(path).unwrap();
    (1..=events).for_each(|n| log.append(ended(n)).unwrap());
    std::fs::read(path).unwrap()
}

fn jobs(log: &Log) -> Vec<u128> {
    let job = |event: Event| match event.kind {
        EventKind::JobEnded { job, .. } => Some(job.0.as_u128()),
        _ => None,
    };
    log.all().unwrap().into_iter().filter_map(job).collect()
}

#[test]
fn a_number_from_the_end_of_all_numbers_is_passed_over_and_the_log_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    for seq in [u64::MAX, u64::MAX - 1, 1 << 53, 3 + LEAP + 1] {
        std::fs::write(&path, written(&path, 0)).unwrap();
        let mut bytes = written(&path, 3);
        let line = format!("{{\"seq\":{seq},\"time\":\"9999-01-01T00:00:00Z\",\"type\":\"left\"}}\n");
        bytes.extend_from_slice(line.as_bytes());
        std::fs::write(&path, bytes).unwrap();
        let log = Log::open(&path).unwrap();
        assert_eq!(log.head(), 3, "{seq}");
        log.append(ended(4)).unwrap();
        assert_eq!((log.head(), jobs(&log)), (4, vec![1, 2, 3, 4]), "{seq}");
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn what_follows_the_largest_number_that_is_believed_is_told_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events");
    let line = format!("{{\"seq\":{},\"time\":\"9999-01-01T00:00:00Z\",\"type\":\"left\"}}\n", 3 + LEAP);
    std::fs::write(&path, [written(&path, 3), line.into_bytes()].concat()).unwrap();
    let log = Log::open(&path).unwrap();
    assert_eq!(log.head(), 3 + LEAP);
    log.append(ended(4)).unwrap();
    assert_eq!((log.head(), jobs(&log)), (4 + LEAP, vec![1, 2, 3, 4]));
    drop(log);
    let log = Log::open(&path).unwrap();
    log.append(ended(5)).unwrap();
    assert_eq!((log.head(), jobs(&log)), (5 + LEAP, vec![1, 2, 3, 4, 5]), "and its numbers go on");
    log.acknowledge(5 + LEAP);
    log.forget().unwrap();
    drop(log);
    let log = Log::open(&path).unwrap();
    log.append(ended(6)).unwrap();
    drop(log);
    let log = Log::open(&path).unwrap();
    assert_eq!((log.head(), jobs(&log)), (6 + LEAP, vec![6]), "also where none before them is left");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// What is put over it has no quotation mark, so that no line of it becomes another one that can be read.
    #[test]
    fn whatever_is_put_over_a_part_of_a_log_the_whole_lines_are_told_and_new_ones_follow(
        at in any::<prop::sample::Index>(),
        rubbish in prop::collection::vec(any::<u8>().prop_filter("no mark", |b| !b"\"\n".contains(b)), 8..200),
        is_cut in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events");
        let whole = written(&path, 8);
        let from = at.index(whole.len());
        let to = (from + rubbish.len()).min(whole.len());
        let mut bytes = whole.clone();
        bytes.splice(from..to, rubbish.iter().copied().take(to - from));
        if is_cut {
            bytes.truncate(to);
        }
        std::fs::write(&path, &bytes).unwrap();
        let lines = || whole.split_inclusive(|b| *b == b'\n');
        let ends = lines().scan(0, |end, line| { *end += line.len(); Some((*end - line.len(), *end)) });
        let is_whole = |(start, end): &(usize, usize)| *end <= from || (!is_cut && *start > to);
        let untouched: Vec<u128> =
            (1..).zip(ends).filter(|(_, line)| is_whole(line)).map(|(n, _)| n).collect();
        let log = Log::open(&path).unwrap();
        log.append(ended(99)).unwrap();
        let told = jobs(&log);
        prop_assert!(untouched.iter().all(|n| told.contains(n)), "{untouched:?} of {told:?}");
        prop_assert_eq!(told.iter().filter(|n| **n == 99).count(), 1);
        prop_assert_eq!(jobs(&Log::open(&path).unwrap()), told, "and it is the same after a restart");
    }
}
