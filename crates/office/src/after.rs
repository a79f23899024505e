//! What happens when a person says that something is wrong since an update went in on their PC (ux.md 4.6): it begins
//! nowhere else until the manager has answered, and the PC can go back.

mod busy;
mod stop;

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, JobId, PcId, RoundId, Step, Update, UpdateId,
    consultation::{Decision, Reply},
    job::When,
    limits,
    update::{Class, Held},
};

use crate::{
    consultation::turn::Turn,
    due::Clocks,
    error::Error,
    office::Office,
    pc_state::PcView,
    plain::plain,
    store::{
        consultations::installs,
        pcs::StoredPc,
        record::What,
        rounds::{Kind, StoredJob},
        said_wrong::SaidWrong,
    },
    undo,
};

/// What people of one PC said is wrong since something went in there, and nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The order that put it in place.
    pub job: JobId,
    /// The PC.
    pub pc: PcId,
    /// What people call it.
    pub name: String,
    /// What went in: names as a person would say them.
    pub names: Vec<String>,
    /// Who, each with their own words and when by the PC's clock.
    pub people: Vec<(String, String, Timestamp)>,
    /// Whether the PC can go back to the version before.
    pub can_go_back: bool,
    /// On how many other PCs it was stopped.
    pub stopped: usize,
    /// Whose turn it is to answer.
    pub turn: Turn,
}

/// What the manager decides then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// That PC goes back, and nobody else gets it as long as it stays there.
    GoBack,
    /// It stays, and what was stopped goes on.
    GoOn,
}

impl Office {
    /// What people said is wrong and nobody has answered, the newest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn said_wrong(&self) -> Result<Vec<Wrong>, Error> {
        self.said_wrong_at(Timestamp::now())
    }

    pub(crate) fn said_wrong_at(&self, now: Timestamp) -> Result<Vec<Wrong>, Error> {
        let mut all = Vec::<Wrong>::new();
        for said in self.store.said_wrong()?.into_iter().filter(|said| said.decision.is_none()) {
            let stopped: BTreeSet<PcId> = said.stopped.iter().flatten().map(|stopped| stopped.pc).collect();
            let person = (said.person, said.words, said.said);
            if let Some(known) = all.iter_mut().find(|known| known.job == said.job) {
                known.people.push(person);
                known.stopped = known.stopped.max(stopped.len());
                continue;
            }
            let (Some(stored), Some(pc)) = (self.store.job(said.job)?, self.store.joined_pc(said.pc)?) else {
                continue; // the PC left the office
            };
            let can_go_back = !ways_back(&pc, &stored).is_empty();
            let names = self.store.names_of(said.pc, &stored.job)?;
            let (job, pc, name) = (said.job, said.pc, pc.name);
            let stopped = stopped.len();
            let turn = self.turn(job, person.2, now)?;
            all.push(Wrong { job, pc, name, names, people: vec![person], can_go_back, stopped, turn });
        }
        for one in &mut all {
            let asked = one.people.iter().map(|(.., when)| *when).min().unwrap_or(now);
            one.turn = self.turn(one.job, asked, now)?;
        }
        Ok(all)
    }

    /// Answers the people of a PC who said that something is wrong: signs what follows, for their PC to do and to tell
    /// them. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::NotObjected`], [`Error::NothingKept`], [`Error::StillOrdered`]; [`Error::Sign`], [`Error::Store`].
    pub fn answer_wrong(&self, job: JobId, then: Then, words: &str) -> Result<(RoundId, Decision), Error> {
        let wrong = self.said_wrong()?.into_iter().find(|one| one.job == job).ok_or(Error::NotObjected)?;
        let stored = self.store.job(job)?.ok_or(Error::NotObjected)?;
        let words = plain(words, limits::REPLY_CHARS);
        let until = Timestamp::now().checked_add(undo::longest(&self.charter().floor));
        let until = until.unwrap_or(Timestamp::MAX);
        let (decision, step) = match then {
            Then::GoBack => {
                let ids = self.goes_back(&wrong, &stored)?;
                (Decision::GoBack { until }, Step::Undo { ids, until: Some(until) })
            }
            // It has ended: there is nothing to cancel, and the PC has the words for its people.
            Then::GoOn => (Decision::GoOn {}, Step::Cancel { job }),
        };
        let round = self.begin(if then == Then::GoBack { Kind::Undo } else { Kind::Update }, Vec::new());
        let reply = Reply { to: job, decision, words: words.clone() };
        self.store.at_once(|| {
            self.note_answer(&round, &wrong, decision, &words, &step, until)?;
            self.keep_reply(&round, wrong.pc, vec![step], When::Now, reply)?;
            self.store.decide_wrong(job, decision, &words)?;
            if then == Then::GoOn { self.order_stopped(job) } else { Ok(()) }
        })?;
        Ok((round.id, decision))
    }

    /// What its PC can go back to, where it has nothing else to do with it first.
    fn goes_back(&self, wrong: &Wrong, stored: &StoredJob) -> Result<Vec<UpdateId>, Error> {
        let pc = self.store.pc(wrong.pc)?.ok_or(Error::NotObjected)?;
        let ids = ways_back(&pc, stored);
        if ids.is_empty() {
            return Err(Error::NothingKept(wrong.names.join(", ")));
        }
        if !self.busy_with(wrong.pc, None, &ids)?.is_empty() {
            return Err(Error::StillOrdered(wrong.name.clone()));
        }
        Ok(ids)
    }

    fn note_answer(
        &self,
        round: &crate::store::rounds::Round,
        wrong: &Wrong,
        decision: Decision,
        words: &str,
        step: &Step,
        until: Timestamp,
    ) -> Result<(), Error> {
        let people = wrong.people.iter().map(|(person, ..)| person.clone()).collect();
        let (pc, names) = (wrong.name.clone(), wrong.names.clone());
        self.note(&What::WrongAnswered { pc, people, names, decision, words: words.to_owned() })?;
        let Step::Undo { ids, .. } = step else { return Ok(()) };
        for id in ids {
            self.note(&What::UndoAgreed {
                round: round.id,
                pc: wrong.name.clone(),
                pc_id: wrong.pc,
                id: id.clone(),
                name: self.name_of_kept(wrong.pc, id)?,
                why: why(&wrong.people),
                until,
            })?;
        }
        Ok(())
    }

    /// Marks in what the PCs offer what somebody said is wrong elsewhere, and what was decided.
    pub(crate) fn mark_said_wrong(&self, views: &mut [PcView], now: Timestamp) -> Result<(), Error> {
        let said = self.store.said_wrong()?;
        if said.is_empty() {
            return Ok(());
        }
        let clocks = self.clocks(TimeZone::system())?;
        for one in &said {
            let (Some(stored), Some(_)) = (self.store.job(one.job)?, self.store.joined_pc(one.pc)?) else {
                continue;
            };
            for view in views.iter_mut() {
                self.mark_one(view, one, &stored, &clocks, now);
            }
        }
        Ok(())
    }

    fn mark_one(
        &self,
        view: &mut PcView,
        said: &SaidWrong,
        stored: &StoredJob,
        clocks: &Clocks,
        now: Timestamp,
    ) {
        let theirs = of_program(view.pc.scan.iter().flat_map(|scan| &scan.updates), stored);
        let is_late = |view: &PcView, update: &Update| {
            let is_security = matches!(update.class, Some(Class::Urgent | Class::Security));
            is_security && clocks.of_update(view, update, now).is_some_and(|due| due.late)
        };
        let offered: Vec<Update> = view.pc.scan.iter().flat_map(|scan| &scan.updates).cloned().collect();
        // Known holes do not stay open for longer than the limit because of what went wrong elsewhere (rules.md 5).
        let waits = offered.iter().filter(|one| theirs.contains(&one.id) && !is_late(view, one));
        let waits: BTreeSet<UpdateId> = waits.map(|update| update.id.clone()).collect();
        let updates = view.pc.scan.iter_mut().flat_map(|scan| &mut scan.updates);
        for update in updates.filter(|update| waits.contains(&update.id)) {
            match said.decision {
                None => update.blocked = Some(Cause::SaidWrong),
                Some(Decision::GoBack { until }) if until > now && update.held.is_none() => {
                    let why = said.reply.clone().filter(|words| !words.is_empty());
                    let why = why.or_else(|| Some(said.words.clone()).filter(|words| !words.is_empty()));
                    update.held = Some(Held { by: Some(self.person()), why, until: Some(until) });
                }
                Some(_) => {}
            }
        }
    }
}

