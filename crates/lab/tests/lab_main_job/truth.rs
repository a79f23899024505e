//! What must be true of a PC's events, journal and package database, whatever happened to it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::office::{Office, lines};

/// Each job is told once from its beginning to its end, nothing was done twice, and what was told last of each
/// update is so. Gives the events.
pub(crate) fn is_told_once_and_truly(office: &Office, pc: &str, what: &str) -> Vec<Value> {
    let events = is_told_once(office, pc, what);
    let context = format!("{pc}, {what}: {events:#?}");
    let jobs = each_is_told_once(&events, &context);
    for (id, outcome) in last_told(&events, &jobs, &context) {
        let (name, version) = parts(&id);
        let is_there = office.installed(pc, name) == format!("installed {version}");
        assert_eq!(outcome == "done", is_there, "{id} ended in {outcome}: {context}");
    }
    events
}

/// As [`is_told_once_and_truly`], but for what was told of each update: a repair that finished one since tells of
/// itself alone.
pub(crate) fn is_told_once(office: &Office, pc: &str, what: &str) -> Vec<Value> {
    let events = jobs_are_told_once(office, pc, what);
    let context = format!("{pc}, {what}: {events:#?}");
    last_told(&events, &each_is_told_once(&events, &context), &context);
    events
}

/// Also where none of them was about an update.
pub(crate) fn jobs_are_told_once(office: &Office, pc: &str, what: &str) -> Vec<Value> {
    let events = lines(&office.events_on(pc));
    let context = format!("{pc}, {what}: {events:#?}");
    let seqs: Vec<u64> = events.iter().filter_map(|event| event["seq"].as_u64()).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "{context}");
    each_is_told_once(&events, &context);
    nothing_was_begun_twice(office, pc, &context);
    events
}

pub(crate) fn of_type<'a>(events: &'a [Value], wanted: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["type"] == wanted).collect()
}

/// `apt:NAME:ARCH@VERSION`.
pub(crate) fn parts(id: &str) -> (&str, &str) {
    let (native, version) = id.trim_start_matches("apt:").rsplit_once('@').unwrap();
    (native.rsplit_once(':').map_or(native, |(name, _)| name), version)
}

/// The jobs.
fn each_is_told_once<'a>(events: &'a [Value], context: &str) -> BTreeSet<&'a str> {
    let jobs = |part: &str| {
        let told: Vec<&str> =
            of_type(events, part).iter().filter_map(|event| event["job"].as_str()).collect();
        assert_eq!(twice(told.iter()), Vec::<&&str>::new(), "{part} is told once of each: {context}");
        told.into_iter().collect::<BTreeSet<_>>()
    };
    let accepted = jobs("job_accepted");
    assert!(!accepted.is_empty(), "{context}");
    assert_eq!(accepted, jobs("job_started"), "{context}");
    assert_eq!(accepted, jobs("job_ended"), "{context}");
    accepted
}

/// How each update ended, by the last job that was about it; each job tells it once.
fn last_told(events: &[Value], jobs: &BTreeSet<&str>, context: &str) -> BTreeMap<String, Value> {
    let is_of_job = |ended: &&Value| ended["job"].as_str().is_some_and(|job| jobs.contains(job));
    let ends: Vec<&Value> = of_type(events, "update_ended").into_iter().filter(is_of_job).collect();
    let names = ends.iter().map(|ended| format!("{} {} {}", ended["job"], ended["step"], ended["id"]));
    assert_eq!(twice(names), Vec::<String>::new(), "told twice: {context}");
    assert!(!ends.is_empty(), "{context}");
    let last =
        ends.into_iter().map(|ended| (ended["id"].as_str().unwrap().to_owned(), ended["outcome"].clone()));
    last.collect()
}

fn nothing_was_begun_twice(office: &Office, pc: &str, context: &str) {
    let journal = lines(&office.read(pc, "/var/lib/patchround-root/journal.ndjson"));
    let begun = journal.iter().filter(|act| act["act"] == "begun").map(|act| act["txn"].to_string());
    assert_eq!(twice(begun), Vec::<String>::new(), "begun twice: {context}");
    let history = office.read(pc, "/var/log/dpkg.log");
    let upgrades = history.lines().filter_map(|line| line.split_once(" upgrade pr-")).map(|(_, what)| what);
    assert_eq!(twice(upgrades), Vec::<&str>::new(), "unpacked twice: {context}");
}

fn twice<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    all.filter(|one| !seen.insert(one.clone())).collect()
}
