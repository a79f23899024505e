//! Reads what a PC's own package managers offer.
//!
//! Runs as: the helper's unprivileged user; [`own`] as a person, in their session; the root half uses the parsers and the
//! command runner.
//! Must not: change anything on the PC, need root, or decide by itself which version is newer.

pub mod apt;
mod ask;
pub mod brew;
pub mod command;
pub mod dnf;
mod escaped;
pub mod flatpak;
pub mod fwupd;
mod holder;
pub mod kept;
pub mod mac;
mod maker;
mod maker_says;
pub mod mas;
pub mod names;
pub mod os_release;
pub mod own;
mod own_updaters;
mod owner;
pub mod pacman;
pub mod registry;
mod restart;
pub mod rpm;
mod scan;
mod session;
mod signs;
pub mod snap;
pub mod softwareupdate;
mod source;
pub mod substantial;
pub mod unset;
pub mod windows_update;
pub mod winget;
pub mod zypper;

pub use ask::AskError;
pub use holder::{lock_holder, opened_by};
pub use maker::fixed_until as os_fixed_until;
pub use maker_says::maker_says;
pub use own_updaters::own_updaters;
pub use restart::{is_kernel_image, started};
pub use scan::{LOOK, Offered, offered, programs_of, restart_need, scan, watched_paths};
pub use session::{people_of, session_notes};
pub use signs::signs;
pub use source::{Asking, Pc, RestartNeed, SOURCES, Source, source_of, sources_of};
