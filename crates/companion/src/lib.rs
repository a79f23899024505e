//! The side of a PC's people: the questions that their PC asks them, their answers, and how it stands with their PC.
//!
//! Runs as: whoever is signed in on a PC, in their own session.
//! Must not: add an update, or anything else that the helper does not allow this person; touch what is not this person's
//! own; draw, or know of Tauri.
//!
//! [`link`] talks with the PC's helper, [`running`] notes which programs run, `own` tells of the person's own programs and
//! installs what is ordered of them, [`show`] makes what a window shows and [`messages`] says when a message is due.

mod consent;
pub mod countdown;
pub mod link;
pub mod messages;
mod os;
mod own;
pub mod quiet;
pub mod running;
pub mod show;
mod when;

pub use link::{Known, Line, NotHeard, Place, ThisPc};

#[cfg(test)]
#[cfg(unix)]
mod played;
#[cfg(test)]
mod samples;
#[cfg(test)]
#[cfg(feature = "types")]
mod types;
