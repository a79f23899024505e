//! A PC whose Windows Update Agent is made up: it keeps what is known, offered, fetched, there and waiting, as the real one
//! does (sources.md 9), and goes wrong where it is told to.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::UpdateId;
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line, Output, Told, Tools},
    registry::{Registry, Value},
    windows_update::agent::{
        Agent, Ending, Failure, Found, How, Identity, Kind, Offer, Past, Restart, Search,
    },
};

/// A month's update, a smaller one, one with a licence, one that goes in with no other, one that asks, and a driver.
pub(super) const MONTH: &str = "a1f2c3d4-0001-4e5f-8a9b-0c1d2e3f4a5b";
pub(super) const SMALL: &str = "a1f2c3d4-0002-4e5f-8a9b-0c1d2e3f4a5b";
pub(super) const LICENSED: &str = "a1f2c3d4-0003-4e5f-8a9b-0c1d2e3f4a5b";
pub(super) const ALONE: &str = "a1f2c3d4-0004-4e5f-8a9b-0c1d2e3f4a5b";
pub(super) const ASKS: &str = "a1f2c3d4-0005-4e5f-8a9b-0c1d2e3f4a5b";
pub(super) const DRIVER: &str = "a1f2c3d4-0006-4e5f-8a9b-0c1d2e3f4a5b";
pub(super) const ALL: [&str; 6] = [MONTH, SMALL, LICENSED, ALONE, ASKS, DRIVER];

/// Somebody else installs, or the PC waits for a restart.
pub(super) const NOT_ALLOWED: u32 = 0x8024_0016;
const NOT_ACCEPTED: u32 = 0x8024_0023;
const NOT_FETCHED: u32 = 0x8024_6007;
const NO_USER: u32 = 0x8024_0020;
const NO_REVISION: u32 = 0x8024_8020;

/// What goes wrong with one update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It says that it installed it, and did nothing.
    OnlySaysSo,
    /// It installs it, and says that it failed.
    FailsAfterIt,
    /// It fails with this code, and nothing is changed.
    Fails(u32),
    /// It cannot be fetched, for this code.
    NotFetched(u32),
    /// It goes in, and Windows takes it back at its next start.
    TakenBack,
}

#[derive(Debug, Default)]
struct State {
    known: Vec<Offer>,
    /// What is not offered any more, because another took its place.
    superseded: Vec<Identity>,
    history: Vec<Past>,
    needs_restart: bool,
    /// How often it still says that somebody else installs.
    busy: u32,
    is_silent: bool,
    wrong: BTreeMap<String, Wrong>,
    /// How often somebody else is faster.
    raced: u32,
    /// Values of the registry, by their names.
    set: BTreeMap<&'static str, Value>,
}

/// The PC.
pub(super) struct Pretended {
    root: tempfile::TempDir,
    state: Mutex<State>,
    ordered: Mutex<Vec<String>>,
}

pub(super) fn id(update: &str, revision: u32) -> UpdateId {
    UpdateId::new("windows_update", update, &revision.to_string()).unwrap()
}

fn offer(update: &str) -> Offer {
    Offer {
        identity: Identity { update: update.to_owned(), revision: 2 },
        title: format!("2026-11 Update {update}"),
        description: String::new(),
        kind: if update == DRIVER { Kind::Driver } else { Kind::Software },
        articles: Vec::new(),
        flaws: Vec::new(),
        severity: String::new(),
        categories: Vec::new(),
        most_bytes: Some(1_000_000),
        changed: None,
        restart: Some(Restart::Never),
        is_exclusive: update == ALONE,
        asks: update == ASKS,
        is_optional: false,
        is_accepted: update != LICENSED,
        is_fetched: false,
        is_installed: false,
        waits_for_restart: false,
    }
}

impl Pretended {
    pub(super) fn new(updates: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let library = root.path().join("Windows/System32/wuapi.dll");
        std::fs::create_dir_all(library.parent().unwrap()).unwrap();
        std::fs::write(library, "").unwrap();
        let known = updates.iter().map(|update| offer(update)).collect();
        Self { root, state: Mutex::new(State { known, ..State::default() }), ordered: Mutex::default() }
    }

