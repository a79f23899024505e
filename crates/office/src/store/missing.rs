//! What PCs lacked and when, and how they were on which day: what a report of a month that is over is made of.

use jiff::{Timestamp, civil::Date};
use patchround_protocol::{PcId, PcState, Update, UpdateId, wire::Scan};
use rusqlite::params;

use super::{Store, json, json_maybe, parsed, parsed_maybe, to_json};
use crate::{due::Debts, error::Error, results::answers_or_is_forgotten};

/// So long what is over is remembered: the last twelve months can be told, and each of them with what began before it.
const REMEMBERED_MONTHS: i64 = 25;

/// That a PC lacked an update for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Which PC.
    pub pc: PcId,
    /// The update as it was offered last, without its notes.
    pub update: Update,
    /// The first look that found it offered like this, by the manager's clock.
    pub since: Timestamp,
    /// What it owes from older versions.
    pub carried: Debts,
    /// The first look that no longer found it.
    pub gone: Option<Timestamp>,
    /// Whether it was offered in another way from then on, or something newer in its place.
    pub replaced: bool,
    /// Since when what went in is in use: a restart may come later.
    pub used: Option<Timestamp>,
}

/// How a PC was at the last look of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenOn {
    /// Which PC.
    pub pc: PcId,
    /// The day, where the manager is.
    pub day: Date,
    /// The look.
    pub at: Timestamp,
    /// How it was.
    pub state: PcState,
}

impl Missing {
    /// Whether the PC lacked it at a moment, or what went in was not in use yet.
    pub fn lacked_at(&self, moment: Timestamp) -> bool {
        let over = if self.replaced { self.gone } else { self.used };
        self.since <= moment && over.is_none_or(|over| moment < over)
    }

    fn is_like(&self, update: &Update) -> bool {
        (&self.update.id, &self.update.held, self.update.phased) == (&update.id, &update.held, update.phased)
    }

    fn is_replaced_in(&self, scan: &Scan) -> bool {
        let of = |id: &UpdateId| (id.source().to_owned(), id.native().to_owned());
        let mut offered = scan.updates.iter();
        offered.any(|new| of(&new.id) == of(&self.update.id) && new.installed == self.update.installed)
    }
}

impl Store {
    /// Every time during which a PC lacked something, the oldest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn missing(&self) -> Result<Vec<Missing>, Error> {
        self.rows("SELECT * FROM missing ORDER BY since, pc, id", &[], missing)
    }

    /// How the PCs were on the days on which they answered, the oldest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn seen_on(&self) -> Result<Vec<SeenOn>, Error> {
        self.rows("SELECT * FROM seen_on ORDER BY at, pc", &[], |row| {
            let state = serde_json::from_value(row.get::<_, String>("state")?.into())?;
            Ok(SeenOn { pc: parsed(row, "pc")?, day: parsed(row, "day")?, at: parsed(row, "at")?, state })
        })
    }

    /// Remembers how a PC is now, in the place of what was remembered of the same day.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn note_seen_on(&self, seen: SeenOn) -> Result<(), Error> {
        let sql = "INSERT INTO seen_on (pc, day, at, state) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (pc, day) DO UPDATE SET at = excluded.at, state = excluded.state";
        let state = serde_json::to_value(seen.state)?;
        let state = state.as_str().unwrap_or_default();
        let values = params![seen.pc.to_string(), seen.day.to_string(), seen.at.to_string(), state];
        self.lightly(|| self.run(sql, values)).map(drop)
    }

    /// Takes in what a look found: what is offered, what no longer is, and what is in use by now. What a source that did not
    /// answer offers is as it was.
    pub(super) fn note_missing(
        &self,
        pc: PcId,
        scan: &Scan,
        carried: impl Fn(&Update) -> Debts,
        now: Timestamp,
    ) -> Result<(), Error> {
        let sql = "SELECT * FROM missing WHERE pc = ?1 AND gone IS NULL";
        let open = self.rows(sql, params![pc.to_string()], missing)?;
        let ended: Vec<&Missing> =
            open.iter().filter(|row| !scan.updates.iter().any(|update| row.is_like(update))).collect();
        for row in ended {
            self.end_missing(row, scan, now)?;
        }
        for update in &scan.updates {
            let known = open.iter().find(|row| row.is_like(update));
            self.keep_missing(known, update, &carried(update), now)?;
        }
        if scan.restart_pending == Some(false) {
            let sql = "UPDATE missing SET used = ?2
                       WHERE pc = ?1 AND gone IS NOT NULL AND replaced = 0 AND used IS NULL";
            self.run(sql, params![pc.to_string(), now.to_string()])?;
        }
        self.forget_missing(now)
    }

    fn keep_missing(
        &self,
        known: Option<&Missing>,
        update: &Update,
        carried: &Debts,
        now: Timestamp,
    ) -> Result<(), Error> {
        let offer = Update { notes: None, changes: None, ..update.clone() };
        if known.is_some_and(|known| known.update == offer) {
            return Ok(());
        }
        let sql = "INSERT INTO missing (pc, id, since, offer, carried) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (pc, id, since) DO UPDATE SET offer = excluded.offer, gone = NULL, replaced = 0, used = NULL";
        let since = known.map_or(now, |known| known.since).to_string();
        let carried = if carried.is_empty() { None } else { Some(to_json(carried)?) };
        let (pc, id) = (update.pc.to_string(), update.id.as_str());
        self.run(sql, params![pc, id, since, to_json(&offer)?, carried]).map(drop)
    }

    fn end_missing(&self, row: &Missing, scan: &Scan, now: Timestamp) -> Result<(), Error> {
        if !answers_or_is_forgotten(scan, &row.update.id) {
            return Ok(());
        }
        let replaced = row.is_replaced_in(scan);
        let waits = row.update.needs.restart != Some(false) && scan.restart_pending != Some(false);
        let used = (!replaced && !waits).then(|| now.to_string());
        let sql = "UPDATE missing SET gone = ?4, replaced = ?5, used = ?6
                   WHERE pc = ?1 AND id = ?2 AND since = ?3";
        let (pc, id, since) = (row.pc.to_string(), row.update.id.as_str(), row.since.to_string());
        self.run(sql, params![pc, id, since, now.to_string(), replaced, used]).map(drop)
    }

    fn forget_missing(&self, now: Timestamp) -> Result<(), Error> {
        let hours = jiff::SignedDuration::from_hours(24 * 31 * REMEMBERED_MONTHS);
        let Ok(before) = now.checked_sub(hours) else { return Ok(()) };
        self.run("DELETE FROM missing WHERE gone < ?1", params![before.to_string()])?;
        self.run("DELETE FROM seen_on WHERE at < ?1", params![before.to_string()]).map(drop)
    }
}

fn missing(row: &rusqlite::Row<'_>) -> Result<Missing, Error> {
    Ok(Missing {
        pc: parsed(row, "pc")?,
        update: json(row, "offer")?,
        since: parsed(row, "since")?,
        carried: json_maybe(row, "carried")?.unwrap_or_default(),
        gone: parsed_maybe(row, "gone")?,
        replaced: row.get("replaced")?,
        used: parsed_maybe(row, "used")?,
    })
}

#[cfg(test)]
mod tests;
