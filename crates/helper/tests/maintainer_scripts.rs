//! The package's scripts, run by a real shell with programs that only note that they were called.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the scripts under test have to be started")]

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use tempfile::TempDir;

const STUBS: [&str; 4] = ["systemctl", "systemd-sysusers", "deb-systemd-helper", "deb-systemd-invoke"];

/// A system to install on: stubs on the path, a root folder of its own.
struct System {
    folder: TempDir,
}

impl System {
    fn running() -> Self {
        let system = Self::not_started();
        fs::create_dir_all(system.root().join("run/systemd/system")).unwrap();
        system
    }

    fn not_started() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        fs::create_dir_all(&bin).unwrap();
        for name in STUBS {
            let stub = bin.join(name);
            fs::write(
                &stub,
                format!("#!/bin/sh\necho {name} \"$@\" >> '{}/calls'\n", folder.path().display()),
            )
            .unwrap();
            fs::set_permissions(&stub, fs::Permissions::from_mode(0o755)).unwrap();
        }
        for state in ["patchround", "patchround-root"] {
            fs::create_dir_all(folder.path().join("root/var/lib").join(state)).unwrap();
        }
        Self { folder }
    }

    fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("root")
    }

    /// Runs one script as dpkg does, and returns what it called.
    fn run(&self, script: &str, arguments: &[&str]) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../installers/linux/helper/debian");
        let status = Command::new("/bin/sh")
            .arg("-e")
            .arg(folder.join(script))
            .args(arguments)
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", self.folder.path().join("bin").display()))
            .env("DPKG_ROOT", self.root())
            .status();
        assert!(status.unwrap().success());
        let calls = self.folder.path().join("calls");
        let text = fs::read_to_string(&calls).unwrap_or_default();
        let _ = fs::remove_file(calls);
        text
    }

    fn has_state(&self) -> bool {
        ["patchround", "patchround-root"].iter().all(|name| self.root().join("var/lib").join(name).exists())
    }
}

#[test]
fn a_first_installation_makes_the_account_before_it_starts_anything() {
    let calls = System::running().run("postinst", &["configure", ""]);
    let account = calls.find("systemd-sysusers").unwrap();
    let start = calls.find("deb-systemd-invoke start patchround-helper.socket").unwrap();
    assert!(account < start, "{calls}");
    assert!(calls.contains("deb-systemd-invoke start patchround-helper.service"), "{calls}");
    for unit in [
        "patchround-helper.socket",
        "patchround-control.socket",
        "patchround-session.socket",
        "patchround-root.socket",
        "patchround-look.socket",
    ] {
        assert!(calls.contains(&format!("deb-systemd-helper enable {unit}")), "{calls}");
    }
}

#[test]
fn an_upgrade_restarts_the_network_half_and_nothing_that_could_be_at_work() {
    let system = System::running();
    let calls = system.run("prerm", &["upgrade", "0.2.0"]) + &system.run("postinst", &["configure", "0.1.0"]);
    let stops: Vec<&str> = calls.lines().filter(|call| call.contains(" stop ")).collect();
    assert_eq!(stops, ["deb-systemd-invoke stop patchround-helper.service"]);
    let place = |call: &str| calls.find(call).unwrap();
    let sockets = place("deb-systemd-invoke start patchround-helper.socket");
    assert!(
        place(stops[0]) < sockets,
        "a socket that is new cannot be opened while its service runs: {calls}"
    );
    assert!(sockets < place("deb-systemd-invoke start patchround-helper.service"), "{calls}");
    assert!(!calls.contains("patchround-root.service"), "{calls}");
    assert!(!calls.contains("patchround-txn"), "{calls}");
}

#[test]
fn an_image_that_is_not_started_has_nothing_started() {
    let system = System::not_started();
    let calls = system.run("postinst", &["configure", ""]) + &system.run("prerm", &["remove"]);
    assert!(calls.contains("deb-systemd-helper enable patchround-helper.service"), "{calls}");
    assert!(!calls.contains("deb-systemd-invoke") && !calls.contains("systemctl"), "{calls}");
}

#[test]
fn removing_stops_the_halves_and_keeps_the_office() {
    let system = System::running();
    let calls = system.run("prerm", &["remove"]) + &system.run("postrm", &["remove"]);
    assert!(calls.contains("deb-systemd-invoke stop") && calls.contains("daemon-reload"), "{calls}");
    assert!(!calls.contains("patchround-txn"), "{calls}");
    assert!(system.has_state());
}

#[test]
fn purging_forgets_the_office_and_the_key() {
    let system = System::running();
    system.run("postrm", &["purge"]);
    let left = fs::read_dir(system.root().join("var/lib")).unwrap().count();
    assert_eq!(left, 0);
}
