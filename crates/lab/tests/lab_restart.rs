//! Restarts of real PCs: one waits for whoever is signed in, unless she says yes; is moved, taken back, made, and checked;
//! one that does not help is said to; three a day are enough; and a PC installs, is then switched off, and is sent what
//! would wake it.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the office is shared with `lab_main_job`, which uses all of it")]

#[path = "lab_restart/agreed.rs"]
mod agreed;
#[path = "lab_main_job/hour.rs"]
mod hour;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_restart/woken.rs"]
mod woken;

use std::{path::Path, time::Duration};

use hour::it_is;
use office::{Office, lines, wait_until};
use patchround_lab::Initial;
use serde_json::Value;

/// A PC of the lab is up again in seconds; the rest is for a slow machine.
const LONG: Duration = Duration::from_secs(240);
/// logind's note on a session, as `sd-login(3)` reads it.
const SESSION: &str = "/run/systemd/sessions/c99";
const ANA: &str = "# private\nUID=1999\nUSER=ana\nACTIVE=1\nIS_DISPLAY=1\nSTATE=active\nREMOTE=0\nTYPE=wayland\n\
                   CLASS=user\nSCOPE=session-c99.scope\n";
const POWER: &str = "/sys/class/power_supply";
/// Has a restart needed again after every start.
const NEEDY: &str = "/etc/tmpfiles.d/pr-needy.conf";

#[test]
fn a_restart_waits_for_people_is_moved_made_and_checked_and_three_a_day_are_enough() {
    let Some(office) = Office::up("restart", 2, Initial::Awkward) else { return };
    for pc in office.pcs() {
        it_is(&office, &pc, 12); // no PC does anything by itself meanwhile
        office.lab.succeed(&pc, ["systemctl", "restart", "patchround-helper"]).unwrap();
    }
    office.found_and_join_all();
    agreed::only_her_own_file_is_her_yes(&office, "pc2");
    let card = woken::give_a_card(&office, "pc2");
    office.lab.succeed("pc2", ["systemctl", "restart", "patchround-helper"]).unwrap();
    an_update_says_what_it_needs_a_restart_for(&office);
    on_the_last_of_its_battery_nothing_restarts(&office);
    while_ana_is_signed_in_nothing_restarts(&office);
    moved_and_taken_back(&office);
    once_she_is_gone_it_restarts_and_is_checked(&office);
    one_that_does_not_help_is_said_to(&office);
    three_a_day_are_enough(&office);
    a_pc_installs_and_is_then_switched_off(&office);
    woken::a_pc_that_is_off_gets_the_packet_from_another_pc(&office, "pc2", &card);
    a_pc_that_was_switched_off_is_on_again(&office);
}

fn an_update_says_what_it_needs_a_restart_for(office: &Office) {
    let (exit, printed) = office.patchround(&["update", "--yes", "--id", &id_of(office, "pr-kernel")]);
    assert_eq!(exit, 3, "{printed}");
    let pc = listed(office, "pc1");
    assert_eq!((&pc["restart_pending"], &pc["restart_for"][0]), (&true.into(), &"pr-kernel".into()), "{pc}");
    let (_, printed) = office.patchround(&["pcs"]);
    assert!(printed.contains("pc1 needs a restart for: pr-kernel."), "{printed}");
}

fn on_the_last_of_its_battery_nothing_restarts(office: &Office) {
    let battery = format!(
        "set -e; mount -t tmpfs tmpfs {POWER}; mkdir {POWER}/BAT0; cd {POWER}/BAT0
        echo Battery > type; echo Discharging > status; echo 12 > capacity"
    );
    office.lab.succeed("pc1", ["sh", "-c", &battery]).unwrap();
    let (exit, printed) = office.patchround(&["restart", "pc1"]);
    assert_eq!(exit, 3, "{printed}");
    assert!(printed.contains("12"), "{printed}");
    let pc = listed(office, "pc1");
    assert_eq!(
        (&pc["restart"]["waits"]["for"], told(office, "pc1", "restart_waits")),
        (&"battery".into(), 1),
        "{pc}"
    );
    office.lab.succeed("pc1", ["umount", POWER]).unwrap();
    let (exit, printed) = office.patchround(&["restart", "pc1", "--cancel"]);
    assert_eq!(exit, 0, "{printed}");
}

fn while_ana_is_signed_in_nothing_restarts(office: &Office) {
    office.lab.put("pc1", Path::new(SESSION), ANA.as_bytes(), 0o644).unwrap();
    let before = start_of(office, "pc1");
    let (exit, printed) = office.patchround(&["restart", "pc1"]);
    assert_eq!(exit, 3, "{printed}");
    assert!(printed.contains("pc1 has not restarted yet. ana is still signed in."), "{printed}");
    std::thread::sleep(Duration::from_secs(35)); // it looks again meanwhile
    let pc = listed(office, "pc1");
    assert_eq!(pc["restart"]["waits"]["for"], "signed_in", "{pc}");
    assert_eq!(pc["restart"]["waits"]["people"][0], "ana", "{pc}");
    assert_eq!(
        (start_of(office, "pc1"), told(office, "pc1", "restart_waits")),
        (before, 2),
        "of the battery and of Ana, once each"
    );
    assert_eq!(told(office, "pc1", "step_started"), 2, "only the update, and the taking back, have begun");
}

