//! A month of the calendar.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A month, written like `2026-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    first: Date,
}

/// Text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Not a month")]
pub struct NotAMonth;

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self { first: day.first_of_month() }
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// Its number, from 1.
    pub fn number(self) -> i8 {
        self.first.month()
    }

    /// The month so many months before.
    #[must_use]
    pub fn before(self, months: i16) -> Self {
        Self { first: self.first.saturating_sub(i32::from(months).months()) }
    }

    /// When it begins.
    pub fn begin(self, zone: &TimeZone) -> Timestamp {
        midnight(self.first, zone)
    }

    /// The moment that is not in it any more.
    pub fn end(self, zone: &TimeZone) -> Timestamp {
        midnight(self.first.saturating_add(1.month()), zone)
    }

    /// The last moment that is in it: what is told of its end is told of its last day, not of the day after.
    pub fn last(self, zone: &TimeZone) -> Timestamp {
        self.end(zone)
            .checked_sub(SignedDuration::from_nanos(1))
            .expect("no month ends at the beginning of time")
    }

    /// Whether a moment is in it.
    pub fn has(self, at: Timestamp, zone: &TimeZone) -> bool {
        (self.begin(zone)..self.end(zone)).contains(&at)
    }
}

fn midnight(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let plain = text.len() == 7 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let first = plain.then(|| format!("{text}-01").parse::<Date>().ok()).flatten().ok_or(NotAMonth)?;
        Ok(Self { first })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_its_year_and_number_and_nothing_else() {
        assert_eq!("2026-05".parse::<Month>().unwrap().to_string(), "2026-05");
        for bad in ["2026-13", "2026-5", "2026-05-01", "20260-5", "", "2026-00", "May 2026"] {
            assert_eq!(bad.parse::<Month>(), Err(NotAMonth), "{bad}");
        }
    }

    #[test]
    fn a_month_begins_and_ends_at_midnight_where_the_manager_is() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let may: Month = "2026-05".parse().unwrap();
        assert_eq!(may.begin(&zone).to_string(), "2026-04-30T22:00:00Z");
        assert!(!may.has(may.end(&zone), &zone) && may.has(may.begin(&zone), &zone));
        assert!(may.has(may.last(&zone), &zone) && may.last(&zone).to_zoned(zone).date().day() == 31);
        assert_eq!(may.before(6).to_string(), "2025-11");
    }
}
