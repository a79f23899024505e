//! Process groups and the status pipe: none on macOS yet, where no source of ours streams a status.

use std::{
    ffi::OsString,
    fs::File,
    io,
    process::{Child, Command},
};

use super::terminal::{Asleep, Reader};

/// The environment every program gets.
const ENVIRONMENT: [(&str, &str); 3] =
    [("LC_ALL", "C.UTF-8"), ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), ("TERM", "dumb")];

/// The environment every program gets.
pub(super) fn environment() -> impl Iterator<Item = (&'static str, OsString)> {
    ENVIRONMENT.into_iter().map(|(name, value)| (name, value.into()))
}

/// What the parent keeps of a status pipe.
pub(super) struct StatusPipe {
    pub(super) reader: File,
}

/// Nothing to do: a program is stopped alone.
pub(super) fn own_group(_command: &mut Command) {}

/// Nothing to do: nothing of ours holds signals back here.
pub(super) fn apart(_command: &mut Command) {}

/// Stops the child.
pub(super) fn stop(child: &mut Child) {
    if let Err(error) = child.kill() {
        tracing::debug!(%error, "Failed to stop a program");
    }
}

/// There is none here.
#[expect(clippy::unnecessary_wraps, reason = "the signature must match other systems")]
pub(super) fn status_pipe(_command: &mut Command) -> io::Result<Option<StatusPipe>> {
    Ok(None)
}

/// Not known here, where nothing of ours runs an installer yet.
pub(super) fn asleep(_root: u32) -> Option<Asleep> {
    None
}

/// Nothing is ever found that waits.
pub(super) fn hang_up(_reader: &Reader, _again: bool) {}
