//! When people are asked to have something: the time that is announced, and the last one. Pure.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{Policy, job::When, limits, people::working_days_later, update::Class};

use crate::round::tonight;

/// Working days that people have to answer before the announced time.
const WORKING_DAYS: u8 = 2;
/// An urgent update waits for its people no longer than this (rules.md 5).
const URGENT: SignedDuration = SignedDuration::from_hours(48);
/// Between a question and its announced time, at least.
const NOTICE: SignedDuration = SignedDuration::from_hours(4);
/// An order has to be in the PC's hands before it ends.
const BEFORE_ITS_END: SignedDuration = SignedDuration::from_hours(2);

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Matter {
    /// How much it matters.
    pub class: Option<Class>,
    /// The last good day.
    pub due: Option<Date>,
}

/// When people are asked to have it.
///
/// - The last moment is the end of its last good day, 48 hours from now for what is urgent, and no later than the order
///   that asks lives. What is late already leaves four hours.
/// - The announced time is the first evening of the policy two working days from now, of an urgent one the next
///   evening; where that is too late, the last moment.
pub fn asked(matter: Matter, policy: &Policy, now: Timestamp, zone: &TimeZone) -> When {
    let notice = after(now, NOTICE);
    let life = SignedDuration::try_from(limits::JOB_LIFE).expect("seven days fit a signed duration");
    let is_urgent = matter.class == Some(Class::Urgent);
    let end = if is_urgent { after(now, URGENT) } else { after(now, life - BEFORE_ITS_END) };
    let due = matter.due.and_then(|day| end_of(day, zone));
    let last = due.map_or(end, |due| due.min(end)).max(notice);
    let from = if is_urgent { notice } else { working_days_later(now, WORKING_DAYS, zone) };
    let evening = tonight(policy, from, zone).unwrap_or(from);
    When::Asked { default: evening.max(notice).min(last), last }
}

fn end_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?.timestamp())
}

fn after(time: Timestamp, wait: SignedDuration) -> Timestamp {
    time.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    fn times(class: Option<Class>, due: Option<&str>, now: &str) -> (String, String) {
        let policy = Policy::first(samples::job(&[]).office, samples::now());
        let matter = Matter { class, due: due.map(|day| day.parse().unwrap()) };
        match asked(matter, &policy, now.parse().unwrap(), &TimeZone::UTC) {
            When::Asked { default, last } => (default.to_string(), last.to_string()),
            other => panic!("{other:?}"),
        }
    }

    fn is(default: &str, last: &str) -> (String, String) {
        (default.to_owned(), last.to_owned())
    }

    #[test]
    fn people_have_two_working_days_and_an_evening_of_the_office_is_announced() {
        let monday = times(Some(Class::Other), Some("2026-12-20"), "2026-11-23T10:00:00Z");
        assert_eq!(monday, is("2026-11-25T20:00:00Z", "2026-11-30T08:00:00Z"));
        let friday = times(None, Some("2026-12-20"), "2026-11-27T10:00:00Z");
        assert_eq!(friday.0, "2026-12-01T20:00:00Z", "a weekend is no working day");
    }

    #[test]
    fn it_is_never_announced_for_after_its_last_good_day() {
        let soon = times(Some(Class::Security), Some("2026-11-24"), "2026-11-23T10:00:00Z");
        assert_eq!(soon, is("2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z"));
        let late = times(Some(Class::Security), Some("2026-11-20"), "2026-11-23T10:00:00Z");
        assert_eq!(late, is("2026-11-23T14:00:00Z", "2026-11-23T14:00:00Z"));
    }

    #[test]
    fn an_urgent_one_is_announced_for_the_next_evening_and_waits_two_days() {
        let urgent = times(Some(Class::Urgent), None, "2026-11-23T10:00:00Z");
        assert_eq!(urgent, is("2026-11-23T20:00:00Z", "2026-11-25T10:00:00Z"));
    }

    proptest! {
        #[test]
        fn what_is_asked_can_be_signed_and_leaves_people_time(
            second in 1_300_000_000i64..4_000_000_000,
            days in proptest::option::of(-40i64..400),
            class in 0..4usize,
            place in 0..patchround_trial::zones().len(),
        ) {
            let now = Timestamp::from_second(second).unwrap();
            let (_, zone) = patchround_trial::zones().swap_remove(place);
            let today = now.to_zoned(zone.clone()).date();
            let due = days.map(|days| today.saturating_add(jiff::Span::new().days(days)));
            let class = [None, Some(Class::Other), Some(Class::Security), Some(Class::Urgent)][class];
            let policy = Policy::first(samples::job(&[]).office, samples::now());
            let When::Asked { default, last } = asked(Matter { class, due }, &policy, now, &zone) else { panic!() };
            prop_assert!(after(now, NOTICE) <= default && default <= last);
            prop_assert!(last.duration_since(now) < SignedDuration::try_from(limits::JOB_LIFE).unwrap());
        }
    }
}
