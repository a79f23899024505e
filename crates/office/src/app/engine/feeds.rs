//! What the world knows of flaws: gathered again and again in a thread that may wait, signed here for the PCs.

use std::{rc::Rc, time::Duration};

use patchround_feeds::Feed;
use tokio::{task::spawn_blocking, time::Instant};

use super::desk::Desk;
use crate::{Office, app::feeds::FeedRow, error::Error, feeds::gathering::Found, store::feeds::Choice};

/// How often it is seen what is due of them: each says itself how often it is asked.
const EVERY: Duration = Duration::from_hours(1);

impl Desk {
    /// Whether it is time. Made-up PCs have made-up flaws.
    pub(super) fn feeds_are_due(&self) -> bool {
        let read = self.state.borrow().feeds_read;
        let can = self.office.borrow().is_some() && self.play.borrow().is_none();
        can && read.is_none_or(|read| read.elapsed() >= EVERY)
    }

    /// Has them gathered and signed; what is newer counts at once, and reaches the PCs with the next look. What is still
    /// gathered as it was chosen before is dropped.
    pub(super) fn gather_feeds(self: &Rc<Self>) {
        let Some(office) = self.office() else { return };
        let begun = Some(Instant::now());
        self.state.borrow_mut().feeds_read = begun;
        let desk = self.clone();
        self.begin_look(async move {
            let gathered = desk.gathered(&office).await;
            if desk.state.borrow().feeds_read != begun {
                return;
            }
            if let Err(error) = gathered.and_then(|found| desk.take_feeds(&office, found)) {
                // The office goes on with what it knew.
                tracing::warn!(%error, "Failed to gather what is known of flaws");
            }
        });
    }

    /// Uses a feed from now on, or does without it.
    pub(super) fn choose_feed(self: &Rc<Self>, key: &str, on: bool) -> Result<(), Error> {
        let Some(feed) = Feed::named(key) else { return Ok(()) };
        self.with_office(|office| {
            let chosen = office.feed_choices()?.into_iter().find(|(of, _)| *of == feed);
            let address = chosen.and_then(|(_, choice)| choice.address);
            office.choose_feed(feed, Choice { is_on: on, address })
        })?;
        self.gather_feeds();
        Ok(())
    }

    pub(super) fn feed_rows(&self) -> Vec<FeedRow> {
        self.state.borrow().feeds.iter().map(|state| FeedRow::of(state, &self.zone)).collect()
    }

    async fn gathered(&self, office: &Office) -> Result<Found, Error> {
        let (views, asks) = (self.state.borrow().views.clone(), self.options.asks_feeds);
        let gathering = office.gathering(self.options.feeds.clone(), views.iter().map(|view| &view.pc))?;
        let gathered = spawn_blocking(move || gathering.gather(if asks { &Feed::ALL } else { &[] })).await;
        gathered.unwrap_or_else(|error| Err(Error::io(&self.dir(), std::io::Error::other(error))))
    }

    fn take_feeds(&self, office: &Office, found: Found) -> Result<(), Error> {
        let clocks =
            office.sign_feeds(found.gathered)?.then(|| office.clocks(self.zone.clone())).transpose()?;
        let mut state = self.state.borrow_mut();
        if clocks.is_none() && state.feeds == found.states {
            return Ok(());
        }
        state.feeds = found.states;
        if let Some(clocks) = clocks {
            state.clocks = Some(Rc::new(clocks));
        }
        drop(state);
        self.refresh();
        Ok(())
    }
}
