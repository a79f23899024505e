use jiff::ToSpan;
use patchround_protocol::{
    Policy, SpkiHash,
    update::{Class, Released, ReleasedFrom},
};

use super::*;
use crate::{pc_state::PcView, samples};

/// An office with a till and a front desk, and the six words of its owner.
fn office() -> (tempfile::TempDir, Office, String) {
    let dir = tempfile::tempdir().unwrap();
    let paper = crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    for (n, name) in [(1, "till"), (2, "front desk")] {
        let pc = StoredPc { id: SpkiHash([n; 32]), ..samples::stored_pc(name, None) };
        office.store.keep_pc(pc.id, name, pc.address, &pc.facts, Timestamp::now()).unwrap();
    }
    (dir, office, paper.passphrase.to_string())
}

fn wanted(pcs: &[&str]) -> Wanted {
    Wanted {
        package: "a".parse().unwrap(),
        pcs: pcs.iter().map(|&pc| pc.to_owned()).collect(),
        why: "The new version does not read our pictures".into(),
        instead: "It is not on the internet".into(),
        days: 20,
    }
}

/// Who has it stay on a PC, and until when, long after the floor would have put it in.
fn held(office: &Office, pc: u8, now: Timestamp) -> Option<(String, Timestamp)> {
    let released = Some(Released { date: now - (24 * 30).hours(), from: ReleasedFrom::Maker });
    let update = patchround_protocol::Update {
        class: Some(Class::Security),
        released,
        pc: SpkiHash([pc; 32]),
        ..samples::update("apt:a@2")
    };
    let pc = samples::stored_pc("till", Some(samples::scan(&[update])));
    let mut views = [PcView { pc, heard: true, working: false }];
    office.mark_held(&mut views, now);
    let held = views[0].pc.scan.as_ref().unwrap().updates[0].held.clone()?;
    Some((held.by?, held.until?))
}

fn said(office: &Office) -> Vec<What> {
    office.store.record().unwrap().into_iter().map(|line| line.what).collect()
}

fn pcs_would_take(office: &Office) -> bool {
    let (signed, _) = office.store.policy(|_| true).unwrap();
    Policy::accept(&signed, &office.charter(), None, Timestamp::now()).is_ok()
}

#[test]
fn what_the_owner_agreed_to_stays_on_its_pcs_until_its_end_and_the_record_says_it() {
    let (_dir, office, words) = office();
    let now = Timestamp::now();
    let agreed = office.except(&wanted(&["Till"]), &words).unwrap();
    assert_eq!((agreed.pcs.clone(), agreed.by.as_str()), (vec![SpkiHash([1; 32])], "Maria"));
    assert_eq!(held(&office, 1, now), Some(("Maria".into(), agreed.until)));
    assert_eq!((held(&office, 2, now), held(&office, 1, agreed.until + 1.seconds())), (None, None));
    assert!(pcs_would_take(&office));
    let until = agreed.until;
    let why = "The new version does not read our pictures".to_owned();
    let instead = "It is not on the internet".to_owned();
    let line = What::Excepted { package: "a".into(), pcs: vec!["till".into()], why, instead, until };
    assert_eq!(said(&office).last(), Some(&line));
    office.end_exception(agreed.id).unwrap();
    assert_eq!((held(&office, 1, now), office.exceptions(now)), (None, Vec::new()));
    assert_eq!(
        said(&office).last(),
        Some(&What::ExceptionEnded { package: "a".into(), pcs: vec!["till".into()] })
    );
    assert!(matches!(office.end_exception(agreed.id), Err(Error::NotExcepted(_))));
    assert!(pcs_would_take(&office));
}

#[test]
fn an_exception_wants_the_owners_words_a_reason_what_is_done_instead_and_an_end_within_30_days() {
    let (_dir, office, words) = office();
    let ok = wanted(&[]);
    let refused = |wanted: Wanted, words: &str| office.except(&wanted, words).unwrap_err();
    assert!(matches!(refused(ok.clone(), "six other words"), Error::WrongWords));
    assert!(matches!(refused(Wanted { why: " \n".into(), ..ok.clone() }, &words), Error::NoReason));
    assert!(matches!(refused(Wanted { instead: "".into(), ..ok.clone() }, &words), Error::NothingInstead));
    assert!(matches!(refused(wanted(&["cellar"]), &words), Error::UnknownPc(_)));
    for days in [0, 31, -1] {
        assert!(matches!(refused(Wanted { days, ..ok.clone() }, &words), Error::BadEnd { .. }), "{days}");
    }
    assert_eq!(office.exceptions(Timestamp::now()), []);
    assert!(!said(&office).iter().any(|what| matches!(what, What::Excepted { .. })));
    office.except(&Wanted { days: 30, ..ok }, &words.to_uppercase()).unwrap();
    assert!(pcs_would_take(&office));
}

