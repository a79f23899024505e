//! Whom this PC asks about a substantial update, what they were shown, and what they said.
//!
//! What was shown and said is in the event log and nowhere else: after a restart it is read from there. Who used which
//! program is noted on this PC, and never leaves it, and so is what was put in place.

mod after;
mod notes;
mod used;
mod waiting;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use patchround_protocol::{
    EventKind, Job, JobId, Step, Update, UpdateId,
    consultation::{Answer, Asked, Consultation, Decision, NotTaken, Verdict},
    job::When,
    session::{Question, Replied},
    update::Class,
    wire::Scan,
};
use tokio::sync::watch;

use crate::{
    log::Log,
    membership::Joined,
    queue::{End, Order},
};
use after::Cards;
use notes::Notes;
use used::Used;

/// Questions that reach a person within a day, and within a week (rules.md 5).
const A_DAY: (SignedDuration, usize) = (SignedDuration::from_hours(24), 1);
const A_WEEK: (SignedDuration, usize) = (SignedDuration::from_hours(7 * 24), 2);

/// So long an order waits for the first look at what the PC is offered.
const NOT_LOOKED_YET: SignedDuration = SignedDuration::from_mins(1);

/// The questions of this PC.
#[derive(Debug)]
pub struct Consultations {
    log: Arc<Log>,
    state: Mutex<State>,
    changed: watch::Sender<()>,
    /// Which programs the package of an update brings.
    pub(crate) programs_of: fn(&UpdateId) -> BTreeSet<String>,
}

#[derive(Debug, Default)]
struct State {
    asked: BTreeMap<JobId, BTreeMap<String, Asked>>,
    shown: BTreeMap<String, Vec<Timestamp>>,
    /// Who asked to wait, or said that something is wrong, and when they did first.
    objected: BTreeMap<JobId, BTreeMap<String, Timestamp>>,
    programs: BTreeMap<JobId, BTreeSet<String>>,
    used: Used,
    cards: Cards,
    notes: Notes,
}

/// What is known besides, when a question is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The office.
    pub office: &'a Joined,
    /// What the package manager offers.
    pub scan: Option<&'a Scan>,
    /// The PC's clock.
    pub now: Timestamp,
}

