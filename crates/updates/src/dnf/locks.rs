//! What somebody keeps at a version: the files of the version lock of both dnfs.

use std::{fs, io, path::Path};

use super::generation::Generation;

/// The file that dnf 4's plugin is set up with.
const FILE: &str = "etc/dnf/plugins/versionlock.list";
/// The plugin's own settings; where they are not there, it is not.
const SETTINGS: &str = "etc/dnf/plugins/versionlock.conf";
/// dnf 5 has the command built in.
const FILE5: &str = "etc/dnf/versionlock.toml";

/// Whether versions can be locked on the PC with this root.
pub fn can_lock(root: &Path, generation: Generation) -> bool {
    generation == Generation::Five || root.join(SETTINGS).is_file()
}

/// What dnf 4 takes as a lock of exactly this version: `NAME-EPOCH:VERSION-RELEASE.ARCH`.
pub fn exact(name: &str, arch: &str, evr: &str) -> String {
    let evr = if evr.contains(':') { evr.to_owned() } else { format!("0:{evr}") };
    format!("{name}-{evr}.{arch}")
}

/// The locks of a PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locks {
    generation: Generation,
    text: String,
}

impl Locks {
    /// Those of the PC with this root; none where there is no file.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(root: &Path, generation: Generation) -> io::Result<Self> {
        let file = if generation == Generation::Five { FILE5 } else { FILE };
        match fs::read_to_string(root.join(file)) {
            Ok(text) => Ok(Self { generation, text }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self { generation, text: String::new() })
            }
            Err(error) => Err(error),
        }
    }

    /// Whether dnf 5 has any entry of a package, at whatever version.
    pub fn has(&self, name: &str) -> bool {
        let name = format!("name = \"{name}\"");
        self.generation == Generation::Five && self.text.lines().any(|line| line.trim() == name)
    }

    /// Whether a package is locked at exactly this version, whoever did that.
    pub fn is_at(&self, name: &str, arch: &str, evr: &str) -> bool {
        match self.generation {
            Generation::Four => {
                let exact = exact(name, arch, evr);
                let any_arch = format!("{}.*", exact.trim_end_matches(arch).trim_end_matches('.'));
                self.text.lines().map(str::trim).any(|line| line == exact || line == any_arch)
            }
            Generation::Five => {
                let says = |block: &str, key: &str, value: &str| {
                    block.lines().any(|line| line.trim() == format!("{key} = \"{value}\""))
                };
                let mut blocks = self.text.split("[[packages]]").skip(1);
                blocks.any(|block| says(block, "name", name) && says(block, "value", evr))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: &str = include_str!("../../testdata/debian-12.dnf-versionlock-file.locked");
    const FIVE: &str = include_str!("../../testdata/sid.dnf5-versionlock-file.locked");

    #[test]
    fn a_lock_names_its_version_with_the_epoch() {
        assert_eq!(exact("pr-tool", "noarch", "1.0-1"), "pr-tool-0:1.0-1.noarch");
        assert_eq!(exact("pr-epoch", "noarch", "1:1.0-1"), "pr-epoch-1:1.0-1.noarch");
    }

    #[test]
    fn what_is_locked_is_found_in_the_files_of_both() {
        for (generation, text) in [(Generation::Four, FOUR), (Generation::Five, FIVE)] {
            let locks = Locks { generation, text: text.to_owned() };
            assert!(locks.is_at("pr-lock", "noarch", "1.0-1"), "{generation:?}");
            assert!(!locks.is_at("pr-lock", "noarch", "1.1-1") && !locks.is_at("pr-loc", "noarch", "1.0-1"));
        }
    }
}
