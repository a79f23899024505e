//! Full disks under the real programs: one disk for each folder that something is written to, in memory and as small
//! as what is on it.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]
#![expect(dead_code, reason = "the hands of another test, which needs more of them")]

#[path = "lab_full_disk/disk.rs"]
mod disk;
#[path = "lab_main_job/halfway.rs"]
mod halfway;
#[path = "lab_full_disk/manager.rs"]
mod manager;
#[path = "lab_main_job/office.rs"]
mod office;
#[path = "lab_main_job/truth.rs"]
mod truth;

use std::thread;
use std::time::Duration;

use disk::Disk;
use halfway::{Running, hold, let_go, wait_until_held};
use office::{Office, lines, wait_until};
use patchround_lab::Initial;
use serde_json::Value;
use truth::is_told_once_and_truly;

/// Three times as long as the network half waits before it asks root once more.
const A_WHILE: Duration = Duration::from_secs(9);
/// Fetched at 4 MB a second, which leaves the time to fill the disk.
const LARGE: &str = "apt:pr-big:all@1.1";

/// pc1 has the disk under its network half, pc2 under its root half, pc3 under what apt fetches.
#[test]
fn a_full_disk_under_either_half_or_under_apt_is_named_and_nothing_is_lost_or_done_twice() {
    let Some(office) = Office::up("full", 3, Initial::Easy) else { return };
    offers_something_large(&office, "pc3");
    let disks = [
        Disk::under_helper(&office, "pc1", "/var/lib/patchround"),
        Disk::under_helper(&office, "pc2", "/var/lib/patchround-root"),
        Disk::under(&office, "pc3", "/var/cache/apt"),
    ];
    let lists = Disk::under_helper(&office, "pc3", "/var/lib/apt");
    office.init();
    joining_names_the_full_disk_and_works_once_there_is_room(&office, &disks);

    lists_that_find_no_room_are_named_and_read_once_there_is(&office, &lists);

    disks.iter().for_each(Disk::fill);
    // pc3 has nothing to fetch for its lists, so it can do that.
    every_step_ends_with_a_full_disk(&office, &["check", "--json"], &["pc1", "pc2"]);
    let update = ["update", "--all", "--yes", "--json"];
    every_step_ends_with_a_full_disk(&office, &update, &["pc1", "pc2", "pc3"]);
    disks.iter().for_each(Disk::make_room);
    disks_that_fill_up_in_the_middle_hold_the_truth_up_and_no_more(&office, &disks);

    let (code, printed) = office.patchround(&["update", "--all", "--yes", "--json"]);
    assert_eq!(code, 0, "{printed}");
    for pc in office.pcs() {
        is_told_once_and_truly(&office, &pc, "once there was room");
        office.lab.succeed(&pc, ["systemctl", "restart", "patchround-helper.service"]).unwrap();
    }
    let pcs = office.json(&["pcs", "--json"]);
    assert!(pcs.iter().all(|pc| pc["state"] == "up_to_date"), "each has kept its office: {pcs:?}");
}

/// An older version of a package that takes its time to fetch.
fn offers_something_large(office: &Office, pc: &str) {
    let script = "set -e; mkdir -p /root/big/DEBIAN; cd /root
        printf 'Package: pr-big\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: Lab <lab@example.invalid>\\n' > big/DEBIAN/control
        printf 'Description: Training films\\n' >> big/DEBIAN/control
        dpkg-deb --build big big.deb && dpkg --install big.deb
        echo 'Acquire::http::Dl-Limit \"4000\";' > /etc/apt/apt.conf.d/99slowly";
    office.lab.succeed(pc, ["sh", "-c", script]).unwrap();
}

fn joining_names_the_full_disk_and_works_once_there_is_room(
    office: &Office,
    [first, second, _]: &[Disk<'_>; 3],
) {
    let code = office.code();
    first.fill();
    let output = office.lab.output("pc1", ["patchround-helper", "pair", &code]).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), said.contains("Make room on the disk")), (Some(1), true), "{said}");

    second.fill();
    let window = office.open_window("pc2", &code);
    let (exit, printed) = office.patchround(&["add", "10.77.0.12"]);
    assert_eq!((exit, window.wait()), (1, 1), "{printed}");
    assert!(printed.contains("disk of the PC is full"), "{printed}");

    for (pc, disk) in [("pc1", first), ("pc2", second)] {
        disk.make_room();
        let belongs =
            "test -e /var/lib/patchround/charter.json || test -e /var/lib/patchround-root/charter.json";
        assert!(
            !office.lab.output(pc, ["sh", "-c", belongs]).unwrap().status.success(),
            "{pc} belongs to nobody"
        );
    }
    assert_eq!(office.json(&["pcs", "--json"]), Vec::<Value>::new());
    let windows = office.pcs().into_iter().map(|pc| office.open_window(&pc, &code)).collect::<Vec<_>>();
    let (exit, printed) = office.patchround(&["find", "--join"]);
    assert_eq!(exit, 0, "{printed}");
    windows.into_iter().for_each(|window| assert_eq!(window.wait(), 0));
}

