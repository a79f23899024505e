//! The door is a named pipe that bears the name of the office's folder.

use std::{io, path::Path};

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

/// Second starts, as they come.
#[derive(Debug)]
pub(super) struct Knocks {
    name: String,
    next: NamedPipeServer,
}

impl Knocks {
    /// Opens the door.
    pub(super) fn listen(dir: &Path) -> io::Result<Self> {
        let name = pipe_name(dir);
        let next = ServerOptions::new().first_pipe_instance(true).create(&name)?;
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
    ClientOptions::new().open(pipe_name(dir))
}

/// Names of pipes have no backslashes.
fn pipe_name(dir: &Path) -> String {
    let folder = dir.to_string_lossy().to_lowercase();
    let plain: String = folder.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!(r"\\.\pipe\patchround-app-{plain}")
}
