//! The parts of the network half, together.

use std::{
    io,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use patchround_discovery::Announcer;
use patchround_link::{DeviceKey, pairing::PairingDesk, server::Gate};
use patchround_protocol::{
    EventKind, JobId, PcId, SpkiHash,
    restart::Signs,
    wire::{Obeyed, Refusal, Scan},
};
use tokio::sync::{Mutex as Turn, MutexGuard as AtTurn, Notify, Semaphore, watch};
use zeroize::Zeroizing;

use crate::{
    consultations::Consultations,
    facts::{self, FactsCache},
    files,
    lately::Lately,
    log::Log,
    membership::Membership,
    os,
    own::OwnPrograms,
    places::Places,
    queue::Queue,
    refusals::Refusals,
    restarts::Agreed,
    scans::Scans,
    standing::{self, Memory},
    story::Story,
    wake::Wakes,
    window::Window,
};

/// The network half.
pub struct Helper {
    /// Where things are.
    pub places: Places,
    /// This PC.
    pub pc: PcId,
    /// The port we listen on.
    pub port: u16,
    /// Whose PC this is.
    pub membership: Membership,
    /// The numbered event log.
    pub log: Arc<Log>,
    /// What has been told of jobs at hand.
    pub story: Story,
    /// Whom it asks, and what they said.
    pub consultations: Consultations,
    /// What its people agreed to of the restarts that were ordered.
    pub(crate) agreed: Agreed,
    /// What became of updates lately.
    pub lately: Lately,
    /// The jobs.
    pub queue: Queue,
    /// The scans.
    pub scans: Scans,
    /// What people have for themselves.
    pub(crate) own: Arc<OwnPrograms>,
    /// What this PC did by itself before it was started.
    pub standing: Memory,
    /// The facts.
    pub facts: FactsCache,
    /// Whom it woke lately.
    pub wakes: Wakes,
    /// The pairing window.
    pub window: Window,
    /// One manager's charters or feeds at a time are read and followed.
    pub large_turn: Arc<Semaphore>,
    refusals: Refusals,
    working_on: Mutex<Option<JobId>>,
    noted: Mutex<Option<String>>,
    since: Mutex<Timestamp>,
    left: watch::Sender<u64>,
    changes: watch::Sender<u64>,
    succession: Turn<()>,
    open_join: Notify,
    announcer: Mutex<Option<Announcer>>,
    /// Sees whether a restart would disturb anybody.
    pub(crate) look_for_people: fn() -> Signs,
    /// How long this PC has been on.
    pub(crate) uptime: fn() -> Option<Duration>,
}

impl Helper {
    /// Reads everything that is stored.
    ///
    /// # Errors
    /// When something is there and cannot be read.
    pub fn open(places: Places, key: &DeviceKey, port: u16) -> io::Result<Self> {
        let scans = Scans::open(key.id(), &places.scan(), &places.kept());
        Self::open_with(places, key, port, scans)
    }

    /// As [`Self::open`], with scans of another package manager: for simulations.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(places: Places, key: &DeviceKey, port: u16, scans: Scans) -> io::Result<Self> {
        os::make_private_folder(places.net())?;
        os::make_private_folder(&places.jobs())?;
        files::remove_half_written(places.net())?;
        let log = Arc::new(Log::open(&places.events())?);
        let queue = Queue::open(&places.jobs())?;
        let standing = standing::remembered(&places.standing());
        let mut unfinished = queue.unfinished();
        unfinished.extend(standing.at_hand.as_ref().map(|run| run.run));
        let membership = Membership::open(&places)?;
        scans.know(membership.office().and_then(|office| Some(office.feeds.as_ref()?.feeds.clone())));
        let own = Arc::new(OwnPrograms::open(key.id(), &places.own()));
        scans.know_people(|| own.lists());
        let noted = scans.latest().map(|scan| scan.revision.clone());
        Ok(Self {
            pc: key.id(),
            port,
            membership,
            story: Story::open(log.clone(), &unfinished)?,
            consultations: Consultations::open(log.clone(), &places.people(), &places.after())?,
            agreed: Agreed::open(log.clone())?,
            lately: Lately::open(&places.lately()),
            log,
            queue,
            scans,
            own,
            standing,
            facts: FactsCache::default(),
            wakes: Wakes::default(),
            window: Window::default(),
            large_turn: Arc::new(Semaphore::new(1)),
            refusals: Refusals::default(),
            working_on: Mutex::new(None),
            noted: Mutex::new(noted),
            since: Mutex::new(Timestamp::now()),
            left: watch::Sender::new(0),
            changes: watch::Sender::new(0),
            succession: Turn::new(()),
            open_join: Notify::new(),
            announcer: Mutex::new(None),
            look_for_people: || patchround_updates::signs(&patchround_updates::Pc::this()),
            uptime: facts::uptime,
            places,
        })
    }

    /// Joins the office that was prepared and that the root half has joined, and says so.
    ///
    /// # Errors
    /// Why not.
    pub fn join(&self) -> Result<String, Refusal> {
        let office = self.membership.join()?;
        *self.since.lock().expect("nothing panics while it holds the time") = Timestamp::now();
        self.note(EventKind::Joined { office: office.charter.office });
        self.announce();
        self.queue.announce();
        tracing::info!("joined an office");
        Ok(office.charter.name.clone())
    }

    /// Forgets the office and everything that was for it.
    ///
    /// # Errors
    /// When the disk says no; even then nobody is obeyed any more.
    pub fn leave(&self) -> io::Result<()> {
        let left = self.membership.leave();
        self.scans.know(None);
        self.left.send_modify(|times| *times += 1);
        self.changes.send_modify(|times| *times += 1);
        files::remove(&self.places.coming())?;
        files::remove(&self.places.standing())?;
        self.queue.forget_all()?;
        self.story.close_all();
        self.consultations.forget()?;
        self.agreed.forget();
        self.own.forget_orders();
        self.lately.forget()?;
        self.log.forget()?;
        self.announce();
        tracing::info!("left the office");
        left
    }

    /// When we were started, or joined the office.
    pub fn since(&self) -> Timestamp {
        *self.since.lock().expect("nothing panics while it holds the time")
    }

    /// As if it had been started long ago.
    #[cfg(all(test, unix))]
    pub(crate) fn was_started_long_ago(&self) {
        *self.since.lock().expect("nothing panics while it holds the time") = Timestamp::UNIX_EPOCH;
    }

    /// Changes when the office is left.
    pub fn watch_leaving(&self) -> watch::Receiver<u64> {
        self.left.subscribe()
    }

    /// Whoever changes what this PC obeys waits for his turn.
    pub async fn succeed(&self) -> AtTurn<'_, ()> {
        self.succession.lock().await
    }

    /// The root half did not say whether it has joined.
    pub fn join_stays_open(&self) {
        self.open_join.notify_one();
    }

    /// Returns once a join stays open.
    pub async fn open_join(&self) {
        self.open_join.notified().await;
    }

    /// The office has a newer charter or policy: says so, and ends what it no longer admits.
    pub fn office_changed(&self) {
        let Some(office) = self.membership.office() else { return };
        let Obeyed { charter_version, policy_version } = office.obeyed();
        self.note(EventKind::OfficeChanged { charter_version, policy_version });
        self.changes.send_modify(|times| *times += 1);
        self.announce();
        self.queue.announce();
        tracing::info!(charter_version, policy_version, "obeys a newer charter or policy");
    }

    /// The office told anew of flaws: what is offered is judged again.
    pub fn feeds_changed(&self) {
        let known = self.membership.office().and_then(|office| Some(office.feeds.as_ref()?.feeds.clone()));
        if let Some(known) = &known {
            tracing::info!(issued = %known.issued, "knows newer feeds");
        }
        self.scans.know(known);
    }

    /// Changes with the charter and the policy that are obeyed.
    pub fn watch_office(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Notes something that nobody waits for.
    pub fn note(&self, kind: EventKind) {
        if let Err(error) = self.log.append(kind.clone()) {
            tracing::error!(%error, "cannot write the event log");
            if is_told_late(&kind) {
                self.log.append_later(kind);
            }
        }
    }

    /// Notes a job that was refused. Whoever sent it was told, so of many alike one is noted.
    pub fn note_refused(&self, job: Option<JobId>, refusal: Refusal) {
        if self.refusals.is_due(refusal, Instant::now()) {
            self.note(EventKind::JobRefused { job, refusal });
        }
    }

    /// Notes a scan that differs from the one before.
    pub fn note_scan(&self, scan: &Scan) {
        let mut noted = self.noted.lock().expect("nothing panics while it holds the revision");
        if noted.as_deref() != Some(&scan.revision) {
            *noted = Some(scan.revision.clone());
            self.note(EventKind::Scanned {
                revision: scan.revision.clone(),
                outstanding: u32::try_from(scan.outstanding().count()).unwrap_or(u32::MAX),
                restart_pending: scan.restart_pending,
            });
        }
    }

    /// The job at hand.
    pub fn working_on(&self) -> Option<JobId> {
        *self.working_on.lock().expect("nothing panics while it holds the job")
    }

    /// Notes the job at hand until the guard goes.
    pub fn work_on(&self, job: JobId) -> impl Drop {
        *self.working_on.lock().expect("nothing panics while it holds the job") = Some(job);
        AtWork(self)
    }

    /// Announces ourselves from now on.
    pub fn announce_with(&self, announcer: Announcer) {
        *self.announcer.lock().expect("nothing panics while it holds the announcer") = Some(announcer);
        self.announce();
    }

    /// Announces what is true now.
    pub fn announce(&self) {
        let key = self.membership.office().map(|office| office.charter.discovery_key.0);
        if let Some(announcer) = &*self.announcer.lock().expect("nothing panics while it holds the announcer")
        {
            announcer.set(self.window.desk().is_some(), key);
        }
    }
}

