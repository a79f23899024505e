//! What people wrote without having been asked.

use jiff::Timestamp;
use patchround_protocol::{Event, EventKind, JobId, PcId};
use rusqlite::params;

use super::{Store, parsed, record::What};
use crate::error::Error;

/// Notes of one person, and of one PC, that wait at once. A PC that tells of more only fills the disk.
const OF_PERSON: u32 = 16;
const OF_PC: u32 = 64;

/// A note that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNote {
    /// Names it.
    pub note: JobId,
    /// The PC from which it was written.
    pub pc: PcId,
    /// The name of their account there.
    pub person: String,
    /// Their own words.
    pub words: String,
    /// When the office heard it: a PC's clock may be wrong.
    pub heard: Timestamp,
}

impl Store {
    /// Takes in a note; the same one told again is one.
    pub(super) fn hear_note(&self, pc: PcId, event: &Event) -> Result<(), Error> {
        let EventKind::PersonWrote { note, person, words } = &event.kind else { return Ok(()) };
        let Some(called) = self.pc(pc)?.map(|pc| pc.name) else { return Ok(()) };
        let now = Timestamp::now();
        let sql = "INSERT OR IGNORE INTO note (note, pc, person, words, heard)
                   SELECT ?1, ?2, ?3, ?4, ?5
                   WHERE (SELECT count(*) FROM note WHERE pc = ?2 AND done IS NULL) < ?6
                   AND (SELECT count(*) FROM note WHERE pc = ?2 AND person = ?3 AND done IS NULL) < ?7";
        let (heard, pc_id) = (now.to_string(), pc.to_string());
        let values = params![note.to_string(), pc_id, person, words, heard, OF_PC, OF_PERSON];
        if self.run(sql, values)? == 0 {
            return Ok(());
        }
        let what = What::PersonWrote { pc: called, person: person.clone(), words: words.clone() };
        self.note(person, &what, now)
    }

    /// The notes that are not done with, the newest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn open_notes(&self) -> Result<Vec<StoredNote>, Error> {
        let sql = "SELECT * FROM note WHERE done IS NULL ORDER BY heard DESC, note DESC";
        self.rows(sql, &[], |row| {
            Ok(StoredNote {
                note: parsed(row, "note")?,
                pc: parsed(row, "pc")?,
                person: row.get("person")?,
                words: row.get("words")?,
                heard: parsed(row, "heard")?,
            })
        })
    }

    /// Keeps that a note is done with; the words remain in the record alone.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn note_done(&self, pc: PcId, note: JobId, now: Timestamp) -> Result<(), Error> {
        let sql = "UPDATE note SET done = ?3, words = '' WHERE note = ?1 AND pc = ?2";
        self.run(sql, params![note.to_string(), pc.to_string(), now.to_string()]).map(drop)
    }
}
