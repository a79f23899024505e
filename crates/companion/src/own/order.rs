//! One order at work.

use std::sync::Arc;

use patchround_protocol::{Cause, Outcome, UpdateId, progress::Progress, session::FromPerson};
use tokio::{sync::mpsc, task::spawn_blocking};

use super::{Sources, failed};

/// One order, from its beginning until each of its ids has its end.
#[derive(Debug)]
pub(super) struct Order {
    open: Vec<UpdateId>,
    ends: mpsc::Receiver<FromPerson>,
    done: usize,
    all: usize,
}

impl Order {
    /// Begins to install. No id may be there twice.
    pub(super) fn begin(sources: Arc<dyn Sources>, ids: Vec<UpdateId>) -> Self {
        tracing::info!(updates = ids.len(), "Installing some of a person's own updates, as it was ordered");
        let (tell, ends) = mpsc::channel(ids.len().max(1));
        let open = ids.clone();
        // What is told comes through the channel, which ends with the thread, however that ends.
        drop(spawn_blocking(move || install(&*sources, &ids, &tell)));
        Self { all: open.len(), open, ends, done: 0 }
    }

    /// Ids that have no end yet.
    pub(super) fn open(&self) -> &[UpdateId] {
        &self.open
    }

    /// The next end; `None` once each id has its own. What the sources leave without an end has failed.
    pub(super) async fn next(&mut self) -> Option<FromPerson> {
        let ended = match self.ends.recv().await {
            Some(ended) => ended,
            None => failed(self.open.first()?.clone(), Cause::Unexpected),
        };
        let FromPerson::OwnEnded { id, outcome, cause, .. } = &ended else { return Some(ended) };
        tracing::debug!(%id, ?outcome, ?cause, "One of a person's own updates has ended");
        self.open.retain(|open| open != id);
        self.done += usize::from(*outcome == Outcome::Done);
        if self.open.is_empty() {
            tracing::info!(done = self.done, of = self.all, "Installed some of a person's own updates");
        }
        Some(ended)
    }
}

/// Installs, and tells each id's first end.
fn install(sources: &dyn Sources, ids: &[UpdateId], tell: &mpsc::Sender<FromPerson>) {
    let mut open = ids.to_vec();
    sources.install(ids, &mut |line| {
        let Progress::UpdateEnded { id, outcome, cause, details, .. } = line else { return };
        let Some(at) = open.iter().position(|open| *open == id) else { return };
        open.swap_remove(at);
        // Where nobody listens any more nobody will.
        _ = tell.try_send(FromPerson::OwnEnded { id, outcome, cause, details });
    });
}
