//! People's own programs: what the program in each person's session tells of them, and what it is asked to put in.
//!
//! What is told proves nothing: a person can say what they like of what is theirs, and it is shown as theirs. Nothing
//! that they say becomes an update of the PC or of anybody else.

mod lines;
mod orders;
mod told;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{PcId, Update, UpdateId, limits, session::Own, wire::PersonScan};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{files, os::Person};

pub use lines::Line;
use lines::Lines;
pub use orders::{By, Order, Told};

/// What a person's program told is forgotten after so long without a word of it, as what they used is.
const OLD: SignedDuration = SignedDuration::from_hours(24 * limits::USED_DAYS);

/// One source of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Whose, which, and how it could be read.
    pub of: PersonScan,
    /// What it offers, with ids that name the account.
    pub updates: Vec<Update>,
}

impl List {
    /// Whether there is such a source at all: one that was not read yet has a cause.
    fn is_there(&self) -> bool {
        !self.updates.is_empty() || self.of.cause.is_some() || self.of.refreshed_at.is_some()
    }

    /// Whether it says the same: at which hour of a day does not count.
    fn says(&self, other: &Self) -> bool {
        let of = PersonScan { told_at: other.of.told_at, ..self.of.clone() };
        of == other.of && self.day() == other.day() && self.updates == other.updates
    }

    /// The day on which it was told.
    pub(crate) fn day(&self) -> i64 {
        self.of.told_at.as_second().div_euclid(24 * 3600)
    }
}

/// What follows from what a person's program told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Whether it is anything new.
    pub is_new: bool,
    /// What had waited for them and is over now, and how.
    pub over: Vec<(Order, Told)>,
}

/// What is known of people's own programs, and who is there to be asked.
#[derive(Debug)]
pub struct OwnPrograms {
    pc: PcId,
    path: PathBuf,
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct State {
    kept: Kept,
    lines: Lines,
    /// What was asked for and has no end yet, and in which conversation.
    asked: BTreeMap<UpdateId, u64>,
    /// What an order at hand is about.
    at_hand: BTreeSet<UpdateId>,
    /// How it ended, until that order takes note of it.
    ends: BTreeMap<UpdateId, Told>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    lists: Vec<List>,
    /// What was ordered while its person was away.
    #[serde(default)]
    orders: Vec<Order>,
}

impl OwnPrograms {
    /// Reads what is kept. Where it cannot be read, it begins anew.
    pub fn open(pc: PcId, path: &Path) -> Self {
        let kept = files::read_json(path).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read what people's own programs are offered");
            None
        });
        let mut kept: Kept = kept.unwrap_or_default();
        kept.forget_old(Timestamp::now());
        let state = Mutex::new(State { kept, ..State::default() });
        Self { pc, path: path.to_owned(), state, changed: watch::Sender::new(()) }
    }

    /// What is known, by account and source.
    pub fn lists(&self) -> Vec<List> {
        self.lock().kept.lists.clone()
    }

    /// A person's program told what one of their sources offers.
    pub fn told(&self, person: &Person, own: Own, now: Timestamp) -> News {
        let Some(list) = told::list(self.pc, person, own, now) else { return News::default() };
        let mut state = self.lock();
        let is_new = state.kept.take_in(list);
        let over = state.kept.take_out_what_is_over(person);
        if is_new || !over.is_empty() {
            self.keep(&state.kept);
        }
        drop(state);
        self.changed.send_replace(());
        News { is_new, over }
    }

    /// Forgets what nobody has said a word of for long, and what has waited for too long.
    pub fn forget_old(&self, now: Timestamp) -> News {
        let mut state = self.lock();
        let is_new = state.kept.forget_old(now);
        let over = state.kept.take_out_what_is_too_old(now);
        if is_new || !over.is_empty() {
            self.keep(&state.kept);
        }
        News { is_new, over }
    }

    /// Nobody orders anything any more: the office was left.
    pub fn forget_orders(&self) {
        let mut state = self.lock();
        state.kept.orders.clear();
        self.keep(&state.kept);
    }

    fn keep(&self, kept: &Kept) {
        if let Err(error) = files::write_json(&self.path, kept) {
            tracing::warn!(%error, "cannot keep what people's own programs are offered");
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds what people's own programs are offered")
    }
}

impl Kept {
    /// Puts a list in the place of what was told before. Whether it says anything new.
    fn take_in(&mut self, list: List) -> bool {
        let is_it = |known: &List| known.of.account == list.of.account && known.of.source == list.of.source;
        if !list.is_there() {
            let before = self.lists.len();
            self.lists.retain(|known| !is_it(known));
            return self.lists.len() < before;
        }
        if let Some(known) = self.lists.iter_mut().find(|known| is_it(known)) {
            let is_new = !known.says(&list);
            *known = list;
            return is_new;
        }
        let own = |known: &&List| known.of.account == list.of.account;
        let accounts: BTreeSet<&str> = self.lists.iter().map(|known| known.of.account.as_str()).collect();
        let has_room = accounts.contains(list.of.account.as_str()) || accounts.len() < limits::OWN_PEOPLE;
        let fits = has_room && self.lists.iter().filter(own).count() < limits::OWN_SOURCES;
        if fits {
            self.lists.push(list);
        }
        fits
    }

    fn forget_old(&mut self, now: Timestamp) -> bool {
        let before = self.lists.len();
        self.lists.retain(|known| now.duration_since(known.of.told_at) <= OLD);
        self.lists.len() < before
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
