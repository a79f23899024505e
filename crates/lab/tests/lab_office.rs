//! The lab itself: is what it builds a real office, and is it gone afterwards?
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "the test ends there, as it should")]

#[path = "lab_office/trial.rs"]
mod trial;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use patchround_lab::{Initial, Lab, LabGuard, MANAGER, Options, down, up};
use trial::{options, traces};

/// CAP_SYS_TIME (capabilities(7)).
const SYS_TIME: u64 = 1 << 25;

#[test]
fn every_pc_is_a_real_machine_on_one_lan_with_no_way_out() {
    let Some(options) = options(2) else { return };
    let lab = LabGuard::up(&options).unwrap();
    let everyone = ["pc1", "pc2", MANAGER];
    for who in everyone {
        assert_eq!(said(&lab, who, &["systemctl", "is-system-running"]), "running");
        assert_eq!(said(&lab, who, &["hostname"]), who);
        for other in everyone {
            lab.succeed(who, ["ping", "-c1", "-W2", &lab.address(other).unwrap().to_string()]).unwrap();
        }
        let route = lab.output(who, ["ip", "route", "get", "192.0.2.1"]).unwrap();
        assert!(!route.status.success(), "{who} has a way out: {route:?}");
    }
    let ids: BTreeSet<String> =
        everyone.iter().map(|who| said(&lab, who, &["cat", "/etc/machine-id"])).collect();
    assert_eq!(ids.len(), everyone.len());
}

#[test]
fn each_pc_knows_its_outstanding_updates_and_no_other_archive() {
    let Some(options) = options(1) else { return };
    let lab = LabGuard::up(&options).unwrap();
    let plan = said(&lab, "pc1", &["apt-get", "-s", "dist-upgrade"]);
    assert!(plan.contains("19 upgraded, 1 newly installed, 1 to remove and 1 not upgraded"), "{plan}");
    assert!(plan.contains("Inst pr-tool-a [1.0] (1.1 OfficeLab:office [all])"), "{plan}");
    let fix = "Inst pr-secure [1.0] (1.0+deb12u1 OfficeLab-Security:office-security [all])";
    assert!(plan.contains(fix), "{plan}");
    assert!(plan.contains("Remv pr-plugin"), "{plan}");
    assert_eq!(said(&lab, "pc1", &["apt-mark", "showhold"]), "pr-held");
    let sites = said(&lab, "pc1", &["apt-get", "indextargets", "--format", "$(SITE)"]);
    assert!(!sites.is_empty() && sites.lines().all(|site| site == "http://10.77.0.2"), "{sites}");
}

#[test]
fn the_easy_office_can_be_brought_up_to_date_without_a_question() {
    let Some(options) = options(1) else { return };
    let lab = LabGuard::up(&Options { initial: Initial::Easy, ..options }).unwrap();
    let mut upgrade = lab
        .command("pc1", ["apt-get", "-y", "-o", "Dpkg::Options::=--force-confold", "dist-upgrade"])
        .unwrap();
    let upgrade = upgrade.env("DEBIAN_FRONTEND", "noninteractive").output().unwrap();
    assert!(upgrade.status.success(), "{upgrade:?}");
    let plan = said(&lab, "pc1", &["apt-get", "-s", "dist-upgrade"]);
    assert!(plan.contains("0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded"), "{plan}");
    assert!(!lab.output("pc1", ["test", "-e", "/run/reboot-required"]).unwrap().status.success());
    assert_eq!(said(&lab, "pc1", &["systemctl", "is-active", "pr-service"]), "active");
}

#[test]
fn nothing_inside_a_pc_has_the_right_to_set_the_clock() {
    let Some(options) = options(1) else { return };
    let lab = LabGuard::up(&options).unwrap();
    let service = "systemd-run --quiet --wait --pipe cat /proc/self/status";
    let asked: [&[&str]; 3] =
        [&["cat", "/proc/self/status"], &["cat", "/proc/1/status"], &["sh", "-c", service]];
    for argv in asked {
        let status = said(&lab, "pc1", argv);
        let bounds = status.lines().find_map(|line| line.strip_prefix("CapBnd:")).unwrap().trim();
        assert_eq!(u64::from_str_radix(bounds, 16).unwrap() & SYS_TIME, 0, "{argv:?}");
    }
}

