//! What only the person in charge can do.

use std::collections::BTreeMap;

use patchround_protocol::{Cause, Life, PcId, Update, UpdateId, consultation::Answer as ConsultationAnswer};
use patchround_words::{say, say_with};

use super::{Known, duties, exceptions, number, pcs, programs, text};
use crate::{
    PcView,
    after::Wrong,
    app::{
        snapshot::{After, Answers, HoldForAll, Need, Talk},
        when::{day, moment},
    },
    concern::Concern,
    consultation::{Objection, together::Together, turn::Turn},
    course::Course,
    except::Over,
    not_whole::NotWhole,
    notes::Note,
    say as sentences,
    trouble::Trouble,
};

/// The most days for which something waits for a person.
const MOST_DAYS: u16 = 90;
/// How the key of what was agreed ends.
const AGREED: &str = "agreed";

/// One thing that is the matter with a PC.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reason {
    pub(crate) pc: PcId,
    pub(crate) what: Matter,
}

/// What is the matter, the most important first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matter {
    Late(usize),
    Trouble(Trouble),
    Concern(Concern),
    Unfinished(NotWhole),
    Silent,
    Stuck(Cause, usize),
    NotTaking(usize),
    NotGoing(Cause, usize),
    Agreed(usize),
}

impl Reason {
    /// The same as long as the same is the matter, however it grows.
    fn key(&self) -> String {
        let what = match &self.what {
            Matter::Late(_) => "late".to_owned(),
            Matter::Silent => "silent".to_owned(),
            Matter::Stuck(cause, _) => format!("stuck {}", cause.id()),
            Matter::NotTaking(_) => "not taking".to_owned(),
            Matter::NotGoing(cause, _) | Matter::Unfinished(NotWhole { cause, .. }) => cause.id().to_owned(),
            Matter::Trouble(trouble) => trouble.sentence_id().to_owned(),
            Matter::Concern(concern) => format!("{concern:?}"),
            Matter::Agreed(_) => AGREED.to_owned(),
        };
        format!("{} {what}", self.pc)
    }
}

/// What is the matter, one line a PC and reason.
pub(crate) fn reasons(known: &Known<'_>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = known.views.iter().flat_map(|view| of_pc(view, known)).collect();
    reasons.sort_by_key(|reason| match &reason.what {
        Matter::Late(days) => (0, usize::MAX - days),
        Matter::Trouble(_) | Matter::Concern(_) => (1, 0),
        Matter::Unfinished(_) => (2, 0),
        Matter::Stuck(..) | Matter::NotTaking(_) => (3, 0),
        Matter::Silent => (4, 0),
        Matter::NotGoing(..) => (5, 0),
        Matter::Agreed(_) => (6, 0),
    });
    reasons
}

/// The same in words; then what the office lacks so that somebody can be asked. No message tells of the latter: it is
/// nothing that has happened.
pub(crate) fn needs(known: &Known<'_>) -> Vec<Need> {
    let view = |pc: PcId| known.views.iter().find(|view| view.pc.id == pc);
    let need = |reason: Reason| Some(in_words(reason.what, view(reason.pc)?, known));
    let wrong = known.wrong.iter().map(|wrong| said_wrong(wrong, known));
    let together = known.together.iter().map(|one| proposed(one, known));
    let asked = known.objections.iter().map(|objection| objected(objection, known));
    let notes = known.notes.iter().map(|note| wrote(note, known));
    let lacks = |(sentence, next)| Need { sentence, next, ..Need::default() };
    let lacking = duties::lacking(known).into_iter().map(lacks);
    wrong
        .chain(together)
        .chain(asked)
        .chain(notes)
        .chain(reasons(known).into_iter().filter_map(need))
        .chain(lacking)
        .collect()
}

/// The same for messages: a key that stays as long as the same is the matter, and its sentence. Whoever agreed to be late need
/// not be told so again and again.
pub(crate) fn matters(known: &Known<'_>) -> Vec<(String, String)> {
    let words = needs(known).into_iter().map(|need| need.sentence);
    let wrong = known.wrong.iter().map(|wrong| format!("wrong {}", wrong.job));
    let together = known.together.iter().map(|one| format!("together {:?}", one.program));
    let asked = known.objections.iter().map(|objection| format!("question {}", objection.job));
    let notes = known.notes.iter().map(|note| format!("note {}", note.note));
    let reasons = reasons(known);
    let keys = wrong.chain(together).chain(asked).chain(notes).chain(reasons.iter().map(Reason::key));
    keys.zip(words).filter(|(key, _)| !key.ends_with(AGREED)).collect()
}

