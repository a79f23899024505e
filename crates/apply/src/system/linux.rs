//! Free space and who is there, the Linux way.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::Path,
};

use jiff::Timestamp;
use nix::sys::statvfs::statvfs;
use patchround_protocol::accounts::Accounts;
use patchround_updates::people_of;

use crate::{
    Boot,
    accounts::{self, Texts},
};

/// Names of the local administrators, and whose accounts there are, as far as that is known.
pub(crate) fn accounts() -> (Vec<String>, Option<Accounts>) {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (passwd, group) = (read("/etc/passwd"), read("/etc/group"));
    let (shadow, login_defs) = (read("/etc/shadow"), read("/etc/login.defs"));
    let today = Timestamp::now().as_second() / (24 * 3600);
    let texts = Texts { passwd: &passwd, group: &group, shadow: &shadow, login_defs: &login_defs, today };
    (accounts::administrators(&passwd, &group), accounts::accounts(texts))
}

/// Bytes that may still be written at a path.
pub(crate) fn free_bytes(path: &Path) -> Option<u64> {
    let disk = statvfs(path).ok()?;
    Some(disk.blocks_available().saturating_mul(disk.fragment_size()))
}

/// Whether a folder lies on another disk than its parent.
pub(crate) fn is_own_disk(folder: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).ok().map(|m| m.dev());
    folder.parent().is_some_and(|parent| device(folder).is_some() && device(folder) != device(parent))
}

/// Makes a folder that everybody may read, whatever the mask; one that is there stays.
pub(crate) fn folder_for_all(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).create(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

/// The permissions of a file that everybody may read.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there are none")]
pub(crate) fn readable() -> std::io::Result<fs::Permissions> {
    Ok(fs::Permissions::from_mode(0o644))
}

/// Makes a link to a path of the PC.
pub(crate) fn link(to: &str, at: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

/// Names of the people who are signed in, as logind notes them for `sd-login(3)`; `None` without logind.
pub(crate) fn signed_in() -> Option<Vec<String>> {
    people_of(Path::new("/run/systemd/sessions"))
}

/// Which start of this PC it is (proc(5)).
pub(crate) fn boot() -> Option<Boot> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let up = fs::read_to_string("/proc/uptime").ok()?;
    Some(Boot {
        id: id.trim().to_owned(),
        first_process: fs::read_to_string("/proc/1/stat").ok().as_deref().and_then(begun_at),
        up: up.split('.').next()?.parse().ok()?,
    })
}

/// Field 22 of `/proc/PID/stat`; the second, a name in brackets, may hold anything.
fn begun_at(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(19)?.parse().ok()
}

/// Makes folders that only root can look into.
pub(crate) fn private() -> DirBuilder {
    let mut make = DirBuilder::new();
    make.mode(0o700);
    make
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_start_of_the_pc_is_known_and_stays_the_same_while_it_runs() {
        let before = boot().unwrap();
        assert!(before.first_process.is_some() && !before.id.is_empty());
        assert!(!boot().unwrap().is_after(&before));
    }

    #[test]
    fn a_first_process_with_an_odd_name_has_a_beginning() {
        let fields: Vec<String> = (3..=52).map(|n| n.to_string()).collect();
        assert_eq!(begun_at(&format!("1 (sy) std) {}", fields.join(" "))), Some(22));
        assert_eq!(begun_at("1 (systemd"), None);
    }

    #[test]
    fn free_space_is_known_for_a_folder_and_not_for_nothing() {
        assert!(free_bytes(&std::env::temp_dir()).is_some_and(|bytes| bytes > 0));
        assert_eq!(free_bytes(Path::new("/nonexistent")), None);
    }
}