/// What people said is wrong, in one line.
fn why(people: &[(String, String, Timestamp)]) -> String {
    let said = people.iter().map(|(person, words, _)| match words.as_str() {
        "" => person.clone(),
        words => format!("{person}: {words}"),
    });
    plain(&said.collect::<Vec<_>>().join("; "), limits::LINE_CHARS)
}

/// The versions that a PC kept of what an order put in place there, and is not back at.
fn ways_back(pc: &StoredPc, stored: &StoredJob) -> Vec<UpdateId> {
    let kept = pc.scan.iter().flat_map(|scan| &scan.kept).filter(|kept| kept.back.is_none());
    let is_of = |id: &&UpdateId| installs(&stored.job).any(|done| done.native() == id.native());
    kept.map(|kept| &kept.id).filter(is_of).cloned().collect()
}

/// Which of some updates are of the program that an order installs: of its packages, or of their source package.
fn of_program<'a>(
    updates: impl Iterator<Item = &'a Update> + Clone,
    stored: &StoredJob,
) -> BTreeSet<UpdateId> {
    let base = |id: &UpdateId| (id.source().to_owned(), package(id));
    let packages: BTreeSet<(String, String)> = installs(&stored.job).map(base).collect();
    let is_in = |update: &&Update| packages.contains(&base(&update.id));
    let groups: BTreeSet<&str> = updates.clone().filter(is_in).map(|update| update.group.as_str()).collect();
    let theirs = updates.filter(|update| is_in(update) || groups.contains(update.group.as_str()));
    theirs.map(|update| update.id.clone()).collect()
}

/// Whether two orders install a package of the same name.
pub(crate) fn is_same_program(one: &StoredJob, other: &StoredJob) -> bool {
    let mut all = installs(&one.job);
    all.any(|id| {
        installs(&other.job).any(|other| other.source() == id.source() && package(other) == package(id))
    })
}

/// A package's name without the architecture, and without whose own program it is: other PCs may have another one, and
/// other people.
fn package(id: &UpdateId) -> String {
    id.in_session().native().split(':').next().unwrap_or_default().to_owned()
}
