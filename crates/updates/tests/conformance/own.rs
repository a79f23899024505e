//! What a person has of their own, asked as a source is, so that it is held to the same.

use std::{collections::BTreeSet, path::PathBuf};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};
use patchround_updates::{
    Asking, Pc, RestartNeed, Source,
    command::Told,
    flatpak::{Flatpak, Installation},
    own,
};

use crate::flatpak::HOME;

pub(crate) struct Own;

impl Source for Own {
    fn id(&self) -> &'static str {
        Flatpak.id()
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        Installation::of_person(HOME).is_some_and(|flatpak| flatpak.is_here(pc))
    }

    fn list(&self, pc: &Pc<'_>, _: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        let mut all = own::read(pc, HOME);
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        own::watched_paths(HOME)
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        Flatpak.restart_need(pc)
    }

    fn still_kept(&self, _: &Pc<'_>, _: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Ok(Vec::new())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        Flatpak.programs_of(native)
    }

    fn cause(&self, told: &Told) -> Cause {
        Flatpak.cause(told)
    }
}
