//! The main job on real PCs: found, joined, read, updated, verified; and what happens when it goes wrong.
//!
//! Needs root, and the packages that `cargo xtask test` builds and names in `PATCHROUND_HELPER_DEB` and
//! `PATCHROUND_CLI`.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]

#[path = "lab_main_job/bad_input.rs"]
mod bad_input;
#[path = "lab_main_job/office.rs"]
mod office;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use office::{Office, lines, wait_until};
use patchround_lab::Initial;
use serde_json::Value;

/// Every update of the awkward archive that can be installed without anybody's help.
const CAN_BE_DONE: [&str; 15] = [
    "pr-tool-a",
    "pr-tool-b",
    "pr-tool-c",
    "pr-tool-d",
    "pr-tool-e",
    "pr-secure",
    "pr-overtaken",
    "pr-slow",
    "pr-conffile",
    "pr-newdep",
    "pr-major",
    "pr-huge",
    "pr-big",
    "pr-debconf",
    "pr-service",
];

/// Every other one, with how it must end and why.
const CANNOT: [(&str, &str, &str); 5] = [
    ("pr-failing", "failed", "package_script_failed"),
    ("pr-asks", "failed", "asks_question"),
    ("pr-base", "needs_person", "would_remove"),
    ("pr-held", "needs_person", "held"),
    ("pr-kernel", "needs_restart", "restart_to_finish"),
];

#[test]
fn a_round_over_five_pcs_updates_all_that_can_be_and_names_the_rest_with_its_cause() {
    let Some(office) = Office::up("round", 5, Initial::Awkward) else { return };
    office.found_and_join_all();
    every_pc_is_read_as_apt_reads_it(&office);

    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 1, "something did not work, so the exit code says so:\n{printed}");
    let result = lines(&printed).pop().expect("update prints its result last");
    let pcs = result["pcs"].as_array().expect("the last line has the PCs");
    assert_eq!(pcs.len(), 5, "{result}");
    for pc in pcs {
        assert_eq!(pc["outcome"], "failed", "the worst of its steps: {pc}");
        every_update_ended_as_it_must(pc);
    }
    for pc in office.pcs() {
        every_outcome_is_true_in_the_package_database(&office, &pc);
    }
    a_second_round_has_nothing_left_that_it_can_do(&office);
}

fn every_pc_is_read_as_apt_reads_it(office: &Office) {
    for pc in office.pcs() {
        let ours: Vec<Value> = office.json(&["updates", "--pc", &pc, "--json"]);
        let shown: BTreeMap<String, String> = ours
            .iter()
            .filter(|update| update["held"].is_null() && update["phased"] == false)
            .map(|update| (text(&update["package"]), text(&update["candidate"])))
            .collect();
        assert_eq!(shown, office.apt_would_upgrade(&pc), "on {pc}");
        let held: BTreeSet<String> =
            ours.iter().filter(|u| !u["held"].is_null()).map(|u| text(&u["package"])).collect();
        assert_eq!(held, BTreeSet::from(["pr-held".to_owned()]));
        let security: BTreeSet<String> =
            ours.iter().filter(|u| u["class"] == "security").map(|u| text(&u["package"])).collect();
        assert_eq!(
            security,
            ["pr-kernel", "pr-overtaken", "pr-secure"].map(str::to_owned).into(),
            "a fix the candidate has overtaken is still a security fix"
        );
        let big = |update: &&Value| update["substantial"]["why"] != serde_json::json!([]);
        let big: BTreeSet<String> = ours.iter().filter(big).map(|update| text(&update["package"])).collect();
        assert_eq!(
            big,
            BTreeSet::from(["pr-base".to_owned()]),
            "it removes something; nobody sees the others"
        );
    }
}

fn every_update_ended_as_it_must(pc: &Value) {
    let steps = pc["steps"].as_array().expect("a PC has steps");
    let ended: BTreeMap<String, (String, Value)> = steps
        .iter()
        .filter(|step| step["repair"] != true)
        .map(|step| (package(&text(&step["id"])), (text(&step["outcome"]), step["cause"].clone())))
        .collect();
    for name in CAN_BE_DONE {
        assert_eq!(ended.get(name), Some(&("done".to_owned(), Value::Null)), "{name} on {}", pc["pc"]);
    }
    for (name, outcome, cause) in CANNOT {
        assert_eq!(ended.get(name), Some(&(outcome.to_owned(), cause.into())), "{name} on {}", pc["pc"]);
    }
    assert_eq!(ended.len(), CAN_BE_DONE.len() + CANNOT.len(), "each update once: {ended:?}");
}

