//! What must hold after 30 days without a manager.

use office::{DAYS, Dice, Habit, boot, end, live, offer, pc, start, zone};
use patchround_protocol::hours::any_contains;

use super::*;

const HABITS: [Habit; 4] = [Habit::Always, Habit::SomebodyAlways, Habit::WorkingDays, Habit::Seldom(7)];

/// Days that are good (rules.md 4, "recommended").
fn limit(class: Class) -> i64 {
    match class {
        Class::Urgent => 2,
        Class::Security => 14,
        Class::Other => 30,
    }
}

/// 00:00 local of the day after release + limit: from then on it is late.
fn late_from(offer: &Offer) -> Timestamp {
    let day = offer.released.to_zoned(zone()).date() + (limit(offer.class) + 1).days();
    day.to_zoned(zone()).unwrap().timestamp()
}

/// As the office counts it: what no package says the age of is as old as its being known.
fn as_known(pc: &Pc, offer: &Offer) -> Offer {
    let fetched = pc.downloaded.get(&offer.id).filter(|_| !offer.is_dated);
    Offer { released: fetched.copied().unwrap_or(offer.released), ..offer.clone() }
}

/// What went in although half of its time was not over.
fn too_soon(pc: &Pc) -> Vec<UpdateId> {
    let is_too_soon = |offer: &&Offer| {
        let presses = as_known(pc, offer).released + (12 * limit(offer.class)).hours();
        pc.installed.get(&offer.id).is_some_and(|at| *at < presses || offer.class == Class::Other)
    };
    pc.offers.iter().filter(is_too_soon).map(|offer| offer.id.clone()).collect()
}

/// Whether the PC was on for an hour in which it could have known of an update and was allowed to install it.
fn had_a_chance(pc: &Pc, habit: Habit, offer: &Offer) -> bool {
    let limit = late_from(offer).duration_since(offer.released);
    let presses = offer.released + SignedDuration::from_secs(limit.as_secs() / 2);
    let known = offer.phased_until.unwrap_or(offer.released).max(offer.released + 21.hours()).max(start());
    (1..24 * DAYS).map(|hours| start() + hours.hours()).any(|at| {
        let local = |at: Timestamp| at.to_zoned(zone()).datetime();
        let is_on = habit.is_on(local(at)) && habit.is_on(local(at + 1.hours()));
        let is_time = at >= presses || any_contains(&pc.policy.windows, local(at));
        is_on && is_time && at >= known && at + 2.hours() < late_from(offer)
    })
}

/// Updates that should have gone in and went in too late or not at all.
fn late(pc: &Pc, habit: Habit) -> Vec<(UpdateId, Option<Timestamp>)> {
    let is_called_for = |offer: &&Offer| {
        !offer.is_held && !offer.is_not_taking && (pc.policy.what == What::All || offer.class != Class::Other)
    };
    let has_hours = pc.policy.has_hours();
    let is_called_for = |offer: &&Offer| is_called_for(offer) && (has_hours || offer.class != Class::Other);
    let known: Vec<Offer> = pc.offers.iter().filter(is_called_for).map(|offer| as_known(pc, offer)).collect();
    let due = known.iter().filter(|offer| late_from(offer) <= end());
    let due = due.filter(|offer| had_a_chance(pc, habit, offer));
    let in_time = |offer: &&Offer| pc.installed.get(&offer.id).is_some_and(|at| *at < late_from(offer));
    due.filter(|offer| !in_time(offer)).map(|o| (o.id.clone(), pc.installed.get(&o.id).copied())).collect()
}

fn random_offers(dice: &mut Dice, habit: Habit) -> Vec<Offer> {
    let one = |n: u64, dice: &mut Dice| {
        let class = [Class::Urgent, Class::Security, Class::Security, Class::Other][dice.below(4) as usize];
        let hours = dice.below(24 * 50) as i64 - 24 * 20;
        let released = start() + hours.hours() + (dice.below(60) as i64).minutes();
        // A PC that is hardly ever on has no time for tries.
        let has_time = habit == Habit::Always && class != Class::Urgent;
        let failures = if has_time { dice.below(4) as u32 } else { 0 };
        Offer {
            is_dated: dice.below(4) != 0,
            not_fetched: if has_time && failures == 0 { dice.below(3) as u32 } else { 0 },
            phased_until: (dice.below(5) == 0).then(|| released + 30.hours()),
            is_held: dice.below(8) == 0,
            failures,
            needs_restart: dice.below(6) == 0,
            ..offer(n, class, released)
        }
    };
    (0..12 + dice.below(12)).map(|n| one(n, dice)).collect()
}

