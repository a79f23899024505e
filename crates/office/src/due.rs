//! When an update is due, by the rules that the office is judged by (rules.md 4, product.md 4). Pure functions of what was
//! seen.
//!
//! 1. The clock starts with the release: as a catalogue says, else the maker, else the moment this office first saw the
//!    update. A date after that moment cannot be the release's and does not count.
//! 2. How bad it is: by its maker's word and by the flaws it fixes, joined with [feeds](patchround_protocol::Feeds) by CVE id
//!    only. Unknown counts as high.
//! 3. The limit is that of the strictest [rule](patchround_protocol::rule) that is active.
//! 4. The last good day is the release's day plus the limit, in the manager's own time zone; 00:00 of the next day is late.
//! 5. A newer version does not start the clock anew while the fix of an older one is still missing: each of them is
//!    [owed](Owed) until something that has it is in.
//! 6. A pending restart is not done: what waits for it stays on the clock.
//! 7. An update that is offered gradually, and not yet to this PC, is not counted.
//! 8. An update kept back waits for the end of that. A security fix waits at most 14 days more, and not at all without an
//!    end.
//! 9. What the owner agreed to be late with is not late until the agreement ends, but stays on the clock of every rule that
//!    knows no exceptions: see [`Clocks::by_rule`].

mod clocks;
mod cooling;
mod debts;
mod judge;
mod memory;
#[cfg(test)]
mod tests;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use patchround_protocol::{
    Update,
    cve::Severity,
    rule::Rule,
    update::{Class, Released, ReleasedFrom},
};
use serde::{Deserialize, Serialize};

pub use clocks::Clocks;
pub use cooling::{Cooling, Exploited};
pub use debts::Debts;
pub use judge::{Judge, Verdict};
pub use memory::{Seen, restart, superseded};

/// Days before its last good day from which an update is shown with it.
const SHOWN_DAYS: i32 = 7;

/// A fix that a PC lacks: what it mends, as far as anybody said, and since when it is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Its class, if somebody said one.
    pub class: Option<Class>,
    /// How bad it is by its maker's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// The flaws it fixes, where they are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cves: Option<Vec<String>>,
    /// Whether its PC says that attackers are known to use one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_exploited: Option<bool>,
    /// Since when it is out, and who says so.
    pub released: Released,
}

/// The last good day of something, as seen at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Due {
    /// The last good day.
    pub day: Date,
    /// Whether it is over, and nobody agreed to that.
    pub late: bool,
    /// Whether it is so near that people are told.
    #[serde(skip)]
    pub near: bool,
    /// The rule that says so.
    pub rule: Rule,
    /// Until when the owner agreed to be late with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Date>,
}

impl Owed {
    /// An update that this office first saw at that moment.
    pub fn of(update: &Update, first_seen: Timestamp) -> Self {
        let seen = Released { date: first_seen, from: ReleasedFrom::FirstSeen };
        let counts = |r: &&Released| r.from != ReleasedFrom::FirstSeen && r.date <= first_seen;
        Self {
            class: update.class,
            severity: update.severity,
            cves: update.cves.clone(),
            known_exploited: update.known_exploited,
            released: update.released.as_ref().filter(counts).cloned().unwrap_or(seen),
        }
    }

    /// Something of which nothing is known, out since this office first saw it.
    pub(crate) fn unknown(first_seen: Timestamp) -> Self {
        let released = Released { date: first_seen, from: ReleasedFrom::FirstSeen };
        Self { class: None, severity: None, cves: None, known_exploited: None, released }
    }
}

impl Due {
    /// A last good day, seen at one moment.
    pub fn at((day, rule): (Date, Rule), now: Timestamp, zone: &TimeZone) -> Self {
        let late = is_over(day, now, zone);
        let near = now.to_zoned(zone.clone()).date() >= later(day, -SHOWN_DAYS);
        Self { day, late, near, rule, agreed: None }
    }

    /// The same, where the owner agreed to be late with it until a day.
    #[must_use]
    fn agreed(self, until: Option<Date>) -> Self {
        Self { late: self.late && until.is_none(), agreed: until, ..self }
    }
}

/// Whether a last good day is over.
pub(crate) fn is_over(day: Date, now: Timestamp, zone: &TimeZone) -> bool {
    midnight_after(day, zone).is_some_and(|midnight| now >= midnight)
}

fn later(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

fn midnight_after(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?;
    Some(next.to_zoned(zone.clone()).ok()?.timestamp())
}
