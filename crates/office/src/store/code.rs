//! The one pairing code of the office (rules.md 3).

use std::{io, path::PathBuf};

use jiff::Timestamp;
use patchround_link::pairing::{Code, Tries};
use patchround_protocol::limits::{CODE_LIFE, CODE_TRIES};
use rusqlite::{Connection, params};

use super::{Store, parsed};
use crate::error::Error;

/// A pairing code that was made, and how much is left of it.
#[derive(Debug, Clone)]
pub struct StoredCode {
    /// The code as it is typed.
    pub code: String,
    /// Last moment it holds.
    pub expires: Timestamp,
    /// Wrong tries it survives.
    pub tries_left: u32,
}

impl Store {
    /// Makes this the office's code; one before it ends.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_code(&self, code: &Code, now: Timestamp) -> Result<StoredCode, Error> {
        let made = StoredCode { code: code.to_string(), expires: now + CODE_LIFE, tries_left: CODE_TRIES };
        let sql = "INSERT OR REPLACE INTO code (one, code, expires, tries_left) VALUES (1, ?1, ?2, ?3)";
        self.run(sql, params![made.code, made.expires.to_string(), made.tries_left])?;
        Ok(made)
    }

    /// The code that may be used now.
    ///
    /// # Errors
    /// [`Error::NoCode`], [`Error::CodeExpired`], [`Error::CodeUsedUp`].
    pub fn valid_code(&self, now: Timestamp) -> Result<StoredCode, Error> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(StoredCode {
                code: row.get("code")?,
                expires: parsed(row, "expires")?,
                tries_left: row.get("tries_left")?,
            })
        };
        let found = self.rows("SELECT * FROM code", &[], read)?.into_iter().next().ok_or(Error::NoCode)?;
        match found {
            code if code.tries_left == 0 => Err(Error::CodeUsedUp),
            // One from the future was made before this computer's clock was set back.
            code if code.expires < now || code.expires > now + CODE_LIFE => Err(Error::CodeExpired),
            code => Ok(code),
        }
    }

    /// The code's tries, for the pairing to count.
    pub fn code_tries(&self) -> CodeTries {
        CodeTries { store: self.path.clone() }
    }
}

/// Counts the tries of the stored code, each on disk before it is answered.
#[derive(Debug)]
pub struct CodeTries {
    store: PathBuf,
}

impl CodeTries {
    /// A connection of its own: the pairing may count from another thread.
    fn change(&self, sql: &str) -> Result<bool, rusqlite::Error> {
        let db = Connection::open(&self.store)?;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        db.pragma_update(None, "synchronous", "full")?;
        Ok(db.execute(sql, [])? == 1)
    }
}

impl Tries for CodeTries {
    fn take(&self) -> io::Result<bool> {
        self.change("UPDATE code SET tries_left = tries_left - 1 WHERE tries_left > 0")
            .map_err(io::Error::other)
    }

    fn give_back(&self) {
        let sql = format!("UPDATE code SET tries_left = tries_left + 1 WHERE tries_left < {CODE_TRIES}");
        if let Err(error) = self.change(&sql) {
            tracing::warn!(%error, "a pairing try could not be given back");
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn a_code_ends_after_its_tries_even_if_the_program_is_started_anew_each_time() {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::now();
        Store::create(dir.path()).unwrap().keep_code(&Code::generate(), now).unwrap();
        for left in (0..CODE_TRIES).rev() {
            let store = Store::open(dir.path()).unwrap();
            assert!(store.code_tries().take().unwrap(), "{left} left");
        }
        let store = Store::open(dir.path()).unwrap();
        assert!(!store.code_tries().take().unwrap());
        assert!(matches!(store.valid_code(now), Err(Error::CodeUsedUp)));
    }

    #[test]
    fn a_try_that_was_right_costs_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::now();
        let store = Store::create(dir.path()).unwrap();
        store.keep_code(&Code::generate(), now).unwrap();
        assert!(store.code_tries().take().unwrap());
        store.code_tries().give_back();
        store.code_tries().give_back();
        assert_eq!(store.valid_code(now).unwrap().tries_left, CODE_TRIES);
    }

    #[test]
    fn a_code_holds_for_an_hour() {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::now();
        let store = Store::create(dir.path()).unwrap();
        assert!(matches!(store.valid_code(now), Err(Error::NoCode)));
        store.keep_code(&Code::generate(), now).unwrap();
        assert!(store.valid_code(now + 59.minutes()).is_ok());
        assert!(matches!(store.valid_code(now + 61.minutes()), Err(Error::CodeExpired)));
        assert!(matches!(store.valid_code(now - 1.minutes()), Err(Error::CodeExpired)), "a clock set back");
    }
}
