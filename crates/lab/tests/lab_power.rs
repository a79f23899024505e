//! Power cuts on real PCs, walked: one undisturbed job shows every mark that a job leaves on the disk; then the plug
//! is pulled at each of them, and after the start the PC ends with the truth in time, having lost nothing and done
//! nothing twice.
//!
//! What is lost is what processes held in memory; the lab cannot lose a disk's cache.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "what was measured is to be read")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the hands of another test, which needs more of them")]

#[path = "lab_main_job/hour.rs"]
mod hour;
#[path = "lab_main_job/listed.rs"]
mod listed;
#[path = "lab_power/marks.rs"]
mod marks;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_power/restart.rs"]
mod restart;
#[path = "lab_power/same_job.rs"]
mod same_job;
#[path = "lab_main_job/truth.rs"]
mod truth;

use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use marks::Watch;
use office::{Office, lines};
use patchround_lab::{Initial, MANAGER};
use restart::{Timed, ends, the_truth_after_the_start};
use same_job::Left;
use serde_json::Value;
use truth::{is_told_once_and_truly, of_type, parts};

/// PCs that do the same job at the same time, each cut at another mark.
const PCS: usize = 4;
/// How many marks the usual run cuts at, as far apart as they can be.
const SPREAD: usize = 8;
/// So soon after the start of the halves the truth is told, besides the repair's own time.
const SOON: Duration = Duration::from_secs(5);
/// Of the marks that are found these must be: at each of them a different part of the job is half done.
const MATTER: [&str; 16] = [
    "job file",
    "log: job_accepted",
    "log: job_started",
    "order of step 0",
    "journal: begun, step 0",
    "progress: downloading, step 0",
    "progress: installing, step 0",
    "dpkg: status half-installed pr-tool-a:all 1.0",
    "dpkg: status unpacked pr-slow:all 1.1",
    "pr-slow: begin configure",
    "pr-slow: end configure",
    "progress: verifying, step 0",
    "progress: step_ended, step 0",
    "journal: ended, step 0",
    "log: step_ended, step 0",
    "log: job_ended",
];

const STATES: &str = "-f=${db:Status-Status} ${db:Status-Eflag} ${Package} ${Version}\\n";

#[test]
fn after_a_power_cut_at_a_spread_of_the_marks_of_a_job_a_pc_tells_the_truth_in_time() {
    walk("power", |marks| {
        (0..SPREAD).map(|n| marks[(2 * n + 1) * marks.len() / (2 * SPREAD)].clone()).collect()
    });
}

#[test]
#[ignore = "every mark, for `cargo xtask test --long`"]
fn after_a_power_cut_at_every_mark_of_a_job_a_pc_tells_the_truth_in_time() {
    walk("powerlong", |marks| marks);
}

fn walk(name: &str, choose: fn(Vec<String>) -> Vec<String>) {
    let Some(office) = Office::up(name, PCS, Initial::Easy) else { return };
    on_each(&office, |pc| same_job::prepare(&office, pc));
    office.found_and_join_all();
    let marks = marks_of_an_undisturbed_job(&office);
    println!("{} marks: {marks:#?}", marks.len());
    let missing: Vec<_> = MATTER.iter().filter(|wanted| !marks.iter().any(|mark| mark == *wanted)).collect();
    assert!(missing.is_empty(), "a job leaves them: {missing:?}");
    let mut all = Vec::new();
    for marks in choose(marks).chunks(PCS) {
        all.extend(cut(&office, marks));
        the_next_round_brings_what_is_missing(&office);
    }
    in_time(&all);
}

fn on_each(office: &Office, work: impl Fn(&str) + Sync) {
    thread::scope(|scope| {
        for pc in office.pcs() {
            let work = &work;
            scope.spawn(move || work(&pc));
        }
    });
}

fn marks_of_an_undisturbed_job(office: &Office) -> Vec<String> {
    on_each(office, |pc| same_job::offer(office, pc));
    let mut watch = Watch::start(office, "pc1");
    let mut round = start_round(office);
    let marks = watch.until_the_end();
    assert!(round.wait().unwrap().success());
    for pc in office.pcs() {
        is_told_once_and_truly(office, &pc, "undisturbed");
        assert_eq!(same_job::left(office, &pc), Left { is_set_up: true, times_set_up: 1 }, "{pc}");
    }
    marks
}

fn start_round(office: &Office) -> Child {
    let mut round = office.lab.command(MANAGER, ["patchround", "update", "--all", "--yes"]).unwrap();
    round.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A PC that lost its power at a mark.
struct Cut<'a> {
    pc: String,
    mark: &'a str,
    /// So many jobs it has taken, with the one that was cut off.
    jobs: usize,
    left: Left,
}

