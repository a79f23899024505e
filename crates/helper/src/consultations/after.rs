//! What was put in place of what people use, for their card afterwards, and their word that something is wrong
//! (ux.md 4.6).
//!
//! Once an update is in place nothing offers it any more: what it was is noted when its order begins.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Cause, EventKind, JobId, Outcome, PublicKey, Update,
    consultation::{NotTaken, is_plain},
    job::When,
    limits,
    session::After,
    wire::Scan,
};
use serde::{Deserialize, Serialize};

use super::{Consultations, offered, waiting::names};
use crate::{
    files,
    membership::Joined,
    queue::{End, Order},
};

/// Orders that are kept. The oldest makes room, of those that nobody has to answer any more first.
const CARDS: usize = 32;

/// The notes, and where they are kept.
#[derive(Debug, Default)]
pub(super) struct Cards {
    path: PathBuf,
    cards: BTreeMap<JobId, Card>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Card {
    issuer: PublicKey,
    updates: Vec<Update>,
    people: BTreeSet<String>,
    /// When it was in place; `None` while it is not.
    at: Option<Timestamp>,
    #[serde(default)]
    seen: BTreeSet<String>,
    #[serde(default)]
    wrong: BTreeMap<String, String>,
}

impl Consultations {
    /// An order begins: notes what of it changes how people work, for whoever uses that.
    pub fn begins(&self, order: &Order, scan: Option<&Scan>, now: Timestamp) {
        let is_asked = matches!(order.job.when, When::Asked { .. });
        let is_big = |update: &Update| update.substantial.as_ref().is_some_and(|big| !big.why.is_empty());
        let of_order = offered(order, scan).into_iter();
        let updates: Vec<Update> = of_order.filter(|update| is_asked || is_big(update)).cloned().collect();
        let mut state = self.lock();
        if updates.is_empty() || state.cards.cards.contains_key(&order.job.job) {
            return;
        }
        let people = state.people(order, (scan, now), self.programs_of).into_iter().map(|person| person.name);
        let people: BTreeSet<String> = people.collect();
        if people.is_empty() {
            return;
        }
        let card = Card {
            issuer: order.job.issuer,
            updates,
            people,
            at: None,
            seen: BTreeSet::new(),
            wrong: BTreeMap::new(),
        };
        state.cards.change(now, |cards| drop(cards.insert(order.job.job, card)));
    }

    /// What a person sees of what was put in place, the newest first.
    pub fn after(&self, person: &str, office: &Joined, now: Timestamp) -> Vec<After> {
        let state = self.lock();
        let theirs = state.cards.cards.iter().filter(|(_, card)| card.is_for(person, now));
        let mut all: Vec<After> = theirs.filter_map(|(job, card)| card.after(*job, person, office)).collect();
        all.sort_by_key(|after| std::cmp::Reverse(after.at));
        all
    }

    /// A person says that something is wrong after an order put its updates in place. Once: what they say is for somebody
    /// to read, and is not taken back here.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn wrong(&self, person: &str, job: JobId, words: &str, now: Timestamp) -> Result<(), NotTaken> {
        let mut state = self.lock();
        let card = state.cards.cards.get(&job).filter(|card| card.at.is_some()).ok_or(NotTaken::Over)?;
        match () {
            () if !card.people.contains(person) => return Err(NotTaken::NotAsked),
            () if card.is_old(now) || card.wrong.contains_key(person) => return Err(NotTaken::Over),
            () if !is_plain(words, limits::WRONG_CHARS) => return Err(NotTaken::Malformed),
            () => {}
        }
        let said = EventKind::PersonSaidWrong { job, person: person.to_owned(), words: words.to_owned() };
        self.log.append(said.clone()).map_err(|error| {
            tracing::error!(%error, "cannot write down that something is wrong");
            NotTaken::NotPossible
        })?;
        state.hear(&said, now);
        drop(state);
        self.changed.send_replace(());
        Ok(())
    }

