//! What is left of a root half that was cut off, a disk that is full, and a clock that jumps.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::*;
use crate::succession;

/// A journal as a PC writes it over two days: jobs, policy runs, a restart, newer documents.
fn lived() -> (Pc, Vec<Order>) {
    let pc = Pc::joined();
    *pc.world.people.borrow_mut() = Some(Vec::new());
    let mut orders = Vec::new();
    for n in 1..=4 {
        let steps = vec![Step::Refresh {}, Step::Repair {}];
        let job = Envelope::seal(&Job { steps, ..pc.job(n) }, &key(2)).unwrap();
        orders.extend(
            [0, 1]
                .into_iter()
                .take(if n < 4 { 2 } else { 1 })
                .map(|step| Order::Job { job: job.clone(), step }),
        );
    }
    let run = |n, step| Order::Policy { run: JobId(Uuid::from_u128(n)), step };
    orders.extend([run(20, Step::Refresh {}), run(21, Step::Refresh {})]);
    for order in &orders {
        assert!(matches!(pc.order(order, now()), Answer::Running { .. }), "{order:?}");
        let (txn, _) = order.read().unwrap();
        if txn.job != JobId(Uuid::from_u128(4)) {
            let end = Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None };
            std::fs::write(pc.state.progress_of(txn), serde_json::to_vec(&end).unwrap()).unwrap();
        }
    }
    let interrupted = &orders[6];
    let policy = Policy { version: 2, ..Policy::first(OfficeId(Uuid::nil()), now()) };
    succession::policy(&pc.state, &Envelope::seal(&policy, &key(2)).unwrap(), now()).unwrap();
    pc.order(interrupted, now()); // looked at
    let mut journal = Journal::open(&pc.state.journal()).unwrap();
    let (txn, _) = interrupted.read().unwrap();
    journal.append(now(), Act::Ended { txn, outcome: Outcome::Done }).unwrap();
    (pc, orders)
}

#[test]
fn a_journal_cut_at_any_byte_tells_what_was_true_before_or_after_and_nothing_is_begun_twice() {
    let (pc, orders) = lived();
    let whole = pc.journal();
    let path = pc.state.journal();
    let begun: BTreeMap<Txn, usize> = orders
        .iter()
        .map(|order| {
            let (txn, _) = order.read().unwrap();
            let mark = format!("\"act\":\"begun\",\"txn\":\"{txn}\"");
            let line = whole.split_inclusive(|b| *b == b'\n').scan(0, |end, line| {
                *end += line.len();
                Some((*end, String::from_utf8_lossy(line).contains(&mark)))
            });
            // The line counts from its last bracket on, before its line break.
            let end = line.filter(|(_, is_it)| *is_it).map(|(end, _)| end - 1).next().unwrap();
            (txn, end)
        })
        .collect();
    let states = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let journal = Journal::open(&path).unwrap();
        begun.keys().map(|txn| journal.stage(*txn)).collect::<Vec<_>>()
    };
    let lines: Vec<usize> = (1..=whole.len()).filter(|n| whole[n - 1] == b'\n').collect();
    let mut before = states(&[]);
    let mut from = 0;
    for line in lines {
        let after = states(&whole[..line]);
        for cut in from..line {
            let found = states(&whole[..cut]);
            assert!(found == before || found == after, "cut at {cut}");
        }
        (before, from) = (after, line);
    }
    for cut in (0..whole.len()).step_by(211).chain(begun.values().flat_map(|end| [end - 1, *end, end + 1])) {
        std::fs::write(&path, &whole[..cut]).unwrap();
        pc.world.started.borrow_mut().clear();
        for order in orders.iter().chain(&orders) {
            pc.order(order, now());
        }
        for (txn, end) in &begun {
            let starts = pc.world.started.borrow().iter().filter(|start| **start == (*txn, false)).count();
            assert_eq!(starts, usize::from(cut < *end), "{txn} with the journal cut at {cut}");
        }
    }
}

/// Calls with the file cut after every number of bytes, and at last whole.
fn cut_at_every_byte(path: &std::path::Path, mut look: impl FnMut(usize, bool)) {
    let whole = std::fs::read(path).unwrap();
    for cut in 0..=whole.len() {
        std::fs::write(path, &whole[..cut]).unwrap();
        look(cut, cut == whole.len());
    }
}

#[test]
fn roots_own_documents_cut_at_any_byte_are_whole_or_make_it_obey_nobody() {
    let pc = Pc::joined();
    let (before, order) = (pc.journal(), Envelope::seal(&pc.job(1), &key(2)).unwrap());
    let order = Order::Job { job: order, step: 0 };
    let refuses = |cut: usize, is_whole: bool| {
        if !is_whole && cut.is_multiple_of(97) {
            assert_eq!(pc.order(&order, now()), refused(Refusal::NotPossible), "cut at {cut}");
        }
    };
    cut_at_every_byte(&pc.state.charter(), |cut, is_whole| {
        assert_eq!(membership::charter(&pc.state).is_ok(), is_whole, "cut at {cut}");
        refuses(cut, is_whole);
    });
    cut_at_every_byte(&pc.state.device_key(), |cut, is_whole| {
        assert_eq!(membership::pc(&pc.state).is_ok(), is_whole, "cut at {cut}");
        refuses(cut, is_whole);
    });
    cut_at_every_byte(&pc.state.policy(), |cut, is_whole| {
        assert_eq!(membership::policy(&pc.state).is_ok(), is_whole, "cut at {cut}");
        if !is_whole && cut.is_multiple_of(97) {
            assert_eq!(pc.run_policy(9, Step::Refresh {}, now()), refused(Refusal::NotPossible));
        }
    });
    assert_eq!((pc.started(), pc.journal()), (0, before));
    assert_eq!(pc.order(&order, now()), running(1), "whole again");
    let txn = Txn { job: pc.job(1).job, step: 0 };
    cut_at_every_byte(&pc.state.order(txn), |cut, is_whole| {
        assert_eq!(files::read_json::<Order>(&pc.state.order(txn)).is_ok(), is_whole, "cut at {cut}");
    });
    let end = Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None };
    std::fs::write(pc.state.progress_of(txn), serde_json::to_vec(&end).unwrap()).unwrap();
    cut_at_every_byte(&pc.state.progress_of(txn), |cut, is_whole| {
        let expected = is_whole.then_some(Outcome::Done);
        assert_eq!(reported_end(&pc.state, txn).unwrap(), expected, "cut at {cut}");
    });
}