#[test]
fn the_helper_package_is_really_installed_and_its_service_runs_on_every_pc() {
    let Some(options) = options(1) else { return };
    let dir = tempfile::tempdir().unwrap();
    let cli = dir.path().join("patchround");
    fs::write(&cli, "#!/bin/sh\necho the office\n").unwrap();
    let deb = build_deb(dir.path());
    let lab = LabGuard::up(&Options { helper_deb: Some(deb), cli: Some(cli), ..options }).unwrap();
    for who in ["pc1", MANAGER] {
        assert_eq!(said(&lab, who, &["systemctl", "is-active", "lab-trial"]), "active");
        assert!(lab.journal(who, "lab-trial").unwrap().contains("trial begun"));
    }
    assert_eq!(said(&lab, MANAGER, &["patchround"]), "the office");
    assert!(!lab.output("pc1", ["test", "-e", "/usr/bin/patchround"]).unwrap().status.success());
}

#[test]
fn a_command_has_a_normal_environment_and_its_exit_code_comes_back() {
    let Some(options) = options(1) else { return };
    let lab = LabGuard::up(&options).unwrap();
    let status = lab.exec("pc1", ["sh", "-c", "exit 7"]).unwrap();
    assert_eq!(status.code(), Some(7));
    let environment = said(&lab, "pc1", &["env"]);
    for expected in ["HOME=/root", "LANG=C.UTF-8", "PATH=/usr/local/sbin:"] {
        assert!(environment.contains(expected), "{environment}");
    }
    lab.put("pc1", Path::new("/run/new/folder/file"), b"content", 0o640).unwrap();
    assert_eq!(said(&lab, "pc1", &["stat", "-c", "%a %s", "/run/new/folder/file"]), "640 7");
}

#[test]
fn a_pc_that_is_off_does_not_answer_and_keeps_its_disk() {
    let Some(options) = options(2) else { return };
    let lab = LabGuard::up(&options).unwrap();
    lab.put("pc1", Path::new("/root/kept"), b"kept", 0o644).unwrap();
    type Stop = fn(&Lab, &str) -> anyhow::Result<()>;
    for stop in [Lab::power_off as Stop, Lab::pull_plug as Stop] {
        stop(&lab, "pc1").unwrap();
        assert!(!answers(&lab, "pc1"));
        assert!(lab.output("pc1", ["true"]).unwrap_err().to_string().contains("pc1 is off"));
        lab.power_on("pc1").unwrap();
        assert!(answers(&lab, "pc1"));
        assert_eq!(said(&lab, "pc1", &["cat", "/root/kept"]), "kept");
    }
}

#[test]
fn a_restarted_pc_comes_back_by_itself_without_what_was_in_run() {
    let Some(options) = options(1) else { return };
    let lab = LabGuard::up(&options).unwrap();
    lab.put("pc1", Path::new("/run/reboot-required"), b"x", 0o644).unwrap();
    lab.put("pc1", Path::new("/root/kept"), b"kept", 0o644).unwrap();
    lab.reboot("pc1").unwrap();
    assert!(!lab.output("pc1", ["test", "-e", "/run/reboot-required"]).unwrap().status.success());
    assert_eq!(said(&lab, "pc1", &["cat", "/root/kept"]), "kept");
    lab.succeed("pc1", ["apt-get", "--error-on=any", "update"]).unwrap();
}

