//! Which version is newer: dpkg says.

use patchround_protocol::{Update, update::Change};

use crate::{
    apt::{
        ask::DPKG,
        notes::{self, Between, Notes, Step},
    },
    command::Reading,
};

/// What the maker says of the versions between; an update that brings something new changes nothing.
pub(super) fn changes(update: &Update, notes: &Notes) -> Vec<Change> {
    let Some(installed) = &update.installed else { return Vec::new() };
    let mut step = ByDpkg { installed, candidate: &update.candidate };
    notes::changes(notes, &update.package, &update.candidate, &mut step)
}

struct ByDpkg<'a> {
    installed: &'a str,
    candidate: &'a str,
}

impl Step for ByDpkg<'_> {
    fn is_installed(&mut self, version: &str) -> bool {
        is_installed(version, Some(self.installed))
    }

    fn is_release_between(&mut self, release: &str) -> Between {
        if !is_older_or_same(release, upstream(self.candidate)) {
            Between::Later
        } else if is_older_or_same(release, upstream(self.installed)) {
            Between::Installed
        } else {
            Between::Yes
        }
    }
}

/// Whether a changelog's version is the installed one or an older one.
pub(super) fn is_installed(version: &str, installed: Option<&str>) -> bool {
    let Some(installed) = installed else { return false };
    version == installed || version == without_rebuild(installed) || is_older_or_same(version, installed)
}

fn is_older_or_same(version: &str, other: &str) -> bool {
    let older = Reading::new(DPKG).map(|dpkg| dpkg.args(["--compare-versions", version, "le", other]));
    older.and_then(Reading::run).is_ok_and(|answer| answer.is_success())
}

/// A package that was only built again has the changelog of the version before `+bN`.
pub(super) fn without_rebuild(version: &str) -> &str {
    match version.rsplit_once("+b") {
        Some((before, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => before,
        _ => version,
    }
}

/// The maker's own version: without the epoch, Debian's revision, and what says that files were left out (deb-version(7)).
pub(super) fn upstream(version: &str) -> &str {
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    let version = version.rsplit_once('-').map_or(version, |(upstream, _)| upstream);
    let version = version.split_once("+really").map_or(version, |(_, really)| really);
    let marks = ["+dfsg", "~dfsg", "+ds", "~ds", "+repack", "~repack"];
    let end = marks.iter().filter_map(|mark| version.find(mark)).min();
    &version[..end.unwrap_or(version.len())]
}
