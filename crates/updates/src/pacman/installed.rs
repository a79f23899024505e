//! What is installed, by the names of the folders of the local database: what libalpm itself goes by.

use std::{collections::BTreeMap, fs, io, path::Path};

use jiff::Timestamp;

use crate::{
    names::read_bounded,
    source::Pc,
    unset::{self, Unset},
};

use super::{SOURCE, places::LOCAL};

/// Bytes of one entry's description that are read.
const DESCRIPTION_BYTES: u64 = 256 * 1024;
/// The one file between the folders.
const FORMAT: &str = "ALPM_DB_VERSION";

/// What is installed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Installed {
    /// Versions by name.
    pub versions: BTreeMap<String, String>,
    /// Entries without a description, and names that are there twice: an installation was cut off.
    pub broken: Vec<String>,
}

impl Installed {
    /// Reads the folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(pc: &Pc<'_>) -> io::Result<Self> {
        let mut found = Self::default();
        for entry in fs::read_dir(pc.place(LOCAL))? {
            let entry = entry?;
            let Ok(folder) = entry.file_name().into_string() else { continue };
            if folder == FORMAT {
                continue;
            }
            let Some((name, version)) = split(&folder) else { continue };
            let is_second = found.versions.insert(name.to_owned(), version.to_owned()).is_some();
            if is_second || !entry.path().join("desc").is_file() {
                found.broken.push(folder);
            }
        }
        found.broken.sort();
        Ok(found)
    }

    /// Whether this name is there in exactly this version.
    pub fn is_at(&self, name: &str, version: &str) -> bool {
        self.versions.get(name).is_some_and(|there| there == version)
    }
}

/// A name, and a version with its release: neither of the two holds a dash.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let (rest, _release) = text.rsplit_once('-')?;
    let (name, _version) = rest.rsplit_once('-')?;
    let version = &text[name.len() + 1..];
    (!name.is_empty()).then_some((name, version))
}

/// What an installed package was built from, by its description.
pub(super) fn base_of(pc: &Pc<'_>, name: &str, version: &str) -> Option<String> {
    value(&description(pc, name, version)?, "%BASE%")
}

/// An installed package as it is now, for a note that a step of its set-up failed; none where it is not there so.
pub fn as_it_is(pc: &Pc<'_>, name: &str, version: &str) -> Option<Unset> {
    let second = value(&description(pc, name, version)?, "%INSTALLDATE%").and_then(|text| text.parse().ok());
    let installed = second.and_then(|second| Timestamp::from_second(second).ok());
    Some(Unset { native: name.to_owned(), version: version.to_owned(), installed })
}

/// The packages that are noted as not set up, and still are as they were.
pub fn not_set_up(pc: &Pc<'_>) -> Vec<Unset> {
    let mut noted = unset::noted(pc, SOURCE);
    // What makes a path of its own is no package.
    noted.retain(|unset| !unset.native.contains('/') && !unset.version.contains('/'));
    noted.retain(|unset| as_it_is(pc, &unset.native, &unset.version).as_ref() == Some(unset));
    noted
}

fn description(pc: &Pc<'_>, name: &str, version: &str) -> Option<String> {
    let file = pc.place(LOCAL).join(format!("{name}-{version}")).join("desc");
    read_bounded(&file, DESCRIPTION_BYTES)
}

/// The files of an installed package, one a line, without a slash in front.
pub(super) fn files_of(pc: &Pc<'_>, name: &str, version: &str) -> Option<String> {
    read_bounded(&file(&pc.place(LOCAL), name, version), 16 * DESCRIPTION_BYTES)
}

fn file(local: &Path, name: &str, version: &str) -> std::path::PathBuf {
    local.join(format!("{name}-{version}")).join("files")
}

/// The line after a heading.
fn value(description: &str, heading: &str) -> Option<String> {
    let mut lines = description.lines().skip_while(|line| *line != heading);
    lines.nth(1).filter(|value| !value.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    #[test]
    fn a_folder_is_a_name_and_a_version_with_its_epoch_and_release() {
        assert_eq!(split("lab-tool-b-1:2.0-1"), Some(("lab-tool-b", "1:2.0-1")));
        assert_eq!((split("a-1"), split("-1-1"), split("")), (None, None, None));
    }

    #[test]
    fn an_entry_that_was_cut_off_or_is_there_twice_is_broken() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        for (folder, is_whole) in [("a-1-1", true), ("b-1-1", false), ("c-1-1", true), ("c-2-1", true)] {
            let folder = pc.place(LOCAL).join(folder);
            fs::create_dir_all(&folder).unwrap();
            if is_whole {
                fs::write(folder.join("desc"), "%NAME%\na\n\n%BASE%\nwhole\n\n").unwrap();
            }
        }
        fs::write(pc.place(LOCAL).join(FORMAT), "9\n").unwrap();
        let found = Installed::read(&pc).unwrap();
        assert!(found.is_at("a", "1-1") && !found.is_at("a", "2-1"));
        assert_eq!((found.versions.len(), found.broken.len(), found.broken[0].as_str()), (3, 2, "b-1-1"));
        assert_eq!(base_of(&pc, "a", "1-1").as_deref(), Some("whole"));
        assert_eq!(base_of(&pc, "b", "1-1"), None);
    }
}
