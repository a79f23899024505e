//! Moments as people say them, in the language this thread speaks.

use jiff::{SignedDuration, Timestamp, Zoned, civil::Date, tz::TimeZone};
use patchround_words::{Value, say, say_with};

/// A day: "Thursday 4 June".
pub(crate) fn day(day: Date) -> String {
    let values = [
        ("weekday", Value::from(say(&format!("weekday-{}", day.weekday().to_monday_one_offset())))),
        ("day", day.day().to_string().into()),
        ("month", say(&format!("month-{}", day.month())).into()),
    ];
    say_with("day", &values)
}

/// A moment at which something happens: "today at 18:30", "tomorrow at 09:00", "on Thursday 4 June at 09:00".
pub(crate) fn happens(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    let id = match at.date() {
        date if date == today => "moment-today",
        date if today.tomorrow().is_ok_and(|day| day == date) => "moment-tomorrow",
        _ => "moment-next",
    };
    say_with(id, &[("time", hour(&at).into()), ("day", day(at.date()).into())])
}

/// A moment that has gone, as "since" names it: "yesterday at 09:00", "Thursday 4 June at 09:00".
pub(crate) fn happened(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date());
    let id = match at.date() {
        date if date == today => "moment-today",
        date if today.yesterday().is_ok_and(|day| day == date) => "moment-yesterday",
        _ => "moment-day",
    };
    say_with(id, &[("time", hour(&at).into()), ("day", day(at.date()).into())])
}

/// How long ago, under a day; else the moment: "20 minutes ago".
pub(crate) fn ago(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let past = now.duration_since(at).max(SignedDuration::ZERO);
    match past {
        p if p < SignedDuration::from_mins(1) => say("ago-now"),
        p if p < SignedDuration::from_hours(1) => say_with("ago-minutes", &[("count", p.as_mins().into())]),
        p if p < SignedDuration::from_hours(24) => say_with("ago-hours", &[("count", p.as_hours().into())]),
        _ => happened(at, now, zone),
    }
}

/// The hour and minute by the clock of 24 hours.
pub(crate) fn hour(at: &Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}
