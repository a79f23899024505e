//! The socket that apt leaves open for its hook.

use std::{
    env, io,
    os::{
        fd::{FromRawFd, OwnedFd, RawFd},
        unix::net::UnixStream,
    },
};

/// The socket whose number apt wrote into the environment.
pub(super) fn socket() -> io::Result<UnixStream> {
    let number = env::var("APT_HOOK_SOCKET").ok().and_then(|text| text.parse::<RawFd>().ok());
    let number = number.filter(|n| *n > 2).ok_or_else(|| io::Error::other("Not started by apt"))?;
    // A number that is not open fails here, before it is taken for one's own.
    std::fs::metadata(format!("/proc/self/fd/{number}"))?;
    // SAFETY: apt opened this descriptor for us and names it; this runs once, as the first thing the
    // program does, so nothing else in it owns the number (json-hooks-protocol.md).
    Ok(UnixStream::from(unsafe { OwnedFd::from_raw_fd(number) }))
}