impl Consultations {
    /// Reads what was asked and answered, who used what, and what was put in place.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn open(log: Arc<Log>, people: &Path, after: &Path) -> io::Result<Self> {
        let mut state = State { used: Used::open(people), cards: Cards::open(after), ..State::default() };
        for event in log.all()? {
            state.hear(&event.kind, event.time);
        }
        let changed = watch::Sender::new(());
        Ok(Self { log, state: Mutex::new(state), changed, programs_of: patchround_updates::programs_of })
    }

    /// Changes with every question and answer.
    pub fn watch(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Whether any person's program has told within sixty days what runs: else there is nobody to ask.
    pub fn can_ask(&self, now: Timestamp) -> bool {
        self.lock().used.is_told(now)
    }

    /// Notes which programs run in a person's session.
    pub fn running(&self, person: &str, programs: &[String], now: Timestamp) {
        let is_new = self.lock().used.note(person, programs, now.to_zoned(TimeZone::system()).date());
        if is_new {
            self.changed.send_replace(());
        }
    }

    /// Whether an order whose people are asked may begin; what nobody is asked about may.
    pub fn verdict(&self, order: &Order, moment: Moment<'_>) -> Verdict {
        match self.consultation(order, moment) {
            // What it is about is not known before the first look: neither may it begin, nor may a word end it.
            Some(_) if moment.scan.is_none() => {
                Verdict::Wait(moment.now.checked_add(NOT_LOOKED_YET).unwrap_or(Timestamp::MAX))
            }
            Some(consultation) => consultation.verdict(moment.now),
            None => Verdict::Begin,
        }
    }

    /// What a person is asked, out of the orders that wait: what they saw already, and the one that is due.
    pub fn questions(&self, person: &str, waiting: &[Order], moment: Moment<'_>) -> Vec<Question> {
        let mut open: Vec<(Class, Question)> = waiting
            .iter()
            .filter_map(|order| {
                let consultation = self.consultation(order, moment)?;
                let question = question(order, &consultation, person, moment)?;
                Some((consultation.class.unwrap_or(Class::Security), question))
            })
            .collect();
        open.sort_by_key(|(class, question)| (!question.is_due, *class, question.announced));
        let mut may_ask = self.lock().may_ask(person, moment.now);
        let questions = open.into_iter().map(|(_, question)| question);
        questions.filter(|question| !question.is_due || std::mem::take(&mut may_ask)).collect()
    }

    /// A question is on a person's screen. What is not due for them is passed over.
    pub fn shown(&self, person: &str, question: &Question, now: Timestamp) {
        if !question.is_due {
            return;
        }
        let announced = question.announced;
        let asked = EventKind::PersonAsked { job: question.id, person: person.to_owned(), announced };
        if let Err(error) = self.tell(asked, now) {
            tracing::error!(%error, "cannot write down that somebody was asked");
        }
    }

    /// A person answers.
    ///
    /// # Errors
    /// Why the answer does not count.
    pub fn answer(
        &self,
        person: &str,
        order: &Order,
        answer: &Answer,
        moment: Moment<'_>,
    ) -> Result<(), NotTaken> {
        let consultation = self.consultation(order, moment).ok_or(NotTaken::Over)?;
        if moment.scan.is_none() {
            return Err(NotTaken::NotPossible);
        }
        if matches!(consultation.verdict(moment.now), Verdict::End(_)) {
            return Err(NotTaken::Over);
        }
        consultation.answered(person, answer, moment.now)?;
        let (job, person, answer) = (order.job.job, person.to_owned(), answer.clone());
        self.tell(EventKind::PersonAnswered { job, person, answer }, moment.now).map_err(|error| {
            tracing::error!(%error, "cannot write down an answer");
            NotTaken::NotPossible
        })
    }

    /// Nobody is asked about an order any more: it has ended.
    pub fn ended(&self, job: JobId, end: &End, now: Timestamp) {
        let mut state = self.lock();
        state.cards.ended(job, end, now);
        state.programs.remove(&job);
        state.asked.remove(&job);
        drop(state);
        self.changed.send_replace(());
    }

    /// What of some answers of the manager is for a person: what answers an objection of theirs, or their word that
    /// something is wrong. That something goes ahead at a time is for everybody who uses it, without the words to who
    /// had asked.
    pub fn replies(&self, person: &str, orders: Vec<Job>, moment: Moment<'_>) -> Vec<Replied> {
        let state = self.lock();
        let is_theirs = |to: JobId| state.objected.get(&to).is_some_and(|people| people.contains_key(person));
        let replied = |job: Job| {
            let mut reply = job.reply?;
            if !is_theirs(reply.to) {
                let goes_ahead = matches!(reply.decision, Decision::GoAhead { .. });
                let is_user = || state.uses(person, reply.to, moment.now);
                (goes_ahead && is_user()).then(|| reply.words.clear())?;
            }
            let from = moment.office.charter.members.iter().find(|member| member.key == job.issuer);
            Some(Replied { from: from.map(|member| member.name.clone()), at: job.not_before, reply })
        };
        orders.into_iter().filter_map(replied).collect()
    }

    /// Forgets everything: the office was left.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn forget(&self) -> io::Result<()> {
        let mut state = self.lock();
        (state.asked, state.shown, state.objected, state.programs) = Default::default();
        state.notes = Notes::default();
        state.cards.forget()?;
        state.used.forget()
    }

    fn tell(&self, kind: EventKind, now: Timestamp) -> io::Result<()> {
        let mut state = self.lock();
        self.log.append(kind.clone())?;
        state.hear(&kind, now);
        drop(state);
        self.changed.send_replace(());
        Ok(())
    }

    fn consultation(&self, order: &Order, moment: Moment<'_>) -> Option<Consultation> {
        let When::Asked { default, last } = order.job.when else { return None };
        let offered = offered(order, moment.scan);
        let mut state = self.lock();
        let people = state.people(order, (moment.scan, moment.now), self.programs_of);
        drop(state);
        Some(Consultation { default, last, class: class(&offered, ids(order).count()), people })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds the questions")
    }
}

impl State {
    fn hear(&mut self, kind: &EventKind, time: Timestamp) {
        match kind {
            EventKind::PersonAsked { job, person, announced } => {
                self.asked(*job, person).sees(*announced);
                self.shown.entry(person.clone()).or_default().push(time);
            }
            EventKind::PersonAnswered { job, person, answer } => {
                if let Answer::Objection { .. } = answer {
                    self.objected.entry(*job).or_default().entry(person.clone()).or_insert(time);
                }
                self.asked(*job, person).says(answer, time);
            }
            EventKind::PersonSaidWrong { job, person, words } => {
                self.objected.entry(*job).or_default().entry(person.clone()).or_insert(time);
                self.cards.said(*job, person, words, time);
            }
            EventKind::PersonWrote { note, person, words } => self.notes.said(*note, person, words, time),
            EventKind::JobEnded { job, .. } => drop(self.asked.remove(job)),
            _ => {}
        }
    }

