//! A Mac whose store has something newer of three apps.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};
use patchround_updates::{Asking, Pc, RestartNeed, Source, command::Told, mas};

use crate::replay::Replay;

const HOME: &str = "/Users/ana";

/// It, asked as a source is, so that it is held to the same.
pub(crate) struct OfPerson;

impl Source for OfPerson {
    fn id(&self) -> &'static str {
        mas::SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        mas::is_here(pc, HOME)
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        mas::read(pc, asking, HOME)
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

/// Everything that makes it a Mac with that program.
pub(crate) fn root(root: &Path) {
    fs::create_dir_all(root.join("Users/ana")).unwrap();
    fs::create_dir_all(root.join("opt/homebrew/bin")).unwrap();
    fs::write(root.join("opt/homebrew/bin/mas"), "").unwrap();
}

pub(crate) fn replay() -> Replay {
    Replay::default().with("/opt/homebrew/bin/mas outdated --json", 0, "written.mas-outdated.mixed")
}
