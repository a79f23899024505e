//! A PC that pacman runs, for the conformance of all sources: it is updated wholly or not at all.

use std::path::Path;

use patchround_protocol::Outcome;
use patchround_updates::command::Tools;

use super::tests::{WHOLE, fetched, ids, pc_root};
use crate::{
    conformance::{Case, Does, Made},
    replay::Replay,
};

pub(crate) const CASE: Case = Case {
    id: "pacman",
    order: || ids(&WHOLE),
    gone: || ids(&["lab-app@9-1", "lab-lib@9-1"]),
    stranger: "pacman:nothing@1-1",
    agreed: &["lab-old"],
    change: |line| line.ends_with(" -Su"),
    fetched: (Outcome::Done, None),
    removes: true,
    make: |does| {
        let (says, status, after) = match does {
            Does::Well => ("Su.good", 0, "Q.replaced"),
            Does::FailsAfterIt => ("Su.good", 1, "Q.replaced"),
            Does::OnlySaysSo | Does::Removes => ("Su.nothing", 0, "Q.before"),
        };
        let tools = fetched(&format!("arch-6.0.pacman-{says}"), status, &format!("arch-6.0.pacman-{after}"));
        Box::new(Whole { root: pc_root(), tools })
    },
};

struct Whole {
    root: tempfile::TempDir,
    tools: Replay,
}

impl Made for Whole {
    fn root(&self) -> &Path {
        self.root.path()
    }

    fn tools(&self) -> &dyn Tools {
        &self.tools
    }
}
