use jiff::ToSpan;
use patchround_protocol::{EventKind, SpkiHash, sign::public};

use super::*;
use crate::scripted::{Pc, charter, key, policy, sealed};

/// The charter after the PC's.
fn next(pc: &Pc) -> Charter {
    let ours = pc.helper.membership.office().unwrap();
    Charter { version: ours.charter.version + 1, prev: Some(ours.charter_hash), ..ours.charter.clone() }
}

fn after(signed: &Envelope, charter: &Charter) -> Charter {
    Charter { version: charter.version + 1, prev: Some(signed.hash()), ..charter.clone() }
}

fn versions(pc: &Pc) -> (u32, u32) {
    let Obeyed { charter_version, policy_version } = pc.helper.membership.office().unwrap().obeyed();
    (charter_version, policy_version)
}

fn changes(pc: &Pc) -> usize {
    pc.told().iter().filter(|kind| matches!(kind, EventKind::OfficeChanged { .. })).count()
}

fn refuses(refusal: Refusal) -> impl FnMut(&Ask) -> Answer + Send + 'static {
    move |_| Answer::Refused { refusal }
}

#[tokio::test]
async fn charters_are_obeyed_in_order_root_first_and_again_after_a_restart() {
    let mut pc = Pc::joined();
    let second = next(&pc);
    let second_signed = sealed(&second, 1);
    let third = after(&second_signed, &second);
    let chain = [second_signed.clone(), sealed(&third, 9)];
    let obeyed = take_charters(&pc.helper, &chain).await.unwrap();
    assert_eq!(obeyed, Obeyed { charter_version: 3, policy_version: 1 });
    let asked = pc.root.asked();
    let order: Vec<&Envelope> = asked
        .iter()
        .filter_map(|ask| if let Ask::Charter { charter } = ask { Some(charter) } else { None })
        .collect();
    assert_eq!(order, chain.iter().collect::<Vec<_>>());
    pc.restart();
    assert_eq!((versions(&pc), changes(&pc)), ((3, 1), 2));

    assert_eq!(take_charters(&pc.helper, &chain).await, Ok(obeyed), "the same again is no error");
    assert_eq!((pc.root.asked().len(), changes(&pc)), (2, 2));
}

#[tokio::test]
async fn what_root_refuses_is_not_obeyed_by_us_either() {
    let pc = Pc::joined();
    pc.root.says(refuses(Refusal::BelowFloor));
    let newer = Policy { version: 2, ..policy() };
    assert_eq!(take_policy(&pc.helper, &sealed(&newer, 2)).await, Err(Refusal::BelowFloor));
    assert_eq!(take_charters(&pc.helper, &[sealed(&next(&pc), 1)]).await, Err(Refusal::BelowFloor));
    assert_eq!((versions(&pc), changes(&pc)), ((1, 1), 0));
    assert!(!pc.helper.places.coming().exists());
}

#[tokio::test]
async fn what_no_owner_or_operator_signed_never_reaches_root() {
    let pc = Pc::joined();
    let by_operator = sealed(&next(&pc), 2);
    assert_eq!(take_charters(&pc.helper, &[by_operator]).await, Err(Refusal::NotAllowed));
    let by_stranger = sealed(&Policy { version: 2, ..policy() }, 7);
    assert_eq!(take_policy(&pc.helper, &by_stranger).await, Err(Refusal::NotAllowed));
    let until = Some(Timestamp::now() + (24 * 60).hours());
    let paused = sealed(&Policy { version: 2, paused_until: until, ..policy() }, 2);
    assert_eq!(take_policy(&pc.helper, &paused).await, Err(Refusal::BelowFloor));
    let mut bent = sealed(&Policy { version: 2, ..policy() }, 2);
    bent.payload[9] ^= 1;
    assert_eq!(take_policy(&pc.helper, &bent).await, Err(Refusal::BadSignature));
    let future = Policy { version: 2, issued: Timestamp::now() + 30.hours(), ..policy() };
    assert_eq!(take_policy(&pc.helper, &sealed(&future, 2)).await, Err(Refusal::ClockWrong));
    let older = sealed(&Policy { paused_until: Some(Timestamp::now()), ..policy() }, 2);
    assert_eq!(take_policy(&pc.helper, &older).await, Err(Refusal::Outdated));
    assert_eq!(pc.root.asked(), []);
    assert_eq!((versions(&pc), changes(&pc)), ((1, 1), 0));
}