    fn asked(&mut self, job: JobId, person: &str) -> &mut Asked {
        let people = self.asked.entry(job).or_default();
        people
            .entry(person.to_owned())
            .or_insert_with(|| Asked { name: person.to_owned(), ..Asked::default() })
    }

    /// Whoever used one of the order's programs lately, whose own program it is, and whoever was asked already.
    fn people(
        &mut self,
        order: &Order,
        (scan, now): (Option<&Scan>, Timestamp),
        of: fn(&UpdateId) -> BTreeSet<String>,
    ) -> Vec<Asked> {
        let job = order.job.job;
        let programs = self.programs.entry(job).or_insert_with(|| programs(order, of));
        let mut people = self.asked.get(&job).cloned().unwrap_or_default();
        let owners = ids(order).filter_map(|id| Some(scan?.person_of(id)?.to_owned()));
        for name in self.used.who_used(programs, now).into_iter().chain(owners) {
            people.entry(name.clone()).or_insert(Asked { name, ..Asked::default() });
        }
        people.into_values().collect()
    }

    /// Whether a person uses what an order that waits is about.
    fn uses(&self, person: &str, job: JobId, now: Timestamp) -> bool {
        let users = self.programs.get(&job).map(|programs| self.used.who_used(programs, now));
        users.is_some_and(|users| users.iter().any(|user| user == person))
    }

    /// What was shown while the clock ran ahead counts no more: it would keep this person from being asked until then.
    fn may_ask(&self, person: &str, now: Timestamp) -> bool {
        let shown = self.shown.get(person).map(Vec::as_slice).unwrap_or_default();
        let lately = |long| move |at: &&Timestamp| (0..long).contains(&now.duration_since(**at).as_secs());
        let is_below = |(long, most): (SignedDuration, usize)| {
            shown.iter().filter(lately(long.as_secs())).count() < most
        };
        [A_DAY, A_WEEK].into_iter().all(is_below)
    }
}

fn question(
    order: &Order,
    consultation: &Consultation,
    person: &str,
    moment: Moment<'_>,
) -> Option<Question> {
    let updates: Vec<Update> = offered(order, moment.scan).into_iter().cloned().collect();
    let person = consultation.people.iter().find(|one| one.name == person)?;
    let is_due = consultation.is_to_ask(person, moment.now);
    let announced = if is_due { consultation.announced_at(moment.now)? } else { person.announced? };
    let from = moment.office.charter.members.iter().find(|member| member.key == order.job.issuer);
    let is_offered = !updates.is_empty();
    is_offered.then(|| Question {
        id: order.job.job,
        from: from.map(|member| member.name.clone()),
        updates,
        announced,
        last: consultation.last,
        answer: person.said.as_ref().map(|(_, answer)| answer.clone()),
        begins: consultation.begins(),
        moves_left: consultation.moves_left(person),
        is_due,
    })
}

fn ids(order: &Order) -> impl Iterator<Item = &UpdateId> {
    ids_of(&order.job)
}

fn ids_of(job: &Job) -> impl Iterator<Item = &UpdateId> {
    job.steps.iter().flat_map(|step| match step {
        Step::Install { ids, .. } => ids.as_slice(),
        _ => &[],
    })
}

fn offered<'a>(order: &Order, scan: Option<&'a Scan>) -> Vec<&'a Update> {
    let all = scan.into_iter().flat_map(|scan| &scan.updates);
    all.filter(|update| ids(order).any(|id| *id == update.id)).collect()
}

/// The class of what goes in together: the strictest that is known; not known while one of them may be worse than that.
fn class(offered: &[&Update], ordered: usize) -> Option<Class> {
    let strictest = offered.iter().filter_map(|update| update.class).min();
    let is_whole = offered.len() == ordered && offered.iter().all(|update| update.class.is_some());
    strictest.filter(|class| is_whole || *class != Class::Other)
}

fn programs(order: &Order, of: fn(&UpdateId) -> BTreeSet<String>) -> BTreeSet<String> {
    ids(order).flat_map(of).collect()
}

#[cfg(test)]
#[cfg(unix)]
pub(crate) mod tests;
