//! Causes provoked for real: each PC of one office has another trouble, and each is told by its true name
//! (docs/causes.md lists which cause is provoked where).
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_clock/clocks.rs"]
mod clocks;
#[path = "lab_main_job/hour.rs"]
mod hour;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_causes/rare.rs"]
mod rare;
#[path = "lab_causes/trouble.rs"]
mod trouble;

use std::{collections::BTreeMap, time::Duration};

use office::{Office, lines, wait_until};
use patchround_lab::Initial;
use serde_json::Value;

/// Makes something wrong on a PC.
type Spoil = fn(&Office, &str);
/// A PC with what is wrong with its source of updates, and the cause that has to be told.
type Wrong = (&'static str, Spoil, &'static str);
/// A PC with what is wrong when its updates are installed, the update it strikes, and the cause that has to be told.
type Struck = (&'static str, Spoil, &'static str, &'static str);

const SOURCES: [Wrong; 6] = [
    ("pc1", trouble::another_key, "signature_missing"),
    ("pc2", trouble::no_such_suite, "repo_gone"),
    ("pc3", trouble::lists_that_expire_at_once, "list_expired"),
    ("pc5", |office, pc| trouble::server(office, pc, "503 Service Unavailable"), "server_fault"),
    ("pc6", |office, pc| trouble::server(office, pc, "403 Forbidden"), "server_refused"),
    ("pc7", trouble::another_label_before, "repo_renamed"),
];

const INSTALLING: [Struck; 8] = [
    ("pc1", |office, pc| trouble::listed_elsewhere(office, pc, "pr-tool-a"), "pr-tool-a", "file_gone"),
    (
        "pc1",
        |office, pc| trouble::listed_with_another_hash(office, pc, "pr-tool-b"),
        "pr-tool-b",
        "hash_mismatch",
    ),
    ("pc1", |_, _| (), "pr-asks", "asks_question"),
    ("pc1", |_, _| (), "pr-failing", "package_script_failed"),
    ("pc2", trouble::owner_of_a_file_of_pr_big, "pr-big", "file_conflict"),
    (
        "pc2",
        |office, pc| trouble::listed_with_a_need_nobody_meets(office, pc, "pr-service"),
        "pr-service",
        "deps_unsolvable",
    ),
    ("pc3", trouble::library_of_pr_newdep_half_configured, "pr-newdep", "other_failed"),
    ("pc5", trouble::folder_of_pr_big_read_only, "pr-big", "disk_unusable"),
];

#[test]
fn what_went_wrong_on_each_pc_is_told_by_its_true_name_and_costs_no_other_update() {
    let Some(office) = Office::up("causes", 7, Initial::Awkward) else { return };
    office.found_and_join_all();
    each_source_that_cannot_be_read_is_told(&office);
    each_update_that_does_not_go_in_is_told(&office);
    what_was_unpacked_by_half_is_repaired_by_the_next_round(&office);
    office.lab.power_off("pc7").unwrap();
    let (_, printed) = office.patchround(&["check", "--json"]);
    assert_eq!(ends(&printed)["pc7"][0]["cause"], "not_reachable", "{printed}");
}

fn each_source_that_cannot_be_read_is_told(office: &Office) {
    SOURCES.iter().for_each(|(pc, spoil, _)| {
        trouble::keep_sources(office, pc);
        spoil(office, pc);
    });
    let (code, printed) = office.patchround(&["check", "--json"]);
    assert_eq!(code, 1, "{printed}");
    let ends = ends(&printed);
    for (pc, _, cause) in SOURCES {
        let told: Vec<&Value> = ends[pc].iter().map(|step| &step["cause"]).collect();
        assert_eq!(told, [cause], "{pc}: {printed}");
        assert!(last_words(&ends[pc][0]).ends_with("[exit status 100]"), "{pc}: {printed}");
    }
    SOURCES.iter().for_each(|(pc, ..)| trouble::restore_sources(office, pc));
    let (code, printed) = office.patchround(&["check", "--json"]);
    assert_eq!(code, 0, "{printed}");
}

fn each_update_that_does_not_go_in_is_told(office: &Office) {
    INSTALLING.iter().for_each(|(pc, spoil, ..)| spoil(office, pc));
    trouble::set_up_step_that_fills_boot(office, "pc4");
    // What looks while a list is written anew sees none of it.
    wait_until(Duration::from_secs(60), "each PC has seen what became of its lists", || {
        office.json(&["pcs", "--json"]).iter().all(|pc| pc["updates"].as_u64().is_some_and(|many| many > 10))
    });
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 1, "{printed}");
    let ends = ends(&printed);
    for (pc, _, package, cause) in INSTALLING {
        let step = ends[pc].iter().find(|step| is_of(step, package));
        let step = step.unwrap_or_else(|| panic!("{package} on {pc}: {printed}"));
        assert_eq!((&step["outcome"], &step["cause"]), (&"failed".into(), &cause.into()), "{pc}: {step}");
    }
    the_last_two_hundred_lines_are_told(&ends["pc1"]);
    for (pc, steps) in ends.iter().filter(|(pc, _)| *pc != "pc3") {
        for package in ["pr-tool-c", "pr-tool-d", "pr-tool-e", "pr-secure", "pr-major", "pr-newdep"] {
            let step = steps.iter().find(|step| is_of(step, package));
            assert_eq!(
                step.map(|step| &step["outcome"]),
                Some(&"done".into()),
                "{package} on {pc}: {printed}"
            );
            assert!(office.installed(pc, package).starts_with("installed "), "{package} on {pc}");
        }
    }
}

