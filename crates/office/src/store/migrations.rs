//! Versions of the store, by `PRAGMA user_version`.

use rusqlite::Connection;

use crate::error::Error;

/// Each brings the store from the version before to its own, counted from 1. Never edited, only added to.
const STEPS: [&str; 8] = [
    include_str!("001.sql"),
    include_str!("002.sql"),
    include_str!("003.sql"),
    include_str!("004.sql"),
    include_str!("005.sql"),
    include_str!("006.sql"),
    include_str!("007.sql"),
    include_str!("008.sql"),
];

/// Brings a store to this version.
///
/// # Errors
/// [`Error::StoreTooNew`] if a later program has written it; nothing is changed then.
pub(super) fn run(db: &mut Connection) -> Result<(), Error> {
    let from = check(db)?;
    for (version, step) in (1u32..).zip(STEPS).skip(from) {
        let transaction = db.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
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
