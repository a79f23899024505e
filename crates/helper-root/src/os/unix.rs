//! What Linux and macOS have in common.

#[cfg(any(target_os = "macos", test))]
pub(super) mod apart;

use std::{
    ffi::OsStr,
    fs::{DirBuilder, File, Permissions},
    io::{self, Write},
    os::{
        fd::AsFd,
        unix::{
            fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown},
            net::{UnixListener, UnixStream},
            process::CommandExt,
        },
    },
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use nix::{
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::signal::{SigSet, Signal},
    unistd::{Group, User, geteuid},
};

use super::{
    For, Peer,
    system::{ACCOUNT, LOOK, account_of, handed_over},
};
use crate::{files, state::State};

/// One end of a conversation.
pub type Stream = UnixStream;

/// What a transaction is told that only looks at what another one left.
pub(super) const LOOK_AGAIN: &str = "--look-again";

/// The socket we answer on.
#[derive(Debug)]
pub struct Listener {
    socket: UnixListener,
    helper: u32,
}

/// Takes the socket that the system hands over, or makes our own in a given folder.
///
/// # Errors
/// When there is none, or no account of the network half.
pub fn receive(state: &State) -> io::Result<Listener> {
    if let Some(dir) = state.given() {
        return Ok(Listener { socket: bind(state, &dir.join("run"))?, helper: own_uid() });
    }
    let account = User::from_name(ACCOUNT)?.ok_or(io::ErrorKind::NotFound)?;
    let socket = UnixListener::from(handed_over()?.ok_or(io::ErrorKind::NotConnected)?);
    // On macOS what comes in by a socket that does not wait would not wait either (accept(2)).
    socket.set_nonblocking(false)?;
    Ok(Listener { socket, helper: account.uid.as_raw() })
}

fn bind(state: &State, folder: &Path) -> io::Result<UnixListener> {
    create_folder(state, folder, For::Us)?;
    let path = folder.join("root.sock");
    files::remove(&path)?;
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

impl Listener {
    /// The next connection and who is at its other end; `None` when nobody comes for so long.
    ///
    /// # Errors
    /// When the socket is broken.
    pub fn accept(&mut self, patience: Option<Duration>) -> io::Result<Option<(Stream, Peer)>> {
        let timeout = match patience {
            Some(patience) => PollTimeout::try_from(patience).map_err(io::Error::other)?,
            None => PollTimeout::NONE,
        };
        loop {
            if poll(&mut [PollFd::new(self.socket.as_fd(), PollFlags::POLLIN)], timeout)? == 0 {
                return Ok(None);
            }
            let stream = match self.socket.accept() {
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
                accepted => accepted?.0,
            };
            match account_of(&stream) {
                Ok(uid) => return Ok(Some((stream, self.peer(uid)))),
                Err(error) => tracing::info!(%error, "sent a program away that does not say who it is"),
            }
        }
    }

    /// Whoever runs us is the administrator: root, or, with a given folder, whoever they are.
    fn peer(&self, uid: u32) -> Peer {
        Peer { is_helper: uid == self.helper, is_administrator: uid == own_uid() }
    }
}

/// Two ends of a conversation.
#[cfg(test)]
pub(crate) fn pair() -> (Stream, Stream) {
    UnixStream::pair().expect("a test may have two sockets")
}

/// Nothing to say: whoever calls waits until the system has started us.
pub fn tell_ready() {}

/// Whether we stay while a transaction runs. On Linux it has logind wait by itself, and macOS waits for nobody.
pub fn stays_for_transactions() -> bool {
    false
}

pub(super) fn own_uid() -> u32 {
    geteuid().as_raw()
}

/// Makes a given folder; that of this PC has a parent.
///
/// # Errors
/// When it cannot be made.
pub fn create_parent(state: &State) -> io::Result<()> {
    state.given().map_or(Ok(()), std::fs::create_dir_all)
}

/// Makes a folder with its final owner and mode, or checks that the one there is ours.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] when somebody else made it before us.
pub fn create_folder(state: &State, path: &Path, whose: For) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let found = std::fs::symlink_metadata(path)?;
    if !found.is_dir() || found.uid() != own_uid() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mode = match whose {
        For::Us => 0o700,
        For::Passing => 0o711,
        For::Readers => {
            give_to_group(path, state)?;
            0o750
        }
    };
    // On a disk that is read-only nothing may be asked for that is so already, or the PC would not answer at all.
    if found.permissions().mode() & 0o7777 == mode {
        return Ok(());
    }
    std::fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Lets the network half read a file of ours.
pub(crate) fn hand_to_readers(file: &File, path: &Path, state: &State) -> io::Result<()> {
    give_to_group(path, state)?;
    file.set_permissions(Permissions::from_mode(0o640))
}

fn give_to_group(path: &Path, state: &State) -> io::Result<()> {
    if state.given().is_some() {
        return Ok(());
    }
    let group = Group::from_name(ACCOUNT)?.ok_or(io::ErrorKind::NotFound)?.gid.as_raw();
    if std::fs::symlink_metadata(path)?.gid() == group { Ok(()) } else { chown(path, None, Some(group)) }
}

/// Keeps a shutdown's or a terminal's signal from ending us in the middle: systemd waits for us.
///
/// Programs we start have none held. Call it before any thread is made.
///
/// # Errors
/// When the kernel says no.
pub fn hold_signals() -> io::Result<()> {
    let mut held = SigSet::empty();
    for signal in [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP] {
        held.add(signal);
    }
    Ok(held.thread_block()?)
}

/// While it lives, the system is asked to keep the PC awake.
#[derive(Debug)]
pub struct Awake(Option<Child>);

impl Awake {
    /// Nobody is asked.
    pub(super) const NOT: Self = Self(None);

    /// Asked by a program that ends with its input.
    pub(super) fn by(program: &str, line: &[&str]) -> Self {
        let child = command(program, line).stdin(Stdio::piped()).spawn();
        Self(child.inspect_err(|error| tracing::warn!(%error, "cannot ask to stay awake")).ok())
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            drop(child.stdin.take()); // it ends with its input, also when we are killed
            let _ = child.wait();
        }
    }
}

