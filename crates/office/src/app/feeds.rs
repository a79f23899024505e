//! How it stands with what the world knows of flaws, for the settings.

use jiff::tz::TimeZone;
use patchround_feeds::State;
use serde::Serialize;

use crate::say::feeds as sentences;

/// A feed that can be used or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FeedRow {
    /// Its short name.
    pub key: String,
    /// What it tells, and who makes it.
    pub name: String,
    /// Of which day what is known here is.
    pub text: String,
    /// Why what came last was not taken, and what to do.
    pub trouble: Option<String>,
    /// Whether it is used.
    pub on: bool,
}

impl FeedRow {
    pub(super) fn of(state: &State, zone: &TimeZone) -> Self {
        Self {
            key: state.feed.key().to_owned(),
            name: sentences::name(state.feed),
            text: sentences::state(state, zone),
            trouble: sentences::trouble(state),
            on: state.is_on,
        }
    }
}