    /// A person has what was put in place on their screen.
    pub fn after_shown(&self, person: &str, job: JobId, now: Timestamp) {
        let mut state = self.lock();
        let is_new =
            |card: &Card| card.is_for(person, now) && card.at.is_some() && !card.seen.contains(person);
        if !state.cards.cards.get(&job).is_some_and(is_new) {
            return;
        }
        state.cards.change(now, |cards| {
            if let Some(card) = cards.get_mut(&job) {
                card.seen.insert(person.to_owned());
            }
        });
        drop(state);
        self.changed.send_replace(());
    }
}

impl Card {
    fn is_for(&self, person: &str, now: Timestamp) -> bool {
        self.people.contains(person) && !self.is_old(now)
    }

    fn is_old(&self, now: Timestamp) -> bool {
        let life = SignedDuration::from_hours(24 * limits::AFTER_DAYS);
        self.at.is_some_and(|at| now.duration_since(at) > life)
    }

    fn after(&self, id: JobId, person: &str, office: &Joined) -> Option<After> {
        let from = office.charter.members.iter().find(|member| member.key == self.issuer);
        Some(After {
            id,
            from: from.map(|member| member.name.clone()),
            updates: self.updates.clone(),
            at: self.at?,
            is_new: !self.seen.contains(person),
            wrong: self.wrong.get(person).cloned(),
        })
    }
}

impl Cards {
    /// Reads them. Where they cannot be read, they begin anew.
    pub(super) fn open(path: &Path) -> Self {
        let cards = files::read_json(path).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read what was put in place");
            None
        });
        Self { path: path.to_owned(), cards: cards.unwrap_or_default() }
    }

    /// Whether a person said that something is wrong since an order.
    pub(super) fn is_wrong(&self, job: JobId, person: &str) -> bool {
        self.cards.get(&job).is_some_and(|card| card.wrong.contains_key(person))
    }

    /// What an order put in place, as people call it.
    pub(super) fn names(&self, job: JobId) -> Option<Vec<String>> {
        Some(names(&self.cards.get(&job)?.updates))
    }

    /// An order has ended: what is not in place then is forgotten.
    pub(super) fn ended(&mut self, job: JobId, end: &End, now: Timestamp) {
        if self.cards.get(&job).is_none_or(|card| card.at.is_some()) {
            return;
        }
        // What waits for somebody who is away does not keep the others from seeing what is theirs.
        let waits = end.outcome == Outcome::Waiting && end.cause == Some(Cause::PersonAway);
        let is_in_place = waits || matches!(end.outcome, Outcome::Done | Outcome::NeedsRestart);
        self.change(now, |cards| match cards.get_mut(&job).filter(|_| is_in_place) {
            Some(card) => {
                card.at = Some(now);
                card.updates.retain(|update| !waits || update.id.person().is_none());
                if card.updates.is_empty() {
                    cards.remove(&job);
                }
            }
            None => drop(cards.remove(&job)),
        });
    }

    /// What a person said is wrong; also read from the log, where the disk did not take it here.
    pub(super) fn said(&mut self, job: JobId, person: &str, words: &str, now: Timestamp) {
        if self.cards.get(&job).is_none_or(|card| card.wrong.contains_key(person)) {
            return;
        }
        self.change(now, |cards| {
            cards.entry(job).and_modify(|card| {
                card.wrong.insert(person.to_owned(), words.to_owned());
            });
        });
    }

    /// Forgets them.
    ///
    /// # Errors
    /// When the disk says no.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        self.cards.clear();
        files::remove(&self.path)
    }

    fn change(&mut self, now: Timestamp, change: impl FnOnce(&mut BTreeMap<JobId, Card>)) {
        change(&mut self.cards);
        self.cards.retain(|_, card| !card.is_old(now));
        while self.cards.len() > CARDS {
            // Ids of orders count up with time.
            let answered = self.cards.iter().find(|(_, card)| card.wrong.len() == card.people.len());
            let oldest = answered.or(self.cards.first_key_value()).map(|(job, _)| *job);
            oldest.map(|job| self.cards.remove(&job));
        }
        if let Err(error) = files::write_json(&self.path, &self.cards) {
            tracing::warn!(%error, "cannot keep what was put in place");
        }
    }
}
