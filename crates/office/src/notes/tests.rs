use jiff::ToSpan;
use patchround_protocol::{Event, EventKind};
use uuid::Uuid;

use super::*;
use crate::samples;

fn office() -> (tempfile::TempDir, Office) {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    joins(&office);
    (dir, office)
}

fn joins(office: &Office) {
    let (facts, address) = (patchround_protocol::wire::Facts::default(), "192.0.2.1:1".parse().unwrap());
    office.store.keep_pc(samples::pc(), "till", address, &facts, Timestamp::now()).unwrap();
}

fn hear(office: &Office, number: u128, words: &str, hours_ago: i64) {
    let seq = office.store.pc(samples::pc()).unwrap().unwrap().cursor + 1;
    let note = JobId(Uuid::from_u128(number));
    let kind = EventKind::PersonWrote { note, person: "jonas".into(), words: words.into() };
    let event = Event::new(seq, Timestamp::now() - hours_ago.hours(), kind);
    office.store.hear(samples::pc(), &[event]).unwrap();
}

fn whats(office: &Office) -> Vec<What> {
    office.store.record().unwrap().into_iter().map(|line| line.what).collect()
}

#[test]
fn a_note_waits_until_somebody_talked_with_who_wrote_it_and_both_are_in_the_record() {
    let (_dir, office) = office();
    hear(&office, 1, "May I have the old printer back?", 2);
    hear(&office, 1, "May I have the old printer back?", 1);
    let notes = office.notes().unwrap();
    assert_eq!(notes.len(), 1, "the same note is one: {notes:?}");
    let said = (notes[0].name.as_str(), notes[0].person.as_str(), notes[0].words.as_str());
    assert_eq!(said, ("till", "jonas", "May I have the old printer back?"));
    assert_eq!(notes[0].turn.whom, "Maria");
    office.done_with(samples::pc(), |one| one.note == notes[0].note).unwrap();
    assert!(office.notes().unwrap().is_empty());
    assert!(
        matches!(office.done_with(samples::pc(), |_| true), Err(Error::NotObjected)),
        "it is done with already"
    );
    let whats = whats(&office);
    let is_kept = |what: &What| matches!(what, What::PersonWrote { person, .. } if person == "jonas");
    assert_eq!(whats.iter().filter(|what| is_kept(what)).count(), 1, "{whats:?}");
    let people = vec!["jonas".to_owned()];
    assert!(whats.contains(&What::NoteDone { pc: "till".to_owned(), people }), "{whats:?}");
}

#[test]
fn a_note_that_nobody_takes_up_is_the_stand_ins_and_then_late_and_the_record_says_so_once() {
    let (_dir, office) = office();
    office.set_stand_in("Dr Weiss").unwrap();
    hear(&office, 1, "The printer is slow.", 0);
    for (days, whom, is_late) in [(0, "Maria", false), (8, "Dr Weiss", false), (20, "Maria", true)] {
        let at = Timestamp::now() + (24 * days).hours();
        let turn = office.notes_at(at).unwrap().remove(0).turn;
        assert_eq!((turn.whom.as_str(), turn.is_late), (whom, is_late), "{days}");
        office.note_turns(at).unwrap();
        office.note_turns(at).unwrap();
    }
    let whats = whats(&office);
    let count = |is_it: fn(&What) -> bool| whats.iter().filter(|what| is_it(what)).count();
    assert_eq!(count(|what| matches!(what, What::StandInHasIt { .. })), 1);
    assert_eq!(count(|what| matches!(what, What::AnswerLate { .. })), 1);
    let said: Vec<String> = office
        .store
        .record()
        .unwrap()
        .iter()
        .map(|line| crate::say::record(line, &std::collections::BTreeSet::new(), &|at| at.to_string()))
        .collect();
    assert!(said.iter().any(|line| line.contains("about a note")), "{said:?}");
}

#[test]
fn a_pc_whose_clock_is_wrong_makes_nobody_late_and_one_that_floods_fills_no_disk() {
    let (_dir, office) = office();
    hear(&office, 1, "From next year", -24 * 400);
    hear(&office, 2, "From long ago", 24 * 4000);
    for note in office.notes().unwrap() {
        let turn = note.turn;
        assert!(!turn.is_late && turn.whom == "Maria" && turn.since <= Timestamp::now(), "{turn:?}");
    }
    (3..100).for_each(|number| hear(&office, number, "again", 0));
    assert_eq!(office.notes().unwrap().len(), 16);
}

#[test]
fn a_pc_that_left_the_office_leaves_no_note_behind_and_brings_none_back() {
    let (_dir, office) = office();
    hear(&office, 1, "The printer is slow.", 1);
    office.store.remove_pc(samples::pc(), Timestamp::now()).unwrap();
    assert!(office.notes().unwrap().is_empty());
    joins(&office);
    assert!(office.notes().unwrap().is_empty());
}