/// Of what a package's script said before it failed; what it said at first is not.
fn the_last_two_hundred_lines_are_told(steps: &[Value]) {
    let longest = steps.iter().map(last_words).max_by_key(|words| words.lines().count()).unwrap();
    let said = |entry: u32| longest.contains(&format!("pr-failing: entry {entry} is moved\n"));
    assert_eq!((said(300), said(150), said(50)), (true, true, false), "{longest}");
    // Empty ones among the two hundred are not shown.
    assert!((170..=201).contains(&longest.lines().count()), "{longest}");
    assert!(longest.contains("pr-failing: migration error") && longest.starts_with("[...]\n"), "{longest}");
}

/// dpkg can set up neither of the two; apt has what they need. What fills the start-up disk of another PC is named.
fn what_was_unpacked_by_half_is_repaired_by_the_next_round(office: &Office) {
    trouble::half_unpacked(office, "pc6", "pr-tool-c");
    trouble::unpacked_without_what_it_needs(office, "pc7");
    let (_, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    let on_pc4 = &ends(&printed)["pc4"];
    let repair = on_pc4.iter().find(|step| step["repair"] == true).unwrap_or_else(|| panic!("{printed}"));
    assert_eq!(repair["cause"], "boot_full", "{repair}");
    assert_eq!(office.installed("pc6", "pr-tool-c"), "installed 1.1", "{printed}");
    assert_eq!(office.installed("pc7", "pr-newdep"), "installed 1.1", "{printed}");
    assert_eq!(office.installed("pc7", "pr-library"), "installed 2.0", "{printed}");
}

/// How each PC's steps ended.
fn ends(printed: &str) -> BTreeMap<String, Vec<Value>> {
    let end = lines(printed).pop().unwrap();
    let pcs = end["pcs"].as_array().unwrap_or_else(|| panic!("{printed}"));
    let steps = |pc: &Value| pc["steps"].as_array().cloned().unwrap_or_default();
    pcs.iter().map(|pc| (pc["pc"].as_str().unwrap().to_owned(), steps(pc))).collect()
}

fn is_of(step: &Value, package: &str) -> bool {
    step["id"].as_str().is_some_and(|id| id.starts_with(&format!("apt:{package}:")))
}

fn last_words(step: &Value) -> &str {
    step["details"].as_str().unwrap_or_default()
}
