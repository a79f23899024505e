//! Feeds that are asked for, against a server on this machine that says whatever a test wants it to say.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod fetching;
mod keeping;
mod made_up;
mod office;
mod records;
mod server;
