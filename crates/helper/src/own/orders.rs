//! What people's programs are asked to put in, at once or when they are there again.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::{Cause, JobId, Outcome, PublicKey, Update, UpdateId, limits};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use super::{Kept, List, OwnPrograms, told};
use crate::{os::Person, queue::End};

/// So long people's programs are waited for, all of them together: no longer may one of them hold up what comes next on
/// the PC. What is not done by then waits on, as what is of whoever is away.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// After an update was put in, its source is read anew: so long that is waited for.
const LOOK: Duration = Duration::from_secs(60);
/// Orders that wait for their people.
const ORDERS: usize = 500;

/// How an update of a person's own program ended, and the tool's last words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// How.
    pub end: End,
    /// The tool's last words.
    pub details: Option<String>,
}

impl Told {
    const DONE: Self = Self { end: End::DONE, details: None };
    const AWAY: Self =
        Self { end: End { outcome: Outcome::Waiting, cause: Some(Cause::PersonAway) }, details: None };

    fn is_done(&self) -> bool {
        self.end == End::DONE
    }

    fn failed(cause: Cause) -> Self {
        Self { end: End::failed(cause), details: None }
    }

    /// What can be said of one person's own: it needs no restart of the PC, and nobody but us says that it waits.
    fn plain(self) -> Self {
        let end = match self.end.outcome {
            Outcome::Done => End::DONE,
            Outcome::Failed | Outcome::NeedsPerson => self.end,
            _ => End::failed(self.end.cause.unwrap_or(Cause::Unexpected)),
        };
        let details = self.details.map(|said| told::words(&said, limits::DETAILS_BYTES / 4));
        Self { end, details: details.filter(|said| !said.is_empty()) }
    }
}

/// What an update is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The job.
    pub job: JobId,
    /// Which of its steps, from 0.
    pub step: u16,
    /// Who signed it.
    pub issuer: PublicKey,
}

/// An update that was ordered and waits for its person. The job has ended since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// By what.
    pub by: By,
    /// The update.
    pub id: UpdateId,
    /// The last moment at which it is put in.
    until: Timestamp,
    /// Whether their program says that it is done, and their list does not yet.
    is_done: bool,
}

impl OwnPrograms {
    /// Has each person's program put in what is theirs, and tells how each of these ended, once its source was read anew.
    /// What belongs to somebody who is away waits for them, as long as a job lives.
    pub async fn install(&self, by: By, ids: &[UpdateId]) -> BTreeMap<UpdateId, Told> {
        let ids: BTreeSet<UpdateId> = ids.iter().filter(|id| id.person().is_some()).cloned().collect();
        if ids.is_empty() {
            return BTreeMap::new();
        }
        self.takes_up(&ids);
        let accounts: BTreeSet<&str> = ids.iter().filter_map(UpdateId::person).collect();
        for account in accounts {
            let of_account = ids.iter().filter(|id| id.person() == Some(account)).cloned().collect();
            if self.ask(account, &of_account) {
                let updates = of_account.len();
                tracing::info!(updates, "asked a person's program to update what is their own");
            }
        }
        let is_open = |of: &Self| ids.iter().any(|id| of.lock().asked.contains_key(id));
        self.until(Instant::now() + LONGEST, |of| !is_open(of)).await;
        self.are_seen(&ids).await;
        self.lets_go(by, &ids, Timestamp::now())
    }

    /// What the same updates waited for before is this order's now.
    fn takes_up(&self, ids: &BTreeSet<UpdateId>) {
        let mut state = self.lock();
        state.kept.orders.retain(|order| !ids.contains(&order.id));
        state.at_hand.extend(ids.iter().cloned());
    }

    /// Waits until the lists of those that are done do not offer them any more.
    async fn are_seen(&self, ids: &BTreeSet<UpdateId>) {
        let is_seen = |of: &Self| {
            let state = of.lock();
            let mut done = ids.iter().filter(|id| state.ends.get(*id).is_some_and(Told::is_done));
            done.all(|id| state.kept.is_gone(id).is_ok())
        };
        self.until(Instant::now() + LOOK, is_seen).await;
    }

    /// How each ended. Done is only what its source, read anew since, does not offer any more; what has no end yet waits.
    fn lets_go(&self, by: By, ids: &BTreeSet<UpdateId>, now: Timestamp) -> BTreeMap<UpdateId, Told> {
        let until = now.checked_add(limits::JOB_LIFE).unwrap_or(now);
        let mut state = self.lock();
        let mut ends = BTreeMap::new();
        for id in ids {
            state.at_hand.remove(id);
            let gone = state.kept.is_gone(id);
            let told = match state.ends.remove(id) {
                Some(told) if told.is_done() => gone.map_or_else(Told::failed, |()| Told::DONE),
                Some(told) => told,
                None => Told::AWAY,
            };
            if told == Told::AWAY {
                state.kept.orders.push(Order { by, id: id.clone(), until, is_done: false });
            }
            ends.insert(id.clone(), told);
        }
        let surplus = state.kept.orders.len().saturating_sub(ORDERS);
        state.kept.orders.drain(..surplus);
        self.keep(&state.kept);
        ends
    }

