//! The network half of a PC's helper: answers paired managers, lists updates, keeps the job queue.
//!
//! Runs as: the system user `patchround`, without any privilege; the commands `pair`, `status` and
//! `leave` run as whoever calls them.
//! Must not: change anything on the PC (it asks the root half), or act on anything that an operator
//! of its own charter has not signed.

mod asking;
mod catch_up;
pub mod cli;
pub mod consultations;
pub mod control;
pub mod facts;
pub mod files;
pub mod helper;
pub mod http;
pub mod joining;
pub mod lately;
#[cfg(feature = "later")]
mod later;
pub mod log;
pub mod membership;
pub mod os;
pub mod own;
pub mod places;
pub mod progress;
pub mod queue;
pub mod refusals;
mod restarts;
pub mod root;
pub mod scans;
#[cfg(test)]
#[cfg(unix)]
mod scripted;
pub mod serve;
pub mod session;
pub mod standing;
pub mod steps;
pub mod story;
pub mod succession;
pub mod wake;
pub mod window;
pub mod worker;
