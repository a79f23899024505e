//! The questions to pacman. All only read, need no lock and no root, and go by our database folder ([`places::OURS`]).

use std::{collections::BTreeMap, time::Duration};

use patchround_protocol::{Cause, ids::PackageName};

use crate::{
    command::{Call, Output},
    source::Pc,
};

use super::{
    causes,
    installed::Installed,
    list::{Answers, Blocked},
    places, records,
    targets::{self, Target},
    upgrades::{self, Upgrade},
};
pub use crate::ask::AskError;

/// Path of `pacman`.
pub const PACMAN: &str = "/usr/bin/pacman";
/// sources.md K: it reads files, and no network.
const LIMIT: Duration = Duration::from_secs(60);

/// `pacman` on our database folder.
pub fn ours() -> Call {
    Call::new(PACMAN, ["--dbpath", places::OURS, "--color", "never"])
}

/// Everything a scan needs.
///
/// # Errors
/// [`AskError`], also where two answers contradict each other: one of them is not whole.
pub fn answers(pc: &Pc<'_>) -> Result<Answers, AskError> {
    let installed = Installed::read(pc).map_err(|error| refused(Cause::Unexpected, error.to_string()))?;
    let upgrades = upgrades(pc)?;
    let targets = targets(pc)?;
    let mut answers = Answers { installed, upgrades, targets, records: BTreeMap::new() };
    answers.check_upgrades().map_err(garbled)?;
    answers.records = records(pc, &answers)?;
    answers.check_targets().map_err(garbled)?;
    Ok(answers)
}

/// What is installed and offered in a newer version.
fn upgrades(pc: &Pc<'_>) -> Result<Vec<Upgrade>, AskError> {
    let output = whole(pc.tools.ask(&ours().and(["-Qu"]), LIMIT)?)?;
    // 1 is that there is nothing, or that it failed: then it complains.
    match (output.status, output.stdout.is_empty()) {
        (Some(0), false) => upgrades::parse(&output.stdout).ok_or_else(|| not_whole("-Qu")),
        (Some(1), true) => Ok(Vec::new()),
        _ => Err(failed(&output)),
    }
}

/// What the whole upgrade would bring at this moment, or why it does not go.
///
/// # Errors
/// [`AskError`].
pub fn targets(pc: &Pc<'_>) -> Result<Result<Vec<Target>, Blocked>, AskError> {
    let output = pc.tools.ask(&ours().and(["-Sup", "--print-format", targets::FORMAT]), LIMIT)?;
    if let Some(blocked) = blocked(&output) {
        return Ok(Err(blocked));
    }
    let output = whole(output)?;
    match output.status {
        Some(0) => targets::parse(&output.stdout).map(Ok).ok_or_else(|| not_whole("-Sup")),
        _ => Err(failed(&output)),
    }
}

fn blocked(output: &Output) -> Option<Blocked> {
    let said = output.said();
    let is_about_packages = causes::classify(&said) == Cause::DepsUnsolvable;
    (output.status == Some(1) && is_about_packages).then(|| Blocked::read(&said))
}

/// What the lists say of these packages. A name that no argument can be made of is not asked for.
fn records(pc: &Pc<'_>, answers: &Answers) -> Result<BTreeMap<String, records::Record>, AskError> {
    let offered = answers.offered();
    let asked: Vec<&str> =
        offered.keys().copied().filter(|name| name.parse::<PackageName>().is_ok()).collect();
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let call = ours().and(["-Si", "--"]).and(asked.iter().copied()).with("TZ", "UTC");
    let output = whole(pc.tools.ask(&call, LIMIT)?)?;
    if !output.is_success() {
        return Err(failed(&output));
    }
    let all = records::parse(&output.stdout).ok_or_else(|| not_whole("-Si"))?;
    // Two lists may have a package, in different versions.
    let is_offered = |r: &records::Record| offered.get(r.name.as_str()) == Some(&r.version.as_str());
    let found: BTreeMap<String, records::Record> =
        all.into_iter().filter(is_offered).rev().map(|record| (record.name.clone(), record)).collect();
    if found.len() == asked.len() { Ok(found) } else { Err(not_whole("-Si")) }
}

/// What the database of the system says is installed, asked by a new process.
///
/// # Errors
/// [`AskError`].
pub fn database(pc: &Pc<'_>) -> Result<BTreeMap<String, String>, AskError> {
    let output = pc.tools.ask(&Call::new(PACMAN, ["--color", "never", "-Q"]), LIMIT)?;
    // That the system has never read a list is no matter here.
    if !output.is_success() || output.stderr.lines().any(|line| line.starts_with("error: ")) {
        return Err(failed(&output));
    }
    let lines = output.stdout.lines().map(|line| line.rsplit_once(' '));
    let all: Option<BTreeMap<String, String>> =
        lines.map(|line| line.map(|(name, version)| (name.to_owned(), version.to_owned()))).collect();
    all.filter(|_| output.stdout.ends_with('\n')).ok_or_else(|| not_whole("-Q"))
}

/// What putting a package in anew would bring, by the lists of the system: names and versions.
///
/// # Errors
/// [`AskError`].
pub fn would_bring(pc: &Pc<'_>, names: &[String]) -> Result<Vec<(String, String)>, AskError> {
    let call = Call::new(PACMAN, ["--color", "never", "-Sp", "--print-format", targets::FORMAT, "--"]);
    let output = whole(pc.tools.ask(&call.and(names), LIMIT)?)?;
    if !output.is_success() {
        return Err(failed(&output));
    }
    let found = targets::parse(&output.stdout).ok_or_else(|| not_whole("-Sp"))?;
    Ok(found.into_iter().map(|target| (target.name, target.version)).collect())
}

/// Whether all lists can be read back.
///
/// # Errors
/// [`AskError`]: the cause where not.
pub fn lists_are_whole(pc: &Pc<'_>) -> Result<(), AskError> {
    upgrades(pc).map(drop)
}

/// An answer that does not say of itself that it is none.
fn whole(output: Output) -> Result<Output, AskError> {
    if causes::complaint(&output.stderr).is_some() { Err(failed(&output)) } else { Ok(output) }
}

fn failed(output: &Output) -> AskError {
    let said = format!("{}\n[{}]", output.stderr.trim_end(), output.ending());
    refused(causes::classify(&said), said)
}

fn not_whole(what: &str) -> AskError {
    refused(Cause::Unexpected, format!("The answer to {what} is not whole"))
}

fn garbled(name: String) -> AskError {
    refused(Cause::Unexpected, format!("Two answers differ about {name:?}"))
}

fn refused(cause: Cause, said: String) -> AskError {
    AskError::Refused { cause, said }
}
