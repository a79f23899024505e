//! Who might be on the LAN: announcing a helper by mDNS, and listening for such announcements.
//!
//! Runs as: the helper's network half (announcer) and the manager's user (browser).
//! Must not: be believed. A hint says where to dial; who is there, only TLS says.

use std::io;

mod announcer;
mod browser;
mod hearing;
mod hints;
mod interfaces;
pub mod lan;
mod mdns;
pub mod others;
pub mod probe;
mod tag;

pub use announcer::Announcer;
pub use browser::{Browser, browse};
pub use hearing::{Hearing, hears_itself};
pub use hints::Hint;
pub use tag::tag;

/// Why this computer cannot announce or listen.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// The network interfaces cannot be watched.
    #[error("Failed to watch the network interfaces")]
    Interfaces(#[source] io::Error),
    /// No thread can be started.
    #[error("Failed to start a thread")]
    Thread(#[source] io::Error),
    /// Multicast DNS cannot be started.
    #[error("Failed to start multicast DNS")]
    Mdns(#[source] mdns_sd::Error),
}
