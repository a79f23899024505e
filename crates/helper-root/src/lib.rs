//! The root half of a PC's helper: verifies a signed document and runs one fixed verb.
//!
//! Runs as: root, on demand, gone after a minute of nothing to do.
//! Must not: speak TLS, HTTP or mDNS, start an async runtime, take a command, a path or an
//! option from anybody, or believe anything that is not signed.

pub mod files;
pub mod journal;
pub mod keygen;
pub mod line;
mod lock;
pub mod look;
pub mod membership;
pub mod orders;
pub mod os;
pub mod rights;
pub mod serve;
pub mod sight;
pub mod state;
pub mod succession;
pub mod transact;
pub mod txn;
