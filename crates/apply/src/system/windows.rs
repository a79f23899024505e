//! Locks, free space and who is there: nothing on Windows asks for them yet.

use std::{fs::DirBuilder, path::Path};

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
pub(crate) fn lock_holder(_path: &Path) -> Option<String> {
    None
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