#[tokio::test]
async fn a_policy_is_obeyed_and_sent_again_it_is_no_error() {
    let pc = Pc::joined();
    let newer = sealed(&Policy { version: 4, ..policy() }, 2);
    for _ in 0..2 {
        assert_eq!(take_policy(&pc.helper, &newer).await.map(|obeyed| obeyed.policy_version), Ok(4));
    }
    assert_eq!((pc.root.asked().len(), changes(&pc)), (1, 1));
}

/// Ended after the root half took it and before we stored it: both obey the same in the end.
#[tokio::test]
async fn root_that_is_ahead_after_a_crash_is_caught_up_with_at_the_start() {
    let mut pc = Pc::joined();
    let newer = sealed(&Policy { version: 2, ..policy() }, 2);
    files::write_json(&pc.helper.places.coming(), &Coming::Policy(newer.clone())).unwrap();
    pc.restart();
    pc.root.says(refuses(Refusal::Outdated));
    assert_eq!(versions(&pc), (1, 1));
    catch_up(&pc.helper).await;
    assert_eq!((versions(&pc), changes(&pc)), ((1, 2), 1));
    assert_eq!(pc.root.asked(), [Ask::Policy { policy: newer.clone() }]);
    files::write_json(&pc.helper.places.coming(), &Coming::Policy(newer)).unwrap();
    catch_up(&pc.helper).await;
    assert_eq!((changes(&pc), pc.root.asked().len()), (2, 1), "stored, perhaps not told: told");
    assert!(!pc.helper.places.coming().exists());
}

#[tokio::test]
async fn a_root_half_that_does_not_answer_is_asked_again() {
    let pc = Pc::joined();
    pc.root.says(|_| Answer::Running { progress: String::new() });
    let newer = sealed(&Policy { version: 2, ..policy() }, 2);
    assert_eq!(take_policy(&pc.helper, &newer).await, Err(Refusal::NotPossible));
    assert_eq!(versions(&pc), (1, 1));
    pc.root.says(|_| Answer::Ok);
    catch_up(&pc.helper).await;
    assert_eq!(versions(&pc), (1, 2));
}

#[tokio::test]
async fn a_torn_note_of_what_was_coming_is_removed() {
    let pc = Pc::joined();
    std::fs::write(pc.helper.places.coming(), "{\"coming\":\"pol").unwrap();
    catch_up(&pc.helper).await;
    assert!(!pc.helper.places.coming().exists());
    assert_eq!(pc.root.asked(), []);
}

#[tokio::test]
async fn whoever_a_newer_charter_revokes_is_admitted_no_more() {
    let pc = Pc::joined();
    let operators = SpkiHash([2; 32]);
    let mut changes = pc.helper.watch_office();
    assert!(pc.helper.membership.admits(&operators));
    let without = Charter { revoked: vec![public(&key(2))], ..next(&pc) };
    take_charters(&pc.helper, &[sealed(&without, 1)]).await.unwrap();
    assert!(!pc.helper.membership.admits(&operators) && pc.helper.membership.admits(&SpkiHash([1; 32])));
    assert!(changes.has_changed().unwrap());
    changes.mark_unchanged();
    let by_revoked = sealed(&Policy { version: 2, ..policy() }, 2);
    assert_eq!(take_policy(&pc.helper, &by_revoked).await, Err(Refusal::NotAllowed));
}

#[tokio::test]
async fn an_office_that_was_left_takes_nothing() {
    let pc = Pc::joined();
    let newer = sealed(&next(&pc), 1);
    pc.helper.leave().unwrap();
    assert_eq!(take_charters(&pc.helper, &[newer]).await, Err(Refusal::NotJoined));
    assert_eq!(take_charters(&pc.helper, &vec![sealed(&charter(), 1); 17]).await, Err(Refusal::TooLarge));
}
