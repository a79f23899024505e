//! Attacks on both real programs over the network, through real TLS: each is refused for the reason named, and
//! nothing has changed. docs/attacks.md lists them all.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the programs under test have to be started")]

mod crowd;
mod hostile;
mod jobs;
#[path = "../one_pc/manager.rs"]
#[expect(dead_code, reason = "shared with `one_pc`, which uses all of it")]
mod manager;
mod office;
mod pairing;
#[path = "../one_pc/pc.rs"]
mod pc;
mod requests;
mod rules;
mod strangers;
mod traces;
