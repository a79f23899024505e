//! A PC with two programs of winget, for the conformance of all sources.

use patchround_protocol::Outcome;

use super::{
    played::Program,
    pretended::{Pretended, id},
};

pub(crate) const CASE: crate::conformance::Case = crate::conformance::Case {
    id: "winget",
    source: &super::Winget,
    order: || vec![id("Git.Git", "2.45.1"), id("CursorAI,Inc.Cursor", "1.1 beta")],
    gone: || vec![id("Git.Git", "9.9"), id("CursorAI,Inc.Cursor", "9.9")],
    stranger: "winget:x@1",
    agreed: &[],
    change: |line| line.contains(" upgrade "),
    fetched: (Outcome::Waiting, None),
    removes: false,
    forgets: false,
    make: |does| {
        use crate::conformance::Does;
        let (stays, status) = match does {
            Does::Well | Does::Removes | Does::LeavesUnset => (false, 0),
            Does::OnlySaysSo => (true, 0),
            Does::FailsAfterIt => (false, 0x8A15_0006),
        };
        Box::new(Pretended::new(
            two().into_iter().map(|program| Program { stays, status, ..program }).collect(),
        ))
    },
};

/// Two programs that have something newer.
pub(crate) fn two() -> Vec<Program> {
    vec![Program::new("Git.Git", "2.37.3", "2.45.1"), Program::new("CursorAI,Inc.Cursor", "1.0", "1.1 beta")]
}

impl crate::conformance::Made for Pretended {
    fn root(&self) -> &std::path::Path {
        self.root()
    }

    fn tools(&self) -> &dyn patchround_updates::command::Tools {
        self
    }
}
