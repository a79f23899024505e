//! What a person said to a restart, in a file of their own.

use std::{
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
};

use nix::fcntl::OFlag;
use patchround_protocol::restart::{YES_BYTES, YES_FILE, Yes};

/// The yes that an account has put into its own runtime folder. What belongs to another account, is no plain file, is too
/// long or is reached through a link is none.
///
/// # Errors
/// When it cannot be looked into.
pub(super) fn of(folder: &Path, uid: u32) -> io::Result<Option<Yes>> {
    let found = fs::symlink_metadata(folder)?;
    if !found.is_dir() || found.uid() != uid {
        return Ok(None);
    }
    // Not to wait for a pipe.
    let flags = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK;
    let file = File::options().read(true).custom_flags(flags.bits()).open(folder.join(YES_FILE))?;
    let about = file.metadata()?;
    if !about.is_file() || about.uid() != uid || about.len() > YES_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(YES_BYTES).read_to_end(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes).ok())
}
