//! Who is to answer what people ask, and what waits for people (rules.md 5): three working days are the manager's, then the
//! stand-in has it, and after 14 days it is the manager's lateness.

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{JobId, PcId, UpdateId, job::When, limits, people::Waited};

use crate::{
    error::Error,
    names,
    office::Office,
    people::in_charge,
    store::{
        consultations::installs,
        record::What,
        rounds::{Stage, StoredJob},
    },
};

/// Whose turn it is to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Since when people wait.
    pub since: Timestamp,
    /// Who is to answer, by name.
    pub whom: String,
    /// Who did not answer for three working days, where this is the stand-in.
    pub instead_of: Option<String>,
    /// Whether it is late: that is the lateness of who looks after the PCs.
    pub is_late: bool,
}

/// A question that is open on a PC, and for whom it waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The PC; `None` where it keeps something back on all of them.
    pub pc: Option<PcId>,
    /// What it is about.
    pub ids: Vec<UpdateId>,
    /// For whom it waits.
    pub whom: Whose,
}

/// For whom a question waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// For these people of the PC, by the names of their accounts; for none that was asked yet where it is empty.
    People {
        /// Who.
        names: Vec<String>,
        /// Since when.
        since: Timestamp,
    },
    /// For an answer of the office.
    Office(Turn),
}

impl Office {
    /// Whose turn it is to answer people who ask since that moment.
    pub(crate) fn turn(&self, job: JobId, asked: Timestamp, now: Timestamp) -> Result<Turn, Error> {
        // A PC whose clock is wrong makes nobody late for what they had not signed yet.
        let signed = self.store.job(job)?.map(|stored| stored.job.not_before);
        let asked = asked.max(signed.unwrap_or(asked));
        let since = self.store.asked_anew(job)?.map_or(asked, |anew| anew.max(asked)).min(now);
        Ok(self.turn_since(since, now))
    }

    /// Whose turn it is to turn to people who wait since then.
    pub(crate) fn turn_since(&self, since: Timestamp, now: Timestamp) -> Turn {
        let (zone, person, policy) = (TimeZone::system(), self.person(), self.policy());
        let waited = Waited::of(since, now, &zone);
        let stand_in = policy.stand_in.as_deref().map(|name| names::plain(name, limits::NAME_CHARS));
        let stand_in = stand_in.filter(|_| waited.for_stand_in && !waited.is_late);
        match stand_in {
            _ if waited.is_late => Turn { since, whom: person, instead_of: None, is_late: true },
            Some(whom) => Turn { since, whom, instead_of: Some(person), is_late: false },
            None => {
                let today = now.to_zoned(zone).date();
                let whom = in_charge(&person, &policy, today).name;
                Turn { since, whom, instead_of: None, is_late: false }
            }
        }
    }

    /// Every question that is open: what people asked the office, and what they are asked.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn open_questions(&self) -> Result<Vec<Open>, Error> {
        let mut all = Vec::new();
        for wrong in self.said_wrong()? {
            let ids = self.ids_of(wrong.job)?;
            all.push(Open { pc: None, ids, whom: Whose::Office(wrong.turn) });
        }
        for objection in self.objections()? {
            let ids = self.ids_of(objection.job)?;
            all.push(Open { pc: Some(objection.pc), ids, whom: Whose::Office(objection.turn) });
        }
        let consulted = self.store.consulted()?;
        let is_open = |job: &StoredJob| matches!(job.stage, Stage::Waiting | Stage::Sent | Stage::Delivered);
        let asks = |job: &StoredJob| matches!(job.job.when, When::Asked { .. });
        for job in self.store.open_jobs()?.into_iter().filter(|job| is_open(job) && asks(job)) {
            let asked = || consulted.iter().filter(|one| one.job == job.job.job);
            let silent: Vec<_> = asked().filter(|one| one.answer.is_none()).collect();
            if silent.is_empty() && asked().next().is_some() {
                continue; // everybody has said when
            }
            let since = silent.iter().map(|one| one.asked).min().unwrap_or(job.job.not_before);
            let names = silent.into_iter().map(|one| one.person.clone()).collect();
            let ids = installs(&job.job).cloned().collect();
            all.push(Open { pc: Some(job.job.pc), ids, whom: Whose::People { names, since } });
        }
        Ok(all)
    }

    fn ids_of(&self, job: JobId) -> Result<Vec<UpdateId>, Error> {
        let stored = self.store.job(job)?;
        Ok(stored.iter().flat_map(|stored| installs(&stored.job)).cloned().collect())
    }

    /// Writes down, once each, that the stand-in has a question by now, and that it is late.
    pub(crate) fn note_turns(&self, now: Timestamp) -> Result<(), Error> {
        let objections = self.objections_at(now)?.into_iter().map(|one| {
            let people = one.people.into_iter().map(|(person, ..)| person).collect();
            (one.job, one.name, people, one.names, one.turn)
        });
        let wrong = self.said_wrong_at(now)?.into_iter().map(|one| {
            let people = one.people.into_iter().map(|(person, ..)| person).collect();
            (one.job, one.name, people, one.names, one.turn)
        });
        let notes = self.notes_at(now)?.into_iter();
        let notes = notes.map(|one| (one.note, one.name, vec![one.person], Vec::new(), one.turn));
        for (job, pc, people, names, turn) in objections.chain(wrong).chain(notes) {
            let since = turn.since;
            let what = match turn.instead_of {
                _ if turn.is_late => What::AnswerLate { pc, people, names, person: turn.whom, since },
                Some(person) => What::StandInHasIt { pc, people, names, person, name: turn.whom, since },
                None => continue,
            };
            if self.store.is_new_turn(job, turn.is_late)? {
                self.note(&what)?;
            }
        }
        Ok(())
    }
}
