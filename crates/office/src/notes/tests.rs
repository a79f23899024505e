use jiff::ToSpan;
use patchround_protocol::{Event, EventKind};
use uuid::Uuid;

use super::*;
use crate::samples;

fn office() -> (tempfile::TempDir, Office) {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    let facts = patchround_protocol::wire::Facts::default();
    office
        .store
        .keep_pc(samples::pc(), "till", "192.0.2.1:1".parse().unwrap(), &facts, Timestamp::now())
        .unwrap();
    (dir, office)
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
    office.done_with(|one| one.note == notes[0].note).unwrap();
    assert!(office.notes().unwrap().is_empty());
    assert!(matches!(office.done_with(|_| true), Err(Error::NotObjected)), "it is done with already");
    let whats = whats(&office);
    let is_kept = |what: &What| matches!(what, What::PersonWrote { person, .. } if person == "jonas");
    assert_eq!(whats.iter().filter(|what| is_kept(what)).count(), 1, "{whats:?}");
    let people = vec!["jonas".to_owned()];
    assert!(whats.contains(&What::NoteDone { pc: "till".to_owned(), people }), "{whats:?}");
}

#[test]
fn a_note_that_nobody_takes_up_is_the_stand_ins_and_then_late() {
    let (_dir, office) = office();
    office.set_stand_in("Dr Weiss").unwrap();
    hear(&office, 1, "The printer is slow.", 24 * 8);
    let turn = office.notes().unwrap().remove(0).turn;
    assert_eq!((turn.whom.as_str(), turn.is_late), ("Dr Weiss", false));
    hear(&office, 2, "It still is.", 24 * 20);
    assert!(office.notes().unwrap().iter().any(|note| note.turn.is_late));
}

#[test]
fn a_pc_with_a_wrong_clock_writes_nothing_from_the_future_and_one_that_floods_fills_no_disk() {
    let (_dir, office) = office();
    hear(&office, 1, "From next year", -24 * 400);
    assert!(office.notes().unwrap()[0].turn.since <= Timestamp::now());
    (2..100).for_each(|number| hear(&office, number, "again", 0));
    assert_eq!(office.notes().unwrap().len(), 32);
}

#[test]
fn a_pc_that_left_the_office_leaves_no_note_behind() {
    let (_dir, office) = office();
    hear(&office, 1, "The printer is slow.", 1);
    office.store.remove_pc(samples::pc(), Timestamp::now()).unwrap();
    assert!(office.notes().unwrap().is_empty());
}
