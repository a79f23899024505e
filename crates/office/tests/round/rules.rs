//! Newer charters and policies on their way to the PCs.

use std::sync::{Arc, Mutex, atomic::Ordering};

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use patchround_office::{
    Office,
    concern::{Concern, Notice},
    feeds::Gathered,
    say,
    store::{Store, record::What},
    tell::Told,
};
use patchround_protocol::{
    Charter, Envelope, Policy, charter::Floor, cve::Listed, feeds::Catalogue, wire::Refusal,
};

use crate::{
    joined,
    pc::{Pc, office},
    recorded,
};

/// The office's recovery key from its words on paper.
fn recovery_key(words: &str) -> SigningKey {
    let entropy = bip39::Mnemonic::parse(words).unwrap().to_entropy();
    SigningKey::from_bytes(&entropy.try_into().unwrap())
}

fn operator_key(dir: &std::path::Path) -> SigningKey {
    let text = std::fs::read(dir.join("operator.key")).unwrap();
    SigningKey::from_bytes(&data_encoding::HEXLOWER.decode(&text).unwrap().try_into().unwrap())
}

/// Signs the charter that follows the office's newest, with some other limit.
fn sign_charter(store: &Store, key: &SigningKey) {
    let (envelope, charter) = store.charter().unwrap();
    let floor = Floor { max_parallel: 3, ..charter.floor.clone() };
    let (version, prev) = (charter.version + 1, Some(envelope.hash()));
    let next = Charter { version, prev, floor, issued: Timestamp::now(), ..charter };
    store.keep_document::<Charter>(version, &Envelope::seal(&next, key).unwrap()).unwrap();
}

fn sign_policy(store: &Store, key: &SigningKey) {
    let (_, policy) = store.policy(|_| true).unwrap();
    let version = policy.version + 1;
    let next = Policy { version, issued: Timestamp::now(), ..policy };
    store.keep_document::<Policy>(version, &Envelope::seal(&next, key).unwrap()).unwrap();
}

/// A catalogue of so many flaws.
fn gathered(flaws: usize) -> Gathered {
    let since = "2026-11-20".parse().unwrap();
    let listed = |n| Listed { cve: format!("CVE-2026-{n:04}").parse().unwrap(), since, ransomware: None };
    let published = "2026-11-20T17:00:00Z".parse().unwrap();
    let catalogue = Catalogue { published, listed: (0..flaws).map(listed).collect() };
    Gathered { catalogue: Some(catalogue), ..Gathered::default() }
}

struct Notices(Mutex<Vec<Notice>>);

impl Notices {
    fn new() -> Self {
        Self(Mutex::default())
    }

    async fn look(&self, office: &Office) -> Vec<Concern> {
        let tell = |told: &Told<'_>| {
            if let Told::Noticed { notice, .. } = told {
                self.0.lock().unwrap().push((*notice).clone());
            }
        };
        let views = office.look(&tell).await.unwrap();
        assert_eq!(views[0].pc.last_trouble, None);
        views[0].pc.concerns.clone()
    }

    fn taken(&self) -> Vec<Notice> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[tokio::test]
async fn a_pc_gets_every_charter_above_its_own_and_the_newest_policy_once() {
    let dir = tempfile::tempdir().unwrap();
    let paper = patchround_office::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let first = Office::open(dir.path(), false).unwrap();
    let pc = Pc::new(&[]);
    let _serving = joined(&first, &pc).await;
    let recovery = recovery_key(&paper.recovery);
    for _ in 0..20 {
        sign_charter(&first.store, &recovery);
        sign_policy(&first.store, &operator_key(dir.path()));
    }
    drop(first);
    let office = Office::open(dir.path(), false).unwrap();
    assert_eq!(office.charter().floor.max_parallel, 3);
    let notices = Notices::new();
    assert_eq!(notices.look(&office).await, []);
    assert_eq!(pc.obeys(), (21, 21));
    assert_eq!(*pc.took.lock().unwrap(), ["charter", "charter", "policy"], "16 charters at once, at most");
    assert_eq!(notices.look(&office).await, []);
    assert_eq!((pc.took.lock().unwrap().len(), notices.taken()), (3, vec![]), "they are sent once");
}

