//! Until when the maker of the operating system fixes it, out of the PC's own `distro-info-data`.
//!
//! What counts is what reaches a PC by itself and at no charge: Debian's long-term support, which comes through the same
//! archive, and Ubuntu's standard support. What has to be ordered (ELTS, Ubuntu Pro) does not count.

use std::{fs, path::Path};

use jiff::civil::Date;

use crate::os_release::OsRelease;

/// Bytes of one of those files, at most: today's have 3 KB.
const BYTES: u64 = 256 * 1024;

/// The last day on which this PC's system is fixed; `None` where the PC cannot know.
pub fn fixed_until() -> Option<Date> {
    if cfg!(target_os = "linux") { fixed_until_in(Path::new("/")) } else { None }
}

fn fixed_until_in(root: &Path) -> Option<Date> {
    let release = OsRelease::read(root)?;
    let list = match release.value("ID")? {
        "debian" => read(&root.join("usr/share/distro-info/debian.csv"))?,
        "ubuntu" => read(&root.join("usr/share/distro-info/ubuntu.csv"))?,
        _ => return None,
    };
    last_day(&list, release.value("VERSION_CODENAME")?)
}

fn read(file: &Path) -> Option<String> {
    let is_small = fs::metadata(file).is_ok_and(|found| found.len() <= BYTES);
    is_small.then(|| fs::read_to_string(file).ok()).flatten()
}

/// The later of the columns `eol` and `eol-lts` of a series; `None` where the list does not have it or its end yet.
fn last_day(list: &str, series: &str) -> Option<Date> {
    let mut lines = list.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next()?;
    let column = |name: &str| head.iter().position(|column| *column == name);
    let (named, ends) = (column("series")?, [column("eol"), column("eol-lts")]);
    let mine = lines.find(|fields| fields.get(named) == Some(&series))?;
    ends.into_iter().flatten().filter_map(|at| mine.get(at)?.parse().ok()).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEBIAN: &str = include_str!("../testdata/debian-12.distro-info.debian.csv");
    const UBUNTU: &str = include_str!("../testdata/debian-12.distro-info.ubuntu.csv");

    fn said(list: &str, series: &str) -> Option<String> {
        last_day(list, series).map(|day| day.to_string())
    }

    #[test]
    fn a_system_is_fixed_until_what_comes_by_itself_ends() {
        assert_eq!(said(DEBIAN, "bookworm").as_deref(), Some("2028-06-30"), "long-term support, not ELTS");
        assert_eq!(said(DEBIAN, "buzz").as_deref(), Some("1997-06-05"), "it had no long-term support");
        assert_eq!(said(UBUNTU, "noble").as_deref(), Some("2029-05-31"), "standard support, not Pro");
        assert_eq!(said(UBUNTU, "oracular").as_deref(), Some("2025-07-10"));
    }

    #[test]
    fn a_system_whose_end_nobody_has_said_is_not_known() {
        let unknown =
            [said(DEBIAN, "forky"), said(DEBIAN, "sid"), said(DEBIAN, "bookwormy"), said("", "bookworm")];
        assert_eq!(unknown, [None, None, None, None]);
    }

    #[test]
    fn the_pc_itself_says_which_system_it_is() {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        let found = || fixed_until_in(root.path()).map(|day| day.to_string());
        put("etc/os-release", "NAME=\"Ubuntu\"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n");
        assert_eq!(found(), None, "its list is not installed");
        put("usr/share/distro-info/ubuntu.csv", UBUNTU);
        put("usr/share/distro-info/debian.csv", DEBIAN);
        assert_eq!(found().as_deref(), Some("2029-05-31"));
        put("etc/os-release", "ID=\"debian\"\nVERSION_CODENAME='bookworm'\n");
        assert_eq!(found().as_deref(), Some("2028-06-30"));
        put("etc/os-release", "ID=linuxmint\nVERSION_CODENAME=wilma\n");
        assert_eq!(found(), None, "a maker whose dates are not there");
    }

    proptest::proptest! {
        #[test]
        fn no_list_makes_it_panic(list in "(series|eol|eol-lts|,|\n|[0-9-]){0,40}", series in "[a-z]{0,3}") {
            last_day(&list, &series);
        }
    }
}
