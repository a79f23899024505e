//! The policy's hours where clocks are changed: what goes in by itself does so in them, and soon.

use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use patchround_protocol::{
    OfficeId, Policy, SpkiHash, Step,
    charter::Floor,
    hours::{Hours, Weekday, any_contains},
    policy::What,
    wire::Scan,
};
use patchround_trial::zones;
use proptest::prelude::*;
use uuid::Uuid;

use super::{Next, View, next};
use crate::standing::history::History;

fn policy(windows: Vec<Hours>) -> Policy {
    let first = Policy::first(OfficeId(Uuid::nil()), "2011-01-01T00:00:00Z".parse().unwrap());
    Policy { windows, what: What::All, ..first }
}

/// One update of which nobody knows the age, so that nothing but the hours decides; or a restart.
fn scan(restart_pending: bool) -> Scan {
    let update = serde_json::json!({
        "id": "apt:a@2", "pc": SpkiHash([0; 32]), "source": "apt", "package": "a", "group": "a", "name": "A",
        "installed": "1", "candidate": "2", "class": "other", "substantial": null, "cves": [],
        "known_exploited": null, "released": null, "size": null, "notes": null,
        "needs": { "restart": null, "close": null, "sign_out": null, "removes": [] },
        "reversible": null, "scope": "machine", "held": null, "phased": false, "blocked": null,
    });
    Scan {
        revision: String::new(),
        scanned_at: Timestamp::UNIX_EPOCH,
        restart_pending: Some(restart_pending),
        restart_for: Vec::new(),
        sources: Vec::new(),
        updates: if restart_pending { Vec::new() } else { vec![serde_json::from_value(update).unwrap()] },
        kept: Vec::new(),
        people: Vec::new(),
    }
}

/// When the PC acts that looks when it said that it would; each look is later than the one before.
fn acts_at(policy: &Policy, zone: &TimeZone, from: Timestamp, scan: &Scan, pc: u8) -> Option<Timestamp> {
    let (floor, history) = (Floor { protected_hours: Vec::new(), ..Floor::default() }, History::default());
    let (floor, history, since) = (&floor, &history, from - 24.hours());
    let (pc, is_somebody_there, mut now) = (SpkiHash([pc; 32]), false, from);
    while now < from + (24 * 16).hours() {
        match next(View {
            policy,
            floor,
            pc,
            now,
            since,
            zone,
            scan,
            history,
            is_somebody_there,
            active_hours: None,
        }) {
            Next::Do(Step::Install { .. } | Step::Restart { .. }) => return Some(now),
            Next::Do(other) => panic!("{other:?}"),
            Next::Wait(until) => {
                assert!(until > now, "waits for {until}, and it is {now}");
                now = until;
            }
        }
    }
    None
}

fn zone(name: &str) -> TimeZone {
    zones().into_iter().find(|(known, _)| *known == name).unwrap().1
}

fn acts(place: &str, hours: Hours, from: &str) -> String {
    let (policy, zone) = (policy(vec![hours]), zone(place));
    let at = acts_at(&policy, &zone, from.parse().unwrap(), &scan(false), 0).unwrap();
    at.to_zoned(zone).datetime().to_string()
}

#[test]
fn an_hour_that_summer_time_leaves_out_is_that_hour_of_the_next_day() {
    let two_to_three = || Hours { days: Weekday::ALL.to_vec(), from: 2, to: 3 };
    assert_eq!(acts("Berlin", two_to_three(), "2026-03-28T12:00:00Z"), "2026-03-30T02:00:00");
    assert_eq!(acts("New York", two_to_three(), "2026-03-07T20:00:00Z"), "2026-03-09T02:00:00");
    // Of this one half is left: it happens.
    assert_eq!(acts("Lord Howe", two_to_three(), "2026-10-03T12:00:00Z"), "2026-10-04T02:30:00");
}

#[test]
fn an_hour_that_comes_twice_begins_with_the_first() {
    let two_to_three = Hours { days: Weekday::ALL.to_vec(), from: 2, to: 3 };
    let at = acts_at(
        &policy(vec![two_to_three]),
        &zone("Berlin"),
        "2026-10-24T12:00:00Z".parse().unwrap(),
        &scan(false),
        0,
    );
    assert_eq!(at.unwrap().to_string(), "2026-10-25T00:00:00Z");
}

#[test]
fn a_day_that_was_left_out_is_that_day_of_the_next_week() {
    let friday = Hours { days: vec![Weekday::Fri], from: 20, to: 23 };
    assert_eq!(acts("Apia", friday, "2011-12-29T12:00:00Z"), "2012-01-06T20:00:00");
}

fn hours() -> impl Strategy<Value = Hours> {
    let days = prop::sample::subsequence(Weekday::ALL.to_vec(), 1..=7);
    (days, 0u8..24, 1u8..=24).prop_map(|(days, from, to)| Hours { days, from, to })
}

/// Days around which clocks are changed somewhere, and any other day up to the end of this century.
fn moments() -> impl Strategy<Value = Timestamp> {
    let changes = [
        "2011-12-29T00:00:00Z",
        "2026-03-07T00:00:00Z",
        "2026-03-28T00:00:00Z",
        "2026-10-03T00:00:00Z",
        "2026-10-24T00:00:00Z",
        "2099-03-28T00:00:00Z",
    ];
    let near = (prop::sample::select(changes.to_vec()), 0i64..3 * 86_400)
        .prop_map(|(day, seconds)| day.parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds));
    prop_oneof![
        near,
        (1_300_000_000i64..4_100_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn what_goes_in_or_restarts_by_itself_does_so_in_the_policys_hours_and_within_two_weeks(
        windows in prop::collection::vec(hours(), 1..4),
        place in 0..zones().len(),
        from in moments(),
        restarts in any::<bool>(),
        pc in any::<u8>(),
    ) {
        let ((name, zone), policy) = (zones().swap_remove(place), policy(windows));
        let at = acts_at(&policy, &zone, from, &scan(restarts), pc);
        prop_assert!(at.is_some(), "{name}: it never happens");
        let at = at.unwrap();
        prop_assert!(at >= from && any_contains(&policy.windows, at.to_zoned(zone).datetime()), "{name}: {at}");
    }
}