/// For `what: security` the security updates stay inside their due dates, for `what: all` all of them do. Where the
/// policy has no hours ("Only when I press Update all") security updates do, and nothing goes in before half of its time.
#[test]
fn with_the_manager_off_for_30_days_every_pc_stays_inside_its_due_dates() {
    let (mut checked, mut wakes) = (0, 0);
    for (seed, has_hours) in (0..8).flat_map(|seed| [(seed, true), (seed, false)]) {
        for (n, habit) in (1..).zip(HABITS) {
            let mut dice = Dice(seed * 1000 + u64::from(n));
            let habit = if let Habit::Seldom(_) = habit { Habit::Seldom(seed) } else { habit };
            let what = if seed % 2 == 0 { What::Security } else { What::All };
            let far = pc(n, habit, what, random_offers(&mut dice, habit));
            if !has_hours {
                far.0.borrow_mut().policy.windows.clear();
            }
            wakes = live(&far, habit, None).max(wakes);
            let pc = far.0.borrow();
            assert_eq!(late(&pc, habit), [], "seed {seed}, {habit:?}, has hours: {has_hours}");
            assert!(has_hours || too_soon(&pc).is_empty(), "seed {seed}, {habit:?}: {:?}", too_soon(&pc));
            assert_eq!(pc.refusals, 0, "the halves agree: seed {seed}, {habit:?}");
            assert!(pc.installed.keys().all(|id| !pc.offers.iter().any(|o| o.id == *id && o.is_held)));
            checked += pc.installed.len();
        }
    }
    assert!(checked > 200, "{checked} updates went in");
    assert!(wakes < DAYS as u32 * 24 * 60, "at most once a minute: {wakes}");
}

#[test]
fn a_power_cut_at_any_run_makes_nothing_late_and_nothing_happens_twice() {
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let far = pc(1, Habit::Always, What::All, random_offers(&mut dice, Habit::WorkingDays));
        live(&far, Habit::Always, Some(dice));
        let pc = far.0.borrow();
        assert_eq!(late(&pc, Habit::Always), [], "seed {seed}");
        let told: Vec<&Step> = pc.told.iter().map(|(_, step, _)| step).collect();
        let begun: Vec<&Step> = pc.begun.iter().map(|(_, step)| step).collect();
        assert_eq!(told, begun, "each run is told once, and none is lost");
    }
}

#[test]
fn a_pc_that_is_off_in_every_window_gets_its_updates_at_half_time_and_is_never_restarted() {
    let released = start() + 30.hours();
    let update = Offer { needs_restart: true, ..offer(1, Class::Security, released) };
    let far = pc(1, Habit::WorkingDays, What::Security, vec![update]);
    live(&far, Habit::WorkingDays, None);
    let pc = far.0.borrow();
    let installed = pc.installed.values().next().unwrap();
    assert!((released + (24 * 7).hours()..released + (24 * 9).hours()).contains(installed));
    assert!(pc.restart_pending, "it stays on the clock and is seen in the scan");
    assert!(pc.begun.iter().all(|(_, step)| !matches!(step, Step::Restart { .. })));
}

#[test]
fn a_pc_nobody_uses_at_night_restarts_once_then_and_one_somebody_uses_does_not() {
    for (habit, restarts) in [(Habit::Always, 1), (Habit::SomebodyAlways, 0)] {
        let updates =
            [1, 2].map(|n| Offer { needs_restart: true, ..offer(n, Class::Security, start() - 1.hours()) });
        let far = pc(1, habit, What::Security, updates.to_vec());
        live(&far, habit, None);
        let pc = far.0.borrow();
        let done = pc.begun.iter().filter(|(_, step)| matches!(step, Step::Restart { .. })).count();
        assert_eq!((done, pc.restart_pending), (restarts, restarts == 0), "{habit:?}");
        assert_eq!(pc.installed.len(), 2);
    }
}

