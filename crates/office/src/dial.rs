//! The way to a PC: where it answered last, then where the network says it might be, then where the
//! system's name service does.
//!
//! Whatever an announcement says, a PC is the key that is found in TLS.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::MutexGuard,
    time::{Duration, Instant},
};

use patchround_discovery::lan::is_near;
use patchround_link::{
    DeviceKey,
    client::{self, Peer},
};
use patchround_protocol::PcId;
use tokio::{net::lookup_host, sync::Mutex, time::timeout};

use crate::{search, store::pcs::StoredPc, trouble::Trouble};

/// PCs that are dialled at once (security.md B.4).
pub(crate) const DIALS: usize = 64;
/// How long the network is searched for a PC that moved.
const SEARCH: Duration = Duration::from_secs(3);
/// How long the system's name service may take.
const RESOLVE: Duration = Duration::from_secs(2);
/// Addresses of one name that are tried.
const ADDRESSES: usize = 4;
/// How long what was found is believed.
const HINTS_LAST: Duration = Duration::from_secs(10);

/// Where a PC is looked for the next time: an address of one link never replaces one that lasts.
pub(crate) fn lasting(known: SocketAddr, answered: SocketAddr) -> SocketAddr {
    let worse = search::is_of_one_link(&answered) && !search::is_of_one_link(&known);
    if worse { known } else { answered }
}

/// Finds PCs, and remembers for a moment what the network announced.
#[derive(Debug)]
pub(crate) struct Dialer {
    discovery_key: Option<[u8; 32]>,
    hints: Mutex<Option<(Instant, Vec<Place>)>>,
    /// Who answered where.
    answered: std::sync::Mutex<BTreeMap<SocketAddr, PcId>>,
}

/// The addresses of one announcement: all of one PC.
type Place = Vec<SocketAddr>;

impl Dialer {
    pub(crate) fn new(discovery_key: Option<[u8; 32]>) -> Self {
        Self { discovery_key, hints: Mutex::new(None), answered: std::sync::Mutex::default() }
    }

    /// Connects to a PC and says where it was.
    pub(crate) async fn reach(&self, pc: &StoredPc, key: &DeviceKey) -> Result<(Peer, SocketAddr), Trouble> {
        let first = match client::connect(pc.address, key, pc.id).await {
            Ok(peer) => return Ok(self.found(pc, peer, pc.address)),
            Err(error) => Trouble::from(error),
        };
        if !first.may_pass() {
            return Err(first);
        }
        for place in self.hints().await {
            // A PC shuts out whoever dials it in vain too often, and that would be us.
            if is_anothers(&place, pc.id, &self.answered()) {
                continue;
            }
            for address in place {
                match client::connect(address, key, pc.id).await.map_err(Trouble::from) {
                    Ok(peer) => return Ok(self.found(pc, peer, address)),
                    Err(Trouble::NotAdmitted) => return Err(Trouble::NotAdmitted),
                    Err(Trouble::Foreign) => break,
                    Err(_) => {}
                }
            }
        }
        let named = if self.discovery_key.is_some() { by_name(pc).await } else { Vec::new() };
        for address in named {
            if let Ok(peer) = client::connect(address, key, pc.id).await {
                return Ok(self.found(pc, peer, address));
            }
        }
        Err(first)
    }

    fn found(&self, pc: &StoredPc, peer: Peer, at: SocketAddr) -> (Peer, SocketAddr) {
        self.answered().insert(at, pc.id);
        (peer, at)
    }

