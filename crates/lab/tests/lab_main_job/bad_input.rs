//! Bad input on real PCs: one plain sentence, the right exit code, nothing lost.

use std::{path::Path, time::Duration};

use patchround_lab::{Initial, MANAGER};
use serde_json::Value;

use crate::office::{Office, lines, wait_until};

#[test]
fn bad_input_gets_one_plain_sentence_and_the_right_exit_code() {
    let Some(office) = Office::up("badinput", 2, Initial::Easy) else { return };
    let refused = |args: &[&str], code: i32| {
        let (found, printed) = office.patchround(args);
        assert_eq!(found, code, "patchround {args:?}: {printed}");
        assert!(!printed.contains('[') && !printed.contains("panicked"), "{args:?}: {printed}");
        assert!(printed.trim().len() > 20, "{args:?}: {printed}");
        printed
    };
    refused(&["pcs"], 2);
    office.init();
    refused(&["init", "--office", "Again", "--person", "Ann"], 1);
    refused(&["add", "pc1"], 2);
    let code = office.code();
    refused(&["add", "10.77.0.200"], 4);
    // A web server hangs up on us, as a helper that is too busy does.
    refused(&["add", "10.77.0.2:80"], 4);
    refused(&["add", "10.77.0.11"], 1);

    office.expect("pc1", &["patchround-helper", "pair", "1234-5678-9"], 2);
    let mut wrong = office.open_window("pc1", "0000-0000-0");
    refused(&["add", "10.77.0.11"], 1);
    wrong.stop();
    let window = office.open_window("pc1", &code);
    refused(&["add", "10.77.0.11"], 0);
    assert_eq!(window.wait(), 0);
    assert!(refused(&["add", "10.77.0.11"], 1).contains("pc1 is in this office already"));
    office.expect("pc1", &["patchround-helper", "pair", &code], 1);

    let second = office.second_office("/root/second");
    let window = office.open_window("pc2", &second);
    let (code, printed) = office.in_state("/root/second", &["add", "10.77.0.12"]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(window.wait(), 0);
    refused(&["add", "10.77.0.12"], 1);
    let (code, printed) = office.in_state("/root/second", &["add", "10.77.0.11"]);
    assert_eq!(code, 1, "a PC belongs to one office: {printed}");

    refused(&["update", "--pc", "nobody", "--yes"], 2);
    refused(&["update", "--id", "apt:no-such-thing@1", "--yes"], 1);
    refused(&["update", "--all"], 2);
    office.fill_disk("pc1");
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("disk_full"), "{printed}");
}

#[test]
fn a_join_file_lets_in_as_many_pcs_as_it_is_for_and_rubbish_opens_nothing() {
    const FILE: &str = "/root/join";
    let Some(office) = Office::up("joinfile", 2, Initial::Easy) else { return };
    office.init();
    let (code, printed) = office.patchround(&["invite", "--out", FILE, "--pcs", "1"]);
    assert_eq!(code, 0, "{printed}");
    let file = office.read(MANAGER, FILE);
    for pc in ["pc1", "pc2"] {
        office.lab.put(pc, Path::new("/root/rubbish"), &file.as_bytes()[..file.len() / 2], 0o600).unwrap();
        office.expect(pc, &["patchround-helper", "pair", "--file", "/root/rubbish"], 2);
        office.lab.put(pc, Path::new(FILE), file.as_bytes(), 0o600).unwrap();
    }
    let first = office.open_window_by_file("pc1", FILE);
    let (code, printed) = office.patchround(&["add", "10.77.0.11"]);
    assert_eq!((code, first.wait()), (0, 0), "{printed}");
    let mut second = office.open_window_by_file("pc2", FILE);
    let (code, printed) = office.patchround(&["add", "10.77.0.12"]);
    assert_eq!(code, 1, "the file is for one PC: {printed}");
    second.stop();
    assert_eq!(office.json(&["pcs", "--json"]).len(), 1);
}

