//! Time zones that are hard on a plan. They are part of the tests, since not every computer knows all places.

use jiff::tz::TimeZone;

/// As the public tz database has it: the whole of 30 December 2011 was left out there.
const APIA: &[u8] = include_bytes!("../testdata/Apia.tzif");

/// Zones with both changes of summer time, by a whole hour and by half of one, in either half of the year; a change at
/// midnight; the earliest and the latest days of the Earth; and one that once left out a day.
///
/// # Panics
/// Never: what is in here can be read.
pub fn zones() -> Vec<(&'static str, TimeZone)> {
    let rules = [
        ("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
        ("New York", "EST5EDT,M3.2.0,M11.1.0"),
        ("Lord Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
        ("Beirut", "EET-2EEST,M3.5.0/0,M10.5.0/0"),
        ("Kiritimati", "<+14>-14"),
        ("Baker Island", "<-12>12"),
    ];
    let of_rule = |(name, rule)| (name, TimeZone::posix(rule).expect("the rule is well-formed"));
    let apia = TimeZone::tzif("Apia", APIA).expect("the file is whole");
    rules.into_iter().map(of_rule).chain([("Apia", apia)]).collect()
}
