//! Which addresses are near: only they are answered.

use std::net::IpAddr;

/// Loopback, private (RFC 1918, RFC 4193) and link-local (RFC 3927, RFC 4291) addresses.
pub(super) fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_addresses_are_answered() {
        let near = ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.9", "169.254.7.7", "::1", "fd00::1"];
        let more = ["fe80::1", "::ffff:192.168.1.9"];
        let far = ["8.8.8.8", "172.32.0.1", "100.64.0.1", "2001:db8::1", "::ffff:8.8.8.8", "0.0.0.0"];
        for address in near.into_iter().chain(more) {
            assert!(is_near(address.parse().unwrap()), "{address}");
        }
        for address in far {
            assert!(!is_near(address.parse().unwrap()), "{address}");
        }
    }
}
