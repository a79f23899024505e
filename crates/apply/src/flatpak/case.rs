//! A PC with two programs of flatpak, for the conformance of all sources.

use std::path::Path;

use patchround_protocol::Outcome;
use patchround_updates::command::Tools;

use super::pretended::{APP, Pretended, TOOL, Wrong, id};
use crate::conformance::{Case, Does, Made};

pub(crate) const CASE: Case = Case {
    id: "flatpak",
    source: &super::Flatpak,
    order: || vec![id(APP, 2), id(TOOL, 2)],
    gone: || vec![id(APP, 9), id(TOOL, 9)],
    stranger: "flatpak:x@1",
    agreed: &[],
    change: |line| {
        line.contains(" update ") && !["--no-deploy", "--appstream"].iter().any(|o| line.contains(o))
    },
    fetched: (Outcome::Done, None),
    removes: true,
    forgets: false,
    make: |does| {
        let mut pc = Pretended::new();
        pc.wrong = match does {
            Does::Well | Does::LeavesUnset => Wrong::Nothing,
            Does::OnlySaysSo => Wrong::OnlySaysSo,
            Does::FailsAfterIt => Wrong::SaysItFailed,
            Does::Removes => Wrong::WantsToRemove,
        };
        Box::new(pc)
    },
};

impl Made for Pretended {
    fn root(&self) -> &Path {
        self.root.path()
    }

    fn tools(&self) -> &dyn Tools {
        self
    }
}
