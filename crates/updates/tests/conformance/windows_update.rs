//! A PC with Windows Update: a month's update, one with a licence, a tool, definitions, the next Windows, one before its day,
//! one that waits for a restart, one that asks, and two drivers.

use std::{fs, path::Path};

use patchround_updates::windows_update::agent::Search;

use crate::replay::{AGENT, Replay};

/// What makes a folder a PC with Windows.
pub(crate) fn root(root: &Path) {
    let library = root.join("Windows/System32/wuapi.dll");
    fs::create_dir_all(library.parent().unwrap()).unwrap();
    fs::write(library, "").unwrap();
}

/// What its agent says.
pub(crate) fn replay() -> Replay {
    let line = |search: Search| format!("{AGENT}{}", search.criteria());
    Replay::default()
        .with(&line(Search::Software { online: false }), 0, "written.windows-update.software")
        .with(&line(Search::Drivers { online: false }), 0, "written.windows-update.drivers")
        .with(&format!("{AGENT}searched at"), 0, "written.windows-update.searched")
}