#[test]
fn an_update_that_vanished_or_came_by_hand_since_the_plan_is_told_as_it_is() {
    let Some(office) = Office::up("vanished", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    office.lab.plug_cable("pc1", false).unwrap();
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 4, "{printed}");
    office.lab.succeed("pc1", ["dpkg", "--remove", "pr-tool-a"]).unwrap();
    office.lab.plug_cable("pc1", true).unwrap();
    office.lab.succeed("pc1", ["apt-get", "-qq", "-y", "install", "pr-tool-b"]).unwrap();
    office.patchround(&["pcs"]);
    wait_until(Duration::from_secs(60), "the order that waited is carried out", || {
        office.events_on("pc1").contains("\"type\":\"job_ended\"")
    });
    let record = office.patchround(&["record", "--json"]).1;
    let ended = |package: &str, outcome: &str, cause: &str| {
        let id = format!("apt:{package}:");
        lines(&record).iter().flat_map(rows).any(|row| {
            let row = row.to_string();
            row.contains(&id) && row.contains(&format!("\"{outcome}\"")) && row.contains(cause)
        })
    };
    assert!(ended("pr-tool-a", "failed", "version_gone"), "{record}");
    assert!(ended("pr-tool-b", "done", ""), "{record}");
    assert!(ended("pr-tool-c", "done", ""), "{record}");
    assert_eq!(office.installed("pc1", "pr-tool-a"), "", "what a person removed is not brought back");
}

#[test]
fn a_pc_with_a_wrong_clock_is_told_from_one_that_refuses() {
    let Some(office) = Office::up("clock", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    let three_days_ago = format!("[Service]\nEnvironment=LD_PRELOAD={library} FAKETIME=-3d\n");
    let drop_in = "/etc/systemd/system/patchround-helper.service.d/clock.conf";
    office.lab.put("pc1", drop_in.as_ref(), three_days_ago.as_bytes(), 0o644).unwrap();
    office.lab.succeed("pc1", ["systemctl", "daemon-reload"]).unwrap();
    office.lab.succeed("pc1", ["systemctl", "restart", "patchround-helper.service"]).unwrap();
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("clock"), "{printed}");
    let causes = printed.matches("the clock of your computer are more than a day apart").count();
    assert_eq!(causes, 1, "said once, not once for each update: {printed}");
    assert!(office.apt_would_upgrade("pc1").contains_key("pr-tool-a"), "nothing was installed");
}

#[test]
fn garbage_where_a_pc_was_is_told_from_a_pc_that_is_off() {
    let Some(office) = Office::up("garbage", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    for unit in ["patchround-helper.socket", "patchround-helper.service"] {
        office.lab.succeed("pc1", ["systemctl", "stop", unit]).unwrap();
    }
    let echo =
        ["systemd-run", "--unit=garbage", "systemd-socket-activate", "--listen=7443", "--accept", "--inetd"];
    office.lab.succeed("pc1", [&echo[..], &["/bin/echo", "What do you want?"]].concat()).unwrap();
    let garbage = office.patchround(&["check"]);
    office.lab.succeed("pc1", ["systemctl", "stop", "garbage.service"]).unwrap();
    let off = office.patchround(&["check"]);
    assert_eq!((garbage.0, off.0), (4, 4), "{}{}", garbage.1, off.1);
    assert!(garbage.1.contains("Something else than Patchround"), "{}", garbage.1);
    assert!(!off.1.contains("Something else"), "{}", off.1);
}

#[test]
fn a_pc_whose_disk_is_full_is_not_called_silent() {
    let Some(office) = Office::up("fulldisk", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    office.fill_disk_of_helper("pc1");
    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("disk_full") && !printed.contains("not_reachable"), "{printed}");
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!(code, 1, "{printed}");
    assert_eq!(printed.matches("not enough free space").count(), 1, "said once: {printed}");
    assert!(office.apt_would_upgrade("pc1").contains_key("pr-tool-a"), "nothing was installed");
}

#[test]
fn a_pc_whose_source_does_not_answer_is_not_green() {
    let Some(office) = Office::up("unread", 1, Initial::Easy) else { return };
    office.found_and_join_all();
    let state = || office.json(&["pcs", "--json"])[0]["state"].clone();
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!((code, state()), (0, "up_to_date".into()), "{printed}");

    let is_not_green = || {
        let (code, printed) = office.patchround(&["check"]);
        assert_eq!(code, 1, "{printed}");
        assert_eq!(printed.matches("cannot reach the update server").count(), 1, "said once: {printed}");
        assert_ne!(state(), "up_to_date");
        let (_, printed) = office.patchround(&["pcs"]);
        assert!(printed.contains("cannot reach the update server"), "{printed}");
        let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
        assert_ne!(code, 0, "{printed}");
    };
    office.lab.plug_cable("server", false).unwrap();
    is_not_green();
    office.lab.plug_cable("server", true).unwrap();
    let (code, printed) = office.patchround(&["update", "--all", "--yes"]);
    assert_eq!((code, state()), (0, "up_to_date".into()), "{printed}");
    let elsewhere = ["sed", "-i", "s/10[.]77[.]0[.]2/10.77.0.250/", "/etc/apt/sources.list.d/office.sources"];
    office.lab.succeed("pc1", elsewhere).unwrap();
    is_not_green();
}

fn rows(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}
