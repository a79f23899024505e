//! Locks, free space and who is there, the Linux way.

use std::{
    fs::{self, DirBuilder, File},
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::Path,
};

use nix::{
    fcntl::{FcntlArg, fcntl},
    libc,
    sys::statvfs::statvfs,
};
use patchround_updates::people_of;

use crate::Boot;

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

/// Name of the program that holds an fcntl lock on a file (fcntl(2), F_GETLK), as apt and dpkg do.
pub(crate) fn lock_holder(path: &Path) -> Option<String> {
    let file = File::open(path).ok()?; // to ask is no more than to read, which a hardened unit may
    let mut lock = libc::flock {
        l_type: whole(libc::F_WRLCK),
        l_whence: whole(libc::SEEK_SET),
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    fcntl(&file, FcntlArg::F_GETLK(&mut lock)).ok()?;
    let held = lock.l_type != whole(libc::F_UNLCK);
    // A holder in another container has no number here.
    held.then(|| name_of(lock.l_pid).unwrap_or_else(|| "?".to_owned()))
}

/// Name of a program that has a file open, of those this one may look into: a lock that is a mere file is kept open by
/// whoever made it.
pub(crate) fn opened_by(path: &Path) -> Option<String> {
    let wanted = fs::symlink_metadata(path).ok()?;
    let is_it = |found: fs::Metadata| (found.dev(), found.ino()) == (wanted.dev(), wanted.ino());
    let holds = |process: &Path| {
        let mut open = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
        open.any(|file| fs::metadata(file.path()).is_ok_and(is_it))
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut pids = processes.filter_map(|entry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        holds(&entry.path()).then_some(pid)
    });
    pids.next().map(|pid| name_of(pid).unwrap_or_else(|| "?".to_owned()))
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

fn whole(number: i32) -> libc::c_short {
    libc::c_short::try_from(number).expect("lock kinds are small numbers")
}

fn name_of(pid: libc::pid_t) -> Option<String> {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(name.trim().to_owned()).filter(|n| !n.is_empty())
}

/// Makes folders that only root can look into.
pub(crate) fn private() -> DirBuilder {
    let mut make = DirBuilder::new();
    make.mode(0o700);
    make
}

#[cfg(test)]
mod tests {
    use std::{
        thread,
        time::{Duration, Instant},
    };

    use patchround_updates::command::Reading;

    use super::*;

    #[test]
    fn a_lock_nobody_holds_has_no_holder() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(lock_holder(file.path()), None);
        assert_eq!(lock_holder(Path::new("/nonexistent/lock")), None);
    }

    #[test]
    fn the_program_that_holds_a_lock_is_named_by_one_that_may_only_read() {
        const HOLD: &str = "use Fcntl; open(F, '+<', $ARGV[0]) or die; \
                            $l = pack('s s x4 q q i x4', F_WRLCK, 0, 0, 0, 0); \
                            fcntl(F, F_SETLK, $l) or die; sleep 20;";
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_owned();
        let limit = Duration::from_secs(3);
        let holder = thread::spawn(move || {
            let perl = Reading::new("/usr/bin/perl").unwrap();
            perl.args(["-e", HOLD]).args([path.as_os_str()]).time_limit(limit).run()
        });
        let end = Instant::now() + limit;
        while lock_holder(file.path()).is_none() && Instant::now() < end {
            thread::sleep(Duration::from_millis(20));
        }
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(lock_holder(file.path()).as_deref(), Some("perl"));
        assert!(holder.join().unwrap().is_err(), "it was ended at its limit");
    }

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
