use patchround_protocol::EventKind;

use super::*;
use crate::scripted::{Pc, charter, policy, sealed};

/// Ended after the office was prepared and before we joined it; root may have.
fn between() -> Pc {
    let mut pc = Pc::joined();
    pc.helper.leave().unwrap();
    let welcome = Welcome { charter: sealed(&charter(), 1), policy: sealed(&policy(), 1) };
    pc.helper.membership.prepare(&welcome).unwrap();
    pc.restart();
    pc
}

fn refuses(refusal: Refusal) -> impl FnMut(&Ask) -> Answer + Send + 'static {
    move |_| Answer::Refused { refusal }
}

#[tokio::test]
async fn what_root_had_joined_when_we_were_ended_is_joined_at_the_next_start() {
    let mut pc = between();
    assert_eq!(pc.helper.membership.office(), None, "root is asked first");
    assert_eq!(settle(&pc.helper).await.as_deref(), Some("Corner Office"));
    assert!(matches!(pc.root.asked()[..], [Ask::Charter { .. }, Ask::Policy { .. }]));
    assert!(matches!(pc.told()[..], [EventKind::Joined { .. }]));
    pc.restart();
    assert!(pc.helper.membership.office().is_some() && !pc.helper.places.joining().exists());
    assert_eq!((settle(&pc.helper).await, pc.root.asked().len()), (None, 2), "once");
}

#[tokio::test]
async fn what_root_has_not_joined_is_forgotten() {
    let pc = between();
    pc.root.says(refuses(Refusal::NotJoined));
    assert_eq!(settle(&pc.helper).await, None);
    assert!(pc.helper.membership.office().is_none() && !pc.helper.places.joining().exists());
}

#[tokio::test]
async fn a_root_half_that_cannot_say_is_asked_again() {
    let pc = between();
    pc.root.says(refuses(Refusal::NotPossible));
    assert_eq!(settle(&pc.helper).await, None);
    pc.root.says(|_| Answer::Ok);
    assert!(settle(&pc.helper).await.is_some());
}

#[tokio::test]
async fn an_office_that_was_left_is_not_joined_by_a_rest_of_it() {
    let pc = between();
    pc.helper.leave().unwrap();
    assert_eq!((settle(&pc.helper).await, pc.root.asked()), (None, Vec::new()));
}

#[tokio::test]
async fn a_torn_note_of_what_was_about_to_be_joined_is_removed() {
    let pc = between();
    std::fs::write(pc.helper.places.joining(), "{\"key\":").unwrap();
    assert_eq!((settle(&pc.helper).await, pc.root.asked()), (None, Vec::new()));
    assert!(!pc.helper.places.joining().exists());
}
