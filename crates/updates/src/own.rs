//! What belongs to a person: read by the program in their session, which runs as them and can do no more than they can
//! (docs/decisions/0064-what-belongs-to-a-person.md).
//!
//! A list changes nothing and needs no network. Its ids name no account and its updates no PC: whose and which they are
//! the helper says.

#[cfg_attr(target_os = "linux", path = "own/linux.rs")]
#[cfg_attr(target_os = "macos", path = "own/macos.rs")]
#[cfg_attr(windows, path = "own/windows.rs")]
mod system;

use patchround_protocol::SpkiHash;

pub use system::{SOURCES, read, watched_paths};

use crate::source::Asking;

const ASKING: Asking<'static> = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
