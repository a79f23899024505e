//! The record read and checked: every line against the one before, the newest against the head.

use jiff::Timestamp;
use patchround_protocol::ids::LineHash;
use rusqlite::{ErrorCode, Row};

use super::{Line, Store, What, chain, head::Fit, line, parsed};
use crate::{error::Error, store::migrations};

/// The record, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Every line that can be read, oldest first.
    pub lines: Vec<Line>,
    /// Empty where the record is whole. What was once wrong stays in it.
    pub flaws: Vec<Flaw>,
}

/// A part of the record that is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    /// How.
    pub how: Flawed,
    /// Time of the first line that is concerned; where lines are missing, of the last one before them.
    pub from: Timestamp,
    /// Time of the last one.
    pub until: Timestamp,
}

/// What was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flawed {
    /// Lines were changed, taken out or put in.
    Changed,
    /// Lines are missing at an end it once had, as after a backup was put back.
    Shortened,
}

impl Store {
    /// The whole record, checked. Lines that cannot be read are left out and are a flaw.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn read_record(&self) -> Result<Record, Error> {
        if !migrations::is_chained(&self.db)? {
            return Ok(Record { lines: self.record()?, flaws: Vec::new() });
        }
        let head = self.head(); // before the lines: another program may be adding some
        let mut check = Check::default();
        let mut query = self.db.prepare_cached("SELECT * FROM record ORDER BY line")?;
        let mut rows = query.query([])?;
        loop {
            match rows.next() {
                Ok(Some(row)) => check.take(row)?,
                Ok(None) => break,
                Err(error) if is_damage(&error) => {
                    check.changed(None);
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        drop(rows);
        let fit = match self.fit(head) {
            Err(Error::Store(error)) if is_damage(&error) => Fit::Changed,
            fit => fit?,
        };
        Ok(check.end(fit))
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

struct Check {
    lines: Vec<Line>,
    flaws: Vec<Flaw>,
    before: LineHash,
    /// Time of the newest line that has a readable one.
    time: Option<Timestamp>,
    /// From the first to the last line that does not fit.
    changed: Option<Flaw>,
}

impl Default for Check {
    fn default() -> Self {
        Self { lines: Vec::new(), flaws: Vec::new(), before: LineHash::START, time: None, changed: None }
    }
}

impl Check {
    fn take(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let stored: Option<LineHash> = parsed(row, "hash").ok();
        let fits = stored == Some(chain::hash_of(self.before, row)?);
        self.before = stored.unwrap_or(LineHash::START);
        let (line, time) = (line(row).ok(), parsed(row, "time").ok());
        if !fits || line.is_none() {
            self.changed(time);
        }
        self.time = time.or(self.time);
        if let Some(line) = line {
            self.flaws.extend(self.found_before(&line));
            self.lines.push(line);
        }
        Ok(())
    }

    /// What an earlier start found and wrote down.
    fn found_before(&self, line: &Line) -> Option<Flaw> {
        match line.what {
            What::RecordShortened { until, .. } => {
                let from = self.lines.last().map_or(until, |before| before.time);
                Some(Flaw { how: Flawed::Shortened, from, until: until.max(from) })
            }
            What::RecordChanged => Some(self.everything(line.time)),
            _ => None,
        }
    }

    /// Nobody knows where: all that stands before.
    fn everything(&self, until: Timestamp) -> Flaw {
        let from = self.lines.first().map_or(until, |first| first.time);
        Flaw { how: Flawed::Changed, from, until: until.max(from) }
    }

    /// A line of this time does not fit; without one, as near as can be said.
    fn changed(&mut self, time: Option<Timestamp>) {
        let at = time.or(self.time).unwrap_or(Timestamp::UNIX_EPOCH);
        let flaw = self.changed.get_or_insert(Flaw { how: Flawed::Changed, from: at, until: at });
        (flaw.from, flaw.until) = (flaw.from.min(at), flaw.until.max(at));
    }

    fn end(mut self, fit: Fit) -> Record {
        let newest = self.time.unwrap_or(Timestamp::UNIX_EPOCH);
        self.flaws.extend(self.changed);
        self.flaws.extend(match fit {
            Fit::Whole | Fit::Behind | Fit::NoHead => None,
            Fit::Shortened(head) => {
                Some(Flaw { how: Flawed::Shortened, from: newest.min(head.time), until: head.time })
            }
            Fit::Changed => Some(self.everything(newest)),
        });
        Record { lines: self.lines, flaws: self.flaws }
    }
}
