//! A PC that pacman runs, for the conformance of all sources: it is updated wholly or not at all.

use std::{path::Path, time::Duration};

use patchround_protocol::Outcome;
use patchround_updates::command::{Call, CommandError, Line, Output, Told, Tools};

use super::tests::{WHOLE, came_in, fetched, ids, pc_root, upgrade};
use crate::{
    conformance::{Case, Does, Made},
    replay::{Replay, testdata},
};

pub(crate) const CASE: Case = Case {
    id: "pacman",
    source: &super::Pacman,
    order: || ids(&WHOLE),
    gone: || ids(&["lab-app@9-1", "lab-lib@9-1"]),
    stranger: "pacman:nothing@1-1",
    agreed: &["lab-old"],
    change: |line| line.ends_with(" -Su"),
    fetched: (Outcome::Done, None),
    removes: true,
    forgets: true,
    make: |does| {
        let (says, status, after) = match does {
            Does::Well | Does::LeavesUnset => ("Su.good", 0, "Q.replaced"),
            Does::FailsAfterIt => ("Su.good", 1, "Q.replaced"),
            Does::OnlySaysSo | Does::Removes => ("Su.nothing", 0, "Q.before"),
        };
        let tools = fetched(&format!("arch-6.0.pacman-{says}"), status, &format!("arch-6.0.pacman-{after}"));
        let failing = testdata("arch-6.0.pacman-Su.failing-post").replace("lab-fail", "lab-wide");
        let tools = if does == Does::LeavesUnset { tools.says(&upgrade(), 0, &failing, "") } else { tools };
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
        self
    }
}

impl Tools for Whole {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        self.tools.ask(call, limit)
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.tools.fetch(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        let told = self.tools.write(call, each)?;
        if call.arguments.iter().any(|argument| argument == "-Su") {
            came_in(self.root.path(), "lab-wide", ("1.0-1", "1.1-1"), 5);
        }
        Ok(told)
    }
}
