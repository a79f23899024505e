//! One setting lets programs share a port.

use std::io;

use socket2::Socket;

pub(super) fn share(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)
}
