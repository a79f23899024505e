//! What both halves of the helper and the companion ask of Windows: pipes and who is at their other end, folders with
//! their final access list, services.
//!
//! Runs as: whoever calls it.
//! Must not: believe a name where the system gives an account, or make anything first and protect it afterwards.

pub mod access;
pub mod account;
pub mod member;
pub mod name;

#[cfg(windows)]
pub mod calls;
#[cfg(windows)]
mod descriptor;
#[cfg(windows)]
pub mod file;
#[cfg(any(windows, test))]
mod hold;
#[cfg(windows)]
pub mod pipe;
#[cfg(windows)]
pub mod process;
#[cfg(windows)]
pub mod quiet;
#[cfg(windows)]
mod registry;
#[cfg(windows)]
pub mod said;
#[cfg(windows)]
pub mod service;
#[cfg(windows)]
pub mod session;
#[cfg(windows)]
pub mod start;
#[cfg(windows)]
pub mod token;
#[cfg(windows)]
mod wide;

#[cfg(windows)]
pub use descriptor::{handle_access, handle_owner};
