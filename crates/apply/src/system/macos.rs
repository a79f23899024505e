//! Free space and who is there: nothing on macOS asks for them yet.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path};

use crate::Boot;

/// Not known.
pub(crate) fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

/// Not known.
pub(crate) fn is_own_disk(_folder: &Path) -> bool {
    false
}

/// Not known.
pub(crate) fn signed_in() -> Option<Vec<String>> {
    None
}

/// Not known.
pub(crate) fn boot() -> Option<Boot> {
    None
}

/// Makes folders that only root can look into.
pub(crate) fn private() -> DirBuilder {
    let mut make = DirBuilder::new();
    make.mode(0o700);
    make
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
