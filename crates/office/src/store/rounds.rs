//! Rounds, their signed jobs, and what the PCs said about them.

use jiff::Timestamp;
use patchround_protocol::{Cause, Envelope, Event, EventKind, Job, JobId, Outcome, PcId, RoundId, job::Verb};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Store, from_json, json, json_maybe, parsed, pcs::RefreshFailed, rest::Rest, to_json};
use crate::{
    error::Error,
    not_whole::NotWhole,
    results::{StepResult, job_of},
};

/// Events of one job that are kept. A job of every step and update it may have needs fewer.
const EVENTS_OF_JOB: u32 = 10_000;

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// To look again.
    Check,
    /// To install.
    Update,
    /// To restart PCs, or to switch them off.
    Restart,
    /// To go back, or no longer to stay there.
    Undo,
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
    /// What waits until it works on the PC that goes first.
    pub rest: Option<Rest>,
    /// What its repairs are for, PC by PC: what was not whole when it was agreed to.
    pub not_whole: Vec<(PcId, Vec<NotWhole>)>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Signed; its PC does not have it yet.
    Waiting,
    /// It was sent and no answer came: its PC may have it.
    Sent,
    /// As [`Stage::Sent`], and it is to be done no more: its PC has not been asked since whether it has it.
    Recalled,
    /// Its PC has it.
    Delivered,
    /// Its PC says it has ended; not compared with a fresh look yet.
    Ended,
    /// Its PC had it, or may have had it, and fell silent: what became of it is told once it speaks again.
    Silent,
    /// Its results are known.
    Closed,
    /// It was taken back before its PC had it.
    Withdrawn,
}

impl Stage {
    fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Recalled => "recalled",
            Self::Delivered => "delivered",
            Self::Ended => "ended",
            Self::Silent => "silent",
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

impl StoredJob {
    /// Whether it is still to be handed to its PC, which may have it already.
    pub fn is_to_hand_over(&self) -> bool {
        matches!(self.stage, Stage::Waiting | Stage::Sent)
    }
}

impl Store {
    /// Keeps a round with its jobs, before the first is sent.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_round(&self, round: &Round, jobs: &[(Envelope, Job)]) -> Result<(), Error> {
        self.at_once(|| {
            let kind = to_json(&round.kind)?;
            let rest = round.rest.as_ref().map(to_json).transpose()?;
            let (id, made, not_now) =
                (round.id.to_string(), round.made.to_string(), to_json(&round.not_now)?);
            let not_whole = to_json(&round.not_whole)?;
            let sql = "INSERT INTO round (id, kind, made, not_now, rest, not_whole) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            self.run(sql, params![id, kind, made, not_now, rest, not_whole])?;
            keep_jobs(self, jobs)
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

    /// Rounds that install and of which an order has come to an end, the newest first.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub(crate) fn rounds_with_an_end(&self, most: u32) -> Result<Vec<Round>, Error> {
        let sql = "SELECT * FROM round WHERE kind = ?1
                   AND EXISTS (SELECT 1 FROM job WHERE round = round.id AND stage = 'closed')
                   ORDER BY made DESC LIMIT ?2";
        self.rows(sql, params![to_json(&Kind::Update)?, most], read_round)
    }

    /// The newest rounds that install, the newest first.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub(crate) fn update_rounds(&self, most: u32) -> Result<Vec<RoundId>, Error> {
        let sql = "SELECT * FROM round WHERE kind = ?1 ORDER BY made DESC LIMIT ?2";
        let found = self.rows(sql, params![to_json(&Kind::Update)?, most], read_round)?;
        Ok(found.into_iter().map(|round| round.id).collect())
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
        let sql =
            "SELECT * FROM job WHERE stage NOT IN ('closed', 'withdrawn') AND stage <> 'silent' ORDER BY id";
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

    /// Notes that a job is on its way to its PC, or with `false` that the PC said that it does not have it.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn note_sent(&self, job: JobId, is_sent: bool) -> Result<(), Error> {
        let (from, to) = if is_sent { (Stage::Waiting, Stage::Sent) } else { (Stage::Sent, Stage::Waiting) };
        let sql = "UPDATE job SET stage = ?3 WHERE id = ?1 AND stage = ?2";
        self.run(sql, params![job.to_string(), from.id(), to.id()]).map(drop)
    }

    /// Keeps what is said of a job whose PC fell silent, until it speaks again. `true` the first time.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn silence_job(&self, job: JobId, result: &[StepResult]) -> Result<bool, Error> {
        let sql = "UPDATE job SET stage = 'silent', result = ?2 WHERE id = ?1 AND stage NOT IN ('silent', 'closed')";
        Ok(self.run(sql, params![job.to_string(), to_json(&result)?])? == 1)
    }

