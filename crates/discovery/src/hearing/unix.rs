//! Two settings let programs share a port; mDNS programs use both.

use std::io;

use socket2::Socket;

use super::Hearing;

pub(super) fn share(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)?;
    socket.set_reuse_port(true)
}

pub(super) fn why_silent() -> Hearing {
    if cfg!(target_os = "macos") { Hearing::NotAllowed } else { Hearing::Silent }
}
