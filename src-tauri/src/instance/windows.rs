//! The door is a named pipe. All accounts of a PC share one space of names, so that its name is drawn by lot and noted in
//! the office's folder, which only its owner can enter: nobody else can take it before.

use std::{fs, io, path::Path};

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

/// Where the name is noted.
const NOTE: &str = "app.door";

/// Second starts, as they come.
#[derive(Debug)]
pub(super) struct Knocks {
    name: String,
    next: NamedPipeServer,
}

impl Knocks {
    /// Opens the door. Who calls this holds the lock: a name that is noted is nobody's.
    pub(super) fn listen(dir: &Path) -> io::Result<Self> {
        let lot = getrandom::u64().map_err(io::Error::other)?;
        let name = format!(r"\\.\pipe\patchround-app-{lot:016x}");
        let next = ServerOptions::new().first_pipe_instance(true).create(&name)?;
        fs::write(dir.join(NOTE), &name)?;
        Ok(Self { name, next })
    }

    pub(super) async fn next(&mut self) -> io::Result<NamedPipeServer> {
        self.next.connect().await?;
        // The next one stands ready before this one is served: there is always a door to knock at.
        let next = ServerOptions::new().create(&self.name)?;
        Ok(std::mem::replace(&mut self.next, next))
    }
}

/// Knocks at the door of the first.
#[expect(clippy::unused_async, reason = "the signature is that of the other systems")]
pub(super) async fn knock(dir: &Path) -> io::Result<NamedPipeClient> {
    ClientOptions::new().open(fs::read_to_string(dir.join(NOTE))?)
}
