use std::{
    fs::{DirBuilder, File, Permissions},
    io::{self, Write},
    os::{
        fd::{AsFd, FromRawFd, OwnedFd},
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
    errno::Errno,
    fcntl::{FallocateFlags, fallocate},
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::{
        signal::{SigSet, Signal},
        socket::{getsockopt, sockopt::PeerCredentials},
    },
    unistd::{Group, User, geteuid},
};

use super::{For, Peer};
use crate::{files, state::State, txn::Txn};

/// The account of the network half, made by our package.
const ACCOUNT: &str = "patchround";
/// Where somebody looks for us who may do nothing.
const LOOK: &str = "/run/patchround/look.sock";
const OURSELVES: &str = "/usr/libexec/patchround/patchround-helper-root";

/// One end of a conversation.
pub type Stream = UnixStream;

/// The socket we answer on.
#[derive(Debug)]
pub struct Listener {
    socket: UnixListener,
    helper: u32,
}

/// Takes the socket systemd hands over (`sd_listen_fds(3)`), or makes our own in a given folder.
///
/// # Errors
/// When there is none, or no account of the network half.
pub fn receive(state: &State) -> io::Result<Listener> {
    match state.given() {
        Some(dir) => Ok(Listener { socket: bind(state, &dir.join("run"))?, helper: own_uid() }),
        None => {
            let account = User::from_name(ACCOUNT)?.ok_or(io::ErrorKind::NotFound)?;
            let fd = sd_notify::listen_fds()?.next().ok_or(io::ErrorKind::NotConnected)?;
            // SAFETY: systemd opened this descriptor for us, and nobody else in this process owns it.
            let fd = unsafe { OwnedFd::from_raw_fd(fd) };
            Ok(Listener { socket: UnixListener::from(fd), helper: account.uid.as_raw() })
        }
    }
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
        if poll(&mut [PollFd::new(self.socket.as_fd(), PollFlags::POLLIN)], timeout)? == 0 {
            return Ok(None);
        }
        let (stream, _) = self.socket.accept()?;
        let uid = getsockopt(&stream, PeerCredentials)?.uid();
        Ok(Some((stream, self.peer(uid))))
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

/// Nothing to say: whoever calls waits until systemd has started us.
pub fn tell_ready() {}

/// Whether we stay while a transaction runs. A transaction has logind wait by itself.
pub fn stays_for_transactions() -> bool {
    false
}

fn own_uid() -> u32 {
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

/// Writes this PC's key for our eyes only: systemd hands it to the network half.
///
/// # Errors
/// When the disk says no.
pub fn write_key(state: &State, key: &[u8]) -> io::Result<()> {
    files::write(&state.device_key(), key)
}

/// Keeps so much room behind the end of a file, which stays as long as it is (fallocate(2)). A file system that
/// cannot do that promises nothing.
pub(crate) fn keep_room(file: &File, bytes: u64) -> io::Result<()> {
    let [end, bytes] =
        [file.metadata()?.len(), bytes].map(|number| i64::try_from(number).map_err(io::Error::other));
    match fallocate(file, FallocateFlags::FALLOC_FL_KEEP_SIZE, end?, bytes?) {
        Err(Errno::EOPNOTSUPP | Errno::ENOSYS) => Ok(()),
        kept => Ok(kept?),
    }
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

/// While it lives, logind is asked not to switch the PC off or to put it to sleep.
#[derive(Debug)]
pub struct Awake(Option<Child>);

impl Drop for Awake {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            drop(child.stdin.take()); // it ends with its input, also when we are killed
            let _ = child.wait();
        }
    }
}

/// Asks logind to keep the PC awake.
///
/// A PC without logind has nobody to ask: then the unit's stop time-out has to do.
pub fn stay_awake(state: &State) -> Awake {
    let asks = Path::new("/run/dbus/system_bus_socket");
    if state.given().is_some() || !asks.exists() {
        return Awake(None);
    }
    let mut inhibit = command("/usr/bin/systemd-inhibit", &INHIBIT);
    let child = inhibit.stdin(Stdio::piped()).spawn();
    Awake(child.inspect_err(|error| tracing::warn!(%error, "cannot ask to stay awake")).ok())
}

const INHIBIT: [&str; 5] = [
    "--what=shutdown:sleep",
    "--mode=block",
    "--who=Patchround",
    "--why=Updates are being installed",
    "/usr/bin/cat",
];

/// Starts a transaction where nothing that restarts us can end it: in a unit of its own, or, with
/// a given folder, in a session of its own.
///
/// # Errors
/// When it was not started.
pub fn start_transaction(state: &State, txn: Txn, again: bool) -> io::Result<()> {
    let name = txn.to_string();
    let again = again.then_some(LOOK_AGAIN);
    let status = match state.given() {
        Some(dir) => {
            let ourselves = std::env::current_exe()?;
            let (ourselves, dir) = (text(&ourselves)?, text(dir)?);
            let mut line = vec!["--fork", ourselves, "--state-dir", dir, "transact", &name];
            line.extend(again);
            command("/usr/bin/setsid", &line).status()?
        }
        None => {
            let unit = format!("--unit={}", unit(txn, again.is_some()));
            let mut line = UNIT.to_vec();
            line.extend([unit.as_str(), OURSELVES, "transact", &name]);
            line.extend(again);
            command("/usr/bin/systemd-run", &line).status()?
        }
    };
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("not started: {status}"))) }
}

