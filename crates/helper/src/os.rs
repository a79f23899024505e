//! What only this operating system can tell or do for the network half.

#[cfg_attr(target_os = "linux", path = "os/linux.rs")]
#[cfg_attr(target_os = "macos", path = "os/macos.rs")]
#[cfg_attr(windows, path = "os/windows.rs")]
mod system;
#[cfg(unix)]
mod unix;

pub use system::{
    Local, Sockets, Stream, asked_to_stop, bind_local, bind_session, cards, connect, handed_over, log_file,
    make_private_folder, may_administer, places, signed_in, socket, sync_folder, tell_ready, this_start,
};

#[cfg(windows)]
pub use system::run_as_service;

/// Whoever is at the other end of the session socket, as the kernel has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The number of their account, or what the system has in its place.
    pub account: String,
    /// Its name.
    pub name: String,
}
