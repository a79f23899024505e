//! A full disk under the manager's own folder.

use std::time::Duration;

use patchround_lab::{Initial, MANAGER};
use serde_json::Value;

use crate::disk::Disk;
use crate::halfway::{Running, hold, let_go, wait_until_held};
use crate::office::{Office, wait_until};
use crate::truth::is_told_once_and_truly;

const FOLDER: &str = "/root/.local/share/patchround";
const SENTENCE: &str = "The disk of this computer is full.";

#[test]
fn a_full_disk_of_the_manager_is_said_and_nothing_is_lost_or_ordered_twice() {
    let Some(office) = Office::up("managerfull", 1, Initial::Easy) else { return };
    let disk = Disk::under(&office, MANAGER, FOLDER);
    disk.make_tiny();
    says_so(&office, &["init", "--office", "Lab Office", "--person", "Ann"]);
    disk.make_room();
    office.init();
    disk.fill();
    says_so(&office, &["code"]);
    disk.make_room();
    joins(&office);

    disk.fill();
    for words in [&["check"][..], &["update", "--all", "--yes"], &["code"], &["pcs"], &["record"]] {
        says_so(&office, words);
    }
    assert!(!office.events_on("pc1").contains("job_accepted"), "nothing was ordered");
    disk.make_room();
    the_disk_fills_up_in_the_middle_of_a_round(&office, &disk);
    what_the_pc_did_alone_is_learned_once_there_is_room(&office);
}

fn joins(office: &Office) {
    let code = office.code();
    let window = office.open_window("pc1", &code);
    let (exit, printed) = office.patchround(&["add", "10.77.0.11"]);
    assert_eq!((exit, window.wait()), (0, 0), "{printed}");
}

fn says_so(office: &Office, words: &[&str]) {
    let (exit, printed) = office.patchround(words);
    assert_eq!((exit, printed.matches(SENTENCE).count()), (1, 1), "patchround {words:?}: {printed}");
}

fn the_disk_fills_up_in_the_middle_of_a_round(office: &Office, disk: &Disk<'_>) {
    hold(office, "pc1");
    let round = Running::start(office, &["update", "--all", "--yes"]);
    wait_until_held(office, "pc1");
    disk.fill();
    let_go(office, "pc1");
    let (exit, printed) = round.end();
    assert_eq!((exit, printed.matches(SENTENCE).count()), (1, 1), "{printed}");
    wait_until(Duration::from_secs(60), "the PC goes on alone", || {
        office.events_on("pc1").contains("\"type\":\"job_ended\"")
    });
    disk.make_room();
}

fn what_the_pc_did_alone_is_learned_once_there_is_room(office: &Office) {
    let (exit, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(exit, 0, "{printed}");
    let record = office.json(&["record", "--json"]);
    let told: Vec<&Value> = record.iter().filter(|line| line["what"] == "update_ended").collect();
    let mut ids: Vec<String> = told.iter().map(|line| line["id"].to_string()).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert!(all > 5 && ids.len() == all, "each once: {told:#?}");
    assert!(told.iter().all(|line| line["outcome"] == "done"), "{told:#?}");
    is_told_once_and_truly(office, "pc1", "with the disk of its manager full");
    assert_eq!(office.json(&["pcs", "--json"])[0]["state"], "up_to_date");
}
