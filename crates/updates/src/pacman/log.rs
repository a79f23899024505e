//! pacman's own account: whether its last transaction came to its end.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    time::{Duration, SystemTime},
};

use jiff::{Timestamp, fmt::strtime};

use patchround_protocol::ids::PackageName;

use crate::source::Pc;

use super::places::LOG;

/// Bytes of its end that are read: a transaction over a thousand packages, and what their scripts said.
const BYTES: u64 = 1024 * 1024;
const ABOUT: &str = "[ALPM] transaction ";

/// Whether the last transaction was begun and did not come to its end. Where the log does not say, it did.
pub fn is_unfinished(pc: &Pc<'_>) -> bool {
    end(pc).is_some_and(|text| ends_unfinished(&text))
}

/// When the last transaction was begun.
pub fn last_started(pc: &Pc<'_>) -> Option<Timestamp> {
    started_in(&end(pc)?)
}

/// What tells a transaction from the one before it, also where both were begun in one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    last: Option<Timestamp>,
    all: usize,
}

/// How many transactions were begun, and when the last one was.
pub fn begun(pc: &Pc<'_>) -> Begun {
    let text = end(pc).unwrap_or_default();
    let all = text.lines().filter(|line| about_transaction(line) == Some("started")).count();
    Begun { last: started_in(&text), all }
}

fn started_in(text: &str) -> Option<Timestamp> {
    let line = text.lines().rev().find(|line| about_transaction(line) == Some("started"))?;
    let (time, _) = line.strip_prefix('[')?.split_once(']')?;
    strtime::parse("%Y-%m-%dT%H:%M:%S%z", time).ok()?.to_timestamp().ok()
}

/// What the last transaction had brought, where it did not come to its end: each package once, in its order. Names that no
/// package may have are left out.
pub fn cut_off(pc: &Pc<'_>) -> Vec<String> {
    if is_unfinished(pc) { brought(pc) } else { Vec::new() }
}

/// What the last transaction had brought, however it ended.
pub fn brought(pc: &Pc<'_>) -> Vec<String> {
    let text = end(pc).unwrap_or_default();
    let mut names: Vec<String> = brought_in(&text).map(str::to_owned).collect();
    names.retain(|name| name.parse::<PackageName>().is_ok());
    names.reverse();
    names.dedup();
    names
}

/// As [`brought`], where that transaction was begun since this moment, as far as the log says when. It has whole seconds.
pub fn brought_since(pc: &Pc<'_>, since: SystemTime) -> Vec<String> {
    let is_older = |at: Timestamp| SystemTime::from(at) + Duration::from_secs(1) < since;
    if last_started(pc).is_some_and(is_older) { Vec::new() } else { brought(pc) }
}

/// As [`brought`], the last one first.
fn brought_in(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().rev().take_while(|line| about_transaction(line) != Some("started"));
    lines.filter_map(named)
}

/// The package of `[TIME] [ALPM] upgraded NAME (OLD -> NEW)`.
fn named(line: &str) -> Option<&str> {
    let (_, rest) = line.strip_prefix('[')?.split_once("] [ALPM] ")?;
    let (verb, rest) = rest.split_once(' ')?;
    let is_verb = ["upgraded", "installed", "reinstalled", "downgraded"].contains(&verb);
    rest.split_once(" (").filter(|_| is_verb).map(|(name, _)| name)
}

/// Whether the last word on a transaction is not that it was completed.
pub fn ends_unfinished(text: &str) -> bool {
    let last = text.lines().rev().find_map(about_transaction);
    last.is_some_and(|word| word != "completed")
}

/// What became of a transaction, by `[TIME] [ALPM] transaction WORD`. What a script printed has another mark.
fn about_transaction(line: &str) -> Option<&str> {
    let (_, rest) = line.strip_prefix('[')?.split_once("] ")?;
    rest.strip_prefix(ABOUT)
}

fn end(pc: &Pc<'_>) -> Option<String> {
    let mut file = File::open(pc.place(LOG)).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(BYTES))).ok()?;
    let mut bytes = Vec::new();
    file.take(BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_that_failed_or_was_cut_off_is_unfinished_until_another_one_is_completed() {
        let failed = include_str!("../../testdata/arch-6.0.pacman-log.no-room");
        assert!(ends_unfinished(failed));
        let killed = include_str!("../../testdata/arch-6.0.pacman-log.killed");
        assert!(ends_unfinished(killed));
        assert_eq!(
            (brought_in(failed).next(), brought_in(killed).next()),
            (Some("lab-app"), Some("lab-wide"))
        );
        let later = format!("{failed}[2026-11-30T07:31:34+0000] [ALPM] transaction completed\n");
        let line = "[2026-11-30T07:31:34+0100] [ALPM] transaction started\n";
        assert_eq!(started_in(line).unwrap().to_string(), "2026-11-30T06:31:34Z");
        assert!(started_in(failed).is_some() && started_in("").is_none());
        assert!(!ends_unfinished(&later) && !ends_unfinished("") && !ends_unfinished("garbage\n"));
        let forged =
            format!("{later}[2026-11-30T07:31:34+0000] [ALPM-SCRIPTLET] [ALPM] transaction started\n");
        assert!(!ends_unfinished(&forged), "what a script prints is none of pacman's words");
    }
}
