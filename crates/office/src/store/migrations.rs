//! Versions of the store, by `PRAGMA user_version`.

use rusqlite::Connection;

use super::record::chain;
use crate::error::Error;

/// Each brings the store from the version before to its own, counted from 1. Never edited, only added to.
const STEPS: [&str; 22] = [
    include_str!("001.sql"),
    include_str!("002.sql"),
    include_str!("003.sql"),
    include_str!("004.sql"),
    include_str!("005.sql"),
    include_str!("006.sql"),
    include_str!("007.sql"),
    include_str!("008.sql"),
    include_str!("009.sql"),
    include_str!("010.sql"),
    include_str!("011.sql"),
    include_str!("012.sql"),
    include_str!("013.sql"),
    include_str!("014.sql"),
    include_str!("015.sql"),
    include_str!("016.sql"),
    include_str!("017.sql"),
    include_str!("019.sql"),
    include_str!("020.sql"),
    include_str!("021.sql"),
    include_str!("022.sql"),
    include_str!("023.sql"),
];
/// The step whose rest is [`chain::begin`]: SQLite has no hashes.
const CHAINED: u32 = 8;

/// Brings a store to this version.
///
/// # Errors
/// [`Error::StoreTooNew`] if a later program has written it; nothing is changed then.
pub(super) fn run(db: &mut Connection) -> Result<(), Error> {
    let from = check(db)?;
    for (version, step) in (1u32..).zip(STEPS).skip(from) {
        let transaction = db.transaction()?;
        transaction.execute_batch(step)?;
        if version == CHAINED {
            chain::begin(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Whether the record's lines have hashes: a program that only reads may meet a store of an earlier version.
///
/// # Errors
/// As [`run`].
pub(super) fn is_chained(db: &Connection) -> Result<bool, Error> {
    Ok(check(db)? >= CHAINED as usize)
}

/// The store's version, if we can read it.
///
/// # Errors
/// As [`run`].
pub(super) fn check(db: &Connection) -> Result<usize, Error> {
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).ok().filter(|v| *v <= STEPS.len()).ok_or(Error::StoreTooNew)
}

#[cfg(test)]
mod tests {
    use patchround_protocol::Update;

    use super::*;

    #[test]
    fn a_new_store_gets_every_step_once() {
        let mut db = Connection::open_in_memory().unwrap();
        run(&mut db).unwrap();
        run(&mut db).unwrap();
        assert_eq!(check(&db).unwrap(), STEPS.len());
    }

    #[test]
    fn a_store_of_the_first_version_keeps_its_pcs() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(STEPS[0]).unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        let pc = "INSERT INTO pc (id, name, address, facts, joined) VALUES ('i', 'n', 'a', '{}', 't')";
        db.execute(pc, []).unwrap();
        run(&mut db).unwrap();
        let failed: Option<String> =
            db.query_row("SELECT refresh_failed FROM pc WHERE id = 'i'", [], |row| row.get(0)).unwrap();
        assert_eq!((check(&db).unwrap(), failed), (STEPS.len(), None));
    }

    #[test]
    fn a_store_from_before_the_clocks_starts_them_at_its_newest_scans() {
        let mut db = Connection::open_in_memory().unwrap();
        STEPS[..3].iter().for_each(|step| db.execute_batch(step).unwrap());
        db.pragma_update(None, "user_version", 3).unwrap();
        let scan =
            serde_json::to_string(&crate::samples::scan(&[crate::samples::update("apt:a@2")])).unwrap();
        let pc =
            "INSERT INTO pc (id, name, address, facts, joined, scan) VALUES ('i', 'n', 'a', '{}', 't', ?1)";
        db.execute(pc, [scan]).unwrap();
        run(&mut db).unwrap();
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        let seen = db.query_row("SELECT id, at FROM first_seen", [], read).unwrap();
        assert_eq!(seen, ("apt:a@2".to_owned(), crate::samples::now().to_string()));
    }

    #[test]
    fn a_store_from_before_names_were_kept_takes_them_from_its_newest_scans() {
        let mut db = Connection::open_in_memory().unwrap();
        STEPS[..6].iter().for_each(|step| db.execute_batch(step).unwrap());
        db.pragma_update(None, "user_version", 6).unwrap();
        let named = |id, name: &str| Update { name: name.into(), ..crate::samples::update(id) };
        let scan = crate::samples::scan(&[named("apt:a@2", "Mail"), named("apt:b@2", "Till")]);
        let pc =
            "INSERT INTO pc (id, name, address, facts, joined, scan) VALUES ('i', 'n', 'a', '{}', 't', ?1)";
        db.execute(pc, [serde_json::to_string(&scan).unwrap()]).unwrap();
        db.execute("INSERT INTO first_seen (pc, id, at) VALUES ('i', 'apt:a@2', 'before')", []).unwrap();
        run(&mut db).unwrap();
        let at_and_name = |id| {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
            db.query_row("SELECT at, name FROM first_seen WHERE id = ?1", [id], read).unwrap()
        };
        assert_eq!(at_and_name("apt:a@2"), ("before".to_owned(), "Mail".to_owned()));
        assert_eq!(at_and_name("apt:b@2").1, "Till");
    }

    #[test]
    fn a_record_from_before_lines_were_chained_is_whole_as_it_is_and_chained_from_then_on() {
        let dir = tempfile::tempdir().unwrap();
        let file = super::super::Store::file(dir.path());
        let db = Connection::open(&file).unwrap();
        STEPS[..7].iter().for_each(|step| db.execute_batch(step).unwrap());
        db.pragma_update(None, "user_version", 7).unwrap();
        let old = "INSERT INTO record (time, who, what) VALUES ('2026-11-23T10:00:00Z', 'Ann', ?1)";
        for what in [r#"{"what":"office_made","office":"Shop"}"#, r#"{"what":"rules_changed"}"#] {
            db.execute(old, [what]).unwrap();
        }
        drop(db);
        let lines = |store: &super::super::Store| {
            let record = store.read_record().unwrap();
            assert_eq!(record.flaws, []);
            record.lines
        };
        let before = super::super::Store::open_to_read(dir.path()).unwrap();
        assert_eq!(lines(&before).len(), 2, "a program that only reads does not need it");
        drop(before);
        let store = super::super::Store::open(dir.path()).unwrap();
        store.settle_record("Ann").unwrap();
        store.note("Ann", &crate::store::record::What::RulesChanged, crate::samples::now()).unwrap();
        assert_eq!(lines(&store).len(), 3);
        assert!(store.db.execute("UPDATE record SET who = 'Bob'", []).is_err());
        store.db.execute_batch("DROP TRIGGER record_is_not_changed").unwrap();
        store.db.execute("UPDATE record SET who = 'Bob' WHERE line = 1", []).unwrap();
        assert_eq!(store.read_record().unwrap().flaws.len(), 1, "an old line is held as well");
    }

    #[test]
    fn a_store_of_a_later_version_is_refused_and_left_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(run(&mut db), Err(Error::StoreTooNew)));
        let tables: u32 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }

    #[test]
    fn a_line_of_the_record_cannot_be_changed_or_taken_out() {
        let mut db = Connection::open_in_memory().unwrap();
        run(&mut db).unwrap();
        db.execute("INSERT INTO record (time, who, what) VALUES ('t', 'Ann', '{}')", []).unwrap();
        assert!(db.execute("UPDATE record SET who = 'Bob'", []).is_err());
        assert!(db.execute("DELETE FROM record", []).is_err());
    }
}
