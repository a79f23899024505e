//! Who may do what with a file, where the system has that.

use std::io;
use std::path::Path;

/// Sets a file's or a folder's mode.
#[cfg(unix)]
pub(crate) fn set(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(crate) fn set(_: &Path, _: u32) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
