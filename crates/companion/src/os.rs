//! The way to the helper, as each system has it.

#[cfg_attr(target_os = "linux", path = "os/linux.rs")]
#[cfg_attr(target_os = "macos", path = "os/macos.rs")]
#[cfg_attr(windows, path = "os/windows.rs")]
mod system;
#[cfg(unix)]
mod unix;

pub(crate) use system::{Said, Stream, connect, home, is_there, session, this_start};

/// Why there is nobody to talk with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotThere {
    /// No helper is on this PC.
    #[error("There is no helper on this PC")]
    Absent,
    /// What is in the helper's place belongs to somebody else.
    #[error("What is in the helper's place belongs to account {0}")]
    Foreign(String),
    /// It does not answer.
    #[error("It does not answer: {0}")]
    Silent(#[from] std::io::Error),
}
