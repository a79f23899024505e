//! The office's memory: SQLite in the office's folder.
//!
//! One engine writes (see [`crate::lock`]); WAL lets others read meanwhile. Every change that
//! belongs together is one transaction, on disk before anybody is told.

mod by_itself;
pub mod code;
pub(crate) mod consultations;
mod courses;
#[cfg(test)]
mod cuts;
pub mod documents;
pub mod feeds;
pub mod invitations;
pub mod logs;
mod migrations;
pub mod missing;
pub mod notes;
mod own_ended;
pub mod pcs;
pub mod record;
pub mod rest;
pub mod rounds;
pub mod said_wrong;
mod scans;
pub(crate) mod waking;
mod whole;

use std::{
    cell::Cell,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, config::DbConfig, types::ToSql};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::Error;

/// How every SQLite file begins, and how long its header is (sqlite.org/fileformat2.html 1.3).
const MAGIC: &[u8] = b"SQLite format 3\0";
const HEADER_BYTES: usize = 100;
/// `PRAGMA synchronous`: whoever changes something waits for the disk.
const FULL: u8 = 2;

/// The open store.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    /// Lines of the record that its head beside the store does not know yet.
    noted: Cell<u64>,
}

impl Store {
    /// The store's file in an office's folder.
    pub fn file(dir: &Path) -> PathBuf {
        dir.join("office.sqlite")
    }

