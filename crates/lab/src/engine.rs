//! Builds and drives the office, on the systems that can.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{Lab, LabGuard, down, make_roots, reexec, up};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
pub use elsewhere::{Lab, LabGuard, down, make_roots, reexec, up};
