//! The network interfaces of this computer that lead to an office LAN, and when they change.

use std::{collections::BTreeSet, io, net::IpAddr, thread, time::Duration};

use if_addrs::Interface;

#[cfg(target_os = "linux")]
#[path = "interfaces/linux.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "interfaces/polling.rs"]
mod platform;

/// Changes come in bursts (link up, then an address, then another): one look after all of them.
const BURST: Duration = Duration::from_millis(500);

/// Name beginnings of interfaces that are no LAN: VPNs, containers, virtual machines.
const VIRTUAL: [&str; 22] = [
    "lo",
    "tun",
    "tap",
    "wg",
    "utun",
    "ppp",
    "ipsec",
    "tailscale",
    "zt",
    "nebula",
    "docker",
    "br-",
    "veth",
    "virbr",
    "vnet",
    "vmnet",
    "vboxnet",
    "vethernet",
    "podman",
    "cni",
    "flannel",
    "lxc",
];

/// Whether helpers are announced and looked for there.
pub(crate) fn is_office(interface: &Interface) -> bool {
    interface.is_oper_up() && !interface.is_p2p() && !is_virtual(&interface.name) && is_near(interface.ip())
}

/// Private (RFC 1918, RFC 4193) and link-local (RFC 3927, RFC 4291) addresses; not loopback.
pub fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

fn is_virtual(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    VIRTUAL.iter().any(|beginning| name.starts_with(beginning))
}

/// Calls back from its own thread whenever the addresses on office interfaces have changed.
pub(crate) struct Watch {
    _stop: platform::Stop,
}

impl Watch {
    pub(crate) fn start(mut changed: impl FnMut() + Send + 'static) -> io::Result<Self> {
        let (mut alarm, stop) = platform::alarm()?;
        let mut known = addresses();
        thread::Builder::new().name("interfaces".into()).spawn(move || {
            while alarm.wait() {
                thread::sleep(BURST);
                let now = addresses();
                if now != known {
                    tracing::debug!(interfaces = now.len(), "Network interfaces have changed");
                    known = now;
                    changed();
                }
            }
        })?;
        Ok(Self { _stop: stop })
    }
}

fn addresses() -> BTreeSet<(String, IpAddr)> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    all.into_iter().filter(is_office).map(|interface| (interface.name.clone(), interface.ip())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_lan_is_searched_and_a_vpn_or_a_container_is_not() {
        for name in ["eth0", "enp3s0", "wlan0", "wlp2s0", "en0", "br0", "bond0", "Ethernet 2", "Wi-Fi"] {
            assert!(!is_virtual(name), "{name}");
        }
        for name in
            ["lo", "tun0", "wg0", "utun4", "docker0", "br-1f2e3d", "veth12ab", "vEthernet (WSL)", "virbr0"]
        {
            assert!(is_virtual(name), "{name}");
        }
    }

    #[test]
    fn loopback_and_public_addresses_are_not_near() {
        for near in ["10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.1.1", "fe80::1", "fd00::1"] {
            assert!(is_near(near.parse().unwrap()), "{near}");
        }
        for far in ["127.0.0.1", "1.1.1.1", "100.64.0.1", "172.32.0.1", "::1", "2001:db8::1", "::"] {
            assert!(!is_near(far.parse().unwrap()), "{far}");
        }
    }
}