fn lists_that_find_no_room_are_named_and_read_once_there_is(office: &Office, lists: &Disk<'_>) {
    office.lab.succeed("pc3", ["sh", "-c", "rm -r /var/lib/apt/lists/*_dists_*"]).unwrap();
    lists.fill();
    every_step_ends_with_a_full_disk(office, &["check", "--json"], &["pc3"]);
    lists.make_room();
    let (code, printed) = office.patchround(&["check", "--json"]);
    assert_eq!(code, 0, "{printed}");
    assert!(office.apt_would_upgrade("pc3").contains_key("pr-big"));
}

fn every_step_ends_with_a_full_disk(office: &Office, words: &[&str], on: &[&str]) {
    let before: Vec<_> = office.pcs().iter().map(|pc| office.apt_would_upgrade(pc)).collect();
    let (code, printed) = office.patchround(words);
    assert_eq!(code, 1, "{printed}");
    let end = lines(&printed).pop().unwrap();
    let pcs = end["pcs"].as_array().unwrap();
    assert_eq!(pcs.len(), 3, "{printed}");
    for pc in pcs.iter().filter(|pc| on.contains(&pc["pc"].as_str().unwrap())) {
        let steps = pc["steps"].as_array().unwrap();
        let is_full = |step: &Value| step["outcome"] == "failed" && step["cause"] == "disk_full";
        assert!(!steps.is_empty() && steps.iter().all(is_full), "{pc}");
    }
    let after: Vec<_> = office.pcs().iter().map(|pc| office.apt_would_upgrade(pc)).collect();
    assert_eq!(before, after, "nothing was installed");
}

fn disks_that_fill_up_in_the_middle_hold_the_truth_up_and_no_more(office: &Office, disks: &[Disk<'_>; 3]) {
    let [first, second, third] = disks;
    ["pc1", "pc2"].iter().for_each(|pc| hold(office, pc));
    let round = Running::start(office, &["update", "--all", "--yes", "--json"]);
    wait_until_fetching(office, "pc3");
    third.fill();
    ["pc1", "pc2"].iter().for_each(|pc| wait_until_held(office, pc));
    first.fill();
    second.fill_to_the_last_byte("journal.ndjson progress/*");
    ["pc1", "pc2"].iter().for_each(|pc| let_go(office, pc));
    wait_until(Duration::from_secs(60), "the updates are in", || {
        ["pc1", "pc2"].iter().all(|pc| office.apt_would_upgrade(pc).is_empty())
    });
    thread::sleep(A_WHILE);
    for pc in ["pc1", "pc2"] {
        let told = office.events_on(pc);
        let [accepted, ended] =
            ["accepted", "ended"].map(|part| told.matches(&format!("job_{part}")).count());
        assert_eq!(ended + 1, accepted, "{pc} waits for room to tell it: {told}");
    }
    disks.iter().for_each(Disk::make_room);
    let (code, printed) = round.end();
    assert_eq!(code, 1, "{printed}");
    let end = lines(&printed).pop().unwrap();
    for pc in end["pcs"].as_array().unwrap() {
        let steps = pc["steps"].as_array().unwrap();
        let not_done: Vec<&Value> = steps.iter().filter(|step| step["outcome"] != "done").collect();
        if pc["pc"] == "pc3" {
            assert!(not_done.iter().any(|step| step["id"] == LARGE), "{printed}");
            assert!(not_done.iter().all(|step| step["cause"] == "disk_full"), "{printed}");
        } else {
            assert!(not_done.is_empty() && steps.len() > 5, "{printed}");
        }
    }
    for pc in office.pcs() {
        is_told_once_and_truly(office, &pc, "after its disk was full");
    }
}

fn wait_until_fetching(office: &Office, pc: &str) {
    wait_until(Duration::from_secs(60), "something large is being fetched", || {
        let file = "ls /var/cache/apt/archives/partial | grep -q pr-big";
        office.lab.output(pc, ["sh", "-c", file]).is_ok_and(|output| output.status.success())
    });
}
