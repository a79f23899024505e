//! What announces itself by mDNS with a service that tells a computer from a thing (DNS-SD, RFC 6763).

use std::{
    net::IpAddr,
    thread,
    time::{Duration, Instant},
};

use mdns_sd::{Receiver, ResolvedService, ServiceEvent};

use super::{SIGHTINGS, Sighting, Sign, bounded};
use crate::{DiscoveryError, interfaces::is_near, mdns};

/// Services by their names in the registry of service names (RFC 6335).
const SERVICES: [(&str, Sign); 11] = [
    ("_workstation._tcp.local.", Sign::Workstation),
    ("_smb._tcp.local.", Sign::FileSharing),
    ("_device-info._tcp.local.", Sign::DeviceInfo),
    ("_rdp._tcp.local.", Sign::RemoteDesktop),
    ("_ssh._tcp.local.", Sign::Ssh),
    ("_companion-link._tcp.local.", Sign::CompanionLink),
    ("_ipp._tcp.local.", Sign::Printing),
    ("_printer._tcp.local.", Sign::Printing),
    ("_airplay._tcp.local.", Sign::Airplay),
    ("_googlecast._tcp.local.", Sign::Googlecast),
    ("_hap._tcp.local.", Sign::Homekit),
];
/// Addresses of one sighting that are kept.
const ADDRESSES: usize = 8;
/// How often it is looked for what has come: less than what mdns-sd holds back comes meanwhile.
const TICK: Duration = Duration::from_millis(50);

/// Listens for so long.
pub(super) fn listen(long: Duration) -> Result<Vec<Sighting>, DiscoveryError> {
    let until = Instant::now() + long;
    let daemon = mdns::daemon()?;
    let mut ears = Vec::new();
    for (service, sign) in SERVICES {
        ears.push((daemon.browse(service).map_err(DiscoveryError::Mdns)?, service, sign));
    }
    let mut seen = Vec::new();
    while Instant::now() < until {
        thread::sleep(TICK.min(until.saturating_duration_since(Instant::now())));
        for (events, service, sign) in &ears {
            take(events, service, *sign, &mut seen);
        }
    }
    // It may have ended by itself.
    let _ = daemon.shutdown();
    Ok(seen)
}

fn take(events: &Receiver<ServiceEvent>, service: &str, sign: Sign, seen: &mut Vec<Sighting>) {
    while let Ok(event) = events.try_recv() {
        let ServiceEvent::ServiceResolved(resolved) = event else { continue };
        let Some(sighting) = sighting(&resolved, service, sign) else { continue };
        if seen.len() < SIGHTINGS && !seen.contains(&sighting) {
            seen.push(sighting);
        }
    }
}

fn sighting(resolved: &ResolvedService, service: &str, sign: Sign) -> Option<Sighting> {
    let addresses = resolved.addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr).filter(|a| is_near(*a));
    let mut addresses: Vec<IpAddr> = addresses.collect();
    addresses.sort();
    addresses.truncate(ADDRESSES);
    let name = if is_thing(sign) {
        resolved.fullname.strip_suffix(service)?.trim_end_matches('.')
    } else {
        resolved.host.trim_end_matches('.').trim_end_matches(".local")
    };
    (!addresses.is_empty()).then(|| Sighting { addresses, name: bounded(name), sign, mac: None })
}

/// A thing's service carries the name its owner reads on it; a computer's carries that of one user's share.
fn is_thing(sign: Sign) -> bool {
    matches!(sign, Sign::Printing | Sign::Airplay | Sign::Googlecast | Sign::Homekit)
}