/// What people said is wrong since something went in: who, their words, and how they can be answered.
fn said_wrong(wrong: &Wrong, known: &Known<'_>) -> Need {
    let people: Vec<&str> = wrong.people.iter().map(|(person, ..)| person.as_str()).collect();
    let said = wrong.people.iter().map(|(_, words, _)| sentences::people::quoted(words));
    let pc = ("pc", text(wrong.name.clone()));
    let values = [("people", text(people.join(", "))), ("names", text(wrong.names.join(", "))), pc.clone()];
    let next = match wrong.stopped {
        0 => say("need-wrong-next"),
        stopped => say_with("need-wrong-stopped", &[("count", number(stopped))]),
    };
    let no_way = (!wrong.can_go_back).then(|| say_with("need-wrong-no-way", &[pc]));
    let next = in_a_row([turn(&wrong.turn, known), Some(next), no_way]);
    let after = Some(After { back: wrong.can_go_back });
    let answers =
        Answers { question: wrong.job.to_string(), days: 0, keep: false, go_ahead: String::new(), after };
    let said = said.filter(|words| !words.is_empty());
    let sentence = [say_with("need-wrong", &values)].into_iter().chain(said).collect::<Vec<_>>().join(" ");
    Need { pc: Some(wrong.pc.to_string()), sentence, next, answers: Some(answers), ..Need::default() }
}

/// What a person wrote without having been asked.
fn wrote(note: &Note, known: &Known<'_>) -> Need {
    let person = ("person", text(note.person.clone()));
    let when = ("when", text(moment(note.turn.since, known.now, &known.zone)));
    let values = [person.clone(), ("pc", text(note.name.clone())), when, ("words", text(note.words.clone()))];
    let next = in_a_row([turn(&note.turn, known), Some(say_with("need-note-next", &[person]))]);
    let (pc, sentence) = (note.pc.to_string(), say_with("need-note", &values));
    let talk = Some(Talk { pc: pc.clone(), note: note.note.to_string(), button: say("need-note-button") });
    Need { pc: Some(pc), sentence, next, talk, ..Need::default() }
}

/// What two and more people asked to wait with, to be kept back for all with one click.
fn proposed(one: &Together, known: &Known<'_>) -> Need {
    let next = say_with("need-together-next", &[("until", text(moment(one.until, known.now, &known.zone)))]);
    let question = one.jobs.first().map(ToString::to_string).unwrap_or_default();
    let hold = Some(HoldForAll { question, button: say("need-together-button") });
    Need { sentence: sentences::people::together(one), next, hold, ..Need::default() }
}

/// Whole days from now.
fn days_until(latest: jiff::Timestamp, known: &Known<'_>) -> u16 {
    // What was counted a moment ago is a moment short of a whole day.
    let minutes = latest.duration_since(known.now).as_mins() + 1;
    u16::try_from((minutes / (24 * 60)).max(0)).unwrap_or(u16::MAX)
}

fn turn(turn: &Turn, known: &Known<'_>) -> Option<String> {
    sentences::people::turn(turn, moment(turn.since, known.now, &known.zone))
}

