//! A PC's numbered event log, in memory: a practice PC that is ended is gone.

use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;
use patchround_protocol::{Event, EventKind, chain, ids::LineHash};
use tokio::sync::watch;

/// The log.
#[derive(Debug, Default)]
pub(crate) struct Log {
    events: Mutex<Vec<Event>>,
    head: watch::Sender<u64>,
}

impl Log {
    pub(crate) fn tell(&self, time: Timestamp, kind: EventKind) {
        let mut events = self.lock();
        let seq = events.len() as u64 + 1;
        let before = events.last().and_then(|event| event.chain).unwrap_or(LineHash::START);
        let event = Event::new(seq, time, kind);
        let (_, hash) = chain::write(&event, before).expect("an event has only string keys");
        events.push(Event { chain: Some(hash), ..event });
        self.head.send_replace(seq);
    }

    pub(crate) fn head(&self) -> u64 {
        *self.head.borrow()
    }

    /// Changes with each event.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }

    /// Every event after this one.
    pub(crate) fn after(&self, seq: u64) -> Vec<Event> {
        let known = usize::try_from(seq).unwrap_or(usize::MAX);
        self.lock().get(known..).unwrap_or_default().to_vec()
    }

    /// Whether something like this has been told.
    pub(crate) fn tells(&self, told: impl FnMut(&EventKind) -> bool) -> bool {
        self.lock().iter().map(|event| &event.kind).any(told)
    }

    /// What is found in it first.
    pub(crate) fn find<T>(&self, found: impl FnMut(&EventKind) -> Option<T>) -> Option<T> {
        self.lock().iter().map(|event| &event.kind).find_map(found)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().expect("nothing panics while it holds the log")
    }
}
