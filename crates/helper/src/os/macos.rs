use std::{io, path::Path};

use patchround_protocol::wake::Card;

/// Whether the helper runs on this system.
pub const IS_SERVED: bool = false;

/// One end of a conversation on this PC.
pub type Stream = tokio::io::DuplexStream;

/// A socket of this PC; there is none on this system yet.
#[derive(Debug)]
pub enum Local {}

impl Local {
    /// The next conversation.
    ///
    /// # Errors
    /// When the socket is broken.
    #[expect(clippy::unused_async, reason = "equal signatures on every system")]
    pub async fn accept(&self, _: bool) -> io::Result<Stream> {
        match *self {}
    }

    /// The next conversation of somebody who sits at this PC.
    ///
    /// # Errors
    /// When the socket is broken.
    #[expect(clippy::unused_async, reason = "equal signatures on every system")]
    pub async fn accept_person(&self, _: bool) -> io::Result<(Stream, super::Person)> {
        match *self {}
    }
}

/// What the system opened for us.
#[derive(Debug, Default)]
pub struct Sockets {
    /// For managers, from the network.
    pub managers: Option<std::net::TcpListener>,
    /// For this PC's administrator.
    pub control: Option<Local>,
    /// For the programs of the people who are signed in.
    pub session: Option<Local>,
}

/// Takes the sockets that the system opened for us: none.
///
/// # Errors
/// Never.
pub fn handed_over() -> io::Result<Sockets> {
    Ok(Sockets::default())
}

/// Makes a socket of this PC.
///
/// # Errors
/// Always: not on this system yet.
pub fn bind_local(_: &Path) -> io::Result<Local> {
    Err(io::ErrorKind::Unsupported.into())
}

/// As [`bind_local`], a socket that everybody can open.
///
/// # Errors
/// Always: not on this system yet.
pub fn bind_session(_: &Path) -> io::Result<Local> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Where everything is on this PC: here it has a place of its own for each.
pub fn places() -> Option<std::path::PathBuf> {
    None
}

/// Where a socket of this kind is.
pub fn socket(run: &Path, kind: &str) -> std::path::PathBuf {
    run.join(kind).with_extension("sock")
}

/// Calls a socket of this PC.
///
/// # Errors
/// Always: not on this system yet.
pub async fn connect(_: &Path) -> io::Result<Stream> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes a folder.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// A file's new name is on the disk as soon as the file is.
///
/// # Errors
/// Never.
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether whoever runs us is this PC's administrator.
pub fn may_administer() -> bool {
    false
}

/// Not known.
pub fn this_start() -> Option<String> {
    None
}

/// Names of the people who are signed in: not known on this system yet.
pub fn signed_in() -> Option<Vec<String>> {
    None
}

/// Cards by which this PC might be woken: not known on this system yet.
pub fn cards() -> Vec<Card> {
    Vec::new()
}

/// None: we write to standard error.
pub fn log_file(_: &crate::places::Places) -> Option<std::fs::File> {
    None
}

/// Tells nobody.
pub fn tell_ready() {}

/// Returns when somebody wants us to end.
///
/// # Errors
/// When there is no console.
pub async fn asked_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
