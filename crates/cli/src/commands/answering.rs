//! `answer`: who asked to wait with what, said that something is wrong since it went in, or wrote by themselves, and what
//! they are answered.

use jiff::Timestamp;
use patchround_office::{
    Error, Office,
    after::{Then, Wrong},
    consultation::{Objection, together::Together, turn::Turn},
    names,
    notes::Note,
    results::StepResult,
    say::{self as says, people},
};
use patchround_protocol::{
    JobId, Outcome, PcId,
    consultation::{Answer, Decision, Worry},
};
use patchround_words::{say, say_with};
use serde::Serialize;

use super::{Place, holding::end_of};
use crate::{
    args::Reply,
    exit::Exit,
    out,
    sentence::{self, value},
};

/// What people of one PC asked to wait with, said is wrong since it went in, or wrote, as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Waits {
    /// The PC.
    pc: String,
    /// What it is about; empty for a note.
    names: Vec<String>,
    /// When it goes in whatever anybody says; `null` where it waits for the answer.
    until: Option<Timestamp>,
    /// Who is to answer.
    asks: String,
    /// Since when they wait.
    since: Timestamp,
    /// Whether it is late by now: after 14 days.
    late: bool,
    /// Where it is in place, and they said that something is wrong.
    after: Option<After>,
    /// Whether they wrote without having been asked: it is about no update, and wants somebody to talk with them.
    note: bool,
    /// Who said it.
    people: Vec<Person>,
}

/// What can be done where something is wrong.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct After {
    /// Whether the PC can go back to the version before.
    can_go_back: bool,
    /// On how many other PCs it was stopped until there is an answer.
    stopped: usize,
}

/// One person who asked to wait, or said that something is wrong.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Person {
    person: String,
    /// What worries them; `null` where it is in place, and for a note.
    worry: Option<Worry>,
    words: String,
    since: Option<Timestamp>,
}

/// What waits for an answer.
enum Asks {
    Wait(Objection),
    Wrong(Wrong),
    Note(Note),
}

/// What is answered.
enum Answered {
    Waits(Decision),
    Wrong(Then),
}

pub(super) async fn list(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let (office, views) = at.look(&sentence::noticed).await?;
    let waiting = asks(&office)?;
    let together = office.together()?;
    if json {
        out::json(&waiting.iter().map(Waits::of).collect::<Vec<_>>());
    } else if waiting.is_empty() {
        out::line(&say("answer-none"));
    } else {
        together.iter().for_each(propose);
        waiting.iter().for_each(Asks::tell);
    }
    let is_heard = views.iter().all(|view| view.heard);
    Ok(match (waiting.is_empty(), is_heard) {
        (_, false) => Exit::Unreachable,
        (true, true) => Exit::Done,
        (false, true) => Exit::NeedsPerson,
    })
}

fn propose(one: &Together) {
    out::line(&out::foreign(&people::together(one)));
    let name = one.names.first().cloned().unwrap_or_default();
    let values = [("until", value(out::time(one.until))), ("name", value(out::foreign(&name)))];
    indented(&say_with("together-how", &values));
}

/// Keeps back for all what several people asked to wait with.
pub(super) async fn hold_for_all(at: &Place, program: &str) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let together = office.together()?;
    let meant = together.iter().find(|one| one.names.iter().any(|name| name == program));
    let question = meant.and_then(|one| one.jobs.first()).ok_or(Error::NotObjected)?;
    for round in office.hold_for_all(*question, &say("hold-for-people"))? {
        office.run(round, &sentence::noticed).await?;
    }
    out::line(&say_with("together-done", &[("name", value(out::foreign(program)))]));
    let views = office.look(&sentence::noticed).await?;
    sentence::troubles(&views, out::line);
    Ok(if views.iter().all(|view| view.heard) { Exit::Done } else { Exit::Unreachable })
}

