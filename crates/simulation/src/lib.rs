//! Seeded schedules of an office whose PCs, network and clocks fail.
//!
//! Runs as: a test.
//! Must not: be part of a program, or reach anything but loopback and folders of its own.

pub mod clock;
mod dice;
mod seed;

pub use dice::Dice;
pub use seed::{Seeds, play, say, seeds};
