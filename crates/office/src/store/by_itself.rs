//! What PCs did by themselves, as the office's policy calls for: written into the record once, however often
//! their logs are read.

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use patchround_protocol::{Cause, Event, EventKind, JobId, Outcome, PcId, UpdateId, job::Verb};
use rusqlite::params;

use super::{Store, json_maybe, pcs::StoredPc, record::What, to_json};
use crate::{
    course::By,
    error::Error,
    results::{StepResult, Words, is_not_whole},
};

/// Lines of one PC's own doing in the record, a day. A PC that tells of more only fills the disk.
const LINES_A_DAY: u32 = 300;
/// Runs of one PC that are open at once; a PC has one.
const RUNS: u32 = 16;

impl Store {
    /// Takes in an event that may belong to a run a PC began by itself.
    pub(super) fn hear_by_itself(&self, pc: PcId, run: JobId, event: &Event) -> Result<(), Error> {
        match &event.kind {
            EventKind::PolicyRunStarted { .. } => return self.begin_run(pc, run),
            // What is only fetched ahead is not in place; its installation is a run of its own.
            EventKind::StepStarted { verb: Verb::Download, .. } | EventKind::PolicyRunEnded { .. } => {
                let sql = "DELETE FROM policy_run WHERE pc = ?1 AND run = ?2";
                return self.run(sql, params![pc.to_string(), run.to_string()]).map(drop);
            }
            _ if !self.is_run(pc, run)? => return Ok(()),
            EventKind::Said { step, part, words, .. } => {
                let mut said = self.words_of(pc, run)?;
                said.say(*step, *part, words);
                return self.keep_words(pc, run, &said);
            }
            _ => {}
        }
        let Some(StoredPc { name, scan, .. }) = self.pc(pc)? else { return Ok(()) };
        // What names a version that the PC went back to tells the end of its stay there, and of no update.
        let is_kept_at = |id: &UpdateId| {
            scan.iter().flat_map(|scan| &scan.kept).any(|kept| kept.id == *id && kept.back.is_some())
        };
        let at = event.time;
        match &event.kind {
            EventKind::UpdateEnded { id, outcome: Outcome::Done, .. } if is_kept_at(id) => {
                let (called, id) = (self.name_of_package(pc, id)?, id.clone());
                let key = format!("let go {id}");
                let what = What::LetGoByItself { pc: name, id, name: called, at };
                self.note_once(pc, run, &key, (Outcome::Done, None), &what)
            }
            EventKind::UpdateEnded { id, .. } if is_kept_at(id) => Ok(()),
            EventKind::UpdateEnded { id, outcome, cause, installed, .. } if *outcome != Outcome::Waiting => {
                let end = (*outcome, *cause);
                let there = is_not_whole(id, *cause, installed.as_deref());
                self.note_course(pc, run, event)?;
                let (called, id) = (self.name_of(Some(pc), id)?, id.clone());
                let key = id.as_str().to_owned();
                let (outcome, cause) = end;
                let what = What::ByItself { pc: name, id, name: called, at, outcome, cause, there };
                self.note_once(pc, run, &key, end, &what)
            }
            EventKind::StepEnded { verb: Verb::Restart, outcome: Outcome::Done, .. } => {
                let what = What::RestartedByItself { pc: name, at };
                self.note_once(pc, run, "restart", (Outcome::Done, None), &what)
            }
            EventKind::StepEnded { verb: Verb::Repair, outcome: Outcome::Done, .. } => {
                let what = What::RepairedByItself { pc: name, at };
                self.note_once(pc, run, "repair", (Outcome::Done, None), &what)
            }
            EventKind::StepEnded { verb: Verb::Restart, outcome, cause, .. }
                if *outcome != Outcome::Waiting =>
            {
                let (outcome, cause) = (*outcome, *cause);
                let what = What::NotRestartedByItself { pc: name, at, outcome, cause };
                self.note_once(pc, run, "restart", (outcome, cause), &what)
            }
            EventKind::StepEnded { verb: Verb::Repair, outcome, cause, .. }
                if *outcome != Outcome::Waiting =>
            {
                let (outcome, cause) = (*outcome, *cause);
                let what = What::NotRepairedByItself { pc: name, at, outcome, cause };
                self.note_once(pc, run, "repair", (outcome, cause), &what)
            }
            _ => Ok(()),
        }
    }