#[test]
fn a_newer_exception_takes_the_place_of_those_it_covers() {
    let (_dir, office, words) = office();
    let on = |office: &Office| {
        let all = office.exceptions(Timestamp::now());
        all.into_iter().map(|exception| exception.pcs.len()).collect::<Vec<_>>()
    };
    office.except(&wanted(&["till"]), &words).unwrap();
    office.except(&wanted(&["front desk"]), &words).unwrap();
    assert_eq!(on(&office), [1, 1]);
    office.except(&wanted(&["till", "front desk", "TILL"]), &words).unwrap();
    assert_eq!(on(&office), [2]);
    office.except(&wanted(&[]), &words).unwrap();
    assert_eq!(on(&office), [0]);
    office.except(&wanted(&["till"]), &words).unwrap();
    assert_eq!(on(&office), [0, 1], "what holds everywhere is not cut down to one PC");
    office.end_exceptions_for(&"a".parse().unwrap()).unwrap();
    assert!(on(&office).is_empty());
    let ended = |what: &&What| matches!(what, What::ExceptionEnded { .. });
    assert_eq!(said(&office).iter().filter(ended).count(), 2, "one line each");
}

#[test]
fn what_has_ended_or_no_owner_stands_behind_any_more_is_gone_from_the_next_policy() {
    let (dir, office, words) = office();
    let owner = keys::open_owner(dir.path(), &words).unwrap();
    let exception = office.except(&wanted(&[]), &words).unwrap();
    let past = Timestamp::now() - 2.hours();
    let over = Exception { id: Uuid::nil(), issued: past, until: past + 1.hours(), ..exception };
    let signed = Envelope::seal(&over, &owner).unwrap();
    let stranger = Envelope::seal(&over, &SigningKey::from_bytes(&[9; 32])).unwrap();
    office.change_policy(&[], |policy| policy.exceptions.extend([signed, stranger])).unwrap();
    assert_eq!(office.policy().exceptions.len(), 1);
    assert!(pcs_would_take(&office));
}

#[test]
fn a_month_that_is_over_knows_what_held_then_though_the_policy_no_longer_has_it() {
    let (_dir, office, words) = office();
    let first = office.except(&wanted(&["till"]), &words).unwrap();
    let second = office.except(&Wanted { package: "b".parse().unwrap(), ..wanted(&[]) }, &words).unwrap();
    office.end_exception(first.id).unwrap();
    let ever = office.exceptions_ever().unwrap();
    let until = |id| ever.iter().find(|one| one.id == id).unwrap().until;
    assert_eq!(ever.len(), 2);
    assert!(until(first.id) <= Timestamp::now() && first.issued <= until(first.id), "ended before its time");
    assert_eq!(until(second.id), second.until);
    assert_eq!(office.past(Timestamp::now(), jiff::tz::TimeZone::UTC).unwrap().judge.exceptions, ever);
}

#[test]
fn that_what_was_agreed_is_over_is_said_for_two_weeks_unless_it_was_ended_or_agreed_anew() {
    let (_dir, office, words) = office();
    let agreed = office.except(&wanted(&["till"]), &words).unwrap();
    let over =
        |at| office.exceptions_over(at).unwrap().iter().map(|one| one.package.clone()).collect::<Vec<_>>();
    assert_eq!(over(agreed.until - 1.hour()), [""; 0]);
    assert_eq!(over(agreed.until + 1.hour()), ["a"]);
    assert_eq!(over(agreed.until + (24 * 15).hours()), [""; 0]);
    let anew = office.except(&Wanted { days: 25, ..wanted(&["till"]) }, &words).unwrap();
    assert_eq!(over(agreed.until + 1.hour()), [""; 0], "it was agreed for longer");
    assert_eq!(over(anew.until + 1.hour()), ["a"]);
    office.end_exception(anew.id).unwrap();
    assert_eq!(over(anew.until + 1.hour()), [""; 0], "somebody ended it");
}
