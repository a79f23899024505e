//! The fault matrix: what goes wrong, at which moment of a job, on real PCs with real apt. Whatever it is, what is shown
//! is what dpkg says, nothing is lost, nothing is done twice, and the cause that is named is the true one.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "what was seen is to be read")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the hands of other tests, which need more of them")]

#[path = "lab_clock/clocks.rs"]
mod clocks;
#[path = "lab_full_disk/disk.rs"]
mod disk;
#[path = "lab_main_job/halfway.rs"]
mod halfway;
#[path = "lab_faults/hands.rs"]
mod hands;
#[path = "lab_main_job/hour.rs"]
mod hour;
#[path = "lab_main_job/listed.rs"]
mod listed;
#[path = "lab_faults/local.rs"]
mod local;
#[path = "lab_power/marks.rs"]
mod marks;
#[path = "lab_faults/matrix.rs"]
mod matrix;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_faults/page.rs"]
mod page;
#[path = "lab_faults/play.rs"]
mod play;
#[path = "lab_power/restart.rs"]
mod restart;
#[path = "lab_faults/restarting.rs"]
mod restarting;
#[path = "lab_power/same_job.rs"]
mod same_job;
#[path = "lab_main_job/truth.rs"]
mod truth;
#[path = "lab_faults/verdict.rs"]
mod verdict;

use std::env::var;
use std::time::Instant;

use matrix::{Fault, Moment, PAIRS, Pair};
use play::{Row, play};

/// PCs that have a fault at the same time.
const PCS: usize = 8;

#[test]
fn at_the_telling_faults_a_pc_tells_the_truth_and_loses_and_repeats_nothing() {
    all_are_right(&play_all(PAIRS.iter().copied().filter(|pair| pair.is_telling).collect()));
}

/// With `PATCHROUND_FAULTS_ONLY` only those whose name has these words, and no page is written.
#[test]
#[ignore = "every pair, for `cargo xtask lab faults`"]
fn at_every_fault_a_pc_tells_the_truth_and_loses_and_repeats_nothing() {
    let (begun, only) = (Instant::now(), var("PATCHROUND_FAULTS_ONLY").unwrap_or_default());
    let is_wanted =
        |pair: &Pair| format!("{}, {}", pair.fault.name(), pair.moment.name()).contains(only.as_str());
    let rows = play_all(PAIRS.iter().copied().filter(is_wanted).collect());
    let run = var("PATCHROUND_FAULTS_RUN").unwrap_or_else(|_| "A run by hand".to_owned());
    let page = page::page(&rows, &run, begun.elapsed());
    println!("{page}");
    if let (Ok(path), true) = (var("PATCHROUND_FAULTS_PAGE"), rows.len() == PAIRS.len()) {
        std::fs::write(path, page).unwrap();
    }
    all_are_right(&rows);
}

fn play_all(pairs: Vec<Pair>) -> Vec<Row> {
    let (restarts, others): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|pair| pair.moment == Moment::Restarting);
    let offices = offices(others);
    let played = (1..).zip(&offices).map_while(|(number, pairs)| play(&format!("faults{number}"), pairs));
    let restarted = (!restarts.is_empty()).then(|| restarting::play("faults", &restarts)).flatten();
    let seen = |row: &Row| print!("{}{}", page::line(row), row.wrong.join("\n"));
    let mut rows: Vec<Row> = played.flatten().chain(restarted.into_iter().flatten()).inspect(seen).collect();
    rows.sort_by_key(|row| PAIRS.iter().position(|pair| is_same(pair, &row.pair)));
    rows
}

fn is_same(pair: &Pair, other: &Pair) -> bool {
    (pair.fault, pair.moment) == (other.fault, other.moment)
}

/// A manager loses his power once in a round, so each of these has an office of its own. What is told only by what
/// the round prints is in another one: what a manager without power would have printed is lost.
fn offices(pairs: Vec<Pair>) -> Vec<Vec<Pair>> {
    let (of_manager, others): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|pair| pair.fault == Fault::PowerOffManager);
    let (printed, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|pair| pair.is_refused());
    let least = of_manager.len() + printed.len();
    let many = (others.len() + printed.len()).div_ceil(PCS - 1).max(least);
    let mut offices = vec![Vec::new(); many];
    for (at, pair) in others.into_iter().enumerate() {
        offices[at % many].push(pair);
    }
    offices.iter_mut().zip(of_manager).for_each(|(office, pair)| office.push(pair));
    offices.iter_mut().rev().zip(printed).for_each(|(office, pair)| office.push(pair));
    offices
}

#[test]
fn what_only_a_rounds_words_tell_is_never_in_the_office_of_a_manager_without_power() {
    let telling = |pair: &Pair| pair.is_telling;
    let of_rounds = || PAIRS.iter().copied().filter(|pair| pair.moment != Moment::Restarting);
    for pairs in [of_rounds().collect::<Vec<_>>(), of_rounds().filter(telling).collect()] {
        let (all, offices) = (pairs.len(), offices(pairs));
        assert_eq!(offices.iter().map(Vec::len).sum::<usize>(), all);
        for office in offices {
            let loses_power = office.iter().filter(|pair| pair.fault == Fault::PowerOffManager).count();
            let is_only_printed = office.iter().any(|pair| pair.is_refused());
            assert!(loses_power <= 1 && !(loses_power == 1 && is_only_printed) && office.len() <= PCS);
        }
    }
}

fn all_are_right(rows: &[Row]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| !row.wrong.is_empty())
        .map(|row| format!("{}, {}: {:#?}", row.pair.fault.name(), row.pair.moment.name(), row.wrong))
        .collect();
    assert!(wrong.is_empty(), "{} of {} pairs: {}", wrong.len(), rows.len(), wrong.join("\n"));
}
