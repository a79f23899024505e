//! Whether the automatic search works on this computer: does it hear itself?
//!
//! If another program holds port 5353 for itself alone, or multicast is filtered, mDNS starts, reports
//! nothing and finds nothing (security.md C.2). So we announce something and listen for it.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};

use mdns_sd::{ServiceDaemon, ServiceEvent, ServiceInfo};
use socket2::{Domain, Protocol, Socket, Type};

use crate::{DiscoveryError, lan, mdns};

#[cfg_attr(unix, path = "hearing/unix.rs")]
#[cfg_attr(windows, path = "hearing/windows.rs")]
mod platform;

/// The port of multicast DNS (RFC 6762).
const MDNS_PORT: u16 = 5353;
/// A service of nobody: helpers and other programs do not look for it.
const SERVICE: &str = "_pr-selftest._tcp.local.";

/// Whether this computer hears itself on the network, and if not why, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// It does.
    Works,
    /// It is on no network that could be an office's.
    NoNetwork,
    /// Another program holds the port for itself alone.
    PortTaken,
    /// Nothing came back, and this computer calls a network that it is on public, where Windows' firewall lets less in.
    Public,
    /// Nothing came back, on a system that asks people whether a program may see their network (macOS 15), and tells no program
    /// what they said.
    NotAllowed,
    /// The port is free and nothing came back: a firewall on this computer, or its network card's driver.
    Silent,
}

/// Announces something nobody looks for and listens for it.
///
/// # Errors
/// [`DiscoveryError`] if mDNS cannot even be started.
pub fn hears_itself(within: Duration) -> Result<Hearing, DiscoveryError> {
    if lan::networks().is_empty() {
        return Ok(Hearing::NoNetwork);
    }
    if is_port_taken() {
        return Ok(Hearing::PortTaken);
    }
    // Two programs, not one with two ears: what is announced has to come back over the network.
    let voice = mdns::daemon()?;
    let ear = mdns::daemon()?;
    let heard = listen(&voice, &ear, Instant::now() + within);
    for daemon in [&voice, &ear] {
        // Both may have ended by themselves.
        let _ = daemon.shutdown();
    }
    heard
        .map(|heard| if heard { Hearing::Works } else { platform::why_silent() })
        .map_err(DiscoveryError::Mdns)
}

fn listen(voice: &ServiceDaemon, ear: &ServiceDaemon, until: Instant) -> mdns_sd::Result<bool> {
    let events = ear.browse(SERVICE)?;
    let instance = format!("{:08x}", getrandom::u32().expect("a running system gives random bytes"));
    let none: &[(&str, String)] = &[];
    let host = format!("{instance}.local.");
    voice.register(ServiceInfo::new(SERVICE, &instance, &host, "", MDNS_PORT, none)?.enable_addr_auto())?;
    let name = format!("{instance}.{SERVICE}");
    while let Ok(event) = events.recv_deadline(until) {
        if matches!(event, ServiceEvent::ServiceFound(_, found) if found == name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the port cannot be shared. Tried as mdns-sd opens it, and given back at once.
fn is_port_taken() -> bool {
    let open = || -> io::Result<()> {
        let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
        platform::share(&socket)?;
        socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, MDNS_PORT)).into())
    };
    // Windows says so with "access denied" (SO_EXCLUSIVEADDRUSE).
    let taken = [io::ErrorKind::AddrInUse, io::ErrorKind::PermissionDenied];
    open().is_err_and(|error| taken.contains(&error.kind()))
}
