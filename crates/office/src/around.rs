//! Looks around the office: its PCs, others with a helper, and whatever else is on the network.
//!
//! In this order (security.md C.4): where each PC answered last, what announces itself, what the system's
//! own name service knows, and, only if a person asked for it, every address of the local networks.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use futures_util::{StreamExt, stream};
pub use patchround_discovery::{
    Hearing, Hint,
    others::{Kind, Other, Sign},
    probe::Plan,
};
use patchround_discovery::{
    hears_itself,
    lan::{self, Neighbour},
    others,
    probe::{self, Probed},
};
use patchround_link::{DeviceKey, client};
use patchround_protocol::{PcId, limits::PORT};

use crate::{
    dial::{DIALS, by_name},
    error::Error,
    office::Office,
    search,
    store::pcs::StoredPc,
};

/// How long this computer may take to hear itself.
const SELF_TEST: Duration = Duration::from_secs(3);
/// Places that are asked at once who answers there.
const ASKED_AT_ONCE: usize = 32;
/// How long all of them may take together.
const ASKING: Duration = Duration::from_secs(20);

/// What is around.
#[derive(Debug)]
pub struct Around {
    /// Whether the automatic search works on this computer.
    pub hearing: Hearing,
    /// Whether the network keeps its computers apart; `None` unless every address was asked.
    pub kept_apart: Option<bool>,
    /// PCs with a helper.
    pub helpers: Vec<Found>,
    /// What else is there, without this computer.
    pub others: Vec<Other>,
}

/// A PC with a helper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where, the address that lasts longest first.
    pub addresses: Vec<SocketAddr>,
    /// The announcement's random name, if it announced itself.
    pub instance: Option<String>,
    /// Whether it says that it waits to join; `None` if it said nothing.
    pub pairing: Option<bool>,
    /// Whether it belongs to this office, as far as it says.
    pub ours: bool,
    /// Which PC of this office it is.
    pub pc: Option<String>,
    /// Whether it is this computer.
    pub this_computer: bool,
    /// How it was found.
    pub by: By,
}

/// How a PC was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// It answered where it did last.
    LastAddress,
    /// It announced itself.
    Announcement,
    /// The system's name service knows it.
    Name,
    /// Every address was asked.
    Probe,
}

/// Which addresses would be asked if every address were.
pub fn everywhere() -> Plan {
    probe::plan(&lan::networks())
}

impl Office {
    /// Looks around for so long, and asks the addresses of `plan` if there is one.
    ///
    /// A PC that answers elsewhere than last is noted there, unless the office is open to read only.
    ///
    /// # Errors
    /// [`Error::Discovery`], [`Error::Store`].
    pub async fn look_around(&self, long: Duration, plan: Option<Plan>) -> Result<Around, Error> {
        let probed = match plan {
            Some(plan) => Some(blocking(move || probe::probe(&plan, PORT)).await),
            None => None,
        };
        let neighbours = blocking(lan::neighbours).await.unwrap_or_default();
        let (hearing, hints, said, reached) = tokio::join!(
            blocking(move || hears_itself(SELF_TEST)),
            search::search(Some(self.charter().discovery_key.0), long),
            blocking(move || listen(&neighbours, long)),
            self.at_last_addresses(),
        );
        let (hints, said) = (hints?, said?);
        let own: BTreeSet<IpAddr> = lan::own_addresses().into_iter().collect();
        let mut helpers = Helpers::new(reached?, own.clone());
        self.by_hints(hints, &mut helpers).await?;
        self.by_names(&mut helpers).await?;
        let open = probed.iter().flat_map(|probed| &probed.open);
        self.by_probe(open.map(|address| SocketAddr::from((*address, PORT))), &mut helpers).await?;
        let hearing = if helpers.heard { Hearing::Works } else { hearing? };
        let others = blocking(move || others::around(&said)).await;
        let helpers = helpers.all;
        Ok(Around {
            hearing,
            kept_apart: probed.map(|probed| kept_apart(&probed, &others)),
            others: without(others, &helpers, own),
            helpers,
        })
    }

