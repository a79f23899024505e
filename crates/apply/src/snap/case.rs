//! A PC with two snaps, for the conformance of all sources.

use std::path::Path;

use patchround_protocol::Outcome;
use patchround_updates::command::Tools;

use super::pretended::{DRAW, NOTES, Pretended, Wrong, id};
use crate::conformance::{Case, Does, Made};

pub(crate) const CASE: Case = Case {
    id: "snap",
    source: &super::Snap,
    order: || vec![id(DRAW, 2), id(NOTES, 2)],
    gone: || vec![id(DRAW, 9), id(NOTES, 9)],
    stranger: "snap:x@1-1",
    agreed: &[],
    // No program is started: snapd is ordered.
    change: |_| true,
    fetched: (Outcome::Waiting, None),
    removes: false,
    forgets: false,
    make: |does| {
        let pc = Pretended::new();
        pc.wrong(match does {
            Does::Well | Does::Removes | Does::LeavesUnset => Wrong::Nothing,
            Does::OnlySaysSo => Wrong::OnlySaysSo,
            Does::FailsAfterIt => Wrong::SaysItFailed,
        });
        Box::new(pc)
    },
};

impl Made for Pretended {
    fn root(&self) -> &Path {
        self.pc().root
    }

    fn tools(&self) -> &dyn Tools {
        self.pc().tools
    }

    fn during(&self, act: &mut dyn FnMut()) {
        Pretended::during(self, |_, _| act());
    }

    fn ordered(&self) -> Vec<String> {
        self.orders().iter().map(ToString::to_string).collect()
    }
}
