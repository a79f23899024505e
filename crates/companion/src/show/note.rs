//! What a person writes to whoever is in charge without having been asked (ux.md 4).

use patchround_protocol::{consultation::NotTaken, limits::NOTE_CHARS, session::View};
use patchround_words::{Surface, say, say_with, speak};
use serde::Serialize;

use super::{Answered, Moment, in_charge, named, refusal};
use crate::{link::NotHeard, when};

/// Notes that are shown.
const SENT: usize = 3;

/// How a note can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Ask {
    /// The button that leads there, and the heading there: "Ask Maria".
    pub title: String,
    /// What becomes of a note.
    pub note: String,
    /// The button that sends it.
    pub send: String,
    /// Letters of a note, at most.
    pub letters: u32,
}

/// A note that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Sent {
    /// "You wrote today at 10:12."
    pub sentence: String,
    /// Their own words.
    pub words: String,
}

/// How this person can write; not where the PC belongs to no office, or its helper takes no notes.
pub(super) fn form(view: &View) -> Option<Ask> {
    view.office.as_ref().and(view.wrote.as_ref())?;
    let from = ("from", in_charge(Some(view)).into());
    let first = ("from", in_charge_first(view).into());
    Some(Ask {
        title: say_with("person-ask", std::slice::from_ref(&from)),
        note: format!("{} {}", say_with("person-ask-note", &[first]), say("person-note-kept")),
        send: say_with("person-send", &[from]),
        letters: u32::try_from(NOTE_CHARS).unwrap_or(u32::MAX),
    })
}

/// What they wrote lately.
pub(super) fn written(view: &View, moment: &Moment) -> Vec<Sent> {
    let written = view.wrote.iter().flatten().take(SENT).map(|one| {
        let when = when::happened(one.at, moment.now, &moment.zone);
        Sent { sentence: say_with("person-wrote", &[("when", when.into())]), words: one.words.clone() }
    });
    written.collect()
}

/// What is said to a person once they wrote.
pub fn said_note(view: Option<&View>, came: Result<(), NotHeard>, moment: &Moment) -> Answered {
    speak(moment.language, Surface::Window);
    let sentence = match came {
        Ok(()) => say_with("person-said-note", &[("from", in_charge(view).into())]),
        Err(NotHeard::Unanswered) => say("person-not-heard"),
        Err(NotHeard::Refused(NotTaken::Over)) => say("person-ask-gone"),
        Err(NotHeard::Refused(why)) => refusal(why),
    };
    Answered { counts: came.is_ok(), sentence }
}

fn in_charge_first(view: &View) -> String {
    named(view).unwrap_or_else(|| say("person-in-charge-first"))
}
