//! Plays pairs: each on a PC of its own, all of them in one round of one office.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use patchround_lab::{Initial, MANAGER};

use crate::halfway::Running;
use crate::hands::Hands;
use crate::marks::Watch;
use crate::matrix::{Fault, Moment, Pair};
use crate::office::Office;
use crate::restart::{Timed, ends, the_truth_after_the_start, the_truth_since};
use crate::same_job;
use crate::verdict;

/// So soon the truth is told again, besides the repair's own time.
const SOON: Duration = Duration::from_secs(5);
/// How long a PC stands still for the others before its manager loses his power.
const LONGEST_STAND: Duration = Duration::from_secs(100);
const ROUND: [&str; 4] = ["update", "--all", "--yes", "--json"];

/// What was seen of a pair.
pub(crate) struct Row {
    pub(crate) pair: Pair,
    /// How the update ended that the fault is about, and why, by the office's record.
    pub(crate) told: Option<(String, Option<String>)>,
    /// What the PC was shown as then.
    pub(crate) shown: String,
    /// How long it took until the truth was told, where a fault has an end.
    pub(crate) timed: Option<Timed>,
    /// What the PC was shown as after a later round.
    pub(crate) at_last: String,
    /// What was not as it must be.
    pub(crate) wrong: Vec<String>,
}

impl Row {
    /// Of which nothing was seen yet.
    pub(crate) fn new(pair: Pair) -> Self {
        let (told, shown, at_last) = (None, String::new(), String::new());
        Self { pair, told, shown, timed: None, at_last, wrong: Vec::new() }
    }
}

/// One pair on its PC.
pub(crate) struct Case<'a> {
    pub(crate) pc: &'a str,
    pub(crate) pair: Pair,
    hands: Hands<'a>,
    /// So many jobs it has had when that of the round has ended.
    jobs: usize,
}

/// `None` where there can be no lab.
pub(crate) fn play(name: &str, pairs: &[Pair]) -> Option<Vec<Row>> {
    let office = Office::up(name, pairs.len(), Initial::Easy)?;
    let pcs = office.pcs();
    let on_pcs: Vec<(&str, Pair)> = pcs.iter().map(String::as_str).zip(pairs.iter().copied()).collect();
    at_once(&on_pcs, |&(pc, pair)| same_job::prepare_for(&office, pc, pair.names()));
    office.found_and_join_all();
    let hands = at_once(&on_pcs, |&(pc, pair)| {
        same_job::offer_these(&office, pc, pair.names());
        Hands::ready(&office, pc, pair)
    });
    let cases = begin(&office, &on_pcs, hands);
    let (mut rows, printed) = first_round(&office, &cases);
    for (case, row) in cases.iter().zip(&mut rows) {
        noted(row, |row| verdict::first(&office, case, row, &printed));
        noted(row, |_| case.hands.mend());
    }
    let printed = later_round(&office, &pcs);
    for (case, row) in cases.iter().zip(&mut rows) {
        noted(row, |row| verdict::at_last(&office, case, row));
        noted(row, |_| case.hands.nobody_lost_settings());
        if !row.wrong.is_empty() {
            row.wrong.push(format!("later round: {}", printed.lines().last().unwrap_or_default()));
        }
    }
    Some(rows)
}

