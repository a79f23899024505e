//! A year of an office, day by day, and its months told twice: by this module, and by SQL over what was written down.

mod by_sql;
mod year;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{Exception, PcState, Policy, Update, cve::Severity, update::Class};

use super::*;
use crate::{
    due::{Debts, Judge},
    samples,
    store::{
        missing::{Missing, SeenOn},
        record::{Flaw, Flawed, Line, Record, What},
    },
};
use by_sql::{prepare, told_by_sql};
use year::Year;

/// What both ways of telling a month must agree on.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    /// PC, update and its last good day, of all that was late.
    late: Vec<(String, String, Date)>,
    good: u32,
    all: u32,
    unknown: u32,
    late_pcs: u32,
    placed: u32,
    security: u32,
    fixes: Fixes,
}

impl Told {
    fn of(evidence: &Evidence) -> Self {
        let one = |late: &Late| (late.pc.clone(), late.id.to_string(), late.due);
        let mut late: Vec<_> = evidence.late.iter().map(one).collect();
        late.sort();
        let count = |how| u32::try_from(evidence.count(how)).unwrap();
        Self {
            late,
            good: count(How::UpToDate),
            all: u32::try_from(evidence.pcs.len()).unwrap(),
            unknown: count(How::Unknown),
            late_pcs: count(How::Late),
            placed: evidence.placed.all,
            security: evidence.placed.security,
            fixes: evidence.fixes,
        }
    }
}

fn months(of: &Past) -> Vec<(Month, Told)> {
    let last = Month::of(of.now.to_zoned(TimeZone::UTC).date());
    let months = (1..13).map(|before| last.before(before));
    months.map(|month| (month, Told::of(&Evidence::of(month, of)))).collect()
}

fn both_ways(year: &Year, past: &Past) -> Vec<(Month, Told, Told)> {
    let db = year.db();
    prepare(&db);
    months(past).into_iter().map(|(month, told)| (month, told, told_by_sql(&db, month))).collect()
}

#[test]
fn every_month_of_a_year_is_told_as_sql_over_what_was_written_down_tells_it() {
    for seed in 1..=2 {
        let year = Year::of(seed);
        let mut late = 0;
        for (month, told, by_sql) in both_ways(&year, &year.past()) {
            assert_eq!(told, by_sql, "{month} of year {seed}");
            late += told.late.len();
        }
        assert!(late > 20, "a year in which little was late proves little: {late}");
    }
}

type Defect = fn(&mut Past);

/// Each is what a bug would do; a comparison that does not notice it is worth nothing.
#[test]
fn three_seeded_defects_are_noticed_by_the_comparison() {
    let year = Year::of(1);
    let defects: [(&str, Defect); 3] = [
        ("a restart that is pending counts as done", |past| {
            past.missing.iter_mut().filter(|missing| !missing.replaced).for_each(|row| row.used = row.gone);
        }),
        ("a newer version starts the clock anew", |past| {
            past.missing.iter_mut().for_each(|row| row.carried = Debts::default());
        }),
        ("the clock starts when the office saw it and not with the release", |past| {
            past.missing.iter_mut().for_each(|row| row.update.released = None);
        }),
    ];
    for (name, seed) in defects {
        let mut past = year.past();
        seed(&mut past);
        let differs = both_ways(&year, &past).iter().any(|(_, told, by_sql)| told != by_sql);
        assert!(differs, "not noticed: {name}");
    }
}

fn day(text: &str) -> Timestamp {
    format!("{text}T12:00:00Z").parse().unwrap()
}

/// One PC that joined in January and was seen each day of May.
fn past() -> Past {
    let member = Member {
        pc: samples::pc(),
        name: "Front desk".into(),
        joined: day("2026-01-02"),
        removed: None,
        system: None,
        fixed_until: None,
    };
    let seen = |n: i8| {
        let at = day(&format!("2026-05-{n:02}"));
        SeenOn { pc: samples::pc(), day: at.to_zoned(TimeZone::UTC).date(), at, state: PcState::UpToDate }
    };
    Past {
        office: "Harbour Dental".into(),
        in_charge: InCharge { person: "Maria".into(), stand_in: None },
        members: vec![member],
        missing: Vec::new(),
        seen_on: (1..=31).map(seen).collect(),
        record: Record { lines: Vec::new(), flaws: Vec::new() },
        judge: Judge::recommended(TimeZone::UTC),
        policies: Vec::new(),
        feeds: Vec::new(),
        now: day("2026-06-02"),
    }
}

