//! Whom PCs asked about an order, what they said, and what was decided: written once, however often a log is read.

use jiff::Timestamp;
use patchround_protocol::{
    Event, EventKind, Job, JobId, PcId, Step, UpdateId,
    consultation::{Answer, Decision},
};
use rusqlite::params;

use super::{Store, json_maybe, parsed, record::What, to_json};
use crate::error::Error;

/// People of one order that are kept. A PC that tells of more only fills the disk.
const PEOPLE: u32 = 16;

/// One person who was asked about an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consulted {
    /// The order.
    pub job: JobId,
    /// Its PC.
    pub pc: PcId,
    /// The name of their account there.
    pub person: String,
    /// When they saw the question, by the PC's clock.
    pub asked: Timestamp,
    /// What they said last.
    pub answer: Option<Answer>,
    /// When, by the PC's clock.
    pub answered: Option<Timestamp>,
    /// What was decided, where they asked to wait.
    pub decision: Option<Decision>,
    /// What was written to them with it.
    pub words: Option<String>,
}

impl Consulted {
    /// Whether they asked to wait.
    pub fn objects(&self) -> bool {
        matches!(self.answer, Some(Answer::Objection { .. }))
    }
}

impl Store {
    /// Takes in that a person was asked, or answered.
    pub(super) fn hear_consultation(&self, pc: PcId, job: JobId, event: &Event) -> Result<(), Error> {
        let is_its = |stored: &super::rounds::StoredJob| stored.job.pc == pc;
        let Some(stored) = self.job(job)?.filter(is_its) else { return Ok(()) };
        let Some(called) = self.pc(pc)?.map(|pc| pc.name) else { return Ok(()) };
        let names = || self.names_of(pc, &stored.job);
        let (key, at) = (job.to_string(), event.time.to_string());
        match &event.kind {
            EventKind::PersonAsked { person, announced, .. } => {
                let sql = "INSERT OR IGNORE INTO consultation (job, pc, person, asked, announced)
                           SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM consultation WHERE job = ?1) < ?6";
                let new =
                    self.run(sql, params![key, pc.to_string(), person, at, announced.to_string(), PEOPLE])?;
                let sql = "UPDATE consultation SET announced = ?3 WHERE job = ?1 AND person = ?2";
                self.run(sql, params![key, person, announced.to_string()])?;
                if new > 0 {
                    let what = What::PersonAsked {
                        pc: called,
                        person: person.clone(),
                        names: names()?,
                        announced: *announced,
                    };
                    self.note(person, &what, Timestamp::now())?;
                }
            }
            EventKind::PersonAnswered { person, answer, .. } => {
                // What was decided before was no answer to this.
                let sql = "UPDATE consultation SET answer = ?3, answered = ?4, answered_seq = ?5, decision = NULL, words = NULL
                           WHERE job = ?1 AND person = ?2 AND (answered_seq IS NULL OR answered_seq < ?5)";
                let seq = i64::try_from(event.seq).unwrap_or(i64::MAX);
                if self.run(sql, params![key, person, to_json(answer)?, at, seq])? > 0 {
                    let what = What::PersonAnswered {
                        pc: called,
                        person: person.clone(),
                        names: names()?,
                        answer: answer.clone(),
                    };
                    self.note(person, &what, Timestamp::now())?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What an order installs, as a person would say it.
    pub(crate) fn names_of(&self, pc: PcId, job: &Job) -> Result<Vec<String>, Error> {
        let name = |id: &UpdateId| -> Result<String, Error> {
            Ok(self.name_of(Some(pc), id)?.unwrap_or_else(|| id.native().to_owned()))
        };
        let mut names: Vec<String> = installs(job).map(name).collect::<Result<_, _>>()?;
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Everybody who was asked, the newest order first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn consulted(&self) -> Result<Vec<Consulted>, Error> {
        self.rows("SELECT * FROM consultation ORDER BY job DESC, person", &[], |row| {
            let answered: Option<String> = row.get("answered")?;
            Ok(Consulted {
                job: parsed(row, "job")?,
                pc: parsed(row, "pc")?,
                person: row.get("person")?,
                asked: parsed(row, "asked")?,
                answer: json_maybe(row, "answer")?,
                answered: answered.and_then(|at| at.parse().ok()),
                decision: json_maybe(row, "decision")?,
                words: row.get("words")?,
            })
        })
    }

    /// Keeps what was decided for everybody who asked to wait with an order.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn decide(&self, job: JobId, decision: Decision, words: &str) -> Result<(), Error> {
        let sql = "UPDATE consultation SET decision = ?2, words = ?3
                   WHERE job = ?1 AND answer ->> '$.answer' = 'objection'";
        self.run(sql, params![job.to_string(), to_json(&decision)?, words]).map(drop)
    }

    /// Forgets what was decided: whoever asked to wait waits for an answer again.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn reopen(&self, job: JobId, now: Timestamp) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO turn (job, anew) VALUES (?1, ?2)";
        self.run(sql, params![job.to_string(), now.to_string()])?;
        let sql = "UPDATE consultation SET decision = NULL, words = NULL WHERE job = ?1";
        self.run(sql, params![job.to_string()]).map(drop)
    }

    /// Since when people wait for an answer anew, where there was one before.
    pub(crate) fn asked_anew(&self, job: JobId) -> Result<Option<Timestamp>, Error> {
        let sql = "SELECT anew FROM turn WHERE job = ?1 AND anew IS NOT NULL";
        Ok(self.rows(sql, params![job.to_string()], |row| parsed(row, "anew"))?.pop())
    }

    /// Whether it was not written down yet that somebody else has a question, or that it is late; it is then.
    pub(crate) fn is_new_turn(&self, job: JobId, late: bool) -> Result<bool, Error> {
        let job = job.to_string();
        self.run("INSERT OR IGNORE INTO turn (job) VALUES (?1)", params![job])?;
        let sql = if late {
            "UPDATE turn SET late = 1 WHERE job = ?1 AND late = 0"
        } else {
            "UPDATE turn SET passed = 1 WHERE job = ?1 AND passed = 0"
        };
        Ok(self.run(sql, params![job])? > 0)
    }
}

/// What an order installs.
pub(crate) fn installs(job: &Job) -> impl Iterator<Item = &UpdateId> {
    job.steps.iter().flat_map(|step| match step {
        Step::Install { ids, .. } => ids.as_slice(),
        _ => &[],
    })
}