fn moved_and_taken_back(office: &Office) {
    let at = office.lab.succeed("pc1", ["date", "-u", "-d", "+2 days", "+%Y-%m-%dT%H:%M"]).unwrap();
    let (exit, printed) = office.patchround(&["restart", "pc1", "--at", at.trim()]);
    assert_eq!(exit, 0, "{printed}");
    assert!(printed.contains("pc1 restarts "), "{printed}");
    let pc = listed(office, "pc1");
    assert!(pc["restart"]["begins"].is_string() && pc["restart"]["waits"].is_null(), "{pc}");
    let (exit, printed) = office.patchround(&["restart", "pc1", "--cancel"]);
    assert_eq!((exit, &listed(office, "pc1")["restart"]), (0, &Value::Null), "{printed}");
    let (exit, printed) = office.patchround(&["restart", "pc1", "--at", "yesterday"]);
    assert_eq!(exit, 2, "{printed}");
}

fn once_she_is_gone_it_restarts_and_is_checked(office: &Office) {
    let before = start_of(office, "pc1");
    let (exit, printed) = office.patchround(&["restart", "pc1", "--json"]);
    assert_eq!(exit, 3, "{printed}");
    let end = lines(&printed).pop().unwrap();
    let step = &end["pcs"][0]["steps"][0];
    assert_eq!((&step["outcome"], &step["cause"]), (&"waiting".into(), &"in_use".into()), "{end}");
    office.lab.succeed("pc1", ["rm", SESSION]).unwrap();
    wait_until(LONG, "it restarts and is looked at", || {
        let pc = listed(office, "pc1");
        pc["restart"].is_null() && pc["restart_pending"] == false
    });
    assert_ne!(start_of(office, "pc1"), before);
    assert_eq!(office.installed("pc1", "pr-kernel"), "installed 6.2");
    assert_eq!(restarts_done(office, "pc1"), 1);
    let (_, printed) = office.patchround(&["record"]);
    assert!(printed.contains("pc1 was restarted and checked."), "{printed}");
}

fn one_that_does_not_help_is_said_to(office: &Office) {
    office.lab.put("pc1", Path::new(NEEDY), b"f /run/reboot-required 0644\n", 0o644).unwrap();
    let (exit, printed) = office.patchround(&["restart", "pc1"]);
    assert_eq!(exit, 1, "{printed}");
    assert!(printed.contains("was restarted, and asks for a restart all the same"), "{printed}");
    office.lab.succeed("pc1", ["rm", NEEDY]).unwrap();
}

fn three_a_day_are_enough(office: &Office) {
    let (exit, printed) = office.patchround(&["restart", "pc1", "--json"]);
    assert_eq!(exit, 0, "{printed}");
    let before = start_of(office, "pc1");
    let (exit, printed) = office.patchround(&["restart", "pc1"]);
    assert_eq!(exit, 1, "{printed}");
    assert!(printed.contains("as often as it may in one day"), "{printed}");
    assert_eq!(start_of(office, "pc1"), before);
}

fn a_pc_installs_and_is_then_switched_off(office: &Office) {
    let tool = id_of(office, "pr-tool-a");
    let (exit, printed) = office.patchround(&["update", "--yes", "--then-off", "--id", &tool]);
    assert!(printed.contains("pc2 is switching off."), "{exit}: {printed}");
    assert_eq!(office.installed("pc1", "pr-tool-a"), "installed 1.1", "pc1 had its three and stays on");
    wait_until(LONG, "pc2 is off", || {
        office.lab.output("pc2", ["true"]).map_or(true, |out| !out.status.success())
    });
}

fn a_pc_that_was_switched_off_is_on_again(office: &Office) {
    office.lab.power_on("pc2").unwrap();
    office.lab.wait_running("pc2").unwrap();
    wait_until(LONG, "it is seen to be on", || listed(office, "pc2")["restart"].is_null());
    assert_eq!(office.installed("pc2", "pr-tool-a"), "installed 1.1");
    let (_, printed) = office.patchround(&["record"]);
    assert!(printed.contains("pc2 was switched off, and is on again."), "{printed}");
}

fn id_of(office: &Office, package: &str) -> String {
    let updates = office.json(&["updates", "--json"]);
    let found = updates.iter().find(|update| update["package"] == package);
    found.unwrap_or_else(|| panic!("no {package}: {updates:#?}"))["id"].as_str().unwrap().to_owned()
}

fn listed(office: &Office, pc: &str) -> Value {
    let all = office.json(&["pcs", "--json"]);
    all.iter().find(|one| one["name"] == pc).unwrap().clone()
}

/// When the first process of the PC began.
fn start_of(office: &Office, pc: &str) -> String {
    let stat = office.read(pc, "/proc/1/stat");
    stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().to_owned()
}

fn told(office: &Office, pc: &str, kind: &str) -> usize {
    lines(&office.events_on(pc)).iter().filter(|event| event["type"] == kind).count()
}

fn restarts_done(office: &Office, pc: &str) -> usize {
    let is_end = |event: &&Value| event["type"] == "step_ended" && event["verb"] == "restart";
    lines(&office.events_on(pc)).iter().filter(is_end).filter(|event| event["outcome"] == "done").count()
}
