//! Old and new together: helpers of other versions in one office with today's manager.
//!
//! Needs root, and the packages that `cargo xtask test` builds and names in the environment.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]

#[expect(dead_code, reason = "the hands of another test, which needs more of them")]
#[path = "lab_main_job/office.rs"]
mod office;

use std::collections::BTreeMap;
use std::path::PathBuf;

use office::{Office, lines};
use patchround_lab::Initial;
use serde_json::Value;

/// pc1 is of today, pc2 of the version before, pc3 of a later one.
#[test]
fn a_helper_of_the_version_before_and_one_of_a_later_version_are_updated_with_todays() {
    let Some([earlier, later]) = other_helpers() else { return };
    let Some(office) = Office::up("skew", 3, Initial::Easy) else { return };
    office.lab.install("pc2", &earlier).unwrap();
    office.lab.install("pc3", &later).unwrap();
    let program = |pc: &str| office.lab.succeed(pc, ["sha256sum", "/usr/bin/patchround-helper"]).unwrap();
    assert!(program("pc1") != program("pc2") && program("pc1") != program("pc3"));
    for pc in ["pc2", "pc3"] {
        office.lab.succeed(pc, ["systemctl", "restart", "patchround-helper.service"]).unwrap();
    }

    office.found_and_join_all();
    let versions: Vec<Value> =
        office.json(&["pcs", "--json"]).iter().map(|pc| pc["helper_version"].clone()).collect();
    assert_eq!(versions, ["0.1.0", "0.1.0", "0.2.0"]);
    for pc in office.pcs() {
        let listed: BTreeMap<String, String> = office
            .json(&["updates", "--pc", &pc, "--json"])
            .iter()
            .map(|update| (text(&update["package"]), text(&update["candidate"])))
            .collect();
        assert_eq!(listed, office.apt_would_upgrade(&pc), "on {pc}");
    }
    let (code, printed) = office.patchround(&["check", "--json"]);
    assert_eq!(code, 0, "{printed}");
    all_are_updated(&office);
    what_is_too_new_for_a_helper_is_told_by_its_true_name(&office);
}

/// The version before knows no restart.
fn what_is_too_new_for_a_helper_is_told_by_its_true_name(office: &Office) {
    let (code, printed) = office.patchround(&["restart", "pc2", "--json"]);
    assert_eq!(code, 1, "{printed}");
    let end = lines(&printed).pop().unwrap();
    let step = &end["pcs"][0]["steps"][0];
    assert_eq!((&step["outcome"], &step["cause"]), (&"failed".into(), &"helper_too_old".into()), "{end}");
    let (code, printed) = office.patchround(&["restart", "pc2"]);
    assert!(
        code == 1 && printed.contains("too old") && printed.contains("newest patchround-helper"),
        "{printed}"
    );
    let record = office.json(&["record", "--json"]);
    let told = |line: &&Value| line["what"] == "restart_ended" && line["cause"] == "helper_too_old";
    assert_eq!(record.iter().filter(told).count(), 2, "{record:?}");
}

fn all_are_updated(office: &Office) {
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("\"phase\":\"unknown\""), "the later helper has words of its own: {printed}");
    let end = lines(&printed).pop().unwrap();
    for pc in end["pcs"].as_array().unwrap() {
        assert_eq!(pc["outcome"], "done", "{pc}");
        assert!(!pc["steps"].as_array().unwrap().is_empty(), "{pc}");
    }
    for pc in office.pcs() {
        assert_eq!(office.apt_would_upgrade(&pc), BTreeMap::new(), "on {pc}");
    }
    let pcs = office.json(&["pcs", "--json"]);
    assert!(pcs.iter().all(|pc| pc["state"] == "up_to_date"), "{pcs:?}");
    let record = office.json(&["record", "--json"]);
    for pc in office.pcs() {
        let ended =
            |line: &&Value| line["what"] == "update_ended" && line["pc"] == *pc && line["outcome"] == "done";
        assert!(record.iter().filter(ended).count() > 1, "{pc}: {record:?}");
    }
}

/// The packages of the version before and of a later one; `None` where they were not built, which with `CI=true` is
/// a failure.
fn other_helpers() -> Option<[PathBuf; 2]> {
    let built = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let both = built("PATCHROUND_EARLIER_HELPER_DEB").zip(built("PATCHROUND_LATER_HELPER_DEB"));
    if both.is_none() {
        patchround_trial::leave_out("`cargo xtask test` builds the helpers of other versions and names them");
    }
    both.map(|(earlier, later)| [earlier, later])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
