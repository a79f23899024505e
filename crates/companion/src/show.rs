//! What the window "This PC" shows: finished words, and ids to answer with. Who draws it decides nothing.
//!
//! What the helper does not know is said as not known, or left out; nothing is made up (ux.md 4.1).

pub mod after;
pub(crate) mod asking;
pub mod note;
mod past;
pub(crate) mod restart;
mod times;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use patchround_protocol::{
    consultation::{Answer, Decision, NotTaken},
    session::{Question, Replied, Restart, View, Waits},
    update::{Change, ChangeSource, Update},
};
use patchround_words::{Direction as Written, Language, Surface, say, say_with, speak};
use serde::Serialize;

pub use after::{Card, nothing_there, said_wrong};
pub use asking::{Asking, ChangeLine, Notes};
pub use note::{Ask, Sent, said_note};
pub use past::Past;
pub use restart::Restarting;
pub use times::{Choice, Day};

use crate::{
    link::{Known, Line, NotHeard},
    when,
};

/// What was read longer ago says nothing about now (ux.md 1.3).
const OLD: SignedDuration = SignedDuration::from_hours(24);

/// Answers that are shown.
const REPLIES: usize = 3;

/// What was put in place that is shown.
const CARDS: usize = 3;

/// The whole picture at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Picture {
    /// Counts up from 1: an older picture is never drawn over a newer one.
    pub revision: u32,
    /// BCP 47 tag of the language all words are in.
    pub language: String,
    /// Which way it is written.
    pub direction: Direction,
    /// How this PC is.
    pub state: State,
    /// What this person is asked and was asked, the one that is to be shown first first.
    pub questions: Vec<Asking>,
    /// A restart that was ordered.
    pub restart: Option<Restarting>,
    /// What was put in place lately of what this person uses, the newest first.
    pub after: Vec<Card>,
    /// Notes of this person that nobody has answered yet, and who has them.
    pub waits: Vec<String>,
    /// What the person in charge answered to notes of this person, the newest first.
    pub replies: Vec<Reply>,
    /// What became of the updates of this PC lately, the newest first.
    pub changes: Vec<Past>,
    /// The heading over what the person in charge can see.
    pub sees: String,
    /// How this person can write to whoever is in charge; not where there is nobody to hear it.
    pub ask: Option<Ask>,
    /// What they wrote lately, the newest first.
    pub wrote: Vec<Sent>,
}

/// An answer of the person in charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Reply {
    /// What was decided.
    pub sentence: String,
    /// Their own words, where there are any: never ours, and never to be read as markup.
    pub words: Option<String>,
}

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// How this PC is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct State {
    /// Which shape stands beside it.
    pub look: Look,
    /// The sentence.
    pub sentence: String,
    /// More about it.
    pub details: Vec<String>,
}

/// How something looks: the shapes of the tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Somebody is asked.
    Needs,
    /// Updates are ready.
    Ready,
    /// A restart is needed.
    Restart,
    /// Not known.
    Off,
    /// In order.
    Good,
}

/// What came of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Answered {
    /// Whether it counts.
    pub counts: bool,
    /// What happens now, or why it does not count.
    pub sentence: String,
}

/// When, where and in which language something is said.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The clock.
    pub now: Timestamp,
    /// The PC's time zone.
    pub zone: TimeZone,
    /// The language.
    pub language: Language,
    /// Who knows what an update changes.
    pub changes: Changes,
    /// Whether the PC is on a network that is limited; `None` where nobody knows.
    pub is_metered: Option<bool>,
}

/// Who knows what an update changes: the lines that are written by hand are the office's (`patchround_office::changes`),
/// whose program this is part of.
#[derive(Debug, Clone, Copy)]
pub struct Changes {
    /// At most three lines for an update, each with its source.
    pub lines: fn(&Update) -> Vec<Change>,
    /// A source in words.
    pub source: fn(&ChangeSource) -> String,
}

impl Moment {
    /// Now, in this PC's time zone.
    pub fn now(language: Language, changes: Changes) -> Self {
        Self { now: Timestamp::now(), zone: TimeZone::system(), language, changes, is_metered: None }
    }

    fn happens(&self, at: Timestamp) -> String {
        when::happens(at, self.now, &self.zone)
    }
}

