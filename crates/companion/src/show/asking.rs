//! One question, as ux.md 4.2 and 4.3 have it.

use jiff::Timestamp;
use patchround_protocol::{
    consultation::Answer,
    ids::PackageName,
    limits::{CHANGES, NAME_CHARS},
    session::Question,
    update::{Class, Reason, Reversible, SYSTEM_PARTS, Substantial, Update},
};
use patchround_words::{say, say_with};
use serde::Serialize;

use super::{
    Moment,
    times::{self, Choice, Day},
};
use crate::when;

/// Packages that are named where more go away.
const NAMED: usize = 3;

/// A question, with everything to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Asking {
    /// What an answer names it by.
    pub id: String,
    /// "A big update for LibreOffice is coming."
    pub title: String,
    /// Who would like what.
    pub wants: String,
    /// Why it counts as big, as the PC has judged it.
    pub reasons: Vec<String>,
    /// What changes, at most three lines.
    pub changes: Vec<ChangeLine>,
    /// That it is not known what changes, where there is no line and no maker's text.
    pub changes_none: Option<String>,
    /// What the makers wrote, in their own words and language.
    pub notes: Vec<Notes>,
    /// Why.
    pub why: String,
    /// How long it takes, what has to close and whether the PC restarts.
    pub long: Vec<String>,
    /// Whether one can go back.
    pub back: String,
    /// When it happens as things stand.
    pub stands: String,
    /// How often it can be moved, and the last day.
    pub moves: String,
    /// Times that are proposed, at most two.
    pub proposed: Vec<Choice>,
    /// All times there are.
    pub days: Vec<Day>,
    /// Until when somebody can be busy.
    pub busy: Vec<Choice>,
    /// What becomes of a note.
    pub note: String,
    /// The button that sends it.
    pub send: String,
    /// The line on the first screen.
    pub planned: String,
    /// Whether this person has answered it.
    pub is_answered: bool,
    /// Whether this person is to see it now.
    pub is_due: bool,
}

/// One line on what changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ChangeLine {
    /// What changes, as the maker says it or as it is written in short.
    pub words: String,
    /// Where it is written.
    pub source: String,
}

/// What the maker of one program wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Notes {
    /// Which program, and from which version to which.
    pub title: String,
    /// The maker's words, never to be read as markup.
    pub text: String,
}

pub(super) fn asking(question: &Question, moment: &Moment) -> Asking {
    let program = programs(question);
    let latest = latest(question);
    let changes = changes(&question.updates, moment);
    let notes: Vec<Notes> = question.updates.iter().filter_map(notes).collect();
    Asking {
        id: question.id.to_string(),
        title: title(question),
        wants: wants(question, &program),
        reasons: reasons(question),
        changes_none: (changes.is_empty() && notes.is_empty()).then(|| none(&question.updates)),
        changes,
        notes,
        why: why(question),
        long: long(question, moment),
        back: back(question, moment),
        stands: stands(question, moment),
        moves: moves(question, moment),
        proposed: times::proposed(latest, moment),
        days: times::days(latest, moment),
        busy: times::busy(has_deadline(question).then_some(question.last), moment),
        note: format!("{} {}", stays(question, moment), say("person-note-kept")),
        send: say_with("person-send", &[("from", from(question).into())]),
        planned: planned(question, &program, moment),
        is_answered: question.answer.is_some(),
        is_due: question.is_due,
    }
}

/// "A big update for LibreOffice is coming."
pub(crate) fn title(question: &Question) -> String {
    say_with("person-question", &[("program", programs(question).into())])
}

/// "If you do nothing, it happens on Thursday 4 June at 18:00.", or when it happens otherwise.
pub(crate) fn stands(question: &Question, moment: &Moment) -> String {
    let at = |id, at: Timestamp| say_with(id, &[("when", moment.happens(at).into())]);
    match (&question.answer, question.begins) {
        (None, _) => at("person-default", question.announced),
        (Some(Answer::Objection { .. }), _) => stays(question, moment),
        (Some(_), Some(begins)) => at("person-set", begins),
        (Some(_), None) => say("person-set-waits"),
    }
}

/// Whoever would like the update, by name.
pub(super) fn from(question: &Question) -> String {
    question.from.clone().unwrap_or_else(|| say("person-in-charge"))
}

/// As [`from`], where a sentence begins with it.
pub(super) fn from_first(question: &Question) -> String {
    question.from.clone().unwrap_or_else(|| say("person-in-charge-first"))
}

/// The programs of a question, in a few words.
pub(super) fn programs(question: &Question) -> String {
    programs_of(&question.updates)
}