/// Nothing is left of programs that ran transactions.
///
/// # Errors
/// Never.
pub fn tidy_programs(_: &State) -> io::Result<()> {
    Ok(())
}

/// Nothing to give up: systemd has taken it from whoever looks.
///
/// # Errors
/// Never.
pub fn give_up_rights() -> io::Result<()> {
    Ok(())
}

/// Has somebody without rights look (`patchround-look.socket`), and gives what he says.
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

/// Whether a transaction was started and its process is there, also when it has not come far yet.
pub fn is_started(state: &State, txn: Txn) -> bool {
    if state.given().is_some() {
        return has_process(&txn.to_string());
    }
    let units = [unit(txn, false), unit(txn, true)];
    let asked = command("/usr/bin/systemctl", &["is-active", "--quiet", &units[0], &units[1]]).status();
    asked.is_ok_and(|status| status.success()) // one active unit is enough (systemctl(1))
}

fn has_process(name: &str) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    processes.flatten().any(|process| {
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|b| *b == 0).collect();
        words.windows(2).any(|pair| pair == [b"transact", name.as_bytes()])
    })
}

fn unit(txn: Txn, again: bool) -> String {
    format!("patchround-txn-{txn}{}", if again { LOOK_AGAIN } else { "" })
}

const LOOK_AGAIN: &str = "--look-again";

/// A unit that an upgrade of our own package, a restart of a service or a shutdown does not cut short.
const UNIT: [&str; 7] = [
    "--collect",
    "--quiet",
    "--no-block",
    "--description=Patchround installs updates",
    "--property=KillMode=process",
    "--property=TimeoutStopSec=1800",
    "--property=OOMScoreAdjust=-250",
];

#[expect(
    clippy::disallowed_methods,
    reason = "starts fixed programs that outlive the call; the runner of `updates` waits for their output"
)]
fn command(program: &str, line: &[&str]) -> Command {
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

fn text(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or(io::ErrorKind::InvalidInput.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_start_has_no_signal_blocked_that_we_hold() {
        std::thread::spawn(|| {
            hold_signals().unwrap();
            let mut grep = command("/bin/grep", &["-q", "SigBlk:\t0000000000000000", "/proc/self/status"]);
            assert!(grep.status().unwrap().success());
        })
        .join()
        .unwrap();
    }

    #[test]
    fn a_transaction_that_is_slow_to_begin_counts_as_started() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::in_dir(folder.path());
        let txn: Txn = "01932b00-0000-7000-8000-00000000a001-3".parse().unwrap();
        let name = txn.to_string();
        assert!(!is_started(&state, txn));
        let mut slow = command("/bin/sh", &["-c", "read line", "transact", &name]);
        let mut slow = slow.stdin(Stdio::piped()).spawn().unwrap();
        assert!(is_started(&state, txn));
        drop(slow.stdin.take());
        slow.wait().unwrap();
        assert!(!is_started(&state, txn));
    }
}