    /// Keeps what became of a job, in the place of what its PC told of it. `true` the first time.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn close_job(&self, job: JobId, result: &[StepResult]) -> Result<bool, Error> {
        let sql = "UPDATE job SET stage = 'closed', result = ?2 WHERE id = ?1 AND stage <> 'closed'";
        let is_first = self.run(sql, params![job.to_string(), to_json(&result)?])? == 1;
        self.run("DELETE FROM event WHERE job = ?1", params![job.to_string()])?;
        Ok(is_first)
    }

    /// Takes events of a PC in, and moves its cursor, as one.
    ///
    /// Events that were taken in before change nothing.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn hear(&self, pc: PcId, events: &[Event]) -> Result<(), Error> {
        // Of these the record tells: its head is on the disk at once, and so must be its lines.
        let is_told = |event: &Event| {
            job_of(&event.kind).is_some() || matches!(event.kind, EventKind::PersonWrote { .. })
        };
        if events.iter().any(is_told) {
            return self.take_in(pc, events);
        }
        self.lightly(|| self.take_in(pc, events))
    }

    fn take_in(&self, pc: PcId, events: &[Event]) -> Result<(), Error> {
        self.at_once(|| {
            for event in events {
                self.hear_one(pc, event)?;
            }
            let Some(last) = events.iter().max_by_key(|e| e.seq) else { return Ok(()) };
            let sql = "UPDATE pc SET cursor = ?2, mark = ?3, chain = ?4 WHERE id = ?1 AND cursor < ?2";
            let (seq, mark) = (number(last.seq), last.time.to_string());
            let chain = last.chain.map(|chain| chain.to_string());
            self.run(sql, params![pc.to_string(), seq, mark, chain]).map(drop)
        })
    }

    /// The events of a job, in their order, each with the log it was in.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn events_of(&self, job: JobId) -> Result<Vec<(u32, Event)>, Error> {
        let sql = "SELECT log, line FROM event WHERE job = ?1 ORDER BY log, seq";
        self.rows(sql, params![job.to_string()], |row| Ok((row.get("log")?, json(row, "line")?)))
    }

    /// The newest event of a job: its PC's last word on it, whatever its people said since.
    ///
    /// # Errors
    /// As [`Store::events_of`].
    pub fn last_event_of(&self, job: JobId) -> Result<Option<Event>, Error> {
        let sql = "SELECT line FROM event WHERE job = ?1
                   AND json_extract(line, '$.type') NOT IN ('person_asked', 'person_answered')
                   ORDER BY log DESC, seq DESC LIMIT 1";
        Ok(self.rows(sql, params![job.to_string()], |row| json(row, "line"))?.pop())
    }

    fn hear_one(&self, pc: PcId, event: &Event) -> Result<(), Error> {
        if matches!(event.kind, EventKind::PersonWrote { .. }) {
            return self.hear_note(pc, event);
        }
        let Some(job) = job_of(&event.kind) else { return Ok(()) };
        if matches!(event.kind, EventKind::PersonSaidWrong { .. }) {
            return self.hear_said_wrong(pc, event); // it is over for its PC
        }
        self.hear_by_itself(pc, job, event)?;
        self.hear_own_ended(pc, job, event)?;
        self.hear_consultation(pc, job, event)?;
        if !matches!(event.kind, EventKind::Progress { .. }) {
            let sql = "INSERT OR IGNORE INTO event (pc, log, seq, job, line)
                       SELECT pc.id, pc.log, ?2, job.id, ?4 FROM pc JOIN job ON job.pc = pc.id
                       WHERE pc.id = ?1 AND job.id = ?3 AND job.stage <> 'closed'
                       AND (SELECT count(*) FROM event WHERE job = ?3) < ?5";
            let (seq, line) = (number(event.seq), to_json(event)?);
            self.run(sql, params![pc.to_string(), seq, job.to_string(), line, EVENTS_OF_JOB])?;
        }
        if let EventKind::StepEnded { verb: Verb::Refresh, outcome, cause, .. } = event.kind {
            self.hear_refresh(pc, event.time, outcome, cause)?;
        }
        let stages = match event.kind {
            EventKind::JobEnded { .. } | EventKind::JobRefused { .. } => {
                ("ended", "waiting sent recalled delivered silent withdrawn")
            }
            _ => ("delivered", "waiting sent recalled silent withdrawn"),
        };
        let sql =
            "UPDATE job SET stage = ?3, result = NULL WHERE id = ?1 AND pc = ?2 AND instr(?4, stage) > 0";
        self.run(sql, params![job.to_string(), pc.to_string(), stages.0, stages.1]).map(drop)
    }

    fn hear_refresh(
        &self,
        pc: PcId,
        at: Timestamp,
        outcome: Outcome,
        cause: Option<Cause>,
    ) -> Result<(), Error> {
        let (sql, value) = match outcome {
            Outcome::Done => {
                ("UPDATE pc SET refreshed = ?2, refresh_failed = NULL WHERE id = ?1", at.to_string())
            }
            Outcome::Cancelled => return Ok(()),
            _ => {
                let failed = RefreshFailed { at, cause: cause.unwrap_or(Cause::Unexpected) };
                ("UPDATE pc SET refresh_failed = ?2 WHERE id = ?1", to_json(&failed)?)
            }
        };
        self.run(sql, params![pc.to_string(), value]).map(drop)
    }
}