    pub(super) fn pc(&self) -> Pc<'_> {
        Pc { root: self.root.path(), tools: self }
    }

    pub(super) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(super) fn wrong(&self, update: &str, wrong: Wrong) {
        self.state().wrong.insert(update.to_owned(), wrong);
    }

    /// Changes what is known of one.
    pub(super) fn change(&self, update: &str, change: impl Fn(&mut Offer)) {
        let mut state = self.state();
        state.known.iter_mut().filter(|offer| offer.identity.update == update).for_each(change);
    }

    /// A later revision takes the place of one.
    pub(super) fn supersede(&self, update: &str) {
        let mut state = self.state();
        let old = state.known.iter().find(|offer| offer.identity.update == update).unwrap().clone();
        let revision = old.identity.revision + 1;
        let identity = Identity { update: update.to_owned(), revision };
        state.superseded.push(old.identity.clone());
        state.known.push(Offer { identity, is_fetched: false, is_installed: false, ..old });
    }

    /// It forgets all that is not offered any more, as it does when it clears up.
    pub(super) fn forget(&self, update: &str) {
        self.state().known.retain(|offer| offer.identity.update != update);
    }

    pub(super) fn busy(&self, times: u32) {
        self.state().busy = times;
    }

    pub(super) fn raced(&self, times: u32) {
        self.state().raced = times;
    }

    pub(super) fn silent(&self) {
        self.state().is_silent = true;
    }

    pub(super) fn paused_until(&self, until: Timestamp) {
        self.state().set.insert("PauseUpdatesExpiryTime", Value::Text(until.to_string()));
    }

    pub(super) fn policy(&self, name: &'static str, value: u64) {
        self.state().set.insert(name, Value::Number(value));
    }

    pub(super) fn waits_for_restart(&self) {
        self.state().needs_restart = true;
    }

    /// The PC is started anew: what waited is there, or was taken back.
    pub(super) fn restart(&self) {
        let mut state = self.state();
        state.needs_restart = false;
        let wrong = state.wrong.clone();
        for offer in state.known.iter_mut().filter(|offer| offer.waits_for_restart) {
            offer.waits_for_restart = false;
            offer.is_installed = wrong.get(&offer.identity.update) != Some(&Wrong::TakenBack);
        }
    }

    /// What was installed by the agent's own state, now or after a restart.
    pub(super) fn there(&self) -> Vec<Identity> {
        let state = self.state();
        let there = state.known.iter().filter(|offer| offer.is_installed || offer.waits_for_restart);
        there.map(|offer| offer.identity.clone()).collect()
    }

    /// Installations that it was told to do, in their order.
    pub(super) fn ordered(&self) -> Vec<String> {
        self.ordered.lock().unwrap().clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its state, where it answers.
    fn answers(&self) -> Result<MutexGuard<'_, State>, Failure> {
        let state = self.state();
        if state.is_silent { Err(Failure::Silent) } else { Ok(state) }
    }
}

impl State {
    fn of(&mut self, which: &Identity) -> Result<&mut Offer, Failure> {
        let known = self.known.iter_mut().find(|offer| offer.identity == *which);
        known.ok_or(Failure::Code(NO_REVISION))
    }

    fn is_offered(&self, offer: &Offer) -> bool {
        !offer.is_installed && !self.superseded.contains(&offer.identity)
    }

    /// It is there, or will be after a restart.
    fn put_in(&mut self, which: &Identity) -> Result<bool, Failure> {
        let is_taken_back = self.wrong.get(&which.update) == Some(&Wrong::TakenBack);
        let offer = self.of(which)?;
        let waits = is_taken_back || offer.restart == Some(Restart::Always);
        (offer.is_installed, offer.waits_for_restart) = (!waits, waits);
        self.needs_restart |= waits;
        Ok(waits)
    }

    fn note(&mut self, which: &Identity, result: How) {
        self.history.insert(0, Past { identity: which.clone(), is_removal: false, result });
    }
}

