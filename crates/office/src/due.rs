//! When an update is due, by the recommended limits (rules.md 4). Pure functions of what was seen.
//!
//! - The clock starts with the release: as a catalogue says, else the maker, else the moment this office first
//!   saw the update. A date after that moment cannot be the release's and does not count.
//! - Urgent fixes have 2 days, security fixes 14, everything else 30. A severity that nobody told counts like
//!   security.
//! - The last good day is the release's day plus the limit, in the manager's own time zone; 00:00 of the next
//!   day is late.
//! - A newer version does not start the clock anew while the fix of an older one is still missing.
//! - A pending restart is not done: what waits for it stays on the clock.
//! - An update that is offered gradually, and not yet to this PC, is not counted.
//! - An update kept back waits for the end of that. A security fix waits at most 14 days more, and not at all
//!   without an end.

mod clocks;
mod cooling;
mod memory;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use patchround_protocol::{
    Update,
    update::{Class, Held, Released, ReleasedFrom},
};
use serde::{Deserialize, Serialize};

pub use clocks::Clocks;
pub use cooling::{Cooling, Exploited};
pub use memory::{Seen, restart, superseded};

/// Days for what attackers are known to use.
const URGENT_DAYS: i32 = 2;
/// Days for security fixes, and for what nobody classed.
const SECURITY_DAYS: i32 = 14;
/// Days for everything else.
const OTHER_DAYS: i32 = 30;
/// Days that keeping a security fix back may add, at most.
const HELD_DAYS: i32 = 14;
/// Days before its last good day from which an update is shown with it.
const SHOWN_DAYS: i32 = 7;

/// A fix that a PC lacks: how much it matters and since when it is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Its class, if somebody said one.
    pub class: Option<Class>,
    /// Since when it is out, and who says so.
    pub released: Released,
}

/// The last good day of something, as seen at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Due {
    /// The last good day.
    pub day: Date,
    /// Whether it is over.
    pub late: bool,
    /// Whether it is so near that people are told.
    #[serde(skip)]
    pub near: bool,
}

impl Owed {
    /// An update that this office first saw at that moment.
    pub fn of(update: &Update, first_seen: Timestamp) -> Self {
        let urgent = update.known_exploited == Some(true);
        let class = if urgent { Some(Class::Urgent) } else { update.class };
        let seen = Released { date: first_seen, from: ReleasedFrom::FirstSeen };
        let counts = |r: &&Released| r.from != ReleasedFrom::FirstSeen && r.date <= first_seen;
        let released = update.released.as_ref().filter(counts).cloned().unwrap_or(seen);
        Self { class, released }
    }

    /// The last good day.
    pub fn last_day(&self, zone: &TimeZone) -> Date {
        later(self.released.date.to_zoned(zone.clone()).date(), limit(self.class))
    }

    /// What has to be in place first.
    #[must_use]
    pub fn or_sooner(self, other: Option<Self>) -> Self {
        let end = |owed: &Self| {
            let days = SignedDuration::from_hours(24 * i64::from(limit(owed.class)));
            owed.released.date.checked_add(days).unwrap_or(Timestamp::MAX)
        };
        match other {
            Some(other) if end(&other) < end(&self) => other,
            _ => self,
        }
    }
}

impl Due {
    /// A last good day, seen at one moment.
    pub fn at(day: Date, now: Timestamp, zone: &TimeZone) -> Self {
        let late = midnight_after(day, zone).is_some_and(|midnight| now >= midnight);
        let near = now.to_zoned(zone.clone()).date() >= later(day, -SHOWN_DAYS);
        Self { day, late, near }
    }
}

/// The last good day of an update on a PC that owes this for it; `None` while it is not on the clock.
pub fn last_day(update: &Update, owed: &Owed, zone: &TimeZone) -> Option<Date> {
    let day = owed.last_day(zone);
    match &update.held {
        _ if update.phased => None,
        None => Some(day),
        Some(Held { until: None, .. }) if owed.class == Some(Class::Other) => None,
        Some(Held { until: None, .. }) => Some(day),
        Some(Held { until: Some(until), .. }) => {
            let end = until.to_zoned(zone.clone()).date();
            let most = if owed.class == Some(Class::Other) { end } else { later(day, HELD_DAYS) };
            Some(day.max(end.min(most)))
        }
    }
}

fn limit(class: Option<Class>) -> i32 {
    match class {
        Some(Class::Urgent) => URGENT_DAYS,
        Some(Class::Security) | None => SECURITY_DAYS,
        Some(Class::Other) => OTHER_DAYS,
    }
}

fn later(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

fn midnight_after(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?;
    Some(next.to_zoned(zone.clone()).ok()?.timestamp())
}
