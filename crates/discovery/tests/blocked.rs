//! Finding PCs where multicast is blocked, and telling what else is on the LAN: real packets between network
//! namespaces that are made for each test and deleted after it.
//!
//! Needs root and nft. Without root the tests say that they were skipped, which with `CI=true` is a failure.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where the LAN is not as it must be")]

#[path = "blocked/answerers.rs"]
mod answerers;
#[path = "support/answers.rs"]
mod answers;
#[path = "support/namespaces.rs"]
mod namespaces;
#[path = "blocked/office.rs"]
mod office;

use std::{
    net::{IpAddr, Ipv4Addr, UdpSocket},
    time::{Duration, Instant},
};

use office::Office;
use patchround_discovery::{
    Announcer, Hearing, browse, hears_itself, lan,
    others::{self, Kind, Other},
    probe,
};
use patchround_protocol::limits::PORT;

/// The search's own, as rules.md has it, is 3 s; a loaded machine may take longer to hear itself.
const LONG_ENOUGH: Duration = Duration::from_secs(15);
/// Enough to be sure that nothing comes.
const SHORT: Duration = Duration::from_secs(3);

#[test]
fn a_computer_that_hears_itself_can_search() {
    let Some(office) = Office::new(1) else { return };
    assert_eq!(office.on_manager(|| hears_itself(LONG_ENOUGH).unwrap()), Hearing::Works);
}

#[test]
fn a_program_that_keeps_the_port_for_itself_is_named() {
    let Some(office) = Office::new(1) else { return };
    let heard = office.on_manager(|| {
        let _selfish = UdpSocket::bind(("0.0.0.0", 5353)).unwrap();
        hears_itself(SHORT).unwrap()
    });
    assert_eq!(heard, Hearing::PortTaken);
}

#[test]
fn a_firewall_on_this_computer_that_drops_multicast_is_noticed() {
    let Some(office) = Office::new(1) else { return };
    office.drop_multicast_on_manager();
    assert_eq!(office.on_manager(|| hears_itself(SHORT).unwrap()), Hearing::Silent);
}

#[test]
fn a_computer_without_a_network_says_so() {
    let Some(office) = Office::new(1) else { return };
    office.unplug_manager();
    assert_eq!(office.on_manager(|| hears_itself(SHORT).unwrap()), Hearing::NoNetwork);
}

#[test]
fn with_multicast_dropped_on_the_lan_the_probe_finds_the_pcs_and_nobody_else() {
    let Some(office) = Office::new(3) else { return };
    office.drop_multicast_on_lan();
    let _pcs = [office.listen(1, PORT), office.listen(2, PORT)];
    let _other_service = office.listen(3, 22);
    let announcer = office.on_host(1, || Announcer::start(PORT).unwrap());
    announcer.set(true, None);
    let (hint, plan, probed) = office.on_manager(|| {
        let hint = browse(None).unwrap().recv_timeout(SHORT);
        let plan = probe::plan(&lan::networks());
        let probed = probe::probe(&plan, PORT);
        (hint, plan, probed)
    });
    assert_eq!(hint, None, "multicast really is dropped");
    assert_eq!(plan.networks, ["10.77.0.0/24"]);
    assert_eq!(probed.open, [office::host(1), office::host(2)]);
    assert!(probed.answered.contains(&office::host(3)), "it said no: {probed:?}");
}

#[test]
fn the_probe_asks_no_address_outside_the_private_part_around_this_computer() {
    let Some(office) = Office::new(1) else { return };
    office.also_on_manager("203.0.113.7/24");
    office.also_on_manager("10.99.5.3/16");
    let plan = office.on_manager(|| probe::plan(&lan::networks()));
    assert_eq!(plan.networks, ["10.77.0.0/24", "10.99.5.0/24"]);
    assert!(plan.addresses.len() <= probe::MOST);
    let counted = office.count_asked_outside(&["10.77.0.0/24", "10.99.5.0/24"]);
    let _ = office.on_manager(|| probe::probe(&plan, PORT));
    assert_eq!(counted.packets(), 0);
}

#[test]
fn a_network_that_keeps_computers_apart_is_recognised_by_its_lonely_router() {
    let Some(office) = Office::new(3) else { return };
    office.router_is(1);
    let apart = || {
        probe::probe(&probe::plan(&lan::networks()), PORT);
        let answered: Vec<Ipv4Addr> = lan::neighbours().unwrap().iter().map(|n| n.address).collect();
        lan::keeps_apart(&lan::gateways().unwrap(), &answered)
    };
    office.keep_apart_all_but(1);
    assert!(office.on_manager(apart));
    office.let_everybody_talk();
    // A neighbour just found silent is not asked again for a moment.
    let end = Instant::now() + LONG_ENOUGH;
    while office.on_manager(apart) {
        assert!(Instant::now() < end, "the others answer now");
    }
}

#[test]
fn computers_things_and_the_doubtful_are_found_and_binned() {
    let Some(office) = Office::new(6) else { return };
    office.router_is(6);
    let _netbios = answerers::netbios(&office, 1, "RECEPTION");
    let _wsd = answerers::wsd(&office, 2, "wsdp:Device pub:Computer");
    let _scanner = answerers::wsd(&office, 3, "wsdp:Device wprt:PrintDeviceType");
    let _printer = answerers::mdns(&office, 4, "_ipp._tcp.local.", "HP LaserJet");
    let around = office.on_manager(|| {
        let networks = lan::networks();
        probe::probe(&probe::plan(&networks), PORT);
        let known: Vec<Ipv4Addr> = lan::neighbours().unwrap().iter().map(|n| n.address).collect();
        let said = others::look(&networks, &known, SHORT * 2).unwrap();
        others::around(&said)
    });
    let at = |n| found(&around, office::host(n));
    assert_eq!((at(1).kind, at(1).name.as_deref()), (Kind::Computer, Some("RECEPTION")));
    assert_eq!(at(2).kind, Kind::Computer);
    assert_eq!(at(3).kind, Kind::Thing);
    assert_eq!((at(4).kind, at(4).name.as_deref()), (Kind::Thing, Some("HP LaserJet")));
    assert_eq!(at(5).kind, Kind::CannotTell);
    assert_eq!((at(6).kind, at(6).router), (Kind::Thing, true));
    assert_eq!(around.len(), 6, "{around:?}");
}

fn found(around: &[Other], address: Ipv4Addr) -> &Other {
    let at = |other: &&Other| other.addresses.contains(&IpAddr::V4(address));
    around.iter().find(at).unwrap_or_else(|| panic!("{address} is not in {around:?}"))
}
