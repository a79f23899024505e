//! What tests share: what they may leave out, and how long a repair took.
//!
//! Runs as: a test.
//! Must not: be part of a program.

mod leave_out;
mod stamps;
mod zones;

pub use leave_out::{has_root, leave_out};
pub use stamps::Stamps;
pub use zones::zones;
