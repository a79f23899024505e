//! What both halves of the helper and the companion share of macOS: launchd's sockets, and where everything is.
//!
//! Runs as: whoever calls it.
//! Must not: take a place from anybody, or make one.

#[cfg(target_os = "macos")]
pub mod launchd;

/// Holds all state of this Mac, as `net`, `root` and `run`; the package makes it.
pub const STATE: &str = "/var/db/patchround";
/// The account of the network half, made by our package.
pub const HELPER: &str = "_patchround";
/// Where launchd listens for the programs of people.
pub const SESSION: &str = "/var/db/patchround/run/session.sock";
/// Where somebody looks for root who may do nothing.
pub const LOOK: &str = "/var/db/patchround/run/look.sock";
