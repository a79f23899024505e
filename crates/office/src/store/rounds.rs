//! Rounds, their signed jobs, and what the PCs said about them.

use jiff::Timestamp;
use patchround_protocol::{Envelope, Event, EventKind, Job, JobId, Outcome, PcId, RoundId, job::Verb};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Store, from_json, json, json_maybe, parsed, to_json};
use crate::{
    error::Error,
    results::{StepResult, job_of},
};

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// To look again.
    Check,
    /// To install.
    Update,
}

/// One run over the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Which.
    pub id: RoundId,
    /// What for.
    pub kind: Kind,
    /// When it was agreed to.
    pub made: Timestamp,
    /// What was asked for but not ordered, PC by PC, and why.
    pub not_now: Vec<(PcId, Vec<StepResult>)>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Signed; its PC does not have it yet.
    Waiting,
    /// Its PC has it.
    Delivered,
    /// Its PC says it has ended; not compared with a fresh look yet.
    Ended,
    /// Its results are known.
    Closed,
    /// It was taken back before its PC had it.
    Withdrawn,
}

impl Stage {
    fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Ended => "ended",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One signed job.
#[derive(Debug, Clone)]
pub struct StoredJob {
    /// As it was signed.
    pub envelope: Envelope,
    /// As it reads.
    pub job: Job,
    /// How far it is.
    pub stage: Stage,
    /// What became of it, once that is known.
    pub result: Option<Vec<StepResult>>,
}

impl Store {
    /// Keeps a round with its jobs, before the first is sent.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_round(&self, round: &Round, jobs: &[(Envelope, Job)]) -> Result<(), Error> {
        self.at_once(|| {
            let kind = to_json(&round.kind)?;
            let values =
                params![round.id.to_string(), kind, round.made.to_string(), to_json(&round.not_now)?];
            self.run("INSERT INTO round (id, kind, made, not_now) VALUES (?1, ?2, ?3, ?4)", values)?;
            for (envelope, job) in jobs {
                let sql =
                    "INSERT INTO job (id, round, pc, envelope, stage) VALUES (?1, ?2, ?3, ?4, 'waiting')";
                let (id, round) = (job.job.to_string(), job.round.to_string());
                self.run(sql, params![id, round, job.pc.to_string(), to_json(envelope)?])?;
            }
            Ok(())
        })
    }

    /// One round.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn round(&self, id: RoundId) -> Result<Option<Round>, Error> {
        let sql = "SELECT * FROM round WHERE id = ?1";
        Ok(self.rows(sql, params![id.to_string()], read_round)?.into_iter().next())
    }

    /// The jobs of one round.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub fn jobs_of(&self, round: RoundId) -> Result<Vec<StoredJob>, Error> {
        self.rows("SELECT * FROM job WHERE round = ?1 ORDER BY id", params![round.to_string()], read_job)
    }

    /// The jobs whose results are not known yet, oldest first.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub fn open_jobs(&self) -> Result<Vec<StoredJob>, Error> {
        let sql = "SELECT * FROM job WHERE stage NOT IN ('closed', 'withdrawn') ORDER BY id";
        self.rows(sql, &[], read_job)
    }

    /// One job.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub fn job(&self, id: JobId) -> Result<Option<StoredJob>, Error> {
        let sql = "SELECT * FROM job WHERE id = ?1";
        Ok(self.rows(sql, params![id.to_string()], read_job)?.into_iter().next())
    }

    /// Moves a job on. `true` if it was not there already.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn move_job(&self, job: JobId, to: Stage) -> Result<bool, Error> {
        let sql = "UPDATE job SET stage = ?2 WHERE id = ?1 AND stage <> ?2 AND stage <> 'closed'";
        Ok(self.run(sql, params![job.to_string(), to.id()])? == 1)
    }

    /// Keeps what became of a job. `true` the first time.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn close_job(&self, job: JobId, result: &[StepResult]) -> Result<bool, Error> {
        let sql = "UPDATE job SET stage = 'closed', result = ?2 WHERE id = ?1 AND stage <> 'closed'";
        Ok(self.run(sql, params![job.to_string(), to_json(&result)?])? == 1)
    }

    /// Takes events of a PC in, and moves its cursor, as one.
    ///
    /// Events that were taken in before change nothing.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn hear(&self, pc: PcId, events: &[Event]) -> Result<(), Error> {
        self.at_once(|| {
            for event in events {
                self.hear_one(pc, event)?;
            }
            let Some(last) = events.iter().map(|e| number(e.seq)).max() else { return Ok(()) };
            let sql = "UPDATE pc SET cursor = max(cursor, ?2) WHERE id = ?1";
            self.run(sql, params![pc.to_string(), last]).map(drop)
        })
    }

    /// The events of a job, in their order.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn events_of(&self, job: JobId) -> Result<Vec<Event>, Error> {
        let sql = "SELECT line FROM event WHERE job = ?1 ORDER BY log, seq";
        self.rows(sql, params![job.to_string()], |row| json(row, "line"))
    }

    fn hear_one(&self, pc: PcId, event: &Event) -> Result<(), Error> {
        let Some(job) = job_of(&event.kind) else { return Ok(()) };
        if !matches!(event.kind, EventKind::Progress { .. }) {
            let sql = "INSERT OR IGNORE INTO event (pc, log, seq, job, line)
                       SELECT pc.id, pc.log, ?2, job.id, ?4 FROM pc JOIN job ON job.pc = pc.id
                       WHERE pc.id = ?1 AND job.id = ?3";
            self.run(sql, params![pc.to_string(), number(event.seq), job.to_string(), to_json(event)?])?;
        }
        if let EventKind::StepEnded { verb: Verb::Refresh, outcome: Outcome::Done, .. } = event.kind {
            let sql = "UPDATE pc SET refreshed = ?2 WHERE id = ?1";
            self.run(sql, params![pc.to_string(), event.time.to_string()])?;
        }
        let stages = match event.kind {
            EventKind::JobEnded { .. } | EventKind::JobRefused { .. } => {
                ("ended", "waiting delivered withdrawn")
            }
            _ => ("delivered", "waiting withdrawn"),
        };
        let sql = "UPDATE job SET stage = ?3 WHERE id = ?1 AND pc = ?2 AND instr(?4, stage) > 0";
        self.run(sql, params![job.to_string(), pc.to_string(), stages.0, stages.1]).map(drop)
    }
}

/// SQLite counts with a sign. A PC that counts further than that has only itself to confuse.
fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn read_round(row: &rusqlite::Row<'_>) -> Result<Round, Error> {
    Ok(Round {
        id: parsed(row, "id")?,
        kind: json(row, "kind")?,
        made: parsed(row, "made")?,
        not_now: json(row, "not_now")?,
    })
}

fn read_job(row: &rusqlite::Row<'_>) -> Result<StoredJob, Error> {
    let envelope: Envelope = json(row, "envelope")?;
    let job = envelope.open(|_| true)?;
    let stage = from_json(&format!("\"{}\"", row.get::<_, String>("stage")?))?;
    Ok(StoredJob { envelope, job, stage, result: json_maybe(row, "result")? })
}