    fn answered(&self) -> MutexGuard<'_, BTreeMap<SocketAddr, PcId>> {
        self.answered.lock().expect("nothing panics while it notes an address")
    }

    /// One search serves everybody who waits for it.
    async fn hints(&self) -> Vec<Place> {
        let Some(key) = self.discovery_key else { return Vec::new() };
        let mut hints = self.hints.lock().await;
        if let Some((at, found)) = &*hints
            && at.elapsed() < HINTS_LAST
        {
            return found.clone();
        }
        let found = match search::search(Some(key), SEARCH).await {
            Ok(found) => found.into_iter().filter(|h| h.ours).map(|h| h.addresses).collect(),
            Err(error) => {
                tracing::warn!(%error, "the network could not be searched");
                Vec::new()
            }
        };
        *hints = Some((Instant::now(), found));
        hints.as_ref().map(|(_, found)| found.clone()).unwrap_or_default()
    }
}

/// Where the system's own name service knows a PC: `NAME.local` and `NAME`.
///
/// The PC itself says its name, so it may lead to no farther place than the office's own network, and
/// whoever answers there has to be that PC.
pub(crate) async fn by_name(pc: &StoredPc) -> Vec<SocketAddr> {
    let Some(label) = label(&pc.facts.host_name) else { return Vec::new() };
    let (local, plain) = (format!("{label}.local"), label.to_owned());
    let port = pc.address.port();
    let look_up = |name: String| async move {
        let found = timeout(RESOLVE, lookup_host((name, port))).await;
        found.ok().and_then(Result::ok).map(|found| found.take(ADDRESSES).collect::<Vec<_>>())
    };
    let (local, plain) = tokio::join!(look_up(local), look_up(plain));
    let mut found: Vec<SocketAddr> = local.into_iter().chain(plain).flatten().collect();
    found.retain(|address| is_near(address.ip()) && *address != pc.address);
    found.sort_by_key(search::rank);
    found.dedup();
    found
}

/// The first word of a PC's name, if it can be asked for (RFC 1123, 2.1).
fn label(host_name: &str) -> Option<&str> {
    let label = host_name.split('.').next().unwrap_or_default();
    let fits = (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-');
    fits.then_some(label)
}

fn is_anothers(place: &[SocketAddr], pc: PcId, answered: &BTreeMap<SocketAddr, PcId>) -> bool {
    place.iter().filter_map(|address| answered.get(address)).any(|id| *id != pc)
}

#[cfg(test)]
mod tests {
    use patchround_protocol::SpkiHash;

    use super::*;

    #[test]
    fn a_pc_is_not_looked_for_where_another_one_has_answered() {
        let [here, link, free] = ["192.0.2.1:1", "[fe80::1%2]:1", "192.0.2.2:1"].map(|a| a.parse().unwrap());
        let (off, other) = (SpkiHash([1; 32]), SpkiHash([2; 32]));
        let answered = BTreeMap::from([(here, other)]);
        assert!(is_anothers(&[here, link], off, &answered));
        assert!(!is_anothers(&[here, link], other, &answered));
        assert!(!is_anothers(&[free], off, &answered));
    }

    #[test]
    fn a_pc_is_looked_up_by_one_plain_word_only() {
        assert_eq!(label("front-desk.example.com"), Some("front-desk"));
        for bad in ["", ".", "-x", "a b", "a/b", "über", &"a".repeat(64)] {
            assert_eq!(label(bad), None, "{bad}");
        }
    }

    #[tokio::test]
    async fn a_name_that_a_pc_gave_itself_leads_nowhere_but_to_the_office_network() {
        let mut pc = crate::samples::stored_pc("PC", None);
        pc.facts.host_name = "localhost".to_owned();
        assert_eq!(by_name(&pc).await, []);
    }

    #[test]
    fn an_address_of_one_link_never_replaces_one_that_lasts() {
        let [v4, other, link] = ["192.0.2.1:1", "192.0.2.2:1", "[fe80::1%2]:1"].map(|a| a.parse().unwrap());
        assert_eq!(lasting(v4, link), v4);
        assert_eq!(lasting(v4, other), other);
        assert_eq!(lasting(link, v4), v4);
        assert_eq!(lasting(link, "[fe80::1%3]:1".parse().unwrap()), "[fe80::1%3]:1".parse().unwrap());
    }
}
