//! What people's programs are asked to put in, at once or when they are there again.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::{Cause, JobId, Outcome, UpdateId, limits, session::ToPerson};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use super::{Kept, OwnPrograms, told};
use crate::{os::Person, queue::End};

/// So long a person's program may take. What it has not told by then it may still do; nobody waits for it.
const LONGEST: Duration = Duration::from_secs(30 * 60);
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
    fn of(outcome: Outcome, cause: Option<Cause>) -> Self {
        Self { end: End { outcome, cause }, details: None }
    }

    fn away() -> Self {
        Self::of(Outcome::Waiting, Some(Cause::PersonAway))
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

/// An update that was ordered while its person was away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The job, which has ended since.
    pub job: JobId,
    /// Which of its steps, from 0.
    pub step: u16,
    /// The update.
    pub id: UpdateId,
    /// The last moment at which it is put in.
    until: Timestamp,
    /// Whether their program says that it is done.
    is_done: bool,
}

impl OwnPrograms {
    /// Has each person's program put in what is theirs, and tells how each of these ended, once its source was read anew.
    /// What belongs to somebody who is away waits for them, as long as a job lives.
    pub async fn install(&self, (job, step): (JobId, u16), ids: &[UpdateId]) -> BTreeMap<UpdateId, Told> {
        // What the same updates waited for before is this order's now.
        self.lock().kept.orders.retain(|order| !ids.contains(&order.id));
        let mut of_people: BTreeMap<&str, BTreeSet<UpdateId>> = BTreeMap::new();
        for id in ids {
            if let Some(account) = id.person() {
                of_people.entry(account).or_default().insert(id.clone());
            }
        }
        let mut ends = BTreeMap::new();
        for (account, ids) in of_people {
            ends.extend(self.install_of(account, ids).await);
        }
        let away: Vec<UpdateId> =
            ends.iter().filter(|(_, told)| **told == Told::away()).map(|(id, _)| id.clone()).collect();
        self.remember((job, step), &away, Timestamp::now());
        ends
    }

    async fn install_of(&self, account: &str, ids: BTreeSet<UpdateId>) -> BTreeMap<UpdateId, Told> {
        let mut ends: BTreeMap<UpdateId, Told> = ids.iter().map(|id| (id.clone(), Told::away())).collect();
        if !self.ask(account, &ids) {
            return ends;
        }
        tracing::info!(updates = ids.len(), "asked a person's program to update what is their own");
        let is_over = |of: &Self| !of.is_there(account) || of.lock().asked.is_disjoint(&ids);
        self.until(Instant::now() + LONGEST, is_over).await;
        let late = if self.is_there(account) {
            Told::of(Outcome::Failed, Some(Cause::Timeout))
        } else {
            Told::away()
        };
        for id in &ids {
            let mut state = self.lock();
            state.asked.remove(id);
            let told = state.ends.remove(id).unwrap_or_else(|| late.clone());
            ends.insert(id.clone(), told);
        }
        self.verified(ends).await
    }

    /// Done is only what its source, read anew since, does not offer any more.
    async fn verified(&self, mut ends: BTreeMap<UpdateId, Told>) -> BTreeMap<UpdateId, Told> {
        let done: BTreeSet<UpdateId> =
            ends.iter().filter(|(_, told)| told.end == End::DONE).map(|(id, _)| id.clone()).collect();
        let are_seen = |of: &Self| done.iter().all(|id| of.lock().kept.is_gone(id).is_ok());
        self.until(Instant::now() + LOOK, are_seen).await;
        for id in done {
            if let Err(cause) = self.lock().kept.is_gone(&id) {
                ends.insert(id, Told::of(Outcome::Failed, Some(cause)));
            }
        }
        ends
    }

    /// A person's program says how an update ended. What is not theirs, or nobody asked for, is passed over. What had waited
    /// for them and failed waits on: it is asked for when they come the next time.
    pub fn ended(&self, person: &Person, id: &UpdateId, told: Told) {
        let Ok(id) = id.of_person(&person.account) else { return };
        let mut state = self.lock();
        if !state.asked.remove(&id) {
            return;
        }
        let told = told.plain();
        let is_done = told.end == End::DONE;
        if let Some(order) = state.kept.orders.iter_mut().find(|order| order.id == id) {
            tracing::info!(job = %order.job, is_done, "a person's program did what had waited for them");
            order.is_done = is_done;
        } else {
            state.ends.insert(id, told);
        }
        drop(state);
        self.changed.send_replace(());
    }

    /// Asks a person's program, which has just come and told what it is offered, for what was ordered while it was away
    /// and is still offered. `may` says of each whether the office still wants it.
    pub fn ask_for_what_waits(&self, person: &Person, may: impl Fn(&UpdateId) -> bool) {
        let state = self.lock();
        let now = Timestamp::now();
        let is_due = |order: &&Order| {
            order.id.person() == Some(&*person.account)
                && now <= order.until
                && state.kept.is_offered(&order.id)
                && may(&order.id)
        };
        let ids: BTreeSet<UpdateId> =
            state.kept.orders.iter().filter(is_due).map(|order| order.id.clone()).collect();
        drop(state);
        if !ids.is_empty() && self.ask(&person.account, &ids) {
            tracing::info!(updates = ids.len(), "a person is back; asked their program for what had waited");
        }
    }

    fn ask(&self, account: &str, ids: &BTreeSet<UpdateId>) -> bool {
        let mut state = self.lock();
        let wish = ToPerson::InstallOwn { ids: ids.iter().map(UpdateId::in_session).collect() };
        let is_said = state.lines.get(account).is_some_and(|(_, say)| say.try_send(wish).is_ok());
        if is_said {
            for id in ids {
                state.ends.remove(id);
            }
            state.asked.extend(ids.iter().cloned());
        }
        is_said
    }

    fn is_there(&self, account: &str) -> bool {
        self.lock().lines.contains_key(account)
    }

    fn remember(&self, (job, step): (JobId, u16), ids: &[UpdateId], now: Timestamp) {
        if ids.is_empty() {
            return;
        }
        let until = now.checked_add(limits::JOB_LIFE).unwrap_or(now);
        let mut state = self.lock();
        state.kept.orders.retain(|order| !ids.contains(&order.id));
        let order = |id: &UpdateId| Order { job, step, id: id.clone(), until, is_done: false };
        state.kept.orders.extend(ids.iter().map(order));
        state.kept.drop_what_is_over(now);
        self.keep(&state.kept);
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
    /// What had waited for a person, is done as their program says, and is offered no more by a source that could be read.
    pub(super) fn drop_what_is_in_place(&mut self, person: &Person) -> Vec<Order> {
        let is_in_place = |order: &Order| {
            let is_theirs = order.id.person() == Some(&*person.account);
            is_theirs && order.is_done && self.is_gone(&order.id).is_ok()
        };
        let (in_place, others) = self.orders.iter().cloned().partition(is_in_place);
        self.orders = others;
        in_place
    }

    /// Orders that are too old, or whose update is offered no more.
    pub(super) fn drop_what_is_over(&mut self, now: Timestamp) {
        let mut orders = std::mem::take(&mut self.orders);
        orders.retain(|order| now <= order.until && self.is_offered(&order.id));
        orders.drain(..orders.len().saturating_sub(ORDERS));
        self.orders = orders;
    }

    /// Whether an update's source was read and does not offer it any more; else why that is not known.
    fn is_gone(&self, id: &UpdateId) -> Result<(), Cause> {
        let is_its =
            |list: &&super::List| Some(&*list.of.account) == id.person() && list.of.source == id.source();
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
