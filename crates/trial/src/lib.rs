//! What tests share: what they may leave out, how long a repair took, and how plain a text for people is.
//!
//! Runs as: a test.
//! Must not: be part of a program.

mod leave_out;
mod plain_words;
mod stamps;
mod zones;

pub use leave_out::{has_root, leave_out};
pub use plain_words::{avoided_words, expert_words, reading_grade};
pub use stamps::Stamps;
pub use zones::zones;
