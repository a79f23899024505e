//! A PC that dnf 4 runs, for the conformance of all sources.

use std::path::Path;

use patchround_protocol::Outcome;
use patchround_updates::command::Tools;

use super::tests::{Lab, NEW, OLD, TARGET, TOOL, line};
use crate::{
    conformance::{Case, Does, Made},
    replay::testdata,
};

const REMOVES: &str =
    "Upgrading:\n pr-tool noarch 1.1-1 lab 6 k\n     replacing  pr-old.noarch 1.0-1\n\nTransaction Summary\n";

pub(crate) const CASE: Case = Case {
    id: "dnf",
    source: &super::Dnf,
    order: || vec![TOOL.parse().unwrap()],
    gone: || vec!["dnf:pr-tool.noarch@9-1".parse().unwrap()],
    stranger: "dnf:nothing@1",
    agreed: &[],
    change: |line| line.contains(" -y -C ") || (line.contains(" -y ") && !line.contains("--downloadonly")),
    fetched: (Outcome::Done, None),
    removes: true,
    forgets: true,
    make: |does| {
        let (after, status) = match does {
            Does::Well => (NEW, 0),
            Does::OnlySaysSo | Does::Removes => (OLD, 0),
            Does::FailsAfterIt => (NEW, 1),
            Does::LeavesUnset => (NEW, 0),
        };
        let failing = testdata("debian-12.dnf-upgrade.failing-post").replace("pr-fail", "pr-tool");
        let says = if does == Does::LeavesUnset { &failing } else { "Complete!\n" };
        let mut lab = Lab::new(OLD, after, TARGET, (status, says));
        if does == Does::Removes {
            lab.before =
                lab.before.says(&line("-C --assumeno", &format!("upgrade {TARGET}")), 1, REMOVES, "");
        }
        Box::new(lab)
    },
};

impl Made for Lab {
    fn root(&self) -> &Path {
        self.root.path()
    }

    fn tools(&self) -> &dyn Tools {
        self
    }
}
