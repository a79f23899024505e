//! Who said that something is wrong after an update went in, what was stopped for it, and what was decided.

use jiff::Timestamp;
use patchround_protocol::{Event, EventKind, JobId, PcId, UpdateId, consultation::Decision, job::When};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Store, json_maybe, parsed, record::What, to_json};
use crate::error::Error;

/// People of one order that are kept. A PC that tells of more only fills the disk.
const PEOPLE: u32 = 16;

/// One person who said that something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidWrong {
    /// The order that put it in place.
    pub job: JobId,
    /// Its PC.
    pub pc: PcId,
    /// The name of their account there.
    pub person: String,
    /// Their own words.
    pub words: String,
    /// When they said it, by the PC's clock.
    pub said: Timestamp,
    /// What was stopped on other PCs; `None` where that was not looked at yet.
    pub stopped: Option<Vec<Stopped>>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// What was written to them with it.
    pub reply: Option<String>,
}

/// What had not begun on a PC and was stopped there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// The PC.
    pub pc: PcId,
    /// What.
    pub ids: Vec<UpdateId>,
    /// When it was to begin.
    pub when: When,
}

impl Store {
    /// Takes in that a person said that something is wrong; what they say first counts.
    pub(super) fn hear_said_wrong(&self, pc: PcId, event: &Event) -> Result<(), Error> {
        let EventKind::PersonSaidWrong { job, person, words } = &event.kind else { return Ok(()) };
        let Some(stored) = self.job(*job)?.filter(|stored| stored.job.pc == pc) else { return Ok(()) };
        let Some(called) = self.pc(pc)?.map(|pc| pc.name) else { return Ok(()) };
        let sql = "INSERT OR IGNORE INTO said_wrong (job, pc, person, words, said)
                   SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM said_wrong WHERE job = ?1) < ?6";
        let values = params![job.to_string(), pc.to_string(), person, words, event.time.to_string(), PEOPLE];
        if self.run(sql, values)? == 0 {
            return Ok(());
        }
        let names = self.names_of(pc, &stored.job)?;
        let what = What::SaidWrong { pc: called, person: person.clone(), names, words: words.clone() };
        self.note(person, &what, Timestamp::now())
    }

    /// Everybody who said that something is wrong, the newest order first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn said_wrong(&self) -> Result<Vec<SaidWrong>, Error> {
        self.rows("SELECT * FROM said_wrong ORDER BY job DESC, person", &[], |row| {
            Ok(SaidWrong {
                job: parsed(row, "job")?,
                pc: parsed(row, "pc")?,
                person: row.get("person")?,
                words: row.get("words")?,
                said: parsed(row, "said")?,
                stopped: json_maybe(row, "stopped")?,
                decision: json_maybe(row, "decision")?,
                reply: row.get("reply")?,
            })
        })
    }

    /// Keeps what was stopped elsewhere for what a person said.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn keep_stopped(&self, of: &SaidWrong, stopped: &[Stopped]) -> Result<(), Error> {
        let sql = "UPDATE said_wrong SET stopped = ?3 WHERE job = ?1 AND person = ?2";
        self.run(sql, params![of.job.to_string(), of.person, to_json(&stopped)?]).map(drop)
    }

    /// Keeps what was decided for everybody who said that something is wrong after an order and has no answer.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn decide_wrong(&self, job: JobId, decision: Decision, reply: &str) -> Result<(), Error> {
        let sql = "UPDATE said_wrong SET decision = ?2, reply = ?3 WHERE job = ?1 AND decision IS NULL";
        self.run(sql, params![job.to_string(), to_json(&decision)?, reply]).map(drop)
    }
}
