//! What the office told of flaws: root checks it by itself, and what is exploited presses by its two days.

use patchround_protocol::{
    Feeds,
    cve::Listed,
    feeds::Catalogue,
    update::{Class, Released, ReleasedFrom},
};

use super::{policy::update, *};
use crate::succession;

const CVE: &str = "CVE-2026-0001";

fn feeds(issued: Timestamp, cves: &[&str]) -> Feeds {
    let since = "2026-11-20".parse().unwrap();
    let listed = |cve: &&str| Listed { cve: cve.parse().unwrap(), since, ransomware: None };
    let listed = cves.iter().map(listed).collect();
    Feeds {
        office: OfficeId(Uuid::nil()),
        issued,
        catalogue: Some(Catalogue { published: issued, listed }),
        rated: Vec::new(),
        ends: Vec::new(),
    }
}

fn tell(pc: &Pc, feeds: &Feeds, signer: u8) -> Result<(), Refusal> {
    succession::feeds(&pc.state, &Envelope::seal(feeds, &key(signer)).unwrap(), now())
}

/// A PC in office hours, whose apt offers a security update that came out yesterday.
fn pc() -> Pc {
    let pc = Pc::joined();
    let released = Some(Released { date: now() - 25.hours(), from: ReleasedFrom::Maker });
    let fix = Update { cves: Some(vec![CVE.into()]), released, ..update("fix", Class::Security) };
    *pc.world.offered.borrow_mut() = vec![fix];
    *pc.world.people.borrow_mut() = Some(Vec::new());
    pc
}

/// Whether it goes in now, in office hours.
fn presses(pc: &Pc, n: u128) -> bool {
    let ids = vec!["apt:fix@2".parse().unwrap()];
    pc.run_policy(n, Step::Install { ids, agreed_removals: Vec::new() }, now()) == running(n)
}

fn known(pc: &Pc) -> Option<Timestamp> {
    membership::feeds(&pc.state, OfficeId(Uuid::nil())).map(|feeds| feeds.issued)
}

#[test]
fn what_feeds_call_exploited_presses_at_root_by_its_two_days_until_they_take_it_back() {
    let pc = pc();
    assert!(!presses(&pc, 1), "without feeds it is like any other security update");
    tell(&pc, &feeds(now() - 3.hours(), &[CVE]), 2).unwrap();
    assert!(presses(&pc, 2));
    tell(&pc, &feeds(now() - 2.hours(), &[]), 2).unwrap();
    assert!(!presses(&pc, 3));
}

#[test]
fn feeds_that_name_other_flaws_and_updates_that_name_none_change_nothing_at_root() {
    let pc = pc();
    tell(&pc, &feeds(now() - 3.hours(), &["CVE-2026-0002"]), 2).unwrap();
    assert!(!presses(&pc, 1));
    tell(&pc, &feeds(now() - 2.hours(), &[CVE]), 2).unwrap();
    pc.world.offered.borrow_mut()[0].cves = None;
    assert!(!presses(&pc, 2));
}

#[test]
fn the_network_half_cannot_make_root_believe_other_feeds() {
    let pc = pc();
    let ours = feeds(now() - 2.hours(), &[]);
    tell(&pc, &ours, 2).unwrap();
    let before = (known(&pc), pc.journal());
    let newer = feeds(now() - 1.hours(), &[CVE]);
    for (feeds, signer, refusal) in [
        (newer.clone(), 3, Refusal::NotAllowed),
        (newer.clone(), 8, Refusal::NotAllowed),
        (Feeds { office: OfficeId(Uuid::from_u128(7)), ..newer.clone() }, 2, Refusal::OtherOffice),
        (Feeds { issued: now() - 3.hours(), ..newer.clone() }, 2, Refusal::Outdated),
        (Feeds { issued: ours.issued, ..newer.clone() }, 2, Refusal::Outdated),
        (Feeds { issued: now() + 25.hours(), ..newer.clone() }, 2, Refusal::ClockWrong),
    ] {
        assert_eq!(tell(&pc, &feeds, signer), Err(refusal));
    }
    let mut bent = Envelope::seal(&newer, &key(2)).unwrap();
    bent.payload[9] ^= 1;
    assert_eq!(succession::feeds(&pc.state, &bent, now()), Err(Refusal::BadSignature));
    assert_eq!((known(&pc), pc.journal()), before);
    assert!(!presses(&pc, 1));
}

#[test]
fn the_same_feeds_again_are_no_news_and_no_fault() {
    let pc = pc();
    tell(&pc, &feeds(now(), &[CVE]), 2).unwrap();
    let journal = pc.journal();
    assert_eq!(tell(&pc, &feeds(now(), &[CVE]), 2), Ok(()));
    assert_eq!(pc.journal(), journal);
}

#[test]
fn damaged_feeds_are_as_if_none_had_been_told_and_are_told_anew() {
    let pc = pc();
    let signed = feeds(now(), &[CVE]);
    tell(&pc, &signed, 2).unwrap();
    for damaged in ["{", "{}", "\u{0}"] {
        std::fs::write(pc.state.feeds(), damaged).unwrap();
        assert_eq!(known(&pc), None);
        assert!(!presses(&pc, 1), "nothing stops, and nothing is made up");
        assert_eq!(pc.run(&pc.job(2), 2), running(2));
    }
    assert_eq!(tell(&pc, &signed, 2), Ok(()));
    assert!(presses(&pc, 3));
}

#[test]
fn leaving_the_office_forgets_what_it_told_of_flaws() {
    let pc = pc();
    assert_eq!(tell(&Pc::new(), &feeds(now(), &[CVE]), 2), Err(Refusal::NotJoined));
    tell(&pc, &feeds(now(), &[CVE]), 2).unwrap();
    membership::leave(&pc.state, now()).unwrap();
    assert!(!pc.state.feeds().exists());
    let pc = pc.join();
    assert_eq!(known(&pc), None);
}