    /// Makes the store of a new office.
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::Store`].
    pub fn create(dir: &Path) -> Result<Self, Error> {
        crate::state_dir::write_private(&Self::file(dir), b"")?;
        Self::begin(Self::connect(dir)?)
    }

    /// Opens the store to read and write, and brings it to this version.
    ///
    /// What a crash or a full disk left half written is put in order. Nothing is changed in a store that is
    /// damaged or of a later version.
    ///
    /// # Errors
    /// [`Error::NoOffice`] if there is none, [`Error::StoreTooNew`] if a later version made it,
    /// [`Error::StoreDamaged`] if a part of it is missing.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let store = Self::look_into(dir)?;
        let file = Self::file(dir);
        whole::check(&file, &file.with_extension("sqlite-wal"))?;
        Self::begin(store)
    }

    /// Opens the store to read only, while another program may be writing.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_to_read(dir: &Path) -> Result<Self, Error> {
        let store = Self::look_into(dir)?;
        store.db.pragma_update(None, "query_only", true)?;
        Ok(store)
    }

    /// Whether there is only the empty file with which the making of an office begins.
    pub(crate) fn is_begun(dir: &Path) -> bool {
        let bytes = |file: PathBuf| std::fs::metadata(file).map_or(0, |found| found.len());
        bytes(Self::file(dir)) == 0 && bytes(Self::file(dir).with_extension("sqlite-wal")) == 0
    }

    /// Connects and reads the version. SQLite takes a file without its first bytes for a new store and throws
    /// away the log of changes beside it, so such a one is not shown to it.
    fn look_into(dir: &Path) -> Result<Self, Error> {
        let file = Self::file(dir);
        if !file.exists() {
            return Err(Error::NoOffice(dir.to_owned()));
        }
        let mut head = [0; HEADER_BYTES];
        let read = File::open(&file).and_then(|mut file| file.read_exact(&mut head));
        match read {
            Ok(()) if head.starts_with(MAGIC) => {}
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(Error::io(&file, error));
            }
            _ => return Err(Error::StoreDamaged("first bytes".to_owned())),
        }
        let store = Self::connect(dir)?;
        store.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        migrations::check(&store.db)?;
        Ok(store)
    }

    fn begin(mut store: Self) -> Result<Self, Error> {
        store.db.pragma_update(None, "journal_mode", "wal")?;
        store.db.pragma_update(None, "synchronous", "full")?;
        store.db.pragma_update(None, "foreign_keys", true)?;
        migrations::run(&mut store.db)?;
        store.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        Ok(store)
    }

    /// Takes away the store of an office that was never finished.
    pub(crate) fn clear_away(dir: &Path) -> Result<(), Error> {
        let file = Self::file(dir);
        crate::state_dir::remove(&record::head::file(dir))?;
        let beside = |end: &str| file.with_extension(format!("sqlite{end}"));
        ["", "-wal", "-shm"].iter().try_for_each(|end| crate::state_dir::remove(&beside(end)))
    }

    fn connect(dir: &Path) -> Result<Self, Error> {
        let path = Self::file(dir);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&path, flags)?;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        Ok(Self { db, path, noted: Cell::new(0) })
    }

    /// Does several changes as one: all of them are kept or none. Not to be nested.
    ///
    /// # Errors
    /// What the change says, and [`Error::Store`].
    pub fn at_once<T>(&self, change: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        if !self.db.is_autocommit() {
            return change(); // a part of what is changed at once
        }
        let transaction = self.db.unchecked_transaction()?;
        let noted = self.noted.get();
        let done = change().and_then(|done| {
            transaction.commit()?;
            Ok(done)
        });
        match done {
            Ok(_) => self.move_head(),
            Err(_) => self.noted.set(noted),
        }
        done
    }

    /// Changes what the next look brings again, so that a power cut may take it back: for a thousand PCs,
    /// waiting for the disk each time takes longer than all the rest (sqlite.org/pragma.html#pragma_synchronous).
    fn lightly<T>(&self, change: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.db.pragma_update(None, "synchronous", "normal")?;
        let done = change();
        self.db.pragma_update(None, "synchronous", "full")?;
        done
    }

    /// Whether a change waits for the disk.
    fn is_synced(&self) -> bool {
        self.db
            .pragma_query_value(None, "synchronous", |row| row.get::<_, u8>(0))
            .is_ok_and(|level| level >= FULL)
    }

    /// From now on refuses a change as a broken disk would: one such as `UPDATE ON job`, where that holds.
    #[cfg(test)]
    pub(crate) fn refuses(&self, change: &str, holds: &str) {
        let does = "BEGIN SELECT RAISE(ABORT, 'refused'); END";
        let sql = format!("CREATE TEMP TRIGGER refuses BEFORE {change} WHEN {holds} {does}");
        self.db.execute_batch(&sql).expect("SQLite takes a trigger");
    }

    fn run(&self, sql: &str, values: &[&dyn ToSql]) -> Result<usize, Error> {
        Ok(self.db.prepare_cached(sql)?.execute(values)?)
    }

    fn rows<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        read: impl FnMut(&rusqlite::Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut query = self.db.prepare_cached(sql)?;
        query.query_and_then(values, read)?.collect()
    }
}

fn to_json(value: &impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(value)?)
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    Ok(serde_json::from_str(text)?)
}

/// Ids and times are kept as the text they are written as.
fn parsed<T: std::str::FromStr>(row: &rusqlite::Row<'_>, column: &str) -> Result<T, Error> {
    row.get::<_, String>(column)?.parse().map_err(|_| Error::StoreDamaged(column.to_owned()))
}

fn parsed_maybe<T: std::str::FromStr>(row: &rusqlite::Row<'_>, column: &str) -> Result<Option<T>, Error> {
    let text: Option<String> = row.get(column)?;
    let read = |text: String| text.parse().map_err(|_| Error::StoreDamaged(column.to_owned()));
    text.map(read).transpose()
}

fn json<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: &str) -> Result<T, Error> {
    from_json(&row.get::<_, String>(column)?)
}

fn json_maybe<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: &str) -> Result<Option<T>, Error> {
    row.get::<_, Option<String>>(column)?.as_deref().map(from_json).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_next_look_brings_again_does_not_wait_for_the_disk() {
        const NORMAL: i64 = 1;
        const FULL: i64 = 2;
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", jiff::Timestamp::now()).unwrap();
        let store = Store::open(dir.path()).unwrap();
        let level = || store.db.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(level(), FULL);
        assert_eq!(store.lightly(|| Ok(level())).unwrap(), NORMAL);
        assert_eq!(level(), FULL);
        let failed = store.lightly(|| Err::<(), _>(Error::StoreDamaged(String::new())));
        assert!(failed.is_err());
        assert_eq!(level(), FULL, "after a failure, too");
    }
}
