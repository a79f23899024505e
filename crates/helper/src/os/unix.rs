//! What Linux and macOS have in common.

use std::{
    fs::{DirBuilder, File, Permissions},
    io,
    os::{
        fd::OwnedFd,
        unix::fs::{DirBuilderExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

use tokio::{
    net::{UnixListener, UnixStream},
    signal::unix::{SignalKind, signal},
};

use super::{Person, system};

/// One end of a conversation on this PC.
pub type Stream = UnixStream;

/// A socket of this PC's file system.
#[derive(Debug)]
pub struct Local(UnixListener);

impl Local {
    /// The next conversation; who may not administer this PC is sent away.
    ///
    /// `is_own` lets in whoever runs us, for a state folder of his own.
    ///
    /// # Errors
    /// When the socket is broken.
    pub async fn accept(&self, is_own: bool) -> io::Result<Stream> {
        loop {
            let (stream, _) = self.0.accept().await?;
            let uid = stream.peer_cred()?.uid();
            if uid == 0 || (is_own && uid == nix::unistd::geteuid().as_raw()) {
                return Ok(stream);
            }
        }
    }

    /// The next conversation of somebody who sits at this PC; everybody else is sent away.
    ///
    /// `is_own` lets in whoever runs us, for a state folder of his own.
    ///
    /// # Errors
    /// When the socket is broken.
    pub async fn accept_person(&self, is_own: bool) -> io::Result<(Stream, Person)> {
        loop {
            let (stream, _) = self.0.accept().await?;
            match system::person(&stream, is_own) {
                Ok(person) => return Ok((stream, person)),
                Err(why) => tracing::info!(%why, "sent a program away from the session socket"),
            }
        }
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

pub(super) fn local(fd: OwnedFd) -> io::Result<Local> {
    let listener = std::os::unix::net::UnixListener::from(fd);
    listener.set_nonblocking(true)?;
    Ok(Local(UnixListener::from_std(listener)?))
}

/// Makes a socket that nobody but us and root can open, in place of one that was left over.
///
/// # Errors
/// When it cannot be made.
pub fn bind_local(path: &Path) -> io::Result<Local> {
    bind(path, 0o600)
}

/// As [`bind_local`], a socket that everybody can open: who is at its other end the kernel says.
///
/// # Errors
/// When it cannot be made.
pub fn bind_session(path: &Path) -> io::Result<Local> {
    bind(path, 0o666)
}

fn bind(path: &Path, mode: u32) -> io::Result<Local> {
    path.parent().map_or(Ok(()), make_private_folder)?;
    crate::files::remove(path)?;
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, Permissions::from_mode(mode))?;
    Ok(Local(listener))
}

/// Where a socket of this kind is.
pub fn socket(run: &Path, kind: &str) -> PathBuf {
    run.join(kind).with_extension("sock")
}

/// Calls a socket of this PC.
///
/// # Errors
/// When nobody answers there, or we may not.
pub async fn connect(path: &Path) -> io::Result<Stream> {
    UnixStream::connect(path).await
}

/// Makes a folder that only we can look into, or takes the one that is there.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Waits until a file's new name is on the disk.
///
/// # Errors
/// When the disk says no.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Whether whoever runs us is this PC's administrator.
pub fn may_administer() -> bool {
    nix::unistd::geteuid().is_root()
}

/// None: we write to standard error.
pub fn log_file(_: &crate::places::Places) -> Option<File> {
    None
}

/// Returns when somebody wants us to end.
///
/// # Errors
/// When the kernel says no.
pub async fn asked_to_stop() -> io::Result<()> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}
