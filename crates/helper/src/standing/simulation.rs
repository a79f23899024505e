//! Offices with the manager away: the real engine and the real authorisation over made-up package managers.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use jiff::{ToSpan, civil::DateTime};
use patchround_protocol::{
    Cause, OfficeId, SpkiHash, Update,
    order::cause_of,
    policy::What,
    standing::Moment,
    update::{Class, Held, Needs, Released, ReleasedFrom, Scope},
    wire::{Refusal, SourceScan},
};
use uuid::Uuid;

use super::*;

mod office;
mod restarts;
mod tests;

/// Restarts a day (rules.md 1).
const RESTARTS_A_DAY: usize = 3;

/// One update of one PC's package manager, made up.
#[derive(Debug, Clone)]
struct Offer {
    id: UpdateId,
    class: Class,
    released: Timestamp,
    /// Whether its package says so.
    is_dated: bool,
    /// How often fetching it fails.
    not_fetched: u32,
    /// Offered gradually until then.
    phased_until: Option<Timestamp>,
    is_held: bool,
    /// How often installing it fails.
    failures: u32,
    /// Whether it is said to be installed and is not.
    is_not_taking: bool,
    needs_restart: bool,
}

impl Offer {
    fn known_since(&self, fetched: Timestamp) -> Released {
        match self.is_dated {
            true => Released { date: self.released, from: ReleasedFrom::Maker },
            false => Released { date: fetched, from: ReleasedFrom::FirstSeen },
        }
    }
}

/// One PC at the far end: its package manager, its power switch, its people, and its root half.
struct Pc {
    id: PcId,
    policy: Policy,
    floor: Floor,
    zone: TimeZone,
    now: Timestamp,
    since: Timestamp,
    offers: Vec<Offer>,
    refreshed: Option<Timestamp>,
    downloaded: BTreeMap<UpdateId, Timestamp>,
    installed: BTreeMap<UpdateId, Timestamp>,
    tried: BTreeMap<UpdateId, u32>,
    is_unfinished: bool,
    restart_pending: bool,
    is_somebody_there: fn(DateTime) -> bool,
    active_hours: Option<Hours>,
    /// What the root half did, by run: asked again, it is not done again.
    runs: BTreeMap<JobId, Ended>,
    begun: Vec<(Timestamp, Step)>,
    told: Vec<(Timestamp, Step, End)>,
    kept: Vec<u8>,
    /// The power goes at the next run, before or after root has done it.
    cut: Option<Cut>,
    ids: u128,
    refusals: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Before,
    After,
}

#[derive(Clone)]
struct Far(Rc<RefCell<Pc>>);

impl Pc {
    fn local(&self) -> DateTime {
        self.now.to_zoned(self.zone.clone()).datetime()
    }

    fn scan(&self) -> Scan {
        let is_known = |offer: &&Offer| self.refreshed.is_some_and(|at| offer.released <= at);
        let is_there = |offer: &&Offer| !self.installed.contains_key(&offer.id);
        let updates = self.offers.iter().filter(is_known).filter(is_there).map(|offer| self.update(offer));
        Scan {
            revision: String::new(),
            scanned_at: self.now,
            restart_pending: Some(self.restart_pending),
            restart_for: Vec::new(),
            sources: vec![SourceScan {
                source: "apt".into(),
                cause: None,
                unfinished: self.is_unfinished.then_some(Cause::InterruptedBefore),
                unfinished_of: Vec::new(),
                refreshed_at: self.refreshed,
                whole: false,
                managed: false,
            }],
            updates: updates.collect(),
            kept: Vec::new(),
            people: Vec::new(),
        }
    }

    /// As apt tells it: when it came out is known only from a package that was fetched, if that says so.
    fn update(&self, offer: &Offer) -> Update {
        let fetched = self.downloaded.get(&offer.id).copied();
        Update {
            id: offer.id.clone(),
            pc: self.id,
            source: "apt".into(),
            package: offer.id.native().parse().unwrap(),
            group: String::new(),
            name: String::new(),
            installed: Some("1".into()),
            candidate: "2".into(),
            class: Some(offer.class),
            substantial: None,
            cves: fetched.filter(|_| offer.is_dated).map(|_| Vec::new()),
            known_exploited: None,
            severity: None,
            released: fetched.map(|fetched| offer.known_since(fetched)),
            size: None,
            notes: None,
            changes: None,
            needs: Needs::default(),
            reversible: None,
            scope: Scope::Machine,
            held: offer.is_held.then_some(Held { by: None, why: None, until: None }),
            phased: offer.phased_until.is_some_and(|until| self.now < until),
            blocked: None,
        }
    }

