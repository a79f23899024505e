//! The programs that belong to this person alone: what their sources offer, and what is ordered of it (decision 0064).
//!
//! One thing at a time, each in a thread of its own, so that the conversation goes on meanwhile. [`Own`] outlives
//! conversations: what was begun in one is told in the next.

mod lists;
mod order;
mod refreshes;
mod sources;
mod told;

#[cfg(test)]
#[cfg(unix)]
mod tests;

use std::{
    collections::VecDeque,
    fs,
    future::pending,
    mem::take,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Outcome, Update, UpdateId,
    limits::{OWN_SOURCES, OWN_UPDATES},
    session::{FromPerson, Own as Offers},
    wire::SourceScan,
};
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use order::Order;
use refreshes::Refreshes;
pub(crate) use sources::{Mine, Sources};
use told::Told;

/// Ids that wait or are at work, at most: as many as can have been told of.
const OPEN: usize = OWN_UPDATES * OWN_SOURCES;
/// How coarsely a file system may tell when something was changed.
const GRAIN: Duration = Duration::from_secs(2);

/// A person's own programs.
#[derive(Debug)]
pub(crate) struct Own {
    /// None where this is nobody's to touch.
    sources: Option<Arc<dyn Sources>>,
    at_work: Option<Work>,
    wanted: Wanted,
    orders: VecDeque<Vec<UpdateId>>,
    refreshes: Refreshes,
    /// What was watched, as it was before the last reading; `None` where it is to be read anew in any case.
    seen: Option<Seen>,
    told: Told,
    unsaid: VecDeque<Unsaid>,
}

/// What the helper is to hear, in the order in which it came to be: a list that was read before an update ended must not be
/// heard after that end.
#[derive(Debug)]
enum Unsaid {
    Ended(FromPerson),
    /// `is_asked` where by them somebody sees what became of an order.
    Lists {
        lists: Vec<Offers>,
        is_asked: bool,
    },
}

/// What is to be read next; the greater includes the smaller.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    #[default]
    Nothing,
    /// The lists, if what is watched has changed.
    Changes,
    Lists,
    /// The lists, to be told also where they are what was told before: somebody waits for them.
    ListsAnew,
}

#[derive(Debug)]
enum Work {
    Reads(JoinHandle<Option<Read>>, Wanted),
    Refreshes(JoinHandle<Option<Cause>>),
    Installs(Order),
}

type Seen = Vec<(PathBuf, Option<SystemTime>)>;
type Read = (Option<Seen>, Vec<(SourceScan, Vec<Update>)>);

impl Own {
    pub(crate) fn new(sources: Option<Arc<dyn Sources>>) -> Self {
        Self {
            sources,
            at_work: None,
            wanted: Wanted::default(),
            orders: VecDeque::new(),
            refreshes: Refreshes::default(),
            seen: None,
            told: Told::default(),
            unsaid: VecDeque::new(),
        }
    }

    /// A helper listens, to which nothing has been told yet.
    pub(crate) fn greets(&mut self) {
        self.unsaid.retain(|one| matches!(one, Unsaid::Ended(_)));
        self.told.begins_anew();
        self.wants(if self.unsaid.is_empty() { Wanted::Lists } else { Wanted::ListsAnew });
    }

    /// Looks whether something has changed.
    pub(crate) fn looks(&mut self) {
        self.wants(Wanted::Changes);
    }

    /// Reads the lists anew from their servers, as soon as that may be.
    pub(crate) fn refresh(&mut self) {
        if !matches!(self.at_work, Some(Work::Refreshes(_))) {
            self.refreshes.ask();
            self.wants(Wanted::Changes);
        }
    }

    /// Puts these in, after what was ordered before. What is ordered already has one end, not two.
    pub(crate) fn install(&mut self, ids: Vec<UpdateId>) {
        let mut order = Vec::new();
        for id in ids {
            if order.contains(&id) || self.open().any(|open| *open == id) {
                continue;
            }
            let refused = match &self.sources {
                None => Some(Cause::NotForThisPc),
                Some(_) => (self.open().count() + order.len() >= OPEN).then_some(Cause::BusyOtherUpdater),
            };
            match refused {
                Some(cause) => self.unsaid.push_back(Unsaid::Ended(failed(id, cause))),
                None => order.push(id),
            }
        }
        if !order.is_empty() {
            self.orders.push_back(order);
        }
        self.begin();
    }

