use jiff::ToSpan;
use patchround_practice::{Practice, PracticePc, ordinary};
use patchround_protocol::{SpkiHash, wake::Card};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    names::Address,
    plan::{Wanted, plan},
    round::Begin,
    samples,
};

/// An office of two practice PCs that can be woken.
async fn practised(dir: &std::path::Path) -> (Office, Practice) {
    crate::setup::init(dir, "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir, false).unwrap();
    let mut specs = ordinary(7, 2, 2);
    specs.iter_mut().for_each(|pc| pc.manners.wakes = true);
    let practice = Practice::start(specs).await.unwrap();
    practice.type_code(&office.new_code().unwrap().code).unwrap();
    for pc in practice.pcs() {
        let address = Address::parse(&pc.address().to_string()).unwrap();
        office.add(&address, Some(pc.name())).await.unwrap();
    }
    (office, practice)
}

fn round(n: u128) -> RoundId {
    RoundId(Uuid::from_u128(n))
}

fn card(wakes: Option<bool>) -> Card {
    Card { mac: "3c:52:82:10:00:01".parse().unwrap(), wakes }
}

fn view(n: u8, heard: bool, cards: &[Card]) -> PcView {
    let mut pc = samples::stored_pc("PC", None);
    (pc.id, pc.facts.cards) = (SpkiHash([n; 32]), cards.to_vec());
    PcView { pc, heard, working: false }
}

#[test]
fn a_pc_can_be_woken_where_it_is_off_its_cards_are_known_and_another_one_is_on() {
    let (off, on) = (view(1, false, &[card(None)]), view(2, true, &[]));
    let can = |views: &[PcView]| can_wake(&views[0], views);
    assert!(can(&[off.clone(), on.clone()]));
    assert!(!can(&[off.clone(), PcView { heard: false, ..on.clone() }]), "nobody else is on");
    assert!(!can(&[view(1, false, &[]), on.clone()]), "no card is known");
    assert!(!can(&[view(1, true, &[card(None)]), on]), "it is on");
    assert!(!can(&[off]), "there is no other");
}

#[test]
fn that_a_pc_is_not_woken_by_any_card_is_said_only_where_it_is_known_of_all() {
    let said = |cards: &[Card]| lets_itself_be_woken(&view(1, false, cards).pc);
    let (yes, no, unknown) = (card(Some(true)), card(Some(false)), card(None));
    assert_eq!(said(&[no, yes, unknown]), Some(true));
    assert_eq!((said(&[no, no]), said(&[no, unknown]), said(&[])), (Some(false), None, None));
}

#[test]
fn who_was_heard_lately_and_not_asked_in_vain_since_is_taken_to_be_on() {
    let mut pc = samples::stored_pc("PC", None);
    let now = samples::now();
    assert!(is_awake(&pc, now + 10.minutes()) && !is_awake(&pc, now + 11.minutes()));
    pc.last_trouble = Some(crate::trouble::Trouble::Unreachable);
    assert!(!is_awake(&pc, now));
}

#[test]
fn pcs_of_one_small_network_are_near() {
    let near = |one: &str, other: &str| are_near(one.parse().unwrap(), other.parse().unwrap());
    assert!(near("10.77.0.11", "10.77.0.12") && near("fe80::1", "fe80::2"));
    assert!(!near("10.77.0.11", "10.77.1.12") && !near("10.77.0.11", "fe80::1"));
}

/// One look: minutes after the one before, which rounds' orders are due then, and whether somebody sends what wakes.
type Look = (i64, Vec<u128>, bool);

fn look() -> impl Strategy<Value = Look> {
    (-3i64..20, proptest::collection::vec(1u128..=4, 0..4), proptest::bool::weighted(0.8))
}

proptest! {
    #[test]
    fn however_rounds_alternate_a_pc_is_woken_minutes_apart_and_three_times_for_each(
        looks in proptest::collection::vec(look(), 1..200),
    ) {
        let open = (1..=4).map(round).collect();
        let (mut before, mut now, mut asked): (Option<Waking>, _, _) = (None, samples::now(), Vec::new());
        let mut sent = std::collections::BTreeMap::new();
        for (later, due, is_sent) in looks {
            now += later.minutes();
            let due: Vec<RoundId> = due.into_iter().map(round).collect();
            let Some((round, next)) = next_try(before.clone(), &due, &open, now) else { continue };
            prop_assert!(due.contains(&round));
            asked.push(now);
            *sent.entry(round).or_insert(0u8) += u8::from(is_sent);
            before = Some(if is_sent { next } else { in_vain(next, round) });
        }
        prop_assert!(asked.windows(2).all(|two| two[1].duration_since(two[0]).abs() >= PAUSE), "{asked:?}");
        prop_assert!(sent.values().all(|times| *times <= TRIES), "{sent:?}");
        let all: Vec<RoundId> = (1..=4).map(round).collect();
        let is_left = sent.len() < all.len() || sent.values().any(|times| *times < TRIES);
        let then = before.as_ref().map_or(now, |before| before.last + 5.minutes());
        let later = next_try(before, &all, &open, then);
        prop_assert_eq!(later.is_some(), is_left, "each has its three");
    }
}

#[test]
fn what_was_kept_of_rounds_that_are_over_is_forgotten_and_what_an_older_program_kept_is_read() {
    let kept = Waking { rounds: [(round(1), 3), (round(2), 1)].into(), last: samples::now() };
    let now = samples::now() + 5.minutes();
    let (_, next) = next_try(Some(kept), &[round(2)], &[round(2)].into(), now).unwrap();
    assert_eq!(next, Waking { rounds: [(round(2), 2)].into(), last: now });
    let older = format!(r#"{{"round":"{}","tries":1,"last":"{now}"}}"#, round(1).0);
    let read: Waking = serde_json::from_str(&older).unwrap();
    assert_eq!(read, Waking { rounds: Default::default(), last: now });
}

#[tokio::test]
async fn a_try_in_which_every_other_pc_refused_or_did_not_answer_is_not_counted() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = practised(dir.path()).await;
    let views = office.look(&|_| {}).await.unwrap();
    practice.pcs().iter().for_each(PracticePc::power_off);
    let round = office.order(&plan(&views, &Wanted::All, Timestamp::now()), Begin::Now).unwrap();
    let till = practice.pc("till").unwrap().id();
    office.wake_for_orders(till, &office.open_jobs_of(till).unwrap(), &|_| {}).await.unwrap();
    let kept = office.store.waking(till).unwrap().unwrap();
    assert_eq!(kept.rounds, [(round, 0)].into());
    assert!(Timestamp::now().duration_since(kept.last) < PAUSE, "nobody is asked in vain at every look");
}

#[tokio::test]
async fn pcs_that_are_asked_to_wake_another_one_and_never_answer_hold_nobody_up_for_long() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = practised(dir.path()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, facts) = (listener.local_addr().unwrap(), patchround_protocol::wire::Facts::default());
    for n in 10..16 {
        let id = SpkiHash([n; 32]);
        office.store.keep_pc(id, &format!("silent-{n}"), address, &facts, Timestamp::now()).unwrap();
    }
    let till = office.store.pc(practice.pc("till").unwrap().id()).unwrap().unwrap();
    assert_eq!(office.awake(&till).unwrap().iter().filter(|pc| pc.name.starts_with("silent")).count(), 6);
    let begun = Instant::now();
    assert_eq!(office.have_woken(&till, None).await.unwrap().asked, Vec::<String>::new());
    assert!(begun.elapsed() < ASKING + Duration::from_secs(3), "{:?}", begun.elapsed());
}
