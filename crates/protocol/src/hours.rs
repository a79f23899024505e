//! Hours of the week, in a PC's local time.

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};

/// Hours of some days of the week, in the PC's local time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hours {
    /// Days on which they begin.
    pub days: Vec<Weekday>,
    /// First hour, 0 to 23.
    pub from: u8,
    /// First hour after, 1 to 24; not above `from`, it ends on the next day.
    pub to: u8,
}

impl Hours {
    /// Whether a local time lies within them.
    pub fn contains(&self, local: DateTime) -> bool {
        let begins_on = |date: Date| self.days.contains(&Weekday::of(date));
        let hour = u8::try_from(local.hour()).expect("an hour is 0 to 23");
        let today = local.date();
        let yesterday = today.saturating_sub(1.day());
        if self.from < self.to {
            return begins_on(today) && (self.from..self.to).contains(&hour);
        }
        (begins_on(today) && hour >= self.from) || (begins_on(yesterday) && hour < self.to)
    }

    /// Whether they are hours at all.
    pub(crate) fn is_valid(&self) -> bool {
        self.days.len() <= 7 && self.from < 24 && (1..=24).contains(&self.to)
    }
}

/// Whether a local time lies within any of them.
pub fn any_contains(hours: &[Hours], local: DateTime) -> bool {
    hours.iter().any(|hours| hours.contains(local))
}

/// The first full hour after a local time that lies within any of them, at most a week ahead.
pub fn next_within(hours: &[Hours], local: DateTime) -> Option<DateTime> {
    const HOURS_OF_A_WEEK: i64 = 7 * 24;
    let this_hour = local.date().at(local.hour(), 0, 0, 0);
    (1..=HOURS_OF_A_WEEK)
        .filter_map(|ahead| this_hour.checked_add(ahead.hours()).ok())
        .find(|hour| any_contains(hours, *hour))
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "a day is a day")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// Monday to Friday.
    pub const WORKING: [Self; 5] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri];
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The day of a local date.
    pub fn of(date: Date) -> Self {
        let days_after_monday = date.weekday().to_monday_zero_offset();
        Self::ALL[usize::try_from(days_after_monday).expect("0 to 6")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_they_begin_on() {
        let friday_night = Hours { days: vec![Weekday::Fri], from: 20, to: 6 };
        assert!(friday_night.contains(at("2026-11-27T20:00")));
        assert!(friday_night.contains(at("2026-11-28T05:59")));
        assert!(!friday_night.contains(at("2026-11-28T06:00")));
        assert!(!friday_night.contains(at("2026-11-28T21:00")));
        assert!(!friday_night.contains(at("2026-11-27T05:00")));
    }

    #[test]
    fn office_hours_are_the_same_day() {
        let office = Hours { days: Weekday::WORKING.to_vec(), from: 8, to: 18 };
        assert!(office.contains(at("2026-11-23T08:00")) && office.contains(at("2026-11-23T17:59")));
        assert!(!office.contains(at("2026-11-23T18:00")) && !office.contains(at("2026-11-22T10:00")));
    }

    #[test]
    fn the_next_opening_is_found_a_week_ahead() {
        let sunday = [Hours { days: vec![Weekday::Sun], from: 3, to: 5 }];
        assert_eq!(next_within(&sunday, at("2026-11-23T10:20")), Some(at("2026-11-29T03:00")));
        assert_eq!(next_within(&sunday, at("2026-11-29T03:10")), Some(at("2026-11-29T04:00")));
        assert_eq!(next_within(&[], at("2026-11-29T03:10")), None);
    }
}
