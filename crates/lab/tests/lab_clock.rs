//! Clocks that jump under the helper's real programs in the middle of a job.
//!
//! libfaketime shows the programs another time. The clock of this machine, which all PCs share, is never set.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the hands of another test, which needs more of them")]

#[path = "lab_clock/clocks.rs"]
mod clocks;
#[path = "lab_main_job/halfway.rs"]
mod halfway;
#[path = "lab_main_job/hour.rs"]
mod hour;
#[path = "lab_main_job/listed.rs"]
mod listed;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_main_job/truth.rs"]
mod truth;

use std::thread;
use std::time::Duration;

use clocks::{Half, both, has_clocks_of_its_own, set};
use halfway::{Running, hold, let_go, wait_until_held};
use jiff::Timestamp;
use listed::is_listed;
use office::{Office, lines, wait_until};
use patchround_lab::Initial;
use serde_json::Value;
use truth::{is_told_once_and_truly, of_type};

const UPDATE: &str = "apt:pr-tool-a:all@1.1";
/// How the clock of each PC jumps, one after the other, in the middle of its job, and how many hours off it is then.
const JUMPS: [(&str, &[&str], i64); 3] =
    [("pc1", &["+3d"], 72), ("pc2", &["-2d"], -48), ("pc3", &["+3d", "-2d"], -48)];
/// The network half asks root about a silent job after three seconds: so both halves see each time.
const LOOKED_AT: Duration = Duration::from_secs(4);
/// So soon after the end of a job what is known of the PC is true.
const SOON: Duration = Duration::from_secs(5);

#[test]
fn a_clock_that_jumps_in_the_middle_of_a_job_costs_nothing_and_the_next_waits_until_it_is_right() {
    let Some(office) = Office::up("jumps", 3, Initial::Easy) else { return };
    for pc in office.pcs() {
        has_clocks_of_its_own(&office, &pc);
    }
    office.found_and_join_all();
    the_clocks_jump_while_an_update_goes_in(&office);
    nothing_is_begun_by_wrong_clocks(&office);
    nothing_is_begun_by_a_root_half_whose_clock_alone_is_wrong(&office, "pc2");

    all_clocks_are(&office, "+0");
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 0, "{printed}");
    for pc in office.pcs() {
        is_told_once_and_truly(&office, &pc, "once its clock was right");
    }
    let pcs = office.json(&["pcs", "--json"]);
    assert!(pcs.iter().all(|pc| pc["state"] == "up_to_date"), "{pcs:?}");
}

fn all_clocks_are(office: &Office, to: &str) {
    office.pcs().iter().for_each(|pc| both(office, pc, to));
}

fn the_clocks_jump_while_an_update_goes_in(office: &Office) {
    office.pcs().iter().for_each(|pc| hold(office, pc));
    let round = Running::start(office, &["update", "--id", UPDATE, "--yes", "--json"]);
    office.pcs().iter().for_each(|pc| wait_until_held(office, pc));
    for turn in 0..2 {
        for (pc, times, _) in JUMPS {
            times.get(turn).into_iter().for_each(|to| both(office, pc, to));
        }
        thread::sleep(LOOKED_AT);
    }
    office.pcs().iter().for_each(|pc| let_go(office, pc));
    wait_until(Duration::from_secs(60), "the jobs end", || {
        office.pcs().iter().all(|pc| office.events_on(pc).contains("\"type\":\"job_ended\""))
    });
    wait_until(SOON, "the state is true", || office.pcs().iter().all(|pc| is_listed(office, pc)));

    let (code, printed) = round.end();
    assert_eq!(code, 0, "{printed}");
    assert_eq!(steps(&printed), vec![("done".to_owned(), Value::Null); 3], "{printed}");
    for (pc, _, hours) in JUMPS {
        let events = is_told_once_and_truly(office, pc, "after its clock jumped");
        assert_eq!(hours_off(of_type(&events, "job_ended")[0]), hours, "{pc}: {events:#?}");
        let journal = lines(&office.read(pc, "/var/lib/patchround-root/journal.ndjson"));
        let ended = journal.iter().rfind(|act| act["act"] == "ended").unwrap();
        assert_eq!(hours_off(ended), hours, "{pc}: {journal:#?}");
    }
}

fn hours_off(told: &Value) -> i64 {
    let time: Timestamp = told["time"].as_str().unwrap().parse().unwrap();
    (time.duration_since(Timestamp::now()).as_secs() + 1800).div_euclid(3600)
}

/// The outcome and cause of every step of a round, PC by PC.
fn steps(printed: &str) -> Vec<(String, Value)> {
    let end = lines(printed).pop().unwrap();
    let pcs = end["pcs"].as_array().unwrap_or_else(|| panic!("{printed}"));
    let steps = pcs.iter().flat_map(|pc| pc["steps"].as_array().unwrap());
    steps.map(|step| (step["outcome"].as_str().unwrap().to_owned(), step["cause"].clone())).collect()
}

fn nothing_is_begun_by_wrong_clocks(office: &Office) {
    nothing_is_begun_but_the_clock_named(office, &["update", "--all", "--yes", "--json"]);
    let pcs = office.json(&["pcs", "--json"]);
    assert!(pcs.iter().all(|pc| pc["state"] == "needs_person"), "{pcs:?}");
}

/// The other half, and the manager, would let the order through.
fn nothing_is_begun_by_a_root_half_whose_clock_alone_is_wrong(office: &Office, pc: &str) {
    all_clocks_are(office, "+0");
    set(office, pc, Half::Root, "-3d");
    nothing_is_begun_but_the_clock_named(office, &["update", "--pc", pc, "--yes", "--json"]);
    let events = is_told_once_and_truly(office, pc, "while the clock of its root half was wrong");
    let last = of_type(&events, "job_ended").pop().unwrap();
    assert_eq!((&last["outcome"], &last["cause"]), (&"failed".into(), &"clock_wrong".into()), "{events:#?}");
}

fn nothing_is_begun_but_the_clock_named(office: &Office, words: &[&str]) {
    let left: Vec<_> = office.pcs().iter().map(|pc| office.apt_would_upgrade(pc)).collect();
    let (code, printed) = office.patchround(words);
    assert_eq!(code, 1, "{printed}");
    let steps = steps(&printed);
    let refused = ("failed".to_owned(), Value::from("clock_wrong"));
    assert!(!steps.is_empty() && steps.iter().all(|step| *step == refused), "{printed}");
    let still: Vec<_> = office.pcs().iter().map(|pc| office.apt_would_upgrade(pc)).collect();
    assert!(left == still && left.iter().all(|left| left.contains_key("pr-tool-b")), "{still:?}");
}