fn may() -> Month {
    "2026-05".parse().unwrap()
}

#[test]
fn a_month_of_which_nothing_is_known_is_told_as_that_and_never_as_0() {
    let evidence = Evidence::of(may(), &past());
    let known: Vec<bool> = evidence.months.iter().map(|month| month.pcs.is_some()).collect();
    assert_eq!(known, [false, false, false, false, false, true]);
    assert_eq!(evidence.months[5].pcs, Some(UpToDate { good: 1, all: 1 }));
}

#[test]
fn a_pc_that_was_not_seen_for_a_week_is_unknown_and_not_green_in_any_column() {
    let mut past = past();
    past.seen_on.retain(|seen| seen.day.day() <= 23);
    let pc = &Evidence::of(may(), &past).pcs[0];
    assert_eq!((pc.how, pc.cyber_essentials), (How::Unknown, None));
    past.seen_on.clear();
    assert_eq!(Evidence::of(may(), &past).pcs[0].seen, None);
}

#[test]
fn a_month_that_is_not_over_is_told_as_of_now_and_of_what_was_then_not_after() {
    let mut past = past();
    past.now = day("2026-05-20");
    past.missing.push(missing("apt:a@2", "2026-05-25"));
    let evidence = Evidence::of(may(), &past);
    assert_eq!((evidence.as_of, evidence.pcs[0].missing), (past.now, 0));
}

fn missing(id: &str, since: &str) -> Missing {
    let update = Update { class: Some(Class::Security), ..samples::update(id) };
    let since = day(since);
    Missing {
        pc: samples::pc(),
        update,
        since,
        carried: Debts::default(),
        gone: None,
        replaced: false,
        used: None,
    }
}

#[test]
fn what_went_in_and_waits_for_a_restart_is_late_like_what_is_missing() {
    let mut past = past();
    let waits = Missing { gone: Some(day("2026-05-03")), ..missing("apt:linux-image@2", "2026-05-02") };
    past.missing.push(waits);
    let evidence = Evidence::of(may(), &past);
    assert_eq!((evidence.late.len(), &evidence.late[0].why), (1, &Why::Restart));
    assert_eq!((evidence.pcs[0].how, evidence.pcs[0].restart, evidence.pcs[0].missing), (How::Late, true, 0));
}

#[test]
fn what_may_still_go_in_on_the_last_day_of_a_month_was_not_late_in_it() {
    let days_late = |first_seen| {
        let mut past = past();
        past.missing.push(missing("apt:a@2", first_seen));
        Evidence::of(may(), &past).late.first().map(|late| late.days)
    };
    assert_eq!((days_late("2026-05-16"), days_late("2026-05-17")), (Some(1), None));
}

#[test]
fn a_system_that_was_fixed_until_the_last_day_of_a_month_had_not_ended_in_it_wherever_the_office_is() {
    let mut past = past();
    past.judge.zone = TimeZone::get("America/New_York").unwrap();
    past.now = day("2026-06-20");
    past.members[0].fixed_until = Some("2026-05-31".parse().unwrap());
    let ended =
        |past: &Past, month: &str| page::owner::ended(&Evidence::of(month.parse().unwrap(), past)).len();
    assert_eq!((ended(&past, "2026-05"), ended(&past, "2026-06")), (0, 1));
}

#[test]
fn a_month_that_has_not_begun_is_to_come() {
    let to_come = ["2026-05", "2026-06", "2026-07"].map(|month| past().is_to_come(month.parse().unwrap()));
    assert_eq!(to_come, [false, false, true], "on 2 June");
}