    /// The PCs that answer where they did last.
    async fn at_last_addresses(&self) -> Result<Vec<(StoredPc, SocketAddr)>, Error> {
        let dial = |pc: StoredPc| async {
            client::connect(pc.address, &self.keys.device, pc.id).await.ok().map(|_| (pc.address, pc))
        };
        let dials = stream::iter(self.store.pcs()?).map(dial).buffer_unordered(DIALS);
        let found: Vec<_> = dials.filter_map(std::future::ready).collect().await;
        Ok(found.into_iter().map(|(address, pc)| (pc, address)).collect())
    }

    /// Adds who announces himself. Which PC has our office's sign at a new address only TLS can tell.
    async fn by_hints(&self, hints: Vec<Hint>, helpers: &mut Helpers) -> Result<(), Error> {
        let is_new = |hint: &&Hint| hint.ours && !helpers.knows(&hint.addresses);
        let places: Vec<_> = hints.iter().filter(is_new).map(|hint| hint.addresses.clone()).collect();
        let answered = who_answers(&self.keys.device, places, ASKING).await;
        for hint in hints {
            let who = hint.addresses.iter().find_map(|at| answered.get(at).map(|id| (*id, *at)));
            let who = who.filter(|_| hint.ours && !helpers.knows(&hint.addresses));
            let pc = who.map_or(Ok(None), |(id, at)| self.moved(id, at, helpers))?;
            helpers.add_hint(hint, pc);
        }
        Ok(())
    }

