//! Whether what a manager is shown of a PC is what dpkg says there.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::matrix::{Pair, Told};
use crate::office::{Office, lines};
use crate::play::{Case, Row};
use crate::truth::{is_told_once, is_told_once_and_truly, parts};

const STATES: &str = "-f=${db:Status-Status} ${Package} ${Version}\\n";

/// After the round with the fault in it, of which this was printed.
pub(crate) fn first(office: &Office, case: &Case<'_>, row: &mut Row, printed: &str) {
    let Case { pc, pair, .. } = case;
    row.told = told(office, pc, *pair, printed);
    row.shown = shown(office, pc);
    is_as_it_must_be(*pair, row.told.as_ref());
    if !pair.is_refused() {
        is_told_once_and_truly(office, pc, pair.fault.name());
    }
    is_shown_as_it_is(office, pc, &row.shown);
}

/// After a later round, in which what can be mended was.
pub(crate) fn at_last(office: &Office, case: &Case<'_>, row: &mut Row) {
    let Case { pc, pair, .. } = case;
    row.at_last = shown(office, pc);
    is_told_once(office, pc, pair.fault.name());
    is_shown_as_it_is(office, pc, &row.at_last);
    if pair.fault.can_be_mended() {
        assert_eq!(row.at_last, "up_to_date", "{pc}: {}", office.patchround(&["pcs", "--json"]).1);
    }
}

/// By the office's record; of what never came so far as to be in it, by what the round said.
fn told(office: &Office, pc: &str, pair: Pair, printed: &str) -> Option<(String, Option<String>)> {
    let is_it = |id: &Value| match (pair.subject(), id.as_str()) {
        (Some(subject), Some(id)) => parts(id).0 == subject,
        (subject, id) => subject.is_none() && id.is_none(),
    };
    let mut told = office.json(&["record", "--json"]);
    told.retain(|line| line["what"] == "update_ended" && line["pc"] == pc && is_it(&line["id"]));
    if told.is_empty() {
        told = steps(pc, printed)?;
        told.retain(|step| is_it(&step["id"]) && step["repair"] != true);
    }
    assert!(told.len() <= 1, "told more than once: {told:#?}");
    let told = told.first()?;
    Some((told["outcome"].as_str()?.to_owned(), told["cause"].as_str().map(str::to_owned)))
}

fn steps(pc: &str, printed: &str) -> Option<Vec<Value>> {
    let end = lines(printed).pop()?;
    let of_pc = end["pcs"].as_array()?.iter().find(|end| end["pc"] == pc)?;
    of_pc["steps"].as_array().cloned()
}

/// Whether it ended as it must, for a cause that is true.
pub(crate) fn is_as_it_must_be(pair: Pair, told: Option<&(String, Option<String>)>) {
    let Some((outcome, cause)) = told else { panic!("nothing was told") };
    let is_done = outcome == "done" && cause.is_none();
    let is_failed = |causes: &[&str]| {
        outcome == "failed" && cause.as_deref().is_some_and(|cause| causes.contains(&cause))
    };
    let is_right = match pair.told {
        Told::Done => is_done,
        Told::Failed(causes) => is_failed(causes),
        Told::DoneOrFailed(causes) => is_done || is_failed(causes),
    };
    assert!(is_right, "told {outcome} {cause:?} instead of {:?}", pair.told);
}

/// The state in which the manager is shown a PC.
pub(crate) fn shown(office: &Office, pc: &str) -> String {
    let pcs = office.json(&["pcs", "--json"]);
    let of_pc = pcs.iter().find(|shown| shown["name"] == pc).unwrap();
    of_pc["state"].as_str().unwrap().to_owned()
}

/// What is shown and what dpkg and apt say there are the same.
fn is_shown_as_it_is(office: &Office, pc: &str, shown: &str) {
    let states = office.lab.succeed(pc, ["dpkg-query", "-W", STATES]).unwrap();
    let is_whole = |line: &&str| {
        ["installed", "config-files", "not-installed"].contains(&line.split(' ').next().unwrap_or_default())
    };
    let broken: Vec<&str> = states.lines().filter(|line| !is_whole(line)).collect();
    if !broken.is_empty() {
        assert!(!["up_to_date", "working"].contains(&shown), "{pc} is shown {shown}, with {broken:?}");
        return;
    }
    let left: BTreeSet<String> = office.apt_would_upgrade(pc).into_keys().collect();
    assert!(left.is_empty() || shown != "up_to_date", "{pc} is shown {shown}, with {left:?}");
    // Why a PC cannot be asked now is told after the list.
    let (_, printed) = office.patchround(&["updates", "--pc", pc, "--json"]);
    let updates = lines(&printed).into_iter().find(Value::is_array).unwrap();
    let listed: BTreeSet<String> = updates
        .as_array()
        .unwrap()
        .iter()
        .map(|update| update["package"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, left, "{pc}: what is listed and what apt would upgrade");
    assert_ne!(shown, "working", "{pc}");
}