/// One round in which each PC loses its power at a mark of its own. One after the other is started again, so that
/// none is kept waiting by another.
fn cut(office: &Office, marks: &[String]) -> Vec<Timed> {
    on_each(office, |pc| same_job::offer(office, pc));
    let cuts = cut_off(office, marks);
    let timed = cuts.iter().map(|cut| start_again(office, cut)).collect();
    let shown = office.json(&["pcs", "--json"]);
    assert!(shown.iter().all(|pc| pc["state"] != "working"), "{shown:?}");
    timed
}

fn cut_off<'a>(office: &Office, marks: &'a [String]) -> Vec<Cut<'a>> {
    let pcs: Vec<String> = office.pcs().into_iter().take(marks.len()).collect();
    let watches: Vec<Watch> = pcs.iter().map(|pc| Watch::start(office, pc)).collect();
    let mut round = start_round(office);
    let cuts = thread::scope(|scope| {
        let cutting: Vec<_> = pcs
            .into_iter()
            .zip(marks)
            .zip(watches)
            .map(|((pc, mark), watch)| scope.spawn(move || pull_plug_at(office, pc, mark, watch)))
            .collect();
        cutting.into_iter().map(|cut| cut.join().unwrap()).collect()
    });
    round.kill().unwrap();
    round.wait().unwrap();
    cuts
}

fn pull_plug_at<'a>(office: &Office, pc: String, mark: &'a str, mut watch: Watch) -> Cut<'a> {
    let jobs = ends(office, &pc).len() + 1;
    assert!(watch.until(mark), "{pc} never got there: {mark}");
    let left = same_job::left(office, &pc);
    office.lab.pull_plug(&pc).unwrap();
    Cut { pc, mark, jobs, left }
}

fn start_again(office: &Office, cut: &Cut<'_>) -> Timed {
    office.lab.power_on(&cut.pc).unwrap();
    let timed = the_truth_after_the_start(office, &cut.pc, cut.mark, cut.jobs);
    println!("{timed}");
    nothing_is_lost_half_done_or_done_twice(office, cut);
    timed
}

/// What dpkg had written down as set up is not set up once more. What it had not it cannot know, however far the
/// package's script had come.
fn nothing_is_lost_half_done_or_done_twice(office: &Office, Cut { pc, mark, jobs, left }: &Cut<'_>) {
    let events = is_told_once_and_truly(office, pc, mark);
    assert_eq!(of_type(&events, "job_accepted").len(), *jobs, "{pc}, {mark}: {events:#?}");
    let now = same_job::left(office, pc);
    let since = usize::from(now.is_set_up && !left.is_set_up);
    assert_eq!(now.times_set_up, left.times_set_up + since, "{pc}, {mark}: {events:#?}");
    what_is_not_whole_is_not_called_done(office, pc, &events, mark);
}

/// Also what dpkg itself cannot finish: the repair that a round begins with has apt unpack it anew.
fn the_next_round_brings_what_is_missing(office: &Office) {
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    let end = lines(&printed).pop().unwrap();
    let pcs = end["pcs"].as_array().unwrap();
    let mut steps = pcs.iter().flat_map(|pc| pc["steps"].as_array().unwrap());
    assert!(code == 0 && steps.all(|step| step["outcome"] == "done"), "{printed}");
    for pc in office.json(&["pcs", "--json"]) {
        let states = office.lab.succeed(pc["name"].as_str().unwrap(), ["dpkg-query", "-W", STATES]).unwrap();
        let broken = states.lines().find(|line| line.contains("reinstreq"));
        assert_eq!((&pc["state"], broken), (&"up_to_date".into(), None), "{pc}");
    }
}

/// A package that was cut off while it was unpacked has to be fetched anew, as dpkg itself says (`reinstreq` in
/// dpkg-query(1)): until then it is told, and the PC is not green. Nothing else is left half done.
fn what_is_not_whole_is_not_called_done(office: &Office, pc: &str, events: &[Value], context: &str) {
    for line in office.lab.succeed(pc, ["dpkg-query", "-W", STATES]).unwrap().lines() {
        let [state, flag, name, version] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        if !["installed", "config-files", "not-installed"].contains(&state) {
            println!("    {name} is {state} ({version})");
            assert_eq!(flag, "reinstreq", "{pc}, {context}: {line}");
            let told = of_type(events, "update_ended")
                .into_iter()
                .rfind(|ended| parts(ended["id"].as_str().unwrap()).0 == name);
            assert!(told.is_some_and(|ended| ended["outcome"] == "failed"), "{line}: {context}");
            let shown = office.json(&["pcs", "--json"]);
            let shown = shown.iter().find(|shown| shown["name"] == pc).unwrap();
            assert!(shown["state"] != "up_to_date", "{line}: {shown}");
        }
    }
}

fn in_time(all: &[Timed]) {
    let slowest = all.iter().max_by_key(|timed| timed.beyond_repair()).unwrap();
    println!("{} marks; the slowest: {slowest}", all.len());
    let late: Vec<String> =
        all.iter().filter(|timed| timed.beyond_repair() > SOON).map(ToString::to_string).collect();
    assert!(late.is_empty(), "told too late: {late:#?}");
}
