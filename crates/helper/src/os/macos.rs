use std::{
    ffi::{CStr, c_char, c_int},
    fs::{DirBuilder, File, Permissions},
    io,
    os::{
        fd::{FromRawFd, OwnedFd},
        unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    },
    path::Path,
};

use nix::{
    libc,
    unistd::{Uid, User, geteuid},
};
use patchround_protocol::wake::Card;
use patchround_updates::{Pc, mac};
use tokio::{
    net::{UnixListener, UnixStream},
    signal::unix::{SignalKind, signal},
};

use super::Person;

/// Whether the helper runs on this system: not before its root half does.
pub const IS_SERVED: bool = false;

/// Belongs to whoever sits at the Mac: macOS gives it to the account whose session is on the screen.
const CONSOLE: &str = "/dev/console";

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
            if uid == 0 || (is_own && uid == geteuid().as_raw()) {
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
            match person(&stream, is_own) {
                Ok(person) => return Ok((stream, person)),
                Err(why) => tracing::info!(%why, "sent a program away from the session socket"),
            }
        }
    }
}

/// Why a program is sent away.
#[derive(Debug, thiserror::Error)]
enum Stranger {
    #[error("The kernel does not say whose program it is: {0}")]
    Unknown(#[from] io::Error),
    #[error("Its account has no name")]
    Nameless,
    #[error("Its account does not sit at this Mac")]
    NotHere,
}

/// The account of a peer (`getpeereid(3)`) whose session is on the screen.
fn person(stream: &UnixStream, is_own: bool) -> Result<Person, Stranger> {
    let uid = Uid::from_raw(stream.peer_cred()?.uid());
    let user = User::from_uid(uid).map_err(io::Error::from)?.ok_or(Stranger::Nameless)?;
    let sits_here = !uid.is_root() && std::fs::metadata(CONSOLE)?.uid() == uid.as_raw();
    let is_let_in = sits_here || (is_own && uid == geteuid());
    is_let_in.then(|| Person { account: uid.to_string(), name: user.name }).ok_or(Stranger::NotHere)
}

/// What launchd opened for us.
#[derive(Debug, Default)]
pub struct Sockets {
    /// For managers, from the network.
    pub managers: Option<std::net::TcpListener>,
    /// For this PC's administrator.
    pub control: Option<Local>,
    /// For the programs of the people who are signed in.
    pub session: Option<Local>,
}

/// Takes the sockets that launchd opened for us, by their names; none where it did not start us.
///
/// # Errors
/// When one is no socket.
pub fn handed_over() -> io::Result<Sockets> {
    Ok(Sockets {
        managers: opened(c"managers")?.map(std::net::TcpListener::from),
        control: opened(c"control")?.map(local).transpose()?,
        session: opened(c"session")?.map(local).transpose()?,
    })
}

unsafe extern "C" {
    /// `launch.h`, in the system's own library.
    fn launch_activate_socket(name: *const c_char, fds: *mut *mut c_int, count: *mut libc::size_t) -> c_int;
}

/// The first socket of this name: one for IPv6, which takes IPv4 too, before one for IPv4.
fn opened(name: &CStr) -> io::Result<Option<OwnedFd>> {
    let (mut fds, mut count) = (std::ptr::null_mut(), 0);
    // SAFETY: the name ends with a zero, and both places are ours to be written to.
    let status = unsafe { launch_activate_socket(name.as_ptr(), &raw mut fds, &raw mut count) };
    match status {
        0 => {}
        libc::ENOENT | libc::ESRCH => return Ok(None),
        error => return Err(io::Error::from_raw_os_error(error)),
    }
    let mut all = Vec::new();
    for at in 0..count {
        // SAFETY: launchd wrote `count` descriptors there, which nobody else in this process owns.
        all.push(unsafe { OwnedFd::from_raw_fd(*fds.add(at)) });
    }
    // SAFETY: the list is ours to free (`launch_activate_socket(3)`), and nothing of it is used any more.
    unsafe { libc::free(fds.cast()) };
    Ok(all.into_iter().next())
}

fn local(fd: OwnedFd) -> io::Result<Local> {
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
    crate::files::remove(path)?;
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, Permissions::from_mode(mode))?;
    Ok(Local(listener))
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
    geteuid().is_root()
}

/// Names this start of the Mac, whatever its clock says.
pub fn this_start() -> Option<String> {
    mac::boot(&Pc::this())
}

/// Names of the people who are signed in.
pub fn signed_in() -> Option<Vec<String>> {
    mac::people(&Pc::this())
}

/// Cards by which this Mac might be woken.
pub fn cards() -> Vec<Card> {
    mac::cards(&Pc::this())
}

/// None: we write to standard error.
pub fn log_file(_: &crate::places::Places) -> Option<std::fs::File> {
    None
}

/// launchd does not ask.
pub fn tell_ready() {}

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
