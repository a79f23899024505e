//! The newest scan: made when the package database has changed, and at no other time.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use patchround_protocol::{Feeds, PcId, wire::Scan};
use tokio::{
    sync::{Mutex, mpsc, watch},
    time::{Instant, timeout},
};

use crate::{files, own::List};

mod judged;
mod people;

use judged::Judged;
use people::People;

/// So long nothing must change before a scan begins.
const SETTLED: Duration = Duration::from_secs(2);
/// A change that never settles is scanned after so long.
const LONGEST: Duration = Duration::from_secs(30);
/// A scan that nothing has made stale is still made anew after so long: offers can be phased in.
const OLDEST: Duration = Duration::from_secs(12 * 3600);

/// What is added to what the sources of the PC say.
#[derive(Debug, Default)]
struct Added {
    people: People,
    judged: Judged,
}

impl Added {
    fn with(&mut self, scan: Scan) -> Scan {
        let scan = self.people.added_to(scan);
        self.judged.first(scan)
    }

    fn without(&self, scan: Scan) -> Scan {
        self.people.taken_from(self.judged.taken_from(scan))
    }
}

/// A look at a package manager that a simulation plays.
pub type Look = Arc<dyn Fn() -> Scan + Send + Sync>;

/// The scans of this PC.
pub struct Scans {
    pc: PcId,
    file: PathBuf,
    kept: PathBuf,
    hook: Option<PathBuf>,
    played: Option<Look>,
    latest: watch::Sender<Option<Arc<Scan>>>,
    added: std::sync::Mutex<Added>,
    turn: Mutex<()>,
}

impl Scans {
    /// Reads the scan that was stored; one of another PC, or from before a restart, is none. `kept` is what the root half
    /// tells of the versions it has kept.
    pub fn open(pc: PcId, file: &Path, kept: &Path) -> Self {
        let stored = files::read_json::<Scan>(file).unwrap_or_default();
        let good = stored.filter(|scan| scan.updates.iter().all(|u| u.pc == pc) && !is_stale(scan));
        let hook = std::env::current_exe().ok();
        let scans = Self::new(pc, file, kept, hook, None);
        if let Some(good) = good {
            scans.publish(good);
        }
        scans
    }

    /// Looks at a package manager that is played, and at nothing of this PC.
    pub fn of_played(pc: PcId, file: &Path, look: Look) -> Self {
        Self::new(pc, file, Path::new(""), None, Some(look))
    }

    fn new(pc: PcId, file: &Path, kept: &Path, hook: Option<PathBuf>, played: Option<Look>) -> Self {
        Self {
            pc,
            file: file.to_owned(),
            kept: kept.to_owned(),
            hook,
            played,
            latest: watch::Sender::new(None),
            added: std::sync::Mutex::default(),
            turn: Mutex::new(()),
        }
    }

    /// Judges what is offered by these feeds from now on, and the newest scan at once.
    pub fn know(&self, feeds: Option<Arc<Feeds>>) {
        self.again(|added| added.judged.know(feeds));
    }

    /// These are people's own programs from now on, also in the newest scan.
    pub fn know_people(&self, lists: impl FnOnce() -> Vec<List>) {
        self.again(|added| added.people.know(lists()));
    }

    /// The newest scan with something else added to it than before.
    fn again(&self, change: impl FnOnce(&mut Added)) {
        let mut added = self.added.lock().expect("nothing panics while it holds what is added to scans");
        let latest = self.latest();
        let bare = latest.as_deref().map(|latest| added.without(latest.clone()));
        change(&mut added);
        let (Some(latest), Some(bare)) = (latest, bare) else { return };
        let anew = added.with(bare);
        if anew.revision != latest.revision {
            self.latest.send_replace(Some(Arc::new(anew)));
        }
    }

