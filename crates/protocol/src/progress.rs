//! The root-owned file in which a running transaction writes what it does.
//!
//! A file and not a pipe: a half that was killed finds it again. One JSON line each,
//! append only; the last line of a transaction that ended is [`Progress::StepEnded`].

use serde::{Deserialize, Serialize};

use crate::{cause::Cause, event::Phase, ids::UpdateId, state::Outcome};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum Progress {
    /// How far it is.
    Moved {
        /// What is going on.
        phase: Phase,
        /// 0 to 100, never going back within a phase.
        percent: u8,
        /// The package at hand, as the tool names it.
        item: Option<String>,
    },
    /// One update's end, after a fresh process asked the package database.
    UpdateEnded {
        /// Which update.
        id: UpdateId,
        /// How it ended.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
        /// The version the database shows now.
        installed: Option<String>,
        /// The tool's own last words.
        details: Option<String>,
    },
    /// The end. Nothing follows.
    StepEnded {
        /// How it ended.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
        /// The tool's own last words.
        details: Option<String>,
    },
}