/// Nothing is left of programs that ran transactions.
///
/// # Errors
/// Never.
pub fn tidy_programs(_: &State) -> io::Result<()> {
    Ok(())
}

/// Nothing to give up: the system has taken it from whoever looks.
///
/// # Errors
/// Never.
pub fn give_up_rights() -> io::Result<()> {
    Ok(())
}

/// Has somebody without rights look, whom the system starts for it, and gives what he says.
///
/// # Errors
/// When nobody is there to ask.
pub fn have_looked(question: &[u8], patience: Duration) -> io::Result<UnixStream> {
    let mut stream = UnixStream::connect(LOOK)?;
    stream.set_write_timeout(Some(patience))?;
    stream.set_read_timeout(Some(patience))?;
    stream.write_all(question)?;
    Ok(stream)
}

#[expect(
    clippy::disallowed_methods,
    reason = "starts fixed programs that outlive the call; the runner of `updates` waits for their output"
)]
pub(super) fn command(program: impl AsRef<OsStr>, line: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(program);
    command.args(line).env_clear().env("LC_ALL", "C.UTF-8").current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // SAFETY: between fork and exec only pthread_sigmask is called, which is async-signal-safe
    // (signal-safety(7)).
    unsafe {
        command.pre_exec(|| Ok(SigSet::empty().thread_set_mask()?));
    }
    command
}

#[cfg(test)]
mod tests {
    use std::{io::Read, thread};

    use super::*;

    #[test]
    fn whoever_runs_us_is_known_and_a_caller_who_is_gone_again_ends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        let mut listener = receive(&state).unwrap();
        let socket = folder.path().join("run/root.sock");
        drop(UnixStream::connect(&socket).unwrap());
        let calls = thread::spawn(move || UnixStream::connect(socket).unwrap().read(&mut [0]));
        for _ in 0..2 {
            let (_, peer) = listener.accept(Some(Duration::from_secs(60))).unwrap().unwrap();
            assert_eq!(peer, Peer { is_helper: true, is_administrator: true });
        }
        calls.join().unwrap().unwrap();
        assert!(listener.accept(Some(Duration::ZERO)).unwrap().is_none());
        let stranger = Listener { helper: own_uid() + 1, ..listener }.peer(own_uid() + 2);
        assert!(!stranger.is_known());
    }

    #[test]
    fn what_keeps_a_pc_awake_ends_with_us() {
        let awake = Awake::by("/bin/cat", &[]);
        assert!(awake.0.is_some());
        drop(awake); // or the test hangs
        assert!(Awake::by("/bin/nobody", &[]).0.is_none());
    }
}