    fn publish(&self, scan: Scan) -> Arc<Scan> {
        let mut added = self.added.lock().expect("nothing panics while it holds what is added to scans");
        let scan = Arc::new(added.with(scan));
        self.latest.send_replace(Some(scan.clone()));
        scan
    }

    /// The newest scan, if there is one.
    pub fn latest(&self) -> Option<Arc<Scan>> {
        self.latest.borrow().clone()
    }

    /// Changes with each scan.
    pub fn watch(&self) -> watch::Receiver<Option<Arc<Scan>>> {
        self.latest.subscribe()
    }

    /// The newest scan; waits for the first one, but not longer than this.
    pub async fn first(&self, patience: Duration) -> Option<Arc<Scan>> {
        let mut scans = self.watch();
        let first = timeout(patience, scans.wait_for(Option::is_some)).await.ok()?.ok()?;
        first.clone()
    }

    /// Asks the package manager now. `None` when it could not be asked.
    pub async fn fresh(&self) -> Option<Arc<Scan>> {
        let _turn = self.turn.lock().await;
        let scan = self.ask().await?;
        // As the sources said it: by the time it is read again other feeds may be known.
        if let Err(error) = files::write_json(&self.file, &scan) {
            tracing::warn!(%error, "cannot store the scan");
        }
        Some(self.publish(scan))
    }

    async fn ask(&self) -> Option<Scan> {
        if let Some(look) = &self.played {
            return Some(look());
        }
        let (pc, hook, kept) = (self.pc, self.hook.clone(), self.kept.clone());
        tokio::task::spawn_blocking(move || look(pc, hook.as_deref(), &kept)).await.ok()
    }

    /// Scans whenever something has changed. While `is_busy`, whoever is busy scans himself.
    pub async fn keep_fresh(&self, is_busy: impl Fn() -> bool) {
        let (poke, mut pokes) = mpsc::channel(1);
        // The watcher lives as long as this future.
        let _watcher = self.played.is_none().then(|| {
            watch_folders(poke.clone())
                .inspect_err(|error| tracing::warn!(%error, "cannot watch the package database"))
        });
        if self.latest().is_none() {
            self.fresh().await;
        }
        let mut misses = 0;
        loop {
            misses = if self.latest().is_some_and(|scan| scan.is_complete()) { 0 } else { misses + 1 };
            if timeout(until_next(misses), pokes.recv()).await.is_ok() {
                settle(&mut pokes).await;
            }
            if !is_busy() {
                self.fresh().await;
            }
        }
    }
}

#[cfg(not(test))]
fn look(pc: PcId, hook: Option<&Path>, kept: &Path) -> Scan {
    use patchround_updates::{
        Asking, Pc,
        kept::{self, WayBack},
    };

    // What cannot be read, or is being written at this moment, is as if nothing were kept: no way back is promised.
    let shelf = files::read_json(kept).unwrap_or_default().unwrap_or_default();
    let room = kept::room(crate::facts::free_bytes(kept));
    let back = Some(WayBack { shelf: &shelf, room });
    patchround_updates::scan(&Pc::this(), &Asking { pc, hook, only: None, back })
}

/// In tests nothing is offered: the package manager is the far end.
#[cfg(test)]
fn look(_: PcId, _: Option<&Path>, _: &Path) -> Scan {
    tests::nothing_offered()
}

/// How long a scan is good for, after so many in a row to which a source gave no answer: a PC that was just switched on
/// has no network yet, and some sources ask their servers.
fn until_next(misses: u32) -> Duration {
    match misses {
        0 => OLDEST,
        1 => Duration::from_secs(2 * 60),
        2 => Duration::from_secs(10 * 60),
        _ => Duration::from_secs(60 * 60),
    }
}

async fn settle(pokes: &mut mpsc::Receiver<()>) {
    let end = Instant::now() + LONGEST;
    while Instant::now() < end && timeout(SETTLED, pokes.recv()).await.is_ok() {}
}

