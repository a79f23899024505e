use jiff::ToSpan;
use patchround_protocol::{SpkiHash, wake::Card};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::samples;

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

proptest! {
    #[test]
    fn however_often_a_pc_is_looked_at_it_is_woken_three_times_a_round_and_minutes_apart(
        minutes in proptest::collection::vec(-3i64..20, 1..200),
    ) {
        let (mut before, mut now, mut times): (Option<Waking>, _, _) = (None, samples::now(), Vec::new());
        for later in minutes {
            now += later.minutes();
            if let Some(next) = next_try(before, round(1), now) {
                times.push(now);
                before = Some(next);
            }
        }
        prop_assert!(times.len() <= usize::from(TRIES));
        prop_assert!(times.windows(2).all(|two| two[1].duration_since(two[0]).abs() >= PAUSE));
        prop_assert!(next_try(before, round(2), now).is_some(), "another round counts anew");
    }
}
