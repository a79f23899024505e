use jiff::ToSpan;
use patchround_protocol::{Cause, update::Held};

use super::*;
use crate::samples;

struct Here {
    _dir: tempfile::TempDir,
    store: Store,
}

impl Here {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let pc = samples::stored_pc("a", None);
        store.keep_pc(pc.id, &pc.name, pc.address, &pc.facts, samples::now()).unwrap();
        Self { _dir: dir, store }
    }

    fn look(&self, hours: i64, scan: &Scan) {
        self.store.keep_scan(samples::pc(), scan, samples::now() + hours.hours()).unwrap();
    }

    /// Each with the hours from its begin to its end and to its use.
    fn told(&self) -> Vec<(String, i64, Option<i64>, Option<i64>)> {
        let hours = |at: Timestamp| at.duration_since(samples::now()).as_hours();
        let row = |row: Missing| {
            (row.update.id.to_string(), hours(row.since), row.gone.map(hours), row.used.map(hours))
        };
        self.store.missing().unwrap().into_iter().map(row).collect()
    }
}

fn is(id: &str, since: i64, gone: Option<i64>, used: Option<i64>) -> (String, i64, Option<i64>, Option<i64>) {
    (id.to_owned(), since, gone, used)
}

#[test]
fn what_a_pc_lacked_is_remembered_with_its_begin_and_its_end() {
    let here = Here::new();
    let update = samples::update("apt:a@2");
    here.look(0, &samples::scan(std::slice::from_ref(&update)));
    here.look(1, &samples::scan(&[update]));
    assert_eq!(here.told(), [is("apt:a@2", 0, None, None)]);
    here.look(30, &samples::scan(&[]));
    assert_eq!(here.told(), [is("apt:a@2", 0, Some(30), Some(30))]);
    let row = &here.store.missing().unwrap()[0];
    let at = |hours: i64| row.lacked_at(samples::now() + hours.hours());
    assert_eq!([at(-1), at(0), at(29), at(30)], [false, true, true, false]);
}

#[test]
fn what_waits_for_a_restart_is_not_in_use_until_the_pc_was_restarted() {
    let here = Here::new();
    here.look(0, &samples::scan(&[samples::update("apt:a@2")]));
    let waits = Scan { restart_pending: Some(true), ..samples::scan(&[]) };
    here.look(1, &waits);
    here.look(5, &Scan { restart_pending: None, ..waits });
    assert_eq!(here.told(), [is("apt:a@2", 0, Some(1), None)]);
    assert!(here.store.missing().unwrap()[0].lacked_at(samples::now() + 9.hours()));
    here.look(9, &samples::scan(&[]));
    assert_eq!(here.told(), [is("apt:a@2", 0, Some(1), Some(9))]);
}

#[test]
fn a_newer_version_replaces_an_older_one_which_never_went_in() {
    let here = Here::new();
    let old = samples::update("apt:a@2");
    here.look(0, &samples::scan(std::slice::from_ref(&old)));
    here.look(2, &samples::scan(&[Update { installed: old.installed, ..samples::update("apt:a@3") }]));
    assert_eq!(here.told(), [is("apt:a@2", 0, Some(2), None), is("apt:a@3", 2, None, None)]);
    let rows = here.store.missing().unwrap();
    assert!(rows[0].replaced && !rows[0].lacked_at(samples::now() + 3.hours()));
    assert_eq!(rows[1].carried.iter().count(), 1, "its clock runs on");
}

#[test]
fn a_source_that_does_not_answer_ends_nothing() {
    let here = Here::new();
    here.look(0, &samples::scan(&[samples::update("apt:a@2")]));
    let mut unread = samples::scan(&[]);
    unread.sources[0].cause = Some(Cause::Timeout);
    here.look(1, &unread);
    here.look(2, &Scan { sources: Vec::new(), ..samples::scan(&[]) });
    assert_eq!(here.told(), [is("apt:a@2", 0, None, None)]);
}

#[test]
fn what_is_kept_back_for_a_while_is_told_apart_and_its_flaws_are_those_known_last() {
    let here = Here::new();
    let update = samples::update("apt:a@2");
    let held = Update { held: Some(Held { by: None, why: None, until: None }), ..update.clone() };
    here.look(0, &samples::scan(std::slice::from_ref(&update)));
    here.look(1, &samples::scan(&[held]));
    here.look(2, &samples::scan(std::slice::from_ref(&update)));
    let read = Update { cves: Some(vec!["CVE-2026-0001".into()]), notes: Some("long".into()), ..update };
    here.look(3, &samples::scan(&[read]));
    let begins: Vec<_> = here.told().into_iter().map(|(_, since, gone, used)| (since, gone, used)).collect();
    assert_eq!(begins, [(0, Some(1), None), (1, Some(2), None), (2, None, None)]);
    let last = &here.store.missing().unwrap()[2].update;
    assert_eq!((last.cves.as_ref().map(Vec::len), &last.notes), (Some(1), &None));
}

#[test]
fn what_is_over_for_two_years_is_forgotten_and_what_is_not_over_never() {
    let here = Here::new();
    here.look(0, &samples::scan(&[samples::update("apt:a@2"), samples::update("apt:b@2")]));
    here.look(1, &samples::scan(&[samples::update("apt:b@2")]));
    here.look(24 * 800, &samples::scan(&[samples::update("apt:b@2")]));
    assert_eq!(here.told(), [is("apt:b@2", 0, None, None)]);
}

#[test]
fn of_each_day_the_last_look_at_a_pc_is_remembered() {
    let here = Here::new();
    let note = |hours: i64, state| {
        let at = samples::now() + hours.hours();
        let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
        here.store.note_seen_on(SeenOn { pc: samples::pc(), day, at, state }).unwrap();
    };
    note(0, PcState::UpdatesAvailable);
    note(2, PcState::UpToDate);
    note(24, PcState::NeedsRestart);
    let states: Vec<_> = here.store.seen_on().unwrap().iter().map(|seen| seen.state).collect();
    assert_eq!(states, [PcState::UpToDate, PcState::NeedsRestart]);
}
