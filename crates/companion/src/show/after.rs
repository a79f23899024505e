//! What was put in place, as ux.md 4.6 has it.

use patchround_protocol::{consultation::NotTaken, limits::WRONG_CHARS, session::After};
use patchround_words::{Surface, say, say_with, speak};
use serde::Serialize;

use super::{
    Answered, ChangeLine, Moment, Notes,
    asking::{changes, none, notes, programs_of},
    refusal,
};
use crate::{link::NotHeard, when};

/// What was put in place, and how somebody can say that it is not right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Card {
    /// What a word about it names it by.
    pub id: String,
    /// "LibreOffice was updated today at 18:04."
    pub sentence: String,
    /// What changed, at most three lines.
    pub changes: Vec<ChangeLine>,
    /// That it is not known what changed, where there is no line and no maker's text.
    pub changes_none: Option<String>,
    /// What the makers wrote, in their own words and language.
    pub notes: Vec<Notes>,
    /// The words under which all that can be unfolded.
    pub see: String,
    /// The button for when something is wrong; `None` once that was said.
    pub wrong: Option<String>,
    /// That it was said.
    pub said: Option<String>,
    /// What becomes of a note.
    pub note: String,
    /// The button that sends it.
    pub send: String,
    /// Letters of a note, at most.
    pub letters: u32,
    /// Whether this person is to see it now.
    pub is_new: bool,
}

pub(super) fn card(after: &After, moment: &Moment) -> Card {
    let from = ("from", from(after).into());
    let changes = changes(&after.updates, moment);
    let notes: Vec<Notes> = after.updates.iter().filter_map(notes).collect();
    let is_said = after.wrong.is_some();
    Card {
        id: after.id.to_string(),
        sentence: sentence(after, moment),
        changes_none: (changes.is_empty() && notes.is_empty()).then(|| none(&after.updates)),
        changes,
        notes,
        see: say("person-after-see"),
        wrong: (!is_said).then(|| say("person-after-wrong")),
        said: is_said.then(|| say_with("person-after-said", &[("from", from_first(after).into())])),
        note: say_with("person-wrong-note", &[("from", from_first(after).into())]),
        send: say_with("person-send", &[from]),
        letters: u32::try_from(WRONG_CHARS).unwrap_or(u32::MAX),
        is_new: after.is_new,
    }
}

/// "LibreOffice was updated today at 18:04."
pub(crate) fn sentence(after: &After, moment: &Moment) -> String {
    let when = when::happened(after.at, moment.now, &moment.zone);
    say_with("person-after", &[("program", programs_of(&after.updates).into()), ("when", when.into())])
}

/// Whoever ordered it, by name.
pub(crate) fn from(after: &After) -> String {
    after.from.clone().unwrap_or_else(|| say("person-in-charge"))
}

fn from_first(after: &After) -> String {
    after.from.clone().unwrap_or_else(|| say("person-in-charge-first"))
}

/// What is said to a person once they said that something is wrong.
pub fn said_wrong(after: &After, came: Result<(), NotHeard>, moment: &Moment) -> Answered {
    speak(moment.language, Surface::Window);
    let sentence = match came {
        Ok(()) => say_with("person-said-wrong", &[("from", from(after).into())]),
        Err(NotHeard::Unanswered) => say("person-not-heard"),
        Err(NotHeard::Refused(NotTaken::Over)) => say("person-not-said"),
        Err(NotHeard::Refused(why)) => refusal(why),
    };
    Answered { counts: came.is_ok(), sentence }
}

/// What is said to who names something that was never put in place here, or too long ago.
pub fn nothing_there(moment: &Moment) -> Answered {
    speak(moment.language, Surface::Window);
    Answered { counts: false, sentence: say("person-not-said") }
}
