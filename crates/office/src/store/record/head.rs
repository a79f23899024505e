//! The head of the record: number and hash of its newest line, in a file beside the store, so that a record whose end
//! was cut off is shorter than its head says.
//!
//! It is written after the line is on the disk, and only over lines that go on from it. A crash between the two, or a
//! disk without room for it, leaves the head behind, never ahead.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use patchround_protocol::ids::LineHash;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Place, Store, What, place};
use crate::{error::Error, state_dir};

/// What is kept beside the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) line: i64,
    pub(super) hash: LineHash,
    pub(super) time: Timestamp,
}

/// How the record and its head fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// The head's line is the newest one.
    Whole,
    /// The head's line is there, and more behind it.
    Behind,
    /// There is no head yet, as there should be none.
    NoHead,
    /// The record ends before the head's line.
    Shortened(Head),
    /// The head's line is another one, or the head is gone.
    Changed,
}

/// The head's file in an office's folder.
pub(in crate::store) fn file(dir: &Path) -> PathBuf {
    dir.join("record.head")
}

impl Store {
    /// Writes down in the record that it was changed or shortened, if it was, and makes sure of its head. To be called
    /// before the first line is added, in the name of whoever works here.
    ///
    /// # Errors
    /// [`Error::Store`]; [`Error::Io`] where there is no head yet and it cannot be written.
    pub(crate) fn settle_record(&self, who: &str) -> Result<(), Error> {
        let found = match self.fit(self.head())? {
            Fit::NoHead => return self.write_head(),
            Fit::Whole | Fit::Behind => {
                self.bring_up();
                return Ok(());
            }
            Fit::Shortened(head) => {
                let last = self.last_line()?.map_or(0, |last| last.number);
                What::RecordShortened { lines: head.line.abs_diff(last), until: head.time }
            }
            Fit::Changed => What::RecordChanged,
        };
        tracing::warn!("the record was changed or shortened");
        if !self.is_said(&found)? {
            self.note(who, &found, Timestamp::now())?;
        }
        let written = self.write_head();
        if let Err(error) = written {
            tracing::warn!(%error, "cannot write the head of the record");
        }
        Ok(())
    }

    /// Brings the head up to lines that were added, once they are on the disk.
    pub(in crate::store) fn move_head(&self) {
        if self.noted.get() > 0 {
            self.bring_up();
        }
    }

    /// That the head cannot be written loses nothing: the next line brings it along.
    fn bring_up(&self) {
        let moved = self.fit(self.head()).and_then(|fit| match fit {
            Fit::Behind | Fit::NoHead => self.write_head(),
            Fit::Whole | Fit::Shortened(_) | Fit::Changed => Ok(()), // the next start says what is wrong
        });
        if let Err(error) = moved {
            tracing::warn!(%error, "cannot write the head of the record");
        }
    }

    /// The head as it is kept. What is not as we write it is an error.
    pub(super) fn head(&self) -> Result<Option<Head>, Error> {
        let path = self.head_file();
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(&path, error)),
        }
    }

    /// How the record fits a head that was read before it.
    pub(super) fn fit(&self, head: Result<Option<Head>, Error>) -> Result<Fit, Error> {
        let last = self.last_line()?.map_or(0, |last| last.number);
        let head = match head {
            Ok(Some(head)) => head,
            Ok(None) if last > 0 && last.saturating_sub(self.unfiled()) == self.begun_with()? => {
                return Ok(Fit::NoHead);
            }
            Ok(None) | Err(Error::StoreDamaged(_)) => return Ok(Fit::Changed),
            Err(error) => return Err(error),
        };
        let sql = "SELECT line, time, hash FROM record WHERE line = ?1";
        let there: Option<Place> = self.rows(sql, params![head.line], place)?.pop();
        Ok(match there {
            Some(line) if line.hash == Some(head.hash) && last == head.line => Fit::Whole,
            Some(line) if line.hash == Some(head.hash) => Fit::Behind,
            _ if last < head.line => Fit::Shortened(head),
            _ => Fit::Changed,
        })
    }

    /// Lines of this program that no head knows yet.
    fn unfiled(&self) -> i64 {
        i64::try_from(self.noted.get()).unwrap_or(i64::MAX)
    }

    /// The newest line from before there was a head. Every office has a line: that it was made.
    fn begun_with(&self) -> Result<i64, Error> {
        let found = self.rows("SELECT line FROM record_begun", &[], |row| Ok(row.get(0)?))?;
        Ok(found.first().copied().unwrap_or(0))
    }

    /// Whether the newest line says so already: the program was ended before the head moved on, or could not move it.
    fn is_said(&self, found: &What) -> Result<bool, Error> {
        let sql = "SELECT what FROM record ORDER BY line DESC LIMIT 1";
        let last = self.rows(sql, &[], |row| Ok(super::json::<What>(row, "what").ok()))?.pop().flatten();
        Ok(match (&last, self.head()) {
            (Some(What::RecordShortened { until, .. }), Ok(Some(head))) => *until == head.time,
            (Some(last), _) => last == found,
            _ => false,
        })
    }

    fn write_head(&self) -> Result<(), Error> {
        if let Some(Place { number: line, time, hash }) = self.last_line()? {
            let (time, hash) = (time.unwrap_or(Timestamp::UNIX_EPOCH), hash.unwrap_or(LineHash::START));
            let head = serde_json::to_vec(&Head { line, hash, time })?;
            state_dir::replace_private(&self.head_file(), &head)?;
        }
        self.noted.set(0);
        Ok(())
    }

    fn head_file(&self) -> PathBuf {
        file(self.path.parent().unwrap_or(Path::new("")))
    }
}
