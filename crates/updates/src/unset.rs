//! Packages that are there and not set up: a step of their set-up failed. dpkg remembers that; dnf, zypper and pacman tell it
//! once. So the root half notes it, for whoever looks at the PC later.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ask::AskError, names::read_bounded, rpm, source::Pc};

/// Where the root half notes it, one file a source. The folder above is its own; others may pass through it.
pub const FOLDER: &str = "/var/lib/patchround-root/unset";
/// Packages of one source that are noted: one step of the system may be about all that came in together.
pub const MOST: usize = 2000;
/// Bytes of such a file: of each package a name, a version and a time.
const BYTES: u64 = 1024 * 1024;

/// One package, as it was when the step failed. Whatever puts it in anew makes another one of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unset {
    /// What its source calls it, as in an id.
    pub native: String,
    /// Its version.
    pub version: String,
    /// When it came in, by the package manager's own database.
    pub installed: Option<Timestamp>,
}

impl From<&rpm::Package> for Unset {
    fn from(package: &rpm::Package) -> Self {
        Self { native: package.name_arch(), version: package.evr.clone(), installed: package.installed }
    }
}

/// The file of a source, by its path on the PC.
pub fn file_of(source: &str) -> String {
    format!("{FOLDER}/{source}.json")
}

/// What is noted of a source. What of it is still as it was, its package manager's database tells.
pub fn noted(pc: &Pc<'_>, source: &str) -> Vec<Unset> {
    let Some(text) = read_bounded(&pc.place(&file_of(source)), BYTES) else { return Vec::new() };
    let noted = serde_json::from_str(&text).unwrap_or_else(|error| {
        tracing::warn!(%error, source, "What was noted of failed set-up steps cannot be read");
        Vec::new()
    });
    noted.into_iter().take(MOST).collect()
}

/// The packages of rpm's that are noted and still as they were.
///
/// # Errors
/// [`AskError`] where rpm's database could not be read.
pub fn of_rpm(pc: &Pc<'_>, source: &str) -> Result<Vec<rpm::Package>, AskError> {
    let noted = noted(pc, source);
    if noted.is_empty() {
        return Ok(Vec::new());
    }
    let mut there = rpm::installed(pc, noted.iter().map(|unset| unset.native.as_str()))?;
    there.retain(|package| noted.contains(&Unset::from(package)));
    Ok(there)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::command::Programs;

    #[test]
    fn what_cannot_be_read_is_nothing_and_what_a_later_version_adds_is_passed_over() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        assert_eq!(noted(&pc, "dnf"), []);
        fs::create_dir_all(pc.place(FOLDER)).unwrap();
        for text in ["", "[{", "{}", "[1]"] {
            fs::write(pc.place(&file_of("dnf")), text).unwrap();
            assert_eq!(noted(&pc, "dnf"), [], "{text}");
        }
        let text = r#"[{"native":"a.noarch","version":"1-1","installed":"1970-01-01T00:00:05Z","later":1}]"#;
        fs::write(pc.place(&file_of("dnf")), text).unwrap();
        let found = noted(&pc, "dnf");
        assert_eq!(
            (found.len(), found[0].native.as_str(), found[0].installed.is_some()),
            (1, "a.noarch", true)
        );
        assert_eq!(noted(&pc, "zypper"), [], "each source has its own");
    }

    #[test]
    fn only_so_many_are_read() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        fs::create_dir_all(pc.place(FOLDER)).unwrap();
        let one = r#"{"native":"a","version":"1-1","installed":null}"#;
        fs::write(pc.place(&file_of("pacman")), format!("[{}]", vec![one; MOST + 1].join(","))).unwrap();
        assert_eq!(noted(&pc, "pacman").len(), MOST);
    }
}
