//! What else is on the LAN: computers without a helper, other things, and what nobody can tell.
//!
//! Read on the manager's PC only, on a person's request; a helper never looks around (a list of who is
//! near whom is a map for a burglar). No LLMNR: it invites imposters and is being retired.

use std::{
    net::{IpAddr, Ipv4Addr},
    thread,
    time::Duration,
};

use crate::{
    DiscoveryError,
    lan::{self, Network},
};

mod netbios;
mod services;
mod sort;
mod wsd;

pub use sort::{Kind, Other, sort};

/// One word of somebody about himself. Nothing of it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Where.
    pub addresses: Vec<IpAddr>,
    /// What it calls itself, unread: it may be anything, of up to [`NAME_BYTES`].
    pub name: Option<String>,
    /// The kind of word.
    pub sign: Sign,
    /// The number of its network card, if it tells.
    pub mac: Option<[u8; 6]>,
}

/// By what somebody was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the service of that name")]
pub enum Sign {
    Workstation,
    RemoteDesktop,
    FileSharing,
    Ssh,
    DeviceInfo,
    CompanionLink,
    Printing,
    Airplay,
    Googlecast,
    Homekit,
    NetBios,
    /// NetBIOS, and it shares files.
    NetBiosServer,
    WsdComputer,
    WsdPrinter,
    WsdOther,
}

/// Bytes of a name that are kept.
pub const NAME_BYTES: usize = 100;
/// Sightings of one kind of search that are kept; a LAN with more is somebody playing tricks.
const SIGHTINGS: usize = 2048;

/// Asks in three ways at once, and listens for so long: by mDNS, by WS-Discovery, and each of `known` by
/// NetBIOS.
///
/// # Errors
/// [`DiscoveryError`] if mDNS cannot be started; what the others found is lost then.
pub fn look(
    networks: &[Network],
    known: &[Ipv4Addr],
    long: Duration,
) -> Result<Vec<Sighting>, DiscoveryError> {
    thread::scope(|scope| {
        let wsd = scope.spawn(|| wsd::ask(networks, long));
        let netbios = scope.spawn(|| netbios::ask(known, long));
        let mut all = services::listen(long)?;
        for more in [wsd, netbios] {
            all.extend(more.join().expect("asking does not panic"));
        }
        Ok(all)
    })
}

/// Who is on the LAN but us, sorted: what was said, who answered ARP, the routers.
pub fn around(sightings: &[Sighting]) -> Vec<Other> {
    let neighbours = lan::neighbours().unwrap_or_default();
    sort(sightings, &neighbours, &lan::gateways().unwrap_or_default())
}

/// At most [`NAME_BYTES`] of a name, cut between characters; `None` if nothing is left.
fn bounded(name: &str) -> Option<String> {
    let name = name.trim();
    let end = (0..=NAME_BYTES.min(name.len())).rev().find(|end| name.is_char_boundary(*end))?;
    (end > 0).then(|| name[..end].to_owned())
}
