//! A simulated PC: the real transport and pairing, a made-up package manager.

use std::{
    io,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use futures_util::stream;
use jiff::{SignedDuration, Timestamp};
use patchround_link::{
    BoxFuture, DeviceKey,
    pairing::{Code, PairingDesk, Secret, Tries},
    server::{Gate, serve},
};
use patchround_protocol::{
    Cause, Charter, Envelope, Event, EventKind, Feeds, Job, Outcome, PcId, Policy, SpkiHash, Step, Update,
    UpdateId, chain,
    ids::{DocumentHash, LineHash},
    limits,
    update::{Needs, Scope},
    wire::{
        Also, Charters, Facts, FeedsTaken, Hello, JobTaken, Obeyed, Refusal, Refused, Scan, SourceScan,
        Welcome, Welcomed,
    },
};
use serde::Deserialize;
use tokio::{net::TcpListener, sync::Notify, time::sleep};

/// How a simulated PC behaves.
#[derive(Default)]
pub(crate) struct Manners {
    /// Says "done" and installs nothing.
    pub(crate) lies: AtomicBool,
    /// Waits for a word before it installs.
    pub(crate) waits: AtomicBool,
    /// Cannot reach the servers of its sources.
    pub(crate) offline: AtomicBool,
    /// Leaves what it installs half set up.
    pub(crate) breaks_off: AtomicBool,
    /// Takes an order, and its answer is lost.
    pub(crate) loses_answers: AtomicBool,
    /// Never gets an order, and no answer comes.
    pub(crate) loses_orders: AtomicBool,
    /// Tells of these orders of other people with every order.
    pub(crate) also: Mutex<Vec<Also>>,
    /// Refuses every order, for this reason.
    pub(crate) refuses: Mutex<Option<Refusal>>,
    /// Does not take newer rules, for this reason.
    pub(crate) refuses_rules: Mutex<Option<Refusal>>,
    /// Is of a version that knows no feeds.
    pub(crate) knows_no_feeds: AtomicBool,
    /// Says that it obeys this charter and policy, whatever it does.
    pub(crate) claims: Mutex<Option<(u32, u32)>>,
    /// Tells of events without end.
    pub(crate) babbles: AtomicBool,
    /// What it calls itself.
    pub(crate) host_name: Mutex<Option<String>>,
    /// Hours its clock is wrong.
    pub(crate) clock: AtomicI64,
    /// The word.
    pub(crate) go: Notify,
}

pub(crate) struct Pc {
    key: [u8; 32],
    pub(crate) manners: Manners,
    charter: Mutex<Option<(Charter, DocumentHash)>>,
    policy: Mutex<Option<Policy>>,
    pub(crate) log: Mutex<Vec<Event>>,
    pub(crate) updates: Mutex<Vec<Update>>,
    /// Charters and policies it took since it joined.
    pub(crate) took: Mutex<Vec<&'static str>>,
    /// When the feeds that it knows were signed.
    pub(crate) feeds: Mutex<Option<Timestamp>>,
    /// How often it was asked for what it does not have.
    pub(crate) asked_in_vain: AtomicUsize,
    window: Mutex<Option<Code>>,
    lists_of: Timestamp,
}

impl Pc {
    pub(crate) fn new(updates: &[&str]) -> Arc<Self> {
        let pc = Arc::new(Self {
            key: DeviceKey::generate().seed(),
            manners: Manners::default(),
            charter: Mutex::default(),
            policy: Mutex::default(),
            log: Mutex::default(),
            updates: Mutex::default(),
            took: Mutex::default(),
            feeds: Mutex::default(),
            asked_in_vain: AtomicUsize::default(),
            window: Mutex::default(),
            lists_of: Timestamp::now(),
        });
        *pc.updates.lock().unwrap() = updates.iter().map(|id| update(pc.id(), id)).collect();
        pc
    }

    pub(crate) fn id(&self) -> PcId {
        DeviceKey::from_seed(&self.key).id()
    }

    /// A copy of it as it is now, with its key: an image of its disk.
    pub(crate) fn image(&self) -> Arc<Self> {
        Arc::new(Self {
            key: self.key,
            manners: Manners::default(),
            charter: Mutex::new(self.charter.lock().unwrap().clone()),
            policy: Mutex::new(self.policy.lock().unwrap().clone()),
            log: Mutex::new(self.log.lock().unwrap().clone()),
            updates: Mutex::new(self.updates.lock().unwrap().clone()),
            took: Mutex::default(),
            feeds: Mutex::default(),
            asked_in_vain: AtomicUsize::default(),
            window: Mutex::default(),
            lists_of: self.lists_of,
        })
    }

    pub(crate) fn obeys(&self) -> (u32, u32) {
        let charter = self.charter.lock().unwrap().as_ref().map_or(0, |(charter, _)| charter.version);
        (charter, self.policy.lock().unwrap().as_ref().map_or(0, |policy| policy.version))
    }

    pub(crate) fn open_window(&self, code: &str) {
        *self.window.lock().unwrap() = Some(code.parse().unwrap());
    }

    pub(crate) fn installs(&self) -> usize {
        let is_end = |e: &&Event| matches!(e.kind, EventKind::UpdateEnded { .. });
        self.log.lock().unwrap().iter().filter(is_end).count()
    }

    /// Serves until the guard is dropped.
    pub(crate) async fn serve(self: &Arc<Self>, at: SocketAddr) -> Serving {
        let listener = loop {
            match TcpListener::bind(at).await {
                Ok(listener) => break listener,
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        };
        let address = listener.local_addr().unwrap();
        let (key, gate) = (DeviceKey::from_seed(&self.key), Arc::new(Door(Arc::clone(self))));
        let app = routes(Arc::clone(self));
        let task = tokio::spawn(async move {
            _ = serve(listener, key, gate, app, std::future::pending()).await;
        });
        Serving { address, task }
    }

    pub(crate) fn say(&self, kind: EventKind) {
        let mut log = self.log.lock().unwrap();
        let seq = log.len() as u64 + 1;
        let before = log.last().and_then(|event| event.chain).unwrap_or(LineHash::START);
        let event = Event::new(seq, Timestamp::now(), kind);
        let (_, hash) = chain::write(&event, before).unwrap();
        log.push(Event { chain: Some(hash), ..event });
    }

    /// Changes what it has told, and hashes all of it anew: as somebody could who has the PC in his hands.
    pub(crate) fn rewrite(&self, change: impl FnOnce(&mut Vec<Event>)) {
        let mut log = self.log.lock().unwrap();
        change(&mut log);
        let mut before = LineHash::START;
        for event in log.iter_mut() {
            before = chain::write(event, before).unwrap().1;
            event.chain = Some(before);
        }
    }

    async fn work(&self, job: Job) {
        let (id, round) = (job.job, job.round);
        self.say(EventKind::JobStarted { job: id, round });
        if self.manners.waits.load(Ordering::SeqCst) {
            self.manners.go.notified().await;
        }
        for (step, what) in (0..).zip(&job.steps) {
            self.say(EventKind::StepStarted { job: id, step, verb: what.verb() });
            if let Step::Install { ids, .. } = what {
                ids.iter().for_each(|update| self.install(&job, step, update));
            }
            let offline = *what == Step::Refresh {} && self.manners.offline.load(Ordering::SeqCst);
            let (outcome, cause) =
                if offline { (Outcome::Failed, Some(Cause::NoNetwork)) } else { (Outcome::Done, None) };
            let details = None;
            self.say(EventKind::StepEnded { job: id, step, verb: what.verb(), outcome, cause, details });
        }
        self.say(EventKind::JobEnded { job: id, round, outcome: Outcome::Done, cause: None });
    }

    fn install(&self, job: &Job, step: u16, id: &UpdateId) {
        let mut updates = self.updates.lock().unwrap();
        let offered = updates.iter().any(|u| u.id == *id);
        if !self.manners.lies.load(Ordering::SeqCst) {
            updates.retain(|u| u.id != *id);
        }
        let (outcome, cause) =
            if offered { (Outcome::Done, None) } else { (Outcome::Failed, Some(Cause::VersionGone)) };
        let (job, id) = (job.job, id.clone());
        drop(updates);
        self.say(EventKind::UpdateEnded { job, step, id, outcome, cause, installed: None, details: None });
    }
}

/// Ends the PC's answers when dropped, as if it were switched off.
pub(crate) struct Serving {
    pub(crate) address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Door(Arc<Pc>);

impl Gate for Door {
    fn admits(&self, device: &SpkiHash) -> bool {
        let charter = self.0.charter.lock().unwrap();
        charter.as_ref().is_some_and(|(c, _)| c.admits(device, Timestamp::now()))
    }

    fn pairing(&self) -> Option<Arc<dyn PairingDesk>> {
        let code = self.0.window.lock().unwrap().clone()?;
        Some(Arc::new(Desk { pc: Arc::clone(&self.0), code }))
    }
}

struct Desk {
    pc: Arc<Pc>,
    code: Code,
}

impl Tries for Desk {
    fn take(&self) -> io::Result<bool> {
        Ok(true)
    }

    fn give_back(&self) {}
}

impl PairingDesk for Desk {
    fn secret(&self) -> Secret {
        Secret::Code(self.code.clone())
    }

    fn tries(&self) -> &dyn Tries {
        self
    }

    fn welcome(&self, welcome: Welcome) -> BoxFuture<'_, Welcomed> {
        let charter = Charter::first(&welcome.charter).unwrap();
        *self.pc.charter.lock().unwrap() = Some((charter, welcome.charter.hash()));
        *self.pc.policy.lock().unwrap() = Some(welcome.policy.open(|_| true).unwrap());
        *self.pc.window.lock().unwrap() = None;
        let facts = facts(&self.pc);
        Box::pin(async { Welcomed::Joined { facts } })
    }
}

#[derive(Deserialize)]
struct From {
    after: u64,
    #[serde(default)]
    follow: u8,
}

fn routes(pc: Arc<Pc>) -> Router {
    let largest = DefaultBodyLimit::max(2 * limits::FEEDS_BYTES);
    let feeds = Router::new().route("/v1/feeds", put(take_feeds).layer(largest));
    let is_old = pc.manners.knows_no_feeds.load(Ordering::SeqCst);
    let feeds = if is_old { Router::new() } else { feeds };
    Router::new()
        .merge(feeds)
        .fallback(async |State(pc): State<Arc<Pc>>| {
            pc.asked_in_vain.fetch_add(1, Ordering::SeqCst);
            StatusCode::NOT_FOUND
        })
        .route("/v1/hello", get(hello))
        .route("/v1/facts", get(async |State(pc): State<Arc<Pc>>| Json(facts(&pc))))
        .route("/v1/charter", put(take_charters))
        .route("/v1/policy", put(take_policy))
        .route("/v1/updates", get(updates))
        .route("/v1/events", get(events))
        .route("/v1/jobs", post(take))
        .with_state(pc)
}

async fn hello(State(pc): State<Arc<Pc>>) -> Json<Hello> {
    let (charter_version, policy_version) = pc.manners.claims.lock().unwrap().unwrap_or(pc.obeys());
    let clock = Timestamp::now() + SignedDuration::from_hours(pc.manners.clock.load(Ordering::SeqCst));
    Json(Hello {
        proto: [1, 1],
        helper: "0".into(),
        pc: pc.id(),
        office: pc.charter.lock().unwrap().as_ref().map(|(c, _)| c.office),
        charter_version,
        policy_version,
        clock,
        log_head: pc.log.lock().unwrap().len() as u64,
        working_on: None,
        feeds: *pc.feeds.lock().unwrap(),
    })
}

fn refuse(refusal: Refusal) -> Response {
    (StatusCode::CONFLICT, Json(Refused { refusal })).into_response()
}

fn obeyed(pc: &Pc, what: &'static str) -> Response {
    pc.took.lock().unwrap().push(what);
    let (charter_version, policy_version) = pc.obeys();
    Json(Obeyed { charter_version, policy_version }).into_response()
}

async fn take_charters(State(pc): State<Arc<Pc>>, Json(given): Json<Charters>) -> Response {
    if let Some(refusal) = *pc.manners.refuses_rules.lock().unwrap() {
        return refuse(refusal);
    }
    for envelope in &given.charters {
        let mut ours = pc.charter.lock().unwrap();
        let (charter, hash) = ours.as_ref().unwrap();
        match charter.next(*hash, envelope, Timestamp::now()) {
            Ok(next) => *ours = Some((next, envelope.hash())),
            Err(refusal) => return refuse(refusal),
        }
    }
    obeyed(&pc, "charter")
}

async fn take_policy(State(pc): State<Arc<Pc>>, Json(given): Json<Envelope>) -> Response {
    if let Some(refusal) = *pc.manners.refuses_rules.lock().unwrap() {
        return refuse(refusal);
    }
    let charter = pc.charter.lock().unwrap().as_ref().unwrap().0.clone();
    let ours = pc.policy.lock().unwrap().clone();
    match Policy::accept(&given, &charter, ours.as_ref(), Timestamp::now()) {
        Ok(policy) => *pc.policy.lock().unwrap() = Some(policy),
        Err(refusal) => return refuse(refusal),
    }
    obeyed(&pc, "policy")
}

async fn take_feeds(State(pc): State<Arc<Pc>>, Json(given): Json<Envelope>) -> Response {
    if let Some(refusal) = *pc.manners.refuses_rules.lock().unwrap() {
        return refuse(refusal);
    }
    let charter = pc.charter.lock().unwrap().as_ref().unwrap().0.clone();
    let ours = *pc.feeds.lock().unwrap();
    match Feeds::accept(&given, &charter, ours, Timestamp::now()) {
        Ok(feeds) => *pc.feeds.lock().unwrap() = Some(feeds.issued),
        Err(refusal) => return refuse(refusal),
    }
    pc.took.lock().unwrap().push("feeds");
    let feeds = pc.feeds.lock().unwrap().unwrap();
    Json(FeedsTaken { feeds }).into_response()
}

async fn updates(State(pc): State<Arc<Pc>>) -> Json<Scan> {
    let now = Timestamp::now();
    let unfinished = pc.manners.breaks_off.load(Ordering::SeqCst).then_some(Cause::InterruptedBefore);
    let refreshed_at = Some(pc.lists_of);
    let source = SourceScan {
        source: "apt".into(),
        cause: None,
        unfinished,
        unfinished_of: unfinished.iter().map(|_| "pr-tool-a".to_owned()).collect(),
        refreshed_at,
        whole: false,
        managed: false,
    };
    let updates = pc.updates.lock().unwrap().clone();
    let revision = now.to_string();
    Json(Scan {
        revision,
        scanned_at: now,
        restart_pending: Some(false),
        restart_for: Vec::new(),
        sources: vec![source],
        updates,
        kept: Vec::new(),
        people: Vec::new(),
    })
}

async fn events(State(pc): State<Arc<Pc>>, Query(from): Query<From>) -> Body {
    let lines = stream::unfold((pc, from.after), move |(pc, after)| async move {
        loop {
            if pc.manners.babbles.load(Ordering::SeqCst) {
                let babble = |seq| {
                    let event = Event::new(seq, Timestamp::now(), EventKind::Unknown);
                    serde_json::to_string(&event).unwrap() + "\n"
                };
                let lines = (after + 1..=after + 500).map(babble).collect::<String>();
                return Some((Ok::<_, io::Error>(lines), (pc, after + 500)));
            }
            let next = pc.log.lock().unwrap().iter().find(|e| e.seq > after).cloned();
            if let Some(event) = next {
                let line = serde_json::to_string(&event).unwrap() + "\n";
                return Some((Ok::<_, io::Error>(line), (pc, event.seq)));
            }
            if from.follow == 0 {
                return None;
            }
            sleep(Duration::from_millis(10)).await;
        }
    });
    Body::from_stream(lines)
}

async fn take(State(pc): State<Arc<Pc>>, Json(envelope): Json<Envelope>) -> Response {
    if let Some(refusal) = *pc.manners.refuses.lock().unwrap() {
        return refuse(refusal);
    }
    if pc.manners.loses_orders.load(Ordering::SeqCst) {
        return lost();
    }
    let job: Job = envelope.open(|_| true).unwrap();
    let taken = Json(JobTaken { job: job.job, also: pc.manners.also.lock().unwrap().clone() });
    let is_known = |e: &Event| matches!(&e.kind, EventKind::JobAccepted { job: j, .. } if *j == job.job);
    if !pc.log.lock().unwrap().iter().any(is_known) {
        pc.say(EventKind::JobAccepted { job: job.job, round: job.round });
        let working = Arc::clone(&pc);
        tokio::spawn(async move { working.work(job).await });
    }
    if pc.manners.loses_answers.load(Ordering::SeqCst) {
        return lost();
    }
    (StatusCode::ACCEPTED, taken).into_response()
}

/// The line breaks in the middle of the answer.
fn lost() -> Response {
    let broken = stream::once(async { Err::<Vec<u8>, _>(io::Error::from(io::ErrorKind::ConnectionReset)) });
    Response::new(Body::from_stream(broken))
}

fn facts(pc: &Pc) -> Facts {
    let host_name = pc.manners.host_name.lock().unwrap().clone();
    Facts {
        host_name: host_name.unwrap_or_else(|| "front-desk".into()),
        helper: "0".into(),
        ..Facts::default()
    }
}

pub(crate) fn update(pc: PcId, id: &str) -> Update {
    let id: UpdateId = id.parse().unwrap();
    Update {
        pc,
        source: id.source().into(),
        package: id.native().parse().unwrap(),
        group: id.native().into(),
        name: id.native().into(),
        installed: None,
        candidate: id.version().into(),
        id,
        class: None,
        substantial: None,
        cves: None,
        known_exploited: None,
        severity: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: Needs::default(),
        reversible: None,
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}

/// Makes an office in a folder and opens it.
pub(crate) fn office(dir: &Path) -> patchround_office::Office {
    patchround_office::setup::init(dir, "Corner Shop", "Maria", Timestamp::now()).unwrap();
    patchround_office::Office::open(dir, false).unwrap()
}
