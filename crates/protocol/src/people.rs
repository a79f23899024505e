//! Who is who in an office: who uses which PC, and who stands in for the person in charge (rules.md 2).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{ids::PcId, limits};

/// Who uses a PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UsedBy {
    /// Which PC.
    pub pc: PcId,
    /// The person's plain name; `None` where many people share the PC: none of them is asked then (ux.md 2, step 3).
    #[serde(default)]
    pub person: Option<String>,
}

/// Days on which the person in charge is away, by the calendar of whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Away {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl Away {
    /// Whether that day is one of them.
    pub fn covers(self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// Whether it ends after it begins, and not later than [`limits::AWAY_DAYS`].
    pub fn is_valid(self) -> bool {
        let days = self.from.until((jiff::Unit::Day, self.until)).map_or(-1, |span| span.get_days());
        (0..limits::AWAY_DAYS).contains(&days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn somebody_is_away_from_the_first_to_the_last_day() {
        let away = Away { from: day("2026-12-21"), until: day("2027-01-03") };
        let covered = ["2026-12-20", "2026-12-21", "2027-01-03", "2027-01-04"].map(|d| away.covers(day(d)));
        assert_eq!(covered, [false, true, true, false]);
    }

    #[test]
    fn being_away_ends_after_it_begins_and_within_a_year() {
        let is_valid = |from, until| Away { from: day(from), until: day(until) }.is_valid();
        assert!(is_valid("2026-12-21", "2026-12-21") && is_valid("2026-01-01", "2026-12-31"));
        assert!(!is_valid("2026-12-21", "2026-12-20") && !is_valid("2026-01-01", "2028-01-01"));
        assert!(!Away { from: Date::MIN, until: Date::MAX }.is_valid());
    }
}
