//! The record under every hand that is not ours: changed, cut, put in, put elsewhere, put back, and interrupted.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use proptest::{prelude::*, sample::Index};

use super::*;
use crate::{samples, store::cuts::folder};

const FORGET_RULES: &str = "DROP TRIGGER record_is_not_changed; DROP TRIGGER record_is_not_shortened;";

fn at(minute: i64) -> Timestamp {
    samples::now() + SignedDuration::from_mins(minute)
}

/// A store with a record of so many lines, each a minute after the one before.
fn recorded(dir: &Path, lines: i64) -> Store {
    let store = Store::create(dir).unwrap();
    add(&store, 0..lines);
    store
}

fn add(store: &Store, minutes: std::ops::Range<i64>) {
    for minute in minutes {
        let pc = format!("pc{minute}");
        store.note("Maria", &What::PcRenamed { from: "till".into(), pc }, at(minute)).unwrap();
    }
}

fn flaws(store: &Store) -> Vec<Flaw> {
    store.read_record().unwrap().flaws
}

/// What somebody with the store's file in his hands does to it.
fn by_hand(store: &Store, sql: &str) {
    store.db.execute_batch(sql).unwrap();
}

/// Gives every line the hash that it would have had, as somebody could who knows how.
fn chain_anew(store: &Store) {
    by_hand(store, "DROP TRIGGER IF EXISTS record_is_not_changed");
    chain::begin(&store.db).unwrap();
    by_hand(store, "DROP TRIGGER record_is_not_changed");
}