    /// Goes on with what is at work, until something has become of it. Dropped before, it goes on all the same.
    pub(crate) async fn goes_on(&mut self) {
        match &mut self.at_work {
            None => return pending().await,
            Some(Work::Reads(job, wanted)) => {
                let (read, is_asked) = (job.await, *wanted == Wanted::ListsAnew);
                self.at_work = None;
                self.has_read(read, is_asked);
            }
            Some(Work::Refreshes(job)) => {
                let cause = job.await.unwrap_or_else(|error| {
                    tracing::error!(%error, "Failed to refresh a person's own sources");
                    Some(Cause::Unexpected)
                });
                self.refreshes.ended(cause);
                self.at_work = None;
                self.wanted = self.wanted.max(Wanted::Lists);
            }
            Some(Work::Installs(order)) => match order.next().await {
                Some(ended) => self.unsaid.push_back(Unsaid::Ended(ended)),
                None => {
                    self.at_work = None;
                    self.wanted = Wanted::ListsAnew;
                }
            },
        }
        self.begin();
    }

    /// What the helper is to hear next, all of it or nothing: it stays until [`Self::is_said`].
    pub(crate) fn next(&mut self) -> Option<Vec<FromPerson>> {
        match self.unsaid.front()? {
            Unsaid::Ended(ended) => Some(vec![ended.clone()]),
            Unsaid::Lists { lists, is_asked } => Some(self.told.news(lists, *is_asked)),
        }
    }

    /// The helper has taken what was next.
    pub(crate) fn is_said(&mut self) {
        _ = self.unsaid.pop_front();
    }

    fn wants(&mut self, what: Wanted) {
        self.wanted = self.wanted.max(what);
        self.begin();
    }

    /// Ids that wait for their end.
    fn open(&self) -> impl Iterator<Item = &UpdateId> {
        let at_work = match &self.at_work {
            Some(Work::Installs(order)) => order.open(),
            _ => &[],
        };
        at_work.iter().chain(self.orders.iter().flatten())
    }

    /// Begins the next thing unless one is at work.
    fn begin(&mut self) {
        let Some(sources) = self.sources.clone().filter(|_| self.at_work.is_none()) else { return };
        self.at_work = if self.wanted > Wanted::Nothing {
            let wanted = take(&mut self.wanted);
            let before = self.seen.clone().filter(|_| wanted == Wanted::Changes);
            Some(Work::Reads(spawn_blocking(move || read(&*sources, before.as_ref())), wanted))
        } else if let Some(ids) = self.orders.pop_front() {
            Some(Work::Installs(Order::begin(sources, ids)))
        } else if self.refreshes.begin(Timestamp::now()) {
            Some(Work::Refreshes(spawn_blocking(move || refresh(&*sources))))
        } else {
            None
        };
    }

    fn has_read(&mut self, read: Result<Option<Read>, JoinError>, is_asked: bool) {
        match read {
            Ok(Some((seen, read))) => self.takes(seen, read, is_asked),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "Failed to read a person's own sources"),
        }
    }

    fn takes(&mut self, seen: Option<Seen>, mut read: Vec<(SourceScan, Vec<Update>)>, is_asked: bool) {
        // What was read before is older than all that is to be said.
        let was_asked = self.unsaid.iter().any(|one| matches!(one, Unsaid::Lists { is_asked: true, .. }));
        self.unsaid.retain(|one| matches!(one, Unsaid::Ended(_)));
        let is_asked = is_asked || was_asked;
        // A list with a cause proves no order done, and what went in can be seen without the servers: they are told of at the
        // next look.
        self.seen = seen.filter(|_| !is_asked);
        if !is_asked {
            let now = Timestamp::now();
            for (scan, _) in &mut read {
                scan.cause = scan.cause.or_else(|| self.refreshes.cause(scan.refreshed_at, now));
            }
        }
        let lists = lists::offers(read);
        self.refreshes.note(&lists);
        self.unsaid.push_back(Unsaid::Lists { lists, is_asked });
    }
}

/// The lists, unless all that is watched is as it was before.
fn read(sources: &dyn Sources, before: Option<&Seen>) -> Option<Read> {
    // Before they are read: what changes meanwhile is seen the next time.
    let now = SystemTime::now();
    let changed = |path: PathBuf| {
        let at = fs::metadata(&path).and_then(|about| about.modified()).ok();
        (path, at)
    };
    let seen: Seen = sources.watched().into_iter().map(changed).collect();
    if before == Some(&seen) {
        return None;
    }
    // What changes once more in the same moment would look as it does now.
    let is_settled = seen.iter().filter_map(|(_, at)| *at).all(|at| !is_close(at, now));
    Some((is_settled.then_some(seen), sources.read()))
}

fn is_close(one: SystemTime, other: SystemTime) -> bool {
    let apart = one.duration_since(other).unwrap_or_else(|error| error.duration());
    apart <= GRAIN
}

/// Gives why it failed.
fn refresh(sources: &dyn Sources) -> Option<Cause> {
    let ended = sources.refresh();
    tracing::info!(outcome = ?ended.outcome, cause = ?ended.cause, "Refreshed a person's own sources");
    ended.cause
}

fn failed(id: UpdateId, cause: Cause) -> FromPerson {
    FromPerson::OwnEnded { id, outcome: Outcome::Failed, cause: Some(cause), details: None }
}