#[test]
fn the_rules_of_a_month_are_those_that_were_active_at_its_end() {
    let mut past = past();
    let judged = |at: &str, rule| Line {
        time: day(at),
        who: "Maria".into(),
        what: What::JudgedBy { rules: vec![rule], own: None },
    };
    past.judge.rules.active = vec![Rule::Pci];
    past.record.lines = vec![judged("2026-05-10", Rule::Cis), judged("2026-06-01", Rule::Pci)];
    let rules = |month: &str| Evidence::of(month.parse().unwrap(), &past).rules;
    assert_eq!(rules("2026-04"), [Rule::Recommended]);
    assert_eq!((rules("2026-05"), rules("2026-06")), (vec![Rule::Cis], vec![Rule::Pci]));
    let changed = |month: &str| Evidence::of(month.parse().unwrap(), &past).rules_changed;
    let in_may =
        RulesChanged { at: day("2026-05-10"), by: "Maria".into(), rules: vec![Rule::Cis], own: None };
    assert_eq!((changed("2026-04"), changed("2026-05")), (Vec::new(), vec![in_may]), "and it is told");
}

#[test]
fn what_pcs_put_in_by_themselves_is_told_as_it_was_then() {
    let mut past = past();
    let first = Policy::first(samples::job(&[]).office, day("2026-04-01"));
    let asked = Policy { windows: Vec::new(), issued: day("2026-05-20"), ..first.clone() };
    let paused = Policy { paused_until: Some(day("2026-07-01")), issued: day("2026-06-01"), ..first.clone() };
    past.policies = vec![first.clone(), asked, paused];
    let told = |month: &str| Evidence::of(month.parse().unwrap(), &past).by_themselves;
    assert_eq!(told("2026-03"), None);
    assert_eq!(told("2026-04").unwrap().windows, first.windows);
    assert_eq!(told("2026-05").unwrap().windows, []);
    assert_eq!(told("2026-06").unwrap().paused_until, Some(day("2026-07-01")));
}

#[test]
fn what_a_maker_calls_medium_is_no_fix_of_the_14_days() {
    let mut past = past();
    let mut medium = missing("apt:a@2", "2026-05-01");
    medium.update.severity = Some(Severity::Medium);
    past.missing.push(medium);
    let evidence = Evidence::of(may(), &past);
    assert_eq!((evidence.fixes.late, evidence.late.len()), (0, 1), "late by what we recommend all the same");
    assert_eq!(evidence.pcs[0].cyber_essentials, Some(true));
}

#[test]
fn a_record_that_was_changed_is_told_with_its_months() {
    let mut past = past();
    assert!(Evidence::of(may(), &past).record_is_whole);
    past.record.flaws =
        vec![Flaw { how: Flawed::Changed, from: day("2026-05-30"), until: day("2026-06-01") }];
    let whole = |month: &str| Evidence::of(month.parse().unwrap(), &past).record_is_whole;
    assert_eq!((whole("2026-04"), whole("2026-05"), whole("2026-06")), (true, false, false));
}

#[test]
fn the_same_month_is_the_same_bytes_and_reads_back() {
    let mut past = past();
    past.missing.push(missing("apt:a@2", "2026-05-02"));
    let evidence = Evidence::of(may(), &past);
    assert_eq!(evidence.to_json(), Evidence::of(may(), &past).to_json());
    assert_eq!(serde_json::from_slice::<Evidence>(&evidence.to_json()).unwrap(), evidence);
}

#[test]
fn a_name_that_a_spreadsheet_would_run_is_text_in_the_table() {
    let mut past = past();
    past.members[0].name = "=cmd|' /C calc'!A0, \"x\"".into();
    let table = table::csv(&Evidence::of(may(), &past));
    assert!(table.contains("\"'=cmd|' /C calc'!A0, \"\"x\"\"\""), "{table}");
    assert_eq!(table.lines().count(), 2);
}