    /// Asks the system's name service for the PCs that are still missing.
    async fn by_names(&self, helpers: &mut Helpers) -> Result<(), Error> {
        for pc in self.store.pcs()?.into_iter().filter(|pc| !helpers.has(pc.id)).collect::<Vec<_>>() {
            for address in by_name(&pc).await {
                if client::connect(address, &self.keys.device, pc.id).await.is_ok() {
                    self.note_moved(&pc, address)?;
                    helpers.add(pc, address, By::Name);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Adds who answers at the open addresses: PCs of ours, and other helpers.
    async fn by_probe(
        &self,
        open: impl Iterator<Item = SocketAddr>,
        helpers: &mut Helpers,
    ) -> Result<(), Error> {
        let places = open.filter(|at| !helpers.knows(&[*at])).map(|at| vec![at]).collect();
        for (address, id) in who_answers(&self.keys.device, places, ASKING).await {
            match self.moved(id, address, helpers)? {
                Some(pc) => helpers.add(pc, address, By::Probe),
                None => helpers.add_unknown(address),
            }
        }
        Ok(())
    }

    fn moved(&self, id: PcId, to: SocketAddr, helpers: &Helpers) -> Result<Option<StoredPc>, Error> {
        let pc = self.store.pcs()?.into_iter().find(|pc| pc.id == id && !helpers.has(id));
        if let Some(pc) = &pc {
            self.note_moved(pc, to)?;
        }
        Ok(pc)
    }

    fn note_moved(&self, pc: &StoredPc, to: SocketAddr) -> Result<(), Error> {
        let address = crate::dial::lasting(pc.address, to);
        if self.is_open_to_work() && address != pc.address {
            self.store.moved(pc.id, address)?;
        }
        Ok(())
    }
}

/// Who answers, and where, at the first address of each place that does: what was found when the time is over.
async fn who_answers(
    key: &DeviceKey,
    places: Vec<Vec<SocketAddr>>,
    long: Duration,
) -> BTreeMap<SocketAddr, PcId> {
    let ask = |place: Vec<SocketAddr>| async move {
        for address in place {
            if let Ok(id) = client::who(address, key).await {
                return Some((address, id));
            }
        }
        None
    };
    let answers = stream::iter(places).map(ask).buffer_unordered(ASKED_AT_ONCE);
    let in_time = answers.take_until(Box::pin(tokio::time::sleep(long)));
    in_time.filter_map(std::future::ready).collect().await
}

/// The PCs found so far.
struct Helpers {
    all: Vec<Found>,
    known: BTreeMap<PcId, usize>,
    own: BTreeSet<IpAddr>,
    heard: bool,
}

impl Helpers {
    fn new(reached: Vec<(StoredPc, SocketAddr)>, own: BTreeSet<IpAddr>) -> Self {
        let mut helpers = Self { all: Vec::new(), known: BTreeMap::new(), own, heard: false };
        reached.into_iter().for_each(|(pc, address)| helpers.add(pc, address, By::LastAddress));
        helpers
    }

    fn has(&self, pc: PcId) -> bool {
        self.known.contains_key(&pc)
    }

    fn knows(&self, addresses: &[SocketAddr]) -> bool {
        self.place(addresses).is_some()
    }

    fn place(&self, addresses: &[SocketAddr]) -> Option<usize> {
        let same = |found: &Found| found.addresses.iter().any(|address| addresses.contains(address));
        self.all.iter().position(same)
    }

    fn add(&mut self, pc: StoredPc, address: SocketAddr, by: By) {
        self.known.insert(pc.id, self.all.len());
        self.push(Found { ours: true, pc: Some(pc.name), ..nobody(vec![address], by) });
    }

    fn add_unknown(&mut self, address: SocketAddr) {
        self.push(nobody(vec![address], By::Probe));
    }

    /// What was reached is who it is, whatever is announced from there.
    fn add_hint(&mut self, hint: Hint, pc: Option<StoredPc>) {
        let Hint { addresses, instance, pairing, ours } = hint;
        self.heard |= !addresses.iter().all(|address| self.own.contains(&address.ip()));
        if let Some(at) = self.place(&addresses) {
            let known = &mut self.all[at];
            known.addresses.extend(addresses);
            known.addresses.sort_by_key(search::rank);
            known.addresses.dedup();
            (known.instance, known.pairing) = (Some(instance), Some(pairing));
            return;
        }
        if let Some(pc) = &pc {
            self.known.insert(pc.id, self.all.len());
        }
        let found = nobody(addresses, By::Announcement);
        self.push(Found {
            instance: Some(instance),
            pairing: Some(pairing),
            ours,
            pc: pc.map(|pc| pc.name),
            ..found
        });
    }

    fn push(&mut self, mut found: Found) {
        found.this_computer = found.addresses.iter().any(|address| self.own.contains(&address.ip()));
        self.all.push(found);
    }
}

fn nobody(addresses: Vec<SocketAddr>, by: By) -> Found {
    Found { addresses, instance: None, pairing: None, ours: false, pc: None, this_computer: false, by }
}

fn listen(neighbours: &[Neighbour], long: Duration) -> Result<Vec<others::Sighting>, Error> {
    let known: Vec<_> = neighbours.iter().map(|neighbour| neighbour.address).collect();
    Ok(others::look(&lan::networks(), &known, long)?)
}

/// By everybody who answered anything at all.
fn kept_apart(probed: &Probed, others: &[Other]) -> bool {
    let v4 = |address: &IpAddr| match address {
        IpAddr::V4(v4) => Some(*v4),
        IpAddr::V6(_) => None,
    };
    let mut answered = probed.answered.clone();
    answered.extend(others.iter().flat_map(|other| other.addresses.iter().filter_map(v4)));
    lan::keeps_apart(&lan::gateways().unwrap_or_default(), &answered)
}

/// Without ourselves and those with a helper.
fn without(others: Vec<Other>, helpers: &[Found], own: BTreeSet<IpAddr>) -> Vec<Other> {
    let mut gone = own;
    gone.extend(helpers.iter().flat_map(|found| &found.addresses).map(SocketAddr::ip));
    others.into_iter().filter(|other| other.addresses.is_disjoint(&gone)).collect()
}

async fn blocking<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(act).await.expect("looking around does not panic")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use patchround_link::{
        pairing::PairingDesk,
        server::{self, Gate},
    };
    use patchround_protocol::SpkiHash;
    use tokio::net::TcpListener;

    use super::*;

    struct Open;

    impl Gate for Open {
        fn admits(&self, _: &SpkiHash) -> bool {
            true
        }

        fn pairing(&self) -> Option<Arc<dyn PairingDesk>> {
            None
        }
    }

    /// Listeners that never say a word; the system takes their calls.
    async fn silent(many: usize) -> Vec<TcpListener> {
        let listen = |_| TcpListener::bind("127.0.0.1:0");
        futures_util::future::try_join_all((0..many).map(listen)).await.unwrap()
    }

    fn places(listeners: &[TcpListener]) -> Vec<Vec<SocketAddr>> {
        listeners.iter().map(|listener| vec![listener.local_addr().unwrap()]).collect()
    }

    #[tokio::test]
    async fn addresses_where_nobody_speaks_do_not_keep_the_one_who_does_from_being_found() {
        let (key, silent) = (DeviceKey::generate(), silent(ASKED_AT_ONCE - 1).await);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let pc = DeviceKey::generate();
        let id = pc.id();
        let serving =
            server::serve(listener, pc, Arc::new(Open), axum::Router::new(), std::future::pending());
        let serving = tokio::spawn(serving);
        let all = [places(&silent), vec![vec![address]]].concat();
        // One after the other the silent ones would take five seconds each.
        let found = who_answers(&key, all, Duration::from_secs(60)).await;
        serving.abort();
        assert_eq!(found, BTreeMap::from([(address, id)]));
    }

    #[tokio::test]
    async fn asking_around_ends_with_its_time_however_many_addresses_are_open() {
        let (key, silent) = (DeviceKey::generate(), silent(ASKED_AT_ONCE * 8).await);
        let start = std::time::Instant::now();
        let asking = who_answers(&key, places(&silent), Duration::from_millis(100));
        assert_eq!(asking.await, BTreeMap::new());
        // Without it eight rounds of five seconds.
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    }

    fn hint(address: &str, ours: bool) -> Hint {
        let addresses = vec![address.parse().unwrap()];
        Hint { addresses, instance: "a1b2c3d4".to_owned(), pairing: false, ours }
    }

    fn helpers() -> Helpers {
        let pc = crate::samples::stored_pc("Front desk", None);
        let address = pc.address;
        Helpers::new(vec![(pc, address)], BTreeSet::from(["192.0.2.3".parse().unwrap()]))
    }

    #[test]
    fn a_pc_that_was_reached_and_announces_itself_is_shown_once() {
        let mut helpers = helpers();
        helpers.add_hint(hint("192.0.2.1:7443", true), None);
        assert_eq!(helpers.all.len(), 1);
        assert_eq!((helpers.all[0].pc.as_deref(), helpers.all[0].pairing), (Some("Front desk"), Some(false)));
    }

    #[test]
    fn our_own_announcement_is_no_proof_that_others_are_heard() {
        let mut helpers = helpers();
        helpers.add_hint(hint("192.0.2.3:7443", false), None);
        assert!(!helpers.heard && helpers.all[1].this_computer);
        helpers.add_hint(hint("192.0.2.4:7443", false), None);
        assert!(helpers.heard && !helpers.all[2].this_computer);
    }

    #[test]
    fn who_has_a_helper_is_not_also_a_computer_without_one() {
        let sighting = |address: &str| others::Sighting {
            addresses: vec![address.parse().unwrap()],
            name: None,
            sign: Sign::Ssh,
            mac: None,
        };
        let seen = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(sighting);
        let helpers = helpers();
        let left = without(others::sort(&seen, &[], &[]), &helpers.all, helpers.own);
        assert_eq!(left.len(), 1);
        assert!(left[0].addresses.contains(&"192.0.2.2".parse().unwrap()));
    }
}
