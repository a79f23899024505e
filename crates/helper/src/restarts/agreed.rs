//! When the people of this PC agreed to a restart that was ordered, out of the event log.
//!
//! A yes brings a restart forward within its order, never before or beyond it. The root half reads each person's yes from
//! that person's own folder; what is noted here only says when it is worth asking (decision 0054).

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard},
};

use jiff::{RoundMode, Timestamp, ToSpan, Unit, ZonedRound, civil::time, tz::TimeZone};
use patchround_protocol::{
    EventKind, Job, JobId, Step,
    consultation::{Answer, Asked, Consultation, NotTaken},
    restart::{Wait, YES_LIFE, agrees},
    session,
};
use tokio::sync::watch;

use crate::{log::Log, membership::Joined, queue::Order};

/// "Tonight" (ux.md 4.4).
const EVENING: jiff::civil::Time = time(19, 0, 0, 0);
/// Answers of one person to one order that are kept: more than count.
const KEPT: usize = 64;

/// What people said about restarts, and what restarts wait for.
#[derive(Debug)]
pub(crate) struct Agreed {
    log: Arc<Log>,
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct State {
    said: BTreeMap<JobId, BTreeMap<String, Vec<(Timestamp, Answer)>>>,
    waits: BTreeMap<JobId, Wait>,
}

impl Agreed {
    /// Reads what was said.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub(crate) fn open(log: Arc<Log>) -> io::Result<Self> {
        let mut state = State::default();
        for event in log.all()? {
            state.hear(&event.kind, event.time);
        }
        Ok(Self { log, state: Mutex::new(state), changed: watch::Sender::new(()) })
    }

    /// Changes with everything that is said, and with what a restart waits for.
    pub(crate) fn watch(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Whether a person agreed that a restart is made at this moment.
    pub(crate) fn has_agreed(&self, person: &str, job: &Job, now: Timestamp) -> bool {
        let Some(times) = Times::of(job, &TimeZone::system()) else { return false };
        let person = self.lock().person(person, job.job, times);
        agrees(person.said.as_ref(), now)
    }

    /// A person says when.
    ///
    /// # Errors
    /// Why that does not count.
    pub(crate) fn answer(
        &self,
        person: &str,
        job: &Job,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<(), NotTaken> {
        let times = Times::of(job, &TimeZone::system()).ok_or(NotTaken::Over)?;
        let asked = self.lock().person(person, job.job, times);
        times.answered(&asked, answer, now)?;
        let kind =
            EventKind::PersonAnswered { job: job.job, person: person.to_owned(), answer: answer.clone() };
        let mut state = self.lock();
        self.log.append(kind.clone()).map_err(|error| {
            tracing::error!(%error, "cannot write down an answer");
            NotTaken::NotPossible
        })?;
        state.hear(&kind, now);
        drop(state);
        self.changed.send_replace(());
        Ok(())
    }

    /// What a person is told of the first restart that waits.
    pub(crate) fn restart(
        &self,
        person: &str,
        waiting: &[Order],
        office: &Joined,
    ) -> Option<session::Restart> {
        let state = self.lock();
        waiting.iter().find_map(|order| {
            let times = Times::of(&order.job, &TimeZone::system())?;
            let from = office.charter.members.iter().find(|member| member.key == order.job.issuer);
            let from = from.map(|member| member.name.clone());
            Some(session::Restart { from, ..state.restart(person, order.job.job, times) })
        })
    }

    /// Notes why a restart waits.
    pub(crate) fn waits(&self, job: JobId, why: Option<Wait>) {
        let mut state = self.lock();
        match why {
            Some(why) => drop(state.waits.insert(job, why)),
            None => drop(state.waits.remove(&job)),
        }
        drop(state);
        self.changed.send_replace(());
    }

    /// A restart is over.
    pub(crate) fn ended(&self, job: JobId) {
        let mut state = self.lock();
        let was_known = state.said.remove(&job).is_some() | state.waits.remove(&job).is_some();
        drop(state);
        if was_known {
            self.changed.send_replace(());
        }
    }

    /// Forgets everything: the office was left.
    pub(crate) fn forget(&self) {
        *self.lock() = State::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds what people agreed to")
    }
}

impl State {
    fn hear(&mut self, kind: &EventKind, time: Timestamp) {
        match kind {
            EventKind::PersonAnswered { job, person, answer } => {
                let said = self.said.entry(*job).or_default().entry(person.clone()).or_default();
                if said.len() < KEPT {
                    said.push((time, answer.clone()));
                }
            }
            EventKind::JobEnded { job, .. } => drop(self.said.remove(job)),
            _ => {}
        }
    }

    /// A restart as a person is told of it.
    fn restart(&self, person: &str, job: JobId, times: Times) -> session::Restart {
        let asked = self.person(person, job, times);
        let agreed = match &asked.said {
            Some((when, Answer::Now {})) => Some(*when),
            Some((_, Answer::Time { time })) if *time != times.default => Some(*time),
            _ => None,
        };
        session::Restart {
            id: job,
            from: None,
            earliest: times.earliest,
            default: times.default,
            last: times.last,
            agreed,
            is_yes: matches!(asked.said, Some((_, Answer::Now {}))),
            is_left: matches!(asked.said, Some((_, Answer::Time { time })) if time == times.default),
            moves_left: times.rule(Vec::new()).moves_left(&asked),
            waits: self.waits.get(&job).cloned().and_then(|why| but_for(why, person)),
        }
    }

    /// A person as they are after everything they said.
    fn person(&self, name: &str, job: JobId, times: Times) -> Asked {
        let mut person = Asked { name: name.to_owned(), ..Asked::default() };
        person.sees(times.default);
        let said = self.said.get(&job).and_then(|people| people.get(name));
        said.into_iter().flatten().for_each(|(when, answer)| person.says(answer, *when));
        person
    }
}

/// The times of an ordered restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    /// Before this the order lets nobody restart the PC.
    pub(crate) earliest: Timestamp,
    /// What is announced: from then on, if nobody is using the PC. Of an order for at once it is the first evening.
    pub(crate) default: Timestamp,
    /// The last moment that can be chosen, which leaves a yes its life within the order.
    pub(crate) last: Timestamp,
}

impl Times {
    /// Of an order that restarts the PC and does nothing else; `None` of every other one.
    pub(crate) fn of(job: &Job, zone: &TimeZone) -> Option<Self> {
        if job.steps != [Step::Restart { off: false }] {
            return None;
        }
        let last = job.expires.checked_sub(YES_LIFE).ok()?;
        let earliest = job.when.time().unwrap_or(job.not_before);
        let default = if job.when.time().is_some() { earliest } else { evening(earliest, zone)? };
        Some(Self { earliest, default: default.min(last), last })
    }

