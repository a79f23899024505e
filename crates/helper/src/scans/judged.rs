//! What feeds say of what is offered, written into scans; and taken out again when newer feeds say otherwise.

use std::sync::Arc;

use patchround_protocol::{Feeds, ids::DocumentHash, update::Class, wire::Scan};

/// The feeds, and what the sources themselves said of each update of the newest scan.
#[derive(Debug, Default)]
pub(super) struct Judged {
    feeds: Option<Arc<Feeds>>,
    revision: String,
    said: Vec<(Option<Class>, Option<bool>)>,
}

impl Judged {
    /// Judges by these from now on.
    pub(super) fn know(&mut self, feeds: Option<Arc<Feeds>>) {
        self.feeds = feeds;
    }

    /// Judges what the sources said.
    pub(super) fn first(&mut self, scan: Scan) -> Scan {
        self.revision.clone_from(&scan.revision);
        self.said = scan.updates.iter().map(|update| (update.class, update.known_exploited)).collect();
        self.judge(scan)
    }

    /// The newest scan as the sources said it.
    pub(super) fn taken_from(&self, mut scan: Scan) -> Scan {
        for (update, said) in scan.updates.iter_mut().zip(&self.said) {
            (update.class, update.known_exploited) = *said;
        }
        scan.revision.clone_from(&self.revision);
        scan
    }

    /// The revision changes with what is found, and with nothing else.
    fn judge(&self, mut scan: Scan) -> Scan {
        let Some(feeds) = &self.feeds else { return scan };
        scan.updates.iter_mut().for_each(|update| feeds.annotate(update));
        let found: Vec<_> = scan.updates.iter().map(|one| (one.class, one.known_exploited)).collect();
        if found != self.said {
            let content = serde_json::to_vec(&(&self.revision, found));
            scan.revision = DocumentHash::of(&content.expect("plain data is always written")).to_string();
        }
        scan
    }
}
