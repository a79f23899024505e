use std::{
    io,
    path::{Path, PathBuf},
};

use super::NotThere;

/// One end of a conversation on this PC.
pub(crate) type Stream = tokio::io::DuplexStream;

/// Where the session socket of this PC is.
pub(crate) fn session() -> PathBuf {
    "/run/patchround/session.sock".into()
}

/// Whether there is a socket at all.
pub(crate) fn is_there(socket: &Path) -> bool {
    socket.exists()
}

/// Calls the helper.
///
/// # Errors
/// Always: there is none on this system yet.
pub(crate) async fn connect(_: &Path, _: bool) -> Result<Stream, NotThere> {
    Err(NotThere::NotYet)
}

/// Nobody reads what is written there: there is no helper on this system yet.
pub(crate) fn runtime_folder() -> PathBuf {
    std::env::temp_dir()
}

/// The home of whoever runs us: none, since there is no source of a person's own on this system yet.
pub(crate) fn home() -> Option<String> {
    None
}

/// Names the start of the PC in which we are.
///
/// # Errors
/// Always: nobody says it on this system yet.
pub(crate) fn this_start() -> io::Result<String> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes a file that nobody else may change, and writes it.
///
/// # Errors
/// Always: nobody reads it on this system yet.
pub(crate) fn write_own(_: &Path, _: &[u8]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