#[test]
fn what_never_works_is_tried_four_times_and_what_does_not_take_twice_then_a_person_is_told() {
    let (mut broken, mut not_taking) =
        (offer(1, Class::Security, start()), offer(2, Class::Security, start()));
    (broken.failures, not_taking.is_not_taking) = (u32::MAX, true);
    let far = pc(1, Habit::Always, What::Security, vec![broken.clone(), not_taking.clone()]);
    live(&far, Habit::Always, None);
    let pc = far.0.borrow();
    assert_eq!((pc.tried[&broken.id], pc.tried[&not_taking.id]), (4, 2));
    let in_need = pc.told.iter().filter(|(_, _, end)| end.outcome == Outcome::NeedsPerson);
    let in_need: Vec<Timestamp> = in_need.map(|(at, ..)| *at).collect();
    assert_eq!(in_need.len(), 2, "once for each");
    assert!(in_need.iter().all(|at| *at < late_from(&broken)), "before it is late");
}

#[test]
fn a_pc_that_was_never_on_in_time_is_late_and_catches_up_once_it_is_on() {
    let released = start() - (24 * 20).hours();
    let far = pc(1, Habit::WorkingDays, What::Security, vec![offer(1, Class::Security, released)]);
    live(&far, Habit::WorkingDays, None);
    let pc = far.0.borrow();
    let installed = pc.installed.values().next().unwrap();
    let monday_nine: Timestamp = "2026-10-12T07:00:00Z".parse().unwrap();
    assert!(*installed > late_from(&pc.offers[0]) && *installed < monday_nine, "{installed}");
}

#[test]
fn what_was_interrupted_is_repaired_without_a_window() {
    let far = pc(1, Habit::WorkingDays, What::Security, Vec::new());
    far.0.borrow_mut().is_unfinished = true;
    live(&far, Habit::WorkingDays, None);
    let pc = far.0.borrow();
    assert!(!pc.is_unfinished);
    assert_eq!(pc.begun.iter().filter(|(_, step)| *step == Step::Repair {}).count(), 1);
}

#[test]
fn lists_are_read_every_day_and_not_much_more_often() {
    let far = pc(1, Habit::Always, What::Security, Vec::new());
    let wakes = live(&far, Habit::Always, None);
    let pc = far.0.borrow();
    let reads: Vec<Timestamp> = pc.begun.iter().map(|(at, _)| *at).collect();
    let day = SignedDuration::from_hours(25); // the day on which the clocks go back
    assert!(reads.windows(2).all(|pair| pair[1].duration_since(pair[0]) <= day));
    assert!(reads.len() <= 2 * DAYS as usize, "{}", reads.len());
    assert!(wakes < DAYS as u32 * 30, "about once an hour: {wakes}");
}

#[test]
fn a_clock_that_jumps_by_months_holds_nothing_up_once_it_is_right() {
    for seed in 0..6 {
        let one = |n, class, failures| Offer { failures, ..offer(n, class, start() - 48.hours()) };
        let offers = vec![one(0, Class::Security, 1), one(1, Class::Other, 2), one(2, Class::Urgent, 0)];
        let far = pc(1, Habit::Always, What::All, offers);
        let (mut engine, mut dice) = (boot(&far), Dice(seed));
        for hours in 0..48 {
            let off = dice.below(4000) as i64 - 2000;
            far.0.borrow_mut().now = start() + (hours + off).hours();
            let _ = (0..3).find(|_| turn(&mut engine) != Some(Turn::Did));
        }
        let right = start() + 48.hours();
        far.0.borrow_mut().now = right;
        let begun = far.0.borrow().begun.len();
        while far.now() < right + (24 * 8).hours() {
            if let Some(Turn::Wait(until)) = turn(&mut engine) {
                far.0.borrow_mut().now = until.unwrap().max(far.now() + 1.minutes());
            }
        }
        let pc = far.0.borrow();
        let now: Vec<_> = pc.begun[begun..].iter().filter(|(_, step)| *step == Step::Refresh {}).collect();
        assert!(now.len() >= 7, "seed {seed}: the lists are read every day: {}", now.len());
        assert_eq!(pc.installed.len(), 3, "seed {seed}: {:?}", pc.installed);
    }
}
