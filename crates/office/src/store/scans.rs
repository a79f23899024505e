//! The newest scan of each PC, and what is remembered of those before.

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{PcId, Update, UpdateId, wire::Scan};
use rusqlite::params;

use super::{Store, courses::kept, json_maybe, parsed, to_json};
use crate::{
    due::{self, Clocks, Debts, Judge, Seen},
    error::Error,
    pc_state::PcView,
};

/// Updates of one PC that are remembered; the oldest go first.
const REMEMBERED: u32 = 20_000;

impl Store {
    /// Keeps a PC's newest scan, and when each of its updates was first seen.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_scan(&self, id: PcId, scan: &Scan, now: Timestamp) -> Result<(), Error> {
        let Some(pc) = self.pc(id)? else { return Ok(()) };
        let clocks = Clocks::new(self.seen_by(Some(id))?, TimeZone::UTC);
        let view = PcView { pc, heard: true, working: false };
        let owed = |update: &Update| clocks.owed(&view, update);
        let before = view.pc.scan.as_ref();
        let restart = due::restart(view.pc.restart.clone(), before, scan, owed, now);
        let mut courses = view.pc.courses.clone();
        courses.looked(scan, now);
        let carried = |update: &Update| {
            let superseded = before.map(|before| due::superseded(update, before, owed)).unwrap_or_default();
            superseded.and_all(clocks.carried(id, update))
        };
        let keep = || {
            self.note_missing(id, scan, carried, now)?;
            for update in &scan.updates {
                let carried = carried(update);
                self.keep_seen(id, update, &Seen { at: now, carried })?;
            }
            self.forget_seen(id)?;
            let restart = some(&restart)?;
            let sql = "UPDATE pc SET scan = ?2, restart = ?3, courses = ?4 WHERE id = ?1";
            self.run(sql, params![id.to_string(), to_json(scan)?, restart, kept(&courses)?]).map(drop)
        };
        self.lightly(|| self.at_once(keep))
    }

    /// The clocks of the office, as it is judged.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub(crate) fn clocks(&self, judge: Judge) -> Result<Clocks, Error> {
        Ok(Clocks::judged(self.seen_by(None)?, judge))
    }

    fn seen_by(&self, pc: Option<PcId>) -> Result<Vec<(PcId, UpdateId, Seen)>, Error> {
        let sql = "SELECT * FROM first_seen WHERE ?1 IS NULL OR pc = ?1";
        self.rows(sql, params![pc.map(|pc| pc.to_string())], |row| {
            let seen = Seen {
                at: parsed(row, "at")?,
                carried: json_maybe::<Debts>(row, "carried")?.unwrap_or_default(),
            };
            Ok((parsed(row, "pc")?, parsed(row, "id")?, seen))
        })
    }

    /// What a person calls an update that this PC, or any PC, offers or has offered.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn name_of(&self, pc: Option<PcId>, id: &UpdateId) -> Result<Option<String>, Error> {
        let sql = "SELECT name FROM first_seen WHERE (?1 IS NULL OR pc = ?1) AND id = ?2 AND name IS NOT NULL LIMIT 1";
        let pc = pc.map(|pc| pc.to_string());
        let names = self.rows(sql, params![pc, id.as_str()], |row| Ok(row.get(0)?))?;
        Ok(names.into_iter().next())
    }

    /// What a person calls a package, in whichever version this PC offered it last.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn name_of_package(&self, pc: PcId, id: &UpdateId) -> Result<Option<String>, Error> {
        let sql = "SELECT name FROM first_seen WHERE pc = ?1 AND name IS NOT NULL AND instr(id, ?2) = 1
                   ORDER BY at DESC LIMIT 1";
        let package = format!("{}:{}@", id.source(), id.native());
        let names = self.rows(sql, params![pc.to_string(), package], |row| Ok(row.get(0)?))?;
        Ok(names.into_iter().next())
    }

    /// The first moment stays, the newest name is kept.
    fn keep_seen(&self, pc: PcId, update: &Update, seen: &Seen) -> Result<(), Error> {
        let sql = "INSERT INTO first_seen (pc, id, at, carried, name) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (pc, id) DO UPDATE SET name = excluded.name WHERE name IS NOT excluded.name";
        let carried = some(&seen.carried)?;
        let (id, at) = (update.id.as_str(), seen.at.to_string());
        self.run(sql, params![pc.to_string(), id, at, carried, update.name]).map(drop)
    }

    fn forget_seen(&self, pc: PcId) -> Result<(), Error> {
        let sql = "DELETE FROM first_seen WHERE pc = ?1 AND rowid <= (
                   SELECT rowid FROM first_seen WHERE pc = ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?2)";
        self.run(sql, params![pc.to_string(), REMEMBERED]).map(drop)
    }
}

fn some(debts: &Debts) -> Result<Option<String>, Error> {
    if debts.is_empty() { Ok(None) } else { to_json(debts).map(Some) }
}
