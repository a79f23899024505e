//! What the office tells of flaws, at the network half.

use jiff::ToSpan;
use patchround_protocol::{
    OfficeId, Update,
    standing::Moment,
    update::{Class, Released, ReleasedFrom},
    wire::Scan,
};
use uuid::Uuid;

use super::*;
use crate::{
    scans::Scans,
    scripted::{Pc, feeds, sealed},
};

const CVE: &str = "CVE-2026-0001";

fn ago(hours: i64) -> Timestamp {
    Timestamp::now() - hours.hours()
}

async fn tell(pc: &Pc, feeds: &Feeds, signer: u8) -> Result<FeedsTaken, Refusal> {
    take_feeds(&pc.helper, &sealed(feeds, signer)).await
}

fn known(pc: &Pc) -> Option<Timestamp> {
    pc.helper.membership.office()?.feeds.as_ref().map(|known| known.feeds.issued)
}

/// A PC whose apt offers a security update that came out yesterday; and how often apt was asked.
async fn pc() -> (Pc, Arc<std::sync::atomic::AtomicUsize>) {
    let mut pc = Pc::joined();
    let helper = Arc::get_mut(&mut pc.helper).unwrap();
    let (id, asked) = (helper.pc, Arc::new(std::sync::atomic::AtomicUsize::new(0)));
    let counted = asked.clone();
    let look = move || {
        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        scan(id)
    };
    helper.scans = Scans::of_played(id, &helper.places.scan(), Arc::new(look));
    pc.helper.scans.fresh().await.unwrap();
    (pc, asked)
}

fn scan(pc: patchround_protocol::PcId) -> Scan {
    let released = Released { date: ago(25), from: ReleasedFrom::Maker };
    serde_json::from_value(serde_json::json!({
        "revision": "as apt has it", "scanned_at": ago(0), "restart_pending": false,
        "sources": [{"source": "apt", "cause": null, "refreshed_at": ago(0)}],
        "updates": [{
            "id": "apt:fix@2", "pc": pc, "source": "apt", "package": "fix", "group": "fix", "name": "fix",
            "installed": "1", "candidate": "2", "class": "security", "substantial": null, "cves": [CVE],
            "known_exploited": null, "released": released, "size": null, "notes": null, "needs": {},
            "reversible": null, "scope": "machine", "held": null, "phased": false, "blocked": null,
        }],
    }))
    .unwrap()
}

fn offered(pc: &Pc) -> Update {
    pc.helper.scans.latest().unwrap().updates[0].clone()
}

fn revision(pc: &Pc) -> String {
    pc.helper.scans.latest().unwrap().revision.clone()
}

fn presses(pc: &Pc) -> bool {
    let office = pc.helper.membership.office().unwrap();
    let (now, local) = (Timestamp::now(), jiff::civil::date(2026, 11, 23).at(12, 0, 0, 0));
    let moment =
        Moment { policy: &office.policy, floor: &office.charter.floor, now, local, active_hours: None };
    moment.is_pressing(&offered(pc))
}

#[tokio::test]
async fn what_feeds_call_exploited_is_urgent_and_presses_by_its_two_days_until_they_take_it_back() {
    let (pc, asked) = pc().await;
    assert_eq!((offered(&pc).class, offered(&pc).known_exploited), (Some(Class::Security), None));
    assert!(!presses(&pc), "without feeds nothing changes");
    assert_eq!(revision(&pc), "as apt has it");

    tell(&pc, &feeds(ago(3), &[CVE]), 2).await.unwrap();
    assert_eq!((offered(&pc).class, offered(&pc).known_exploited), (Some(Class::Urgent), Some(true)));
    assert!(presses(&pc));
    let urgent = revision(&pc);
    pc.helper.scans.fresh().await.unwrap();
    assert_eq!((offered(&pc).class, revision(&pc)), (Some(Class::Urgent), urgent.clone()));

    tell(&pc, &feeds(ago(2), &[]), 2).await.unwrap();
    assert_eq!((offered(&pc).class, offered(&pc).known_exploited), (Some(Class::Security), Some(false)));
    assert!(!presses(&pc));
    assert!(revision(&pc) != urgent && revision(&pc) != "as apt has it");
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2, "apt is not asked for that");

    pc.helper.leave().unwrap();
    assert_eq!((offered(&pc).known_exploited, revision(&pc).as_str()), (None, "as apt has it"));
}