/// The picture of what is known.
pub fn picture(known: &Known, revision: u32, moment: &Moment) -> Picture {
    speak(moment.language, Surface::Window);
    let view = known.view.as_ref();
    let questions = view.map(|view| view.questions.as_slice()).unwrap_or_default();
    let changes = view.map(|view| view.changes.as_slice()).unwrap_or_default();
    Picture {
        revision,
        language: moment.language.tag().to_owned(),
        direction: match moment.language.direction() {
            Written::LeftToRight => Direction::Ltr,
            Written::RightToLeft => Direction::Rtl,
        },
        state: state(known, moment),
        questions: questions.iter().map(|question| asking::asking(question, moment)).collect(),
        restart: known
            .view
            .as_ref()
            .and_then(|view| view.restart.as_ref())
            .map(|one| restart::restarting(one, moment)),
        after: known
            .view
            .iter()
            .flat_map(|view| &view.after)
            .take(CARDS)
            .map(|one| after::card(one, moment))
            .collect(),
        waits: known.view.iter().flat_map(|view| &view.waits).take(REPLIES).map(waits).collect(),
        replies: known
            .view
            .iter()
            .flat_map(|view| &view.replies)
            .take(REPLIES)
            .map(|said| reply(said, moment))
            .collect(),
        changes: past::past(changes, moment),
        sees: say_with("person-sees", &[("from", in_charge(view).into())]),
        ask: view.and_then(note::form),
        wrote: view.map(|view| note::written(view, moment)).unwrap_or_default(),
    }
}

/// Who has a note, and about what it is.
fn waits(one: &Waits) -> String {
    let whom = ("from", one.whom.clone().unwrap_or_else(|| say("person-in-charge-first")).into());
    let id = if one.is_stand_in { "person-waits-stand-in" } else { "person-waits" };
    say_with(id, &[("names", one.names.join(", ").into()), whom])
}

fn reply(said: &Replied, moment: &Moment) -> Reply {
    let from = ("from", said.from.clone().unwrap_or_else(|| say("person-in-charge-first")).into());
    let sentence = match said.reply.decision {
        Decision::Wait { until } => {
            let day = when::day(until.to_zoned(moment.zone.clone()).date());
            say_with("person-reply-wait", &[from, ("day", day.into())])
        }
        Decision::Keep {} => say_with("person-reply-keep", &[from]),
        Decision::GoAhead { at } => {
            say_with("person-reply-ahead", &[from, ("when", moment.happens(at).into())])
        }
        Decision::GoBack { until } => {
            let day = when::day(until.to_zoned(moment.zone.clone()).date());
            say_with("person-reply-back", &[from, ("day", day.into())])
        }
        Decision::GoOn {} => say_with("person-reply-on", &[from]),
        Decision::Unknown => say_with("person-reply", &[from]),
    };
    let words = Some(said.reply.words.clone()).filter(|words| !words.is_empty() && said.reply.is_plain());
    Reply { sentence, words }
}

/// What is said to a person once their answer was given.
pub fn answered(
    known: &Known,
    question: &Question,
    answer: &Answer,
    came: Result<(), NotHeard>,
    moment: &Moment,
) -> Answered {
    speak(moment.language, Surface::Window);
    let sentence = match came {
        Ok(()) => happens_now(known, question, answer, moment),
        Err(NotHeard::Unanswered) => say("person-not-heard"),
        Err(NotHeard::Refused(why)) => refusal(why),
    };
    Answered { counts: came.is_ok(), sentence }
}

/// What is said to a person once they said when their PC may restart.
pub fn restart_answered(
    restart: &Restart,
    answer: &Answer,
    came: Result<(), NotHeard>,
    moment: &Moment,
) -> Answered {
    speak(moment.language, Surface::Window);
    let sentence = match came {
        Ok(()) => restart::said(restart, answer, moment),
        Err(NotHeard::Unanswered) => say("person-not-heard"),
        Err(NotHeard::Refused(NotTaken::Over)) => say("person-restart-over"),
        Err(NotHeard::Refused(why)) => refusal(why),
    };
    Answered { counts: came.is_ok(), sentence }
}

/// What is said to who answers a question that there is no more.
pub fn over(moment: &Moment) -> Answered {
    speak(moment.language, Surface::Window);
    Answered { counts: false, sentence: refusal(NotTaken::Over) }
}

fn happens_now(known: &Known, question: &Question, answer: &Answer, moment: &Moment) -> String {
    // What the helper said before it heard the answer says nothing about what follows from it.
    let newest = known.question(question.id).filter(|newest| newest.answer.as_ref() == Some(answer));
    let begins = newest.and_then(|newest| newest.begins);
    let said = |id: &str, when: Option<Timestamp>| {
        let when = when.map(|when| ("when", moment.happens(when).into()));
        let program = ("program", asking::programs(question).into());
        say_with(id, &[program].into_iter().chain(when).collect::<Vec<_>>())
    };
    match answer {
        Answer::Objection { .. } => {
            let sent = say_with("person-said-objection", &[("from", asking::from(question).into())]);
            format!("{sent} {}", asking::stays(question, moment))
        }
        Answer::Time { time } => match later(begins, *time) {
            Some(at) => said("person-said-others", Some(at)),
            None => said("person-said-time", Some(*time)),
        },
        Answer::Now {} => match later(begins, moment.now) {
            Some(at) => said("person-said-others", Some(at)),
            None => said("person-said-now", None),
        },
        Answer::Unknown => refusal(NotTaken::Malformed),
    }
}

