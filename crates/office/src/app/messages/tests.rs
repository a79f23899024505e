use jiff::ToSpan;
use patchround_protocol::hours::Weekday;
use proptest::prelude::*;

use super::*;

fn open() -> Vec<Hours> {
    vec![Hours { days: Weekday::WORKING.to_vec(), from: 8, to: 18 }]
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const TONIGHT: &str = "Update tonight at 18:00";

struct Office {
    open: Vec<Hours>,
    zone: TimeZone,
    memory: Memory,
}

impl Office {
    fn new() -> Self {
        Self { open: open(), zone: TimeZone::UTC, memory: Memory::default() }
    }

    fn situation(&self, now: Timestamp, needs: &[&str]) -> Situation<'_> {
        Situation {
            now,
            zone: &self.zone,
            open: &self.open,
            quiet: false,
            digest_at: 9 * 60,
            report: None,
            window: false,
            needs: needs.iter().map(|need| ((*need).to_owned(), format!("{need} needs you."))).collect(),
            urgent: None,
            result: None,
            setup_left: None,
            tonight: Some(TONIGHT.to_owned()),
        }
    }

    fn at(&mut self, now: &str, needs: &[&str]) -> Vec<Order> {
        let mut memory = std::mem::take(&mut self.memory);
        let orders = memory.orders(&self.situation(at(now), needs));
        self.memory = memory;
        orders
    }
}

fn news(round: &str) -> News {
    let (title, body) = ("9 of 12".to_owned(), "Till".to_owned());
    News { round: round.to_owned(), title, body, needs: true, left: None, holds: true }
}

fn kinds(orders: &[Order]) -> Vec<(bool, Kind)> {
    let kind = |order: &Order| match order {
        Order::Show(message) => (true, message.kind),
        Order::Withdraw(kind) => (false, *kind),
    };
    orders.iter().map(kind).collect()
}

const SHOWN: (bool, Kind) = (true, Kind::Digest);
const GONE: (bool, Kind) = (false, Kind::Digest);

#[test]
fn what_needs_somebody_is_told_once_a_day_then_after_two_days_then_weekly() {
    let mut office = Office::new();
    let mut told = Vec::new();
    for day in 2..30 {
        for hour in 0..24 {
            let now = format!("2026-11-{day:02}T{hour:02}:00:00Z");
            if !office.at(&now, &["pc late"]).is_empty() {
                told.push((day, hour));
            }
        }
    }
    assert_eq!(told, [(2, 9), (4, 9), (11, 9), (18, 9), (25, 9)]);
}

/// Later nobody is there to be told, and nothing would ever be said.
#[test]
fn a_daily_time_at_which_the_office_is_closed_comes_when_it_opens() {
    for digest_at in [18 * 60 + 30, 6 * 60] {
        let mut office = Office::new();
        let mut told = |now: &str| {
            let situation = Situation { digest_at, ..office.situation(at(now), &["pc late"]) };
            let mut memory = office.memory.clone();
            let orders = memory.orders(&situation);
            office.memory = memory;
            kinds(&orders)
        };
        assert!(told("2026-11-30T07:59:00Z").is_empty());
        assert_eq!(told("2026-11-30T08:00:00Z"), [SHOWN]);
    }
}

fn chrome(pcs: usize) -> UrgentFix {
    UrgentFix {
        program: "chrome".into(),
        name: "Chrome".into(),
        pcs,
        ids: vec!["apt:chrome@2".parse().unwrap()],
    }
}

impl Office {
    fn urgent_at(&mut self, now: &str, fix: Option<UrgentFix>) -> Vec<Order> {
        let mut memory = std::mem::take(&mut self.memory);
        let orders = memory.orders(&Situation { urgent: fix, ..self.situation(at(now), &[]) });
        self.memory = memory;
        orders
    }
}

#[test]
fn an_urgent_fix_is_told_at_once_in_office_hours_once_more_a_day_later_and_never_again() {
    let mut office = Office::new();
    let mut told = Vec::new();
    for day in 23..28 {
        for hour in 0..24 {
            let orders = office.urgent_at(&format!("2026-11-{day}T{hour:02}:30:00Z"), Some(chrome(4)));
            told.extend((!orders.is_empty()).then_some((day, hour)));
        }
    }
    assert_eq!(told, [(23, 8), (24, 8)], "when the office opens, not before");
    let newer = UrgentFix { ids: vec!["apt:chrome@3".parse().unwrap()], ..chrome(4) };
    let orders = office.urgent_at("2026-11-27T15:00:00Z", Some(newer));
    assert!(
        kinds(&orders).contains(&(true, Kind::Urgent)),
        "another fix of the same program is another matter"
    );
}

