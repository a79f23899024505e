//! The root half of a PC's helper: verifies a signed document and runs one fixed verb.
//!
//! Runs as: root, on demand, gone after a minute of nothing to do.
//! Must not: speak TLS, HTTP or mDNS, start an async runtime, take a command, a path or an
//! option from anybody, or believe anything that is not signed.

pub mod files;
pub mod journal;
pub mod line;
mod lock;
pub mod membership;
pub mod orders;
pub mod rights;
pub mod sight;
pub mod state;
pub mod succession;
pub mod txn;

#[cfg(any(target_os = "linux", windows))]
pub mod keygen;
#[cfg(any(target_os = "linux", windows))]
pub mod look;
#[cfg(any(target_os = "linux", windows))]
pub mod os;
#[cfg(any(target_os = "linux", windows))]
pub mod serve;
#[cfg(any(target_os = "linux", windows))]
pub mod transact;
