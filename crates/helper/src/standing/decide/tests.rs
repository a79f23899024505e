use std::collections::BTreeMap;

use jiff::ToSpan;
use patchround_protocol::{
    Cause, OfficeId, SpkiHash, UpdateId,
    hours::{Hours, Weekday},
    wire::{Back, SourceScan},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::queue::End;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Evenings from 20 to 6, in UTC.
fn policy() -> Policy {
    Policy::first(OfficeId(Uuid::nil()), at("2026-11-01T00:00:00Z"))
}

fn scan(refreshed: &str) -> Scan {
    let refreshed_at = Some(at(refreshed));
    let source = SourceScan {
        source: "apt".into(),
        cause: None,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at,
        whole: false,
        managed: false,
    };
    Scan {
        revision: String::new(),
        scanned_at: at(refreshed),
        restart_pending: Some(false),
        restart_for: Vec::new(),
        sources: vec![source],
        updates: Vec::new(),
        kept: Vec::new(),
        people: Vec::new(),
    }
}

fn decide(policy: &Policy, scan: &Scan, now: Timestamp, is_somebody_there: bool) -> Next {
    let (floor, history) = (Floor::default(), History::default());
    let since = now - 24.hours();
    let (pc, zone) = (SpkiHash([0; 32]), &TimeZone::UTC);
    next(View {
        policy,
        floor: &floor,
        pc,
        now,
        since,
        zone,
        scan,
        history: &history,
        is_somebody_there,
        active_hours: None,
    })
}

#[test]
fn pcs_do_not_begin_in_the_same_second_and_each_keeps_its_own() {
    let of = |n: u8| jitter(SpkiHash([n; 32]));
    let all: std::collections::BTreeSet<_> = (0..60).map(of).collect();
    assert!(all.len() > 10 && all.iter().all(|jitter| *jitter < SignedDuration::from_mins(1)));
    assert_eq!(of(7), of(7));
    let mut restart = scan("2026-11-23T19:50:00Z");
    restart.restart_pending = Some(true);
    let (floor, history, policy) = (Floor::default(), History::default(), policy());
    let begins = |n: u8, now: Timestamp| {
        let since = now - 24.hours();
        let (pc, zone) = (SpkiHash([n; 32]), &TimeZone::UTC);
        let is_somebody_there = false;
        let (floor, history, scan) = (&floor, &history, &restart);
        next(View {
            policy: &policy,
            floor,
            pc,
            now,
            since,
            zone,
            scan,
            history,
            is_somebody_there,
            active_hours: None,
        })
    };
    let opening = at("2026-11-23T20:00:00Z");
    for n in [1, 9, 200] {
        assert_eq!(begins(n, opening), Next::Wait(opening + of(n)));
        assert_eq!(begins(n, opening + of(n)), Next::Do(Step::Restart { off: false }));
    }
}

#[test]
fn only_what_was_cut_off_is_repaired_by_itself_and_a_failed_step_uses_up_no_try_of_it() {
    let (policy, floor, now) = (policy(), Floor::default(), at("2026-11-23T12:00:00Z"));
    let (pc, zone, since) = (SpkiHash([0; 32]), &TimeZone::UTC, now - 24.hours());
    let unfinished = |cause| {
        let mut scan = scan("2026-11-23T11:00:00Z");
        scan.sources[0].unfinished = Some(cause);
        scan
    };
    let [failed, cut] = [Cause::PackageScriptFailed, Cause::InterruptedBefore].map(unfinished);
    let repairs = |scan: &Scan, history: &History| {
        let (policy, floor) = (&policy, &floor);
        let view = View {
            policy,
            floor,
            pc,
            now,
            since,
            zone,
            scan,
            history,
            is_somebody_there: false,
            active_hours: None,
        };
        next(view) == Next::Do(Step::Repair {})
    };
    let mut history = History::default();
    assert!(repairs(&cut, &history) && !repairs(&failed, &history));
    for _ in 0..4 {
        let end = End::failed(Cause::PackageScriptFailed);
        history.note(&Step::Repair {}, &end, &BTreeMap::new(), now - 10.hours());
    }
    history.forget(&cut, now);
    assert!(!repairs(&cut, &history), "as often as it may was tried");
    history.forget(&failed, now);
    assert!(repairs(&cut, &history), "another interruption");
}

#[test]
fn lists_that_cannot_be_read_are_tried_once_a_working_day_and_not_without_end() {
    let mut history = History::default();
    let last = at("2026-11-23T12:00:00Z");
    for _ in 0..4 {
        history.note(&Step::Refresh {}, &End::failed(Cause::RepoGone), &BTreeMap::new(), last);
    }
    let (policy, floor, scan) = (policy(), Floor::default(), scan("2026-11-20T09:00:00Z"));
    let at_time = |now: Timestamp| {
        let (pc, zone, since) = (SpkiHash([0; 32]), &TimeZone::UTC, now - 24.hours());
        let (policy, floor, scan, history) = (&policy, &floor, &scan, &history);
        next(View {
            policy,
            floor,
            pc,
            now,
            since,
            zone,
            scan,
            history,
            is_somebody_there: true,
            active_hours: None,
        })
    };
    assert!(matches!(at_time(last + 1.minutes()), Next::Wait(_)));
    assert!(matches!(at_time(at("2026-11-23T21:00:00Z")), Next::Wait(_)));
    assert_eq!(at_time(at("2026-11-24T09:00:00Z")), Next::Do(Step::Refresh {}));
}

#[test]
fn lists_are_read_shortly_before_the_window_and_by_a_pc_that_was_off() {
    let before = Next::Wait(at("2026-11-23T19:45:00Z"));
    assert_eq!(decide(&policy(), &scan("2026-11-23T09:00:00Z"), at("2026-11-23T19:30:00Z"), true), before);
    let refresh = Next::Do(Step::Refresh {});
    assert_eq!(decide(&policy(), &scan("2026-11-23T09:00:00Z"), at("2026-11-23T19:45:00Z"), true), refresh);
    assert_eq!(decide(&policy(), &scan("2026-11-22T21:00:00Z"), at("2026-11-23T21:00:00Z"), true), refresh);
    assert_eq!(decide(&policy(), &scan("2026-11-22T09:00:00Z"), at("2026-11-23T09:00:00Z"), true), refresh);
    let young = decide(&policy(), &scan("2026-11-23T17:00:00Z"), at("2026-11-23T21:00:00Z"), true);
    assert!(matches!(young, Next::Wait(_)));
}

#[test]
fn a_source_that_takes_all_or_nothing_gets_no_part() {
    let night = at("2026-11-23T22:00:00Z");
    let update = |package: &str| -> Update {
        let update = serde_json::json!({
            "id": format!("apt:{package}@2"), "pc": SpkiHash([0; 32]), "source": "apt", "package": package,
            "group": "a", "name": "A", "installed": "1", "candidate": "2", "class": "security",
            "substantial": null, "cves": [], "known_exploited": null, "released": null, "size": null,
            "notes": null, "needs": { "restart": null, "close": null, "sign_out": null, "removes": [] },
            "reversible": null, "scope": "machine", "held": null, "phased": false, "blocked": null,
        });
        serde_json::from_value(update).unwrap()
    };
    let mut scan = scan("2026-11-23T21:00:00Z");
    scan.updates = vec![update("a"), update("b")];
    scan.sources[0].whole = true;
    let installs = |scan: &Scan, policy: &Policy| match decide(policy, scan, night, false) {
        Next::Do(Step::Install { ids, .. }) => ids.len(),
        _ => 0,
    };
    assert_eq!(installs(&scan, &policy()), 2);
    let asks = Policy { ask_first: vec!["b".parse().unwrap()], ..policy() };
    assert_eq!(installs(&scan, &asks), 0);
    scan.sources[0].whole = false;
    assert_eq!(installs(&scan, &asks), 1);
}

#[test]
fn the_lists_of_a_pc_are_as_old_as_those_of_its_oldest_source() {
    let (fresh, old) = (scan("2026-11-24T08:55:00Z"), scan("2026-11-20T08:55:00Z"));
    let of = |sources: &[&Scan]| {
        let sources = sources.iter().flat_map(|scan| scan.sources.clone()).collect();
        decide(&policy(), &Scan { sources, ..fresh.clone() }, at("2026-11-24T09:00:00Z"), false)
    };
    let mut never = old.clone();
    never.sources[0].refreshed_at = None;
    let refresh = Next::Do(Step::Refresh {});
    assert_ne!(of(&[&fresh]), refresh);
    assert_eq!(of(&[&fresh, &old]), refresh);
    assert_eq!(of(&[&never, &fresh]), refresh);
}

#[test]
fn a_pc_that_was_just_switched_on_is_left_alone_for_ten_minutes() {
    let (floor, history, policy) = (Floor::default(), History::default(), policy());
    let (since, scan) = (at("2026-11-23T21:00:00Z"), scan("2026-11-01T00:00:00Z"));
    let (pc, zone, is_somebody_there) = (SpkiHash([0; 32]), &TimeZone::UTC, true);
    let at = |now| {
        let (floor, history, scan) = (&floor, &history, &scan);
        next(View {
            policy: &policy,
            floor,
            pc,
            now,
            since,
            zone,
            scan,
            history,
            is_somebody_there,
            active_hours: None,
        })
    };
    assert_eq!(at(since + 1.minutes()), Next::Wait(since + 10.minutes()));
    assert_eq!(at(since + 10.minutes()), Next::Do(Step::Refresh {}));
    assert_eq!(at(since - 24.hours()), Next::Do(Step::Refresh {}), "a clock that was set back");
}

#[test]
fn with_a_restart_pending_whether_somebody_is_there_is_looked_at_again() {
    let mut pending = scan("2026-11-23T19:50:00Z");
    pending.restart_pending = Some(true);
    let now = at("2026-11-23T22:00:00Z");
    assert_eq!(decide(&policy(), &pending, now, true), Next::Wait(now + 5.minutes()));
    assert_eq!(decide(&policy(), &pending, now, false), Next::Do(Step::Restart { off: false }));
    let noon = at("2026-11-24T07:30:00Z");
    assert!(matches!(decide(&policy(), &pending, noon, false), Next::Wait(_)));
}

#[test]
fn a_big_security_update_past_its_last_day_waits_until_nobody_is_there_which_is_looked_at_again() {
    let now = at("2026-11-23T12:00:00Z");
    let mut late = scan("2026-11-23T11:50:00Z");
    late.updates = vec![
        serde_json::from_value(serde_json::json!({
            "id": "apt:a@2", "pc": SpkiHash([0; 32]), "source": "apt", "package": "a", "group": "a", "name": "A",
            "installed": "1", "candidate": "2", "class": "security", "substantial": {"why": ["2 for 1"]}, "cves": [],
            "known_exploited": null, "released": {"date": now - (24 * 15).hours(), "from": "maker"}, "size": null,
            "notes": null, "needs": {}, "reversible": null, "scope": "machine", "held": null, "phased": false,
            "blocked": null,
        }))
        .unwrap(),
    ];
    assert_eq!(decide(&policy(), &late, now, true), Next::Wait(now + 5.minutes()));
    let ids = vec!["apt:a@2".parse().unwrap()];
    let goes_in = Next::Do(Step::Install { ids, agreed_removals: Vec::new() });
    assert_eq!(decide(&policy(), &late, now, false), goes_in);
    late.updates[0].blocked = Some(Cause::PolicyBlocked);
    assert_ne!(decide(&policy(), &late, now, false), goes_in, "an order has it, and people were told when");
}

proptest! {
    /// Whatever the hours are and whenever it is, the engine sleeps at least a second and what it does is what
    /// the policy allows.
    #[test]
    fn it_never_spins_and_never_does_what_the_policy_forbids(
        from in 0u8..24, to in 1u8..25, days in 0usize..7, hour in 0i64..24 * 400, minute in 0i64..3600,
        pending in any::<bool>(), somebody in any::<bool>(), paused in 0i64..24 * 400,
    ) {
        let start = at("2026-01-01T00:00:00Z");
        let windows = vec![Hours { days: Weekday::ALL[days..].to_vec(), from, to }];
        let policy = Policy { windows, paused_until: Some(start + paused.hours()), ..policy() };
        let mut scan = scan("2026-01-01T00:00:00Z");
        scan.restart_pending = Some(pending);
        let now = start + hour.hours() + minute.seconds();
        scan.sources[0].refreshed_at = Some(now - 1.hours());
        let floor = Floor::default();
        match decide(&policy, &scan, now, somebody) {
            Next::Wait(until) => prop_assert!(until > now),
            Next::Do(step) => {
                let moment = Moment { policy: &policy, floor: &floor, now, local: now.to_zoned(TimeZone::UTC).datetime(), active_hours: None };
                prop_assert_eq!(moment.allows(&step, &scan.updates, somebody), Ok(()));
            }
        }
    }
}

#[test]
fn what_a_pc_went_back_to_for_a_time_is_let_go_when_that_is_over_and_not_before() {
    let until = at("2026-11-24T12:00:00Z");
    let id: UpdateId = "apt:a:all@1".parse().unwrap();
    let back = |until| {
        let since = at("2026-11-20T12:00:00Z");
        let kept = Kept { id: id.clone(), newer: "2".into(), since, back: Some(Back { since, until }) };
        Scan { kept: vec![kept], ..scan("2026-11-24T11:00:00Z") }
    };
    let release = Next::Do(Step::Release { ids: vec![id.clone()] });
    let policy = policy();
    assert_eq!(decide(&policy, &back(Some(until)), until + 1.minute(), true), release);
    assert_ne!(decide(&policy, &back(Some(until)), until - 1.minute(), true), release);
    assert_ne!(decide(&policy, &back(None), until + 1.minute(), true), release);
}

#[test]
fn what_is_one_persons_own_is_neither_fetched_nor_put_in_by_the_policy() {
    let now = at("2026-11-24T21:00:00Z");
    let update = |id: &str| -> Update {
        serde_json::from_value(serde_json::json!({
            "id": id, "pc": SpkiHash([0; 32]), "source": "flatpak", "package": "a", "group": "a", "name": "a",
            "installed": "1", "candidate": "2", "class": null, "substantial": null, "cves": null,
            "known_exploited": null, "released": null, "size": null, "notes": null, "needs": {}, "reversible": null,
            "scope": "machine", "held": null, "phased": false, "blocked": null,
        }))
        .unwrap()
    };
    let with = |id: &str| {
        let mut scan = scan("2026-11-24T20:00:00Z");
        scan.updates = vec![update(id)];
        decide(&policy(), &scan, now, false)
    };
    assert!(matches!(with("flatpak:app/a/b/c@2"), Next::Do(Step::Download { .. } | Step::Install { .. })));
    assert!(matches!(with("flatpak:~1000/app/a/b/c@2"), Next::Wait(_)));
}
