//! All sources of this PC, as one scan.

use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use patchround_protocol::{
    PcId, Update, UpdateId,
    wire::{Kept, Scan, SourceScan},
};
use sha2::{Digest, Sha256};

use crate::{
    apt::{self, WayBack},
    restart,
};

/// Asks every source of this PC. Takes seconds and starts programs, changes nothing, needs no root.
///
/// `hook` is the path of a program that, called with `apt-hook`, runs [`apt::hook::answer`]; without
/// it only apt's text is read. `back` is what the PC has kept of versions that were there before.
pub fn scan(pc: PcId, hook: Option<&Path>, back: WayBack<'_>) -> Scan {
    let (sources, updates) = if apt::is_here() {
        let (source, updates) = apt::read(pc, hook, None, Some(back));
        (vec![source], updates)
    } else {
        (Vec::new(), Vec::new())
    };
    let kept = back.shelf.now().unwrap_or_else(|error| {
        tracing::warn!(%error, "Failed to see which kept versions have a way back");
        Vec::new()
    });
    let restart_pending = restart::pending();
    let restart_for = restart::needed_for();
    Scan {
        revision: revision((restart_pending, &restart_for), &sources, &updates, &kept),
        scanned_at: Timestamp::now(),
        restart_pending,
        restart_for,
        sources,
        updates,
        kept,
    }
}

/// What every source offers; what an update's changelog says is looked up only for `asked`, which is quicker.
pub fn offered(pc: PcId, asked: &[UpdateId]) -> Vec<Update> {
    if apt::is_here() { apt::read(pc, None, Some(asked), None).1 } else { Vec::new() }
}

/// Folders whose change makes a scan stale. Those that do not exist on this PC are left out.
pub fn watched_paths() -> Vec<PathBuf> {
    let mut paths = if apt::is_here() { apt::watched_paths() } else { Vec::new() };
    paths.extend(restart::watched_path());
    paths
}

/// SHA-256 over everything but the time of the scan.
fn revision(
    restart: (Option<bool>, &[String]),
    sources: &[SourceScan],
    updates: &[Update],
    kept: &[Kept],
) -> String {
    let content = serde_json::to_vec(&(restart, sources, updates, kept));
    HEXLOWER.encode(&Sha256::digest(content.expect("plain data is always written")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(second: i64) -> SourceScan {
        let refreshed_at = Timestamp::from_second(second).ok();
        SourceScan { source: "apt".into(), cause: None, unfinished: None, refreshed_at }
    }

    #[test]
    fn the_revision_changes_exactly_with_the_content() {
        let (none, kernel) = (Vec::new(), ["linux-image-6".to_owned()]);
        let first = revision((Some(false), &none), &[source(1)], &[], &[]);
        assert_eq!(first, revision((Some(false), &none), &[source(1)], &[], &[]));
        assert_ne!(first, revision((Some(true), &none), &[source(1)], &[], &[]));
        assert_ne!(first, revision((Some(true), &kernel), &[source(1)], &[], &[]));
        assert_ne!(first, revision((Some(false), &none), &[source(2)], &[], &[]));
        let id = UpdateId::new("apt", "a:all", "1").expect("plain");
        let kept = Kept { id, newer: "2".into(), since: Timestamp::UNIX_EPOCH, back: None };
        assert_ne!(first, revision((Some(false), &none), &[source(1)], &[], &[kept]));
    }
}
