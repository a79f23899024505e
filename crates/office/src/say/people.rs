//! What people were asked, what they said and what they were answered, as sentences.

use jiff::Timestamp;
use patchround_protocol::consultation::{Answer, Decision, Worry};
use patchround_words::{Value, say, say_with};

use crate::{
    consultation::{counts::Counts, together::Together, turn::Turn},
    store::record::What,
};

type Time<'a> = &'a dyn Fn(Timestamp) -> String;

/// A line of the record about a person; nothing for any other. `who` decided it.
pub(super) fn record(what: &What, who: &str, time: Time<'_>) -> String {
    let list = |names: &[String]| value(names.join(", "));
    match what {
        What::PersonAsked { pc, person, names, announced } => {
            let values = [("pc", value(&**pc)), ("person", value(&**person)), ("names", list(names))];
            say_with("record-person-asked", &[&values[..], &[("time", value(time(*announced)))]].concat())
        }
        What::PersonAnswered { pc, person, names, answer } => {
            let values = [("pc", value(&**pc)), ("person", value(&**person)), ("names", list(names))];
            let said = ("answer", value(self::answer(answer, time)));
            say_with("record-person-answered", &[&values[..], &[said]].concat())
        }
        What::ObjectionAnswered { pc, people, names, decision, words } => {
            let values =
                [("who", value(who)), ("pc", value(&**pc)), ("people", list(people)), ("names", list(names))];
            let said = ("decision", value(self::decision(*decision, words, time)));
            say_with("record-objection-answered", &[&values[..], &[said]].concat())
        }
        What::SaidWrong { pc, person, names, words } => {
            let values = [("pc", value(&**pc)), ("person", value(&**person)), ("names", list(names))];
            with_words(say_with("record-said-wrong", &values), words)
        }
        What::StoppedForPeople { pc, people, names, pcs } => {
            let values = [("pc", value(&**pc)), ("people", list(people)), ("names", list(names))];
            say_with("record-stopped-for-people", &[&values[..], &[("pcs", list(pcs))]].concat())
        }
        What::WrongAnswered { pc, people, names, decision, words } => {
            let values =
                [("who", value(who)), ("pc", value(&**pc)), ("people", list(people)), ("names", list(names))];
            let said = ("decision", value(self::decision(*decision, words, time)));
            say_with("record-wrong-answered", &[&values[..], &[said]].concat())
        }
        What::StandInHasIt { pc, people, names, person, name, since } => {
            let values = [("pc", value(&**pc)), ("people", list(people)), ("names", list(names))];
            let who =
                [("person", value(&**person)), ("name", value(&**name)), ("since", value(time(*since)))];
            let id = if names.is_empty() { "record-stand-in-has-note" } else { "record-stand-in-has-it" };
            say_with(id, &[&values[..], &who].concat())
        }
        What::AnswerLate { pc, people, names, person, since } => {
            let values = [("pc", value(&**pc)), ("people", list(people)), ("names", list(names))];
            let who = [("person", value(&**person)), ("since", value(time(*since)))];
            let id = if names.is_empty() { "record-note-late" } else { "record-answer-late" };
            say_with(id, &[&values[..], &who].concat())
        }
        What::PersonWrote { pc, person, words } => {
            let values = [("pc", value(&**pc)), ("person", value(&**person)), ("words", value(&**words))];
            say_with("record-person-wrote", &values)
        }
        What::NoteDone { pc, people } => {
            let values = [("who", value(who)), ("pc", value(&**pc)), ("people", list(people))];
            say_with("record-note-done", &values)
        }
        _ => String::new(),
    }
}

/// How many people were asked, and what they said, as a sentence; nothing where nobody was.
pub fn counts(counts: Counts) -> Option<String> {
    let parts = [
        ("asked-now", counts.now),
        ("asked-later", counts.later),
        ("asked-wait", counts.wait),
        ("asked-not-yet", counts.not_yet),
    ];
    let count = |many: usize| ("count", Value::from(u32::try_from(many).unwrap_or(u32::MAX)));
    let said = parts.into_iter().filter(|(_, many)| *many > 0).map(|(id, many)| say_with(id, &[count(many)]));
    let said = said.collect::<Vec<_>>().join(", ");
    (counts.all() > 0).then(|| say_with("asked-people", &[count(counts.all()), ("said", value(said))]))
}

/// How many of those who were asked about something asked to wait with it, and who.
pub fn together(one: &Together) -> String {
    let people = one.people.iter().map(|(person, pc)| {
        say_with("together-person", &[("person", value(&**person)), ("pc", value(&**pc))])
    });
    let number = |count: usize| Value::from(u32::try_from(count).unwrap_or(u32::MAX));
    let values = [
        ("count", number(one.people.len())),
        ("all", number(one.asked)),
        ("names", value(one.names.join(", "))),
        ("people", value(people.collect::<Vec<_>>().join(", "))),
    ];
    say_with("together", &values)
}

/// Whose turn it is to answer, where that is more than the name of who is in charge; `when` says since when.
pub fn turn(turn: &Turn, when: String) -> Option<String> {
    let since = ("since", value(when));
    match &turn.instead_of {
        _ if turn.is_late => Some(say_with("turn-late", &[("person", value(&*turn.whom)), since])),
        Some(person) => {
            let values = [("person", value(&**person)), ("name", value(&*turn.whom)), since];
            Some(say_with("turn-stand-in", &values))
        }
        None => None,
    }
}

/// That something is wrong, as a person said it, after their name.
pub fn wrong(words: &str) -> String {
    with_words(say("said-wrong"), words)
}

/// What a person said, as half a sentence after their name.
pub fn answer(answer: &Answer, time: Time<'_>) -> String {
    match answer {
        Answer::Now {} => say("answer-now"),
        Answer::Time { time: at } => say_with("answer-time", &[("time", value(time(*at)))]),
        Answer::Objection { worry, words } => with_words(self::worry(*worry, time), words),
        Answer::Unknown => say("answer-unknown"),
    }
}

/// What worries a person, as a sentence.
pub fn worry(worry: Worry, time: Time<'_>) -> String {
    match worry {
        Worry::Busy { until } => say_with("worry-busy", &[("time", value(time(until)))]),
        Worry::Tool {} => say("worry-tool"),
        Worry::Unwanted => say("worry-unwanted"),
    }
}

/// What was decided, as a sentence, with what was written to the person.
pub fn decision(decision: Decision, words: &str, time: Time<'_>) -> String {
    let decided = match decision {
        Decision::Wait { until } => say_with("decision-wait", &[("time", value(time(until)))]),
        Decision::Keep {} => say("decision-keep"),
        Decision::GoAhead { at } => say_with("decision-go-ahead", &[("time", value(time(at)))]),
        Decision::GoBack { until } => say_with("decision-go-back", &[("time", value(time(until)))]),
        Decision::GoOn {} => say("decision-go-on"),
        Decision::Unknown => say("decision-unknown"),
    };
    with_words(decided, words)
}

/// A person's own words; nothing where they left it empty.
pub fn quoted(words: &str) -> String {
    if words.is_empty() { String::new() } else { say_with("quoted", &[("words", value(words))]) }
}

fn with_words(sentence: String, words: &str) -> String {
    if words.is_empty() {
        return sentence;
    }
    say_with("with-words", &[("sentence", value(sentence)), ("words", value(words))])
}

fn value<'a>(text: impl Into<std::borrow::Cow<'a, str>>) -> Value<'a> {
    Value::String(text.into())
}