#[test]
fn an_order_that_could_not_be_journaled_is_not_begun_and_leaves_nothing() {
    let pc = Pc::joined();
    let before = pc.journal();
    // A folder in the place of the journal: nothing can be written there, not even by root.
    std::fs::rename(pc.state.journal(), pc.state.dir().join("aside")).unwrap();
    std::fs::create_dir(pc.state.journal()).unwrap();
    assert_eq!(pc.run(&pc.job(1), 2), refused(Refusal::NotPossible));
    std::fs::remove_dir(pc.state.journal()).unwrap();
    std::fs::rename(pc.state.dir().join("aside"), pc.state.journal()).unwrap();
    assert_eq!((pc.started(), pc.journal()), (0, before));
    assert_eq!(std::fs::read_dir(pc.state.orders()).unwrap().count(), 0);
    assert_eq!(pc.run(&pc.job(1), 2), running(1));
}

/// Whatever the clock does between two calls, in hours from the first moment.
fn jumps() -> impl Strategy<Value = Vec<(i64, u128)>> {
    proptest::collection::vec((prop_oneof![-400i64..400, -20i64..40], 1u128..30), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_clock_that_jumps_replays_nothing_obeys_nothing_expired_and_spends_no_cap_for_ever(jumps in jumps()) {
        let pc = Pc::joined();
        let began_since = |before: usize, job| {
            pc.world.started.borrow()[before..].contains(&(Txn { job, step: 0 }, false))
        };
        let mut spent = Vec::new();
        for (run, (hours, n)) in (2000..).zip(jumps) {
            let clock = now() + hours.hours();
            let job = Job { steps: vec![Step::Refresh {}], ..pc.job(n) };
            let before = pc.started();
            pc.order(&Order::Job { job: Envelope::seal(&job, &key(2)).unwrap(), step: 0 }, clock);
            let began = began_since(before, job.job);
            // Nothing was signed for any other moment than the first, and that moves a clock by a day at most.
            let believed = clock.max(now().min(clock + 24.hours()));
            prop_assert!(!began || (believed <= job.expires && job.not_before - 24.hours() <= believed));
            pc.run_policy(run, Step::Refresh {}, clock);
            let ran = began_since(before, JobId(Uuid::from_u128(run)));
            spent.extend([began, ran].into_iter().filter(|has_begun| *has_begun).map(|_| clock));
        }
        let started = pc.world.started.borrow();
        let mut begun: Vec<Txn> = started.iter().filter(|(_, again)| !again).map(|(txn, _)| *txn).collect();
        let all = begun.len();
        begun.sort();
        begun.dedup();
        prop_assert_eq!(begun.len(), all, "begun twice");
        drop(started);
        // The clock is right again, two days on: what a wrong clock spent is not spent any more.
        let later = now() + 48.hours();
        let fresh = Job { not_before: later, expires: later + 1.hours(), ..pc.job(1000) };
        let a_day = SignedDuration::from_hours(24);
        let today = spent.iter().filter(|at| later.duration_since(**at).abs() < a_day).count();
        let journal = Journal::open(&pc.state.journal()).unwrap();
        prop_assert_eq!(journal.begun_within_a_day(Verb::Refresh, None, later), today);
        let answer = pc.order(&Order::Job { job: Envelope::seal(&fresh, &key(2)).unwrap(), step: 0 }, later);
        prop_assert_eq!(answer == running(1000), today < REFRESHES_A_DAY);
    }
}

#[test]
fn refreshes_of_a_year_that_never_was_do_not_count_today() {
    let pc = Pc::joined();
    let ahead = now() + (365 * 24).hours();
    for n in 1..=24 {
        pc.run_policy(n, Step::Refresh {}, ahead);
    }
    assert_eq!(pc.run_policy(25, Step::Refresh {}, ahead), refused(Refusal::TooOften));
    assert_eq!(pc.run_policy(26, Step::Refresh {}, now()), running(26));
    assert_eq!(pc.run_policy(27, Step::Refresh {}, ahead), refused(Refusal::TooOften), "back and forth");
}

#[test]
fn a_clock_that_was_ahead_for_a_while_makes_nothing_forgotten_that_can_be_played_again() {
    let pc = Pc::joined();
    pc.world.alive.set(true);
    assert_eq!(pc.run(&pc.job(1), 2), running(1));
    let journal = Journal::open(&pc.state.journal()).unwrap();
    assert_eq!(journal.forgettable(now() + (365 * 24).hours()), []);
    assert_eq!(pc.run(&pc.job(1), 2), running(1));
    assert_eq!(pc.started(), 1);
}