#[tokio::test]
async fn a_pc_is_brought_newer_feeds_than_it_knows_once() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    let notices = Notices::new();
    notices.look(&office).await;
    assert_eq!(*pc.feeds.lock().unwrap(), None, "there is nothing to bring");
    for flaws in [5_000, 4_999] {
        assert!(office.sign_feeds(gathered(flaws)).unwrap());
        for _ in 0..2 {
            notices.look(&office).await;
            assert_eq!(*pc.feeds.lock().unwrap(), office.feeds().map(|feeds| feeds.issued));
        }
    }
    assert_eq!(*pc.took.lock().unwrap(), ["feeds", "feeds"]);
    drop(office);
    notices.look(&Office::open(dir.path(), false).unwrap()).await;
    assert_eq!((pc.took.lock().unwrap().len(), notices.taken()), (2, vec![]));
}

#[tokio::test]
async fn a_pc_of_a_version_that_knows_no_feeds_is_well_without_and_not_offered_them_twice() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    pc.manners.knows_no_feeds.store(true, Ordering::SeqCst);
    let _serving = joined(&office, &pc).await;
    for flaws in [5_000, 4_999] {
        office.sign_feeds(gathered(flaws)).unwrap();
        assert_eq!(Notices::new().look(&office).await, []);
        assert_eq!(pc.asked_in_vain.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_pc_that_refuses_feeds_is_well_without_and_offered_them_again() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    office.sign_feeds(gathered(1)).unwrap();
    for refusal in [Refusal::ClockWrong, Refusal::TooLarge, Refusal::DiskFull] {
        *pc.manners.refuses_rules.lock().unwrap() = Some(refusal);
        assert_eq!(Notices::new().look(&office).await, [], "{refusal}");
    }
    assert_eq!(*pc.feeds.lock().unwrap(), None);
    *pc.manners.refuses_rules.lock().unwrap() = None;
    Notices::new().look(&office).await;
    assert!(pc.feeds.lock().unwrap().is_some());
}

#[tokio::test]
async fn a_pc_with_newer_rules_than_the_manager_is_left_alone_and_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path());
    let pc = Pc::new(&[]);
    let _serving = joined(&office, &pc).await;
    for claims in [(7, 1), (1, 7), (7, 7)] {
        *pc.manners.claims.lock().unwrap() = Some(claims);
        assert_eq!(Notices::new().look(&office).await, [Concern::RulesAhead], "{claims:?}");
        assert!(pc.took.lock().unwrap().is_empty(), "nothing is overwritten");
        *pc.manners.claims.lock().unwrap() = None;
        Notices::new().look(&office).await;
    }
    assert!(say::concern("pc1", Concern::RulesAhead).contains("newer rules"));
    assert_eq!(Notices::new().look(&office).await, [], "and when it is over it is not said any more");
}

#[tokio::test]
async fn a_pc_with_older_rules_than_before_is_said_once_and_brought_forward() {
    let dir = tempfile::tempdir().unwrap();
    let first = office(dir.path());
    let pc = Pc::new(&[]);
    let serving = joined(&first, &pc).await;
    let old = pc.image();
    sign_policy(&first.store, &operator_key(dir.path()));
    drop(first);
    let office = Office::open(dir.path(), false).unwrap();
    let notices = Notices::new();
    notices.look(&office).await;
    assert_eq!((pc.obeys(), notices.taken()), ((1, 2), vec![]));

    let address = serving.address;
    drop(serving);
    let _serving = old.serve(address).await;
    notices.look(&office).await;
    assert_eq!((old.obeys(), notices.taken()), ((1, 2), vec![Notice::RulesOlder]));
    notices.look(&office).await;
    assert_eq!(notices.taken(), []);
    assert_eq!(recorded(&office, |what| matches!(what, What::RulesOlder { .. })), 1);
}

#[tokio::test]
async fn rules_that_a_pc_does_not_take_are_told_with_their_reason_and_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let first = office(dir.path());
    let pc: Arc<Pc> = Pc::new(&[]);
    let _serving = joined(&first, &pc).await;
    sign_policy(&first.store, &operator_key(dir.path()));
    drop(first);
    let office = Office::open(dir.path(), false).unwrap();
    let mut said = Vec::new();
    for refusal in [Refusal::UnknownVerb, Refusal::BelowFloor, Refusal::NotAllowed, Refusal::DiskFull] {
        *pc.manners.refuses_rules.lock().unwrap() = Some(refusal);
        assert_eq!(Notices::new().look(&office).await, [Concern::RulesRefused(refusal)]);
        said.push(say::concern("pc1", Concern::RulesRefused(refusal)));
    }
    said.dedup();
    assert_eq!(said.len(), 4, "{said:?}");
    *pc.manners.refuses_rules.lock().unwrap() = None;
    assert_eq!(Notices::new().look(&office).await, []);
    assert_eq!(pc.obeys(), (1, 2));
}
