//! One practice PC: what it holds, and its life from power on to power off.

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, OnceLock},
    time::Duration,
};

use jiff::Timestamp;
use patchround_link::{DeviceKey, server::serve};
use patchround_protocol::{
    Envelope, EventKind, Job, JobId, PcId,
    wake::{Card, Mac},
};
use tokio::{
    net::TcpListener,
    sync::watch,
    time::{Instant, sleep},
};

use crate::{
    http,
    log::Log,
    membership::{Door, Office, Window},
    offer::{KeptOffer, Offer},
    scan::Scanned,
    spec::{Manners, PcSpec},
    wire::Wire,
    work::{self, Lane, Stopped},
};

/// How long a PC is away while it restarts.
const RESTART: Duration = Duration::from_millis(200);
/// How long a PC that comes back waits for its port.
const PORT_PATIENCE: Duration = Duration::from_secs(20);

/// The PC.
#[derive(Debug)]
pub(crate) struct Pc {
    key: DeviceKey,
    pub(crate) id: PcId,
    pub(crate) name: String,
    pub(crate) manners: Manners,
    pub(crate) log: Log,
    /// Changes when there may be something new to do.
    pub(crate) orders: watch::Sender<()>,
    /// Since when a restart waits for whoever is signed in.
    pub(crate) waits_since: OnceLock<Instant>,
    /// Since when it is left alone: since its first order to install came.
    pub(crate) alone_since: OnceLock<Instant>,
    /// Who else is there.
    pub(crate) wire: Arc<Wire>,
    state: Mutex<State>,
}

/// What changes.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) office: Option<Office>,
    pub(crate) window: Option<Arc<Window>>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) kept: Vec<KeptOffer>,
    pub(crate) scanned: Scanned,
    pub(crate) refreshed_at: Timestamp,
    /// What a restart is pending for.
    pub(crate) restart_for: Vec<String>,
    pub(crate) working_on: Option<JobId>,
    pub(crate) jobs: Vec<Order>,
    pub(crate) installed: usize,
    pub(crate) has_vanished: bool,
    /// Which PCs it was asked to wake, and when last.
    pub(crate) woken: BTreeMap<PcId, Instant>,
    scans: u64,
}

/// A job this PC has taken.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) job: Job,
    pub(crate) envelope: Envelope,
    pub(crate) has_begun: bool,
    pub(crate) has_ended: bool,
}

impl Pc {
    pub(crate) fn new(spec: PcSpec, wire: Arc<Wire>) -> Self {
        let key = DeviceKey::from_seed(&spec.key());
        let id = key.id();
        let now = Timestamp::now();
        let now = now.checked_add(spec.manners.clock_ahead).unwrap_or(now);
        let state = State {
            office: None,
            window: None,
            scanned: Scanned::of(id, (&spec.offers, &[]), &[], 0, now, now),
            offers: spec.offers,
            kept: Vec::new(),
            refreshed_at: now,
            restart_for: Vec::new(),
            working_on: None,
            jobs: Vec::new(),
            installed: 0,
            has_vanished: false,
            woken: BTreeMap::new(),
            scans: 0,
        };
        Self {
            key,
            id,
            name: spec.name,
            manners: spec.manners,
            log: Log::default(),
            orders: watch::Sender::new(()),
            waits_since: OnceLock::new(),
            alone_since: OnceLock::new(),
            wire,
            state: Mutex::new(state),
        }
    }

    /// The card by which it can be woken, if it can: made up, like itself (IEEE 802, the locally administered bit).
    pub(crate) fn card(&self) -> Option<Card> {
        let [a, b, c, d, e, ..] = self.id.0;
        let mac = Mac::new([0x02, a, b, c, d, e]).filter(|_| self.manners.wakes)?;
        Some(Card { mac, wakes: Some(true) })
    }

    /// The PC's own clock.
    pub(crate) fn clock(&self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(self.manners.clock_ahead).unwrap_or(now)
    }

    pub(crate) fn tell(&self, kind: EventKind) {
        kind.in_parts().into_iter().for_each(|part| self.log.tell(self.clock(), part));
    }

    /// Who is signed in at this moment.
    pub(crate) fn somebody(&self) -> Option<&'static str> {
        let left = self.waits_since.get().is_some_and(|since| since.elapsed() >= self.manners.stays);
        self.manners.signed_in.filter(|_| !left)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds a practice PC")
    }

    /// Looks again at what is offered, and tells what is new.
    pub(crate) fn scan(&self) {
        let now = self.clock();
        let scanned = {
            let state = &mut *self.state();
            state.scans += 1;
            let (offers, pending) = ((&*state.offers, &*state.kept), &state.restart_for);
            state.scanned = Scanned::of(self.id, offers, pending, state.scans, now, state.refreshed_at);
            state.scanned.clone()
        };
        let Scanned { revision, outstanding, restart_pending, .. } = scanned;
        self.tell(EventKind::Scanned { revision, outstanding, restart_pending: Some(restart_pending) });
    }

    /// What was begun before the power went begins again, from what the log tells of it.
    fn boot(&self) {
        let mut state = self.state();
        state.restart_for.clear();
        state.working_on = None;
        state.jobs.iter_mut().for_each(|order| order.has_begun = order.has_ended);
    }

    /// Answers and works until the power goes, restarts included. Dropped, it is as if the plug were pulled.
    pub(crate) async fn live(self: Arc<Self>, mut listener: TcpListener) {
        let address = listener.local_addr().ok();
        loop {
            self.boot();
            let door = Arc::new(Door(self.clone()));
            let app = http::routes(self.clone());
            let stopped = tokio::select! {
                served = serve(listener, self.key.clone(), door, app, std::future::pending()) => {
                    tracing::error!(?served, "A practice PC cannot answer any more");
                    Stopped::Vanished
                }
                stopped = work::work(&self, Lane::Work) => stopped,
                stopped = work::work(&self, Lane::Cancels) => stopped,
            };
            tracing::debug!(pc = self.name, ?stopped, "A practice PC stopped");
            if stopped == Stopped::Vanished {
                return;
            }
            sleep(RESTART).await;
            listener = match bind(address).await {
                Ok(listener) => listener,
                Err(error) => return tracing::error!(%error, "A practice PC lost its port"),
            };
        }
    }
}

/// Listens at an address, or on any free port; one that was just let go of is waited for.
pub(crate) async fn bind(address: Option<SocketAddr>) -> io::Result<TcpListener> {
    let Some(address) = address else { return TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await };
    let end = Instant::now() + PORT_PATIENCE;
    loop {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && Instant::now() < end => {
                sleep(Duration::from_millis(20)).await;
            }
            bound => return bound,
        }
    }
}
