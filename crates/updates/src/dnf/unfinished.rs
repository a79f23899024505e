//! What was cut off: rpm has a package's new version in its database before the last steps of its set-up have run. Whether
//! they did, dnf's own history tells; of a step that failed only we have a note.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::Cause;

use super::{
    SOURCE,
    ask::{self, AskError},
    history::Transaction,
};
use crate::{
    rpm,
    source::Pc,
    unset::{self, NotWhole},
};

/// A file in which dnf 4 notes who changes rpm's database.
const WRITER: &str = "/var/lib/dnf/rpmdb_lock.pid";

/// The program that changes rpm's database.
pub fn writer(pc: &Pc<'_>) -> Option<String> {
    rpm::writer(pc).or_else(|| rpm::noted_in(pc, WRITER))
}

/// What was cut off, by `NAME.ARCH`, each in the version that came in last: what is there twice, and what the last
/// transaction has brought if it did not come to its end. What that transaction never reached is as it was before.
///
/// # Errors
/// [`AskError`] where rpm's database could not be read.
pub fn cut_off(pc: &Pc<'_>) -> Result<BTreeMap<String, rpm::Package>, AskError> {
    let twice = rpm::twice(pc)?;
    let last = ask::history(pc, 0).ok().filter(|last| !last.has_ended);
    let mut names: BTreeSet<String> = last.iter().flat_map(Transaction::names).collect();
    names.extend(twice.iter().cloned());
    let mut broken: BTreeMap<String, rpm::Package> = BTreeMap::new();
    for there in rpm::installed(pc, names.iter().map(String::as_str))? {
        let name = there.name_arch();
        let is_brought = last.as_ref().is_some_and(|last| last.brought(&there.name, &there.arch, &there.evr));
        let is_later = |than: &rpm::Package| than.installed <= there.installed;
        if (twice.contains(&name) || is_brought) && broken.get(&name).is_none_or(is_later) {
            broken.insert(name, there);
        }
    }
    Ok(broken)
}

/// What is noted as not set up because a step of it failed, by `NAME.ARCH`.
///
/// # Errors
/// [`AskError`] where rpm's database could not be read.
pub fn not_set_up(pc: &Pc<'_>) -> Result<BTreeMap<String, rpm::Package>, AskError> {
    Ok(unset::of_rpm(pc, SOURCE)?.into_iter().map(|there| (there.name_arch(), there)).collect())
}

/// What is there and not whole. While somebody works, nothing has come to its end either; where it cannot be read, nothing
/// says so.
pub(super) fn not_whole(pc: &Pc<'_>) -> NotWhole {
    if writer(pc).is_some() {
        return NotWhole::default();
    }
    let of = |cause, found: Result<BTreeMap<String, rpm::Package>, AskError>| {
        let found = found.ok().filter(|found| !found.is_empty())?;
        Some(NotWhole::new(cause, found.into_values().map(|package| package.name)))
    };
    of(Cause::InterruptedBefore, cut_off(pc))
        .or_else(|| of(Cause::PackageScriptFailed, not_set_up(pc)))
        .unwrap_or_default()
}
