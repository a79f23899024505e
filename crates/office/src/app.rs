//! The office behind a window and a tray icon: whole snapshots out, questions and wishes in.
//!
//! [`Engine`] owns the office in a thread of its own. A shell (Tauri, or the demo's web server) only carries
//! [`Snapshot`]s, the [`Tray`] and [`Message`]s to what draws them, and [`Ask`]s back. It decides nothing.

pub mod answer;
pub mod ask;
pub mod engine;
mod feeds;
pub mod judged;
pub mod messages;
pub mod rules;
pub mod secret;
mod show;
pub mod snapshot;
pub mod tray;
pub(crate) mod when;

pub use answer::Answer;
pub use ask::Ask;
pub use engine::{Engine, Host, Options, PlayPcs, Playground, UNDO, keep_paper};
pub use messages::{Button, Message, Order};
pub use snapshot::Snapshot;
pub use tray::{Act, Tray, TrayIcon, TrayRow};

#[cfg(test)]
#[cfg(feature = "types")]
mod types;
