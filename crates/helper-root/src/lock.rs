//! Locks of files, which keep nobody from reading them, and end with whoever is killed.

#[cfg_attr(unix, path = "lock/unix.rs")]
#[cfg_attr(windows, path = "lock/windows.rs")]
mod system;

pub(crate) use system::{hold, hold_with_others, release, try_hold, try_hold_with_others};
