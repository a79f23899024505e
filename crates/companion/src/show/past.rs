//! What became of updates on this PC (ux.md 4).

use patchround_protocol::{Outcome, limits::CHANGED, session::Changed, update::SYSTEM_PARTS};
use patchround_words::{say, say_with};
use serde::Serialize;

use super::{
    Moment,
    asking::{plain, upstream},
};
use crate::when;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Past {
    /// The program and its version.
    pub title: String,
    /// When, and how it ended.
    pub sentence: String,
}

/// The last changes, as many as a PC tells of.
pub(super) fn past(changes: &[Changed], moment: &Moment) -> Vec<Past> {
    changes.iter().take(CHANGED).map(|change| one(change, moment)).collect()
}

fn one(change: &Changed, moment: &Moment) -> Past {
    let at = when::happened(change.at, moment.now, &moment.zone);
    let name = match plain(&change.name) {
        parts if parts == SYSTEM_PARTS => say("system-parts"),
        name => name,
    };
    let title = match change.version.as_deref().map(|version| plain(&upstream(version))) {
        Some(version) => say_with("person-change", &[("program", name.into()), ("version", version.into())]),
        None => name,
    };
    Past { title, sentence: say_with(result(change), &[("when", at.into())]) }
}

fn result(change: &Changed) -> &'static str {
    match (change.outcome, change.is_back) {
        (Outcome::Done, false) => "person-change-done",
        (Outcome::NeedsRestart, false) => "person-change-restart",
        (Outcome::Done | Outcome::NeedsRestart, true) => "person-change-back",
        (Outcome::Waiting | Outcome::Cancelled | Outcome::NeedsPerson, _) => "person-change-not",
        (Outcome::Unreachable | Outcome::Failed | Outcome::Unknown, _) => "person-change-failed",
    }
}
