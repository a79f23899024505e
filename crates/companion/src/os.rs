//! The way to the helper, as each system has it.

#[cfg_attr(target_os = "linux", path = "os/linux.rs")]
#[cfg_attr(target_os = "macos", path = "os/macos.rs")]
#[cfg_attr(windows, path = "os/windows.rs")]
mod system;

pub(crate) use system::{Stream, connect, home, is_there, runtime_folder, session, this_start, write_own};

/// Why there is nobody to talk with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotThere {
    /// No helper is on this PC.
    #[error("There is no helper on this PC")]
    #[cfg_attr(
        target_os = "macos",
        expect(dead_code, reason = "there is no way to a helper on this system yet")
    )]
    Absent,
    /// What is in the helper's place belongs to somebody else.
    #[error("What is in the helper's place belongs to account {0}")]
    #[cfg_attr(
        target_os = "macos",
        expect(dead_code, reason = "there is no way to a helper on this system yet")
    )]
    Foreign(String),
    /// This system has no helper yet.
    #[error("Not on this system yet")]
    #[cfg_attr(not(target_os = "macos"), expect(dead_code, reason = "this system has a helper"))]
    NotYet,
    /// It does not answer.
    #[error("It does not answer: {0}")]
    Silent(#[from] std::io::Error),
}
