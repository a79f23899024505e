//! Whether this PC waits for a restart.
//!
//! Two signs, either is enough: `/run/reboot-required`, written by scripts of Ubuntu and of Debian's
//! unattended-upgrades; and a running kernel that is not the one the next start would take. The
//! second is the system's own answer: `/vmlinuz` or `/boot/vmlinuz` points to the newest kernel
//! (linux-update-symlinks(1), kernel-img.conf(5)), so no version is compared here. In a container,
//! whose kernel is not its own, only the first counts.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::ids::PackageName;

use crate::source::{Pc, RestartNeed};

const RUN: &str = "/run";
/// Ticks of a second in what the kernel tells programs, on every architecture (time(7), `USER_HZ`).
const TICKS: i64 = 100;
/// Fields of a process behind its name, before the one that says when it started (proc(5), field 22 of `stat`).
const BEFORE_START: usize = 19;
/// Packages that are named, at most.
const PACKAGES: usize = 50;

/// Whether a restart is pending on the PC with this root, and what for: packages that asked for it, and a kernel that
/// waits to be started.
pub(crate) fn needed_in(root: &Path) -> RestartNeed {
    RestartNeed { pending: Some(pending_in(root)), packages: packages_in(root) }
}

/// The folder in which the sign appears.
pub(crate) fn watched_path() -> Option<PathBuf> {
    Some(PathBuf::from(RUN)).filter(|run| cfg!(target_os = "linux") && run.is_dir())
}

/// Whether a package is a kernel or a part of one that is in use only after a restart.
pub fn is_kernel_image(package: &str) -> bool {
    ["linux-image-", "linux-modules-"].iter().any(|prefix| package.starts_with(prefix))
}

/// When this PC started. Of a container, whose kernel ran before it, it is when its first process did.
pub fn started(pc: &Pc<'_>) -> Option<Timestamp> {
    let kernel = fs::read_to_string(pc.place("/proc/stat")).ok()?;
    let kernel = kernel.lines().find_map(|line| line.strip_prefix("btime ")?.trim().parse().ok())?;
    let first = fs::read_to_string(pc.place("/proc/1/stat")).unwrap_or_default();
    let ticks = first.rsplit_once(')').and_then(|(_, fields)| fields.split_whitespace().nth(BEFORE_START));
    let since = ticks.and_then(|ticks| ticks.parse::<i64>().ok()).unwrap_or_default() / TICKS;
    Timestamp::from_second(kernel).ok()?.checked_add(SignedDuration::from_secs(since)).ok()
}

fn pending_in(root: &Path) -> bool {
    let asked_for = ["run/reboot-required", "var/run/reboot-required"].iter().any(|f| root.join(f).exists());
    asked_for || another_kernel_is_next(root)
}

fn packages_in(root: &Path) -> Vec<String> {
    let files = ["run/reboot-required.pkgs", "var/run/reboot-required.pkgs"];
    let said = files.iter().find_map(|file| fs::read_to_string(root.join(file)).ok()).unwrap_or_default();
    let is_name = |line: &&str| line.parse::<PackageName>().is_ok();
    let asked = said.lines().map(str::trim).filter(is_name).map(str::to_owned);
    let kernel = next_kernel(root).map(|version| format!("linux-image-{version}"));
    let all: BTreeSet<String> = asked.chain(kernel).take(PACKAGES).collect();
    all.into_iter().collect()
}

fn another_kernel_is_next(root: &Path) -> bool {
    next_kernel(root).is_some()
}

/// The version of the kernel that the next start would take, where it is another than the one that runs.
fn next_kernel(root: &Path) -> Option<String> {
    let running = fs::read_to_string(root.join("proc/sys/kernel/osrelease")).unwrap_or_default();
    let own = format!("vmlinuz-{}", running.trim());
    // A kernel that is not on this disk is a container's host's: nothing can be said.
    let is_own = !running.trim().is_empty() && root.join("boot").join(&own).exists();
    let next = ["vmlinuz", "boot/vmlinuz"].iter().find_map(|link| fs::read_link(root.join(link)).ok());
    let next = next.as_deref().and_then(Path::file_name).map(OsStr::to_owned);
    let next = next.filter(|next| is_own && next != OsStr::new(&own))?;
    Some(next.to_str()?.strip_prefix("vmlinuz-").unwrap_or_default().to_owned())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::command::Programs;

    fn root(running: &str, kernels: &[&str], next: Option<&str>) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in ["run", "boot", "proc/sys/kernel"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        fs::write(root.path().join("proc/sys/kernel/osrelease"), format!("{running}\n")).unwrap();
        for kernel in kernels {
            fs::write(root.path().join("boot").join(format!("vmlinuz-{kernel}")), "").unwrap();
        }
        if let Some(next) = next {
            symlink(format!("boot/vmlinuz-{next}"), root.path().join("vmlinuz")).unwrap();
        }
        root
    }

    #[test]
    fn a_kernel_that_was_installed_but_not_started_waits_for_a_restart() {
        let root = root("6.1.0-50-amd64", &["6.1.0-50-amd64", "6.1.0-56-amd64"], Some("6.1.0-56-amd64"));
        assert!(pending_in(root.path()));
        assert_eq!(packages_in(root.path()), ["linux-image-6.1.0-56-amd64"]);
    }

    #[test]
    fn what_asked_for_a_restart_is_named_once_and_what_is_no_name_is_not() {
        let root = root("5.4.1-host", &[], None);
        fs::write(root.path().join("run/reboot-required.pkgs"), "libc6\ndbus\nlibc6\n<b>\n\n").unwrap();
        assert_eq!(packages_in(root.path()), ["dbus", "libc6"]);
    }

    #[test]
    fn a_container_started_when_its_first_process_did() {
        let root = root("", &[], None);
        let pc = Pc { root: root.path(), tools: &Programs };
        assert_eq!(started(&pc), None);
        fs::write(pc.place("/proc/stat"), "cpu  1 2 3\nbtime 1700000000\n").unwrap();
        assert_eq!(started(&pc).map(Timestamp::as_second), Some(1_700_000_000));
        fs::create_dir(pc.place("/proc/1")).unwrap();
        let fields = "S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12345 100 200";
        fs::write(pc.place("/proc/1/stat"), format!("1 (init ) x) {fields}\n")).unwrap();
        assert_eq!(started(&pc).map(Timestamp::as_second), Some(1_700_000_123));
    }

    #[test]
    fn the_newest_kernel_running_needs_no_restart() {
        let root = root("6.1.0-56-amd64", &["6.1.0-50-amd64", "6.1.0-56-amd64"], Some("6.1.0-56-amd64"));
        assert!(!pending_in(root.path()));
    }

    #[test]
    fn a_containers_host_kernel_does_not_count_but_the_marker_does() {
        let root = root("5.4.1-host", &["6.1.0-56-amd64"], Some("6.1.0-56-amd64"));
        assert!(!pending_in(root.path()));
        fs::write(root.path().join("run/reboot-required"), "").unwrap();
        assert!(pending_in(root.path()));
    }
}
