//! Facts of the PC itself.

use std::{
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use patchround_protocol::{
    root::{Answer, Ask, Observed},
    wire::{Facts, System as NamedSystem},
};
use sysinfo::{Disks, System};

use crate::{os, places::Places, root};

/// Facts are read anew after so long.
const FRESH: Duration = Duration::from_secs(60);
/// What only root can see is asked anew after so long: it takes starting the root half.
const SEEN_FRESH: Duration = Duration::from_secs(600);

/// The facts, kept for a moment.
#[derive(Debug, Default)]
pub struct FactsCache {
    facts: Mutex<Option<(Instant, Facts)>>,
    seen: Mutex<Option<(Instant, Observed)>>,
}

impl FactsCache {
    /// The facts, at most a minute old.
    pub async fn get(&self, places: &Places) -> Facts {
        let kept = self.facts.lock().expect("nothing panics while it holds the facts").clone();
        let facts = match kept {
            Some((since, facts)) if since.elapsed() < FRESH => facts,
            _ => self.read().await,
        };
        let Some(seen) = self.seen(places).await else { return facts };
        let (names, unread) = (Some(seen.local_administrators), seen.journal_unread);
        Facts { local_administrators: names, journal_unread: unread, accounts: seen.accounts, ..facts }
    }

    async fn read(&self) -> Facts {
        let facts = tokio::task::spawn_blocking(read).await.unwrap_or_default();
        *self.facts.lock().expect("nothing panics while it holds the facts") =
            Some((Instant::now(), facts.clone()));
        facts
    }

    async fn seen(&self, places: &Places) -> Option<Observed> {
        let kept = self.seen.lock().expect("nothing panics while it holds what root saw").clone();
        if let Some((_, seen)) = kept.filter(|(since, _)| since.elapsed() < SEEN_FRESH) {
            return Some(seen);
        }
        let Ok(Answer::Observed(seen)) = root::ask(places, &Ask::Observe {}).await else { return None };
        *self.seen.lock().expect("nothing panics while it holds what root saw") =
            Some((Instant::now(), seen.clone()));
        Some(seen)
    }
}

fn read() -> Facts {
    let disks = Disks::new_with_refreshed_list().ok();
    let system = disks.as_ref().and_then(|disks| disks.iter().find(|d| d.mount_point() == Path::new("/")));
    Facts {
        host_name: System::host_name().unwrap_or_default(),
        os: os_name(),
        helper: env!("CARGO_PKG_VERSION").into(),
        disk_bytes: system.map(sysinfo::Disk::total_space),
        disk_free: system.map(sysinfo::Disk::available_space),
        uptime_seconds: System::uptime().ok(),
        signed_in: os::signed_in(),
        local_administrators: None,
        can_ask: false,
        cards: os::cards(),
        journal_unread: None,
        accounts: None,
        os_fixed_until: patchround_updates::os_fixed_until(),
        own_updaters: patchround_updates::own_updaters(&patchround_updates::Pc::this()),
        system: named(),
    }
}

/// How the system names itself, where it says which release it is.
fn named() -> Option<NamedSystem> {
    let release = System::os_version().ok()?;
    Some(NamedSystem { id: System::distribution_id(), release })
}

/// How long this PC has been on.
pub(crate) fn uptime() -> Option<Duration> {
    System::uptime().ok().map(Duration::from_secs)
}

/// Bytes that are free on the disk that a file is on.
pub fn free_bytes(file: &Path) -> Option<u64> {
    let disks = Disks::new_with_refreshed_list().ok()?;
    let under = disks.iter().filter(|disk| file.starts_with(disk.mount_point()));
    under.max_by_key(|disk| disk.mount_point().as_os_str().len()).map(sysinfo::Disk::available_space)
}

fn os_name() -> Option<String> {
    let name = System::name().ok()?;
    Some(System::os_version().map_or(name.clone(), |version| format!("{name} {version}")))
}
