//! Announces this PC's helper on the LAN.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use data_encoding::HEXLOWER;
use jiff::{Timestamp, civil::Date};
use mdns_sd::ServiceDaemon;

use crate::{DiscoveryError, interfaces::Watch, mdns, tag};

/// Midnight is looked for this often, as a PC that sleeps does not count its hours.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(3600);
/// Orders that follow each other this closely are one: a helper starts, then tells its state.
const SETTLE: Duration = Duration::from_millis(200);
/// Rest between two different announcements. A record may be sent once a second, an announcement is
/// sent twice, and listeners keep the old words for a second beside the new (RFC 6762, 6, 8.3, 10.2).
const REST: Duration = Duration::from_millis(2500);
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// Announces this helper until dropped, which says goodbye.
///
/// Told to the LAN are a random instance name, the port, the private addresses, and three words:
/// `v=1`, `pair=0` or `1`, and `t`, which only PCs of the same office can read.
pub struct Announcer {
    orders: Sender<Order>,
    worker: Option<JoinHandle<()>>,
    _watch: Watch,
}

enum Order {
    Say(State),
    Stop,
}

#[derive(Clone, Copy, Default)]
struct State {
    pairing: bool,
    discovery_key: Option<[u8; 32]>,
}

impl Announcer {
    /// Starts announcing, as a helper of no office with its pairing window closed.
    ///
    /// # Errors
    /// [`DiscoveryError`]. That somebody else holds the mDNS port for himself is not noticed.
    pub fn start(port: u16) -> Result<Self, DiscoveryError> {
        let (daemon, watch) = mdns::start()?;
        let (orders, inbox) = channel();
        let voice = Voice::new(daemon, port);
        let worker = thread::Builder::new().name("announcer".into()).spawn(move || voice.run(&inbox));
        Ok(Self { orders, worker: Some(worker.map_err(DiscoveryError::Thread)?), _watch: watch })
    }

    /// Changes what is announced. Returns at once; the LAN learns it within three seconds.
    pub fn set(&self, pairing: bool, discovery_key: Option<[u8; 32]>) {
        // The worker ends only with us.
        let _ = self.orders.send(Order::Say(State { pairing, discovery_key }));
    }
}

impl Drop for Announcer {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Stop);
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

/// The thread that speaks.
struct Voice {
    daemon: ServiceDaemon,
    instance: String,
    port: u16,
    said: Vec<(&'static str, String)>,
    said_at: Option<Instant>,
}

impl Voice {
    fn new(daemon: ServiceDaemon, port: u16) -> Self {
        let random = getrandom::u32().expect("a running system gives random bytes");
        Self { daemon, instance: format!("{random:08x}"), port, said: Vec::new(), said_at: None }
    }

    fn run(mut self, inbox: &Receiver<Order>) {
        let (mut state, mut wait) = (State::default(), SETTLE);
        loop {
            match inbox.recv_timeout(wait) {
                Ok(Order::Say(new)) => {
                    state = new;
                    wait = self.rest();
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.say(state);
                    wait = until_next_look(Timestamp::now());
                }
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.goodbye();
    }

    /// How long to be quiet before the next word.
    fn rest(&self) -> Duration {
        self.said_at.map_or(SETTLE, |at| REST.saturating_sub(at.elapsed()).max(SETTLE))
    }

    /// Announces, if there is anything new to say.
    fn say(&mut self, state: State) {
        let txt = txt(state, &self.instance, tag::today());
        if txt == self.said {
            return;
        }
        match mdns::announce(&self.daemon, &self.instance, self.port, &txt) {
            Ok(()) => (self.said, self.said_at) = (txt, Some(Instant::now())),
            Err(error) => tracing::warn!(%error, "Failed to announce this PC"),
        }
    }

    fn goodbye(&self) {
        if let Ok(done) = self.daemon.unregister(&mdns::full_name(&self.instance)) {
            let _ = done.recv_timeout(GOODBYE);
        }
        if let Ok(done) = self.daemon.shutdown() {
            let _ = done.recv_timeout(GOODBYE);
        }
    }
}

/// All that is told beside name, port and addresses.
fn txt(state: State, instance: &str, today: Date) -> Vec<(&'static str, String)> {
    let pair = if state.pairing { "1" } else { "0" };
    let mut txt = vec![("v", "1".to_owned()), ("pair", pair.to_owned())];
    if let Some(key) = state.discovery_key {
        txt.push(("t", HEXLOWER.encode(&tag::tag(&key, instance, today))));
    }
    txt
}

/// Until midnight UTC, or less.
fn until_next_look(now: Timestamp) -> Duration {
    let seconds_of_day = 24 * 3600;
    let left = seconds_of_day - now.as_second().rem_euclid(seconds_of_day);
    Duration::from_secs(left.unsigned_abs()).min(LOOK_AT_CLOCK)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const DAY: Date = date(2026, 11, 23);

    #[test]
    fn nothing_is_told_but_version_pairing_and_a_tag() {
        let plain = txt(State::default(), "a1b2c3d4", DAY);
        assert_eq!(plain, [("v", "1".into()), ("pair", "0".into())]);
        let key = [7; 32];
        let joined = txt(State { pairing: true, discovery_key: Some(key) }, "a1b2c3d4", DAY);
        let tag = HEXLOWER.encode(&tag::tag(&key, "a1b2c3d4", DAY));
        assert_eq!(joined, [("v", "1".into()), ("pair", "1".into()), ("t", tag)]);
    }

    #[test]
    fn the_tag_changes_from_day_to_day() {
        let state = State { pairing: false, discovery_key: Some([7; 32]) };
        assert_ne!(txt(state, "a1b2c3d4", DAY), txt(state, "a1b2c3d4", DAY.tomorrow().unwrap()));
    }

    #[test]
    fn midnight_is_not_slept_over() {
        let wait = |now: &str| until_next_look(now.parse().unwrap());
        assert_eq!(wait("2026-11-23T23:59:50Z"), Duration::from_secs(10));
        assert_eq!(wait("2026-11-23T12:00:00Z"), LOOK_AT_CLOCK);
        assert_eq!(wait("2026-11-23T00:00:00Z"), LOOK_AT_CLOCK);
    }
}
