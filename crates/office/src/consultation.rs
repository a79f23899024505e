//! The office's side of a consultation: when people are asked to have a substantial update, who asked to wait, and what
//! the manager answers (rules.md 5).

pub mod counts;
pub mod times;
pub mod together;
pub mod turn;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, JobId, PcId, RoundId, Step, Update, UpdateId,
    consultation::{Answer, Decision, Reply, Worry},
    ids::PackageName,
    job::When,
    limits,
    standing::Moment,
    update::{Class, Held},
};

use turn::Turn;

use crate::{
    error::Error,
    office::Office,
    pc_state::PcView,
    plain::plain,
    round::tonight,
    store::{
        consultations::{Consulted, installs},
        record::What,
        rounds::{Kind, Stage, StoredJob},
    },
};

/// Whoever asked to wait hears so long before it that it goes in all the same (ux.md 4.3).
const WARNING: SignedDuration = SignedDuration::from_hours(4);
/// The longest that something waits for a person.
const LONGEST: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Who asked to wait, their worry and their words, and when: by the PC's clock, where that can be.
type Asker = (String, Worry, String, Option<Timestamp>);

/// What people of one PC asked to wait with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The order that they were asked about.
    pub job: JobId,
    /// The PC.
    pub pc: PcId,
    /// What people call it.
    pub name: String,
    /// What they asked to wait with: names as a person would say them.
    pub names: Vec<String>,
    /// Who, each with their worry and their words, and when.
    pub people: Vec<Asker>,
    /// When it goes in whatever anybody says: known only where it is a security update.
    pub until: Option<Timestamp>,
    /// Until when it can be kept back for them, at most; may have gone by.
    pub latest: Timestamp,
    /// Whose turn it is to answer.
    pub turn: Turn,
    /// Which program and version it is: the same on every PC.
    pub program: Program,
}

/// A program in one version, as the package managers of all PCs name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Program {
    /// The package manager.
    pub source: String,
    /// The source package.
    pub group: String,
    /// The version.
    pub version: String,
}

impl Program {
    fn of(update: &Update) -> Self {
        Self { source: update.source.clone(), group: update.group.clone(), version: update.candidate.clone() }
    }
}

