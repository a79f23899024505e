use std::{
    fs::File,
    io,
    os::{
        fd::{FromRawFd, OwnedFd},
        unix::net::UnixStream,
    },
    path::{Path, PathBuf},
};

use nix::{
    errno::Errno,
    fcntl::{FallocateFlags, fallocate},
    sys::socket::{getsockopt, sockopt::PeerCredentials},
};

pub(crate) use super::unix::hand_to_readers;
#[cfg(test)]
pub(crate) use super::unix::pair;
pub use super::unix::{
    Awake, Listener, Stream, create_folder, create_parent, give_up_rights, have_looked, hold_signals,
    receive, stays_for_transactions, tell_ready, tidy_programs,
};
use super::unix::{LOOK_AGAIN, command};
use crate::{files, state::State, txn::Txn};

/// The account of the network half, made by our package.
pub(super) const ACCOUNT: &str = "patchround";
/// Where somebody looks for us who may do nothing (`patchround-look.socket`).
pub(super) const LOOK: &str = "/run/patchround/look.sock";
const OURSELVES: &str = "/usr/libexec/patchround/patchround-helper-root";

/// What we own on this PC.
pub fn folder() -> PathBuf {
    "/var/lib/patchround-root".into()
}

/// The socket that systemd opened for us (`sd_listen_fds(3)`).
pub(super) fn handed_over() -> io::Result<Option<OwnedFd>> {
    // SAFETY: systemd opened this descriptor for us, and nobody else in this process owns it.
    Ok(sd_notify::listen_fds()?.next().map(|fd| unsafe { OwnedFd::from_raw_fd(fd) }))
}

/// The account at the other end of a socket.
pub(super) fn account_of(stream: &UnixStream) -> io::Result<u32> {
    Ok(getsockopt(stream, PeerCredentials)?.uid())
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

/// Asks logind not to switch the PC off or to put it to sleep.
///
/// A PC without logind has nobody to ask: then the unit's stop time-out has to do.
pub fn stay_awake(state: &State) -> Awake {
    let asks = Path::new("/run/dbus/system_bus_socket");
    if state.given().is_some() || !asks.exists() {
        return Awake::NOT;
    }
    Awake::by("/usr/bin/systemd-inhibit", &INHIBIT)
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

fn text(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or(io::ErrorKind::InvalidInput.into())
}

#[cfg(test)]
mod tests {
    use std::process::Stdio;

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
