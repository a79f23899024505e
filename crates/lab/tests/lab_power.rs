//! Power cuts on real PCs: the plug is pulled at a different moment of one round on each, and after the start
//! each PC ends with the truth, having done nothing twice.
//!
//! What is lost is what processes held in memory; the lab cannot lose a disk's cache.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "a skipped test says so, and what was measured is to be read")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_main_job/truth.rs"]
mod truth;

use std::process::Stdio;
use std::time::{Duration, Instant};

use office::{Office, wait_until};
use patchround_lab::{Initial, MANAGER};
use serde_json::Value;
use truth::{is_told_once_and_truly, of_type, parts};

/// When the plug is pulled: once this is in a file of the PC.
#[derive(Debug, Clone, Copy)]
struct Moment {
    what: &'static str,
    shell: &'static str,
}

const fn moment(what: &'static str, shell: &'static str) -> Moment {
    Moment { what, shell }
}

/// Four that lie in different parts of a job.
const SOME: [Moment; 4] = [
    moment("the job is accepted", "grep -q job_accepted /var/lib/patchround/events.ndjson"),
    moment(
        "packages are being fetched",
        "grep -q '\"downloading\"' /var/lib/patchround-root/progress/* 2>/dev/null",
    ),
    moment(
        "a package is being unpacked or set up",
        "ls /var/lib/dpkg/updates | grep -q '^[0-9]' || grep -q '\"installing\"' /var/lib/patchround-root/progress/* 2>/dev/null",
    ),
    moment("a slow package is being set up", "pgrep -f '[p]r-slow.postinst'"),
];

/// The others, with `--long`.
const MORE: [Moment; 4] = [
    moment("the order is written down", "ls /var/lib/patchround-root/txn | grep -q json"),
    moment("the first step has ended", "grep -q '\"ended\"' /var/lib/patchround-root/journal.ndjson"),
    moment(
        "the outcome is being looked at",
        "grep -q '\"verifying\"' /var/lib/patchround-root/progress/* 2>/dev/null",
    ),
    moment("the job has just ended", "grep -q job_ended /var/lib/patchround/events.ndjson"),
];

#[test]
fn after_a_power_cut_at_any_moment_of_a_round_each_pc_ends_with_the_truth() {
    cut(&SOME, "power");
}

#[test]
#[ignore = "the other moments, for `cargo xtask test --long`"]
fn after_a_power_cut_at_the_other_moments_of_a_round_each_pc_ends_with_the_truth() {
    cut(&MORE, "powerlong");
}

fn cut(moments: &[Moment], name: &str) {
    let Some(office) = Office::up(name, moments.len(), Initial::Awkward) else { return };
    office.found_and_join_all();
    let mut round = office.lab.command(MANAGER, ["patchround", "update", "--all", "--yes"]).unwrap();
    let mut round = round.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::scope(|scope| {
        for (pc, moment) in office.pcs().into_iter().zip(moments) {
            let office = &office;
            scope.spawn(move || {
                wait_for(office, &pc, moment);
                office.lab.pull_plug(&pc).unwrap();
            });
        }
    });
    for pc in office.pcs() {
        office.lab.power_on(&pc).unwrap();
    }
    for (pc, moment) in office.pcs().into_iter().zip(moments) {
        tells_the_truth(&office, &pc, moment);
    }
    round.kill().unwrap();
    round.wait().unwrap();
    let shown = office.json(&["pcs", "--json"]);
    assert!(shown.iter().all(|pc| pc["state"] != "working"), "{shown:?}");
}

fn wait_for(office: &Office, pc: &str, moment: &Moment) {
    let begun = Instant::now();
    let is_so = || office.lab.exec(pc, ["sh", "-c", moment.shell]).is_ok_and(|status| status.success());
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(240), "{pc} never got there: {}", moment.what);
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn tells_the_truth(office: &Office, pc: &str, moment: &Moment) {
    let begun = Instant::now();
    wait_until(Duration::from_secs(240), "the job ends after the start", || {
        office.events_on(pc).contains("\"type\":\"job_ended\"")
    });
    println!("{pc}, {}: the end was told {:?} after it was looked for", moment.what, begun.elapsed());
    let events = is_told_once_and_truly(office, pc, moment.what);
    assert_eq!(of_type(&events, "job_accepted").len(), 1, "{pc}, {}: {events:#?}", moment.what);
    what_is_not_whole_is_not_called_done(office, pc, &events, moment.what);
}

/// A package that was cut off while it was unpacked has to be fetched anew: until then it is told, and the PC is
/// not green.
fn what_is_not_whole_is_not_called_done(office: &Office, pc: &str, events: &[Value], context: &str) {
    let states =
        office.lab.succeed(pc, ["dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\\n"]).unwrap();
    for line in states.lines() {
        let (state, name) = line.split_once(' ').unwrap();
        if !["installed", "config-files", "not-installed"].contains(&state) {
            println!("{pc}: {name} is {state}");
            let told = of_type(events, "update_ended")
                .into_iter()
                .find(|ended| parts(ended["id"].as_str().unwrap()).0 == name);
            assert!(told.is_some_and(|ended| ended["outcome"] == "failed"), "{line}: {context}");
            let shown = office.json(&["pcs", "--json"]);
            let shown = shown.iter().find(|shown| shown["name"] == pc).unwrap();
            assert!(shown["state"] != "up_to_date", "{line}: {shown}");
        }
    }
}
