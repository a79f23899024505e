//! Listens for PCs that announce themselves.

use std::{
    collections::BTreeMap,
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
    Ok(found.into_values().collect())
}

/// One PC is announced once for each of its network cards; what it says last holds.
fn merge(known: &mut Hint, newer: Hint) {
    let more = newer.addresses.iter().filter(|a| !known.addresses.contains(a)).copied().collect::<Vec<_>>();
    known.addresses.extend(more);
    known.pairing = newer.pairing;
    known.ours |= newer.ours;
}
