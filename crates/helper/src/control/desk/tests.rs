use patchround_link::{DeviceKey, pairing::Code};
use patchround_protocol::{
    Charter, OfficeId, Policy,
    root::{Answer, Ask as AskRoot},
};
use tokio::{net::UnixStream, time::timeout};
use uuid::Uuid;

use super::*;
use crate::{
    places::Places,
    scripted::{Pc, charter, policy, sealed},
    serve::catch_up_with_root,
};

#[tokio::test]
async fn a_window_whose_tries_cannot_be_stored_is_refused_and_not_broken_off() {
    let folder = tempfile::tempdir().unwrap();
    let helper = Helper::open(Places::in_dir(folder.path()), &DeviceKey::generate(), 0).unwrap();
    std::fs::create_dir(helper.places.tries()).unwrap();
    let (administrator, ours) = UnixStream::pair().unwrap();
    let mut talk = Talk::new(administrator);
    talk.say(&Ask::Pair { code: Code::generate().to_string() }).await.unwrap();
    answer(&helper, Talk::new(ours)).await.unwrap();
    let said = talk.hear().await.unwrap();
    assert!(matches!(said, Some(Say::Refused { refusal: Refusal::NotPossible })), "{said:?}");
    assert!(helper.window.desk().is_none());
}

#[tokio::test(start_paused = true)]
async fn the_pairing_window_closes_after_ten_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let helper = Helper::open(Places::in_dir(folder.path()), &DeviceKey::generate(), 0).unwrap();
    let helper = Arc::new(helper);
    let (administrator, ours) = UnixStream::pair().unwrap();
    let here = helper.clone();
    let answering = tokio::spawn(async move { answer(&here, Talk::new(ours)).await });
    let mut talk = Talk::new(administrator);
    talk.say(&Ask::Pair { code: Code::generate().to_string() }).await.unwrap();
    assert!(matches!(talk.hear().await.unwrap(), Some(Say::Waiting { .. })));
    sleep(Duration::from_secs(10 * 60 - 2)).await;
    assert!(helper.window.desk().is_some(), "it is open until then");
    let closed = talk.hear().await.unwrap();
    assert!(matches!(closed, Some(Say::Closed { why: Closed::TimeIsOver })), "{closed:?}");
    assert!(helper.window.desk().is_none());
    answering.await.unwrap().unwrap();
}

/// What the owner of an office signs.
fn welcome(office: u128) -> Welcome {
    let office = OfficeId(Uuid::from_u128(office));
    let charter = Charter { office, ..charter() };
    Welcome { charter: sealed(&charter, 1), policy: sealed(&Policy { office, ..policy() }, 1) }
}

/// In no office, but about to join this one: the root half obeys it, and did not say so yet.
fn open_join(welcome: &Welcome) -> Pc {
    let pc = Pc::joined();
    pc.helper.leave().unwrap();
    pc.helper.membership.prepare(welcome).unwrap();
    pc
}

/// Lets the root half obey this charter and no other.
fn obeys(pc: &Pc, ours: &Welcome) {
    let ours = ours.charter.clone();
    pc.root.says(move |ask| match ask {
        AskRoot::Charter { charter } if *charter != ours => Answer::Refused { refusal: Refusal::OtherOffice },
        _ => Answer::Ok,
    });
}

/// The administrator's program is gone before it has said what the root half did.
fn gone() -> Talk {
    Talk::new(UnixStream::pair().unwrap().0)
}

#[tokio::test]
async fn another_office_does_not_write_over_a_join_that_the_root_half_has_done() {
    let (first, second) = (welcome(1), welcome(2));
    let pc = open_join(&first);
    obeys(&pc, &first);
    assert_eq!(join(&pc.helper, &mut gone(), second).await, Err(Refusal::AlreadyJoined));
    assert!(pc.helper.membership.has_joined_with(&first.charter));
}

#[tokio::test]
async fn the_office_that_the_root_half_has_joined_already_may_ask_again() {
    let first = welcome(1);
    let pc = open_join(&first);
    obeys(&pc, &first);
    assert_eq!(join(&pc.helper, &mut gone(), first).await.as_deref(), Ok("Corner Office"));
}

#[tokio::test]
async fn a_join_that_the_root_half_cannot_speak_about_stays_as_it_was_prepared() {
    let (first, second) = (welcome(1), welcome(2));
    let pc = open_join(&first);
    pc.root.says(|_| Answer::Refused { refusal: Refusal::NotPossible });
    assert_eq!(join(&pc.helper, &mut gone(), second).await, Err(Refusal::NotPossible));
    let prepared = pc.helper.membership.prepared().unwrap().unwrap();
    assert_eq!((prepared.charter, prepared.policy), (first.charter, first.policy));
}

#[tokio::test]
async fn a_pairing_that_broke_off_is_settled_without_a_new_start() {
    let pc = Pc::joined();
    pc.helper.leave().unwrap();
    let catching_up = tokio::spawn(catch_up_with_root(pc.helper.clone()));
    sleep(Duration::from_millis(50)).await; // nothing was open at the start
    let mut is_first = true;
    pc.root.says(move |_| match std::mem::take(&mut is_first) {
        true => Answer::Refused { refusal: Refusal::NotPossible },
        false => Answer::Ok,
    });
    assert_eq!(join(&pc.helper, &mut gone(), welcome(1)).await, Err(Refusal::NotPossible));
    let joined = async {
        while pc.helper.membership.office().is_none() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(timeout(Duration::from_secs(5), joined).await.is_ok());
    catching_up.abort();
}
