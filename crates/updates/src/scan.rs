//! All sources of this PC, as one scan.

use std::{collections::BTreeSet, path::PathBuf, thread, time::Duration};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    wire::{Kept, Scan, SourceScan},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    restart,
    source::{Asking, Pc, RestartNeed, Source, source_of, sources_of},
    windows_update::agent,
    winget::ask,
};

/// What is offered of what was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Those that are offered.
    pub updates: Vec<Update>,
    /// Why a source could not be asked, or not wholly: what is missing may be offered all the same.
    pub cause: Option<Cause>,
}

/// Asks every source of a PC. Takes seconds and starts programs, changes nothing, needs no root.
pub fn scan(pc: &Pc<'_>, asking: &Asking<'_>) -> Scan {
    let (sources, updates) = ask_all(pc, asking);
    let kept = asking.back.map(|back| back.shelf.now(pc)).unwrap_or_default();
    if let (_, Some(cause)) = kept {
        tracing::warn!(?cause, "Failed to see which kept versions have a way back");
    }
    let (kept, _) = kept;
    let RestartNeed { pending: restart_pending, packages: restart_for } = restart_need(pc);
    Scan {
        revision: revision((restart_pending, &restart_for), &sources, &updates, &kept),
        scanned_at: Timestamp::now(),
        restart_pending,
        restart_for,
        sources,
        updates,
        kept,
        people: Vec::new(),
    }
}

/// How long [`offered`] may take: Windows' agent and winget are each asked twice, and have long answers.
pub const LOOK: Duration = if cfg!(windows) { on_windows() } else { Duration::from_secs(150) };

/// Every question of the sources there has a limit of its own; this is all of them, and a little more.
const fn on_windows() -> Duration {
    let (agent, winget) = (agent::OFFLINE.as_secs(), ask::LIMIT.as_secs());
    Duration::from_secs(2 * agent + 2 * winget + 120)
}

/// What the sources of these ids offer of them at this moment. Other sources are not asked.
pub fn offered(pc: &Pc<'_>, id: PcId, ids: &[UpdateId]) -> Offered {
    let asking = Asking { pc: id, hook: None, only: Some(ids), back: None };
    let is_asked = |source: &&dyn Source| ids.iter().any(|id| id.source() == source.id());
    let mut offered = Offered::default();
    for source in sources_of(pc).into_iter().filter(is_asked) {
        let (scan, updates) = source.list(pc, &asking);
        offered.cause = offered.cause.or(scan.cause);
        offered.updates.extend(updates.into_iter().filter(|update| ids.contains(&update.id)));
    }
    offered
}

/// Whether this PC waits for a restart, and what for: one source that does is enough. Else one that cannot say makes it
/// unknown.
pub fn restart_need(pc: &Pc<'_>) -> RestartNeed {
    let needs: Vec<RestartNeed> = sources_of(pc).iter().map(|source| source.restart_need(pc)).collect();
    let pending = pending(needs.iter().map(|need| need.pending));
    let packages: BTreeSet<String> = needs.into_iter().flat_map(|need| need.packages).collect();
    RestartNeed { pending, packages: packages.into_iter().collect() }
}

fn pending(of_sources: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let worst = |a, b| match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    of_sources.reduce(worst).flatten()
}

/// Folders whose change makes a scan of this PC stale. Those that do not exist are left out.
pub fn watched_paths() -> Vec<PathBuf> {
    let of_sources = sources_of(&Pc::this()).into_iter().flat_map(|source| source.watched_paths());
    of_sources.chain(restart::watched_path()).filter(|path| path.is_dir()).collect()
}

/// Names of the desktop entries that the package of an id brings; none for what nobody starts.
pub fn programs_of(id: &UpdateId) -> BTreeSet<String> {
    source_of(id).map(|source| source.programs_of(id.native())).unwrap_or_default()
}

fn ask_all(pc: &Pc<'_>, asking: &Asking<'_>) -> (Vec<SourceScan>, Vec<Update>) {
    let sources = sources_of(pc);
    // Each waits for its own programs: one that is slow does not keep the others waiting (sources.md K).
    let answers: Vec<(SourceScan, Vec<Update>)> = thread::scope(|scope| {
        let ask = |source: &'static dyn Source| scope.spawn(move || source.list(pc, asking));
        let asked: Vec<_> = sources.into_iter().map(ask).collect();
        let answer = |one: thread::ScopedJoinHandle<'_, _>| {
            one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        asked.into_iter().map(answer).collect()
    });
    let (sources, updates): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
    (sources, updates.into_iter().flatten().collect())
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
        SourceScan {
            source: "apt".into(),
            cause: None,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at,
            whole: false,
            managed: false,
        }
    }

    #[test]
    fn a_look_on_windows_waits_longer_than_its_searches_and_lists_may_take() {
        // With 30 seconds for each search to be stopped, and 15 for when it was searched last.
        let searches = (agent::OFFLINE + Duration::from_secs(30)) * 2 + Duration::from_secs(15);
        assert!(on_windows() > searches + ask::LIMIT * 2, "{:?}", on_windows());
        assert!(LOOK >= Duration::from_secs(150) && LOOK <= on_windows());
    }

    #[test]
    fn one_source_that_waits_for_a_restart_is_enough_and_one_that_cannot_say_makes_it_unknown() {
        let of = |sources: &[Option<bool>]| pending(sources.iter().copied());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Some(false), Some(false)]), Some(false));
        assert_eq!(of(&[Some(false), None]), None);
        assert_eq!((of(&[None, Some(true)]), of(&[Some(true), Some(false)])), (Some(true), Some(true)));
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
