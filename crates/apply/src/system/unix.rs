//! Disks and files, as every Unix has them.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::Path,
};

use nix::sys::statvfs::statvfs;

/// Bytes that may still be written at a path.
#[cfg_attr(
    target_os = "linux",
    expect(clippy::useless_conversion, reason = "macOS counts blocks with fewer digits")
)]
pub(crate) fn free_bytes(path: &Path) -> Option<u64> {
    let disk = statvfs(path).ok()?;
    Some(u64::from(disk.blocks_available()).saturating_mul(disk.fragment_size()))
}

/// Whether a folder lies on another disk than its parent.
pub(crate) fn is_own_disk(folder: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).ok().map(|m| m.dev());
    folder.parent().is_some_and(|parent| device(folder).is_some() && device(folder) != device(parent))
}

/// Makes folders that only root can look into.
pub(crate) fn private() -> DirBuilder {
    let mut make = DirBuilder::new();
    make.mode(0o700);
    make
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_known_for_a_folder_and_not_for_nothing() {
        assert!(free_bytes(&std::env::temp_dir()).is_some_and(|bytes| bytes > 0));
        assert_eq!(free_bytes(Path::new("/nonexistent")), None);
    }
}
