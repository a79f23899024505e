//! Packages that are there and not set up: a step of their set-up failed. dpkg remembers that; dnf, zypper and pacman tell it
//! once. So the root half notes it, for whoever looks at the PC later.

use std::collections::BTreeSet;

use jiff::Timestamp;
use patchround_protocol::{Cause, limits};
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

/// What of a source is not whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotWhole {
    /// Why, where something is.
    pub cause: Option<Cause>,
    /// Whose packages, by their names, as many as a look tells.
    pub of: Vec<String>,
}

impl NotWhole {
    /// These packages, each once.
    pub(crate) fn new(cause: Cause, names: impl IntoIterator<Item = String>) -> Self {
        let names: BTreeSet<String> = names.into_iter().collect();
        Self { cause: Some(cause), of: names.into_iter().take(limits::UNFINISHED).collect() }
    }
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

/// The packages of rpm's that are noted and still as they were; a kernel only until another one came in beside it.
///
/// # Errors
/// [`AskError`] where rpm's database could not be read.
pub fn of_rpm(pc: &Pc<'_>, source: &str) -> Result<Vec<rpm::Package>, AskError> {
    let noted = noted(pc, source);
    if noted.is_empty() {
        return Ok(Vec::new());
    }
    let there = rpm::installed(pc, noted.iter().map(|unset| unset.native.as_str()))?;
    let is_noted = |package: &&rpm::Package| {
        noted.contains(&Unset::from(*package))
            && !(rpm::is_kernel(&package.name) && is_followed(package, &there))
    };
    Ok(there.iter().filter(is_noted).cloned().collect())
}

fn is_followed(package: &rpm::Package, there: &[rpm::Package]) -> bool {
    let is_same = |other: &&rpm::Package| (&other.name, &other.arch) == (&package.name, &package.arch);
    there.iter().filter(is_same).any(|other| other.installed > package.installed)
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::*;
    use crate::command::{Call, CommandError, Line, Output, Programs, Told, Tools};

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

    /// An rpm whose database has these `NAME VERSION SECOND`s.
    struct Rpm(Vec<(&'static str, &'static str, u32)>);

    impl Tools for Rpm {
        fn ask(&self, _: &Call, _: Duration) -> Result<Output, CommandError> {
            let line = |(name, version, second): &(&str, &str, u32)| {
                format!("{name}\tnoarch\t0\t{version}\t{second}\t5\t(none)\tx\tx\n")
            };
            let lines: String = self.0.iter().map(line).collect();
            let stdout = format!("{lines}package {} is not installed\n", rpm::END);
            Ok(Output { stdout, stderr: String::new(), status: Some(1) })
        }

        fn fetch(&self, _: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
            unreachable!("nothing is fetched")
        }

        fn write(&self, _: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
            unreachable!("nothing is changed")
        }
    }

    #[test]
    fn a_kernel_is_noted_until_a_later_one_came_in_beside_it() {
        let noted = |there| {
            let (root, tools) = (tempfile::tempdir().unwrap(), Rpm(there));
            let pc = Pc { root: root.path(), tools: &tools };
            fs::create_dir_all(pc.place(FOLDER)).unwrap();
            let one = |name| {
                format!(r#"{{"native":"{name}.noarch","version":"2-1","installed":"1970-01-01T00:00:05Z"}}"#)
            };
            let text = format!("[{},{}]", one("kernel-core"), one("a"));
            fs::write(pc.place(&file_of("dnf")), text).unwrap();
            let found = of_rpm(&pc, "dnf").unwrap();
            found.into_iter().map(|package| package.name + "-" + &package.evr).collect::<Vec<_>>()
        };
        let (earlier, later) = (("kernel-core", "1-1", 4), ("kernel-core", "3-1", 6));
        let (kernel, other) = (("kernel-core", "2-1", 5), ("a", "2-1", 5));
        assert_eq!(noted(vec![earlier, kernel, other]), ["kernel-core-2-1", "a-2-1"]);
        assert_eq!(noted(vec![earlier, kernel, other, later]), ["a-2-1"]);
        let another = ("kernel-devel", "3-1", 6);
        assert_eq!(noted(vec![kernel, another, other, ("a", "3-1", 6)]), ["kernel-core-2-1", "a-2-1"]);
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
