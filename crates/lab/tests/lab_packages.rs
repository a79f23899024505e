//! The packages people install: on a PC that has the system's own libraries each goes in, works, and goes again
//! without a trace.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where a PC is not as it must be")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use patchround_lab::{DESKTOP, Initial, LabGuard, Options};

const PC: &str = "pc1";
/// Every file of the system that a package manager, its triggers or a log does not keep for itself.
const FILES: &str = "find / -xdev -path /proc -prune -o -path /sys -prune -o -path /run -prune -o -path /tmp -prune \
                     -o -path /var/log -prune -o -path /var/cache -prune -o -path /var/lib/dpkg -prune -o \
                     -path /var/lib/apt -prune -o -path /var/lib/rpm -prune -o -path /var/lib/systemd -prune -o \
                     -path /root -prune -o -name '*.cache' -prune -o -name '*.bin' -prune -o -print";
/// Left on purpose: the number of the helper's account must not be given to somebody else.
const ACCOUNTS: [&str; 8] = [
    "/etc/group",
    "/etc/group-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/passwd",
    "/etc/passwd-",
    "/etc/shadow",
    "/etc/shadow-",
];
/// Folders that other packages own on systems with rpm, and that Debian's PC may not have had.
const SHARED: [&str; 5] = [
    "/etc/xdg/autostart",
    "/usr/share/applications",
    "/usr/share/icons/hicolor/",
    "/usr/share/licenses",
    "/usr/share/metainfo",
];
/// What an .rpm leaves of a PC's office, as its own script says; a .deb's `purge` removes it.
const OFFICE: &str = "/var/lib/patchround";
const KEY: &str = "device.key";

#[test]
fn every_package_goes_in_works_and_goes_again_without_a_trace() {
    let Some(packages) = packages() else { return };
    let [app_deb, app_rpm, helper_deb, helper_rpm] = packages;
    let lab = LabGuard::up(&Options {
        name: "packages".to_owned(),
        pcs: 1,
        initial: Initial::Easy,
        packages: DESKTOP.map(str::to_owned).to_vec(),
        agent: Some(env!("CARGO_BIN_EXE_lab-agent").into()),
        ..Options::default()
    })
    .unwrap();
    let before = files(&lab);

    put_and(&lab, &app_deb, "apt-get -qq -y install");
    the_app_is_there(&lab);
    sh(&lab, "apt-get -qq -y purge patchround");
    nothing_is_left(&lab, &before, "the app's .deb");

    put_and(&lab, &helper_deb, "apt-get -qq -y install");
    the_helper_waits_to_be_asked_in(&lab);
    sh(&lab, "apt-get -qq -y purge patchround-helper");
    nothing_is_left(&lab, &before, "the helper's .deb");

    // Debian's own database does not tell rpm what there is.
    put_and(&lab, &app_rpm, "rpm --install --nodeps");
    the_app_is_there(&lab);
    sh(&lab, "rpm --erase patchround");
    let left = changes(&lab, &before);
    let is_shared =
        |path: &String| SHARED.iter().any(|folder| path.starts_with(folder)) && is_folder(&lab, path);
    assert!(left.iter().all(is_shared), "{left:?}");
    let before = files(&lab);

    put_and(&lab, &helper_rpm, "rpm --install --nodeps");
    the_helper_waits_to_be_asked_in(&lab);
    sh(&lab, "rpm --erase patchround-helper");
    let kept = changes(&lab, &before);
    assert!(kept.iter().any(|path| path.ends_with(KEY)), "{kept:?}");
    assert!(kept.iter().all(|path| path.starts_with(OFFICE) || SHARED.contains(&path.as_str())), "{kept:?}");
    assert_eq!(sh(&lab, "systemctl list-units --all --no-legend 'patchround*'"), "");
}

/// The libraries are found, it says who it is, and without a screen it ends with a sentence.
fn the_app_is_there(lab: &LabGuard) {
    let said = sh(lab, "patchround-app --version");
    assert!(said.contains(env!("CARGO_PKG_VERSION")), "{said}");
    sh(lab, "test -s /usr/share/applications/Patchround.desktop");
    let output = lab.output(PC, ["patchround-app"]).unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("screen") && !said.contains("panicked"), "{said}");
}

fn the_helper_waits_to_be_asked_in(lab: &LabGuard) {
    let units = ["patchround-helper.service", "patchround-helper.socket", "patchround-root.socket"];
    for unit in units {
        assert_eq!(
            sh(lab, &format!("systemctl is-active {unit} && systemctl is-enabled {unit}")),
            "active\nenabled"
        );
    }
    let said = sh(lab, "patchround-helper status");
    assert!(said.contains("office"), "{said}");
}

fn put_and(lab: &LabGuard, package: &Path, install: &str) {
    let place = PathBuf::from("/tmp").join(package.file_name().unwrap());
    lab.put(PC, &place, &fs::read(package).unwrap(), 0o644).unwrap();
    sh(lab, &format!("{install} {}", place.display()));
}

fn nothing_is_left(lab: &LabGuard, before: &BTreeSet<String>, of: &str) {
    assert_eq!(changes(lab, before), Vec::<String>::new(), "after {of}");
}

/// What is there and was not, or was and is not.
fn changes(lab: &LabGuard, before: &BTreeSet<String>) -> Vec<String> {
    files(lab).symmetric_difference(before).cloned().collect()
}

fn is_folder(lab: &LabGuard, path: &str) -> bool {
    lab.output(PC, ["test", "-d", path]).is_ok_and(|output| output.status.success())
}

fn files(lab: &LabGuard) -> BTreeSet<String> {
    let all = sh(lab, FILES);
    all.lines().filter(|path| !ACCOUNTS.contains(path)).map(str::to_owned).collect()
}

fn sh(lab: &LabGuard, command: &str) -> String {
    let command = format!("export DEBIAN_FRONTEND=noninteractive; {command}");
    lab.succeed(PC, ["sh", "-c", &command]).unwrap().trim().to_owned()
}

/// The app's .deb and .rpm, and the helper's; `None` where they were not built, which with `CI=true` is a failure.
fn packages() -> Option<[PathBuf; 4]> {
    let named = ["APP_DEB", "APP_RPM", "HELPER_DEB", "HELPER_RPM"];
    let found = named.map(|name| std::env::var_os(format!("PATCHROUND_{name}")).map(PathBuf::from));
    if found.iter().any(Option::is_none) {
        patchround_trial::leave_out("`cargo xtask test` builds the packages and names them");
        return None;
    }
    Some(found.map(|path| path.expect("each was looked at")))
}
