use std::sync::Arc;

use jiff::tz;
use patchround_protocol::{
    Exception, Feeds, cve::Listed, feeds::Catalogue, rule::Rules, update::Held, wire::Scan,
};
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
    let seen = seen
        .iter()
        .map(|(id, at)| (samples::pc(), id.parse().unwrap(), Seen { at: *at, carried: Debts::default() }));
    Clocks::new(seen.collect(), berlin())
}

fn owed(class: Option<Class>, released: Timestamp) -> Owed {
    Owed { class, released: since(released), ..Owed::unknown(released) }
}

fn judge() -> Judge {
    Judge::recommended(berlin())
}

fn day_of(judge: &Judge, owed: &Owed) -> Date {
    judge.verdict(samples::pc(), owed).unwrap().day
}

fn first_day(debts: &Debts) -> Option<Date> {
    debts.iter().map(|owed| day_of(&judge(), owed)).min()
}

#[test]
fn the_last_good_day_is_local_and_the_midnight_after_it_is_late() {
    // 23:30 UTC is the next day in Berlin.
    let day = day_of(&judge(), &owed(Some(Class::Security), at("2026-11-01T23:30:00Z")));
    assert_eq!(day.to_string(), "2026-11-16");
    let due = |now| Due::at((day, Rule::Recommended), at(now), &berlin());
    assert!(!due("2026-11-16T22:59:59Z").late);
    assert!(due("2026-11-16T23:00:00Z").late);
    assert!(!due("2026-11-08T22:59:59Z").near);
    assert!(due("2026-11-08T23:00:00Z").near);
}

#[test]
fn each_class_has_its_days_and_an_unknown_severity_counts_like_security() {
    let days = CLASSES.map(|class| day_of(&judge(), &owed(class, at("2026-11-01T12:00:00Z"))).day());
    assert_eq!(days, [3, 15, 15, 1]);
    let mut used = samples::update("apt:a@2");
    used.class = Some(Class::Other);
    used.known_exploited = Some(true);
    let fix = judge().fix(samples::pc(), &Owed::of(&used, samples::now()));
    assert_eq!(fix.class(), Some(Class::Urgent));
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
    let seen = |pc, at| (pc, id.clone(), Seen { at, carried: Debts::default() });
    let clocks = Clocks::new(vec![seen(samples::pc(), samples::now()), seen(other, early)], berlin());
    let view = view(samples::scan(&[samples::update("apt:a@2")]));
    let update = &view.pc.scan.as_ref().unwrap().updates[0];
    assert_eq!(clocks.verdict(&view, update).unwrap().owed.released.date, early);
}

#[test]
fn a_gradual_update_is_not_counted_and_a_kept_back_one_waits_for_its_end() {
    let release = at("2026-11-01T10:00:00Z");
    let day = |class, until: Option<&str>| {
        let mut update = samples::update("apt:a@2");
        update.held = Some(Held { by: None, why: None, until: until.map(at) });
        let verdict = judge().verdict(samples::pc(), &owed(Some(class), release)).unwrap();
        verdict.held(&update, &berlin()).map(|verdict| verdict.day.to_string())
    };
    let is = |day: &str| Some(day.to_owned());
    assert_eq!(day(Class::Security, None), is("2026-11-15"), "a security fix needs an end");
    assert_eq!(day(Class::Security, Some("2026-11-20T10:00:00Z")), is("2026-11-20"));
    assert_eq!(day(Class::Security, Some("2027-11-20T10:00:00Z")), is("2026-11-29"));
    assert_eq!(day(Class::Other, None), None);
    assert_eq!(day(Class::Other, Some("2027-01-20T10:00:00Z")), is("2027-01-20"));
    let mut phased = samples::update("apt:a@2");
    phased.phased = true;
    let verdict = judge().verdict(samples::pc(), &Owed::of(&phased, release)).unwrap();
    assert_eq!(verdict.held(&phased, &berlin()), None);
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
    let owed = |update: &Update| Debts::default().and(Owed::of(update, released));
    let restart =
        |known, before: Option<&Scan>, after: &Scan| restart(known, before, after, owed, samples::now());
    let waits = restart(Debts::default(), Some(&before), &after);
    let first = waits.iter().next().unwrap();
    assert_eq!((first.class, first.released.date), (Some(Class::Security), released));

    let mut view = view(after.clone());
    view.pc.restart = waits.clone();
    let late = clocks(&[]).of_pc(&view, samples::now() + 120.hours()).unwrap();
    assert!(late.late, "{late:?}");
    assert_eq!(restart(waits.clone(), Some(&after), &after), waits);
    after.restart_pending = None;
    assert_eq!(restart(waits.clone(), None, &after), waits);
    after.restart_pending = Some(false);
    assert!(restart(waits, None, &after).is_empty());
}