pub(super) async fn answer(at: &Place, pc: &str, reply: &Reply) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let pc = names::find(pc, &office.store.pcs()?)?.id;
    if reply.done {
        return done_with(&office, pc);
    }
    let decision = decision(&office, reply)?;
    let is_after = matches!(decision, Answered::Wrong(_));
    let mut waiting = asks(&office)?;
    waiting.retain(|one| {
        let is_meant = reply.about.as_ref().is_none_or(|name| one.names().contains(name));
        let is_kind = match one {
            Asks::Wait(_) => !is_after,
            Asks::Wrong(_) => is_after,
            Asks::Note(_) => false,
        };
        one.pc() == pc && is_meant && is_kind
    });
    let asks = match &waiting[..] {
        [] => return Err(Error::NotObjected.into()),
        [one] => one,
        several => return Ok(ask_which(several)),
    };
    let words = reply.say.as_deref().unwrap_or_default();
    let (round, decided) = match decision {
        Answered::Waits(decision) => (office.answer(asks.id(), decision, words)?, decision),
        Answered::Wrong(then) => office.answer_wrong(asks.id(), then, words)?,
    };
    let end = office.run(round, &sentence::noticed).await?;
    let decided = people::decision(decided, "", &out::time);
    out::line(&say_with("answer-done", &[("decision", value(decided)), ("pc", value(asks.name()))]));
    let views = office.look(&sentence::noticed).await?;
    let is_heard = views.iter().filter(|view| view.pc.id == pc).all(|view| view.heard);
    sentence::troubles(&views, out::line);
    let failed = end.pcs.iter().flat_map(|pc| &pc.steps).find(|step| is_bad(step) && is_after);
    if let Some(cause) = failed.and_then(|step| step.cause) {
        out::line(&format!("{} {}", says::cause_of_undo(cause), says::next_of_undo(cause)));
        return Ok(Exit::Failed);
    }
    Ok(if is_heard { Exit::Done } else { Exit::Unreachable })
}

/// Somebody talked with everybody who wrote from a PC.
fn done_with(office: &Office, pc: PcId) -> anyhow::Result<Exit> {
    let done = office.done_with(pc, |_| true)?;
    let name = done.first().map(|note| note.name.clone()).unwrap_or_default();
    let notes = done.iter().map(|Note { person, words, .. }| {
        say_with("answer-note-person", &[("person", value(&**person)), ("words", value(&**words))])
    });
    let notes = out::foreign(&notes.collect::<Vec<_>>().join(", "));
    out::line(&say_with("answer-note-done", &[("pc", value(name)), ("notes", value(notes))]));
    Ok(Exit::Done)
}

/// A PC that does not answer goes back once it does.
fn is_bad(step: &StepResult) -> bool {
    !matches!(step.outcome, Outcome::Done | Outcome::Unreachable)
}

fn decision(office: &Office, reply: &Reply) -> Result<Answered, Error> {
    Ok(match reply.wait_until {
        Some(day) => Answered::Waits(Decision::Wait { until: end_of(day)? }),
        None if reply.go_back => Answered::Wrong(Then::GoBack),
        None if reply.go_on => Answered::Wrong(Then::GoOn),
        None if reply.keep => Answered::Waits(Decision::Keep {}),
        None => Answered::Waits(Decision::GoAhead { at: office.go_ahead_at(Timestamp::now()) }),
    })
}

/// Everything that waits for an answer, what is in place and not right first.
fn asks(office: &Office) -> Result<Vec<Asks>, Error> {
    let wrong = office.said_wrong()?.into_iter().map(Asks::Wrong);
    let waits = office.objections()?.into_iter().map(Asks::Wait);
    Ok(wrong.chain(waits).chain(office.notes()?.into_iter().map(Asks::Note)).collect())
}

fn ask_which(several: &[Asks]) -> Exit {
    let pc = several.first().map(|one| one.name().to_owned()).unwrap_or_default();
    let names: Vec<String> = several.iter().flat_map(|one| one.names().to_vec()).collect();
    let values = [("pc", value(pc)), ("names", value(out::foreign(&names.join(", "))))];
    out::aside(&say_with("answer-which", &values));
    Exit::WrongUse
}

impl Asks {
    fn id(&self) -> JobId {
        match self {
            Self::Wait(objection) => objection.job,
            Self::Wrong(wrong) => wrong.job,
            Self::Note(note) => note.note,
        }
    }

    fn pc(&self) -> PcId {
        match self {
            Self::Wait(objection) => objection.pc,
            Self::Wrong(wrong) => wrong.pc,
            Self::Note(note) => note.pc,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Wait(objection) => &objection.name,
            Self::Wrong(wrong) => &wrong.name,
            Self::Note(note) => &note.name,
        }
    }