impl Office {
    /// What people asked to wait with and nobody has answered, the newest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn objections(&self) -> Result<Vec<Objection>, Error> {
        self.objections_at(Timestamp::now())
    }

    pub(crate) fn objections_at(&self, now: Timestamp) -> Result<Vec<Objection>, Error> {
        let mut all: Vec<Objection> = Vec::new();
        for consulted in self.store.consulted()?.into_iter().filter(|one| one.decision.is_none()) {
            let Some(Answer::Objection { worry, words }) = consulted.answer else { continue };
            let person = (consulted.person, worry, words, consulted.answered);
            match all.iter_mut().find(|known| known.job == consulted.job) {
                Some(known) => known.people.push(person),
                None => all.extend(self.objection(consulted.job, consulted.pc, person)?),
            }
        }
        for one in &mut all {
            let asked = one.people.iter().filter_map(|(.., when)| *when).min();
            one.turn = self.turn(one.job, asked.unwrap_or(now), now)?;
        }
        Ok(all)
    }

    /// `None` where it is no longer offered: there is nothing left to decide.
    fn objection(&self, job: JobId, pc: PcId, person: Asker) -> Result<Option<Objection>, Error> {
        let (Some(stored), Some(known)) = (self.store.job(job)?, self.store.joined_pc(pc)?) else {
            return Ok(None);
        };
        let offered = known.scan.iter().flat_map(|scan| &scan.updates);
        let ordered = |id: &UpdateId| installs(&stored.job).any(|ordered| ordered == id);
        let offered: Vec<&Update> = offered.filter(|update| ordered(&update.id)).collect();
        let Some(program) = offered.iter().map(|update| Program::of(update)).min() else { return Ok(None) };
        let mut names: Vec<String> = offered.iter().map(|update| update.name.clone()).collect();
        names.sort();
        names.dedup();
        let until = match stored.job.when {
            When::Asked { last, .. } if offered.iter().any(|update| is_security(update)) => Some(last),
            _ => None,
        };
        let latest = self.latest(offered.iter().copied(), Timestamp::now());
        let turn = self.turn(job, Timestamp::now(), Timestamp::now())?;
        let (name, people) = (known.name, vec![person]);
        Ok(Some(Objection { job, pc, name, names, people, until, latest, turn, program }))
    }

    /// Answers the people who asked to wait: signs what follows, for their PC to take and to tell them.
    ///
    /// A security update waits no longer than the floor lets it be kept back. All of it is kept, or nothing.
    ///
    /// # Errors
    /// [`Error::NotObjected`], [`Error::BadEnd`], [`Error::StillOrdered`]; [`Error::Sign`], [`Error::Store`].
    pub fn answer(&self, job: JobId, decision: Decision, words: &str) -> Result<RoundId, Error> {
        let objection =
            self.objections()?.into_iter().find(|one| one.job == job).ok_or(Error::NotObjected)?;
        let stored = self.store.job(job)?.ok_or(Error::NotObjected)?;
        self.check_end(&objection, decision)?;
        self.check_free(&objection, &stored, decision)?;
        let words = plain(words, limits::REPLY_CHARS);
        let (steps, when) = steps_of(&stored, decision);
        let round = self.begin(Kind::Update, Vec::new());
        let reply = Reply { to: job, decision, words: words.clone() };
        // A crash in between would sign an answer that nobody is known to have, or the other way round.
        self.at_once(|| {
            self.keep_reply(&round, objection.pc, steps, when, reply)?;
            self.store.decide(job, decision, &words)?;
            self.note(&noted(objection, decision, words))
        })?;
        Ok(round.id)
    }

    /// When something goes in all the same, if that is decided now: the office's next evening, not before people could
    /// hear of it.
    pub fn go_ahead_at(&self, now: Timestamp) -> Timestamp {
        let warned = now.checked_add(WARNING).unwrap_or(now);
        tonight(&self.policy(), warned, &TimeZone::system()).unwrap_or(warned)
    }

    fn check_end(&self, objection: &Objection, decision: Decision) -> Result<(), Error> {
        let (now, latest) = (Timestamp::now(), objection.latest);
        let is_good = match decision {
            Decision::Wait { until } => until > now && until <= latest,
            Decision::Keep {} => objection.until.is_none(),
            Decision::GoAhead { at } => at > now,
            Decision::GoBack { .. } | Decision::GoOn {} | Decision::Unknown => false,
        };
        if is_good { Ok(()) } else { Err(Error::BadEnd { latest }) }
    }

    /// What goes ahead is ordered once: another order with the program ends first.
    fn check_free(&self, objection: &Objection, asked: &StoredJob, decision: Decision) -> Result<(), Error> {
        let ids: Vec<UpdateId> = installs(&asked.job).cloned().collect();
        let goes_ahead = matches!(decision, Decision::GoAhead { .. });
        if goes_ahead && !self.busy_with(objection.pc, Some(objection.job), &ids)?.is_empty() {
            return Err(Error::StillOrdered(objection.name.clone()));
        }
        Ok(())
    }

    /// Until when some updates can wait for a person: what is about security no longer than the floor lets it be kept
    /// back, nor past the day from which on their PC puts it in by itself (rules.md 5).
    fn latest<'a>(&self, offered: impl Iterator<Item = &'a Update>, now: Timestamp) -> Timestamp {
        let (policy, floor) = (self.policy(), self.charter().floor);
        let local = TimeZone::system().to_datetime(now);
        let moment = Moment { policy: &policy, floor: &floor, now, local, active_hours: None };
        let days = SignedDuration::from_hours(24 * i64::from(floor.security_after_days));
        let after = |wait| now.checked_add(wait).unwrap_or(Timestamp::MAX);
        let security = offered.filter(|update| is_security(update));
        let last = |update: &Update| moment.forced_at(update).map_or(after(days), |at| at.min(after(days)));
        security.map(last).min().unwrap_or_else(|| after(LONGEST))
    }

    /// The orders with one of these packages that wait, or that their PC keeps away from, because a person asked so.
    pub(crate) fn kept_for_people(
        &self,
        packages: &[PackageName],
    ) -> Result<Vec<(JobId, PackageName)>, Error> {
        let mut kept = Vec::new();
        for one in self.store.consulted()?.iter().filter(|one| one.objects()) {
            let (Some(Decision::Wait { .. } | Decision::Keep {}), Some(stored)) =
                (one.decision, self.store.job(one.job)?)
            else {
                continue;
            };
            let is_in = |package: &&PackageName| {
                let mut natives = installs(&stored.job).map(UpdateId::native);
                natives.any(|native| native.split(':').next() == package.as_str().split(':').next())
            };
            kept.extend(packages.iter().find(is_in).map(|package| (one.job, package.clone())));
        }
        Ok(kept)
    }

    /// Marks in what the PCs offer what its people asked to wait with, and what was decided.
    pub(crate) fn mark_objected(&self, views: &mut [PcView], now: Timestamp) -> Result<(), Error> {
        let consulted = self.store.consulted()?;
        for one in consulted.iter().filter(|one| one.objects()) {
            let Some(stored) = self.store.job(one.job)? else { continue };
            let mine = views.iter_mut().filter(|view| view.pc.id == one.pc);
            let updates = mine.filter_map(|view| view.pc.scan.as_mut()).flat_map(|scan| &mut scan.updates);
            for update in updates.filter(|update| installs(&stored.job).any(|id| *id == update.id)) {
                match one.decision {
                    None => update.blocked = Some(Cause::Objected),
                    Some(decision) if update.held.is_none() => {
                        update.held = held(one, decision, &self.person(), now)
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }
}

fn is_security(update: &Update) -> bool {
    matches!(update.class, Some(Class::Urgent | Class::Security))
}

/// What the PC is to do by an answer, and when.
fn steps_of(asked: &StoredJob, decision: Decision) -> (Vec<Step>, When) {
    let cancel = Step::Cancel { job: asked.job.job };
    let Decision::GoAhead { at } = decision else { return (vec![cancel], When::Now) };
    let is_over = matches!(asked.stage, Stage::Closed | Stage::Ended);
    let ids = installs(&asked.job).cloned().collect();
    let install = Step::Install { ids, agreed_removals: Vec::new() };
    let steps = Some(cancel).filter(|_| !is_over).into_iter().chain([install]);
    (steps.collect(), When::Time { time: at })
}

fn noted(objection: Objection, decision: Decision, words: String) -> What {
    let people = objection.people.into_iter().map(|(person, ..)| person).collect();
    What::ObjectionAnswered { pc: objection.name, people, names: objection.names, decision, words }
}

fn held(one: &Consulted, decision: Decision, by: &str, now: Timestamp) -> Option<Held> {
    let until = match decision {
        Decision::Wait { until } if until > now => Some(until),
        Decision::Keep {} => None,
        _ => return None,
    };
    let why = one.words.clone().filter(|words| !words.is_empty());
    Some(Held { by: Some(by.to_owned()), why, until })
}

#[cfg(test)]
mod tests;
