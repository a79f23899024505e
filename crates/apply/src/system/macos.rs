//! Free space and who is there: nothing on macOS asks for them yet.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path};

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

/// Makes folders that only root can look into.
pub(crate) fn private() -> DirBuilder {
    let mut make = DirBuilder::new();
    make.mode(0o700);
    make
}
