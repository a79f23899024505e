//! Listens for helpers on the LAN.

use std::{
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use mdns_sd::{Receiver, RecvTimeoutError, ServiceDaemon, ServiceEvent};
use patchround_protocol::limits::SERVICE;

use crate::{
    DiscoveryError,
    hints::{Book, Hint},
    interfaces::Watch,
    mdns, tag,
};

/// Listens until dropped.
pub struct Browser {
    daemon: ServiceDaemon,
    state: Mutex<State>,
    _watch: Watch,
}

struct State {
    events: Receiver<ServiceEvent>,
    book: Book,
}

/// Begins to listen; with the office's key its own PCs are recognised.
///
/// # Errors
/// [`DiscoveryError`]. That somebody else holds the mDNS port for himself is not noticed: nothing
/// is found then, and only [`crate::hears_itself`] tells why.
pub fn browse(discovery_key: Option<[u8; 32]>) -> Result<Browser, DiscoveryError> {
    let (daemon, watch) = mdns::start()?;
    let events = daemon.browse(SERVICE).map_err(DiscoveryError::Mdns)?;
    let state = Mutex::new(State { events, book: Book::new(discovery_key) });
    Ok(Browser { daemon, state, _watch: watch })
}

impl Browser {
    /// The next hint that tells anything new, with all that is known of that instance; `None` if
    /// there is none in this time.
    pub fn recv_timeout(&self, time: Duration) -> Option<Hint> {
        let until = Instant::now() + time;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match state.events.recv_deadline(until) {
                Ok(ServiceEvent::ServiceResolved(service)) => {
                    let news = mdns::read(&service).and_then(|seen| state.book.note(&seen, tag::today()));
                    if news.is_some() {
                        return news;
                    }
                }
                Ok(ServiceEvent::ServiceRemoved(_, name)) => {
                    if let Some(instance) = mdns::instance(&name) {
                        state.book.forget(instance);
                    }
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return None,
                // Nobody has listened for so long that mdns-sd gave up.
                Err(RecvTimeoutError::Disconnected) => match self.daemon.browse(SERVICE) {
                    Ok(events) => state.events = events,
                    Err(error) => {
                        tracing::warn!(%error, "Failed to listen for helpers any longer");
                        thread::sleep(until.saturating_duration_since(Instant::now()));
                        return None;
                    }
                },
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.daemon.shutdown();
    }
}
