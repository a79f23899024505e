//! Free space and who is there: nothing on Windows asks for them yet.

use std::{fs::DirBuilder, path::Path};

use patchround_protocol::accounts::Accounts;

use crate::Boot;

/// Not known.
pub(crate) fn accounts() -> (Vec<String>, Option<Accounts>) {
    (Vec::new(), None)
}

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

/// Makes folders with the access list of the folder they are in.
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