#[test]
fn a_message_about_an_urgent_fix_goes_when_it_is_in_or_another_number_of_pcs_lacks_it() {
    for then in [None, Some(chrome(3))] {
        let mut office = Office::new();
        let Order::Show(message) = &office.urgent_at("2026-11-24T10:00:00Z", Some(chrome(4)))[0] else {
            panic!()
        };
        assert_eq!(message.title, "Urgent security fix for Chrome.");
        assert_eq!(message.body, "Attackers use this flaw right now. 4 PCs need the fix.");
        assert_eq!(message.buttons[0].act, Act::UrgentNow);
        assert_eq!(kinds(&office.urgent_at("2026-11-24T10:15:00Z", then)), [(false, Kind::Urgent)]);
    }
}

#[test]
fn a_daily_message_that_is_only_about_late_pcs_says_so() {
    let mut office = Office::new();
    let Order::Show(message) = &office.at("2026-11-30T09:00:00Z", &["a late", "b late", "c late"])[0] else {
        panic!()
    };
    assert_eq!(message.title, "3 PCs are overdue for updates.");
    let mut office = Office::new();
    let Order::Show(message) = &office.at("2026-11-30T09:00:00Z", &["a late", "b silent"])[0] else {
        panic!()
    };
    assert_eq!(message.title, "2 things need you.");
}

#[test]
fn nothing_is_said_at_night_or_on_a_free_day() {
    let mut office = Office::new();
    assert!(office.at("2026-11-28T10:00:00Z", &["pc late"]).is_empty(), "a Saturday");
    assert!(office.at("2026-11-30T07:59:00Z", &["pc late"]).is_empty());
    assert!(office.at("2026-11-30T08:59:00Z", &["pc late"]).is_empty(), "before the hour of the digest");
    assert_eq!(kinds(&office.at("2026-11-30T09:00:00Z", &["pc late"])), [SHOWN]);
}

#[test]
fn a_message_that_is_no_longer_true_is_taken_away() {
    let mut office = Office::new();
    office.at("2026-11-30T09:00:00Z", &["pc late"]);
    assert_eq!(kinds(&office.at("2026-11-30T09:05:00Z", &[])), [GONE]);
    assert!(office.at("2026-11-30T09:06:00Z", &[]).is_empty());
}

#[test]
fn a_daily_message_of_which_a_part_is_done_is_taken_away_and_the_rest_is_told_when_it_is_due_again() {
    let mut office = Office::new();
    office.at("2026-11-30T09:00:00Z", &["a", "b"]);
    assert_eq!(kinds(&office.at("2026-11-30T10:00:00Z", &["b"])), [GONE]);
    assert!(office.at("2026-12-01T09:00:00Z", &["b"]).is_empty());
    assert_eq!(kinds(&office.at("2026-12-02T09:00:00Z", &["b"])), [SHOWN]);
}

#[test]
fn a_daily_message_goes_when_its_words_or_those_of_its_button_are_others_now() {
    let other = |change: fn(&mut Situation<'_>)| {
        let mut office = Office::new();
        office.at("2026-11-30T09:00:00Z", &["a"]);
        let mut memory = std::mem::take(&mut office.memory);
        let mut now = office.situation(at("2026-11-30T10:00:00Z"), &["a"]);
        change(&mut now);
        kinds(&memory.orders(&now))
    };
    assert!(other(|_| {}).is_empty());
    assert_eq!(other(|now| now.needs[0].1 = "a is 2 days late.".to_owned()), [GONE]);
    assert_eq!(other(|now| now.tonight = Some("Update tomorrow at 18:00".to_owned())), [GONE]);
}

#[test]
fn the_months_report_is_told_once_on_its_first_working_day_with_the_daily_message() {
    let office = Office::new();
    let mut memory = Memory::default();
    let mut told = Vec::new();
    for day in 1..31 {
        for hour in 0..24 {
            let now = at(&format!("2026-08-{day:02}T{hour:02}:00:00Z"));
            let report = (day > 1).then(|| "2026-07".to_owned());
            let orders = memory.orders(&Situation { report, ..office.situation(now, &[]) });
            told.extend(kinds(&orders).into_iter().map(|(is, kind)| (day, hour, is, kind)));
        }
    }
    assert_eq!(told, [(3, 9, true, Kind::Report)], "the first is a Saturday");
    let left = Situation { report: None, ..office.situation(at("2026-09-01T00:00:00Z"), &[]) };
    assert_eq!(kinds(&memory.orders(&left)), [(false, Kind::Report)], "it is not last month's any more");
}