/// SQLite counts with a sign. A PC that counts further than that has only itself to confuse.
fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

pub(super) fn keep_jobs(store: &Store, jobs: &[(Envelope, Job)]) -> Result<(), Error> {
    for (envelope, job) in jobs {
        let sql = "INSERT INTO job (id, round, pc, envelope, stage) VALUES (?1, ?2, ?3, ?4, 'waiting')";
        let (id, round) = (job.job.to_string(), job.round.to_string());
        store.run(sql, params![id, round, job.pc.to_string(), to_json(envelope)?])?;
    }
    Ok(())
}

pub(super) fn read_round(row: &rusqlite::Row<'_>) -> Result<Round, Error> {
    Ok(Round {
        id: parsed(row, "id")?,
        kind: json(row, "kind")?,
        made: parsed(row, "made")?,
        not_now: json(row, "not_now")?,
        rest: json_maybe(row, "rest")?,
        not_whole: json_maybe(row, "not_whole")?.unwrap_or_default(),
    })
}

fn read_job(row: &rusqlite::Row<'_>) -> Result<StoredJob, Error> {
    let envelope: Envelope = json(row, "envelope")?;
    let job = envelope.open(|_| true)?;
    let stage = from_json(&format!("\"{}\"", row.get::<_, String>("stage")?))?;
    Ok(StoredJob { envelope, job, stage, result: json_maybe(row, "result")? })
}

#[cfg(test)]
mod tests {
    use patchround_protocol::Step;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{results, samples};

    fn round() -> Round {
        let id = RoundId(Uuid::from_u128(2));
        let (not_now, not_whole) = (Vec::new(), Vec::new());
        Round { id, kind: Kind::Update, made: samples::now(), not_now, rest: None, not_whole }
    }

    fn store_with_job(dir: &std::path::Path) -> (Store, Job) {
        let store = Store::create(dir).unwrap();
        let key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
        let job = samples::job(&["apt:a@2", "apt:b@2"]);
        let facts = patchround_protocol::wire::Facts::default();
        store.keep_pc(job.pc, "a", "192.0.2.1:1".parse().unwrap(), &facts, samples::now()).unwrap();
        store.keep_round(&round(), &[(Envelope::seal(&job, &key).unwrap(), job.clone())]).unwrap();
        (store, job)
    }

    fn story(job: &Job) -> Vec<Event> {
        let (id, round, step, cause, details) = (job.job, job.round, 0, None, None);
        let ids = job
            .steps
            .iter()
            .flat_map(|s| if let Step::Install { ids, .. } = s { ids.as_slice() } else { &[] });
        let ended = ids.map(|update| EventKind::UpdateEnded {
            job: id,
            step,
            id: update.clone(),
            outcome: Outcome::Done,
            cause,
            installed: None,
            details: None,
        });
        let first = [
            EventKind::JobAccepted { job: id, round },
            EventKind::Scanned { revision: "r".into(), outstanding: 2, restart_pending: None },
        ];
        let last = [
            EventKind::StepEnded {
                job: id,
                step,
                verb: Verb::Install,
                outcome: Outcome::Done,
                cause,
                details,
            },
            EventKind::JobEnded { job: id, round, outcome: Outcome::Done, cause },
        ];
        let kinds = first.into_iter().chain(ended).chain(last);
        (1..).zip(kinds).map(|(seq, kind)| Event::new(seq, samples::now(), kind)).collect()
    }

    fn in_first_log(events: &[Event]) -> Vec<(u32, Event)> {
        events.iter().map(|event| (0, event.clone())).collect()
    }

    #[test]
    fn a_pc_cannot_speak_of_another_pcs_order() {
        let dir = tempfile::tempdir().unwrap();
        let (store, job) = store_with_job(dir.path());
        let other = patchround_protocol::SpkiHash([9; 32]);
        let facts = patchround_protocol::wire::Facts::default();
        store.keep_pc(other, "b", "192.0.2.2:1".parse().unwrap(), &facts, samples::now()).unwrap();
        store.hear(other, &story(&job)).unwrap();
        assert!(store.events_of(job.job).unwrap().is_empty());
        assert_eq!(store.job(job.job).unwrap().unwrap().stage, Stage::Waiting);
    }

