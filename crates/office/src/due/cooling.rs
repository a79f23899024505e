//! Cooling-off: for some days a substantial update is left out of what is ordered, so that others find its faults
//! first (rules.md 4, product.md 4.6). A pure function of what was seen.
//!
//! - The days begin with the release: as a catalogue says, else the maker, else the day on which any PC of this office
//!   offered it first. A date that is still to come begins no days later than today.
//! - What is known to be used by attackers, and what is urgent, does not wait. Where nobody has told whether attackers
//!   use it, it waits, and that is said with it: unknown is not "no".
//! - What is not substantial, or was never judged, does not wait.
//! - It ends two days before the last good day at the latest, whatever the office chose.

use jiff::{civil::Date, tz::TimeZone};
use patchround_protocol::{
    Update,
    rule::Fix,
    update::{Class, Released, ReleasedFrom},
};
use serde::Serialize;

use super::later;
use crate::big::is_big;

/// Days before its last good day by which an update may go in at the latest.
const BEFORE_DUE_DAYS: i32 = 2;

/// That an update is so new that it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cooling {
    /// The day it came out.
    pub since: Date,
    /// Who says so.
    pub from: ReleasedFrom,
    /// The first day on which it goes in with everything else.
    pub until: Date,
    /// Whether attackers use what it mends.
    pub exploited: Exploited,
}

/// Whether attackers are known to use what an update mends, where it still waits: what they are known to use does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exploited {
    /// It mends no security problem, or somebody has looked and it is not known of it.
    NotKnownOf,
    /// It mends a security problem, or may, and nobody has told.
    Unknown,
}

/// Whether an update waits on `today`. It `came_out` as that says, and its PC owes it by the end of the day `due`;
/// `None` is never.
pub(crate) fn cooling(
    update: &Update,
    fix: &Fix,
    came_out: &Released,
    due: Option<Date>,
    days: u8,
    today: Date,
    zone: &TimeZone,
) -> Option<Cooling> {
    let exploited = exploited(fix)?;
    let since = came_out.date.to_zoned(zone.clone()).date().min(today);
    let chosen = later(since, i32::from(days));
    let until = due.map_or(chosen, |due| chosen.min(last_day(due)));
    let cooling = Cooling { since, from: came_out.from, until, exploited };
    (is_big(update) && today < until).then_some(cooling)
}

/// The day by which what is due by the end of that day is no longer kept.
pub(crate) fn last_day(due: Date) -> Date {
    later(due, -BEFORE_DUE_DAYS)
}

/// `None` where attackers are known to use it.
fn exploited(fix: &Fix) -> Option<Exploited> {
    let flaws = fix.flaws.as_deref().unwrap_or_default();
    let looked = !flaws.is_empty() && flaws.iter().all(|flaw| flaw.exploited == Some(false));
    match fix.class() {
        Some(Class::Urgent) => None,
        Some(Class::Other) => Some(Exploited::NotKnownOf),
        Some(Class::Security) | None if looked => Some(Exploited::NotKnownOf),
        Some(Class::Security) | None => Some(Exploited::Unknown),
    }
}

#[cfg(test)]
#[path = "cooling/tests.rs"]
mod tests;
