use std::{io, os::unix::fs::MetadataExt, path::PathBuf};

use nix::unistd::{Uid, User, geteuid};
use patchround_macos::{STATE, launchd};
use patchround_protocol::wake::Card;
use patchround_updates::{Pc, mac};

pub use super::unix::{
    Local, Sockets, Stream, asked_to_stop, bind_local, bind_session, connect, log_file, make_private_folder,
    may_administer, socket, sync_folder,
};
use super::{Person, unix::local};

/// Belongs to whoever sits at the Mac: macOS gives it to the account whose session is on the screen.
const CONSOLE: &str = "/dev/console";

/// Why a program is sent away.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stranger {
    #[error("The kernel does not say whose program it is: {0}")]
    Unknown(#[from] io::Error),
    #[error("Its account has no name")]
    Nameless,
    #[error("Its account does not sit at this Mac")]
    NotHere,
}

/// The account of a peer (`getpeereid(3)`) whose session is on the screen.
pub(super) fn person(stream: &Stream, is_own: bool) -> Result<Person, Stranger> {
    let uid = Uid::from_raw(stream.peer_cred()?.uid());
    let user = User::from_uid(uid).map_err(io::Error::from)?.ok_or(Stranger::Nameless)?;
    let sits_here = !uid.is_root() && std::fs::metadata(CONSOLE)?.uid() == uid.as_raw();
    let is_let_in = sits_here || (is_own && uid == geteuid());
    is_let_in.then(|| Person { account: uid.to_string(), name: user.name }).ok_or(Stranger::NotHere)
}

/// Takes the sockets that launchd opened for us, by their names; none where it did not start us. That for managers we open
/// ourselves: launchd has one of each family for it.
///
/// # Errors
/// When one is no socket.
pub fn handed_over() -> io::Result<Sockets> {
    Ok(Sockets {
        managers: None,
        control: launchd::socket(c"control")?.map(local).transpose()?,
        session: launchd::socket(c"session")?.map(local).transpose()?,
    })
}

/// Where everything is on this Mac: the package makes it.
pub fn places() -> Option<PathBuf> {
    Some(STATE.into())
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

/// launchd does not ask.
pub fn tell_ready() {}
