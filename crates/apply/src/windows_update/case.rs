//! A PC with two updates of Windows, for the conformance of all sources.

use std::path::Path;

use patchround_protocol::Outcome;
use patchround_updates::command::Tools;

use super::pretended::{MONTH, Pretended, SMALL, Wrong, id};
use crate::conformance::{Case, Does, Made};

pub(crate) const CASE: Case = Case {
    id: "windows_update",
    source: &super::WindowsUpdate,
    order: || vec![id(MONTH, 2), id(SMALL, 2)],
    gone: || vec![id(MONTH, 9), id(SMALL, 1)],
    stranger: "windows_update:x@1",
    agreed: &[],
    // No program is started: the agent is told.
    change: |_| true,
    fetched: (Outcome::Done, None),
    removes: false,
    forgets: false,
    make: |does| {
        let pc = Pretended::new(&[MONTH, SMALL]);
        let wrong = match does {
            Does::Well | Does::Removes | Does::LeavesUnset => None,
            Does::OnlySaysSo => Some(Wrong::OnlySaysSo),
            Does::FailsAfterIt => Some(Wrong::FailsAfterIt),
        };
        wrong.into_iter().for_each(|wrong| [MONTH, SMALL].iter().for_each(|update| pc.wrong(update, wrong)));
        Box::new(pc)
    },
};

impl Made for Pretended {
    fn root(&self) -> &Path {
        Pretended::root(self)
    }

    fn tools(&self) -> &dyn Tools {
        self
    }

    fn ordered(&self) -> Vec<String> {
        Pretended::ordered(self)
    }
}
