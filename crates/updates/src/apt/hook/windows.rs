//! There is no apt on Windows.

use std::{fs::File, io};

/// Never a socket.
pub(super) fn socket() -> io::Result<File> {
    Err(io::Error::other("Not started by apt"))
}