    fn note_course(&self, pc: PcId, run: JobId, event: &Event) -> Result<(), Error> {
        let EventKind::UpdateEnded { step, id, outcome, cause, details, .. } = &event.kind else {
            return Ok(());
        };
        let mut said = self.words_of(pc, run)?;
        let (id, details) = (Some(id.clone()), said.of_end(*step, details.as_deref()));
        self.keep_words(pc, run, &said)?;
        let end = StepResult { details, ..StepResult::new(id, *outcome, *cause) };
        self.move_courses(pc, |courses| courses.ended(&end, By::Itself(event.time), Timestamp::now()))
    }

    /// A run has an id of its own: what a job is called cannot be a run.
    fn begin_run(&self, pc: PcId, run: JobId) -> Result<(), Error> {
        let (pc, run) = (pc.to_string(), run.to_string());
        let sql = "INSERT OR IGNORE INTO policy_run (pc, run) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = ?2)";
        self.run(sql, params![pc, run])?;
        let sql = "DELETE FROM policy_run WHERE pc = ?1 AND rowid <= (
                   SELECT rowid FROM policy_run WHERE pc = ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?2)";
        self.run(sql, params![pc, RUNS]).map(drop)
    }

    /// What a tool said in a run and no end has taken up yet.
    fn words_of(&self, pc: PcId, run: JobId) -> Result<Words, Error> {
        let sql = "SELECT words FROM policy_run WHERE pc = ?1 AND run = ?2";
        let found: Vec<Option<Words>> =
            self.rows(sql, params![pc.to_string(), run.to_string()], |row| json_maybe(row, "words"))?;
        Ok(found.into_iter().next().flatten().unwrap_or_default())
    }

    fn keep_words(&self, pc: PcId, run: JobId, words: &Words) -> Result<(), Error> {
        let sql = "UPDATE policy_run SET words = ?3 WHERE pc = ?1 AND run = ?2";
        self.run(sql, params![pc.to_string(), run.to_string(), to_json(words)?]).map(drop)
    }

    fn is_run(&self, pc: PcId, run: JobId) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM policy_run WHERE pc = ?1 AND run = ?2";
        Ok(!self.rows(sql, params![pc.to_string(), run.to_string()], |_| Ok(()))?.is_empty())
    }

    /// Writes it down, unless it is known, or failed alike before on the same day: what fails every night is a line a
    /// night, what is tried again within the hour is none.
    fn note_once(
        &self,
        pc: PcId,
        run: JobId,
        key: &str,
        end: (Outcome, Option<Cause>),
        what: &What,
    ) -> Result<(), Error> {
        let (id, now) = (pc.to_string(), Timestamp::now());
        let day = what.at().map(|at| at.to_zoned(TimeZone::UTC).date());
        let ended = to_json(&(end.0, end.1, day))?;
        let last = "SELECT ended FROM by_itself WHERE pc = ?1 AND what = ?2 ORDER BY rowid DESC LIMIT 1";
        let last: Vec<String> = self.rows(last, params![id, key], |row| Ok(row.get(0)?))?;
        if end.0 != Outcome::Done && last.first() == Some(&ended) {
            return Ok(());
        }
        let today = "SELECT 1 FROM by_itself WHERE pc = ?1 AND noted > ?2";
        let since = (now - 24.hours()).to_string();
        if self.rows(today, params![id, since], |_| Ok(()))?.len() >= LINES_A_DAY as usize {
            return Ok(());
        }
        let sql = "INSERT OR IGNORE INTO by_itself (pc, run, what, ended, noted) VALUES (?1, ?2, ?3, ?4, ?5)";
        if self.run(sql, params![id, run.to_string(), key, ended, now.to_string()])? == 1 {
            self.note(what.pc().unwrap_or_default(), what, now)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{RoundId, UpdateId, wire::Facts};
    use uuid::Uuid;

    use super::*;
    use crate::samples;

    fn events(run: u128, outcomes: &[(&str, Outcome)]) -> Vec<EventKind> {
        let job = JobId(Uuid::from_u128(run));
        let ended = outcomes.iter().map(|(id, outcome)| EventKind::UpdateEnded {
            job,
            step: 0,
            id: id.parse::<UpdateId>().unwrap(),
            outcome: *outcome,
            cause: (*outcome != Outcome::Done).then_some(Cause::DiskFull),
            installed: None,
            details: None,
        });
        let begins = EventKind::PolicyRunStarted { job, policy_version: 1 };
        let ends = EventKind::PolicyRunEnded { job, outcome: Outcome::Done, cause: None };
        std::iter::once(begins).chain(ended).chain(std::iter::once(ends)).collect()
    }

    fn log(kinds: impl IntoIterator<Item = EventKind>) -> Vec<Event> {
        (1..).zip(kinds).map(|(seq, kind)| Event::new(seq, samples::now(), kind)).collect()
    }

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        store
            .keep_pc(samples::pc(), "till", "192.0.2.1:1".parse().unwrap(), &Facts::default(), samples::now())
            .unwrap();
        (dir, store)
    }

    #[test]
    fn what_a_pc_did_by_itself_is_in_the_record_once_however_often_it_is_read() {
        let (_dir, store) = store();
        let all = log(events(1, &[("apt:a@2", Outcome::Done), ("apt:b@2", Outcome::Failed)]));
        store.hear(samples::pc(), &all).unwrap();
        store.at_once(|| store.new_log(samples::pc())).unwrap();
        store.hear(samples::pc(), &all).unwrap();
        let record = store.record().unwrap();
        assert_eq!(record.len(), 2, "{record:?}");
        assert!(matches!(&record[0].what, What::ByItself { pc, outcome: Outcome::Done, .. } if pc == "till"));
        assert_eq!(record[0].who, "till");
    }

    #[test]
    fn all_that_a_tool_said_is_kept_of_what_a_pc_tried_by_itself_in_however_many_pieces_it_is_read() {
        let (_dir, store) = store();
        let mut kinds = events(1, &[("apt:a@2", Outcome::Failed), ("apt:b@2", Outcome::Failed)]);
        for kind in &mut kinds {
            if let EventKind::UpdateEnded { details, .. } = kind {
                *details = Some("the end".into());
            }
        }
        let said = |part, words: &str| EventKind::Said {
            job: JobId(Uuid::from_u128(1)),
            step: 0,
            part,
            words: words.into(),
        };
        kinds.splice(1..1, [said(0, "one"), said(1, "two")]);
        for event in log(kinds) {
            store.hear(samples::pc(), &[event]).unwrap();
        }
        let courses = store.pc(samples::pc()).unwrap().unwrap().courses;
        let details = |id: &str| courses.get(&id.parse().unwrap()).unwrap().details.clone();
        assert_eq!(details("apt:a@2").as_deref(), Some("one\ntwo\nthe end"));
        assert_eq!(details("apt:b@2").as_deref(), Some("the end"));
    }

    #[test]
    fn what_a_pc_did_by_itself_has_the_name_under_which_it_was_offered() {
        let (_dir, store) = store();
        let mail = patchround_protocol::Update { name: "Mail".into(), ..samples::update("apt:a@2") };
        store.keep_scan(samples::pc(), &samples::scan(&[mail]), samples::now()).unwrap();
        // It is in place, so nobody offers it any more.
        store.keep_scan(samples::pc(), &samples::scan(&[]), samples::now()).unwrap();
        let all = log(events(1, &[("apt:a@2", Outcome::Done), ("apt:b@2", Outcome::Done)]));
        store.hear(samples::pc(), &all).unwrap();
        let names: Vec<Option<String>> = store
            .record()
            .unwrap()
            .into_iter()
            .filter_map(|line| if let What::ByItself { name, .. } = line.what { Some(name) } else { None })
            .collect();
        assert_eq!(names, [Some("Mail".to_owned()), None]);
    }

    #[test]
    fn what_a_pc_only_fetched_is_not_said_to_be_in_place() {
        let (_dir, store) = store();
        let mut fetched = events(1, &[("apt:a@2", Outcome::Done)]);
        let job = JobId(Uuid::from_u128(1));
        fetched.insert(1, EventKind::StepStarted { job, step: 0, verb: Verb::Download });
        store.hear(samples::pc(), &log(fetched)).unwrap();
        assert_eq!(store.record().unwrap(), []);
    }

    #[test]
    fn what_fails_alike_is_in_the_record_once_a_day() {
        let (_dir, store) = store();
        // Three nights, and each time again after ten minutes and after an hour.
        let at = |night: u32, minutes: i64| samples::now() + (i64::from(night) * 24 * 60 + minutes).minutes();
        let tries = (0..3).flat_map(|night| [0, 10, 70].map(|minutes| at(night, minutes)));
        let all = (0..).zip(tries).flat_map(|(run, at)| {
            events(run, &[("apt:b@2", Outcome::Failed)]).into_iter().map(move |kind| (at, kind))
        });
        let log: Vec<Event> = (1..).zip(all).map(|(seq, (at, kind))| Event::new(seq, at, kind)).collect();
        store.hear(samples::pc(), &log).unwrap();
        assert_eq!(store.record().unwrap().len(), 3);
    }

    #[test]
    fn a_restart_and_a_repair_that_fail_by_themselves_are_in_the_record_and_so_is_their_end() {
        let (_dir, store) = store();
        let step = |run: u128, verb, outcome, cause| {
            let job = JobId(Uuid::from_u128(run));
            let begins = EventKind::PolicyRunStarted { job, policy_version: 1 };
            let ended = EventKind::StepEnded { job, step: 0, verb, outcome, cause, details: None };
            [begins, ended, EventKind::PolicyRunEnded { job, outcome, cause }]
        };
        let failed = (Outcome::Failed, Some(Cause::DiskFull));
        let all = [
            step(1, Verb::Restart, Outcome::NeedsPerson, Some(Cause::InUse)),
            step(2, Verb::Repair, failed.0, failed.1),
            step(3, Verb::Repair, failed.0, failed.1),
            step(4, Verb::Repair, Outcome::Done, None),
            step(5, Verb::Restart, Outcome::Waiting, Some(Cause::InUse)),
        ];
        store.hear(samples::pc(), &log(all.into_iter().flatten())).unwrap();
        let record: Vec<What> = store.record().unwrap().into_iter().map(|line| line.what).collect();
        assert!(
            matches!(
                &record[..],
                [
                    What::NotRestartedByItself { cause: Some(Cause::InUse), .. },
                    What::NotRepairedByItself { cause: Some(Cause::DiskFull), .. },
                    What::RepairedByItself { .. },
                ]
            ),
            "{record:?}"
        );
    }

    #[test]
    fn a_pc_cannot_fill_the_record_nor_call_an_order_its_own_doing() {
        let (_dir, store) = store();
        let ids: Vec<String> = (0..900).map(|n| format!("apt:a{n}@2")).collect();
        let many: Vec<(&str, Outcome)> = ids.iter().map(|id| (id.as_str(), Outcome::Done)).collect();
        store.hear(samples::pc(), &log(events(1, &many))).unwrap();
        assert_eq!(store.record().unwrap().len(), LINES_A_DAY as usize);

        let (_dir, store) = self::store();
        let job = samples::job(&["apt:a@2"]);
        let signed =
            patchround_protocol::Envelope::seal(&job, &ed25519_dalek::SigningKey::from_bytes(&[1; 32]));
        let (id, kind, made) =
            (RoundId(Uuid::from_u128(2)), crate::store::rounds::Kind::Update, samples::now());
        let round = crate::store::rounds::Round {
            id,
            kind,
            made,
            not_now: Vec::new(),
            rest: None,
            not_whole: Vec::new(),
        };
        store.keep_round(&round, &[(signed.unwrap(), job.clone())]).unwrap();
        store.hear(samples::pc(), &log(events(job.job.0.as_u128(), &[("apt:a@2", Outcome::Done)]))).unwrap();
        assert_eq!(store.record().unwrap(), []);
    }
}