#[test]
fn a_restart_of_which_nothing_is_known_counts_from_the_day_it_was_seen() {
    let mut after = samples::scan(&[]);
    after.restart_pending = Some(true);
    let waits = restart(Debts::default(), None, &after, |_| unreachable!(), samples::now());
    assert_eq!(waits, Debts::default().and(Owed::unknown(samples::now())));
}

#[test]
fn a_newer_version_does_not_start_the_clock_anew_while_the_fix_is_missing() {
    let mut old = samples::update("apt:a@2");
    old.class = Some(Class::Security);
    let new = samples::update("apt:a@3");
    let before = samples::scan(&[old]);
    let released = samples::now() - 240.hours();
    let owed = |update: &Update| Debts::default().and(Owed::of(update, released));
    let carried = superseded(&new, &before, owed).and(Owed::of(&new, samples::now()));
    assert_eq!(first_day(&carried), Some(day_of(&judge(), &Owed::of(&new, released))));
    let mut went_in = new.clone();
    went_in.installed = Some("2".into());
    assert!(superseded(&went_in, &before, owed).is_empty());
}

fn with_feeds(listed: &[&str], rules: &[Rule]) -> Judge {
    let cve = |cve: &&str| Listed {
        cve: cve.parse().unwrap(),
        since: "2026-11-20".parse().unwrap(),
        ransomware: None,
    };
    let feeds = Feeds {
        office: samples::job(&[]).office,
        issued: samples::now(),
        catalogue: Some(Catalogue { published: samples::now(), listed: listed.iter().map(cve).collect() }),
        rated: Vec::new(),
        ends: Vec::new(),
    };
    Judge { rules: Rules { active: rules.to_vec(), own: None }, feeds: Some(Arc::new(feeds)), ..judge() }
}

fn fixing(cves: &[&str]) -> Update {
    let cves = Some(cves.iter().map(|&cve| cve.to_owned()).collect());
    Update { cves, class: Some(Class::Security), ..samples::update("apt:a@2") }
}

#[test]
fn what_the_catalogue_lists_is_urgent_and_without_a_catalogue_nobody_knows() {
    let used = Owed::of(&fixing(&["CVE-2026-0001"]), at("2026-11-01T12:00:00Z"));
    let class = |judge: &Judge| judge.fix(samples::pc(), &used).class();
    assert_eq!(class(&with_feeds(&["CVE-2026-0001"], &[])), Some(Class::Urgent));
    assert_eq!(day_of(&with_feeds(&["CVE-2026-0001"], &[]), &used).to_string(), "2026-11-03");
    assert_eq!(class(&with_feeds(&["CVE-2026-0002"], &[])), Some(Class::Security));
    assert_eq!(class(&judge()), Some(Class::Security));
    let flaw = judge().fix(samples::pc(), &used).flaws.unwrap()[0];
    assert_eq!(flaw.exploited, None, "unknown is not no");
}

