//! The root half of a PC's helper: verifies a signed document and runs one fixed verb.
//!
//! Runs as: root, on demand, gone after a minute of nothing to do.
//! Must not: speak TLS, HTTP or mDNS, start an async runtime, take a command, a path or an
//! option from anybody, or believe anything that is not signed.

pub mod files;
pub mod journal;
pub mod line;
pub mod membership;
pub mod orders;
pub mod rights;
pub mod sight;
pub mod state;
pub mod succession;
pub mod txn;

#[cfg(target_os = "linux")]
pub mod keygen;
#[cfg(target_os = "linux")]
pub mod look;
#[cfg(target_os = "linux")]
pub mod os;
#[cfg(target_os = "linux")]
pub mod serve;
#[cfg(target_os = "linux")]
pub mod transact;
