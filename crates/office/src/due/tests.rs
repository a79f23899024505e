use jiff::tz;
use patchround_protocol::wire::Scan;
use proptest::prelude::*;

use super::*;
use crate::{pc_state::PcView, samples};

const CLASSES: [Option<Class>; 4] = [Some(Class::Urgent), Some(Class::Security), None, Some(Class::Other)];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn berlin() -> TimeZone {
    TimeZone::fixed(tz::offset(1))
}

fn since(date: Timestamp) -> Released {
    Released { date, from: ReleasedFrom::Catalogue }
}

fn view(scan: Scan) -> PcView {
    PcView { pc: samples::stored_pc("a", Some(scan)), heard: true, working: false }
}

fn clocks(seen: &[(&str, Timestamp)]) -> Clocks {
    let seen =
        seen.iter().map(|(id, at)| (samples::pc(), id.parse().unwrap(), Seen { at: *at, carried: None }));
    Clocks::new(seen.collect(), berlin())
}

#[test]
fn the_last_good_day_is_local_and_the_midnight_after_it_is_late() {
    // 23:30 UTC is the next day in Berlin.
    let owed = Owed { class: Some(Class::Security), released: since(at("2026-11-01T23:30:00Z")) };
    let day = owed.last_day(&berlin());
    assert_eq!(day.to_string(), "2026-11-16");
    let due = |now| Due::at(day, at(now), &berlin());
    assert!(!due("2026-11-16T22:59:59Z").late);
    assert!(due("2026-11-16T23:00:00Z").late);
    assert!(!due("2026-11-08T22:59:59Z").near);
    assert!(due("2026-11-08T23:00:00Z").near);
}

#[test]
fn each_class_has_its_days_and_an_unknown_severity_counts_like_security() {
    let days = CLASSES.map(limit);
    assert_eq!(days, [2, 14, 14, 30]);
    let mut used = samples::update("apt:a@2");
    used.class = Some(Class::Other);
    used.known_exploited = Some(true);
    assert_eq!(Owed::of(&used, samples::now()).class, Some(Class::Urgent));
}

#[test]
fn the_release_is_the_catalogues_else_the_makers_else_the_day_it_was_first_seen() {
    let seen = samples::now();
    let mut update = samples::update("apt:a@2");
    assert_eq!(Owed::of(&update, seen).released, Released { date: seen, from: ReleasedFrom::FirstSeen });
    for from in [ReleasedFrom::Catalogue, ReleasedFrom::Maker] {
        let said = Released { date: seen - 48.hours(), from };
        update.released = Some(said.clone());
        assert_eq!(Owed::of(&update, seen).released, said);
    }
    update.released = Some(since(seen + 48.hours()));
    assert_eq!(Owed::of(&update, seen).released.from, ReleasedFrom::FirstSeen, "from after we saw it");
}

#[test]
fn what_one_pc_showed_first_is_out_for_the_whole_office() {
    let other = patchround_protocol::SpkiHash([9; 32]);
    let id: patchround_protocol::UpdateId = "apt:a@2".parse().unwrap();
    let early = samples::now() - 240.hours();
    let seen = |pc, at| (pc, id.clone(), Seen { at, carried: None });
    let clocks = Clocks::new(vec![seen(samples::pc(), samples::now()), seen(other, early)], berlin());
    let view = view(samples::scan(&[samples::update("apt:a@2")]));
    let update = &view.pc.scan.as_ref().unwrap().updates[0];
    assert_eq!(clocks.owed(&view, update).released.date, early);
}

#[test]
fn a_gradual_update_is_not_counted_and_a_kept_back_one_waits_for_its_end() {
    let release = at("2026-11-01T10:00:00Z");
    let day = |class, until: Option<&str>| {
        let mut update = samples::update("apt:a@2");
        update.held = Some(Held { by: None, why: None, until: until.map(at) });
        let owed = Owed { class: Some(class), released: since(release) };
        last_day(&update, &owed, &berlin()).map(|day| day.to_string())
    };
    let is = |day: &str| Some(day.to_owned());
    assert_eq!(day(Class::Security, None), is("2026-11-15"), "a security fix needs an end");
    assert_eq!(day(Class::Security, Some("2026-11-20T10:00:00Z")), is("2026-11-20"));
    assert_eq!(day(Class::Security, Some("2027-11-20T10:00:00Z")), is("2026-11-29"));
    assert_eq!(day(Class::Other, None), None);
    assert_eq!(day(Class::Other, Some("2027-01-20T10:00:00Z")), is("2027-01-20"));
    let mut phased = samples::update("apt:a@2");
    phased.phased = true;
    assert_eq!(last_day(&phased, &Owed::of(&phased, release), &berlin()), None);
}

