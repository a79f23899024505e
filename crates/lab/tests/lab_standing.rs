//! The standing policy on real PCs, with no manager present: fetched, installed and restarted at night.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_main_job/hour.rs"]
mod hour;
#[path = "lab_main_job/office.rs"]
mod office;

use std::time::Duration;

use hour::it_is;
use office::{Office, lines, wait_until};
use patchround_lab::{Initial, MANAGER, Options, System};

/// A PC is left alone for ten minutes after it was switched on; the rest is for a slow machine.
const LONGEST: Duration = Duration::from_secs(18 * 60);

#[test]
#[ignore = "a PC waits ten minutes before it acts by itself: for `cargo xtask test --long`"]
fn at_night_and_with_the_manager_off_a_pc_puts_in_its_security_updates_and_restarts_by_itself() {
    let Some(office) = Office::up("standing", 1, Initial::Awkward) else { return };
    it_is(&office, "pc1", 1);
    office.lab.succeed("pc1", ["systemctl", "restart", "patchround-helper"]).unwrap();
    office.found_and_join_all();
    office.lab.power_off(MANAGER).unwrap();
    wait_until(LONGEST, "the PC restarts by itself", || {
        let events = office.events_on("pc1");
        lines(&events).iter().any(|event| event["verb"] == "restart" && event["outcome"] == "done")
    });
    let events = lines(&office.events_on("pc1"));
    let began = |verb: &str| {
        events.iter().filter(|event| event["type"] == "step_started" && event["verb"] == verb).count()
    };
    assert_eq!((began("download"), began("install"), began("restart")), (1, 1, 1), "{events:#?}");
    assert!(events.iter().all(|event| event["type"] != "job_accepted"), "no manager ordered anything");
    for (package, version) in [("pr-secure", "1.0+deb12u1"), ("pr-overtaken", "1.1"), ("pr-kernel", "6.2")] {
        assert_eq!(office.installed("pc1", package), format!("installed {version}"), "{events:#?}");
    }
    assert_eq!(office.installed("pc1", "pr-tool-a"), "installed 1.0", "only security goes in by itself");
}

#[test]
#[ignore = "a PC waits ten minutes before it acts by itself: for `cargo xtask test --long`"]
fn at_night_pcs_with_rpm_put_in_their_security_updates_by_themselves_as_those_with_apt_do() {
    let systems = vec![System::Dnf, System::Zypper];
    let options = Options { pcs: systems.len(), systems, initial: Initial::Easy, ..Options::default() };
    let Some(office) = Office::of("standingrpm", options) else { return };
    for pc in ["pc1", "pc2"] {
        it_is(&office, pc, 1);
        office.lab.succeed(pc, ["systemctl", "restart", "patchround-helper"]).unwrap();
    }
    office.found_and_join_all();
    office.lab.power_off(MANAGER).unwrap();
    for pc in ["pc1", "pc2"] {
        let is_fix = |event: &serde_json::Value| {
            event["outcome"] == "done" && event["id"].as_str().is_some_and(|id| id.contains("pr-secure."))
        };
        wait_until(LONGEST, "the PC installs by itself", || lines(&office.events_on(pc)).iter().any(is_fix));
        let version = |name: &str| {
            office.lab.succeed(pc, ["rpm", "-q", "--qf", "%{VERSION}-%{RELEASE}", name]).unwrap()
        };
        assert_eq!(version("pr-secure"), "1.0-2", "{pc}");
        assert_eq!(version("pr-tool-a"), "1.0-1", "{pc}: what is said to be no security update stays");
    }
}