#[derive(Debug, Clone)]
enum Deed {
    Change(Index, &'static str),
    TakeOut(Index),
    PutIn(Index),
    Swap(Index, Index),
    CutOff(Index),
    Garble(Index),
}

fn deed() -> impl Strategy<Value = Deed> {
    let line = any::<Index>;
    prop_oneof![
        (line(), prop::sample::select(vec!["time", "who", "what", "hash"]))
            .prop_map(|(at, column)| Deed::Change(at, column)),
        line().prop_map(Deed::TakeOut),
        line().prop_map(Deed::PutIn),
        (line(), line()).prop_map(|(one, two)| Deed::Swap(one, two)),
        line().prop_map(Deed::CutOff),
        line().prop_map(Deed::Garble),
    ]
}

impl Deed {
    /// SQL that does it to a record of so many lines.
    fn sql(&self, lines: i64) -> String {
        let line = |index: &Index| 1 + i64::try_from(index.index(usize::try_from(lines).unwrap())).unwrap();
        match self {
            Self::Change(at, column) => {
                let value = match *column {
                    "time" => "'2020-01-01T00:00:00Z'",
                    "who" => "'Jonas'",
                    "what" => r#"'{"what":"rules_changed"}'"#,
                    _ => "'0000000000000000000000000000000000000000000000000000000000000000'",
                };
                format!("UPDATE record SET {column} = {value} WHERE line = {}", line(at))
            }
            Self::TakeOut(at) => format!(
                "DELETE FROM record WHERE line = {0}; UPDATE record SET line = line - 1 WHERE line > {0}",
                line(at)
            ),
            Self::PutIn(at) => format!(
                "UPDATE record SET line = -line - 1 WHERE line > {0}; UPDATE record SET line = -line WHERE line < 0;
                 INSERT INTO record (line, time, who, what, hash)
                 SELECT {0} + 1, time, 'Jonas', what, hash FROM record WHERE line = {0}",
                line(at)
            ),
            Self::Swap(one, two) => {
                let (one, two) = (line(one), line(two));
                let two = if one == two { 1 + one % lines } else { two };
                format!(
                    "UPDATE record SET line = 0 WHERE line = {one}; UPDATE record SET line = {one} WHERE line = {two};
                     UPDATE record SET line = {two} WHERE line = 0"
                )
            }
            Self::CutOff(at) => format!("DELETE FROM record WHERE line >= {}", line(at)),
            Self::Garble(at) => format!("UPDATE record SET what = 'moon' WHERE line = {}", line(at)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_done_to_the_record_by_hand_is_noticed_and_stays_noticed(
        lines in 2i64..9, deed in deed(), chains_anew in any::<bool>(), since in 0i64..3,
    ) {
        let dir = folder();
        let store = recorded(dir.path(), lines);
        prop_assert_eq!(flaws(&store), []);
        by_hand(&store, FORGET_RULES);
        by_hand(&store, &deed.sql(lines));
        if chains_anew {
            chain_anew(&store);
        }
        let is_last = |at: &Index| at.index(usize::try_from(lines).unwrap()) + 1 == usize::try_from(lines).unwrap();
        let nothing_is_left_of_it = match &deed {
            Deed::Change(_, "hash") => chains_anew,
            // As a program that was ended before it wrote the head (docs/decisions/0033).
            Deed::PutIn(at) => chains_anew && is_last(at),
            _ => false,
        };
        prop_assume!(!nothing_is_left_of_it);
        prop_assert_ne!(flaws(&store), [], "at once");
        drop(store);
        let store = Store::open(dir.path()).unwrap();
        store.settle_record("Maria").unwrap();
        add(&store, lines..lines + since);
        prop_assert_ne!(flaws(&store), [], "after the next start, with {} more lines", since);
        drop(store);
        let store = Store::open(dir.path()).unwrap();
        store.settle_record("Maria").unwrap();
        prop_assert_ne!(flaws(&store), [], "and after the one after it");
        let found = |line: &Line| matches!(line.what, What::RecordChanged | What::RecordShortened { .. });
        let said = store.record().unwrap().iter().filter(|line| found(line)).count();
        prop_assert!(said <= 1, "and it is written down once, not {}", said);
    }

    #[test]
    fn a_record_that_nobody_touched_is_whole_however_often_it_is_opened(
        starts in prop::collection::vec(0i64..4, 1..5),
    ) {
        let dir = folder();
        drop(recorded(dir.path(), 1));
        for lines in starts {
            let store = Store::open(dir.path()).unwrap();
            store.settle_record("Maria").unwrap();
            let before = store.record().unwrap().len();
            add(&store, 0..lines);
            let record = store.read_record().unwrap();
            prop_assert_eq!((record.lines.len() as i64, record.flaws), (before as i64 + lines, vec![]));
        }
    }
}

#[test]
fn a_store_that_is_put_back_from_a_backup_is_said_to_have_lost_lines_and_which() {
    let dir = folder();
    let store = recorded(dir.path(), 3);
    let backup = dir.path().join("backup");
    store.db.execute("VACUUM INTO ?1", [backup.to_str().unwrap()]).unwrap();
    add(&store, 3..10);
    drop(store);
    crate::state_dir::remove(&Store::file(dir.path()).with_extension("sqlite-wal")).unwrap();
    std::fs::copy(&backup, Store::file(dir.path())).unwrap();
    let lost = [Flaw { how: Flawed::Shortened, from: at(2), until: at(9) }];
    let store = Store::open_to_read(dir.path()).unwrap();
    assert_eq!(flaws(&store), lost, "a program that only reads says so as well");
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    store.settle_record("Maria").unwrap();
    let record = store.read_record().unwrap();
    assert_eq!(record.flaws, lost);
    assert_eq!(record.lines.last().unwrap().what, What::RecordShortened { lines: 7, until: at(9) });
    assert_eq!(record.lines.len(), 4, "what is left is there");
}

#[test]
fn what_was_found_is_written_down_once_also_where_the_head_cannot_move_on() {
    let dir = folder();
    let store = recorded(dir.path(), 5);
    by_hand(&store, FORGET_RULES);
    by_hand(&store, "DELETE FROM record WHERE line > 2");
    let in_the_way = head::file(dir.path()).with_extension("new");
    std::fs::create_dir(&in_the_way).unwrap();
    for _ in 0..3 {
        store.settle_record("Maria").unwrap();
        assert_eq!((store.record().unwrap().len(), flaws(&store).is_empty()), (3, false));
    }
    std::fs::remove_dir(&in_the_way).unwrap();
    store.settle_record("Maria").unwrap();
    assert_eq!((store.head().unwrap().unwrap().line, store.record().unwrap().len()), (3, 3));
    let lost = Flaw { how: Flawed::Shortened, from: at(1), until: at(4) };
    assert_eq!(flaws(&store), [lost]);
}

#[test]
fn a_head_that_is_gone_or_garbled_is_noticed() {
    for garbled in [None, Some(""), Some("{}"), Some("moon")] {
        let dir = folder();
        let store = recorded(dir.path(), 3);
        let head = head::file(dir.path());
        match garbled {
            None => std::fs::remove_file(head).unwrap(),
            Some(text) => std::fs::write(head, text).unwrap(),
        }
        let all = Flaw { how: Flawed::Changed, from: at(0), until: at(2) };
        assert_eq!(flaws(&store), [all], "{garbled:?}");
        add(&store, 3..4);
        assert_eq!(flaws(&store).len(), 1, "a line more does not hide it: {garbled:?}");
        store.settle_record("Maria").unwrap();
        assert_eq!(flaws(&store).len(), 1, "{garbled:?}");
    }
}

#[test]
fn an_emptied_record_is_noticed_also_where_its_head_is_gone() {
    for head_goes in [false, true] {
        let dir = folder();
        let store = recorded(dir.path(), 3);
        by_hand(&store, FORGET_RULES);
        by_hand(&store, "DELETE FROM record");
        if head_goes {
            std::fs::remove_file(head::file(dir.path())).unwrap();
        }
        assert_eq!(flaws(&store).len(), 1);
        store.settle_record("Maria").unwrap();
        assert_eq!(flaws(&store).len(), 1);
    }
}

#[test]
fn a_program_that_is_ended_between_a_line_and_its_head_is_no_damage() {
    let dir = folder();
    let store = recorded(dir.path(), 3);
    let behind = std::fs::read(head::file(dir.path())).unwrap();
    add(&store, 3..5);
    std::fs::write(head::file(dir.path()), behind).unwrap();
    assert_eq!(flaws(&store), []);
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    store.settle_record("Maria").unwrap();
    assert_eq!(store.head().unwrap().unwrap().line, 5, "the next start brings it up");
    assert_eq!((store.record().unwrap().len(), flaws(&store)), (5, vec![]));
}

#[test]
fn a_first_start_that_is_ended_before_there_is_a_head_is_no_damage() {
    let dir = folder();
    let store = recorded(dir.path(), 2);
    by_hand(&store, "UPDATE record_begun SET line = 2"); // lines from before there were heads
    std::fs::remove_file(head::file(dir.path())).unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(flaws(&store), []);
    store.settle_record("Maria").unwrap();
    add(&store, 2..3);
    assert_eq!((store.head().unwrap().unwrap().line, flaws(&store)), (3, vec![]));
}

/// A folder stands where the new head is written before it takes the old one's place.
#[test]
fn a_disk_without_room_for_the_head_loses_no_line_and_is_no_damage() {
    let dir = folder();
    let store = recorded(dir.path(), 2);
    let in_the_way = head::file(dir.path()).with_extension("new");
    std::fs::create_dir(&in_the_way).unwrap();
    add(&store, 2..5);
    assert_eq!(store.head().unwrap().unwrap().line, 2);
    assert_eq!((store.record().unwrap().len(), flaws(&store)), (5, vec![]));
    std::fs::remove_dir(&in_the_way).unwrap();
    add(&store, 5..6);
    assert_eq!((store.head().unwrap().unwrap().line, flaws(&store)), (6, vec![]));
}

#[test]
fn a_change_that_is_taken_back_leaves_neither_a_line_nor_a_head() {
    let dir = folder();
    let store = recorded(dir.path(), 2);
    let failed = store.at_once(|| {
        add(&store, 2..4);
        Err::<(), _>(Error::StoreDamaged(String::new()))
    });
    assert!(failed.is_err());
    assert_eq!((store.head().unwrap().unwrap().line, flaws(&store)), (2, vec![]));
    let added = store.at_once(|| {
        add(&store, 4..6);
        Ok(())
    });
    added.unwrap();
    assert_eq!((store.head().unwrap().unwrap().line, flaws(&store)), (4, vec![]));
}

#[test]
fn lines_that_cannot_be_read_are_left_out_and_the_others_are_shown() {
    let dir = folder();
    let store = recorded(dir.path(), 4);
    by_hand(&store, FORGET_RULES);
    by_hand(&store, "UPDATE record SET what = 'moon' WHERE line = 2");
    by_hand(&store, "UPDATE record SET who = CAST(x'ff00ff' AS TEXT) WHERE line = 3");
    let record = store.read_record().unwrap();
    assert_eq!(record.lines.len(), 2);
    assert_eq!(record.flaws, [Flaw { how: Flawed::Changed, from: at(1), until: at(2) }]);
    assert_eq!(store.record().unwrap(), record.lines);
}

#[test]
fn a_record_is_checked_while_another_program_adds_to_it() {
    let dir = folder();
    let store = recorded(dir.path(), 2);
    let reader = Store::open_to_read(dir.path()).unwrap();
    let head = reader.head();
    add(&store, 2..9);
    assert_eq!(reader.fit(head).unwrap(), head::Fit::Behind, "lines that came after the head was read");
    assert_eq!(flaws(&reader), []);
}

#[test]
fn the_store_of_an_office_that_was_never_finished_takes_its_head_along() {
    let dir = folder();
    drop(recorded(dir.path(), 1));
    Store::clear_away(dir.path()).unwrap();
    assert!(!head::file(dir.path()).exists());
    assert_eq!(flaws(&recorded(dir.path(), 1)), []);
}

#[test]
fn a_hash_holds_the_number_of_its_line_too() {
    let hash = |number| chain::hash(LineHash::START, number, [b"t", b"w", b"x"]);
    assert_ne!(hash(1), hash(2));
}