#[test]
fn a_restart_pending_is_not_done_and_stays_on_the_clock() {
    let mut kernel = samples::update("apt:linux-image@2");
    kernel.needs.restart = Some(true);
    kernel.class = Some(Class::Security);
    let mut quiet = samples::update("apt:tool@2");
    quiet.needs.restart = Some(false);
    let before = samples::scan(&[kernel, quiet]);
    let mut after = samples::scan(&[]);
    after.restart_pending = Some(true);
    let released = samples::now() - 240.hours();
    let owed = |update: &Update| Owed::of(update, released);
    let waits = restart(None, Some(&before), &after, owed, samples::now()).unwrap();
    assert_eq!((waits.class, waits.released.date), (Some(Class::Security), released));

    let mut view = view(after.clone());
    view.pc.restart = Some(waits.clone());
    let late = clocks(&[]).of_pc(&view, samples::now() + 120.hours()).unwrap();
    assert!(late.late, "{late:?}");
    assert_eq!(restart(Some(waits.clone()), Some(&after), &after, owed, samples::now()), Some(waits.clone()));
    after.restart_pending = None;
    assert_eq!(restart(Some(waits.clone()), None, &after, owed, samples::now()), Some(waits.clone()));
    after.restart_pending = Some(false);
    assert_eq!(restart(Some(waits), None, &after, owed, samples::now()), None);
}

#[test]
fn a_restart_of_which_nothing_is_known_counts_from_the_day_it_was_seen() {
    let mut after = samples::scan(&[]);
    after.restart_pending = Some(true);
    let waits = restart(None, None, &after, |_| unreachable!(), samples::now()).unwrap();
    assert_eq!((waits.class, waits.released.date), (None, samples::now()));
}

#[test]
fn a_newer_version_does_not_start_the_clock_anew_while_the_fix_is_missing() {
    let mut old = samples::update("apt:a@2");
    old.class = Some(Class::Security);
    let new = samples::update("apt:a@3");
    let before = samples::scan(&[old]);
    let released = samples::now() - 240.hours();
    let carried = superseded(&new, &before, |update| Owed::of(update, released)).unwrap();
    assert_eq!(Owed::of(&new, samples::now()).or_sooner(Some(carried)).released.date, released);
    let mut went_in = new.clone();
    went_in.installed = Some("2".into());
    assert_eq!(superseded(&went_in, &before, |update| Owed::of(update, released)), None);
}

proptest! {
    #[test]
    fn more_severity_never_means_later(
        released in 0i64..4_000_000_000,
        until in proptest::option::of(0i64..4_000_000_000),
        is_held in any::<bool>(),
        hours in -12i8..=14,
    ) {
        let zone = TimeZone::fixed(tz::offset(hours));
        let stamp = |seconds| Timestamp::from_second(seconds).unwrap();
        let mut update = samples::update("apt:a@2");
        update.held = is_held.then(|| Held { by: None, why: None, until: until.map(stamp) });
        let day = |class| {
            let owed = Owed { class, released: since(stamp(released)) };
            last_day(&update, &owed, &zone).unwrap_or(Date::MAX)
        };
        let days = CLASSES.map(day);
        prop_assert!(days.windows(2).all(|pair| pair[0] <= pair[1]), "{days:?}");
    }

    #[test]
    fn a_later_look_never_makes_late_good_again(released in 0i64..4_000_000_000, hours in 0i64..2000) {
        let stamp = |seconds| Timestamp::from_second(seconds).unwrap();
        let owed = Owed { class: None, released: since(stamp(released)) };
        let day = owed.last_day(&berlin());
        let due = |now| Due::at(day, now, &berlin());
        let now = stamp(released) + hours.hours();
        prop_assert!(!due(now).late || due(now + 1.hours()).late);
        prop_assert!(!due(now).late || due(now).near);
    }
}
