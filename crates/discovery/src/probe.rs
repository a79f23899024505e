//! Asks every address of the local networks whether a helper listens there (security.md C.4).
//!
//! Other computers may take it for an attack: only ever on a person's request, said before it starts,
//! on private networks alone.

use std::{
    collections::BTreeSet,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use crate::{interfaces::is_near, lan::Network};

/// Addresses of one probe.
pub const MOST: usize = 1024;
/// Addresses that are asked at once.
const AT_ONCE: usize = 32;
/// How long one address may take to answer.
const WAIT: Duration = Duration::from_millis(300);
/// No more than so much of a larger network: the part around our own address.
const WIDEST: u8 = 24;

/// Which addresses would be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The addresses.
    pub addresses: Vec<Ipv4Addr>,
    /// The networks they are in, as `10.77.0.0/24`.
    pub networks: Vec<String>,
    /// Networks that are over the limit and not asked.
    pub left_out: Vec<String>,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probed {
    /// Where something listens on our port.
    pub open: Vec<Ipv4Addr>,
    /// Where somebody answered, be it with a no.
    pub answered: Vec<Ipv4Addr>,
}

/// Plans a probe: private IPv4 networks only (RFC 1918), none of our own addresses, at most [`MOST`].
pub fn plan(networks: &[Network]) -> Plan {
    let own: BTreeSet<Ipv4Addr> = networks.iter().map(|network| network.address).collect();
    let mut plan = Plan { addresses: Vec::new(), networks: Vec::new(), left_out: Vec::new() };
    let mut planned = BTreeSet::new();
    for (first, prefix) in networks.iter().filter(|network| network.address.is_private()).map(part) {
        let name = format!("{first}/{prefix}");
        if plan.networks.contains(&name) || plan.left_out.contains(&name) {
            continue;
        }
        let new = hosts(first, prefix).filter(|host| !own.contains(host) && !planned.contains(host));
        let new: Vec<Ipv4Addr> = new.collect();
        if plan.addresses.len() + new.len() > MOST {
            plan.left_out.push(name);
            continue;
        }
        planned.extend(new.iter().copied());
        plan.addresses.extend(new);
        plan.networks.push(name);
    }
    plan
}

/// Asks them all; returns once each has answered or its time is over.
pub fn probe(plan: &Plan, port: u16) -> Probed {
    let next = AtomicUsize::new(0);
    let probed = Mutex::new(Probed::default());
    let ask_on = || {
        while let Some(address) = plan.addresses.get(next.fetch_add(1, Ordering::Relaxed)) {
            let answer = ask(*address, port);
            let mut probed = probed.lock().expect("nothing panics while it notes an answer");
            match answer {
                Answer::Open => probed.open.push(*address),
                Answer::No => {}
                Answer::Silence => continue,
            }
            probed.answered.push(*address);
        }
    };
    thread::scope(|scope| (0..AT_ONCE.min(plan.addresses.len())).for_each(|_| drop(scope.spawn(ask_on))));
    let mut probed = probed.into_inner().expect("nothing panics while it notes an answer");
    probed.open.sort();
    probed.answered.sort();
    probed
}

enum Answer {
    Open,
    No,
    Silence,
}

fn ask(address: Ipv4Addr, port: u16) -> Answer {
    if !is_near(IpAddr::V4(address)) {
        return Answer::Silence;
    }
    match TcpStream::connect_timeout(&SocketAddr::from((address, port)), WAIT) {
        Ok(_) => Answer::Open,
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Answer::No,
        Err(_) => Answer::Silence,
    }
}

/// The first address and the prefix of what is asked of a network.
fn part(network: &Network) -> (Ipv4Addr, u8) {
    let prefix = network.prefix.clamp(WIDEST, 32);
    (Ipv4Addr::from(u32::from(network.address) & mask(prefix)), prefix)
}

fn mask(prefix: u8) -> u32 {
    u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0)
}

/// The addresses of hosts: without the network's own and its broadcast address, which a network of two
/// does not have (RFC 3021).
fn hosts(first: Ipv4Addr, prefix: u8) -> impl Iterator<Item = Ipv4Addr> {
    let (start, end) = (u32::from(first), u32::from(first) | !mask(prefix));
    let (start, end) = if prefix < 31 { (start + 1, end - 1) } else { (start, end) };
    (start..=end).map(Ipv4Addr::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn network(address: &str, prefix: u8) -> Network {
        Network { address: address.parse().unwrap(), prefix }
    }

    #[test]
    fn a_small_network_is_asked_wholly_but_for_ourselves() {
        let plan = plan(&[network("192.168.1.20", 24)]);
        assert_eq!(plan.networks, ["192.168.1.0/24"]);
        assert_eq!(plan.addresses.len(), 253);
        for not_asked in ["192.168.1.0", "192.168.1.20", "192.168.1.255"] {
            assert!(!plan.addresses.contains(&not_asked.parse().unwrap()), "{not_asked}");
        }
    }

    #[test]
    fn of_a_large_network_only_the_part_around_us_is_asked() {
        let plan = plan(&[network("10.20.30.40", 8)]);
        assert_eq!((plan.networks, plan.addresses.len()), (vec!["10.20.30.0/24".to_owned()], 253));
    }

    #[test]
    fn the_fifth_network_is_over_the_limit_and_named() {
        let networks: Vec<Network> = (0..5).map(|n| network(&format!("10.0.{n}.1"), 24)).collect();
        let plan = plan(&networks);
        assert_eq!((plan.addresses.len(), plan.networks.len()), (4 * 253, 4));
        assert_eq!(plan.left_out, ["10.0.4.0/24"]);
    }

    #[test]
    fn two_cards_in_one_network_ask_once_and_tiny_networks_have_no_ends() {
        let twice = plan(&[network("10.0.0.1", 24), network("10.0.0.2", 24)]);
        assert_eq!((twice.addresses.len(), twice.networks.len()), (252, 1));
        assert_eq!(plan(&[network("10.0.0.0", 31)]).addresses, [Ipv4Addr::new(10, 0, 0, 1)]);
        assert_eq!(plan(&[network("10.0.0.1", 32)]).addresses, [Ipv4Addr::UNSPECIFIED; 0]);
    }

    proptest! {
        #[test]
        fn the_probe_stays_in_private_networks_and_within_its_limit(
            networks in proptest::collection::vec((any::<[u8; 4]>(), 0..=32_u8), 0..12)
        ) {
            let networks: Vec<Network> = networks.into_iter()
                .map(|(address, prefix)| Network { address: address.into(), prefix }).collect();
            let plan = plan(&networks);
            prop_assert!(plan.addresses.len() <= MOST);
            for address in plan.addresses {
                prop_assert!(address.is_private(), "{}", address);
                prop_assert!(networks.iter().all(|network| network.address != address));
                let near = |network: &Network| network.address.octets()[..3] == address.octets()[..3];
                prop_assert!(networks.iter().any(near));
            }
        }
    }
}
