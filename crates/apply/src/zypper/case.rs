//! A PC that zypper runs, for the conformance of all sources: two packages, each with something newer.

use std::path::Path;

use patchround_protocol::{Outcome, UpdateId};
use patchround_updates::command::Tools;

use super::pretended::{Does as Run, Pretended, recorded};
use crate::conformance::{Case, Does, Made};

pub(crate) const CASE: Case = Case {
    id: "zypper",
    source: &super::Zypper,
    order: || ids("2-1"),
    gone: || ids("9-1"),
    stranger: "zypper:noarch@1-1",
    agreed: &[],
    change: |line| {
        line.contains(" install ") && !["--dry-run", "--download-only"].iter().any(|o| line.contains(o))
    },
    fetched: (Outcome::Done, None),
    removes: true,
    forgets: true,
    make,
};

fn ids(version: &str) -> Vec<UpdateId> {
    ["a", "b"].map(|name| format!("zypper:{name}.noarch@{version}").parse().unwrap()).into()
}

fn make(does: Does) -> Box<dyn Made> {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1"), ("b.noarch", "1-1", "2-1")]);
    let run = |status: i32, leaves| {
        pc.does(Run {
            status: Some(status),
            says: "<?xml version='1.0'?>\n<stream>\n</stream>".to_owned(),
            leaves,
        });
    };
    let failing = recorded("install.scriptlet").replace("pr-fail-1.1-1", "a-2-1");
    let both = || vec![("a.noarch", vec!["2-1"]), ("b.noarch", vec!["2-1"])];
    // It is fetched before it is installed.
    run(0, Vec::new());
    match does {
        Does::Well => run(0, both()),
        Does::FailsAfterIt => run(1, both()),
        Does::OnlySaysSo => run(0, Vec::new()),
        Does::LeavesUnset => pc.does(Run { status: Some(107), says: failing, leaves: both() }),
        Does::Removes => {
            let said = (4, recorded("install.would-remove"));
            pc.state.lock().unwrap().instead.insert("=2-1", said);
        }
    }
    Box::new(pc)
}

impl Made for Pretended {
    fn root(&self) -> &Path {
        self.root.path()
    }

    fn tools(&self) -> &dyn Tools {
        self
    }
}