/// When it begins, where another person who uses it has chosen a later time or has not answered: the latest holds.
fn later(begins: Option<Timestamp>, chosen: Timestamp) -> Option<Timestamp> {
    begins.filter(|begins| *begins > chosen + A_MOMENT)
}

/// What begins within so long begins now.
const A_MOMENT: SignedDuration = SignedDuration::from_mins(1);

fn refusal(why: NotTaken) -> String {
    say(match why {
        NotTaken::Over => "person-not-over",
        NotTaken::NotAsked => "person-not-asked",
        NotTaken::OutOfTime => "person-not-time",
        NotTaken::NoMovesLeft => "person-not-moves",
        NotTaken::NotPossible => "person-not-possible",
        NotTaken::TooOften => "person-not-so-often",
        NotTaken::Malformed => "person-not-read",
    })
}

fn state(known: &Known, moment: &Moment) -> State {
    match (known.line, &known.view) {
        (Line::Open, Some(view)) => of_view(view, moment),
        (Line::Open | Line::Looking, _) => off("person-looking", Vec::new()),
        (Line::Absent, _) => off("person-absent", vec![say("person-absent-text")]),
        (Line::Foreign, _) => State {
            look: Look::Needs,
            sentence: say("person-foreign"),
            details: vec![say("person-foreign-text")],
        },
        (Line::Silent, _) => {
            let since = when::happened(known.since, moment.now, &moment.zone);
            off("person-silent", vec![say_with("person-silent-text", &[("when", since.into())])])
        }
    }
}

fn off(id: &str, details: Vec<String>) -> State {
    State { look: Look::Off, sentence: say(id), details }
}

fn of_view(view: &View, moment: &Moment) -> State {
    let Some(office) = &view.office else {
        return off("person-no-office", vec![say("person-no-office-text")]);
    };
    let office = ("office", office.as_str().into());
    let belongs = match named(view) {
        Some(name) => say_with("person-office-of", &[office, ("name", name.into())]),
        None => say_with("person-office", &[office]),
    };
    let read = view.scanned_at.map(|at| (at, when::ago(at, moment.now, &moment.zone)));
    let checked = read.iter().map(|(_, ago)| say_with("checked", &[("ago", ago.as_str().into())]));
    let (look, sentence, more) = how(view, moment);
    State { look, sentence, details: more.into_iter().chain(checked).chain([belongs]).collect() }
}

fn how(view: &View, moment: &Moment) -> (Look, String, Option<String>) {
    let is_old = view.scanned_at.is_none_or(|at| moment.now.duration_since(at) > OLD);
    if let Some(question) = view.questions.iter().find(|question| question.is_due) {
        let values =
            [("from", asking::from_first(question).into()), ("program", asking::programs(question).into())];
        return (Look::Needs, say_with("person-asked", &values), None);
    }
    let restarts = match (view.restart_pending, &view.restart) {
        (Some(true), _) => Some("person-restart"),
        (_, Some(_)) => Some("person-restart-planned"),
        _ => None,
    };
    if let Some(sentence) = restarts {
        return (Look::Restart, say(sentence), Some(time_of(view, moment)));
    }
    match (view.outstanding, view.scanned_at) {
        (None, _) | (_, None) => (Look::Off, say("person-unknown"), None),
        (_, Some(at)) if is_old => {
            let since = when::happened(at, moment.now, &moment.zone);
            (Look::Off, say_with("person-old", &[("when", since.into())]), None)
        }
        (Some(0), _) => (Look::Good, say("person-good"), None),
        (Some(count), _) => (
            Look::Ready,
            say_with("person-ready", &[("count", count.into())]),
            Some(say("person-ready-text")),
        ),
    }
}

/// When it restarts, where anybody said it.
fn time_of(view: &View, moment: &Moment) -> String {
    match &view.restart {
        Some(restart) => restart::stands(restart, moment),
        None => format!("{} {}", say("person-restart-text"), say("person-restart-no-time")),
    }
}

/// Who is to be asked, by name where the PC says it.
fn in_charge(view: Option<&View>) -> String {
    let asks = || view.and_then(|view| view.questions.first()).map(asking::from);
    view.and_then(named).or_else(asks).unwrap_or_else(|| say("person-in-charge"))
}

fn named(view: &View) -> Option<String> {
    let name = view.in_charge.as_deref().map(asking::plain)?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests;
