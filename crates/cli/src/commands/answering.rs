//! `answer`: who asked to wait with what, and what they are answered.

use jiff::Timestamp;
use patchround_office::{Error, Office, consultation::Objection, names, say::people};
use patchround_protocol::consultation::{Answer, Decision, Worry};
use patchround_words::{say, say_with};
use serde::Serialize;

use super::{Place, holding::end_of};
use crate::{
    args::Reply,
    exit::Exit,
    out,
    sentence::{self, value},
};

/// What people of one PC asked to wait with, as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Waits {
    /// The PC.
    pc: String,
    /// What they asked to wait with.
    names: Vec<String>,
    /// When it goes in whatever anybody says; `null` where it waits for the answer.
    until: Option<Timestamp>,
    /// Who asked.
    people: Vec<Person>,
}

/// One person who asked to wait.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Person {
    person: String,
    worry: Worry,
    words: String,
    since: Option<Timestamp>,
}

pub(super) async fn list(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let (office, views) = at.look(&sentence::noticed).await?;
    let waiting = office.objections()?;
    if json {
        out::json(&waiting.iter().map(Waits::of).collect::<Vec<_>>());
    } else if waiting.is_empty() {
        out::line(&say("answer-none"));
    } else {
        waiting.iter().for_each(tell);
    }
    let is_heard = views.iter().all(|view| view.heard);
    Ok(match (waiting.is_empty(), is_heard) {
        (_, false) => Exit::Unreachable,
        (true, true) => Exit::Done,
        (false, true) => Exit::NeedsPerson,
    })
}

pub(super) async fn answer(at: &Place, pc: &str, reply: &Reply) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let pc = names::find(pc, &office.store.pcs()?)?.id;
    let mut waiting = office.objections()?;
    waiting.retain(|one| one.pc == pc && reply.about.as_ref().is_none_or(|name| one.names.contains(name)));
    let objection = match &waiting[..] {
        [] => return Err(Error::NotObjected.into()),
        [one] => one,
        several => return Ok(ask_which(several)),
    };
    let decision = decision(&office, reply)?;
    let words = reply.say.as_deref().unwrap_or_default();
    let round = office.answer(objection.job, decision, words)?;
    office.run(round, &sentence::noticed).await?;
    let decided = people::decision(decision, "", &out::time);
    out::line(&say_with("answer-done", &[("decision", value(decided)), ("pc", value(&*objection.name))]));
    let views = office.look(&sentence::noticed).await?;
    let is_heard = views.iter().filter(|view| view.pc.id == pc).all(|view| view.heard);
    sentence::troubles(&views, out::line);
    Ok(if is_heard { Exit::Done } else { Exit::Unreachable })
}

fn decision(office: &Office, reply: &Reply) -> Result<Decision, Error> {
    Ok(match reply.wait_until {
        Some(day) => Decision::Wait { until: end_of(day)? },
        None if reply.keep => Decision::Keep {},
        None => Decision::GoAhead { at: office.go_ahead_at(Timestamp::now()) },
    })
}

fn ask_which(several: &[Objection]) -> Exit {
    let pc = several.first().map(|one| one.name.clone()).unwrap_or_default();
    let names: Vec<String> = several.iter().flat_map(|one| one.names.clone()).collect();
    let values = [("pc", value(pc)), ("names", value(out::foreign(&names.join(", "))))];
    out::aside(&say_with("answer-which", &values));
    Exit::WrongUse
}

fn tell(objection: &Objection) {
    let names = ("names", value(out::foreign(&objection.names.join(", "))));
    let pc = || ("pc", value(&*objection.name));
    out::line(&say_with("answer-title", &[pc(), names]));
    for (person, worry, words, _) in &objection.people {
        let said = Answer::Objection { worry: *worry, words: words.clone() };
        let said = out::foreign(&people::answer(&said, &out::time));
        let values = [("person", value(out::foreign(person))), ("said", value(said))];
        out::line(&format!("  {}", say_with("answer-person", &values)));
    }
    if let Some(until) = objection.until {
        out::line(&format!("  {}", say_with("answer-until", &[("time", value(out::time(until)))])));
    }
    out::line(&format!("  {}", say_with("answer-how", &[pc()])));
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
    let waiting = office.objections()?;
    if !waiting.is_empty() {
        out::line(&say_with("pcs-objections", &[("count", sentence::number(waiting.len()))]));
    }
    Ok(())
}

impl Waits {
    fn of(objection: &Objection) -> Self {
        let person = |(person, worry, words, since): &(String, Worry, String, Option<Timestamp>)| Person {
            person: person.clone(),
            worry: *worry,
            words: words.clone(),
            since: *since,
        };
        Self {
            pc: objection.name.clone(),
            names: objection.names.clone(),
            until: objection.until,
            people: objection.people.iter().map(person).collect(),
        }
    }
}
