//! Who said that something is wrong after an update went in, what was stopped for it, and what was decided.

use jiff::Timestamp;
use patchround_protocol::{
    Event, EventKind, JobId, Outcome, PcId, UpdateId, consultation::Decision, job::When,
};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{
    Store,
    consultations::{installs, said_at},
    json_maybe, parsed,
    record::What,
    rounds::{Stage, StoredJob},
    to_json,
};
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
    /// When they said it, by the PC's clock; when we heard it, where that cannot be.
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

/// What a person said, as it is kept.
struct Word {
    person: String,
    words: String,
    said: Timestamp,
}

impl Store {
    /// Takes in that a person said that something is wrong; what they say first counts. Until it is known that their order
    /// went in the word is only kept: a PC could say so of an order that it never carried out.
    pub(super) fn hear_said_wrong(&self, pc: PcId, event: &Event) -> Result<(), Error> {
        let EventKind::PersonSaidWrong { job, person, words } = &event.kind else { return Ok(()) };
        let Some(stored) = self.job(*job)?.filter(|stored| stored.job.pc == pc) else { return Ok(()) };
        let said = said_at(event, &stored.job, Timestamp::now());
        let word = Word { person: person.clone(), words: words.clone(), said };
        match stored.stage {
            Stage::Closed if has_gone_in(&stored) => self.count(&stored, &word),
            Stage::Closed => Ok(()),
            _ => self.keep_early(*job, &word),
        }
    }

    fn keep_early(&self, job: JobId, word: &Word) -> Result<(), Error> {
        let sql = "INSERT OR IGNORE INTO said_early (job, person, words, said)
                   SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM said_early WHERE job = ?1) < ?5";
        let values = params![job.to_string(), word.person, word.words, word.said.to_string(), PEOPLE];
        self.run(sql, values).map(drop)
    }

    /// What people said before it was known how their order ended counts from now on, if that went in.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub(crate) fn count_early(&self, job: JobId) -> Result<(), Error> {
        let sql = "SELECT * FROM said_early WHERE job = ?1 ORDER BY rowid";
        let early = self.rows(sql, params![job.to_string()], |row| {
            Ok(Word { person: row.get("person")?, words: row.get("words")?, said: parsed(row, "said")? })
        })?;
        self.run("DELETE FROM said_early WHERE job = ?1", params![job.to_string()])?;
        let Some(stored) = self.job(job)?.filter(has_gone_in) else { return Ok(()) };
        early.iter().try_for_each(|word| self.count(&stored, word))
    }

    fn count(&self, of: &StoredJob, word: &Word) -> Result<(), Error> {
        let (pc, Word { person, words, said }) = (of.job.pc, word);
        let Some(called) = self.pc(pc)?.map(|pc| pc.name) else { return Ok(()) };
        let sql = "INSERT OR IGNORE INTO said_wrong (job, pc, person, words, said)
                   SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM said_wrong WHERE job = ?1) < ?6";
        let values = params![of.job.job.to_string(), pc.to_string(), person, words, said.to_string(), PEOPLE];
        if self.run(sql, values)? == 0 {
            return Ok(());
        }
        let names = self.names_of(pc, &of.job)?;
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

/// Whether something that an order installs is in place since, as far as the office knows; also if only after a restart.
fn has_gone_in(job: &StoredJob) -> bool {
    let ends = job.result.as_deref().unwrap_or_default();
    // One that was fetched first has two ends: the last is that of its installation.
    let end = |id: &UpdateId| ends.iter().rfind(|end| end.id.as_ref() == Some(id)).map(|end| end.outcome);
    let is_in = |id: &UpdateId| matches!(end(id), Some(Outcome::Done | Outcome::NeedsRestart));
    job.stage == Stage::Closed && installs(&job.job).any(is_in)
}
