//! Which of a PC's event logs is read. A PC has one log, until its disk is put back to an earlier day or
//! copied: then it tells another story under the same numbers.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::PcId;
use rusqlite::params;

use super::{Store, parsed, record::What};
use crate::error::Error;

/// Logs of one PC that are remembered after they were left.
const LEFT_LOGS: u32 = 4;

/// A log that was left.
#[derive(Debug, Clone, Copy)]
pub struct LeftLog {
    /// Which.
    pub log: u32,
    /// Number of the last event heard in it.
    pub cursor: u64,
    /// When that event was, by the PC's clock.
    pub mark: Timestamp,
}

/// Nobody can fill the record by breaking a log again and again.
const BREAKS: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// The logs of a PC that were left, the newest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn left_logs(&self, pc: PcId) -> Result<Vec<LeftLog>, Error> {
        let sql = "SELECT log, cursor, mark FROM left_log WHERE pc = ?1 ORDER BY log DESC";
        self.rows(sql, params![pc.to_string()], |row| {
            let cursor = row.get::<_, i64>("cursor")?.unsigned_abs();
            Ok(LeftLog { log: row.get("log")?, cursor, mark: parsed(row, "mark")? })
        })
    }

    /// Begins a new log of a PC, to be read from its first event. What its updates are is asked anew, and
    /// orders that it had are handed over again: it may not know them any more. Not to be called on its own
    /// where more belongs together, see [`Store::at_once`].
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn new_log(&self, pc: PcId) -> Result<(), Error> {
        let pc = pc.to_string();
        self.leave_log(&pc)?;
        let sql = "UPDATE pc SET cursor = 0, mark = NULL, chain = NULL, log = 1 + max(log,
                   coalesce((SELECT max(log) FROM left_log WHERE pc = ?1), 0)) WHERE id = ?1";
        self.run(sql, params![pc])?;
        self.run(
            "DELETE FROM left_log WHERE pc = ?1 AND log + ?2 < (SELECT log FROM pc WHERE id = ?1)",
            params![pc, LEFT_LOGS],
        )?;
        self.run("UPDATE job SET stage = 'waiting' WHERE pc = ?1 AND stage = 'delivered'", params![pc])
            .map(drop)
    }

    /// Reads on in a log that was left.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn back_to_log(&self, pc: PcId, log: u32) -> Result<(), Error> {
        let pc = pc.to_string();
        self.at_once(|| {
            self.leave_log(&pc)?;
            let sql = "UPDATE pc SET (log, cursor, mark, chain) =
                       (SELECT log, cursor, mark, chain FROM left_log WHERE pc = ?1 AND log = ?2) WHERE id = ?1";
            self.run(sql, params![pc, log])?;
            self.run("DELETE FROM left_log WHERE pc = ?1 AND log = ?2", params![pc, log]).map(drop)
        })
    }

    /// Writes down that a PC's log does not go on from what was read of it, once a day.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn log_broke(&self, pc: PcId, who: &str, now: Timestamp) -> Result<(), Error> {
        let id = pc.to_string();
        let sql = "UPDATE pc SET log_broke = ?2 WHERE id = ?1 AND (log_broke IS NULL OR log_broke < ?3)";
        self.at_once(|| {
            // What it says now is what the next events have to go on from.
            self.run("UPDATE pc SET chain = NULL WHERE id = ?1", params![id])?;
            let name = self.pc(pc)?.map(|pc| pc.name).unwrap_or_default();
            match self.run(sql, params![id, now.to_string(), (now - BREAKS).to_string()])? {
                0 => Ok(()),
                _ => self.note(who, &What::PcLogChanged { pc: name }, now),
            }
        })
    }

    fn leave_log(&self, pc: &str) -> Result<(), Error> {
        let sql = "INSERT INTO left_log (pc, log, cursor, mark, chain)
                   SELECT id, log, cursor, mark, chain FROM pc WHERE id = ?1 AND mark IS NOT NULL";
        self.run(sql, params![pc])?;
        let sql = "UPDATE pc SET scan = NULL, refreshed = NULL, refresh_failed = NULL, courses = NULL WHERE id = ?1";
        self.run(sql, params![pc]).map(drop)
    }
}