    /// The root half: its own moment, its own look at the package manager, the real decision.
    fn run(&mut self, run: &Run) -> Ended {
        if let Some(known) = self.runs.get(&run.run) {
            return known.clone();
        }
        let (policy, floor, active_hours) = (&self.policy, &self.floor, self.active_hours.as_ref());
        let moment = Moment { policy, floor, now: self.now, local: self.local(), active_hours };
        let is_somebody_there = (self.is_somebody_there)(self.local());
        let allowed = moment.allows(&run.step, &self.scan().updates, is_somebody_there);
        let ended = match allowed.and_then(|()| self.is_within_cap(&run.step)) {
            Err(refusal) => {
                self.refusals += 1;
                Ended { end: End::failed(cause_of(refusal)), updates: BTreeMap::new() }
            }
            Ok(()) => {
                self.begun.push((self.now, run.step.clone()));
                self.carry_out(&run.step)
            }
        };
        self.runs.insert(run.run, ended.clone());
        ended
    }

    /// As the root half counts (`helper-root`'s `orders`).
    fn is_within_cap(&self, step: &Step) -> Result<(), Refusal> {
        let day = SignedDuration::from_hours(24);
        let is_restart = |step: &Step| matches!(step, Step::Restart { .. });
        let lately =
            self.begun.iter().filter(|(at, begun)| is_restart(begun) && self.now.duration_since(*at) < day);
        if is_restart(step) && lately.count() >= RESTARTS_A_DAY { Err(Refusal::TooOften) } else { Ok(()) }
    }

    fn carry_out(&mut self, step: &Step) -> Ended {
        self.now += 2.minutes();
        let mut updates = BTreeMap::new();
        match step {
            Step::Refresh {} => self.refreshed = Some(self.now),
            Step::Repair {} => self.is_unfinished = false,
            Step::Restart { .. } => self.restart_pending = false,
            Step::Download { ids } => {
                updates = ids.iter().map(|id| (id.clone(), self.download(id))).collect();
            }
            Step::Install { ids, .. } => {
                updates = ids.iter().map(|id| (id.clone(), self.install(id))).collect();
            }
            Step::Undo { .. } | Step::Release { .. } | Step::Cancel { .. } => {
                unreachable!("nothing was undone here, and no policy cancels")
            }
        }
        let end = updates.values().cloned().fold(End::DONE, End::worse);
        Ended { end, updates }
    }

    fn download(&mut self, id: &UpdateId) -> End {
        let offer = self.offers.iter_mut().find(|offer| offer.id == *id).unwrap();
        if offer.not_fetched > 0 {
            offer.not_fetched -= 1;
            return End::failed(Cause::NoNetwork);
        }
        self.downloaded.entry(id.clone()).or_insert(self.now);
        End::DONE
    }

    fn install(&mut self, id: &UpdateId) -> End {
        assert!(!self.installed.contains_key(id), "{id} is installed twice");
        let offer = self.offers.iter().find(|offer| offer.id == *id).unwrap();
        let tried = self.tried.entry(id.clone()).or_default();
        *tried += 1;
        if *tried <= offer.failures {
            return End::failed(Cause::PackageScriptFailed);
        }
        if offer.is_not_taking {
            return End::failed(Cause::InstalledButNotVerified);
        }
        self.restart_pending |= offer.needs_restart;
        self.installed.insert(id.clone(), self.now);
        End::DONE
    }
}

impl World for Far {
    fn now(&self) -> Timestamp {
        self.0.borrow().now
    }

    fn since(&self) -> Timestamp {
        self.0.borrow().since
    }

    fn zone(&self) -> TimeZone {
        self.0.borrow().zone.clone()
    }

    fn pc(&self) -> PcId {
        self.0.borrow().id
    }

    fn policy(&self) -> Option<(Policy, Floor)> {
        let pc = self.0.borrow();
        Some((pc.policy.clone(), pc.floor.clone()))
    }

    fn scan(&self) -> Option<Scan> {
        Some(self.0.borrow().scan())
    }

    fn is_somebody_there(&self) -> bool {
        let pc = self.0.borrow();
        (pc.is_somebody_there)(pc.local())
    }

    fn active_hours(&self) -> Option<Hours> {
        self.0.borrow().active_hours.clone()
    }

    fn new_run(&self) -> JobId {
        let mut pc = self.0.borrow_mut();
        pc.ids += 1;
        JobId(Uuid::from_u128(pc.ids))
    }

    fn keep(&self, memory: &Memory) -> io::Result<()> {
        self.0.borrow_mut().kept = serde_json::to_vec(memory)?;
        Ok(())
    }

    async fn carry_out(&self, run: &Run) -> Ended {
        let cut = self.0.borrow_mut().cut.take();
        if cut == Some(Cut::Before) {
            return std::future::pending().await;
        }
        let is_new = !self.0.borrow().runs.contains_key(&run.run);
        let ended = self.0.borrow_mut().run(run);
        let goes_down = is_new && matches!(run.step, Step::Restart { .. }) && ended.end == End::DONE;
        if goes_down || cut == Some(Cut::After) {
            return std::future::pending().await;
        }
        ended
    }

    async fn tell_end(&self, run: &Run, end: &End) {
        let mut pc = self.0.borrow_mut();
        let now = pc.now;
        pc.told.push((now, run.step.clone(), end.clone()));
    }
}

/// One turn of the engine; `None` when the power went.
fn turn(engine: &mut Engine<Far>) -> Option<Turn> {
    match pin!(engine.turn()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(turn) => Some(turn),
        Poll::Pending => None,
    }
}