#[tokio::test]
async fn feeds_are_known_root_first_and_again_after_a_restart_and_sent_again_they_are_no_error() {
    let (mut pc, _) = pc().await;
    let newer = feeds(ago(1), &[CVE]);
    for _ in 0..2 {
        assert_eq!(tell(&pc, &newer, 2).await, Ok(FeedsTaken { feeds: newer.issued }));
    }
    assert_eq!(pc.root.asked(), [Ask::Feeds { feeds: sealed(&newer, 2) }]);
    pc.restart();
    assert_eq!(known(&pc), Some(newer.issued));
    assert_eq!(tell(&pc, &newer, 2).await, Ok(FeedsTaken { feeds: newer.issued }));
    assert_eq!(pc.root.asked().len(), 1);
}

#[tokio::test]
async fn a_stored_scan_is_judged_by_the_feeds_that_are_known_when_it_is_read() {
    let (pc, _) = pc().await;
    tell(&pc, &feeds(ago(1), &[CVE]), 2).await.unwrap();
    let stored: Scan = files::read_json(&pc.helper.places.scan()).unwrap().unwrap();
    assert_eq!(stored.updates[0].class, Some(Class::Security), "as apt said it");
    let scans = Scans::open(pc.helper.pc, &pc.helper.places.scan(), &pc.helper.places.kept());
    let Some(latest) = scans.latest() else { return }; // another package manager is at work here
    assert_eq!(latest.updates[0].class, Some(Class::Security));
    scans.know(Some(Arc::new(feeds(ago(1), &[CVE]))));
    assert_eq!(scans.latest().unwrap().updates[0].class, Some(Class::Urgent));
}

#[tokio::test]
async fn feeds_of_nobody_who_may_sign_of_another_office_older_or_from_the_future_never_reach_root() {
    let (pc, _) = pc().await;
    let ours = feeds(ago(2), &[]);
    tell(&pc, &ours, 2).await.unwrap();
    let newer = feeds(ago(1), &[CVE]);
    for (feeds, signer, refusal) in [
        (newer.clone(), 3, Refusal::NotAllowed),
        (newer.clone(), 7, Refusal::NotAllowed),
        (Feeds { office: OfficeId(Uuid::from_u128(7)), ..newer.clone() }, 2, Refusal::OtherOffice),
        (Feeds { issued: ago(3), ..newer.clone() }, 2, Refusal::Outdated),
        (Feeds { issued: ours.issued, ..newer.clone() }, 2, Refusal::Outdated),
        (Feeds { issued: ago(-30), ..newer.clone() }, 2, Refusal::ClockWrong),
    ] {
        assert_eq!(tell(&pc, &feeds, signer).await, Err(refusal));
    }
    let mut bent = sealed(&newer, 2);
    bent.payload[9] ^= 1;
    assert_eq!(take_feeds(&pc.helper, &bent).await, Err(Refusal::BadSignature));
    assert_eq!((known(&pc), pc.root.asked().len()), (Some(ours.issued), 1));
    assert_eq!(offered(&pc).class, Some(Class::Security));
}

#[tokio::test]
async fn feeds_that_root_refuses_are_not_known_to_us_either_and_where_it_was_ahead_we_catch_up() {
    let (mut pc, _) = pc().await;
    let newer = feeds(ago(1), &[CVE]);
    pc.root.says(|_| Answer::Refused { refusal: Refusal::ClockWrong });
    assert_eq!(tell(&pc, &newer, 2).await, Err(Refusal::ClockWrong));
    assert_eq!(known(&pc), None);
    assert!(!pc.helper.places.coming().exists());
    files::write_json(&pc.helper.places.coming(), &Coming::Feeds(sealed(&newer, 2))).unwrap();
    pc.restart();
    pc.root.says(|_| Answer::Refused { refusal: Refusal::Outdated });
    catch_up(&pc.helper).await;
    assert_eq!(known(&pc), Some(newer.issued));
    assert!(!pc.helper.places.coming().exists());
}

#[tokio::test]
async fn damaged_feeds_are_none_and_stop_nothing_and_an_office_that_was_left_leaves_none() {
    let (mut pc, _) = pc().await;
    let newer = feeds(ago(1), &[CVE]);
    tell(&pc, &newer, 2).await.unwrap();
    for damaged in ["{", "{}", "\u{0}"] {
        std::fs::write(pc.helper.places.feeds(), damaged).unwrap();
        pc.restart();
        assert!(pc.helper.membership.office().is_some());
        assert_eq!(known(&pc), None);
    }
    tell(&pc, &newer, 2).await.unwrap();
    assert_eq!(known(&pc), Some(newer.issued));
    pc.helper.leave().unwrap();
    assert!(!pc.helper.places.feeds().exists());
    assert_eq!(tell(&pc, &newer, 2).await, Err(Refusal::NotJoined));
}