/// Whether it is worth telling later: progress is over by then, and whoever was refused was told.
fn is_told_late(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Progress { .. } | EventKind::JobRefused { .. })
}

struct AtWork<'a>(&'a Helper);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        *self.0.working_on.lock().expect("nothing panics while it holds the job") = None;
    }
}

impl Gate for Helper {
    fn admits(&self, device: &SpkiHash) -> bool {
        self.membership.admits(device)
    }

    fn changes(&self) -> Option<watch::Receiver<u64>> {
        Some(self.watch_office())
    }

    fn is_managed_from(&self, device: &SpkiHash) -> bool {
        self.membership.is_managed_from(device)
    }

    fn pairing(&self) -> Option<Arc<dyn PairingDesk>> {
        Some(self.window.desk()?)
    }
}

/// Reads this PC's TLS key.
///
/// # Errors
/// When it is not there or is no key.
pub fn device_key(places: &Places) -> io::Result<DeviceKey> {
    let text = Zeroizing::new(std::fs::read_to_string(places.device_key())?);
    let bytes = data_encoding::HEXLOWER.decode(text.trim().as_bytes()).map_err(io::Error::other)?;
    let seed = Zeroizing::new(bytes);
    let seed: &[u8; 32] = seed.as_slice().try_into().map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(DeviceKey::from_seed(seed))
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