fn watch_folders(poke: mpsc::Sender<()>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_news(&event)) {
            // A full channel holds a poke already.
            let _ = poke.try_send(());
        }
    })?;
    for folder in patchround_updates::watched_paths() {
        if let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive) {
            tracing::warn!(%error, "cannot watch a folder of the package database");
        }
    }
    Ok(watcher)
}

/// Whether something that matters was made, changed or removed.
fn is_news(event: &Event) -> bool {
    let changes = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    changes && event.paths.iter().any(|path| matters(path))
}

/// Lock files come and go with every question, and `/run` is everybody's.
fn matters(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_elsewhere = path.parent() == Some(Path::new("/run")) && !name.starts_with("reboot-");
    !name.contains("lock") && !is_elsewhere
}

/// Whether the PC may have changed since: a watched folder is newer, or the PC was started anew.
fn is_stale(scan: &Scan) -> bool {
    let made = SystemTime::from(scan.scanned_at);
    let is_newer = |folder: &PathBuf| changed(folder).is_ok_and(|changed| changed > made);
    let is_old = made.elapsed().map_or(true, |age| age > OLDEST);
    let booted = sysinfo::System::boot_time().unwrap_or(u64::MAX);
    let is_restarted = SystemTime::UNIX_EPOCH + Duration::from_secs(booted.min(u64::from(u32::MAX))) > made;
    // Where a package manager was ended together with us, what it did not say says nothing.
    let was_cut_off = !scan.is_complete();
    is_old || is_restarted || was_cut_off || patchround_updates::watched_paths().iter().any(is_newer)
}

/// When something that matters in a folder was changed last.
fn changed(folder: &Path) -> io::Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if matters(&entry.path()) {
            newest = newest.max(entry.metadata()?.modified()?);
        }
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, RemoveKind};

    use patchround_protocol::wire::SourceScan;

    use super::*;

    pub(super) fn nothing_offered() -> Scan {
        let now = jiff::Timestamp::now();
        let apt = SourceScan {
            source: "apt".into(),
            cause: None,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at: Some(now),
            whole: false,
            managed: false,
        };
        Scan {
            revision: "nothing".into(),
            scanned_at: now,
            restart_pending: Some(false),
            restart_for: Vec::new(),
            sources: vec![apt],
            updates: Vec::new(),
            kept: Vec::new(),
            people: Vec::new(),
        }
    }

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(path.into())
    }

    #[test]
    fn reading_and_locking_the_database_is_no_news() {
        let create = EventKind::Create(CreateKind::File);
        assert!(is_news(&event(create, "/var/lib/dpkg/status")));
        assert!(is_news(&event(EventKind::Remove(RemoveKind::File), "/var/lib/apt/lists/x_Packages")));
        assert!(!is_news(&event(EventKind::Access(AccessKind::Any), "/var/lib/dpkg/status")));
        assert!(!is_news(&event(create, "/var/lib/dpkg/lock-frontend")));
        assert!(is_news(&event(create, "/run/reboot-required")));
        assert!(!is_news(&event(create, "/run/utmp")));
    }

    #[test]
    fn a_scan_to_which_a_source_gave_no_answer_is_made_anew_soon_and_less_often_while_it_gives_none() {
        let waits: Vec<u64> = (0..5).map(|misses| until_next(misses).as_secs() / 60).collect();
        assert_eq!(waits, [12 * 60, 2, 10, 60, 60]);
    }

    #[test]
    fn a_look_that_was_cut_off_is_made_anew_by_the_next_helper() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("scan.json");
        let latest = |scan: &Scan| {
            files::write_json(&file, scan).unwrap();
            Scans::open(patchround_protocol::SpkiHash([1; 32]), &file, dir.path()).latest()
        };
        let mut scan = nothing_offered();
        assert!(latest(&scan).is_some());
        scan.sources[0].cause = Some(patchround_protocol::Cause::Unexpected);
        assert!(latest(&scan).is_none());
    }
}
