//! The only place that starts another program.
//!
//! Absolute path, cleared environment, English where a program can be told so, empty standard input, no shell.
//! [`Reading`] and [`Fetching`] may be killed when their time is over: they change nothing that
//! a later run would not repair. [`Writing`] is never killed, because a package manager that is
//! killed between two files leaves the PC broken; of what it started, only a step that does nothing but
//! wait at a terminal is ended.

mod lines;
mod reading;
mod streamed;
#[cfg_attr(target_os = "linux", path = "command/linux.rs")]
#[cfg_attr(target_os = "macos", path = "command/macos.rs")]
#[cfg_attr(windows, path = "command/windows.rs")]
mod system;
mod terminal;
mod text;
mod tools;

use std::{
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

pub use reading::{Output, Reading};
pub use streamed::{Fetching, Line, Told, Writing};
#[cfg(windows)]
pub use system::PASSED_ON;
pub use tools::{Call, Programs, Tools};

/// Number of the extra file descriptor on which a streamed program writes its status lines.
pub const STATUS_FD: u32 = 3;

/// Why a program gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The path is not absolute: nothing is ever looked up in `PATH`.
    #[error("Failed to start {0}: not an absolute path")]
    NotAbsolute(PathBuf),
    /// It does not exist or may not be run.
    #[error("Failed to start {0}")]
    NotStarted(PathBuf, #[source] io::Error),
    /// Its end could not be learned.
    #[error("Failed to wait for {0}")]
    NotWaited(PathBuf, #[source] io::Error),
    /// Its time was over, and it was stopped.
    #[error("Failed to get an answer of {0} in {1:?}")]
    TimedOut(PathBuf, Duration),
    /// It wrote more than would be read: half a list is not a list.
    #[error("Failed to read {0}: it writes too much")]
    TooMuch(PathBuf),
}

#[expect(clippy::disallowed_methods, reason = "this is the one place the rule leads to")]
fn command(path: &Path) -> Result<Command, CommandError> {
    if !path.is_absolute() {
        return Err(CommandError::NotAbsolute(path.to_owned()));
    }
    let mut command = Command::new(path);
    command
        .env_clear()
        .envs(system::environment())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    system::apart(&mut command);
    if let Some(root) = path.ancestors().last() {
        command.current_dir(root);
    }
    Ok(command)
}

fn ending(status: Option<i32>) -> String {
    status.map_or_else(|| "ended by a signal".to_owned(), |status| format!("exit status {status}"))
}

fn path_of(command: &Command) -> PathBuf {
    PathBuf::from(command.get_program() as &OsStr)
}
