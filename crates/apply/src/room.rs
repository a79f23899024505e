//! Whether there is room on the PC's disks, before anything is fetched or installed.

use patchround_protocol::Cause;
use patchround_updates::Pc;

use crate::{Ended, system};

/// Room that must be left for everything else: package databases, logs, a running system.
const MARGIN: u64 = 100 * 1024 * 1024;
/// Free room on a small start-up disk for one more kernel (sources.md K).
const BOOT: u64 = 200 * 1024 * 1024;
/// A package takes about twice its file when it is unpacked, besides the file.
const UNPACKED: u64 = 3;
/// Room that is left when updates are fetched ahead of their time (rules.md 1).
const LEFT_AFTER_FETCHING: u64 = 2_000_000_000;

/// The disks of a PC, or a test's idea of them.
pub(crate) trait Disks {
    /// Bytes that may still be written in a folder; none where that is not known.
    fn free_bytes(&self, folder: &str) -> Option<u64>;

    /// Whether `/boot` is a disk of its own.
    fn has_own_boot_disk(&self) -> bool;
}

impl Disks for Pc<'_> {
    /// Of a folder that is not there yet, where it will be made.
    fn free_bytes(&self, folder: &str) -> Option<u64> {
        let place = self.place(folder);
        place.ancestors().find(|place| place.exists()).and_then(system::free_bytes)
    }

    fn has_own_boot_disk(&self) -> bool {
        system::is_own_disk(&self.place("/boot"))
    }
}

/// What is written where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needs<'a> {
    /// Bytes to fetch.
    pub(crate) fetched: u64,
    /// Bytes more on the disk afterwards; none where that is not known.
    pub(crate) installed: Option<u64>,
    /// Where what is fetched lies.
    pub(crate) cache: &'a str,
    /// Where it is unpacked.
    pub(crate) system: &'a [&'a str],
}

/// Why nothing of this may be fetched ahead of its time.
pub(crate) fn to_fetch(disks: &dyn Disks, needs: Needs<'_>) -> Option<Ended> {
    let needed = needs.fetched.saturating_add(LEFT_AFTER_FETCHING);
    lacks(disks, needs.cache, needed).filter(|_| needs.fetched > 0)
}

/// Why nothing of this may be installed. Both are counted everywhere: the folders may be of one disk.
pub(crate) fn to_install(disks: &dyn Disks, needs: Needs<'_>) -> Option<Ended> {
    let written = match needs.installed {
        Some(installed) => needs.fetched.saturating_add(installed),
        None => needs.fetched.saturating_mul(UNPACKED),
    };
    let needed = written.saturating_add(MARGIN);
    std::iter::once(&needs.cache).chain(needs.system).find_map(|folder| lacks(disks, folder, needed))
}

/// Why no kernel may be installed.
pub(crate) fn for_kernel(disks: &dyn Disks) -> Option<Ended> {
    let full = lacks(disks, "/boot", BOOT).filter(|_| disks.has_own_boot_disk())?;
    Some(Ended { cause: Some(Cause::BootFull), ..full })
}

/// Of these the ones there is room for: all or none, and without kernels if only their disk is full.
pub(crate) fn enough<T>(
    disks: &dyn Disks,
    needs: Needs<'_>,
    targets: Vec<T>,
    is_kernel: impl Fn(&T) -> bool,
    mut refuse: impl FnMut(T, &Ended),
) -> Vec<T> {
    if targets.is_empty() {
        return targets;
    }
    let (full, boot) = (to_install(disks, needs), for_kernel(disks));
    let mut goes = Vec::new();
    for target in targets {
        match full.as_ref().or_else(|| boot.as_ref().filter(|_| is_kernel(&target))) {
            Some(ended) => refuse(target, ended),
            None => goes.push(target),
        }
    }
    goes
}

fn lacks(disks: &dyn Disks, folder: &str, needed: u64) -> Option<Ended> {
    let is_full = disks.free_bytes(folder).is_some_and(|free| free < needed);
    let said = || format!("Needs {} MB free in {folder}", needed.div_ceil(1_000_000));
    is_full.then(|| Ended::failed(Cause::DiskFull, &said()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Made {
        free: u64,
        boot: Option<u64>,
    }

    impl Disks for Made {
        fn free_bytes(&self, folder: &str) -> Option<u64> {
            if folder == "/boot" { self.boot.or(Some(self.free)) } else { Some(self.free) }
        }

        fn has_own_boot_disk(&self) -> bool {
            self.boot.is_some()
        }
    }

    const MB: u64 = 1_000_000;

    fn needs(fetched: u64, installed: Option<u64>) -> Needs<'static> {
        Needs { fetched, installed, cache: "/var/cache", system: &["/usr"] }
    }

    fn cause(ended: Option<Ended>) -> Option<Cause> {
        ended.and_then(|ended| ended.cause)
    }

    #[test]
    fn two_gigabytes_stay_free_when_something_is_fetched_ahead() {
        let disks = Made { free: 2005 * MB, boot: None };
        assert_eq!(to_fetch(&disks, needs(5 * MB, None)), None);
        let full = to_fetch(&disks, needs(6 * MB, None)).unwrap();
        assert_eq!(full.details.as_deref(), Some("Needs 2006 MB free in /var/cache"));
        assert_eq!(to_fetch(&Made { free: 0, boot: None }, needs(0, None)), None, "nothing is fetched");
    }

    #[test]
    fn what_is_unpacked_counts_besides_its_file_and_exactly_where_that_is_known() {
        let disks = Made { free: 200 * MB, boot: None };
        assert_eq!(to_install(&disks, needs(30 * MB, None)), None);
        assert_eq!(cause(to_install(&disks, needs(40 * MB, None))), Some(Cause::DiskFull));
        assert_eq!(to_install(&disks, needs(40 * MB, Some(10 * MB))), None);
        assert_eq!(cause(to_install(&disks, needs(40 * MB, Some(90 * MB)))), Some(Cause::DiskFull));
    }

    #[test]
    fn a_full_boot_disk_keeps_out_kernels_alone_and_a_full_disk_everything() {
        let left = |disks: &Made| {
            let mut refused = Vec::new();
            let refuse = |target: &str, ended: &Ended| refused.push((target.to_owned(), ended.cause));
            let goes = enough(disks, needs(MB, None), vec!["kernel", "letters"], |t| *t == "kernel", refuse);
            (goes, refused)
        };
        let (boot, full) = (Some(Cause::BootFull), Some(Cause::DiskFull));
        assert_eq!(
            left(&Made { free: 900 * MB, boot: Some(MB) }),
            (vec!["letters"], vec![("kernel".into(), boot)])
        );
        let all = vec![("kernel".into(), full), ("letters".into(), full)];
        assert_eq!(left(&Made { free: 90 * MB, boot: Some(MB) }), (vec![], all));
        assert_eq!(left(&Made { free: 900 * MB, boot: None }).0.len(), 2);
    }

    #[test]
    fn where_nothing_is_known_of_a_disk_nothing_is_kept_out_for_it() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &patchround_updates::command::Programs };
        assert!(pc.free_bytes("/var/cache/not/there").is_some(), "the disk that it will be made on");
        assert!(!pc.has_own_boot_disk());
    }
}
