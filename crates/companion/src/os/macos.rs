use std::{io, path::PathBuf};

use patchround_updates::{Pc, mac};

pub(crate) use super::unix::{Said, Stream, connect, home, is_there};

/// Where the session socket of this Mac is.
pub(crate) fn session() -> PathBuf {
    patchround_macos::SESSION.into()
}

/// A folder that only this person and root can look into (`patchround_updates::signs` reads it there). It is there from the
/// first sign-in on.
pub(crate) fn runtime_folder() -> PathBuf {
    home().map_or_else(std::env::temp_dir, |home| PathBuf::from(home).join("Library/Caches"))
}

/// Names the start of the Mac in which we are.
///
/// # Errors
/// When the kernel does not say it.
pub(crate) fn this_start() -> io::Result<String> {
    mac::boot(&Pc::this()).ok_or_else(|| io::ErrorKind::Unsupported.into())
}
