//! An office whose network swallows the search: its PCs are found by asking every address, and join by file.
//!
//! Needs root, and the packages that `cargo xtask test` builds and names in `PATCHROUND_HELPER_DEB` and
//! `PATCHROUND_CLI`.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]

#[path = "../../discovery/tests/support/answers.rs"]
mod answers;
#[path = "../../discovery/tests/support/namespaces.rs"]
mod namespaces;
#[path = "lab_finding/neighbours.rs"]
mod neighbours;

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use neighbours::{Neighbour, drop_mdns};
use patchround_lab::{Initial, LabGuard, MANAGER, Options};
use serde_json::Value;

const FILE: &str = "/root/join";

#[test]
fn pcs_that_multicast_cannot_find_are_found_on_request_and_join_by_file() {
    let Some(lab) = up("finding") else { return };
    drop_mdns("pr-finding-lan");
    let reception = Neighbour::new("pr-finding-", "reception", 201);
    let printer = Neighbour::new("pr-finding-", "printer", 202);
    let _answering =
        (reception.answers_netbios("RECEPTION"), printer.answers_wsd("wsdp:Device p:PrintDeviceType"));

    succeed(&lab, &["init", "--office", "Lab Office", "--person", "Ann"]);
    succeed(&lab, &["invite", "--out", FILE, "--pcs", "2", "--days", "1"]);
    assert_eq!(lab.succeed(MANAGER, ["stat", "-c", "%a", FILE]).unwrap().trim(), "600");
    assert_eq!(patchround(&lab, &["invite", "--out", FILE]).0, 2, "a join file is never replaced");
    let file = lab.succeed(MANAGER, ["cat", FILE]).unwrap();
    for pc in ["pc1", "pc2"] {
        lab.put(pc, Path::new(FILE), file.as_bytes(), 0o600).unwrap();
    }
    let windows = ["pc1", "pc2"].map(|pc| open_window(&lab, pc));
    let blind = json(&lab, &["find", "--json"]);
    assert!(addresses(&blind["pcs"]).iter().all(|address| address.starts_with("10.77.0.3:")), "{blind}");

    let joined = succeed(&lab, &["find", "--join", "--look-everywhere"]);
    assert!(joined.contains("pc1") && joined.contains("pc2"), "{joined}");
    windows.into_iter().for_each(|window| assert_eq!(wait(window), 0));
    assert_eq!(json(&lab, &["invite", "--list", "--json"])[0]["used"], 2);
    a_third_pc_is_refused(&lab);

    let seen = json(&lab, &["find", "--look-everywhere", "--json"]);
    assert_eq!(names(&seen["pcs"], "pc"), ["pc1", "pc2"], "{seen}");
    assert_eq!(names(&seen["computers"], "name"), ["RECEPTION"], "{seen}");
    assert_eq!(addresses(&seen["things"]), ["10.77.0.202"], "{seen}");
}

/// The manager's own PC, with a file that is for two.
fn a_third_pc_is_refused(lab: &LabGuard) {
    let mut window = open_window(lab, MANAGER);
    let (code, printed) = patchround(lab, &["add", "10.77.0.3"]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("as many PCs as it is for"), "{printed}");
    window.kill().unwrap();
    window.wait().unwrap();
}

fn up(name: &str) -> Option<LabGuard> {
    let built = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let (Some(helper_deb), Some(cli)) = (built("PATCHROUND_HELPER_DEB"), built("PATCHROUND_CLI")) else {
        patchround_trial::leave_out("`cargo xtask test` builds the packages and names them");
        return None;
    };
    let options = Options {
        name: name.to_owned(),
        pcs: 2,
        initial: Initial::Easy,
        helper_deb: Some(helper_deb),
        cli: Some(cli),
        agent: Some(env!("CARGO_BIN_EXE_lab-agent").into()),
        ..Options::default()
    };
    Some(LabGuard::up(&options).expect("the lab starts"))
}

/// Its exit code and all it printed.
fn patchround(lab: &LabGuard, args: &[&str]) -> (i32, String) {
    let output = lab.output(MANAGER, [&["patchround"], args].concat()).unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(text).unwrap())
}

fn succeed(lab: &LabGuard, args: &[&str]) -> String {
    let (code, printed) = patchround(lab, args);
    assert_eq!(code, 0, "{args:?}: {printed}");
    printed
}

fn json(lab: &LabGuard, args: &[&str]) -> Value {
    let printed = succeed(lab, args);
    let line = printed.lines().find(|line| line.starts_with(['{', '[']));
    serde_json::from_str(line.unwrap_or_else(|| panic!("{args:?}: {printed}"))).unwrap()
}

/// `patchround-helper pair --file` on a PC, once it says that it waits.
fn open_window(lab: &LabGuard, pc: &str) -> Child {
    let mut command = lab.command(pc, ["patchround-helper", "pair", "--file", FILE]).unwrap();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut printed = BufReader::new(child.stdout.as_mut().unwrap().by_ref());
    let mut first = String::new();
    printed.read_line(&mut first).unwrap();
    assert!(first.starts_with("Waiting"), "the window on {pc} did not open: {first}");
    child
}

fn wait(mut window: Child) -> i32 {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(status) = window.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        assert!(Instant::now() < end, "the window did not close");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The first address of each.
fn addresses(found: &Value) -> Vec<String> {
    let first = |one: &Value| one["addresses"][0].as_str().unwrap().to_owned();
    found.as_array().unwrap().iter().map(first).collect()
}

fn names(found: &Value, key: &str) -> Vec<String> {
    let mut names: Vec<String> =
        found.as_array().unwrap().iter().filter_map(|one| one[key].as_str()).map(str::to_owned).collect();
    names.sort();
    names
}