/// The programs of some updates, in a few words.
pub(super) fn programs_of(updates: &[Update]) -> String {
    let mut names: Vec<String> = updates.iter().map(name).collect();
    names.dedup();
    names.sort();
    names.dedup();
    let value = |text: &String| text.clone().into();
    match &names[..] {
        [] => say("system-parts"),
        [one] => one.clone(),
        [one, other] => say_with("person-two", &[("one", value(one)), ("other", value(other))]),
        [one, rest @ ..] => say_with("person-more", &[("one", value(one)), ("count", rest.len().into())]),
    }
}

/// How long the PC stays as it is with an objection.
pub(super) fn stays(question: &Question, moment: &Moment) -> String {
    let from = ("from", from(question).into());
    if has_deadline(question) {
        say_with("person-stays-until", &[from, ("when", moment.happens(question.last).into())])
    } else {
        say_with("person-stays", &[from])
    }
}

fn name(update: &Update) -> String {
    if update.name == SYSTEM_PARTS { say("system-parts") } else { plain(&update.name) }
}

/// What others made up, as one short line.
pub(super) fn plain(text: &str) -> String {
    let turns = |letter: &char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|letter| !letter.is_control() && !turns(letter)).take(NAME_CHARS).collect()
}

pub(super) fn changes(updates: &[Update], moment: &Moment) -> Vec<ChangeLine> {
    let mut lines: Vec<ChangeLine> = Vec::new();
    for change in updates.iter().flat_map(|update| (moment.changes.lines)(update)) {
        if lines.len() < CHANGES && lines.iter().all(|line| line.words != change.words) {
            lines.push(ChangeLine { source: (moment.changes.source)(&change.from), words: change.words });
        }
    }
    lines
}

/// That the maker has not said what changes, or, where nobody has read his notes, that we do not know.
pub(super) fn none(updates: &[Update]) -> String {
    let is_read = updates.iter().all(|update| update.changes.is_some());
    say(if is_read { "changes-none" } else { "changes-unknown" })
}

fn reasons(question: &Question) -> Vec<String> {
    let judged = question.updates.iter().filter_map(|update| update.substantial.as_ref());
    let mut reasons: Vec<String> = judged.flat_map(Substantial::told).map(|why| reason(&why)).collect();
    reasons.sort();
    reasons.dedup();
    reasons
}

fn reason(why: &Reason) -> String {
    let pair =
        |id, from: &str, to: &str| say_with(id, &[("from", plain(from).into()), ("to", plain(to).into())]);
    match why {
        Reason::FirstNumber { from, to } => pair("big-first-number", &from.to_string(), &to.to_string()),
        Reason::Removes { packages } => {
            let names: Vec<&str> = packages.iter().take(NAMED).map(PackageName::as_str).collect();
            let named = ("names", names.join(", ").into());
            match packages.len() - names.len() {
                0 => say_with("big-removes", &[named]),
                more => {
                    let names = say_with("names-more", &[named, ("count", (more as u64).into())]);
                    say_with("big-removes", &[("names", names.into())])
                }
            }
        }
        Reason::NewMaker { from, to } => pair("big-new-maker", from, to),
        Reason::Downgrade {} => say("big-downgrade"),
        Reason::MakerSays {} => say("big-maker-tells"),
        Reason::AskedFirst {} => say("big-asked-first"),
        Reason::NewPermissions {} => say("big-new-permissions"),
        Reason::FeatureUpdate {} => say("big-feature-update"),
        Reason::Unknown => say("big-unknown"),
    }
}

fn wants(question: &Question, program: &str) -> String {
    let (from, program) = (("from", from_first(question).into()), ("program", program.into()));
    let versions = match &question.updates[..] {
        [update] => update.installed.as_deref().map(|old| short(old, &update.candidate)),
        _ => None,
    };
    match versions {
        Some((old, new)) => {
            say_with("person-wants", &[from, program, ("old", old.into()), ("new", new.into())])
        }
        None => say_with("person-wants-plain", &[from, program]),
    }
}

pub(super) fn notes(update: &Update) -> Option<Notes> {
    let text = update.notes.clone().filter(|text| !text.trim().is_empty())?;
    let old = update.installed.as_deref().unwrap_or("?");
    let values =
        [("program", name(update).into()), ("old", old.into()), ("new", update.candidate.as_str().into())];
    Some(Notes { title: say_with("person-notes", &values), text })
}

fn why(question: &Question) -> String {
    say(match class(question) {
        Some(Class::Urgent) => "person-why-urgent",
        Some(Class::Security) => "person-why-security",
        Some(Class::Other) => "person-why-other",
        None => "person-why-unknown",
    })
}