#[test]
fn a_file_is_known_by_its_own_hash_or_by_the_one_that_is_printed_in_it() {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(dir.path(), "Corner Shop", "Maria", samples::now()).unwrap();
    let office = crate::Office::open(dir.path(), false).unwrap();
    let evidence = Evidence::of(may(), &past());
    let page = |hash: &str, words: &str| format!("<p>{words}</p><p>SHA-256 {hash}</p>").into_bytes();
    let written = page(&super::made::hash(&evidence.to_json()), "2 of 6");
    let hash = office.note_report(&evidence, &written).unwrap();
    let lines = office.store.record().unwrap().len();
    office.note_report(&evidence, &written).unwrap();
    assert_eq!(office.store.record().unwrap().len(), lines, "the same file again is no other");
    let found = |file: &[u8]| office.find_report(file).unwrap();
    assert!(matches!(found(&written), Found::Made { month, record_is_whole: true, .. } if month == may()));
    for changed in [page(&hash, "6 of 6"), hash.clone().into_bytes(), [&*written, b" "].concat()] {
        assert!(matches!(found(&changed), Found::Changed { month, .. } if month == may()));
    }
    assert_eq!(found(&evidence.to_json()), Found::Unknown, "that was not written");
    assert_eq!(found(format!("{hash}0").as_bytes()), Found::Unknown);
}

#[test]
fn what_the_owner_agreed_to_is_told_in_the_months_in_which_it_held_and_is_late_as_agreed() {
    let mut past = past();
    past.missing.push(missing("apt:a@2", "2026-05-01"));
    past.judge.exceptions = vec![Exception {
        office: samples::job(&[]).office,
        id: uuid::Uuid::nil(),
        package: "a".parse().unwrap(),
        pcs: vec![samples::pc()],
        by: "Dr Weiss".into(),
        why: "It does not read our pictures.".into(),
        instead: "It is not on the internet.".into(),
        issued: day("2026-05-20"),
        until: day("2026-06-10"),
    }];
    let agreed = |month: &str| Evidence::of(month.parse().unwrap(), &past).exceptions.len();
    assert_eq!((agreed("2026-04"), agreed("2026-05"), agreed("2026-06")), (0, 1, 1));
    let evidence = Evidence::of(may(), &past);
    assert_eq!((evidence.pcs[0].how, evidence.pcs[0].cyber_essentials), (How::Agreed, Some(false)));
    assert_eq!(evidence.exceptions[0].pcs, ["Front desk"]);
    past.now = day("2026-05-19");
    assert_eq!(Evidence::of(may(), &past).pcs[0].how, How::Late, "before it was agreed");
}

#[test]
fn what_a_pc_said_of_attackers_is_told_of_what_is_late_though_no_list_names_it_now() {
    let mut past = past();
    let mut used = missing("apt:a@2", "2026-05-01");
    used.update.known_exploited = Some(true);
    past.missing = vec![used, missing("apt:b@2", "2026-05-01")];
    let evidence = Evidence::of(may(), &past);
    let said = |id: &str| evidence.late.iter().find(|late| late.id.to_string() == id).unwrap();
    assert!(said("apt:a@2").said_exploited && !said("apt:b@2").said_exploited);
    assert!(evidence.late.iter().all(|late| late.exploited.is_empty()), "no list names its flaws");
}

#[test]
fn a_report_is_there_whole_or_not_at_all_and_is_never_written_over_another_file() {
    let dir = tempfile::tempdir().unwrap();
    let (state, out) = (dir.path().join("office"), dir.path().join("report.json"));
    crate::setup::init(&state, "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let write = |office: &crate::Office| {
        let month = "2026-10".parse().unwrap();
        let evidence = Evidence::of(month, &office.past(Timestamp::now(), TimeZone::UTC).unwrap());
        office.write_report(&evidence, &out, b"bytes")
    };
    let files = || std::fs::read_dir(dir.path()).unwrap().count();

    let cannot_note = crate::Office::open_to_read(&state).unwrap();
    assert!(write(&cannot_note).is_err());
    assert_eq!(files(), 1, "what was begun is gone");

    let office = crate::Office::open(&state, false).unwrap();
    let hash = write(&office).unwrap();
    assert_eq!((std::fs::read(&out).unwrap(), files()), (b"bytes".to_vec(), 2));
    assert!(matches!(write(&office), Err(crate::Error::FileExists(_))));
    let noted = office.store.record().unwrap().into_iter().filter_map(|line| match line.what {
        What::ReportMade { sha256, .. } => Some(sha256),
        _ => None,
    });
    assert_eq!(noted.collect::<Vec<_>>(), [hash]);
}
