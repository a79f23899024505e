//! A conversation over a socket of this PC: snapd runs on Linux only.

use std::{
    io::{self, ErrorKind},
    path::Path,
    time::Duration,
};

/// Whether something listens, or did, at a path.
pub(super) fn is_one(_: &Path) -> bool {
    false
}

/// Says something, and gives what comes until it is whole or the other end closes.
///
/// # Errors
/// Always: there is nobody to talk to.
pub(super) fn exchange(
    _: &Path,
    _: &[u8],
    _: (Duration, usize),
    _: &dyn Fn(&[u8]) -> bool,
) -> io::Result<Vec<u8>> {
    Err(ErrorKind::Unsupported.into())
}
