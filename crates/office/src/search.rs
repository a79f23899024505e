//! Listens for PCs that announce themselves.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

use patchround_discovery::{Hint, browse};

use crate::error::Error;

/// Listens for some time and gives back one hint for each announcement.
///
/// # Errors
/// [`Error::Discovery`] if this computer cannot search.
pub async fn search(discovery_key: Option<[u8; 32]>, long: Duration) -> Result<Vec<Hint>, Error> {
    let listening = tokio::task::spawn_blocking(move || listen(discovery_key, long));
    listening.await.expect("listening does not panic")
}

fn listen(discovery_key: Option<[u8; 32]>, long: Duration) -> Result<Vec<Hint>, Error> {
    let until = Instant::now() + long;
    let browser = browse(discovery_key)?;
    let mut found: BTreeMap<String, Hint> = BTreeMap::new();
    while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        let Some(hint) = browser.recv_timeout(left) else { break };
        match found.get_mut(&hint.instance) {
            Some(known) => merge(known, hint),
            None => drop(found.insert(hint.instance.clone(), hint)),
        }
    }
    let mut hints: Vec<Hint> = found.into_values().collect();
    hints.iter_mut().for_each(|hint| hint.addresses.sort_by_key(rank));
    Ok(hints)
}

/// The addresses that last longest come first: one of a single link begins to differ when the
/// computer's network cards are numbered anew.
pub(crate) fn rank(address: &SocketAddr) -> (bool, bool, SocketAddr) {
    (is_of_one_link(address), address.is_ipv6(), *address)
}

/// Whether it is made up by the PC itself for one cable or radio network (RFC 3927, RFC 4291 2.5.6).
pub(crate) fn is_of_one_link(address: &SocketAddr) -> bool {
    match address {
        SocketAddr::V4(v4) => v4.ip().is_link_local(),
        SocketAddr::V6(v6) => v6.ip().is_unicast_link_local(),
    }
}

/// One PC is announced once for each of its network cards; what it says last holds.
fn merge(known: &mut Hint, newer: Hint) {
    let more = newer.addresses.iter().filter(|a| !known.addresses.contains(a)).copied().collect::<Vec<_>>();
    known.addresses.extend(more);
    known.pairing = newer.pairing;
    known.ours |= newer.ours;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_lasts_comes_before_one_of_a_single_link() {
        let mut addresses = ["[fe80::1%2]:1", "[2001:db8::1]:1", "192.0.2.1:1"].map(|a| a.parse().unwrap());
        addresses.sort_by_key(rank);
        assert_eq!(
            addresses.map(|a: SocketAddr| a.to_string()),
            ["192.0.2.1:1", "[2001:db8::1]:1", "[fe80::1%2]:1"]
        );
    }
}
