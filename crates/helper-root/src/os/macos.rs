use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::{Path, PathBuf},
};

use nix::{
    errno::Errno,
    fcntl::{FcntlArg, fcntl},
    libc,
    unistd::getpeereid,
};
use patchround_macos::{STATE, launchd};

pub(crate) use super::unix::hand_to_readers;
#[cfg(test)]
pub(crate) use super::unix::pair;
pub use super::unix::{
    Awake, Listener, Stream, create_folder, create_parent, give_up_rights, have_looked, hold_signals,
    receive, stays_for_transactions, tell_ready, tidy_programs,
};
use super::unix::{LOOK_AGAIN, apart, command};
use crate::{files, state::State, txn::Txn};

pub(super) use patchround_macos::{HELPER as ACCOUNT, LOOK};

/// What we own on this Mac.
pub fn folder() -> PathBuf {
    Path::new(STATE).join("root")
}

/// The socket that launchd opened for us.
pub(super) fn handed_over() -> io::Result<Option<OwnedFd>> {
    launchd::socket(c"root")
}

/// The account at the other end of a socket.
pub(super) fn account_of(stream: &UnixStream) -> io::Result<u32> {
    Ok(getpeereid(stream)?.0.as_raw())
}

/// Writes this Mac's key for our eyes and the network half's, to whom launchd cannot hand it.
///
/// # Errors
/// When the disk says no.
pub fn write_key(state: &State, key: &[u8]) -> io::Result<()> {
    if state.given().is_some() {
        return files::write(&state.device_key(), key);
    }
    let half = state.dir().join(files::HALF_WRITTEN.to_owned() + "key");
    files::write(&half, key)?;
    hand_to_readers(&File::open(&half)?, &half, state)?;
    fs::rename(half, state.device_key())?;
    files::sync_folder(state.dir())
}

/// Keeps so much room behind the end of a file, which stays as long as it is (`F_PREALLOCATE`, fcntl(2)). A file system that
/// cannot do that promises nothing.
pub(crate) fn keep_room(file: &File, bytes: u64) -> io::Result<()> {
    let mut wanted = libc::fstore_t {
        fst_flags: libc::F_ALLOCATEALL | libc::F_ALLOCATEPERSIST,
        fst_posmode: libc::F_PEOFPOSMODE,
        fst_offset: 0,
        fst_length: i64::try_from(bytes).map_err(io::Error::other)?,
        fst_bytesalloc: 0,
    };
    match fcntl(file, FcntlArg::F_PREALLOCATE(&mut wanted)) {
        Err(Errno::EINVAL | Errno::ENOTSUP) => Ok(()),
        kept => Ok(kept.map(drop)?),
    }
}

/// Asks macOS not to put the Mac to sleep by itself (caffeinate(8)). Whoever shuts it down is not kept from it.
pub fn stay_awake(state: &State) -> Awake {
    if state.given().is_some() {
        return Awake::NOT;
    }
    Awake::by("/usr/bin/caffeinate", &["-i", "-m", "-s", "/bin/cat"])
}

/// Starts a transaction in a session of its own: launchd ends what is left of ours when it ends us, but for that.
///
/// # Errors
/// When it was not started.
pub fn start_transaction(state: &State, txn: Txn, again: bool) -> io::Result<()> {
    let name = txn.to_string();
    let mut line: Vec<&OsStr> = Vec::new();
    if let Some(dir) = state.given() {
        line.extend(["--state-dir".as_ref(), dir.as_os_str()]);
    }
    line.extend(["transact".as_ref(), OsStr::new(&name)]);
    line.extend(again.then_some(OsStr::new(LOOK_AGAIN)));
    apart::start(command(std::env::current_exe()?, &line))
}

/// Whether a transaction was started and its process is there, also when it has not come far yet.
pub fn is_started(_: &State, txn: Txn) -> bool {
    apart::runs(txn)
}
