//! From what was seen to three bins: computers, other things, and what nobody can tell.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
};

use super::{Sighting, Sign};
use crate::lan::{self, Neighbour};

/// Others that are kept; a LAN with more is somebody playing tricks.
const MOST: usize = 2048;

/// Somebody on the LAN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Where, IPv4 first.
    pub addresses: BTreeSet<IpAddr>,
    /// What it calls itself, unread: it may be anything.
    pub name: Option<String>,
    /// What it probably is.
    pub kind: Kind,
    /// Whether it is a router out of this LAN.
    pub router: bool,
    /// Whether the number of its network card is made up, as phones do.
    pub made_up: bool,
    /// By what it was noticed.
    pub signs: BTreeSet<Sign>,
}

/// What somebody probably is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A computer.
    Computer,
    /// A printer, a television, a router.
    Thing,
    /// Nothing was said, or too much.
    CannotTell,
}

/// Puts together what was said of one computer and sorts it.
pub fn sort(sightings: &[Sighting], neighbours: &[Neighbour], gateways: &[Ipv4Addr]) -> Vec<Other> {
    let mut others: Vec<Other> = Vec::new();
    for neighbour in neighbours {
        let mut other = empty([IpAddr::V4(neighbour.address)].into());
        other.made_up = lan::is_made_up(neighbour.mac);
        add(&mut others, other);
    }
    for sighting in sightings {
        let mut other = empty(sighting.addresses.iter().copied().collect());
        other.name.clone_from(&sighting.name);
        other.made_up = sighting.mac.is_some_and(lan::is_made_up);
        other.signs.insert(sighting.sign);
        add(&mut others, other);
    }
    for other in &mut others {
        other.router = gateways.iter().any(|gateway| other.addresses.contains(&IpAddr::V4(*gateway)));
        other.kind = kind(&other.signs, other.router);
    }
    others.sort_by(|a, b| (a.kind, &a.addresses).cmp(&(b.kind, &b.addresses)));
    others
}

fn empty(addresses: BTreeSet<IpAddr>) -> Other {
    Other {
        addresses,
        name: None,
        kind: Kind::CannotTell,
        router: false,
        made_up: false,
        signs: BTreeSet::new(),
    }
}

/// Whatever shares an address is one.
fn add(others: &mut Vec<Other>, mut new: Other) {
    while let Some(at) = others.iter().position(|other| !other.addresses.is_disjoint(&new.addresses)) {
        let known = others.swap_remove(at);
        new.addresses.extend(known.addresses);
        new.signs.extend(known.signs);
        new.made_up |= known.made_up;
        new.name = known.name.or(new.name);
    }
    if others.len() < MOST {
        others.push(new);
    }
}

/// What the signs add up to. A Mac that shows pictures on its screen is a computer, a television that can
/// be talked to by phone is none.
fn kind(signs: &BTreeSet<Sign>, router: bool) -> Kind {
    let any = |wanted: &[Sign]| wanted.iter().any(|sign| signs.contains(sign));
    let surely = any(&[Sign::Workstation, Sign::RemoteDesktop, Sign::WsdComputer]);
    let likely = any(&[Sign::FileSharing, Sign::Ssh]);
    let perhaps = any(&[Sign::DeviceInfo, Sign::CompanionLink, Sign::NetBios, Sign::NetBiosServer]);
    let thing = any(&[Sign::Printing, Sign::Airplay, Sign::Googlecast, Sign::Homekit, Sign::WsdPrinter]);
    match (surely, likely, perhaps, thing) {
        _ if router => Kind::Thing,
        (true, ..) | (_, true, _, false) | (_, _, true, false) => Kind::Computer,
        (false, false, _, true) => Kind::Thing,
        (false, ..) => Kind::CannotTell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(signs: &[Sign]) -> Kind {
        kind(&signs.iter().copied().collect(), false)
    }

    fn seen(addresses: &[&str], name: &str, sign: Sign) -> Sighting {
        let addresses = addresses.iter().map(|address| address.parse().unwrap()).collect();
        Sighting { addresses, name: Some(name.to_owned()), sign, mac: None }
    }

    fn answered(last: u8, first_of_card: u8) -> Neighbour {
        Neighbour { address: Ipv4Addr::new(10, 0, 0, last), mac: [first_of_card, 1, 2, 3, 4, last] }
    }

    #[test]
    fn computers_things_and_the_doubtful_are_told_apart() {
        for computer in [
            &[Sign::Workstation][..],
            &[Sign::NetBiosServer],
            &[Sign::WsdComputer],
            &[Sign::CompanionLink],
            &[Sign::Workstation, Sign::Printing],
            &[Sign::Ssh],
        ] {
            assert_eq!(of(computer), Kind::Computer, "{computer:?}");
        }
        for thing in [
            &[Sign::Printing][..],
            &[Sign::Printing, Sign::NetBios],
            &[Sign::Airplay, Sign::CompanionLink, Sign::DeviceInfo],
            &[Sign::WsdPrinter, Sign::NetBiosServer],
        ] {
            assert_eq!(of(thing), Kind::Thing, "{thing:?}");
        }
        for unclear in [&[][..], &[Sign::WsdOther], &[Sign::Airplay, Sign::FileSharing]] {
            assert_eq!(of(unclear), Kind::CannotTell, "{unclear:?}");
        }
        assert_eq!(kind(&BTreeSet::from([Sign::Ssh]), true), Kind::Thing, "the router");
    }

    #[test]
    fn what_is_said_by_one_address_is_said_by_one_computer() {
        let said = [
            seen(&["10.0.0.5"], "RECEPTION", Sign::NetBiosServer),
            seen(&["fe80::5"], "reception", Sign::Ssh),
            seen(&["10.0.0.5", "fe80::5"], "reception", Sign::FileSharing),
        ];
        let others = sort(&said, &[answered(5, 0x3c)], &[]);
        assert_eq!(others.len(), 1);
        assert_eq!((others[0].addresses.len(), others[0].signs.len()), (2, 3));
        assert!(others[0].name.is_some());
    }

    #[test]
    fn a_phone_is_nothing_that_can_be_told_and_the_router_is_a_thing() {
        let others = sort(&[], &[answered(1, 0x3c), answered(7, 0xda)], &[Ipv4Addr::new(10, 0, 0, 1)]);
        let short: Vec<_> = others.iter().map(|other| (other.kind, other.router, other.made_up)).collect();
        assert_eq!(short, [(Kind::Thing, true, false), (Kind::CannotTell, false, true)]);
    }

    #[test]
    fn somebody_who_claims_to_be_thousands_does_not_fill_the_memory() {
        let said: Vec<Sighting> = (0..3000_u32)
            .map(|n| {
                let address = IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + n));
                Sighting { addresses: vec![address], name: None, sign: Sign::Ssh, mac: None }
            })
            .collect();
        assert_eq!(sort(&said, &[], &[]).len(), MOST);
    }
}
