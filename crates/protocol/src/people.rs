//! Who is who in an office: who uses which PC, and who stands in for the person in charge (rules.md 2).

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{hours::Weekday, ids::PcId, limits};

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

/// Working days after which the stand-in has a question that nobody answered (rules.md 5).
pub const STAND_IN_AFTER: u8 = 3;
/// Days after which it is the manager's lateness that nobody answered.
pub const LATE_AFTER: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How long a question of a person has waited for an answer, and what that makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waited {
    /// Whether the stand-in has it, where there is one.
    pub for_stand_in: bool,
    /// Whether it is late by now: that is the manager's, never that of the person who asked.
    pub is_late: bool,
}

impl Waited {
    /// From when it was asked to now. Who is to answer does not change back once it is late: then it is said whose
    /// lateness it is.
    pub fn of(since: Timestamp, now: Timestamp, zone: &TimeZone) -> Self {
        Self {
            for_stand_in: now >= working_days_later(since, STAND_IN_AFTER, zone),
            is_late: now.duration_since(since) >= LATE_AFTER,
        }
    }
}

/// The same hour so many working days later, in that zone.
pub fn working_days_later(from: Timestamp, days: u8, zone: &TimeZone) -> Timestamp {
    let (mut at, mut left) = (from.to_zoned(zone.clone()), days);
    while left > 0 {
        let Ok(next) = at.tomorrow() else { return Timestamp::MAX };
        at = next;
        left -= u8::from(Weekday::WORKING.contains(&Weekday::of(at.date())));
    }
    at.timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_the_stand_ins_after_three_working_days_and_late_after_two_weeks() {
        let waited =
            |since: &str, now: &str| Waited::of(since.parse().unwrap(), now.parse().unwrap(), &TimeZone::UTC);
        let is = |for_stand_in, is_late| Waited { for_stand_in, is_late };
        assert_eq!(waited("2026-11-23T10:00:00Z", "2026-11-26T09:59:00Z"), is(false, false));
        assert_eq!(waited("2026-11-23T10:00:00Z", "2026-11-26T10:00:00Z"), is(true, false));
        let friday = "2026-11-27T10:00:00Z";
        assert_eq!(waited(friday, "2026-12-02T09:59:00Z"), is(false, false), "a weekend is no working day");
        assert_eq!(waited(friday, "2026-12-02T10:00:00Z"), is(true, false));
        assert_eq!(waited(friday, "2026-12-11T10:00:00Z"), is(true, true));
        assert_eq!(waited(friday, "2026-11-20T10:00:00Z"), is(false, false), "a clock that is wrong");
    }

    proptest::proptest! {
        #[test]
        fn what_is_late_was_the_stand_ins_before_wherever_and_whenever(
            second in 1_300_000_000i64..4_000_000_000,
            hours in 0i64..1000,
            rule in proptest::sample::select(vec!["CET-1CEST,M3.5.0,M10.5.0/3", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"]),
        ) {
            let since = Timestamp::from_second(second).unwrap();
            let zone = TimeZone::posix(rule).unwrap();
            let waited = Waited::of(since, since + SignedDuration::from_hours(hours), &zone);
            proptest::prop_assert!(waited.for_stand_in || !waited.is_late);
            proptest::prop_assert!(hours >= 3 * 23 || !waited.for_stand_in, "three working days take three days");
            proptest::prop_assert!(hours < 6 * 25 || waited.for_stand_in, "and with a weekend five");
        }
    }

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
