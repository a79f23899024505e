//! The office as its manager sees it: store, state, plan, round, record.
//!
//! Runs as: the manager, in the command line or the desktop app.
//! Must not: know a window, call the operating system beyond its own folder, or decide anything
//! that a PC's helper has to decide for itself.

pub mod error;
pub mod keys;
pub mod lock;
pub mod names;
pub mod pc_state;
pub mod plan;
pub mod results;
#[cfg(test)]
mod samples;
pub mod state_dir;
pub mod store;
pub mod trouble;

pub use error::Error;
