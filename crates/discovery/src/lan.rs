//! What this computer knows of its own LAN: its networks, its way out, and who answered on them lately.

use std::net::{IpAddr, Ipv4Addr};

use crate::interfaces;
pub use crate::interfaces::is_near;

#[cfg(target_os = "linux")]
#[path = "lan/linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "lan/macos.rs"]
mod platform;
#[cfg(target_os = "windows")]
#[path = "lan/windows.rs"]
mod platform;

/// One IPv4 network that this computer is on with one of its cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Our own address there.
    pub address: Ipv4Addr,
    /// Bits of its prefix.
    pub prefix: u8,
}

/// Somebody who answered when the system asked whose address it is (ARP, RFC 826).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour {
    /// Where.
    pub address: Ipv4Addr,
    /// The number of the network card.
    pub mac: [u8; 6],
}

/// Whether a card's number was made up by its owner, as phones do to stay unrecognised (IEEE 802, the
/// locally administered bit).
pub(crate) fn is_made_up(mac: [u8; 6]) -> bool {
    mac[0] & 2 != 0
}

/// The IPv4 networks of this computer that lead to an office LAN.
pub fn networks() -> Vec<Network> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    let office = all.into_iter().filter(interfaces::is_office);
    let network = |interface: if_addrs::Interface| match interface.addr {
        if_addrs::IfAddr::V4(v4) => Some(Network { address: v4.ip, prefix: v4.prefixlen }),
        if_addrs::IfAddr::V6(_) => None,
    };
    office.filter_map(network).collect()
}

/// The links of this computer that lead to an office LAN and speak IPv6: their interfaces' indexes (RFC 3493, 4).
pub fn links() -> Vec<u32> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    let speaks =
        |interface: &if_addrs::Interface| interface.addr.ip().is_ipv6() && interfaces::is_office(interface);
    let mut links: Vec<u32> = all.iter().filter(|one| speaks(one)).filter_map(|one| one.index).collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// Every address of this computer.
pub fn own_addresses() -> Vec<IpAddr> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    all.iter().map(if_addrs::Interface::ip).collect()
}

/// Who answered lately; `None` where this system's table cannot be read yet.
pub fn neighbours() -> Option<Vec<Neighbour>> {
    platform::neighbours()
}

/// The routers out of the LAN; `None` where this system's table cannot be read yet.
pub fn gateways() -> Option<Vec<Ipv4Addr>> {
    platform::gateways()
}

/// Whether the network keeps its computers apart, as Wi-Fi for guests does: every address was tried, the
/// router answers, and nobody else does.
pub fn keeps_apart(gateways: &[Ipv4Addr], answered: &[Ipv4Addr]) -> bool {
    let is_router = |address: &Ipv4Addr| gateways.contains(address);
    answered.iter().any(is_router) && answered.iter().all(is_router)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTER: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 1);
    const PC: Ipv4Addr = Ipv4Addr::new(10, 77, 0, 11);

    #[test]
    fn only_a_router_that_answers_alone_means_that_computers_are_kept_apart() {
        assert!(keeps_apart(&[ROUTER], &[ROUTER]));
        assert!(!keeps_apart(&[ROUTER], &[ROUTER, PC]), "somebody else answers");
        assert!(!keeps_apart(&[ROUTER], &[]), "the cable is out");
        assert!(!keeps_apart(&[], &[]), "a LAN without a way out");
        assert!(!keeps_apart(&[], &[PC]));
    }

    #[test]
    fn a_card_number_that_a_phone_made_up_is_recognised() {
        let card = |first| is_made_up([first, 0, 0, 0, 0, 1]);
        assert!(card(0x02) && card(0xda));
        assert!(!card(0x00) && !card(0x3c));
    }
}