#[test]
fn what_the_owner_agreed_to_is_not_late_here_and_is_late_in_the_column_of_cyber_essentials() {
    let exception = Exception {
        office: samples::job(&[]).office,
        id: uuid::Uuid::nil(),
        package: "a".parse().unwrap(),
        pcs: Vec::new(),
        by: "Maria".into(),
        why: "The till cannot print with it.".into(),
        instead: "It is not on the internet.".into(),
        issued: samples::now(),
        until: samples::now() + 480.hours(),
    };
    let mut update = fixing(&[]);
    update.released = Some(since(samples::now() - 720.hours()));
    let not_agreed = Clocks::judged(Vec::new(), judge());
    let (by, why) = (Some(exception.by.clone()), Some(exception.why.clone()));
    let free = view(samples::scan(std::slice::from_ref(&update)));
    let day = not_agreed.of_update(&free, &update, samples::now()).unwrap().day;
    update.held = Some(Held { by, why, until: Some(samples::now() + 480.hours()) });
    let view = view(samples::scan(std::slice::from_ref(&update)));
    let clocks = Clocks::judged(Vec::new(), Judge { exceptions: vec![exception], ..judge() });
    let due = |hours: i64| clocks.of_update(&view, &update, samples::now() + hours.hours()).unwrap();
    assert!(!due(0).late && due(0).agreed.is_some());
    assert_eq!((due(0).day, due(481).day), (day, day), "an agreement moves no last good day");
    assert!(due(481).late && due(481).agreed.is_none(), "the agreement is over: {:?}", due(481));
    let ce = clocks.by_rule(&view, &update, Rule::CyberEssentials).unwrap();
    assert!(is_over(ce, samples::now(), &berlin()), "{ce}");
}

#[test]
fn the_rule_that_is_strictest_is_named_with_the_day() {
    let update = fixing(&["CVE-2026-0001"]);
    let view = view(samples::scan(std::slice::from_ref(&update)));
    let due = |rules: &[Rule]| {
        let clocks = Clocks::judged(Vec::new(), with_feeds(&[], rules));
        clocks.of_update(&view, &update, samples::now()).map(|due| due.rule)
    };
    assert_eq!(due(&[]), Some(Rule::Recommended));
    assert_eq!(due(&[Rule::Cis, Rule::CyberEssentials]), Some(Rule::CyberEssentials));
    assert_eq!(due(&[Rule::Bod2604]), Some(Rule::Bod2604), "an attack may be automated: 60 days");
    let other = Update { class: Some(Class::Other), cves: None, ..update.clone() };
    let clocks = Clocks::judged(Vec::new(), with_feeds(&[], &[Rule::CyberEssentials]));
    assert_eq!(clocks.of_update(&view, &other, samples::now()), None, "no fix of a flaw");
}

#[test]
fn which_rule_the_office_chooses_later_counts_for_what_is_carried_too() {
    let old = Owed { class: Some(Class::Other), ..owed(None, samples::now() - 960.hours()) };
    let debts = Debts::default().and(old).and(owed(Some(Class::Security), samples::now()));
    assert_eq!(debts.iter().count(), 2);
    let day = |rule| {
        let judge = Judge { rules: Rules { active: vec![rule], own: None }, ..judge() };
        debts
            .iter()
            .filter_map(|owed| judge.verdict(samples::pc(), owed))
            .map(|verdict| verdict.day)
            .min()
            .unwrap()
    };
    assert!(day(Rule::CyberEssentials) > samples::now().to_zoned(berlin()).date());
    assert!(day(Rule::Cis) < samples::now().to_zoned(berlin()).date());
}

