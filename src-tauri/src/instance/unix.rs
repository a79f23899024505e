//! The door is a socket in the office's folder, which only its owner can enter.

use std::{fs, io, path::Path};

use tokio::net::{UnixListener, UnixStream};

/// Second starts, as they come.
#[derive(Debug)]
pub(super) struct Knocks(UnixListener);

impl Knocks {
    /// Opens the door. Who calls this holds the lock: a socket that is there is nobody's.
    pub(super) fn listen(dir: &Path) -> io::Result<Self> {
        let socket_path = dir.join("app.socket");
        match fs::remove_file(&socket_path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        UnixListener::bind(socket_path).map(Self)
    }

    pub(super) async fn next(&mut self) -> io::Result<UnixStream> {
        self.0.accept().await.map(|(stream, _)| stream)
    }
}

/// Knocks at the door of the first.
pub(super) async fn knock(dir: &Path) -> io::Result<UnixStream> {
    UnixStream::connect(dir.join("app.socket")).await
}
