//! Real multicast between two network namespaces that are made for each test and deleted after it.
//!
//! Needs root. Without it the tests say that they were skipped, which with `CI=true` is a failure.

#![cfg(target_os = "linux")]

#[path = "support/namespaces.rs"]
mod namespaces;

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use mdns_sd::{ResolvedService, ServiceDaemon, ServiceEvent};
use namespaces::{inside, ip};
use patchround_discovery::{Announcer, Browser, Hint, browse};
use patchround_protocol::limits::{PORT, SERVICE};

const KEY: [u8; 32] = [7; 32];
const OTHER_KEY: [u8; 32] = [8; 32];
const LONG_ENOUGH: Duration = Duration::from_secs(60);

#[test]
fn a_pc_is_found_and_its_own_office_recognises_it() {
    let Some(lan) = Lan::new() else { return };
    let ours = lan.on_manager(|| browse(Some(KEY)).unwrap());
    let others = lan.on_manager(|| browse(Some(OTHER_KEY)).unwrap());
    let announcer = lan.on_pc(|| Announcer::start(PORT).unwrap());
    announcer.set(false, Some(KEY));
    let pc = SocketAddr::from(([10, 77, 0, 1], PORT));
    let hint = until(&ours, |hint| hint.ours && hint.addresses.contains(&pc));
    assert!(!hint.pairing);
    let same = until(&others, |hint| !hint.addresses.is_empty());
    assert_eq!((same.instance, same.ours), (hint.instance, false));
}

#[test]
fn an_opened_and_a_closed_pairing_window_are_noticed() {
    let Some(lan) = Lan::new() else { return };
    let browser = lan.on_manager(|| browse(None).unwrap());
    let announcer = lan.on_pc(|| Announcer::start(PORT).unwrap());
    until(&browser, |hint| !hint.pairing);
    announcer.set(true, None);
    until(&browser, |hint| hint.pairing);
    // An announcement is repeated after a second (RFC 6762, 8.3): one of an open window must not follow the closing.
    std::thread::sleep(Duration::from_secs(3));
    announcer.set(false, None);
    until(&browser, |hint| !hint.pairing);
}

#[test]
fn nothing_is_announced_but_the_allowed_words_and_the_offices_addresses() {
    let Some(lan) = Lan::new() else { return };
    lan.ip(&["-n", &lan.pc, "address", "add", "203.0.113.5/24", "dev", "eth0"]);
    for (card, net) in [("docker0", 80), ("wg0", 81), ("tun0", 82)] {
        lan.plug(card, net);
    }
    let listener = Listener::new(&lan);
    let announcer = lan.on_pc(|| Announcer::start(PORT).unwrap());
    announcer.set(true, Some(KEY));
    let service = listener.resolved(|service| service.txt_properties.get("t").is_some());
    let words: BTreeSet<&str> = service.txt_properties.iter().map(|word| word.key()).collect();
    assert_eq!(words, BTreeSet::from(["v", "pair", "t"]));
    let instance = service.fullname.strip_suffix(&format!(".{SERVICE}")).unwrap();
    assert!(instance.len() == 8 && u32::from_str_radix(instance, 16).is_ok(), "{instance}");
    assert_eq!(service.host, format!("{instance}.local."));
    assert_eq!(service.port, PORT);
    for address in service.addresses.iter().map(|address| address.to_ip_addr()) {
        let expected = match address {
            IpAddr::V4(v4) => v4.octets() == [10, 77, 0, 1],
            IpAddr::V6(v6) => v6.is_unicast_link_local(),
        };
        assert!(expected, "{address}");
    }
}

#[test]
fn a_network_card_that_comes_later_is_noticed_on_both_sides() {
    let Some(lan) = Lan::new() else { return };
    lan.ip(&["-n", &lan.pc, "link", "set", "eth0", "down"]);
    let browser = lan.on_manager(|| browse(Some(KEY)).unwrap());
    let announcer = lan.on_pc(|| Announcer::start(PORT).unwrap());
    announcer.set(false, Some(KEY));
    assert_eq!(browser.recv_timeout(Duration::from_secs(2)), None);
    lan.plug("eth1", 78);
    let hint = until(&browser, |hint| hint.ours && hint.addresses.iter().any(SocketAddr::is_ipv4));
    let v4: Vec<_> = hint.addresses.iter().filter(|address| address.is_ipv4()).collect();
    assert_eq!(v4, [&SocketAddr::from(([10, 78, 0, 1], PORT))]);
}

