use std::{
    io,
    path::{Path, PathBuf},
};

use nix::unistd::geteuid;

pub(crate) use super::unix::{Said, Stream, connect, home, is_there};

/// Where the session socket of this PC is.
pub(crate) fn session() -> PathBuf {
    "/run/patchround/session.sock".into()
}

/// The folder that belongs to whoever runs us while they are signed in (`pam_systemd(8)`).
pub(crate) fn runtime_folder() -> PathBuf {
    Path::new("/run/user").join(geteuid().to_string())
}

/// Names the start of the PC in which we are.
///
/// # Errors
/// When the kernel does not say it.
pub(crate) fn this_start() -> io::Result<String> {
    Ok(std::fs::read_to_string("/proc/sys/kernel/random/boot_id")?.trim().to_owned())
}
