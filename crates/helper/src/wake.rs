//! Wakes other PCs of the office (rules.md 1, `wake`): a fixed packet into the networks this PC is on, and nowhere else.
//!
//! Whoever asks chooses the cards and nothing besides. A PC does not know which other PCs its office has, so that it cannot
//! check whose cards they are (docs/decisions/0042).

use std::{
    collections::VecDeque,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6, UdpSocket},
    sync::Mutex,
    time::{Duration, Instant},
};

use patchround_discovery::lan::{self, Network};
use patchround_protocol::{
    PcId,
    wake::{Mac, packet},
    wire::Refusal,
};

/// The port that Wake-on-LAN is usually sent to: what listens there throws everything away (RFC 863). Cards look at no port.
const DISCARD: u16 = 9;
/// The same PC is woken again after so long at the earliest.
const AGAIN: Duration = Duration::from_secs(30);
/// How far back packets are counted,
const HOUR: Duration = Duration::from_secs(3600);
/// and how many PCs are woken in that time, at most.
const AN_HOUR: usize = 120;

/// Who was woken lately.
#[derive(Debug, Default)]
pub struct Wakes(Mutex<VecDeque<(PcId, Instant)>>);

impl Wakes {
    /// Counts one, if there may be another one now.
    ///
    /// # Errors
    /// [`Refusal::TooOften`].
    pub fn count(&self, pc: PcId, now: Instant) -> Result<(), Refusal> {
        let mut lately = self.0.lock().expect("nothing panics while it holds who was woken");
        lately.retain(|(_, at)| now.duration_since(*at) < HOUR);
        let is_again = lately.iter().any(|(woken, at)| *woken == pc && now.duration_since(*at) < AGAIN);
        if is_again || lately.len() >= AN_HOUR {
            return Err(Refusal::TooOften);
        }
        lately.push_back((pc, now));
        Ok(())
    }
}

/// Sends the packets of these cards into every network of this PC, and says into how many.
pub fn send(cards: &[Mac]) -> u16 {
    let v4 = lan::networks().into_iter().filter_map(|network| ends_v4(&network));
    let all: Vec<Ends> = v4.chain(lan::links().into_iter().map(ends_v6)).collect();
    let sent = all.iter().filter(|ends| {
        let sent = send_between(ends, cards);
        sent.inspect_err(|error| tracing::debug!(%error, to = %ends.to, "cannot send a packet that wakes"))
            .is_ok()
    });
    u16::try_from(sent.count()).unwrap_or(u16::MAX)
}

/// From where to where a packet goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ends {
    from: SocketAddr,
    to: SocketAddr,
}

/// To everybody on a network of this PC.
fn ends_v4(network: &Network) -> Option<Ends> {
    let Network { address, prefix } = *network;
    let everybody = u32::MAX.checked_shr(prefix.into()).filter(|hosts| *hosts > 1)? | address.to_bits();
    let at = |address: Ipv4Addr, port| SocketAddr::new(IpAddr::V4(address), port);
    let is_near = lan::is_near(address.into());
    is_near.then(|| Ends { from: at(address, 0), to: at(everybody.into(), DISCARD) })
}

/// To everybody on a link (RFC 4291, 2.7.1): routers pass nothing of it on.
fn ends_v6(link: u32) -> Ends {
    let all_nodes = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);
    let at = |address, port, scope| SocketAddrV6::new(address, port, 0, scope).into();
    Ends { from: at(Ipv6Addr::UNSPECIFIED, 0, 0), to: at(all_nodes, DISCARD, link) }
}

fn send_between(ends: &Ends, cards: &[Mac]) -> io::Result<()> {
    let socket = UdpSocket::bind(ends.from)?;
    if ends.to.is_ipv4() {
        socket.set_broadcast(true)?;
        // Whatever this PC's routes say, no router passes it on.
        socket.set_ttl(1)?;
    }
    cards.iter().try_for_each(|card| socket.send_to(&packet(*card), ends.to).map(drop))
}

#[cfg(test)]
mod tests {
    use patchround_protocol::SpkiHash;
    use proptest::prelude::*;

    use super::*;

    fn pc(n: u8) -> PcId {
        SpkiHash([n; 32])
    }

    #[test]
    fn a_pc_is_woken_again_only_after_a_while_and_an_hour_has_only_so_many() {
        let (wakes, start) = (Wakes::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(wakes.count(pc(1), at(0)), Ok(()));
        assert_eq!(wakes.count(pc(1), at(29)), Err(Refusal::TooOften));
        assert_eq!(wakes.count(pc(2), at(29)), Ok(()), "another one");
        assert_eq!(wakes.count(pc(1), at(30)), Ok(()));
        for n in 3..120 {
            assert_eq!(wakes.count(pc(n), at(60)), Ok(()), "{n}");
        }
        assert_eq!(wakes.count(pc(121), at(61)), Err(Refusal::TooOften), "whoever invents PCs without end");
        assert_eq!(wakes.count(pc(121), at(60 + 3600)), Ok(()));
    }

    #[test]
    fn a_packet_goes_to_everybody_on_the_network_and_a_network_of_two_has_nobody_else() {
        let ends = |address: &str, prefix| ends_v4(&Network { address: address.parse().unwrap(), prefix });
        let to = |address, prefix| ends(address, prefix).map(|ends| ends.to.to_string());
        assert_eq!(to("10.77.0.11", 24).as_deref(), Some("10.77.0.255:9"));
        assert_eq!(to("192.168.1.5", 22).as_deref(), Some("192.168.3.255:9"));
        assert_eq!((to("10.0.0.1", 31), to("10.0.0.1", 32), to("203.0.113.5", 24)), (None, None, None));
        assert_eq!(ends_v6(3).to.to_string(), "[ff02::1%3]:9");
    }

    proptest! {
        #[test]
        fn whatever_networks_a_pc_is_on_a_packet_leaves_none_of_them(address: u32, prefix in 0u8..=40) {
            let network = Network { address: address.into(), prefix };
            let Some(Ends { from, to }) = ends_v4(&network) else { return Ok(()) };
            let (IpAddr::V4(from), IpAddr::V4(everybody)) = (from.ip(), to.ip()) else { unreachable!() };
            prop_assert_eq!(from, network.address);
            prop_assert!(lan::is_near(from.into()) && to.port() == DISCARD);
            let mask = u32::MAX.checked_shl(u32::from(32 - prefix)).unwrap_or(0);
            prop_assert_eq!(everybody.to_bits() & mask, address & mask, "in the same network");
            prop_assert_eq!(everybody.to_bits() | mask, u32::MAX, "to everybody there");
        }
    }
}
