//! Free space and who is there, the Windows way.

use std::{fs::DirBuilder, path::Path};

use patchround_windows::{file, session, start};

use crate::Boot;

/// Bytes that may still be written at a path.
pub(crate) fn free_bytes(path: &Path) -> Option<u64> {
    file::free_bytes(path)
}

/// Whether a folder lies on another disk than its parent.
pub(crate) fn is_own_disk(folder: &Path) -> bool {
    let disk = |path: &Path| path.exists().then(|| file::disk_of(path)).flatten();
    folder.parent().is_some_and(|parent| disk(folder).is_some() && disk(folder) != disk(parent))
}

/// Names of the people who are signed in, also of those who are away.
pub(crate) fn signed_in() -> Option<Vec<String>> {
    session::signed_in()
}

/// Which start of this PC it is.
pub(crate) fn boot() -> Option<Boot> {
    Some(Boot { id: start::noted()?, first_process: None, up: start::up().as_secs() })
}

/// Makes folders with the access list of the folder they are in: root's own, which is shut to everybody else.
pub(crate) fn private() -> DirBuilder {
    DirBuilder::new()
}

/// Makes a folder; one that is there stays.
pub(crate) fn folder_for_all(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}

/// No source of this system has such files.
pub(crate) fn readable() -> std::io::Result<std::fs::Permissions> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// No source of this system has such links.
pub(crate) fn link(_to: &str, _at: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_start_of_the_pc_is_known_and_stays_the_same_while_it_runs() {
        let before = boot().unwrap();
        assert!(!before.id.is_empty());
        assert!(!boot().unwrap().is_after(&before));
    }

    #[test]
    fn free_space_is_known_for_a_folder_and_not_for_nothing() {
        assert!(free_bytes(&std::env::temp_dir()).is_some_and(|bytes| bytes > 0));
        assert_eq!(free_bytes(Path::new(r"Q:\nonexistent")), None);
    }

    #[test]
    fn a_folder_lies_on_the_disk_of_its_parent() {
        assert!(!is_own_disk(&std::env::temp_dir()));
        assert!(!is_own_disk(Path::new(r"Q:\nonexistent\folder")));
    }
}
