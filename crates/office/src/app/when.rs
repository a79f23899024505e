//! Moments as people say them, in the language this thread speaks.

use jiff::{SignedDuration, Timestamp, Unit, Zoned, civil::Date, tz::TimeZone};
use patchround_words::{Value, say, say_with};

/// From this hour on a day's end is "tonight".
const EVENING: i8 = 17;

/// A time of day: "18:30".
pub(crate) fn time(at: Timestamp, zone: &TimeZone) -> String {
    hour(&at.to_zoned(zone.clone()))
}

/// A day: "Thursday 4 June".
pub(crate) fn day(day: Date) -> String {
    let values = [
        ("weekday", Value::from(weekday(day))),
        ("day", day.day().to_string().into()),
        ("month", say(&format!("month-{}", day.month())).into()),
    ];
    say_with("day", &values)
}

/// A month: "May 2026".
pub(crate) fn month(year: i16, month: i8) -> String {
    let values = [("month", say(&format!("month-{month}")).into()), ("year", year.to_string().into())];
    say_with("month", &values)
}

/// A moment as it is named today: "today at 18:30", "tomorrow at 09:00", "Thursday 4 June at 09:00".
pub(crate) fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    let time = ("time", Value::from(hour(&at)));
    let id = match at.date() {
        date if date == today => "moment-today",
        date if today.tomorrow().is_ok_and(|day| day == date) => "moment-tomorrow",
        date if today.yesterday().is_ok_and(|day| day == date) => "moment-yesterday",
        _ => "moment-day",
    };
    say_with(id, &[time, ("day", day(at.date()).into())])
}

/// The moment of the next evening, and how it is named: "tonight at 18:00" only where it is today.
pub(crate) fn evening(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    let id = match days_between(today, at.date()) {
        0 if at.hour() >= EVENING => "moment-tonight",
        0 => "moment-today",
        1 => "moment-tomorrow",
        2..=6 => "moment-weekday",
        _ => "moment-next",
    };
    let values =
        [("time", hour(&at).into()), ("weekday", weekday(at.date()).into()), ("day", day(at.date()).into())];
    say_with(id, &values)
}

/// A button that agrees a round for the next evening: `evening-update` or `evening-start`.
pub(crate) fn for_evening(id: &str, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    say_with(id, &[("when", evening(at, now, zone).into())])
}

/// How long ago, under a day; else the moment: "20 minutes ago".
pub(crate) fn ago(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let past = now.duration_since(at).max(SignedDuration::ZERO);
    let counted = |id, count: i64| say_with(id, &[("count", count.into())]);
    match past {
        p if p < SignedDuration::from_mins(1) => say("ago-now"),
        p if p < SignedDuration::from_hours(1) => counted("ago-minutes", p.as_mins()),
        p if p < SignedDuration::from_hours(24) => counted("ago-hours", p.as_hours()),
        _ => moment(at, now, zone),
    }
}

fn weekday(day: Date) -> String {
    say(&format!("weekday-{}", day.weekday().to_monday_one_offset()))
}

fn days_between(one: Date, other: Date) -> i32 {
    one.until((Unit::Day, other)).map_or(i32::MAX, |span| span.get_days())
}

/// The hour and minute by the clock of 24 hours.
fn hour(at: &Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn moments_are_named_as_people_name_them() {
        let now: Timestamp = "2026-06-03T10:00:00Z".parse().unwrap();
        let zone = TimeZone::UTC;
        assert_eq!(moment(now + 8.hours(), now, &zone), "today at 18:00");
        assert_eq!(moment(now + 24.hours(), now, &zone), "tomorrow at 10:00");
        assert_eq!(moment(now + 48.hours(), now, &zone), "Friday 5 June at 10:00");
        assert_eq!(ago(now - 20.minutes(), now, &zone), "20 minutes ago");
        assert_eq!(ago(now - 1.hours(), now, &zone), "1 hour ago");
        assert_eq!(ago(now + 1.hours(), now, &zone), "just now", "a clock that was set back");
        assert_eq!(ago(now - 26.hours(), now, &zone), "yesterday at 08:00");
        assert_eq!(month(2026, 5), "May 2026");
    }

    #[test]
    fn the_next_evening_is_tonight_only_where_it_is_today() {
        let now: Timestamp = "2026-06-03T10:00:00Z".parse().unwrap();
        let named = |hours: i64| for_evening("evening-update", now + hours.hours(), now, &TimeZone::UTC);
        let plain = |hours| named(hours).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(plain(8), "Update tonight at 18:00");
        assert_eq!(plain(1), "Update today at 11:00");
        assert_eq!(plain(24 + 8), "Update tomorrow at 18:00");
        assert_eq!(plain(5 * 24 + 8), "Update on Monday at 18:00");
        assert_eq!(plain(7 * 24), "Update on Wednesday 10 June at 10:00", "today's weekday of next week");
    }
}