#[test]
fn a_pulled_cable_cuts_off_one_pc_or_the_archive() {
    let Some(options) = options(2) else { return };
    let lab = LabGuard::up(&options).unwrap();
    lab.plug_cable("pc1", false).unwrap();
    assert!(!answers(&lab, "pc1"));
    lab.plug_cable("pc1", true).unwrap();
    // A neighbour just found silent is not asked again for a moment.
    assert!((0..10).any(|_| answers(&lab, "pc1")));
    lab.plug_cable("server", false).unwrap();
    let update =
        ["apt-get", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=1", "--error-on=any", "update"];
    assert!(!lab.output("pc2", update).unwrap().status.success());
}

#[test]
fn someone_elses_archive_is_served_with_its_own_key_and_initial_packages() {
    let Some(options) = options(1) else { return };
    drop(LabGuard::up(&options).unwrap());
    let foreign = copy_of_our_archive();
    let repo = Some(foreign.path().to_owned());
    let lab = LabGuard::up(&Options { repo, ..options }).unwrap();
    let plan = said(&lab, "pc1", &["apt-get", "-s", "dist-upgrade"]);
    assert!(
        plan.contains("1 upgraded, 0 newly installed") && plan.contains("Inst pr-tool-a [1.0] (1.1"),
        "{plan}"
    );
    lab.succeed("pc1", ["apt-get", "-y", "dist-upgrade"]).unwrap();
}

#[test]
fn going_down_leaves_nothing_behind_and_twice_is_no_error() {
    let Some(options) = options(2) else { return };
    let lab = up(&options).unwrap();
    assert!(
        traces(&options.name).len() > 10,
        "the test sees too little of a lab: {:?}",
        traces(&options.name)
    );
    assert!(up(&options).unwrap_err().to_string().contains("running already"));
    let leader = lab.command("pc1", ["true"]).unwrap().get_args().nth(1).unwrap().to_owned();
    down(lab.name()).unwrap();
    assert_eq!(traces(&options.name), [""; 0]);
    assert!(!Path::new("/proc").join(leader).exists());
    down(lab.name()).unwrap();
    assert!(Lab::open(&options.name).unwrap_err().to_string().contains("not running"));
}

#[test]
fn what_a_killed_lab_left_is_cleared_by_the_next_up() {
    let Some(options) = options(1) else { return };
    let _sweep = Sweep(&options.name);
    up(&options).unwrap();
    for who in ["server", "pc1"] {
        let record = format!("/var/lib/patchround-lab/{}/machines/{who}/supervisor", options.name);
        let record: serde_json::Value = serde_json::from_slice(&fs::read(record).unwrap()).unwrap();
        let pid = i32::try_from(record["pid"].as_i64().unwrap()).unwrap();
        kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
    }
    while Lab::open(&options.name).is_ok() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let lab = LabGuard::up(&options).unwrap();
    lab.wait_running("pc1").unwrap();
    drop(lab);
    assert_eq!(traces(&options.name), [""; 0]);
}

/// Takes a lab down when a test that has no guard for it fails.
struct Sweep<'a>(&'a str);

impl Drop for Sweep<'_> {
    fn drop(&mut self) {
        let _ = down(self.0);
    }
}

fn said(lab: &Lab, who: &str, argv: &[&str]) -> String {
    lab.succeed(who, argv).unwrap().trim().to_owned()
}

fn answers(lab: &Lab, who: &str) -> bool {
    let address = lab.address(who).unwrap().to_string();
    lab.output("pc2", ["ping", "-c1", "-W1", &address]).unwrap().status.success()
}

/// Our archive, as a folder that somebody brings: fewer packages at the start, everything else as it was signed.
fn copy_of_our_archive() -> tempfile::TempDir {
    let ours = fs::read_dir("/var/cache/patchround-lab").unwrap().map(|entry| entry.unwrap().path());
    let ours =
        ours.filter(|path| path.extension().is_none() && path.join("key.gpg").is_file()).last().unwrap();
    let copy = tempfile::tempdir().unwrap();
    copy_tree(&ours, copy.path());
    for deb in fs::read_dir(copy.path().join("initial")).unwrap().map(|entry| entry.unwrap().path()) {
        if !deb.to_str().unwrap().contains("pr-tool-a_") {
            fs::remove_file(deb).unwrap();
        }
    }
    copy
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A package whose maintainer script starts a service, as the helper's does.
#[expect(clippy::disallowed_methods, reason = "dpkg-deb builds the test's own package")]
fn build_deb(dir: &Path) -> PathBuf {
    let tree = dir.join("tree");
    let unit = "[Service]\nExecStart=/bin/sh -c 'echo trial begun; exec sleep infinity'\n";
    let control = "Package: lab-trial\nVersion: 1\nArchitecture: all\nMaintainer: Lab <lab@example.invalid>\n\
                   Depends: systemd, adduser\nDescription: trial\n";
    let postinst = "#!/bin/sh\nset -e\nsystemctl daemon-reload\nsystemctl start lab-trial\n";
    for (path, text) in [
        ("DEBIAN/control", control),
        ("DEBIAN/postinst", postinst),
        ("lib/systemd/system/lab-trial.service", unit),
    ] {
        let path = tree.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let script = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(tree.join("DEBIAN/postinst"), script).unwrap();
    let deb = dir.join("lab-trial.deb");
    let built =
        std::process::Command::new("/usr/bin/dpkg-deb").arg("--build").arg(&tree).arg(&deb).output().unwrap();
    assert!(built.status.success(), "{built:?}");
    deb
}
