//! A Mac on which Ana has a Homebrew of her own.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};
use patchround_updates::{
    Asking, Pc, RestartNeed, Source,
    brew::{self, Prefix},
    command::Told,
};

use crate::replay::Replay;

const HOME: &str = "/Users/ana";

/// It, asked as a source is, so that it is held to the same.
pub(crate) struct OfPerson;

impl Source for OfPerson {
    fn id(&self) -> &'static str {
        brew::SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        Prefix::of_person(pc, HOME).is_some()
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        brew::read(pc, asking, &Prefix::of_person(pc, HOME).unwrap())
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    fn restart_need(&self, _: &Pc<'_>) -> RestartNeed {
        RestartNeed::default()
    }

    fn still_kept(&self, _: &Pc<'_>, _: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Ok(Vec::new())
    }

    fn programs_of(&self, _: &str) -> BTreeSet<String> {
        BTreeSet::new()
    }

    fn cause(&self, _: &Told) -> Cause {
        Cause::Unexpected
    }
}

/// Everything that makes it Ana's.
pub(crate) fn root(root: &Path) {
    fs::create_dir_all(root.join("Users/ana")).unwrap();
    fs::create_dir_all(root.join("opt/homebrew/bin")).unwrap();
    fs::write(root.join("opt/homebrew/bin/brew"), "").unwrap();
}

pub(crate) fn replay() -> Replay {
    let info = "/opt/homebrew/bin/brew info --json=v2 --cask -- draw letters";
    Replay::default()
        .with("/opt/homebrew/bin/brew outdated --json=v2", 0, "written.brew-outdated.mixed")
        .with(info, 0, "written.brew-info.mixed")
}
