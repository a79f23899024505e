//! Environment, process groups and the status pipe, the Linux way.

#[path = "linux/asleep.rs"]
mod asleep;

use std::{
    ffi::OsString,
    fs::File,
    io,
    os::{
        fd::{AsRawFd, OwnedFd},
        unix::process::CommandExt,
    },
    process::{Child, Command},
};

use nix::{
    fcntl::OFlag,
    sys::signal::{SigSet, Signal, killpg},
    unistd::{Pid, pipe2},
};

use super::STATUS_FD;

pub(super) use asleep::{asleep, hang_up};

/// The environment every program gets. dpkg refuses to run without a `PATH` to its own tools.
const ENVIRONMENT: [(&str, &str); 4] = [
    ("LC_ALL", "C.UTF-8"),
    ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
    ("TERM", "dumb"),
    ("DEBIAN_FRONTEND", "noninteractive"),
];

/// The environment every program gets.
pub(super) fn environment() -> impl Iterator<Item = (&'static str, OsString)> {
    ENVIRONMENT.into_iter().map(|(name, value)| (name, value.into()))
}

/// Puts the child into a process group of its own, so that its children can be stopped with it.
pub(super) fn own_group(command: &mut Command) {
    command.process_group(0);
}

/// Lets every signal reach the child, also those its parent holds back: a mask is inherited (execve(2)).
pub(super) fn apart(command: &mut Command) {
    // SAFETY: between fork and exec only pthread_sigmask is called, which is async-signal-safe
    // (signal-safety(7)).
    unsafe {
        command.pre_exec(|| Ok(SigSet::empty().thread_set_mask()?));
    }
}

/// Stops the child and everything it started in its group.
pub(super) fn stop(child: &mut Child) {
    let group = Pid::from_raw(child.id().cast_signed());
    if let Err(error) = killpg(group, Signal::SIGKILL) {
        tracing::debug!(%error, "Failed to stop a program");
    }
}

/// What the parent keeps of a status pipe.
pub(super) struct StatusPipe {
    pub(super) reader: File,
    /// Open until the child was started, and dropped then.
    _writer: OwnedFd,
}

/// Gives the child a pipe as its file descriptor [`STATUS_FD`].
pub(super) fn status_pipe(command: &mut Command) -> io::Result<Option<StatusPipe>> {
    let (reader, writer) = pipe2(OFlag::O_CLOEXEC)?;
    let from = writer.as_raw_fd();
    let to = STATUS_FD.cast_signed();
    // SAFETY: between fork and exec only dup2 and fcntl are called, both async-signal-safe
    // (signal-safety(7)). `from` stays open until after the spawn, because the caller keeps `writer`.
    unsafe {
        command.pre_exec(move || inherit_as(from, to));
    }
    Ok(Some(StatusPipe { reader: reader.into(), _writer: writer }))
}

/// Makes `from` known to the next program as `to`.
fn inherit_as(from: i32, to: i32) -> io::Result<()> {
    // SAFETY: plain system calls on two numbers, no memory is touched. dup2 onto the same number
    // would leave the close-on-exec flag set, hence the other branch.
    let result = unsafe {
        if from == to { nix::libc::fcntl(from, nix::libc::F_SETFD, 0) } else { nix::libc::dup2(from, to) }
    };
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::Reading;
    use super::*;

    #[test]
    fn a_program_has_no_signal_blocked_that_its_parent_holds() {
        let mut held = SigSet::empty();
        held.add(Signal::SIGTERM);
        held.thread_block().unwrap();
        let said = Reading::new("/bin/grep").unwrap().args(["SigBlk", "/proc/self/status"]).run().unwrap();
        held.thread_unblock().unwrap();
        assert_eq!(said.stdout, "SigBlk:\t0000000000000000\n");
    }
}