fn every_outcome_is_true_in_the_package_database(office: &Office, pc: &str) {
    let left = office.apt_would_upgrade(pc);
    for name in CAN_BE_DONE.into_iter().chain(["pr-kernel"]) {
        assert!(!left.contains_key(name), "{name} is still offered on {pc}");
        assert!(office.installed(pc, name).starts_with("installed "), "{name} on {pc}");
    }
    assert_eq!(office.installed(pc, "pr-base"), "installed 1.0");
    assert_eq!(office.installed(pc, "pr-plugin"), "installed 1.0", "nobody agreed to lose it");
    assert_eq!(office.installed(pc, "pr-held"), "installed 1.0");
    assert_eq!(office.installed(pc, "pr-asks"), "installed 1.0");
    assert_eq!(office.installed(pc, "pr-failing"), "half-configured 1.1");
    let settings = office.read(pc, "/etc/patchround-lab/printer.conf");
    assert_eq!(settings.trim(), "setting=2.0", "an untouched settings file is renewed");
}

fn a_second_round_has_nothing_left_that_it_can_do(office: &Office) {
    let pcs = office.json(&["pcs", "--json"]);
    assert!(pcs.iter().all(|pc| pc["state"] != "up_to_date"), "nothing unfinished is green: {pcs:?}");
    assert!(pcs.iter().all(|pc| pc["restart_pending"] == true), "{pcs:?}");
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_ne!(code, 0, "{printed}");
}

#[test]
fn killing_the_manager_in_mid_round_loses_nothing() {
    let Some(office) = Office::up("killed", 2, Initial::Awkward) else { return };
    office.found_and_join_all();
    office.start_and_kill_a_round();
    for pc in office.pcs() {
        wait_until(Duration::from_secs(120), "the PC carries its job on alone", || {
            office.installed(&pc, "pr-slow") == "installed 1.1"
                && office.events_on(&pc).contains("\"type\":\"job_ended\"")
        });
    }
    let record = office.patchround(&["record", "--json"]).1;
    for pc in office.pcs() {
        assert!(record.contains(&pc), "{record}");
    }
    let slow = lines(&record).into_iter().flat_map(|row| match row {
        Value::Array(rows) => rows,
        row => vec![row],
    });
    let ended =
        slow.filter(|row| row.to_string().contains("apt:pr-slow") && row.to_string().contains("done"));
    assert_eq!(ended.count(), 2, "both PCs' results were read afterwards: {record}");
    let pcs = office.json(&["pcs", "--json"]);
    assert!(pcs.iter().all(|pc| pc["state"] != "working"), "{pcs:?}");
}

#[test]
fn an_apt_that_exits_0_and_changes_nothing_is_not_believed() {
    let Some(office) = Office::up("liar", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    office.replace_apt_get_by_one_that_only_says_yes("pc1");
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 1, "{printed}");
    let result = lines(&printed).pop().unwrap();
    let steps = result["pcs"][0]["steps"].as_array().unwrap().clone();
    assert!(!steps.is_empty());
    for step in steps {
        assert_eq!(
            (&step["outcome"], &step["cause"]),
            (&"failed".into(), &"installed_but_not_verified".into())
        );
    }
    let (_, record) = office.patchround(&["record", "--json"]);
    assert!(!record.contains("\"outcome\":\"done\""), "{record}");
}

fn what_faces_the_network_is_not_root(office: &Office) {
    let users = office.lab.succeed("pc1", ["ps", "-eo", "user:20,args"]).unwrap();
    let serving = users.lines().filter(|line| line.contains("/patchround-helper serve"));
    let owners: Vec<_> = serving.filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(owners, ["patchround"], "{users}");
}

#[test]
fn three_easy_pcs_end_up_to_date_and_then_there_is_nothing_to_update() {
    let Some(office) = Office::up("easy", 3, Initial::Easy) else { return };
    office.found_and_join_all();
    what_faces_the_network_is_not_root(&office);
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("3 of 3 PCs are up to date."), "{printed}");
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 0, "nothing to update is not an error: {printed}");
    assert!(printed.contains("3 of 3 PCs are up to date."), "{printed}");
    assert!(office.json(&["pcs", "--json"]).iter().all(|pc| pc["state"] == "up_to_date"));

    office.lab.power_off("pc2").unwrap();
    let (_, printed) = office.patchround(&["pcs", "--json"]);
    let off = lines(&printed)[0].as_array().unwrap().iter().find(|pc| pc["name"] == "pc2").cloned().unwrap();
    assert_eq!(off["state"], "not_seen", "a PC that is off is never green: {off}");
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 4, "{printed}");
    office.lab.power_off("pc3").unwrap();
    for _ in 0..7 {
        let pcs = office.json(&["pcs", "--json"]);
        let silent: Vec<_> =
            pcs.iter().filter(|pc| pc["state"] == "not_seen").map(|pc| &pc["name"]).collect();
        assert_eq!(silent, ["pc2", "pc3"], "looking for silent PCs does not make another one shut us out");
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn package(id: &str) -> String {
    id.trim_start_matches("apt:").split([':', '@']).next().unwrap_or_default().to_owned()
}