#[test]
fn a_helper_that_stops_says_goodbye() {
    let Some(lan) = Lan::new() else { return };
    let listener = Listener::new(&lan);
    let announcer = lan.on_pc(|| Announcer::start(PORT).unwrap());
    let name = listener.resolved(|_| true).fullname;
    drop(announcer);
    listener
        .wait(|event| matches!(event, ServiceEvent::ServiceRemoved(_, gone) if gone == name).then_some(()));
}

/// Waits for a hint that is as it should be.
fn until(browser: &Browser, wanted: impl Fn(&Hint) -> bool) -> Hint {
    let end = Instant::now() + LONG_ENOUGH;
    loop {
        let left = end.checked_duration_since(Instant::now()).expect("the hint comes in time");
        if let Some(hint) = browser.recv_timeout(left).filter(|hint| wanted(hint)) {
            return hint;
        }
    }
}

/// Listens on the manager's side without any of our own code.
struct Listener {
    daemon: ServiceDaemon,
    events: mdns_sd::Receiver<ServiceEvent>,
}

impl Listener {
    fn new(lan: &Lan) -> Self {
        let daemon = lan.on_manager(|| ServiceDaemon::new().expect("mDNS starts"));
        let events = daemon.browse(SERVICE).expect("the service name is valid");
        Self { daemon, events }
    }

    fn resolved(&self, wanted: impl Fn(&ResolvedService) -> bool) -> ResolvedService {
        self.wait(|event| match event {
            ServiceEvent::ServiceResolved(service) if wanted(&service) => Some(*service),
            _ => None,
        })
    }

    fn wait<T>(&self, wanted: impl Fn(ServiceEvent) -> Option<T>) -> T {
        let end = Instant::now() + LONG_ENOUGH;
        loop {
            let event = self.events.recv_deadline(end).expect("the event comes in time");
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.daemon.shutdown();
    }
}

/// Two computers on one cable: network namespaces, deleted when dropped, also by a panic.
struct Lan {
    pc: String,
    manager: String,
}

impl Lan {
    /// `None`, loudly, where namespaces cannot be made.
    fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("prmc-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let (pc, manager) = (format!("{name}-pc"), format!("{name}-mgr"));
        if !patchround_trial::has_root("making a network namespace takes root") {
            return None;
        }
        let lan = Self { pc, manager };
        lan.ip(&["netns", "add", &lan.pc]);
        lan.ip(&["netns", "add", &lan.manager]);
        lan.plug("eth0", 77);
        Some(lan)
    }

    /// Puts a card into both computers and a cable between them.
    fn plug(&self, card: &str, net: u8) {
        let (pc, manager) = (self.pc.as_str(), self.manager.as_str());
        self.ip(&["link", "add", card, "netns", pc, "type", "veth", "peer", "name", card, "netns", manager]);
        for (host, namespace) in [(1, pc), (2, manager)] {
            let address = format!("10.{net}.0.{host}/24");
            self.ip(&["-n", namespace, "address", "add", &address, "dev", card]);
            self.ip(&["-n", namespace, "link", "set", card, "up"]);
        }
    }

    fn ip(&self, arguments: &[&str]) {
        assert!(ip(arguments), "ip {arguments:?} in {}", self.pc);
    }

    fn on_pc<T: Send>(&self, act: impl FnOnce() -> T + Send) -> T {
        inside(&self.pc, act)
    }

    fn on_manager<T: Send>(&self, act: impl FnOnce() -> T + Send) -> T {
        inside(&self.manager, act)
    }
}

impl Drop for Lan {
    fn drop(&mut self) {
        for namespace in [&self.pc, &self.manager] {
            ip(&["netns", "delete", namespace]);
        }
    }
}