    fn names(&self) -> &[String] {
        match self {
            Self::Wait(objection) => &objection.names,
            Self::Wrong(wrong) => &wrong.names,
            Self::Note(_) => &[],
        }
    }

    fn turn(&self) -> &Turn {
        match self {
            Self::Wait(objection) => &objection.turn,
            Self::Wrong(wrong) => &wrong.turn,
            Self::Note(note) => &note.turn,
        }
    }

    fn tell(&self) {
        let names = ("names", value(out::foreign(&self.names().join(", "))));
        let pc = || ("pc", value(self.name()));
        match self {
            Self::Wait(objection) => {
                out::line(&say_with("answer-title", &[pc(), names]));
                for (person, worry, words, _) in &objection.people {
                    let said = Answer::Objection { worry: *worry, words: words.clone() };
                    tell_person(person, &people::answer(&said, &out::time));
                }
                if let Some(until) = objection.until {
                    indented(&say_with("answer-until", &[("time", value(out::time(until)))]));
                }
                self.tell_turn();
                indented(&say_with("answer-how", &[pc()]));
            }
            Self::Wrong(wrong) => {
                out::line(&say_with("answer-wrong-title", &[pc(), names]));
                wrong.people.iter().for_each(|(person, words, _)| tell_person(person, &people::wrong(words)));
                if wrong.stopped > 0 {
                    let count = ("count", sentence::number(wrong.stopped));
                    indented(&say_with("answer-wrong-stopped", &[count]));
                }
                self.tell_turn();
                let how = if wrong.can_go_back { "answer-wrong-how" } else { "answer-wrong-no-way" };
                indented(&say_with(how, &[pc()]));
            }
            Self::Note(note) => {
                out::line(&say_with("answer-note-title", &[pc()]));
                tell_person(&note.person, &people::quoted(&note.words));
                self.tell_turn();
                indented(&say_with("answer-note-how", &[pc()]));
            }
        }
    }
}

impl Asks {
    fn tell_turn(&self) {
        let turn = self.turn();
        people::turn(turn, out::time(turn.since)).iter().for_each(|turn| indented(turn));
    }
}

fn tell_person(person: &str, said: &str) {
    let values = [("person", value(out::foreign(person))), ("said", value(out::foreign(said)))];
    indented(&say_with("answer-person", &values));
}

fn indented(line: &str) {
    out::line(&format!("  {line}"));
}

/// How many people were asked and what they said, while something of that is open.
pub(super) fn tell_asked(office: &Office) -> anyhow::Result<()> {
    let asked = office.asking_now()?.and_then(people::counts);
    asked.into_iter().for_each(|sentence| out::line(&sentence));
    Ok(())
}

/// Says it where somebody waits for an answer.
pub(super) fn remind(office: &Office) -> anyhow::Result<()> {
    tell_asked(office)?;
    let waiting = asks(office)?;
    if !waiting.is_empty() {
        out::line(&say_with("pcs-objections", &[("count", sentence::number(waiting.len()))]));
    }
    Ok(())
}

impl Waits {
    fn of(asks: &Asks) -> Self {
        let (pc, names) = (asks.name().to_owned(), asks.names().to_vec());
        let (until, after, people) = match asks {
            Asks::Wait(objection) => {
                let people = objection.people.iter().map(|(person, worry, words, since)| Person {
                    person: person.clone(),
                    worry: Some(*worry),
                    words: words.clone(),
                    since: *since,
                });
                (objection.until, None, people.collect())
            }
            Asks::Wrong(wrong) => {
                let people = wrong.people.iter().map(|(person, words, since)| Person {
                    person: person.clone(),
                    worry: None,
                    words: words.clone(),
                    since: Some(*since),
                });
                let after = After { can_go_back: wrong.can_go_back, stopped: wrong.stopped };
                (None, Some(after), people.collect())
            }
            Asks::Note(Note { person, words, turn, .. }) => {
                let (person, words, since) = (person.clone(), words.clone(), Some(turn.since));
                (None, None, vec![Person { person, worry: None, words, since }])
            }
        };
        let turn = asks.turn();
        Self {
            pc,
            names,
            until,
            asks: turn.whom.clone(),
            since: turn.since,
            late: turn.is_late,
            after,
            note: matches!(asks, Asks::Note(_)),
            people,
        }
    }
}
