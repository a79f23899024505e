//! What only this operating system can tell or do for the root half.

#[cfg_attr(target_os = "linux", path = "os/linux.rs")]
#[cfg_attr(target_os = "macos", path = "os/macos.rs")]
#[cfg_attr(windows, path = "os/windows.rs")]
mod system;
#[cfg(unix)]
mod unix;

#[cfg(test)]
pub(crate) use system::pair;
pub use system::{
    Awake, Listener, Stream, create_folder, create_parent, folder, give_up_rights, have_looked, hold_signals,
    is_started, receive, start_transaction, stay_awake, stays_for_transactions, tell_ready, tidy_programs,
    write_key,
};
#[cfg(windows)]
pub use system::{clean_up, run_as_service, set_up};
pub(crate) use system::{hand_to_readers, keep_room};

/// Who is at the other end of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// They may let steps run.
    pub is_helper: bool,
    /// They may join and leave.
    pub is_administrator: bool,
}

impl Peer {
    /// Whether anything they ask is heard.
    pub fn is_known(self) -> bool {
        self.is_helper || self.is_administrator
    }
}

/// For whose eyes a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Ours alone.
    Us,
    /// Ours alone, but the network half can reach what in it is its own.
    Passing,
    /// The network half reads it.
    Readers,
}
