//! What an attack must leave as it was.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use patchround_protocol::{Event, EventKind};

use crate::pc::Pc;

/// The root half's files, the documents and the jobs of the network half, what its event log tells of jobs and
/// of the office, and the package database.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Traces {
    files: BTreeMap<PathBuf, Vec<u8>>,
    events: Vec<Event>,
}

impl Traces {
    pub(crate) fn of(pc: &Pc) -> Self {
        let folder = pc.folder.path();
        let mut files = BTreeMap::new();
        collect(&folder.join("root"), &mut files);
        collect(&folder.join("net/jobs"), &mut files);
        let more = ["net/charter.json", "net/policy.json", "net/feeds.json"].map(|name| folder.join(name));
        for path in more.into_iter().chain([PathBuf::from("/var/lib/dpkg/status")]) {
            files.insert(path.clone(), fs::read(&path).unwrap_or_default());
        }
        Self { files, events: told(folder) }
    }
}

/// A refusal is told, and so is a scan that happened to be made meanwhile: both change nothing.
fn told(folder: &Path) -> Vec<Event> {
    let text = fs::read_to_string(folder.join("net/events.ndjson")).unwrap_or_default();
    let events = text.lines().map(|line| serde_json::from_str::<Event>(line).unwrap());
    events
        .filter(|event| !matches!(event.kind, EventKind::Scanned { .. } | EventKind::JobRefused { .. }))
        .map(|event| Event { seq: 0, ..event })
        .collect()
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap_or_default());
        }
    }
}
