use jiff::ToSpan;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    ids::{OfficeId, SpkiHash, UpdateId},
    policy::Hold,
    rule::{Rule, Rules},
    update::{Needs, Reason, Released, ReleasedFrom, Scope, Substantial},
};

const EVENING: &str = "2026-11-23T21:00";
const NOON: &str = "2026-11-23T12:00";

fn issued() -> Timestamp {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

fn policy() -> Policy {
    Policy::first(OfficeId(Uuid::nil()), issued())
}

fn update(package: &str, class: Option<Class>) -> Update {
    Update {
        id: format!("apt:{package}@2").parse().unwrap(),
        pc: SpkiHash([1; 32]),
        source: "apt".into(),
        package: package.parse().unwrap(),
        group: package.into(),
        name: package.into(),
        installed: Some("1".into()),
        candidate: "2".into(),
        class,
        substantial: None,
        cves: None,
        known_exploited: None,
        severity: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: Needs::default(),
        reversible: None,
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}

fn moment<'a>(policy: &'a Policy, floor: &'a Floor, local: &str) -> Moment<'a> {
    let local: DateTime = local.parse().unwrap();
    let now = local.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    Moment { policy, floor, now, local, active_hours: None }
}

fn install(ids: &[&Update]) -> Step {
    Step::Install { ids: ids.iter().map(|u| u.id.clone()).collect(), agreed_removals: Vec::new() }
}

#[test]
fn security_goes_in_by_itself_in_the_window_and_nothing_else_does() {
    let (policy, floor) = (policy(), Floor::default());
    let [security, other, unknown] =
        [Some(Class::Security), Some(Class::Other), None].map(|class| update("a", class));
    let offered = |u: &Update| vec![u.clone()];
    let allows =
        |at: &str, u: &Update| moment(&policy, &floor, at).allows(&install(&[u]), &offered(u), true).is_ok();
    assert!(allows(EVENING, &security) && allows(EVENING, &unknown));
    assert!(!allows(NOON, &security) && !allows(EVENING, &other));
    let not_offered = moment(&policy, &floor, EVENING).allows(&install(&[&security]), &[], false);
    assert_eq!(not_offered, Err(Refusal::OutsidePolicy));
}

#[test]
fn what_changes_how_people_work_or_removes_something_never_goes_in_by_itself() {
    let (policy, floor) =
        (Policy { ask_first: vec!["asked".parse().unwrap()], ..policy() }, Floor::default());
    let moment = moment(&policy, &floor, EVENING);
    let mut big = update("a", Some(Class::Security));
    big.substantial = Some(Substantial::because(vec![Reason::FirstNumber { from: 7, to: 25 }]));
    assert_eq!(moment.wants(&big), Err(Cause::PolicyBlocked));
    let mut removes = update("a", Some(Class::Security));
    removes.needs.removes = vec!["b".parse().unwrap()];
    assert_eq!(moment.wants(&removes), Err(Cause::WouldRemove));
    assert_eq!(moment.wants(&update("asked", Some(Class::Security))), Err(Cause::PolicyBlocked));
}

#[test]
fn after_its_last_day_a_big_security_update_goes_in_while_nobody_is_there_and_an_unknown_one_never_does() {
    let (policy, floor) =
        (Policy { ask_first: vec!["asked".parse().unwrap()], ..policy() }, Floor::default());
    let now = "2026-11-24T12:00";
    let aged = |package, days: i64, class| {
        let date = "2026-11-24T12:00:00Z".parse::<Timestamp>().unwrap() - (24 * days).hours();
        Update { released: Some(Released { date, from: ReleasedFrom::Maker }), ..update(package, class) }
    };
    let big = |days, class| Update {
        substantial: Some(Substantial::because(vec![Reason::FirstNumber { from: 7, to: 25 }])),
        ..aged("a", days, class)
    };
    let moment = moment(&policy, &floor, now);
    let allows = |update: &Update, somebody| {
        moment.allows(&install(&[update]), std::slice::from_ref(update), somebody).is_ok()
    };
    for class in [Class::Security, Class::Urgent] {
        for update in [big(14, Some(class)), aged("asked", 14, Some(class))] {
            assert!(allows(&update, false) && !allows(&update, true), "{class:?} {}", update.package);
        }
        assert!(!allows(&big(13, Some(class)), false), "people have time until then: {class:?}");
    }
    for class in [None, Some(Class::Other)] {
        assert!(!allows(&big(400, class), false) && !allows(&aged("asked", 400, class), false), "{class:?}");
    }
    let undated = Update { released: None, ..big(14, Some(Class::Security)) };
    assert!(!allows(&undated, false), "nobody knows when it came out");
}

#[test]
fn a_hold_keeps_a_security_update_back_no_longer_than_the_floor() {
    let until = issued() + (24 * 40).hours();
    let hold = Hold { package: "a".parse().unwrap(), by: "Ann".into(), why: String::new(), until };
    let (policy, floor) = (Policy { holds: vec![hold], what: What::All, ..policy() }, Floor::default());
    let wants = |at: &str, class| moment(&policy, &floor, at).wants(&update("a", Some(class)));
    assert_eq!(wants(EVENING, Class::Security), Err(Cause::Held));
    assert_eq!(wants("2026-12-08T21:00", Class::Security), Ok(()), "after 14 days");
    assert_eq!(wants("2026-12-08T21:00", Class::Other), Err(Cause::Held));
}

#[test]
fn whatever_an_operator_keeps_back_the_floor_puts_a_security_update_in() {
    let package = || "a".parse().unwrap();
    let until = issued() + (24 * 12).hours();
    let hold = Hold { package: package(), by: "Ann".into(), why: String::new(), until };
    let (freeze, floor) = (
        Policy { holds: vec![hold], ask_first: vec![package()], paused_until: Some(until), ..policy() },
        Floor::default(),
    );
    let aged = |days: i64, class| {
        let date = "2026-11-24T12:00:00Z".parse::<Timestamp>().unwrap() - (24 * days).hours();
        Update { released: Some(Released { date, from: ReleasedFrom::Maker }), ..update("a", Some(class)) }
    };
    let moment = moment(&freeze, &floor, "2026-11-24T12:00");
    assert!(!moment.may_install(&aged(13, Class::Security)));
    assert!(moment.may_install(&aged(14, Class::Security)));
    assert!(!moment.may_install(&aged(400, Class::Other)));
}

#[test]
fn a_floor_that_was_raised_cuts_a_pause_short() {
    let paused = Policy { paused_until: Some(issued() + (24 * 14).hours()), ..policy() };
    let raised = Floor { security_after_days: 2, ..Floor::default() };
    assert!(!moment(&paused, &Floor::default(), "2026-11-26T21:00").is_open());
    assert!(moment(&paused, &raised, "2026-11-26T21:00").is_open());
}

#[test]
fn a_pc_restarts_by_itself_only_while_nobody_is_there_and_never_in_protected_hours() {
    let always = vec![Hours { days: Weekday::ALL.to_vec(), from: 0, to: 24 }];
    let (policy, floor) = (Policy { windows: always, ..policy() }, Floor::default());
    let allows = |at: &str, off, somebody| {
        moment(&policy, &floor, at).allows(&Step::Restart { off }, &[], somebody).is_ok()
    };
    assert!(allows(EVENING, false, false));
    assert!(!allows(EVENING, false, true), "somebody is there");
    assert!(!allows(NOON, false, false), "protected hours");
    assert!(!allows(EVENING, true, false), "nothing switches a PC off by itself");
    let active = Hours { days: Weekday::ALL.to_vec(), from: 21, to: 2 };
    let spared = |at: &str| {
        let moment = Moment { active_hours: Some(&active), ..moment(&policy, &floor, at) };
        moment.allows(&Step::Restart { off: false }, &[], false).is_err()
    };
    assert!(spared(EVENING) && spared("2026-11-24T01:59:00"), "its system spares these");
    assert!(!spared("2026-11-24T02:00:00"));
    let never = Policy { restart: Restart::Never, ..policy.clone() };
    assert!(moment(&never, &floor, EVENING).allows(&Step::Restart { off: false }, &[], false).is_err());
}

#[test]
fn what_waited_half_of_its_time_goes_in_at_any_hour_and_the_restart_still_waits() {
    let (policy, floor) = (Policy { what: What::All, ..policy() }, Floor::default());
    let released = |days: i64, class| Update {
        released: Some(Released { date: issued() - (24 * days).hours(), from: ReleasedFrom::Maker }),
        ..update("a", Some(class))
    };
    let allows = |policy: &Policy, u: &Update| {
        moment(policy, &floor, NOON).allows(&install(&[u]), std::slice::from_ref(u), true).is_ok()
    };
    for (class, days) in [(Class::Urgent, 1), (Class::Security, 7), (Class::Other, 15)] {
        assert!(allows(&policy, &released(days, class)), "{class:?}");
        assert!(!allows(&policy, &released(days - 1, class)), "{class:?}");
    }
    let exploited = Update { known_exploited: Some(true), ..released(1, Class::Security) };
    assert!(allows(&policy, &exploited));
    assert!(!allows(&policy, &update("a", Some(Class::Security))), "nobody said when it came out");
    let only_security = Policy { what: What::Security, ..policy.clone() };
    assert!(!allows(&only_security, &released(40, Class::Other)));
    let paused = Policy { paused_until: Some(issued() + 48.hours()), ..policy.clone() };
    assert!(!allows(&paused, &released(9, Class::Security)));
    assert!(!moment(&policy, &floor, NOON).may_restart(false));
}

/// "Only when I press Update all."
#[test]
fn a_policy_without_hours_puts_in_nothing_but_security_updates_that_would_soon_be_late() {
    let (asked, floor) = (Policy { windows: Vec::new(), what: What::All, ..policy() }, Floor::default());
    assert!(asked.keeps(&floor));
    let released = |days: i64, class| Update {
        released: Some(Released { date: issued() - (24 * days).hours(), from: ReleasedFrom::Maker }),
        ..update("a", Some(class))
    };
    let goes_in = |at: &str, update: &Update| moment(&asked, &floor, at).may_install(update);
    for at in [NOON, EVENING] {
        assert!(!goes_in(at, &released(6, Class::Security)) && goes_in(at, &released(7, Class::Security)));
        assert!(!goes_in(at, &released(400, Class::Other)));
    }
    let on_no_day = Policy { windows: vec![Hours { days: Vec::new(), from: 1, to: 2 }], ..asked.clone() };
    assert!(!moment(&on_no_day, &floor, NOON).may_install(&released(400, Class::Other)));
}

/// Before its package was fetched nobody knows when an update came out: it may be of today.
#[test]
fn an_old_policy_without_hours_does_not_put_in_what_nobody_knows_the_age_of() {
    let (asked, floor) = (Policy { windows: Vec::new(), ..policy() }, Floor::default());
    for at in ["2026-12-07T12:00", "2027-12-07T12:00"] {
        assert!(!moment(&asked, &floor, at).may_install(&update("a", None)), "{at}");
    }
}

#[test]
fn nothing_is_installed_while_the_office_is_paused() {
    let paused = Policy { paused_until: Some(issued() + 48.hours()), ..policy() };
    let floor = Floor::default();
    assert!(!moment(&paused, &floor, EVENING).is_open());
    assert!(moment(&paused, &floor, "2026-11-25T21:00").is_open());
}

#[test]
fn a_policy_that_would_keep_security_updates_back_for_too_long_is_below_the_floor() {
    let floor = Floor::default();
    assert!(policy().keeps(&floor));
    let paused = Policy { paused_until: Some(issued() + (24 * 15).hours()), ..policy() };
    assert!(!paused.keeps(&floor));
    let weekly = Policy { windows: vec![Hours { days: vec![Weekday::Sun], from: 3, to: 5 }], ..policy() };
    assert!(weekly.keeps(&floor) && !weekly.keeps(&Floor { security_after_days: 6, ..floor }));
}

#[test]
fn the_longest_gap_between_openings_goes_over_the_weekend() {
    let hours = |days: &[Weekday]| vec![Hours { days: days.to_vec(), from: 1, to: 2 }];
    assert_eq!(longest_gap(&hours(&Weekday::ALL)), Some(1));
    assert_eq!(longest_gap(&hours(&Weekday::WORKING)), Some(3));
    assert_eq!(longest_gap(&hours(&[Weekday::Wed])), Some(7));
    assert_eq!(longest_gap(&[]), None);
}

proptest! {
    #[test]
    fn whatever_the_policy_says_only_what_is_offered_goes_in(day in 0i64..400, hour in 0i8..24, n in 0usize..3) {
        let policy = Policy { what: What::All, ..policy() };
        let floor = Floor::default();
        let local = jiff::civil::date(2026, 1, 1).at(hour, 0, 0, 0) + day.days();
        let now = local.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        let moment = Moment { policy: &policy, floor: &floor, now, local, active_hours: None };
        let offered: Vec<Update> = ["a", "b"].iter().take(n).map(|p| update(p, None)).collect();
        let ids: Vec<UpdateId> = vec!["apt:a@2".parse().unwrap(), "apt:b@2".parse().unwrap()];
        let step = Step::Install { ids, agreed_removals: Vec::new() };
        let is_night = !(6..20).contains(&hour);
        prop_assert_eq!(moment.allows(&step, &offered, true).is_ok(), n == 2 && is_night);
    }
}

#[test]
fn a_policy_whose_hours_are_all_protected_can_never_restart_a_pc() {
    let hours = |days: &[Weekday], from, to| Hours { days: days.to_vec(), from, to };
    let floor = |hours| Floor { protected_hours: vec![hours], ..Floor::default() };
    let always = floor(hours(&Weekday::ALL, 0, 24));
    assert_eq!(policy().can_be_met(&Floor::default()), Ok(()));
    assert_eq!(policy().can_be_met(&always), Err(NeverMet::Restarts));
    let never = Policy { restart: Restart::Never, ..policy() };
    assert_eq!(never.can_be_met(&always), Ok(()), "nobody asked for it");
    let but_sunday = floor(hours(&Weekday::ALL[..6], 0, 24));
    let on = |day: Weekday| Policy { windows: vec![hours(&[day], 10, 4)], ..policy() };
    assert_eq!(on(Weekday::Mon).can_be_met(&but_sunday), Err(NeverMet::Restarts));
    assert_eq!(on(Weekday::Sat).can_be_met(&but_sunday), Ok(()), "it ends on Sunday");
    let rare = Floor { security_after_days: 3, ..Floor::default() };
    assert_eq!(on(Weekday::Sat).can_be_met(&rare), Err(NeverMet::Installs));
}

#[test]
fn a_rule_of_the_office_that_is_stricter_makes_an_update_press_earlier_and_none_makes_it_press_later() {
    let floor = Floor::default();
    let released = Some(Released { date: issued(), from: ReleasedFrom::Maker });
    let presses = |active: &[Rule], exposed: bool, update: &Update| {
        let update = Update { released: released.clone(), ..update.clone() };
        let rules = Rules { active: active.to_vec(), own: None };
        let exposed = if exposed { vec![update.pc] } else { Vec::new() };
        let policy = Policy { rules, exposed, ..policy() };
        moment(&policy, &floor, NOON).presses_at(&update).unwrap().duration_since(issued()).as_hours()
    };
    let (security, other) = (update("a", Some(Class::Security)), update("a", Some(Class::Other)));
    let not_used =
        Update { cves: Some(vec!["CVE-2026-0001".into()]), known_exploited: Some(false), ..security.clone() };
    assert_eq!((presses(&[], false, &security), presses(&[], false, &other)), (7 * 24, 15 * 24));
    assert_eq!(presses(&[Rule::Bod2604], false, &security), 36, "nobody knows: 3 days");
    assert_eq!(presses(&[Rule::Bod2604], true, &not_used), 36);
    assert_eq!(presses(&[Rule::Bod2604], false, &not_used), 7 * 24, "60 days are no longer than ours");
    assert_eq!(presses(&[Rule::CyberEssentials], false, &other), 15 * 24);
}

#[test]
fn what_the_owner_agreed_to_be_late_with_waits_whatever_the_floor_says_until_the_agreement_ends() {
    let owner = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let exception = Exception {
        office: OfficeId(Uuid::nil()),
        id: Uuid::nil(),
        package: "a".parse().unwrap(),
        pcs: vec![SpkiHash([1; 32])],
        by: "Dr Weiss".into(),
        why: "The new version does not read our pictures.".into(),
        instead: "That PC is not on the internet.".into(),
        issued: issued(),
        until: issued() + 480.hours(),
    };
    let policy = Policy { exceptions: vec![Envelope::seal(&exception, &owner).unwrap()], ..policy() };
    let floor = Floor::default();
    let released = Some(Released { date: issued() - 720.hours(), from: ReleasedFrom::Maker });
    let late = Update { released, ..update("a", Some(Class::Security)) };
    let at = |hours: i64| Moment { now: issued() + hours.hours(), ..moment(&policy, &floor, EVENING) };
    assert_eq!(at(480).held(&late).and_then(|held| held.by).as_deref(), Some("Dr Weiss"));
    assert!(!at(480).may_install(&late));
    assert!(at(481).may_install(&late), "it has ended");
    let elsewhere = Update { pc: SpkiHash([2; 32]), ..late };
    assert!(at(480).may_install(&elsewhere), "another PC");
}

#[test]
fn firmware_never_goes_in_by_the_policy_whatever_it_is_and_however_late() {
    let floor = Floor::default();
    let policy = Policy { what: What::All, ..policy() };
    let released = Some(Released { date: issued() - 7200.hours(), from: ReleasedFrom::Catalogue });
    for class in [Some(Class::Urgent), Some(Class::Security), Some(Class::Other), None] {
        let plain = Update { released: released.clone(), ..update("a", class) };
        let firmware = Update { id: "fwupd:a@2".parse().unwrap(), source: "fwupd".into(), ..plain.clone() };
        let offered = [plain.clone(), firmware.clone()];
        let moment = moment(&policy, &floor, EVENING);
        assert_eq!((moment.wants(&plain), moment.wants(&firmware)), (Ok(()), Err(Cause::GoesAlone)));
        assert!(!firmware.is_outstanding() && !moment.may_install(&firmware));
        let download = |update: &Update| Step::Download { ids: vec![update.id.clone()] };
        assert_eq!(moment.allows(&install(&[&plain]), &offered, false), Ok(()));
        assert_eq!(moment.allows(&download(&plain), &offered, false), Ok(()));
        for step in [install(&[&firmware]), install(&[&plain, &firmware]), download(&firmware)] {
            assert_eq!(moment.allows(&step, &offered, false), Err(Refusal::OutsidePolicy), "{step:?}");
        }
    }
}

#[test]
fn what_one_person_has_for_themselves_never_goes_in_by_the_policy_whoever_is_signed_in() {
    let floor = Floor::default();
    let policy = Policy { what: What::All, ..policy() };
    let released = Some(Released { date: issued() - 7200.hours(), from: ReleasedFrom::Catalogue });
    for class in [Some(Class::Urgent), Some(Class::Security), Some(Class::Other), None] {
        let plain = Update { released: released.clone(), ..update("a", class) };
        let id = plain.id.of_person("1000").unwrap();
        let own = Update { id, scope: Scope::Person, ..plain.clone() };
        let offered = [plain.clone(), own.clone()];
        let moment = moment(&policy, &floor, EVENING);
        assert_eq!((moment.wants(&plain), moment.wants(&own)), (Ok(()), Err(Cause::PersonAway)));
        assert!(own.is_outstanding() && !moment.may_install(&own));
        for (step, there) in [(install(&[&own]), true), (install(&[&plain, &own]), false)] {
            assert_eq!(moment.allows(&step, &offered, there), Err(Refusal::OutsidePolicy), "{step:?}");
        }
    }
}

#[test]
fn what_is_only_shown_and_mends_nothing_counts_nowhere() {
    let shown = |class| Update { blocked: Some(Cause::AtThePc), ..update("driver", class) };
    let other = shown(Some(Class::Other));
    assert!(!other.counts() && !other.is_outstanding());
    for counts in [
        shown(Some(Class::Security)),
        shown(None),
        Update { blocked: Some(Cause::NeedsPasswordMac), ..other.clone() },
        Update { blocked: None, ..other },
    ] {
        assert!(counts.counts() && counts.is_outstanding(), "{:?} {:?}", counts.class, counts.blocked);
    }
}
