//! Whose a file or folder is. A link is not followed: it would be one account's and lead to another's.

use std::path::Path;

/// The account that may do everything.
pub(crate) const ROOT: u32 = 0;

/// Its owner; none where there is nothing.
#[cfg(unix)]
pub(crate) fn of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;

    path.symlink_metadata().ok().map(|found| found.uid())
}

/// Nothing here is asked for by its owner.
#[cfg(not(unix))]
pub(crate) fn of(_: &Path) -> Option<u32> {
    None
}
