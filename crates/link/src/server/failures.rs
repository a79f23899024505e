//! Failed handshakes by address: after too many of them an address meets silence for a while.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
};

use tokio::time::Instant;

use crate::limits::{FAILURE_ADDRESSES, FAILURE_SPAN, FAILURES, SILENCE};

/// Counts failures. Knows no clock, so that it can be tested.
#[derive(Default)]
pub(super) struct Failures {
    by_address: HashMap<IpAddr, Record>,
}

struct Record {
    since: Instant,
    count: u32,
    silent_from: Option<Instant>,
}

impl Failures {
    /// Whether an address meets silence now.
    pub(super) fn is_silenced(&self, address: IpAddr, now: Instant) -> bool {
        let record = self.by_address.get(&neighbour(address));
        record.and_then(|r| r.silent_from).is_some_and(|from| now < from + SILENCE)
    }

    /// Counts one failure.
    pub(super) fn count(&mut self, address: IpAddr, now: Instant) {
        self.make_room(now);
        let fresh = Record { since: now, count: 0, silent_from: None };
        let record = self.by_address.entry(neighbour(address)).or_insert(fresh);
        if record.is_over(now) {
            *record = Record { since: now, count: 0, silent_from: None };
        }
        record.count += 1;
        if record.count >= FAILURES {
            record.silent_from.get_or_insert(now);
        }
    }

    /// Forgets what is over; if an attacker still fills the table, everything, rather than grow.
    fn make_room(&mut self, now: Instant) {
        if self.by_address.len() >= FAILURE_ADDRESSES {
            self.by_address.retain(|_, record| !record.is_over(now));
        }
        if self.by_address.len() >= FAILURE_ADDRESSES {
            self.by_address.clear();
        }
    }
}

impl Record {
    fn is_over(&self, now: Instant) -> bool {
        match self.silent_from {
            Some(from) => now >= from + SILENCE,
            None => now >= self.since + FAILURE_SPAN,
        }
    }
}

/// Who counts as one: an IPv4 address, or an IPv6 network of 64 bits, in which addresses are free.
pub(super) fn neighbour(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, time::Duration};

    use super::*;

    const RUDE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 6));
    const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7));

    #[test]
    fn ten_failures_in_a_minute_are_met_with_a_minute_of_silence() {
        let (mut failures, start) = (Failures::default(), Instant::now());
        for n in 0..9 {
            failures.count(RUDE, start + Duration::from_secs(n));
        }
        let tenth = start + Duration::from_secs(9);
        assert!(!failures.is_silenced(RUDE, tenth));
        failures.count(RUDE, tenth);
        assert!(failures.is_silenced(RUDE, tenth));
        assert!(!failures.is_silenced(OTHER, tenth));
        assert!(failures.is_silenced(RUDE, tenth + Duration::from_secs(59)));
        assert!(!failures.is_silenced(RUDE, tenth + SILENCE));
        failures.count(RUDE, tenth + SILENCE);
        assert!(!failures.is_silenced(RUDE, tenth + SILENCE));
    }

    #[test]
    fn failures_that_are_far_apart_are_forgotten() {
        let (mut failures, start) = (Failures::default(), Instant::now());
        for n in 0..30 {
            failures.count(RUDE, start + Duration::from_secs(7 * n));
            assert!(!failures.is_silenced(RUDE, start + Duration::from_secs(7 * n)), "{n}");
        }
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_as_one() {
        let (mut failures, now) = (Failures::default(), Instant::now());
        for n in 0..10_u16 {
            failures.count(IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 1, 0, 0, 0, n)), now);
        }
        assert!(failures.is_silenced("fd00:0:0:1::ffff".parse().unwrap(), now));
        assert!(!failures.is_silenced("fd00:0:0:2::1".parse().unwrap(), now));
    }

    #[test]
    fn many_addresses_do_not_fill_the_memory() {
        let (mut failures, now) = (Failures::default(), Instant::now());
        for n in 0..3000_u32 {
            failures.count(Ipv4Addr::from_bits(0x0a00_0000 + n).into(), now);
            assert!(failures.by_address.len() <= FAILURE_ADDRESSES);
        }
    }
}
