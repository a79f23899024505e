//! People's own programs, put into scans and taken out again.

use jiff::Timestamp;
use patchround_protocol::{
    ids::DocumentHash,
    wire::{PersonScan, Scan},
};

use crate::own::List;

/// What people have for themselves, and the revision of the newest scan without it.
#[derive(Debug, Default)]
pub(super) struct People {
    lists: Vec<List>,
    revision: String,
}

impl People {
    /// These from now on.
    pub(super) fn know(&mut self, lists: Vec<List>) {
        self.lists = lists;
    }

    /// The revision changes with what is offered, how it could be read, and on which day that was told.
    pub(super) fn added_to(&mut self, mut scan: Scan) -> Scan {
        self.revision.clone_from(&scan.revision);
        if self.lists.is_empty() {
            return scan;
        }
        let said: Vec<_> = self
            .lists
            .iter()
            .map(|list| {
                (
                    List::day(list),
                    PersonScan { told_at: Timestamp::UNIX_EPOCH, ..list.of.clone() },
                    &list.updates,
                )
            })
            .collect();
        let content = serde_json::to_vec(&(&self.revision, said));
        scan.revision = DocumentHash::of(&content.expect("plain data is always written")).to_string();
        for List { of, updates } in &self.lists {
            scan.people.push(of.clone());
            scan.updates.extend(updates.iter().cloned());
        }
        scan
    }

    /// The newest scan without them.
    pub(super) fn taken_from(&self, mut scan: Scan) -> Scan {
        scan.people.clear();
        scan.updates.retain(|update| update.id.person().is_none());
        scan.revision.clone_from(&self.revision);
        scan
    }
}
