use std::{
    io,
    os::windows::io::{AsHandle, IntoRawHandle},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

pub(crate) use patchround_windows::said::Said;
use patchround_windows::{account, handle_owner, name, pipe, start, token::Somebody};
use tokio::{net::windows::named_pipe::NamedPipeClient, time::sleep};

use super::NotThere;

/// One end of a conversation on this PC.
pub(crate) type Stream = NamedPipeClient;

/// A busy pipe is called again after so long, and for so long.
const SOON: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the session pipe of this PC is.
pub(crate) fn session() -> PathBuf {
    name::of_this_pc("session").into()
}

/// Whether there is a pipe at all. It is not called for that.
pub(crate) fn is_there(socket: &Path) -> bool {
    pipe::is_there(&name::of(socket))
}

/// Calls the helper at a pipe, once what is there is known to be its own: it belongs to the account of the network half's
/// service, which nobody else can be, or, where `is_own`, to whoever runs us.
///
/// # Errors
/// Why there is nobody to talk with.
pub(crate) async fn connect(socket: &Path, is_own: bool) -> Result<Stream, NotThere> {
    let (name, end) = (name::of(socket), Instant::now() + PATIENCE);
    let called = loop {
        match pipe::call(&name) {
            Err(error) if pipe::is_busy(&error) && Instant::now() < end => sleep(SOON).await,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(NotThere::Absent),
            called => break called?,
        }
    };
    let (found, helper) = (handle_owner(called.as_handle())?, account::helper());
    if found != helper && !(is_own && found == Somebody::us()?.account) {
        return Err(NotThere::Foreign(found));
    }
    // SAFETY: it is an overlapped end of a pipe, and nobody else has it.
    Ok(unsafe { NamedPipeClient::from_raw_handle(called.into_raw_handle()) }?)
}

/// The home of whoever runs us.
pub(crate) fn home() -> Option<String> {
    std::env::var("USERPROFILE").ok()
}

/// Names the start of the PC in which we are.
///
/// # Errors
/// When the helper has not noted it.
pub(crate) fn this_start() -> io::Result<String> {
    start::name().ok_or_else(|| io::ErrorKind::NotFound.into())
}

#[cfg(test)]
mod tests {
    use patchround_windows::access::Owner;

    use super::*;

    #[tokio::test]
    async fn a_helper_is_called_only_where_the_pipe_is_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("B\u{fc}ro 1/run/session.sock");
        assert!(!is_there(&socket));
        assert!(matches!(connect(&socket, true).await, Err(NotThere::Absent)));
        let us = Somebody::us().unwrap().account;
        let access = Owner::Account(us.clone()).of_session_pipe();
        let listener = pipe::Listener::bind(&name::of(&socket), &access, pipe::Bell::new().unwrap()).unwrap();
        assert!(is_there(&socket));
        assert!(connect(&socket, true).await.is_ok());
        drop(listener);
        let squatter = pipe::make(&name::of(&socket), &access, true, 2).unwrap();
        assert!(matches!(connect(&socket, false).await, Err(NotThere::Foreign(found)) if found == us));
        drop(squatter);
        assert!(matches!(connect(&socket, false).await, Err(NotThere::Absent)));
    }
}