impl Agent for Pretended {
    fn search(&self, search: &Search) -> Result<Found, Failure> {
        let state = self.answers()?;
        let is_asked_for = |offer: &&Offer| match search {
            Search::Software { .. } => offer.kind == Kind::Software && state.is_offered(offer),
            Search::Drivers { .. } => offer.kind == Kind::Driver && state.is_offered(offer),
            Search::One(identity) => offer.identity == *identity,
        };
        Ok(Found { updates: state.known.iter().filter(is_asked_for).cloned().collect(), warning: None })
    }

    fn history(&self) -> Result<Vec<Past>, Failure> {
        Ok(self.answers()?.history.clone())
    }

    fn searched_at(&self) -> Result<Option<Timestamp>, Failure> {
        self.answers().map(|_| None)
    }

    fn restart_required(&self) -> Result<bool, Failure> {
        Ok(self.answers()?.needs_restart)
    }

    fn is_busy(&self) -> Result<bool, Failure> {
        let mut state = self.answers()?;
        state.busy = state.busy.saturating_sub(1);
        Ok(state.busy > 0)
    }

    fn accept(&self, which: &Identity) -> Result<(), Failure> {
        self.answers()?.of(which)?.is_accepted = true;
        Ok(())
    }

    fn download(&self, which: &Identity, percent: &mut dyn FnMut(f32)) -> Result<Ending, Failure> {
        let mut state = self.answers()?;
        if let Some(Wrong::NotFetched(code)) = state.wrong.get(&which.update) {
            return Ok(Ending { result: How::Failed, code: *code, restart: false });
        }
        let offer = state.of(which)?;
        if !offer.is_accepted {
            return Err(Failure::Code(NOT_ACCEPTED));
        }
        offer.is_fetched = true;
        [0.0, 50.0, 100.0].into_iter().for_each(percent);
        Ok(Ending { result: How::Done, code: 0, restart: false })
    }

    fn install(&self, which: &Identity, percent: &mut dyn FnMut(f32)) -> Result<Ending, Failure> {
        let mut state = self.answers()?;
        if state.raced > 0 {
            state.raced -= 1;
            return Err(Failure::Code(NOT_ALLOWED));
        }
        let offer = state.of(which)?;
        let is_refused =
            [(!offer.is_accepted, NOT_ACCEPTED), (!offer.is_fetched, NOT_FETCHED), (offer.asks, NO_USER)];
        if let Some((_, code)) = is_refused.into_iter().find(|(is_refused, _)| *is_refused) {
            return Err(Failure::Code(code));
        }
        self.ordered.lock().unwrap().push(format!("install {}", which.update));
        [0.0, 40.0, 100.0].into_iter().for_each(percent);
        let failed = |code| Ok(Ending { result: How::Failed, code, restart: false });
        match state.wrong.get(&which.update).copied() {
            Some(Wrong::Fails(code)) => {
                state.note(which, How::Failed);
                failed(code)
            }
            Some(Wrong::FailsAfterIt) => {
                state.put_in(which)?;
                state.note(which, How::Failed);
                failed(0x8024_200B)
            }
            Some(Wrong::OnlySaysSo) => Ok(Ending { result: How::Done, code: 0, restart: false }),
            Some(Wrong::TakenBack | Wrong::NotFetched(_)) | None => {
                let restart = state.put_in(which)?;
                state.note(which, How::Done);
                Ok(Ending { result: How::Done, code: 0, restart })
            }
        }
    }
}

impl Registry for Pretended {
    fn value(&self, _: &str, name: &str) -> Option<Value> {
        self.state().set.get(name).cloned()
    }

    fn keys(&self, _: &str) -> Option<Vec<String>> {
        None
    }
}

/// No program is ever started.
impl Tools for Pretended {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        Err(no_program(call))
    }

    fn fetch(&self, call: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Err(no_program(call))
    }

    fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Err(no_program(call))
    }

    fn patience(&self, usual: Duration) -> Duration {
        usual / 10_000
    }

    fn registry(&self) -> Option<&dyn Registry> {
        Some(self)
    }

    fn update_agent(&self) -> Option<&dyn Agent> {
        Some(self)
    }
}

fn no_program(call: &Call) -> CommandError {
    CommandError::NotStarted(call.program.to_string().into(), std::io::ErrorKind::NotFound.into())
}
