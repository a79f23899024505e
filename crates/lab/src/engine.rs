//! Builds and drives the office, on the systems that can.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{Lab, LabGuard, down, reexec, up};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
pub use elsewhere::{Lab, LabGuard, down, reexec, up};
