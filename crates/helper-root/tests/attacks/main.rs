//! Attacks on the real root half, by whoever can reach its socket: each is refused for the reason named, and
//! nothing has changed. docs/attacks.md lists them all.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the program under test has to be started")]

mod lines;
mod office;
mod orders;
mod pc;
mod people;
