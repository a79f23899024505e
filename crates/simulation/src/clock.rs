//! The clock of whoever is played on this thread: what asks the system for the time of day is told that.

#[cfg(target_os = "linux")]
#[path = "clock/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "clock/macos.rs"]
mod system;
#[cfg(windows)]
#[path = "clock/windows.rs"]
mod system;

pub use system::play;
