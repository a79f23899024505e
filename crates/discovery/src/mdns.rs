//! Multicast DNS as we use it: on office interfaces only, and without looking every five seconds.

use std::{thread, time::Duration};

use mdns_sd::{IfKind, IfPredicate, ResolvedService, ScopedIp, ServiceDaemon, ServiceInfo};
use patchround_protocol::limits::SERVICE;

use crate::{
    DiscoveryError,
    hints::Announcement,
    interfaces::{self, Watch},
};

/// The shortest interval mdns-sd can look at the interfaces with, and time for one such look.
const LOOK_SECONDS: u32 = 1;
const LOOK: Duration = Duration::from_millis(2500);

/// Starts the mDNS thread, and has it look again whenever the interfaces have changed.
pub(crate) fn start() -> Result<(ServiceDaemon, Watch), DiscoveryError> {
    let daemon = daemon()?;
    let looking = daemon.clone();
    let watch = Watch::start(move || look_again(&looking)).map_err(DiscoveryError::Interfaces)?;
    Ok((daemon, watch))
}

/// Starts the mDNS thread on the office interfaces that there are now.
pub(crate) fn daemon() -> Result<ServiceDaemon, DiscoveryError> {
    let daemon = ServiceDaemon::new().map_err(DiscoveryError::Mdns)?;
    configure(&daemon).map_err(DiscoveryError::Mdns)?;
    Ok(daemon)
}

fn configure(daemon: &ServiceDaemon) -> mdns_sd::Result<()> {
    daemon.set_ip_check_interval(0)?;
    daemon.disable_interface(IfKind::All)?;
    daemon.enable_interface(IfKind::Predicate(IfPredicate::new(interfaces::is_office)))
}

/// Turns mdns-sd's own looking on for as long as one look takes. It may have ended meanwhile.
fn look_again(daemon: &ServiceDaemon) {
    if daemon.set_ip_check_interval(LOOK_SECONDS).is_ok() {
        thread::sleep(LOOK);
        let _ = daemon.set_ip_check_interval(0);
    }
}

/// Announces an instance, or what has become of it.
pub(crate) fn announce(
    daemon: &ServiceDaemon,
    instance: &str,
    port: u16,
    txt: &[(&str, String)],
) -> mdns_sd::Result<()> {
    let host = format!("{instance}.local.");
    let service = ServiceInfo::new(SERVICE, instance, &host, "", port, txt)?;
    daemon.register(service.enable_addr_auto())
}

/// The full DNS name of an instance.
pub(crate) fn full_name(instance: &str) -> String {
    format!("{instance}.{SERVICE}")
}

/// The instance of a full DNS name.
pub(crate) fn instance(full_name: &str) -> Option<&str> {
    full_name.strip_suffix(SERVICE)?.strip_suffix('.')
}

/// Reads what mdns-sd has put together.
pub(crate) fn read(service: &ResolvedService) -> Option<Announcement> {
    let txt = |key| service.get_property_val_str(key).map(str::to_owned);
    Some(Announcement {
        instance: instance(&service.fullname)?.to_owned(),
        port: service.port,
        addresses: service.addresses.iter().map(|ip| (ip.to_ip_addr(), scope(ip))).collect(),
        version: txt("v"),
        pair: txt("pair"),
        tag: txt("t"),
    })
}

fn scope(address: &ScopedIp) -> u32 {
    match address {
        ScopedIp::V6(v6) => v6.scope_id().index,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_found_in_its_full_name() {
        assert_eq!(full_name("a1b2c3d4"), "a1b2c3d4._patchround._tcp.local.");
        assert_eq!(instance("a1b2c3d4._patchround._tcp.local."), Some("a1b2c3d4"));
        assert_eq!(instance("a1b2c3d4._other._tcp.local."), None);
    }
}