    /// A person's program says how an update ended. What is not theirs, or nobody waits for, is passed over. An order that
    /// had waited for them is given back with its end, once that is known.
    pub fn ended(&self, person: &Person, id: &UpdateId, told: Told) -> Option<(Order, Told)> {
        let id = id.of_person(&person.account).ok()?;
        let told = told.plain();
        let mut state = self.lock();
        state.asked.remove(&id);
        let is_gone = state.kept.is_gone(&id).is_ok();
        let order = state.kept.orders.iter().position(|order| order.id == id);
        let over = order.and_then(|at| {
            let orders = &mut state.kept.orders;
            orders[at].is_done = told.is_done();
            let is_over = !told.is_done() || is_gone;
            is_over.then(|| (orders.remove(at), told.clone()))
        });
        if order.is_some() {
            self.keep(&state.kept);
        } else if state.at_hand.contains(&id) {
            state.ends.insert(id, told);
        }
        drop(state);
        self.changed.send_replace(());
        over
    }

    /// Asks a person's program for what was ordered while it was away. `may` says of what is still offered whether the office
    /// still wants it; what is not offered any more is asked for all the same: their program knows whether it is there.
    pub fn ask_for_what_waits(&self, person: &Person, may: impl Fn(&Order, &Update) -> bool) {
        let state = self.lock();
        let now = Timestamp::now();
        let is_due = |order: &&Order| {
            let is_theirs = order.id.person() == Some(&*person.account);
            let is_open = now <= order.until && !order.is_done && !state.asked.contains_key(&order.id);
            let is_wanted = || match state.kept.offered(&order.id) {
                Some(update) => may(order, update),
                None => state.kept.is_gone(&order.id).is_ok(),
            };
            is_theirs && is_open && is_wanted()
        };
        let ids: BTreeSet<UpdateId> =
            state.kept.orders.iter().filter(is_due).map(|order| order.id.clone()).collect();
        drop(state);
        if !ids.is_empty() && self.ask(&person.account, &ids) {
            tracing::info!(updates = ids.len(), "a person is back; asked their program for what had waited");
        }
    }

    /// Returns once it is so, or at that moment.
    async fn until(&self, end: Instant, is_so: impl Fn(&Self) -> bool) {
        let mut changed = self.changed.subscribe();
        while !is_so(self) {
            if timeout_at(end, changed.changed()).await.is_err() {
                return;
            }
        }
    }
}

impl Kept {
    /// Takes out what had waited for a person and is done as their program says, once a list that could be read says whether
    /// that is so.
    pub(super) fn take_out_what_is_over(&mut self, person: &Person) -> Vec<(Order, Told)> {
        let end = |order: &Order| {
            let is_theirs = order.id.person() == Some(&*person.account);
            match self.is_gone(&order.id) {
                _ if !is_theirs || !order.is_done => None,
                Ok(()) => Some(Told::DONE),
                Err(Cause::InstalledButNotVerified) => Some(Told::failed(Cause::InstalledButNotVerified)),
                Err(_) => None,
            }
        };
        let over: Vec<(Order, Told)> =
            self.orders.iter().filter_map(|order| Some((order.clone(), end(order)?))).collect();
        self.orders.retain(|order| over.iter().all(|(out, _)| out.id != order.id));
        over
    }

    /// Takes out what has waited for as long as a job lives.
    pub(super) fn take_out_what_is_too_old(&mut self, now: Timestamp) -> Vec<(Order, Told)> {
        let (waits, over): (Vec<Order>, Vec<Order>) =
            std::mem::take(&mut self.orders).into_iter().partition(|order| now <= order.until);
        self.orders = waits;
        over.into_iter().map(|order| (order, Told::failed(Cause::JobExpired))).collect()
    }

    fn offered(&self, id: &UpdateId) -> Option<&Update> {
        self.lists.iter().flat_map(|list| &list.updates).find(|update| update.id == *id)
    }

    /// Whether an update's source was read and does not offer it any more; else why that is not known.
    fn is_gone(&self, id: &UpdateId) -> Result<(), Cause> {
        let is_its = |list: &&List| Some(&*list.of.account) == id.person() && list.of.source == id.source();
        match self.lists.iter().find(is_its) {
            Some(list) if list.updates.iter().any(|update| update.id == *id) => {
                Err(Cause::InstalledButNotVerified)
            }
            Some(list) => list.of.cause.map_or(Ok(()), Err),
            // They have no such source any more.
            None => Ok(()),
        }
    }
}
