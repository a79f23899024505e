//! A lock that nobody holds any more: pacman's is a plain file, and a crash leaves it.

use std::{fs, time::SystemTime};

use crate::{restart, source::Pc};

use super::places::LOCK;

/// Whether pacman's lock was made before this PC started: whoever made it is gone.
pub fn is_left_over(pc: &Pc<'_>) -> bool {
    let made = fs::symlink_metadata(pc.place(LOCK)).and_then(|found| found.modified());
    made.is_ok_and(|made| restart::started(pc).is_some_and(|started| made < SystemTime::from(started)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::command::Programs;

    #[test]
    fn only_a_lock_from_before_the_start_is_left_over() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        assert!(!is_left_over(&pc), "there is none");
        fs::create_dir_all(pc.place("/var/lib/pacman")).unwrap();
        let lock = fs::File::create(pc.place(LOCK)).unwrap();
        assert!(!is_left_over(&pc), "when it started is not known");
        fs::create_dir_all(pc.place("/proc")).unwrap();
        fs::write(pc.place("/proc/stat"), "cpu  1 2 3\nbtime 1700000000\n").unwrap();
        assert!(!is_left_over(&pc), "made since");
        lock.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_699_999_999)).unwrap();
        assert!(is_left_over(&pc));
    }
}