#[test]
fn a_computer_that_was_off_on_the_months_first_working_day_tells_of_the_report_on_the_next() {
    let office = Office::new();
    let on = |now: &str| {
        let report = Some("2026-07".to_owned());
        Memory::default().orders(&Situation { report, ..office.situation(at(now), &[]) })
    };
    let [Order::Show(message)] = &on("2026-08-05T09:30:00Z")[..] else { panic!("no message") };
    assert_eq!(message.title.replace(['\u{2068}', '\u{2069}'], ""), "Your July report is ready.");
    assert_eq!(message.buttons[0].act, Act::OpenReport);
    assert!(on("2026-08-10T09:30:00Z").is_empty());
}

#[test]
fn the_daily_message_comes_at_its_minute() {
    let office = Office::new();
    let told = |now: &str| {
        let situation = Situation { digest_at: 9 * 60 + 30, ..office.situation(at(now), &["a"]) };
        Memory::default().orders(&situation).len()
    };
    assert_eq!((told("2026-11-30T09:29:00Z"), told("2026-11-30T09:30:00Z")), (0, 1));
}

#[test]
fn what_is_the_matter_with_a_pc_that_is_off_at_night_is_not_new_every_morning() {
    let mut office = Office::new();
    let mut told = Vec::new();
    for day in 2..14 {
        for hour in 0..24 {
            let needs: &[&str] = if (8..18).contains(&hour) { &["a"] } else { &[] };
            let orders = office.at(&format!("2026-11-{day:02}T{hour:02}:00:00Z"), needs);
            told.extend(kinds(&orders).contains(&SHOWN).then_some(day));
        }
    }
    assert_eq!(told, [2, 4, 11]);
}

#[test]
fn something_new_waits_for_the_next_day() {
    let mut office = Office::new();
    office.at("2026-11-30T09:00:00Z", &["a"]);
    assert!(office.at("2026-11-30T15:00:00Z", &["a", "b"]).is_empty());
    assert_eq!(kinds(&office.at("2026-12-01T09:00:00Z", &["a", "b"])), [SHOWN]);
}

#[test]
fn a_round_that_ended_at_night_is_told_in_the_morning_and_never_to_who_looks_on() {
    let office = Office::new();
    let news = news("r1");
    let with = |now: &str, window| Situation {
        result: Some(news.clone()),
        window,
        ..office.situation(at(now), &[])
    };
    let mut memory = Memory::default();
    assert!(memory.orders(&with("2026-11-30T22:00:00Z", false)).is_empty());
    assert_eq!(kinds(&memory.orders(&with("2026-12-01T08:00:00Z", false))), [(true, Kind::Result)]);
    assert!(memory.orders(&with("2026-12-01T08:01:00Z", false)).is_empty(), "told once");
    assert_eq!(kinds(&memory.orders(&with("2026-12-01T08:02:00Z", true))), [(false, Kind::Result)]);
    let mut looks_on = Memory::default();
    assert!(looks_on.orders(&with("2026-12-01T08:00:00Z", true)).is_empty());
    assert_eq!(looks_on.past().count(), 1, "it stands in the window");
}

#[test]
fn a_setup_that_was_left_is_reminded_of_once() {
    let office = Office::new();
    let left = |now: &str| Situation {
        setup_left: Some(at("2026-11-30T10:00:00Z")),
        ..office.situation(at(now), &[])
    };
    let mut memory = Memory::default();
    assert!(memory.orders(&left("2026-11-30T17:00:00Z")).is_empty());
    assert_eq!(kinds(&memory.orders(&left("2026-12-01T09:00:00Z"))), [(true, Kind::Setup)]);
    assert!(memory.orders(&left("2026-12-02T09:00:00Z")).is_empty());
}

proptest! {
    #[test]
    fn asking_twice_says_nothing_twice(hours in 0i64..2000, many in 0usize..5) {
        let mut office = Office::new();
        let needs: Vec<&str> = ["a", "b", "c", "d", "e"][..many].to_vec();
        let now = (at("2026-11-02T00:00:00Z") + hours.hours()).to_string();
        office.at(&now, &needs);
        prop_assert!(office.at(&now, &needs).is_empty());
    }
}
