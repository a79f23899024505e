use jiff::{Timestamp, ToSpan, civil::date};
use patchround_protocol::update::Substantial;
use proptest::prelude::*;

use super::*;
use crate::{
    due::{Judge, Owed},
    samples,
};

const TUESDAY: &str = "2026-11-24T09:00:00Z";

fn update(class: Option<Class>, exploited: Option<bool>, why: &[&str]) -> Update {
    let why = why.iter().map(ToString::to_string).collect();
    let substantial = Some(Substantial { why, ..Substantial::default() });
    Update { class, known_exploited: exploited, substantial, ..samples::update("apt:suite@2") }
}

fn from_maker(text: &str) -> Released {
    Released { date: text.parse().unwrap(), from: ReleasedFrom::Maker }
}

fn waits(update: &Update, days: u8, today: Date) -> Option<Cooling> {
    let (released, zone) = (from_maker(TUESDAY), TimeZone::UTC);
    let owed = Owed { released: released.clone(), ..Owed::of(update, released.date) };
    let verdict = Judge::recommended(zone.clone()).verdict(samples::pc(), &owed).unwrap();
    let due = verdict.clone().held(update, &zone).map(|verdict| verdict.day);
    cooling(update, &verdict.fix, &released, due, days, today, &zone)
}

#[test]
fn a_big_change_of_tuesday_waits_until_friday() {
    let big = update(Some(Class::Other), Some(false), &["The menus are new"]);
    let found = waits(&big, 3, date(2026, 11, 26)).unwrap();
    assert_eq!((found.since, found.until), (date(2026, 11, 24), date(2026, 11, 27)));
    assert_eq!((found.from, found.exploited), (ReleasedFrom::Maker, Exploited::NotKnownOf));
    assert_eq!(waits(&big, 3, date(2026, 11, 27)), None);
    assert_eq!(waits(&big, 0, date(2026, 11, 24)), None, "the office wants no waiting");
}

#[test]
fn what_attackers_use_and_what_changes_little_does_not_wait_and_unknown_is_not_no() {
    let today = date(2026, 11, 24);
    let why = &["The menus are new"][..];
    assert_eq!(waits(&update(Some(Class::Security), Some(true), why), 3, today), None);
    assert_eq!(waits(&update(Some(Class::Urgent), None, why), 3, today), None);
    assert_eq!(waits(&update(Some(Class::Other), Some(false), &[]), 3, today), None);
    let never_judged = Update { substantial: None, ..update(Some(Class::Other), Some(false), &[]) };
    assert_eq!(waits(&never_judged, 3, today), None);
    for class in [Some(Class::Security), None] {
        let unknown = waits(&update(class, None, why), 3, today).unwrap();
        assert_eq!(unknown.exploited, Exploited::Unknown);
    }
}

/// Fourteen days were chosen, and a security fix has fourteen: it goes in two days before.
#[test]
fn days_that_would_make_it_late_are_cut() {
    let big = update(Some(Class::Security), Some(false), &["The menus are new"]);
    assert_eq!(waits(&big, 14, date(2026, 12, 5)).unwrap().until, date(2026, 12, 6));
    assert_eq!(waits(&big, 14, date(2026, 12, 6)), None);
}

fn zones() -> impl Strategy<Value = TimeZone> {
    const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
    const KIRITIMATI: &str = "<+14>-14";
    prop::sample::select(vec![BERLIN, LORD_HOWE, KIRITIMATI]).prop_map(|rule| TimeZone::posix(rule).unwrap())
}

proptest! {
    #[test]
    fn nothing_cools_off_for_longer_than_two_days_before_it_is_due_nor_than_was_chosen(
        released in 0i64..4_000_000_000,
        seen_after in -40i64..40,
        class in prop::sample::select(vec![None, Some(Class::Urgent), Some(Class::Security), Some(Class::Other)]),
        exploited in any::<Option<bool>>(),
        is_big in any::<bool>(),
        days in 0u8..=14,
        ahead in -30i64..60,
        zone in zones(),
    ) {
        let why: &[&str] = if is_big { &["big"] } else { &[] };
        let update = update(class, exploited, why);
        let update = Update {
            released: Some(Released { date: Timestamp::from_second(released).unwrap(), from: ReleasedFrom::Maker }),
            ..update
        };
        let first_seen = Timestamp::from_second(released).unwrap() + (24 * seen_after).hours();
        let owed = Owed::of(&update, first_seen);
        let verdict = Judge::recommended(zone.clone()).verdict(samples::pc(), &owed).unwrap();
        let due = verdict.day;
        let today = owed.released.date.to_zoned(zone.clone()).date() + ahead.days();
        let found = cooling(&update, &verdict.fix, &owed.released, Some(due), days, today, &zone);
        if let Some(found) = found {
            prop_assert!(is_big && exploited != Some(true) && class != Some(Class::Urgent) && days > 0);
            prop_assert!(found.until <= due - 2.days());
            prop_assert!(found.since <= today && today < found.until);
            prop_assert!(found.until <= found.since + i64::from(days).days());
        } else if is_big && exploited != Some(true) && class != Some(Class::Urgent) {
            prop_assert!(days == 0 || ahead >= i64::from(days) || today >= due - 2.days());
        }
    }
}
