//! winget: what Microsoft's catalogue has newer of the programs on a PC of Windows. One parser a file; only [`ask`] starts
//! programs.
//!
//! winget has no answers for machines to read. What it says is in the language of whoever runs it, so it is read by its
//! shape and never by its words (docs/sources/winget.md).

pub mod ask;
pub mod causes;
pub mod details;
pub mod list;
pub mod name;
pub mod own_way;
pub mod place;
pub mod restarts;
pub mod version;

use std::{collections::BTreeSet, path::PathBuf};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};

use crate::{
    command::Told,
    source::{Asking, Pc, RestartNeed, Source},
};

pub use place::Owner;

/// The source's id.
pub const SOURCE: &str = "winget";

/// The programs of the whole PC.
#[derive(Debug, Clone, Copy)]
pub struct Winget;

impl Source for Winget {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        Owner::Machine.is_here(pc)
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        read(pc, asking, &Owner::Machine)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        Owner::Machine.watched_paths()
    }

    /// What was noted when an installer asked for it: until the PC was started anew.
    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        let packages: Vec<String> = restarts::noted(pc).into_iter().collect();
        RestartNeed { pending: Some(!packages.is_empty()), packages }
    }

    /// Nothing is ever kept: an older installer does not take the place of a newer program.
    fn still_kept(&self, _: &Pc<'_>, _: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Ok(Vec::new())
    }

    /// Nobody here knows which of a menu's entries a package brought.
    fn programs_of(&self, _: &str) -> BTreeSet<String> {
        BTreeSet::new()
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(told.status, &told.said())
    }
}

/// The updates of what is somebody's; where winget could not be asked, none and the cause.
pub fn read(pc: &Pc<'_>, asking: &Asking<'_>, owner: &Owner) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match ask::offered(pc, owner) {
        Ok(offers) => {
            let way = |id: &str| own_way::of(pc, owner, id);
            (list::join(asking.pc, &offers, owner.scope(), way), None)
        }
        Err(error) => {
            let cause = error.cause();
            tracing::warn!(?cause, "Failed to ask winget");
            tracing::debug!(said = %error.said(), "What winget said");
            (Vec::new(), Some(cause))
        }
    };
    let scan = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: None,
        whole: false,
        managed: false,
    };
    (scan, updates)
}
