//! The questions to `brew`. None changes anything, and none looks for news: only a refresh does.

use std::{collections::BTreeMap, time::Duration};

use patchround_protocol::{Cause, UpdateId};

use super::{
    Prefix,
    casks::{self, Cask},
    causes, list,
    outdated::{self, Kind, Outdated, is_name},
};
pub use crate::ask::AskError;
use crate::{
    command::{Call, Output},
    source::Pc,
};

/// sources.md K.
const LIMIT: Duration = Duration::from_secs(5 * 60);
/// Each keeps it from something that nobody ordered, or from asking: looking for news, hints, questions, colours, telling
/// its makers.
const VARIABLES: [&str; 6] = [
    "HOMEBREW_NO_AUTO_UPDATE",
    "HOMEBREW_NO_ENV_HINTS",
    "HOMEBREW_NO_ASK",
    "HOMEBREW_NO_ANALYTICS",
    "HOMEBREW_NO_COLOR",
    "HOMEBREW_NO_EMOJI",
];

/// A call of it.
pub fn brew<const N: usize>(prefix: &Prefix, words: [&str; N]) -> Call {
    let call = Call::new(prefix.program(), words).with("HOME", prefix.home());
    VARIABLES.iter().fold(call, |call, name| call.with(name, "1"))
}

/// What is older than what is offered. Without `--greedy`: what updates itself is left to do so.
///
/// # Errors
/// [`AskError`].
pub fn outdated(pc: &Pc<'_>, prefix: &Prefix) -> Result<Vec<Outdated>, AskError> {
    let output = asked(pc, &brew(prefix, ["outdated", "--json=v2"]))?;
    outdated::parse(&output.stdout).ok_or_else(|| garbled(&output))
}

/// What is said of these casks; what has no name that it may be told is left out.
///
/// # Errors
/// [`AskError`].
pub fn casks<'a>(
    pc: &Pc<'_>,
    prefix: &Prefix,
    names: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, Cask>, AskError> {
    let names: Vec<&str> = names.filter(|name| is_name(name)).collect();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let output = asked(pc, &brew(prefix, ["info", "--json=v2", "--cask", "--"]).and(names))?;
    casks::parse(&output.stdout).ok_or_else(|| garbled(&output))
}

/// The versions that are there, asked by a process of its own; none where it is not installed.
///
/// # Errors
/// [`AskError`].
pub fn versions(pc: &Pc<'_>, prefix: &Prefix, kind: Kind, name: &str) -> Result<Vec<String>, AskError> {
    let output = pc.tools.ask(&brew(prefix, ["list", "--versions", kind.flag(), "--", name]), LIMIT)?;
    if output.is_success() {
        return Ok(there(&output.stdout, name));
    }
    match causes::classify(&output.said()) {
        // It says nothing, and ends with 1, where a formula is not there.
        Cause::VersionGone => Ok(Vec::new()),
        _ if output.said().trim().is_empty() => Ok(Vec::new()),
        _ => Err(refused(&output)),
    }
}

/// Whether exactly this is there already, which is not outdated any more, asked by a process of its own.
///
/// # Errors
/// [`AskError`].
pub fn is_there(pc: &Pc<'_>, prefix: &Prefix, id: &UpdateId) -> Result<bool, AskError> {
    let kind = [Kind::Formula, Kind::Cask]
        .into_iter()
        .find(|kind| id.native().starts_with(&format!("{}/", kind.as_str())));
    let Some(kind) = kind else { return Ok(false) };
    let output = asked(pc, &brew(prefix, ["list", "--versions", kind.flag()]))?;
    Ok(output.stdout.lines().any(|line| list::is_line_of(id, line)))
}

/// `NAME VERSION VERSION`: the name without its tap.
fn there(said: &str, name: &str) -> Vec<String> {
    let short = name.rsplit('/').next().unwrap_or(name);
    let of = |line: &str| {
        let mut words = line.split_whitespace();
        let is_it = words.next().is_some_and(|found| found == name || found == short);
        is_it.then(|| words.map(str::to_owned).collect::<Vec<_>>())
    };
    said.lines().find_map(of).unwrap_or_default()
}

fn asked(pc: &Pc<'_>, call: &Call) -> Result<Output, AskError> {
    let output = pc.tools.ask(call, LIMIT)?;
    if output.is_success() { Ok(output) } else { Err(refused(&output)) }
}

fn refused(output: &Output) -> AskError {
    let said = format!("{}\n[{}]", output.said(), output.ending());
    AskError::Refused { cause: causes::classify(&said), said }
}

fn garbled(output: &Output) -> AskError {
    AskError::Refused { cause: Cause::Unexpected, said: format!("{}\n[not understood]", output.said()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_name_that_was_asked_for() {
        assert_eq!(there("openssl@3 3.5.1 3.5.2\n", "openssl@3"), ["3.5.1", "3.5.2"]);
        assert_eq!(there("pr-tool 1.1\n", "lab/tools/pr-tool"), ["1.1"]);
        assert_eq!(there("other 9\n", "pr-tool"), Vec::<String>::new());
        assert_eq!(there("", "pr-tool"), Vec::<String>::new());
    }
}
