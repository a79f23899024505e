//! When a PC tries again by itself what did not work (rules.md 4).

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Time, tz::TimeZone};

use crate::{PcId, hours::Weekday};

/// Tries before a person is told: at once, after 10 minutes, an hour, and on the next working day.
pub const TRIES: u8 = 4;
/// Tries of what is said to be done and is offered again, before a person is told.
pub const TRIES_NOT_TAKING: u8 = 2;
/// An update that is offered again within so long was not taking.
pub const NOT_TAKING: SignedDuration = SignedDuration::from_hours(24);

/// The next try after so many, the last of them at that moment. `zone` is the PC's.
pub fn next_try(tries: u8, last: Timestamp, zone: &TimeZone) -> Timestamp {
    let after = |wait| last.checked_add(wait).unwrap_or(Timestamp::MAX);
    match tries {
        0 | 1 => after(SignedDuration::from_mins(10)),
        2 => after(SignedDuration::from_hours(1)),
        _ => next_working_day(last, zone),
    }
}

/// So long after the others this PC does what all do at once (rules.md 4): always the same, within a minute.
pub fn jitter(pc: PcId) -> SignedDuration {
    let [a, b, ..] = pc.0;
    SignedDuration::from_secs(i64::from(u16::from_be_bytes([a, b])) % 60)
}

/// 09:00 of the next working day, in local time.
pub fn next_working_day(time: Timestamp, zone: &TimeZone) -> Timestamp {
    let today = time.to_zoned(zone.clone()).date();
    let days = (1..=7).filter_map(|ahead| today.checked_add(ahead.days()).ok());
    let working = days.filter(|day| Weekday::WORKING.contains(&Weekday::of(*day)));
    let nine = |day: jiff::civil::Date| day.to_datetime(Time::constant(9, 0, 0, 0)).to_zoned(zone.clone());
    working.filter_map(|day| Some(nine(day).ok()?.timestamp())).next().unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
    const ST_JOHNS: &str = "NST3:30NDT,M3.2.0,M11.1.0";

    fn zone(rule: &str) -> TimeZone {
        TimeZone::posix(rule).unwrap()
    }

    #[test]
    fn nine_in_the_morning_is_nine_on_both_sides_of_summer_time() {
        let berlin = zone(BERLIN);
        let friday = |day: &str| format!("{day}T12:00:00Z").parse().unwrap();
        let spring = next_working_day(friday("2026-03-27"), &berlin);
        let autumn = next_working_day(friday("2026-10-23"), &berlin);
        assert_eq!(spring.to_string(), "2026-03-30T07:00:00Z");
        assert_eq!(autumn.to_string(), "2026-10-26T08:00:00Z");
    }

    proptest! {
        #[test]
        fn a_next_try_is_later_and_at_most_a_weekend_away(
            tries in 0u8..10,
            seconds in 0i64..4_000_000_000,
            place in 0usize..3,
        ) {
            let zone = zone([BERLIN, LORD_HOWE, ST_JOHNS][place]);
            let last = Timestamp::from_second(seconds).unwrap();
            let next = next_try(tries, last, &zone);
            prop_assert!(next > last);
            prop_assert!(next.duration_since(last) <= SignedDuration::from_hours(4 * 24));
        }
    }
}
