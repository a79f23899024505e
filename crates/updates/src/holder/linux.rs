//! Who holds a lock, the Linux way.

use std::{
    fs::{self, File},
    os::unix::fs::MetadataExt,
    path::Path,
};

use nix::{
    fcntl::{FcntlArg, fcntl},
    libc,
};

/// Name of the program that holds an fcntl lock on a file (fcntl(2), F_GETLK), as apt and dpkg do.
pub fn lock_holder(path: &Path) -> Option<String> {
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
pub fn opened_by(path: &Path) -> Option<String> {
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

fn whole(number: i32) -> libc::c_short {
    libc::c_short::try_from(number).expect("lock kinds are small numbers")
}

fn name_of(pid: libc::pid_t) -> Option<String> {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(name.trim().to_owned()).filter(|n| !n.is_empty())
}

#[cfg(test)]
mod tests {
    use std::{
        os::unix::fs::PermissionsExt,
        thread,
        time::{Duration, Instant},
    };

    use super::*;
    use crate::command::Reading;

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
}
