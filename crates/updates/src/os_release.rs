//! Which system runs on a PC, as it says itself (os-release(5)).

use std::{fs, path::Path};

/// Bytes of the file, at most: today's have less than 1 KB.
const BYTES: u64 = 256 * 1024;
const PLACES: [&str; 2] = ["etc/os-release", "usr/lib/os-release"];

/// What a system says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OsRelease {
    text: String,
}

impl OsRelease {
    /// That of the PC with this root; none where it says nothing.
    pub fn read(root: &Path) -> Option<Self> {
        PLACES.iter().find_map(|place| read(&root.join(place))).map(|text| Self { text })
    }

    /// A value, without its quotes.
    pub fn value(&self, key: &str) -> Option<&str> {
        let line = self.text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
        Some(line.trim().trim_matches(['"', '\'']))
    }

    /// Whether it is one of these systems or is made from one: `ID`, or a word of `ID_LIKE`.
    pub fn is_of(&self, systems: &[&str]) -> bool {
        let like = self.value("ID_LIKE").unwrap_or_default().split_whitespace();
        self.value("ID").into_iter().chain(like).any(|id| systems.contains(&id))
    }
}

fn read(file: &Path) -> Option<String> {
    let is_small = fs::metadata(file).is_ok_and(|found| found.len() <= BYTES);
    is_small.then(|| fs::read_to_string(file).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(text: &str) -> OsRelease {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("usr/lib")).unwrap();
        fs::write(root.path().join("usr/lib/os-release"), text).unwrap();
        OsRelease::read(root.path()).unwrap()
    }

    #[test]
    fn a_system_says_what_it_is_and_what_it_is_made_from() {
        let rocky =
            release("NAME=\"Rocky Linux\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID='9.4'\n");
        assert!(rocky.is_of(&["rocky"]) && rocky.is_of(&["suse", "fedora"]));
        assert!(!rocky.is_of(&["cent"]) && !rocky.is_of(&["debian"]));
        assert_eq!((rocky.value("VERSION_ID"), rocky.value("VERSION")), (Some("9.4"), None));
        assert!(release("ID=opensuse-leap\nID_LIKE=\"suse opensuse\"\n").is_of(&["suse"]));
    }

    #[test]
    fn a_pc_that_says_nothing_is_none_of_them() {
        assert_eq!(OsRelease::read(tempfile::tempdir().unwrap().path()), None);
        assert!(!release("").is_of(&["debian"]));
    }
}
