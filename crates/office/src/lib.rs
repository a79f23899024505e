//! The office as its manager sees it: store, state, plan, round, record.
//!
//! Runs as: the manager, in the command line or the desktop app.
//! Must not: know a window, call the operating system beyond its own folder, or decide anything
//! that a PC's helper has to decide for itself.

pub mod after;
pub mod app;
pub mod around;
pub mod big;
pub mod changes;
pub mod concern;
pub mod consultation;
mod contact;
pub mod course;
mod dial;
pub mod due;
pub mod duties;
pub mod error;
pub mod except;
pub mod feeds;
pub mod firmware;
pub mod foreign;
pub mod hold;
pub mod invitation;
pub mod judged;
pub mod keys;
pub mod lock;
mod look;
pub mod names;
pub mod not_whole;
pub mod notes;
pub mod office;
mod others;
pub mod pair;
pub mod pc_state;
pub mod people;
pub mod plain;
pub mod plan;
pub mod report;
pub mod results;
pub mod round;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod say;
pub mod search;
pub mod setup;
pub mod state_dir;
pub mod store;
pub mod tell;
pub mod trouble;
pub mod undo;
pub mod wake;

pub use error::Error;
pub use office::Office;
pub use pc_state::PcView;