/// All of them side by side.
pub(crate) fn at_once<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    thread::scope(|scope| {
        let work = &work;
        let all: Vec<_> = all.iter().map(|one| scope.spawn(move || work(one))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// What happens before anything is ordered, but not before the manager knows what there is to update. What is only
/// seen when lists are read is seen first.
fn begin<'a>(office: &Office, on_pcs: &[(&'a str, Pair)], hands: Vec<Hands<'a>>) -> Vec<Case<'a>> {
    office.patchround(&["pcs"]);
    let is_of_lists = |pair: &Pair| pair.subject().is_none();
    for (_, hands) in on_pcs.iter().zip(&hands).filter(|((_, pair), _)| is_of_lists(pair)) {
        hands.before_the_round();
    }
    if on_pcs.iter().any(|(_, pair)| is_of_lists(pair)) {
        office.patchround(&["check"]);
    }
    let jobs = |pc, pair: &Pair| match pair {
        pair if is_of_lists(pair) => ends(office, pc).len() + 2,
        pair => ends(office, pc).len() + usize::from(!pair.is_refused()),
    };
    let cases = on_pcs.iter().zip(hands);
    let cases: Vec<Case<'_>> =
        cases.map(|(&(pc, pair), hands)| Case { pc, pair, hands, jobs: jobs(pc, &pair) }).collect();
    cases.iter().filter(|case| !is_of_lists(&case.pair)).for_each(|case| case.hands.before_the_round());
    cases
}

/// The round with the faults in it. Gives what it printed, too, as far as it came.
fn first_round(office: &Office, cases: &[Case<'_>]) -> (Vec<Row>, String) {
    let watch = |case: &Case<'_>| case.pair.mark().map(|_| Watch::start(office, case.pc));
    let watches: Vec<Option<Watch>> = cases.iter().map(watch).collect();
    let in_the_middle = cases.iter().filter(|case| case.pair.moment != Moment::Before).count();
    let (turn, others) = (Mutex::new(()), AtomicUsize::new(in_the_middle));
    let round = Running::start(office, &ROUND);
    thread::scope(|scope| {
        let (turn, others) = (&turn, &others);
        let drivers: Vec<_> = cases
            .iter()
            .zip(watches)
            .map(|(case, watch)| scope.spawn(move || driven(office, case, watch, turn, others)))
            .collect();
        let (_, printed) = round.end();
        while drivers.iter().any(|driver| !driver.is_finished()) {
            asks_again(office);
        }
        asks_again(office);
        (drivers.into_iter().map(|driver| driver.join().unwrap()).collect(), printed)
    })
}

/// The manager looks at the PCs: what waits is handed over, what was done is learned. He may be without power.
fn asks_again(office: &Office) {
    let _ = office.lab.output(MANAGER, ["patchround", "pcs"]);
    thread::sleep(Duration::from_secs(2));
}

fn driven(
    office: &Office,
    case: &Case<'_>,
    watch: Option<Watch>,
    turn: &Mutex<()>,
    others: &AtomicUsize,
) -> Row {
    let mut row = Row::new(case.pair);
    noted(&mut row, |row| {
        let watch = watch.map(|watch| stands_still(case, watch));
        if case.pair.fault == Fault::PowerOffManager {
            wait_for(others);
        }
        let _turn = is_measured(case.pair).then(|| turn.lock().unwrap_or_else(PoisonError::into_inner));
        row.timed = struck(office, case, watch);
        in_time(row);
    });
    if case.pair.moment != Moment::Before {
        others.fetch_sub(1, Ordering::SeqCst);
    }
    row
}

fn stands_still(case: &Case<'_>, mut watch: Watch) -> Watch {
    let mark = case.pair.mark().expect("only those that have one are watched");
    assert!(watch.until(mark), "{} never got there: {mark}", case.pc);
    watch
}

/// Those whose fault is in the middle of the round: what waits for its end needs that this one goes on.
fn wait_for(others: &AtomicUsize) {
    let end = Instant::now() + LONGEST_STAND;
    while others.load(Ordering::SeqCst) > 1 && Instant::now() < end {
        thread::sleep(Duration::from_millis(200));
    }
}

/// One after the other, so that none is kept waiting by another.
fn is_measured(pair: Pair) -> bool {
    pair.moment != Moment::Before && matches!(pair.fault, Fault::KillHelper | Fault::PowerOffPc)
}

/// Makes it happen, and waits until the PC tells the truth again.
fn struck(office: &Office, case: &Case<'_>, watch: Option<Watch>) -> Option<Timed> {
    let Case { pc, pair, hands, jobs } = case;
    if pair.mark().is_some() {
        hands.strike();
    }
    let since = SystemTime::now();
    if let Some(watch) = watch.filter(|_| pair.fault != Fault::PowerOffPc) {
        watch.let_go_for_good();
    }
    hands.heal(*jobs);
    let name = format!("{}, {}", pair.fault.name(), pair.moment.name());
    let (is_before, healed) = (pair.moment == Moment::Before, SystemTime::now());
    match pair.fault {
        _ if pair.is_refused() => None,
        Fault::PowerOffPc if !is_before => Some(the_truth_after_the_start(office, pc, &name, *jobs)),
        Fault::KillHelper | Fault::KillRoot | Fault::KillPackageManager if !is_before => {
            Some(the_truth_since(office, pc, &name, *jobs, since))
        }
        Fault::CableCut | Fault::LockHeld | Fault::ReadOnlyVar | Fault::DiskFullAtJournal if !is_before => {
            Some(the_truth_since(office, pc, &name, *jobs, healed))
        }
        _ => {
            hands.job_ends(*jobs);
            None
        }
    }
}

/// What has to be told soon was.
pub(crate) fn in_time(row: &Row) {
    if let Some(timed) = row.timed.as_ref().filter(|_| is_measured(row.pair)) {
        assert!(timed.beyond_repair() <= SOON, "told too late: {timed}");
    }
}

/// Once every fault is mended.
fn later_round(office: &Office, pcs: &[String]) -> String {
    for pc in pcs {
        let _ = office.lab.output(pc, ["sh", "-c", ": > /var/log/dpkg.log"]);
    }
    office.patchround(&ROUND).1
}

/// Does something about a pair; if it panics, that is wrong with this pair.
pub(crate) fn noted(row: &mut Row, work: impl FnOnce(&mut Row)) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| work(row))) {
        row.wrong.push(words(panic.as_ref()));
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words").to_owned()
}
