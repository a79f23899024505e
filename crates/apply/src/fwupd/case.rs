//! A PC with one device whose firmware is offered, for the conformance of all sources: it goes in alone.

use std::path::Path;

use patchround_updates::command::Tools;

use super::tests::{id, lab, pc};
use crate::{
    conformance::{Case, Does, GOES_ALONE, Made},
    replay::Replay,
};

pub(crate) const CASE: Case = Case {
    id: "fwupd",
    source: &super::Fwupd,
    order: || vec![id("1.2.4")],
    gone: || vec![id("1.2.9")],
    stranger: "fwupd:ffff60be0f1f9f128413f816022a6439e0078018@2",
    agreed: &[],
    change: |line| line.contains(" install "),
    fetched: GOES_ALONE,
    removes: false,
    forgets: false,
    make: |does| {
        let tools = match does {
            Does::Well | Does::Removes | Does::LeavesUnset => lab((0, "good"), "after"),
            Does::OnlySaysSo => lab((0, "good"), "mixed"),
            Does::FailsAfterIt => lab((1, "good"), "after"),
        };
        let root = tempfile::tempdir().unwrap();
        pc::root(root.path());
        Box::new(Device { root, tools })
    },
};

struct Device {
    root: tempfile::TempDir,
    tools: Replay,
}

impl Made for Device {
    fn root(&self) -> &Path {
        self.root.path()
    }

    fn tools(&self) -> &dyn Tools {
        &self.tools
    }
}
