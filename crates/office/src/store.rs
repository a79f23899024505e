//! The office's memory: SQLite in the office's folder.
//!
//! One engine writes (see [`crate::lock`]); WAL lets others read meanwhile. Every change that
//! belongs together is one transaction, on disk before anybody is told.

pub mod code;
pub mod documents;
pub mod logs;
mod migrations;
pub mod pcs;
pub mod record;
pub mod rounds;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, types::ToSql};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::Error;

/// The open store.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
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
        Self::open(dir)
    }

    /// Opens the store to read and write, and brings it to this version.
    ///
    /// # Errors
    /// [`Error::NoOffice`] if there is none, [`Error::StoreTooNew`] if a later version made it.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let mut store = Self::connect(dir, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        store.db.pragma_update(None, "journal_mode", "wal")?;
        store.db.pragma_update(None, "synchronous", "full")?;
        store.db.pragma_update(None, "foreign_keys", true)?;
        migrations::run(&mut store.db)?;
        Ok(store)
    }

    /// Opens the store to read only, while another program may be writing.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_to_read(dir: &Path) -> Result<Self, Error> {
        let store = Self::connect(dir, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        store.db.pragma_update(None, "query_only", true)?;
        migrations::check(&store.db)?;
        Ok(store)
    }

    /// Takes away the store of an office that was never finished.
    pub(crate) fn clear_away(dir: &Path) -> Result<(), Error> {
        let file = Self::file(dir);
        let beside = |end: &str| file.with_extension(format!("sqlite{end}"));
        ["", "-wal", "-shm"].iter().try_for_each(|end| crate::state_dir::remove(&beside(end)))
    }

    fn connect(dir: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let path = Self::file(dir);
        if !path.exists() {
            return Err(Error::NoOffice(dir.to_owned()));
        }
        let db = Connection::open_with_flags(&path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        Ok(Self { db, path })
    }

    /// Does several changes as one: all of them are kept or none. Not to be nested.
    ///
    /// # Errors
    /// What the change says, and [`Error::Store`].
    pub fn at_once<T>(&self, change: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let transaction = self.db.unchecked_transaction()?;
        let done = change()?;
        transaction.commit()?;
        Ok(done)
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