fn in_a_row<const N: usize>(said: [Option<String>; N]) -> String {
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What people asked to wait with: who, why in their words, and how they can be answered.
fn objected(objection: &Objection, known: &Known<'_>) -> Need {
    let time = |at| moment(at, known.now, &known.zone);
    let people: Vec<&str> = objection.people.iter().map(|(person, ..)| person.as_str()).collect();
    let said = objection.people.iter().map(|(_, worry, words, _)| {
        let answer = ConsultationAnswer::Objection { worry: *worry, words: words.clone() };
        sentences::people::answer(&answer, &time)
    });
    let values = [
        ("people", text(people.join(", "))),
        ("names", text(objection.names.join(", "))),
        ("pc", text(objection.name.clone())),
        ("said", text(said.collect::<Vec<_>>().join(" "))),
    ];
    let next = match objection.until {
        Some(until) => say_with("need-objected-until", &[("time", text(time(until)))]),
        None => say("need-objected-next"),
    };
    let next = in_a_row([turn(&objection.turn, known), Some(next)]);
    let answers = Answers {
        question: objection.job.to_string(),
        days: days_until(objection.latest, known).min(MOST_DAYS),
        keep: objection.until.is_none(),
        go_ahead: time(known.go_ahead),
        after: None,
    };
    let pc = Some(objection.pc.to_string());
    let sentence = say_with("need-objected", &values);
    Need { pc, sentence, next, answers: Some(answers), ..Need::default() }
}

fn of_pc(view: &PcView, known: &Known<'_>) -> Vec<Reason> {
    let mut what = Vec::new();
    let due = pcs::due(view, known).filter(|due| due.late);
    what.extend(due.map(|due| Matter::Late(pcs::days_late(&due, known))));
    what.extend(view.pc.last_trouble.filter(|trouble| !trouble.may_pass()).map(Matter::Trouble));
    let concerns = view.pc.concerns.iter().copied().filter(|concern| concern.needs_person());
    what.extend(concerns.map(Matter::Concern));
    what.extend(view.pc.not_whole().into_iter().map(Matter::Unfinished));
    what.extend(view.is_silent_long(known.now).then_some(Matter::Silent));
    if view.heard {
        what.extend(stuck(view));
        let agreed = agreed(view, known);
        what.extend((agreed > 0).then_some(Matter::Agreed(agreed)));
        let mut kept = programs::not_going(view);
        // What the owner agreed to is kept back in no other way.
        kept.iter_mut().filter(|(cause, _)| *cause == Cause::Held).for_each(|(_, count)| *count -= agreed);
        kept.retain(|(_, count)| *count > 0);
        kept.retain(|(cause, _)| !matches!(cause, Cause::Objected | Cause::SaidWrong)); // that is said with who asked, and why
        what.extend(kept.into_iter().map(|(cause, count)| Matter::NotGoing(cause, count)));
    }
    let pc = view.pc.id;
    what.into_iter().map(|what| Reason { pc, what }).collect()
}

/// For how many updates it was agreed that they are late.
fn agreed(view: &PcView, known: &Known<'_>) -> usize {
    let updates = view.pc.scan.iter().flat_map(|scan| &scan.updates);
    let held = updates.filter(|update| !update.phased && update.held.is_some());
    held.filter(|update| exceptions::is_agreed(update, known)).count()
}

/// What did not go in: each cause, and for how many updates.
fn stuck(view: &PcView) -> Vec<Matter> {
    let (mut failed, mut not_taking): (BTreeMap<Cause, usize>, usize) = (BTreeMap::new(), 0);
    // Of what is not whole is said that, and of what is kept back that.
    let is_told = |id: &UpdateId, course: &Course| {
        let kept = |update: &Update| {
            // Firmware always says why it goes in with nothing else: that it was tried alone is said here.
            update.id == *id && !id.is_firmware() && programs::why_not(update).is_some()
        };
        let unfinished = view.pc.unfinished().any(|cause| Some(cause) == course.cause);
        unfinished || view.pc.scan.iter().flat_map(|scan| &scan.updates).any(kept)
    };
    for (_, course) in view.stuck().filter(|(id, course)| !is_told(id, course)) {
        match course.life {
            Life::NotTaking => not_taking += 1,
            _ => *failed.entry(course.cause.unwrap_or(Cause::Unexpected)).or_default() += 1,
        }
    }
    let failed = failed.into_iter().map(|(cause, count)| Matter::Stuck(cause, count));
    failed.chain((not_taking > 0).then_some(Matter::NotTaking(not_taking))).collect()
}

fn in_words(what: Matter, view: &PcView, known: &Known<'_>) -> Need {
    let pc = ("pc", text(view.pc.name.clone()));
    let with = |id: &str, count: usize| say_with(id, &[pc.clone(), ("count", number(count))]);
    let next = |cause| sentences::next_on(cause, Some(view), &[]);
    let (sentence, next) = match what {
        Matter::Late(days) if view.heard => (with("need-late", days), late_next(view, known)),
        Matter::Late(days) => (with("need-late-off", days), say("need-late-off-next")),
        Matter::Trouble(trouble) => (sentences::trouble(&view.pc.name, trouble), String::new()),
        Matter::Concern(concern) => (sentences::concern(&view.pc.name, concern), String::new()),
        Matter::Unfinished(one) => {
            let why = ("why", text(sentences::not_whole(&one)));
            (say_with("need-cause", &[pc, why]), next(one.cause))
        }
        Matter::Stuck(cause, count) => (of_cause("need-stuck", view, cause, count), next(cause)),
        Matter::NotTaking(count) => (with("need-not-taking", count), say("need-not-taking-next")),
        Matter::Silent => {
            let values = [pc, ("when", text(pcs::since(view, known)))];
            (say_with("need-silent", &values), say("need-silent-next"))
        }
        Matter::NotGoing(cause, count) => (of_cause("need-not-going", view, cause, count), next(cause)),
        Matter::Agreed(count) => (with("need-agreed", count), say("need-agreed-next")),
    };
    Need { pc: Some(view.pc.id.to_string()), sentence, next, ..Need::default() }
}

/// What to do about what is late; where it was agreed before, that this is over.
fn late_next(view: &PcView, known: &Known<'_>) -> String {
    let is_of = |over: &&Over, update: &Update| {
        let is_there = over.pcs.is_empty() || over.pcs.contains(&view.pc.name);
        is_there && over.package == update.package.as_str()
    };
    let updates = view.pc.scan.iter().flat_map(|scan| &scan.updates);
    let over = updates.filter_map(|update| {
        let over = known.over.iter().find(|over| is_of(over, update))?;
        let day = day(over.until.to_zoned(known.zone.clone()).date());
        let name = sentences::called_exactly(&update.package, &update.name);
        Some(say_with("need-late-over", &[("name", text(name)), ("day", text(day))]))
    });
    over.chain([say("need-late-next")]).collect::<Vec<_>>().join(" ")
}

fn of_cause(id: &str, view: &PcView, cause: Cause, count: usize) -> String {
    let why = text(sentences::cause(cause));
    say_with(id, &[("pc", text(view.pc.name.clone())), ("why", why), ("count", number(count))])
}
