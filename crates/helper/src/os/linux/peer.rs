//! Who is at the other end of the session socket: the kernel says the account, logind whether they sit at this PC
//! (security.md A.5).

use std::{fs, io, os::fd::OwnedFd, path::Path};

use nix::{
    sys::socket::{getsockopt, sockopt::PeerPidfd},
    unistd::{Uid, User},
};
use patchround_updates::session_notes;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, pidfd_open},
};
use tokio::net::UnixStream;

use crate::os::Person;

/// Kinds of sessions that have a screen (`sd_session_get_type(3)`).
const ON_A_SCREEN: [&str; 3] = ["x11", "wayland", "mir"];

/// Why a program is sent away.
#[derive(Debug, thiserror::Error)]
pub(in crate::os) enum Stranger {
    #[error("The kernel does not say whose program it is: {0}")]
    Unknown(#[from] io::Error),
    #[error("The program has ended")]
    Gone,
    #[error("Its account has no name")]
    Nameless,
    #[error("It runs in no session of its account that is on the screen")]
    NoSession,
}

/// The account of a peer that runs in a session on this PC's screen.
pub(in crate::os) fn person(stream: &UnixStream, is_own: bool) -> Result<Person, Stranger> {
    let credentials = stream.peer_cred()?;
    let uid = Uid::from_raw(credentials.uid());
    let user = User::from_uid(uid).map_err(io::Error::from)?.ok_or(Stranger::Nameless)?;
    if is_own && uid == nix::unistd::geteuid() {
        return Ok(person_of(user));
    }
    let pid = credentials.pid().ok_or(Stranger::Gone)?;
    let process = hold(stream, pid)?;
    let group = fs::read_to_string(format!("/proc/{pid}/cgroup")).map_err(|_| Stranger::Gone)?;
    // What was just read is the peer's only if the peer is still there: its number was not given to another.
    if has_ended(&process)? {
        return Err(Stranger::Gone);
    }
    let is_here = sits_here(Path::new("/run/systemd/sessions"), uid.as_raw(), &group);
    is_here.then(|| person_of(user)).ok_or(Stranger::NoSession)
}

fn person_of(user: User) -> Person {
    Person { account: user.uid.to_string(), name: user.name }
}

/// Holds on to the peer's process, so that its number stays its own (Linux 6.5). On an older kernel the process of that
/// number is held, if it did not begin anew meanwhile.
fn hold(stream: &UnixStream, pid: i32) -> Result<OwnedFd, Stranger> {
    if let Ok(process) = getsockopt(stream, PeerPidfd) {
        return Ok(process);
    }
    let begun = || begun(pid).ok_or(Stranger::Gone);
    let before = begun()?;
    let number = Pid::from_raw(pid).ok_or(Stranger::Gone)?;
    let process = pidfd_open(number, PidfdFlags::empty()).map_err(io::Error::from)?;
    if begun()? == before { Ok(process) } else { Err(Stranger::Gone) }
}

/// When a process began, in ticks since the PC's start (`proc_pid_stat(5)`, field 22).
fn begun(pid: i32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(19).map(str::to_owned)
}

/// A process that has ended can be waited for (pidfd_open(2)).
fn has_ended(process: &OwnedFd) -> io::Result<bool> {
    let mut polled = [PollFd::new(process, PollFlags::IN)];
    Ok(poll(&mut polled, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))? > 0)
}

/// Whether a process in this control group belongs to a session of its account that is on the screen now, or to that
/// account's own manager while it has such a session (`sd_pid_get_session(3)`).
fn sits_here(sessions: &Path, uid: u32, group: &str) -> bool {
    let parts: Vec<&str> =
        group.lines().flat_map(|line| line.rsplit(':').next()).flat_map(|path| path.split('/')).collect();
    let slice = format!("user-{uid}.slice");
    if !parts.contains(&slice.as_str()) {
        return false;
    }
    let manager = format!("user@{uid}.service");
    let by_manager = parts.contains(&manager.as_str());
    let own = parts.iter().find_map(|part| part.strip_prefix("session-")?.strip_suffix(".scope"));
    let mut notes = session_notes(sessions).unwrap_or_default().into_iter();
    notes.any(|(name, session)| (by_manager || own == Some(&*name)) && is_on_screen(&session, uid))
}

fn is_on_screen(session: &str, uid: u32) -> bool {
    let value = |key: &str| session.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    value("UID") == Some(&uid.to_string())
        && value("CLASS").is_some_and(|class| class == "user" || class.starts_with("user-"))
        && value("ACTIVE") == Some("1")
        && value("REMOTE") != Some("1")
        && value("TYPE").is_some_and(|kind| ON_A_SCREEN.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: &str =
        "# private\nUID=1000\nUSER=ana\nACTIVE=1\nSTATE=active\nREMOTE=0\nTYPE=wayland\nCLASS=user\n";

    fn sits(session: &str, group: &str) -> bool {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("2"), session).unwrap();
        // logind's own, which is not waited for.
        nix::unistd::mkfifo(&folder.path().join("2.ref"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        sits_here(folder.path(), 1000, group)
    }

    #[test]
    fn a_program_of_the_session_on_the_screen_is_let_in_and_no_other() {
        let own = "0::/user.slice/user-1000.slice/session-2.scope\n";
        let managed = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app.scope\n";
        assert!(sits(ANA, own) && sits(ANA, managed));
        for group in [
            "0::/system.slice/cron.service\n",
            "0::/user.slice/user-1000.slice/session-3.scope\n",
            "0::/user.slice/user-1001.slice/session-2.scope\n",
            "0::/user.slice/user-1001.slice/user@1001.service/app.slice\n",
            "",
        ] {
            assert!(!sits(ANA, group), "{group}");
        }
    }

    #[test]
    fn a_session_that_is_not_on_this_screen_is_none() {
        let own = "0::/user.slice/user-1000.slice/session-2.scope\n";
        for (from, to) in [
            ("ACTIVE=1", "ACTIVE=0"),
            ("REMOTE=0", "REMOTE=1"),
            ("TYPE=wayland", "TYPE=tty"),
            ("CLASS=user", "CLASS=greeter"),
            ("UID=1000", "UID=1001"),
        ] {
            assert!(!sits(&ANA.replace(from, to), own), "{to}");
        }
    }

    #[tokio::test]
    #[expect(clippy::disallowed_methods, reason = "a process that ends at once")]
    async fn the_peer_is_held_and_is_known_to_live() {
        let (here, _there) = UnixStream::pair().unwrap();
        let pid = here.peer_cred().unwrap().pid().unwrap();
        assert!(!has_ended(&hold(&here, pid).unwrap()).unwrap());
        assert!(begun(pid).is_some());
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let number = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        let process = pidfd_open(number, PidfdFlags::empty()).unwrap();
        child.wait().unwrap();
        assert!(has_ended(&process).unwrap());
    }
}
