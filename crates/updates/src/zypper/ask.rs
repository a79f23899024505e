//! The questions to zypper. All only read, need no lock and no root, and refresh nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use patchround_protocol::Cause;

use crate::{
    command::{Call, Output},
    source::Pc,
};

use super::{
    causes,
    listed::{self, Listed},
    locks::{self, Locked},
    needs::{self, Info},
    stream::{self, Broken},
    versions::{self, There},
};
pub use crate::ask::AskError;

/// Where zypper puts what it has fetched.
pub const PACKAGES: &str = "/var/cache/zypp/packages/";
/// Folders within each other there: one for each repository, and those that a repository has.
const DEPTH: usize = 5;

/// The packages that lie in zypper's cache on the PC with this root.
pub fn cached(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.join(PACKAGES.trim_start_matches('/'))];
    for _ in 0..DEPTH {
        let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        let (inner, files): (Vec<PathBuf>, Vec<PathBuf>) =
            entries.map(|entry| entry.path()).partition(|path| path.is_dir());
        found.extend(files.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "rpm")));
        folders = inner;
    }
    found
}

/// Path of `zypper`.
pub const ZYPPER: &str = "/usr/bin/zypper";
/// For every call: nobody can be asked, and nothing is fetched unless a refresh was ordered.
pub const OPTIONS: [&str; 3] = ["--non-interactive", "--xmlout", "--no-refresh"];

/// zypper builds its cache anew where that is older than what was fetched.
const LIMIT: Duration = Duration::from_secs(60);
/// Names in one call: the kernel's limit on arguments is far above.
const NAMES: usize = 2000;
/// A repository was left out: what the others offer is told all the same.
const SOME_SKIPPED: i32 = 106;
/// There is none that is switched on.
const NO_REPOSITORIES: i32 = 6;
const RESTART_NEEDED: i32 = 102;
/// What it says besides ending with 0: a 0 alone is no answer.
const NO_RESTART_NEEDED: &str = "not necessary";

/// A call of zypper with these arguments.
pub fn zypper(arguments: &[&str]) -> Call {
    Call::new(ZYPPER, OPTIONS).and(arguments.iter().copied())
}

/// A list, and why it is not the whole one.
pub(super) type Partly = (Listed, Option<Cause>);

/// Newer versions that zypper would bring, or with `all` also those that something stands in the way of.
pub(super) fn updates(pc: &Pc<'_>, all: bool) -> Result<Partly, AskError> {
    let arguments: &[&str] = if all { &["list-updates", "--all"] } else { &["list-updates"] };
    list(pc, arguments)
}

/// Patches that are needed.
pub(super) fn patches(pc: &Pc<'_>) -> Result<Partly, AskError> {
    list(pc, &["list-patches"])
}

fn list(pc: &Pc<'_>, arguments: &[&str]) -> Result<Partly, AskError> {
    let output = pc.tools.ask(&zypper(arguments), LIMIT)?;
    let is_partly = [SOME_SKIPPED, NO_REPOSITORIES].contains(&output.status.unwrap_or(-1));
    if !output.is_success() && !is_partly {
        return Err(refused(&output));
    }
    let listed = listed::parse(&output.stdout).map_err(|Broken| refused(&output))?;
    let nowhere = || causes::of_words(&listed.said).filter(|cause| *cause == Cause::RepoGone);
    let cause = if is_partly { Some(causes::classify(&output.stdout, output.status)) } else { nowhere() };
    Ok((listed, cause))
}

/// What these patches want, by their names.
pub(super) fn patch_infos<'a>(
    pc: &Pc<'_>,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, Info>, AskError> {
    infos(pc, "patch", names)
}

/// Who makes these packages, by their names.
pub(super) fn package_infos<'a>(
    pc: &Pc<'_>,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, Info>, AskError> {
    infos(pc, "package", names)
}

fn infos<'a>(
    pc: &Pc<'_>,
    kind: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, Info>, AskError> {
    let arguments = ["info", "-t", kind, "--"];
    let mut all = BTreeMap::new();
    in_portions(pc, &arguments, names, |text| needs::parse(text).map(|infos| all.extend(infos)))?;
    Ok(all)
}

/// What is locked.
///
/// # Errors
/// [`AskError`].
pub fn locked(pc: &Pc<'_>) -> Result<BTreeSet<Locked>, AskError> {
    let output = pc.tools.ask(&zypper(&["locks", "--solvables"]), LIMIT)?;
    let is_answer = output.is_success() || output.status == Some(SOME_SKIPPED);
    let locked = locks::parse(&output.stdout).ok().filter(|_| is_answer);
    locked.ok_or_else(|| refused(&output))
}

/// What is there, as zypper sees it.
///
/// # Errors
/// [`AskError`].
pub fn there(pc: &Pc<'_>) -> Result<There, AskError> {
    let arguments = ["search", "--installed-only", "--details", "--type", "package"];
    let output = pc.tools.ask(&zypper(&arguments), LIMIT)?;
    let is_answer = output.is_success() || output.status == Some(SOME_SKIPPED);
    let there = versions::parse(&output.stdout).ok().filter(|_| is_answer);
    there.ok_or_else(|| refused(&output))
}

/// Whether zypper says that this PC has to be restarted; `None` where it does not say.
pub fn needs_restart(pc: &Pc<'_>) -> Option<bool> {
    let output = pc.tools.ask(&zypper(&["needs-rebooting"]), LIMIT).ok()?;
    restart_said(&output)
}

fn restart_said(output: &Output) -> Option<bool> {
    match output.status? {
        RESTART_NEEDED => Some(true),
        0 if stream::words(&output.stdout).contains(NO_RESTART_NEEDED) => Some(false),
        _ => None,
    }
}

fn in_portions<'a>(
    pc: &Pc<'_>,
    arguments: &[&str],
    names: impl IntoIterator<Item = &'a str>,
    mut read: impl FnMut(&str) -> Result<(), Broken>,
) -> Result<(), AskError> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let names: Vec<&str> = names.into_iter().collect();
    for names in names.chunks(NAMES) {
        let output = pc.tools.ask(&zypper(arguments).and(names.iter().copied()), LIMIT)?;
        let is_answer = output.is_success() || [Some(SOME_SKIPPED), Some(104)].contains(&output.status);
        if !is_answer || read(&output.stdout).is_err() {
            return Err(refused(&output));
        }
    }
    Ok(())
}

fn refused(output: &Output) -> AskError {
    let cause = causes::classify(&output.stdout, output.status.filter(|status| *status != 0));
    AskError::Refused { cause, said: format!("{}\n[{}]", output.said(), output.ending()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: i32, stdout: &str) -> Option<bool> {
        restart_said(&Output { status: Some(status), stdout: stdout.to_owned(), stderr: String::new() })
    }

    #[test]
    fn whether_a_restart_is_needed_is_not_known_where_zypper_does_not_say() {
        let no = include_str!("../../testdata/debian-12.zypper-needs-rebooting.no");
        assert_eq!(said(0, no), Some(false));
        assert_eq!(
            said(102, include_str!("../../testdata/debian-12.zypper-needs-rebooting.yes")),
            Some(true)
        );
        assert_eq!((said(0, ""), said(1, no), said(106, no)), (None, None, None));
    }

    #[test]
    fn what_was_fetched_is_found_wherever_its_repository_has_it() {
        let root = tempfile::tempdir().unwrap();
        for file in ["lab/a-1-1.noarch.rpm", "lab/x86_64/deep/b-1-1.x86_64.rpm", "lab/notes"] {
            let path = root.path().join(&PACKAGES[1..]).join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(cached(root.path()).len(), 2);
    }
}