#[test]
fn a_flaw_that_was_named_before_is_remembered_once() {
    let named = |days: i64, cves: &[&str]| {
        let cves = Some(cves.iter().map(|&cve| cve.to_owned()).collect());
        Owed { cves, ..owed(Some(Class::Security), samples::now() + (24 * days).hours()) }
    };
    let debts: Debts =
        [named(0, &["CVE-2026-0001"]), named(1, &["CVE-2026-0001", "CVE-2026-0002"])].into_iter().collect();
    let cves: Vec<_> = debts.iter().map(|owed| owed.cves.clone().unwrap()).collect();
    assert_eq!(cves, [["CVE-2026-0001"], ["CVE-2026-0002"]]);
    assert_eq!(debts.clone().and(named(2, &["CVE-2026-0002"])), debts);
}

#[test]
fn a_flaw_of_which_less_was_said_before_is_owed_again_with_what_is_said_now() {
    let flaw = || Some(vec!["CVE-2026-0005".to_owned()]);
    let later = Owed { cves: flaw(), ..owed(Some(Class::Other), samples::now() + (24 * 40).hours()) };
    let empty = owed(Some(Class::Other), samples::now());
    let low =
        Owed { severity: Some(Severity::Low), cves: flaw(), ..owed(Some(Class::Security), samples::now()) };
    let debts: Debts = [later.clone(), empty, low].into_iter().collect();
    assert!(debts.iter().any(|owed| *owed == later), "{debts:?}");
}

fn any_owed() -> impl Strategy<Value = Owed> {
    let class = prop::sample::select(CLASSES.to_vec());
    let severity = prop::option::of((0u8..=100).prop_map(Severity::of_score));
    let cves = prop::option::of(prop::collection::btree_set(1u8..6, 0..4));
    (class, severity, cves, any::<Option<bool>>(), 0i64..4000).prop_map(
        |(class, severity, cves, known_exploited, hours)| {
            let cves = cves.map(|cves| cves.iter().map(|n| format!("CVE-2026-000{n}")).collect());
            let released = since(samples::now() + hours.hours());
            Owed { class, severity, cves, known_exploited, released }
        },
    )
}

fn any_rules() -> impl Strategy<Value = Vec<Rule>> {
    let named = [Rule::Recommended, Rule::CyberEssentials, Rule::Bod2604, Rule::Cis, Rule::Pci];
    prop::sample::subsequence(named.to_vec(), 0..=5)
}

proptest! {
    /// Whatever is put together to remember less: by no rule is anything due later than if each were remembered alone.
    #[test]
    fn remembering_less_makes_nothing_due_later(all in prop::collection::vec(any_owed(), 1..14), rules in any_rules()) {
        let judge = with_feeds(&["CVE-2026-0002", "CVE-2026-0004"], &rules);
        let first = |all: &[Owed]| {
            let days = all.iter().filter_map(|owed| judge.verdict(samples::pc(), owed)).map(|verdict| verdict.day);
            days.min().unwrap_or(Date::MAX)
        };
        let debts: Debts = all.iter().cloned().collect();
        prop_assert!(first(&debts.0) <= first(&all), "{debts:?}");
        prop_assert!(debts.0.len() <= 8);
    }

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
        let judge = Judge::recommended(zone.clone());
        let day = |class| {
            let verdict = judge.verdict(samples::pc(), &owed(class, stamp(released))).unwrap();
            verdict.held(&update, &zone).map_or(Date::MAX, |verdict| verdict.day)
        };
        let days = CLASSES.map(day);
        prop_assert!(days.windows(2).all(|pair| pair[0] <= pair[1]), "{days:?}");
    }

    #[test]
    fn a_later_look_never_makes_late_good_again(released in 0i64..4_000_000_000, hours in 0i64..2000) {
        let stamp = |seconds| Timestamp::from_second(seconds).unwrap();
        let day = day_of(&judge(), &owed(None, stamp(released)));
        let due = |now| Due::at((day, Rule::Recommended), now, &berlin());
        let now = stamp(released) + hours.hours();
        prop_assert!(!due(now).late || due(now + 1.hours()).late);
        prop_assert!(!due(now).late || due(now).near);
    }
}
