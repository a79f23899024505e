//! Whether this PC waits for a restart.
//!
//! Two signs, either is enough: `/run/reboot-required`, written by scripts of Ubuntu and of Debian's
//! unattended-upgrades; and a running kernel that is not the one the next start would take. The
//! second is the system's own answer: `/vmlinuz` or `/boot/vmlinuz` points to the newest kernel
//! (linux-update-symlinks(1), kernel-img.conf(5)), so no version is compared here. In a container,
//! whose kernel is not its own, only the first counts.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

const RUN: &str = "/run";

/// Whether a restart is pending; none where this system gives no sign that is understood.
pub fn pending() -> Option<bool> {
    cfg!(target_os = "linux").then(|| pending_in(Path::new("/")))
}

/// The folder in which the sign appears.
pub(crate) fn watched_path() -> Option<PathBuf> {
    Some(PathBuf::from(RUN)).filter(|run| cfg!(target_os = "linux") && run.is_dir())
}

/// Whether a package is a kernel or a part of one that is in use only after a restart.
pub fn is_kernel_image(package: &str) -> bool {
    ["linux-image-", "linux-modules-"].iter().any(|prefix| package.starts_with(prefix))
}

fn pending_in(root: &Path) -> bool {
    let asked_for = ["run/reboot-required", "var/run/reboot-required"].iter().any(|f| root.join(f).exists());
    asked_for || another_kernel_is_next(root)
}

fn another_kernel_is_next(root: &Path) -> bool {
    let running = fs::read_to_string(root.join("proc/sys/kernel/osrelease")).unwrap_or_default();
    let own = format!("vmlinuz-{}", running.trim());
    // A kernel that is not on this disk is a container's host's: nothing can be said.
    let is_own = !running.trim().is_empty() && root.join("boot").join(&own).exists();
    let next = ["vmlinuz", "boot/vmlinuz"].iter().find_map(|link| fs::read_link(root.join(link)).ok());
    let next = next.as_deref().and_then(Path::file_name).map(OsStr::to_owned);
    is_own && next.is_some_and(|next| next != OsStr::new(&own))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

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