    fn answered(self, person: &Asked, answer: &Answer, now: Timestamp) -> Result<(), NotTaken> {
        // "If nobody is using it" can be chosen also once its time has come.
        let is_default = matches!(answer, Answer::Time { time } if *time == self.default);
        let now = if is_default { now.min(self.default) } else { now };
        match answer {
            Answer::Objection { .. } => return Err(NotTaken::Malformed), // a restart is only moved
            Answer::Time { time } if *time < self.earliest => return Err(NotTaken::OutOfTime),
            Answer::Now {} if now < self.earliest || now > self.last => return Err(NotTaken::OutOfTime),
            _ => {}
        }
        self.rule(vec![person.clone()]).answered(&person.name, answer, now).map(drop)
    }

    /// Restarts are moved as big changes are (rules.md 5). Nobody knows what class a restart has.
    fn rule(self, people: Vec<Asked>) -> Consultation {
        Consultation { default: self.default, last: self.last, class: None, people }
    }
}

/// A reason to wait as one of the people is told of it: that they are there themselves they know.
fn but_for(why: Wait, person: &str) -> Option<Wait> {
    let others = |people: Vec<String>| {
        let others: Vec<String> = people.into_iter().filter(|name| name != person).collect();
        (!others.is_empty()).then_some(others)
    };
    match why {
        Wait::AtWork { people } => others(people).map(|people| Wait::AtWork { people }),
        Wait::SignedIn { people } => others(people).map(|people| Wait::SignedIn { people }),
        why => Some(why),
    }
}

fn evening(from: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let up = ZonedRound::new().smallest(Unit::Minute).mode(RoundMode::Ceil);
    let from = from.to_zoned(zone.clone()).round(up).ok()?;
    let today = from.date().to_datetime(EVENING).to_zoned(zone.clone()).ok()?;
    let at = if today >= from { today } else { today.checked_add(1.days()).ok()? };
    Some(at.timestamp())
}

#[cfg(test)]
#[cfg(unix)]
#[path = "agreed/tests.rs"]
mod tests;

#[cfg(test)]
#[cfg(unix)]
#[path = "agreed/simulation.rs"]
mod simulation;
