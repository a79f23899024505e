//! The closed lists of what a PC's state and the end of something can be.

use serde::{Deserialize, Serialize};

/// How one step, one PC or one round ended (rules.md 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A fresh look at the PC shows the new version.
    Done,
    /// Nothing to do but wait: offered gradually and not yet to this PC, or later by agreement.
    Waiting,
    /// Installed and seen, but in use only after a restart. Not done.
    NeedsRestart,
    /// Stopped before it began, by somebody who may.
    Cancelled,
    /// Somebody has to decide or do something at the PC.
    NeedsPerson,
    /// The PC could not be reached.
    Unreachable,
    /// It did not work.
    Failed,
    /// An outcome of a later version.
    #[serde(other)]
    Unknown,
}

/// The state of one PC as the office sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PcState {
    /// Heard from lately, nothing outstanding.
    UpToDate,
    /// Updates are outstanding.
    UpdatesAvailable,
    /// A job is running there.
    Working,
    /// Everything is installed, a restart is pending.
    NeedsRestart,
    /// Somebody has to decide or do something.
    NeedsPerson,
    /// It does not answer now. Never shown as green.
    NotSeen,
    /// Never read yet, or a state of a later version.
    #[serde(other)]
    Unknown,
}