    #[test]
    fn a_log_that_began_anew_is_not_taken_for_the_old_one() {
        let dir = tempfile::tempdir().unwrap();
        let (store, job) = store_with_job(dir.path());
        let all = story(&job);
        store.hear(job.pc, &all[..1]).unwrap();
        store.new_log(job.pc).unwrap();
        assert_eq!(store.pc(job.pc).unwrap().unwrap().cursor, 0);
        store.hear(job.pc, &all).unwrap();
        assert_eq!(store.job(job.job).unwrap().unwrap().stage, Stage::Ended);
    }

    #[test]
    fn a_refresh_that_failed_is_remembered_until_one_works() {
        let dir = tempfile::tempdir().unwrap();
        let (store, job) = store_with_job(dir.path());
        let refresh = |seq, outcome, cause| {
            let (job, step, verb, details) = (job.job, 0, Verb::Refresh, None);
            let kind = EventKind::StepEnded { job, step, verb, outcome, cause, details };
            store.hear(samples::pc(), &[Event::new(seq, samples::now(), kind)]).unwrap();
            let pc = store.pc(samples::pc()).unwrap().unwrap();
            (pc.refreshed, pc.refresh_failed.map(|failed| failed.cause))
        };
        let failed = refresh(1, Outcome::Failed, Some(Cause::NoNetwork));
        assert_eq!(failed, (None, Some(Cause::NoNetwork)));
        assert_eq!(refresh(2, Outcome::Done, None), (Some(samples::now()), None));
        assert_eq!(refresh(3, Outcome::Cancelled, None), (Some(samples::now()), None));
    }

    #[test]
    fn a_closed_order_stays_closed() {
        let dir = tempfile::tempdir().unwrap();
        let (store, job) = store_with_job(dir.path());
        assert!(store.close_job(job.job, &[]).unwrap());
        assert!(!store.close_job(job.job, &[]).unwrap());
        store.hear(job.pc, &story(&job)).unwrap();
        assert!(!store.move_job(job.job, Stage::Delivered).unwrap());
        assert_eq!(store.job(job.job).unwrap().unwrap().stage, Stage::Closed);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn events_stored_twice_or_in_overlapping_pieces_give_the_same_results(
            pieces in proptest::collection::vec((0usize..6, 1usize..7), 0..6),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let (store, job) = store_with_job(dir.path());
            let all = story(&job);
            for (from, many) in pieces {
                let piece: Vec<Event> = all.iter().skip(from).take(many).cloned().collect();
                store.hear(job.pc, &piece).unwrap();
            }
            store.hear(job.pc, &all).unwrap();
            let stored = store.events_of(job.job).unwrap();
            prop_assert_eq!(results::heard(&job, &stored), results::heard(&job, &in_first_log(&all)));
            prop_assert_eq!(store.pc(job.pc).unwrap().unwrap().cursor, 6);
            prop_assert_eq!(store.job(job.job).unwrap().unwrap().stage, Stage::Ended);
        }
    }

    #[test]
    fn the_last_word_on_a_job_is_its_newest_event_in_its_newest_log() {
        let dir = tempfile::tempdir().unwrap();
        let (store, job) = store_with_job(dir.path());
        assert_eq!(store.last_event_of(job.job).unwrap(), None);
        let all = story(&job);
        for until in 1..=all.len() {
            store.hear(job.pc, &all[..until]).unwrap();
            let newest = store.events_of(job.job).unwrap().pop().map(|(_, event)| event);
            assert_eq!(store.last_event_of(job.job).unwrap(), newest);
        }
        let (person, answer) = ("ana".to_owned(), patchround_protocol::consultation::Answer::Now {});
        let kind = EventKind::PersonAnswered { job: job.job, person, answer };
        let said = serde_json::to_string(&Event { kind, ..all[5].clone() }).unwrap();
        let sql = "INSERT INTO event SELECT pc, log, 99, job, ?2 FROM event WHERE job = ?1 LIMIT 1";
        store.run(sql, params![job.job.to_string(), said]).unwrap();
        assert_eq!(
            store.last_event_of(job.job).unwrap(),
            Some(all[5].clone()),
            "a person's word is not its PC's"
        );
        let sql = "UPDATE event SET log = 1 WHERE job = ?1 AND seq = 4";
        store.run(sql, params![job.job.to_string()]).unwrap();
        assert_eq!(store.last_event_of(job.job).unwrap(), Some(all[3].clone()), "a log that began anew");
    }
}
