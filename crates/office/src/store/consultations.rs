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
    /// When they saw the question, by the PC's clock; when we heard of it, where that cannot be.
    pub asked: Timestamp,
    /// What they said last.
    pub answer: Option<Answer>,
    /// When, as `asked`.
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
        let at = said_at(event, &stored.job, Timestamp::now());
        let (person, what) = match &event.kind {
            EventKind::PersonAsked { person, announced, .. } => {
                if !self.keep_asked(&stored.job, person, at, *announced)? {
                    return Ok(());
                }
                let (names, announced) = (names()?, *announced);
                (person, What::PersonAsked { pc: called, person: person.clone(), names, announced })
            }
            EventKind::PersonAnswered { person, answer, .. } => {
                if !self.keep_answered(job, (event.seq, at), person, answer)? {
                    return Ok(());
                }
                let (names, answer) = (names()?, answer.clone());
                (person, What::PersonAnswered { pc: called, person: person.clone(), names, answer })
            }
            _ => return Ok(()),
        };
        self.note(person, &what, Timestamp::now())
    }

    /// Keeps that a person was asked; `true` the first time.
    fn keep_asked(
        &self,
        job: &Job,
        person: &str,
        at: Timestamp,
        announced: Timestamp,
    ) -> Result<bool, Error> {
        let (key, announced) = (job.job.to_string(), announced.to_string());
        let sql = "INSERT OR IGNORE INTO consultation (job, pc, person, asked, announced)
                   SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM consultation WHERE job = ?1) < ?6";
        let values = params![key, job.pc.to_string(), person, at.to_string(), announced, PEOPLE];
        let is_new = self.run(sql, values)? > 0;
        let sql = "UPDATE consultation SET announced = ?3 WHERE job = ?1 AND person = ?2";
        self.run(sql, params![key, person, announced])?;
        Ok(is_new)
    }

    /// Keeps what a person said; `false` where they have said it, or something later, already. What was decided before was
    /// no answer to it.
    fn keep_answered(
        &self,
        job: JobId,
        (seq, at): (u64, Timestamp),
        person: &str,
        answer: &Answer,
    ) -> Result<bool, Error> {
        let sql = "UPDATE consultation SET answer = ?3, answered = ?4, answered_seq = ?5, decision = NULL, words = NULL
                   WHERE job = ?1 AND person = ?2 AND (answered_seq IS NULL OR answered_seq < ?5)";
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        Ok(self.run(sql, params![job.to_string(), person, to_json(answer)?, at.to_string(), seq])? > 0)
    }

    /// What an order installs, as a person would say it.
    pub(crate) fn names_of(&self, pc: PcId, job: &Job) -> Result<Vec<String>, Error> {
        let name = |id: &UpdateId| -> Result<String, Error> {
            Ok(self.name_of(Some(pc), id)?.unwrap_or_else(|| id.in_session().native().to_owned()))
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

/// When a person said something about an order: by their PC's clock, or when we heard it where that cannot be. So a wrong
/// clock neither makes the manager late nor hides that they are.
pub(super) fn said_at(event: &Event, of: &Job, heard: Timestamp) -> Timestamp {
    if (of.not_before..=heard).contains(&event.time) { event.time } else { heard }
}