/// As the helper's rule has it: the strictest that is known; not known while one of them may be worse than that.
fn class(question: &Question) -> Option<Class> {
    let strictest = question.updates.iter().filter_map(|update| update.class).min();
    let is_whole = question.updates.iter().all(|update| update.class.is_some());
    strictest.filter(|class| is_whole || *class != Class::Other)
}

fn has_deadline(question: &Question) -> bool {
    matches!(class(question), Some(Class::Urgent | Class::Security))
}

fn long(question: &Question, moment: &Moment) -> Vec<String> {
    let needs = |is: Option<bool>| question.updates.iter().any(|update| update.needs.restart == is);
    let restart = match (needs(Some(true)), needs(None)) {
        (true, _) => "person-restarts",
        (_, true) => "person-restart-unknown",
        _ => "person-no-restart",
    };
    let limited = (moment.is_metered == Some(true)).then(|| say("person-limited-network"));
    let first = std::iter::once(say("person-long-unknown"));
    first.chain(close(question)).chain([say(restart)]).chain(limited).collect()
}

/// What has to close, or that what is open stays open; nothing while neither is known.
fn close(question: &Question) -> Option<String> {
    let known = || question.updates.iter().map(|update| update.needs.close.as_ref());
    let programs: Vec<&str> = known().flatten().flatten().map(String::as_str).collect();
    if programs.is_empty() {
        return known().all(|close| close.is_some()).then(|| say("person-stays-open"));
    }
    Some(say_with("person-close", &[("programs", programs.join(", ").into())]))
}

/// The way back of everything that goes in together: the shortest there is.
fn back(question: &Question, moment: &Moment) -> String {
    let mut until = None;
    for update in &question.updates {
        match &update.reversible {
            Some(Reversible::WhyNot(_) | Reversible::Not(_)) => return say("person-back-no"),
            None => return say("person-back-unknown"),
            Some(Reversible::Until(end)) => {
                until = Some(until.map_or(*end, |known: Timestamp| known.min(*end)))
            }
            Some(Reversible::Kept {}) => {}
        }
    }
    match until {
        Some(end) => {
            let day = when::day(end.to_zoned(moment.zone.clone()).date());
            say_with("person-back-until", &[("day", day.into())])
        }
        None => say("person-back-kept"),
    }
}

fn moves(question: &Question, moment: &Moment) -> String {
    let day = when::day(question.last.to_zoned(moment.zone.clone()).date());
    match question.moves_left {
        0 => say("person-no-moves"),
        left => say_with("person-moves", &[("count", left.into()), ("day", day.into())]),
    }
}

/// The latest time that may be chosen: who may not put it off any more may still bring it forward.
fn latest(question: &Question) -> Timestamp {
    let stands = match &question.answer {
        Some(Answer::Time { time }) => *time,
        _ => question.announced,
    };
    if question.moves_left > 0 { question.last } else { stands.min(question.last) }
}

fn planned(question: &Question, program: &str, moment: &Moment) -> String {
    let program = ("program", program.into());
    match (&question.answer, question.begins) {
        (Some(Answer::Objection { .. }), _) => {
            say_with("person-planned-note", &[program, ("from", from_first(question).into())])
        }
        (_, Some(begins)) => say_with("person-planned", &[program, ("when", moment.happens(begins).into())]),
        (None, None) => {
            say_with("person-planned", &[program, ("when", moment.happens(question.announced).into())])
        }
        (Some(_), None) => say_with("person-planned-waits", &[program]),
    }
}

/// A version as its maker writes it, without what a distribution adds.
pub(super) fn upstream(version: &str) -> String {
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    version.split(['-', '+', '~']).next().unwrap_or(version).to_owned()
}

/// Two versions, as short as they still differ: 25.2.3-2 and 26.8.1 are 25 and 26.
fn short(old: &str, new: &str) -> (String, String) {
    let (one, other) = (upstream(old), upstream(new));
    let parts = one.split('.').count().max(other.split('.').count());
    let first = |version: &str, count: usize| version.split('.').take(count).collect::<Vec<_>>().join(".");
    let shortened = (1..=parts).map(|count| (first(&one, count), first(&other, count)));
    shortened
        .into_iter()
        .find(|(one, other)| one != other)
        .unwrap_or_else(|| (old.to_owned(), new.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_named_as_short_as_they_differ() {
        let pair = |old, new| {
            let (one, other) = short(old, new);
            format!("{one} {other}")
        };
        assert_eq!(pair("4:25.2.3-2+deb13u3", "4:26.8.1-1"), "25 26");
        assert_eq!(pair("1.2.3", "1.3"), "1.2 1.3");
        assert_eq!(pair("2.0-1", "2.0-2"), "2.0-1 2.0-2");
        assert_eq!(pair("1", "1.1"), "1 1.1");
        assert_eq!(pair("", ""), " ");
    }
}
