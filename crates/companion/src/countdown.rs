//! The last minutes before a restart to which a person agreed (ux.md 4.5). Pure: it is handed the moment.
//!
//! A time that was chosen is no yes yet: the two minutes are counted down under the person's eyes, and only their end is.
//! A PC that slept through it, or a program that was not there, leads to no restart.
//!
//! What a person left to when they do not use the PC is counted down, too, once they have been away for ten minutes: they only
//! have to come back.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    JobId,
    restart::YES_LIFE,
    session::{Restart, View},
};
use patchround_words::{Surface, say, say_with, speak};

use crate::{
    quiet::Quiet,
    show::{Moment, restart::chosen},
};

/// How long it is counted down.
pub const LONG: SignedDuration = SignedDuration::from_mins(2);
/// What "more time" gives.
const MORE: SignedDuration = SignedDuration::from_mins(15);
/// Seconds before the end at which the time that is left is said anew.
const SAID: [i64; 4] = [120, 60, 30, 10];

/// One countdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countdown {
    /// The restart.
    pub restart: JobId,
    /// The time that the person chose.
    pub chosen: Timestamp,
    /// When it is over: not sooner than two minutes after it was shown.
    pub ends: Timestamp,
    /// To what time it can still be put off, as it is offered ([`put_off`](Self::put_off)).
    pub more: Option<Timestamp>,
    /// The last moment that can be chosen.
    last: Timestamp,
    /// Whether it goes on only while the person is away.
    pub is_left: bool,
}

/// What a countdown shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// "Restarting in 2 minutes"
    pub title: String,
    /// "You asked for 15:30. Save your work now."
    pub text: String,
    /// The button that puts it off, where it can be.
    pub more: Option<String>,
    /// The button that does not wait.
    pub now: String,
}

impl Countdown {
    /// The countdown that begins at this moment, if one does.
    pub fn due(view: &View, now: Timestamp) -> Option<Self> {
        let restart = view.restart.as_ref()?;
        let chosen = still_to_come(restart, now)?;
        if now < chosen.checked_sub(LONG).ok()? {
            return None;
        }
        let ends = chosen.max(now.checked_add(LONG).ok()?);
        let more = ends.checked_add(MORE).ok().filter(|more| restart.moves_left > 0 && *more <= restart.last);
        Some(Self { restart: restart.id, chosen, ends, more, last: restart.last, is_left: false })
    }

    /// The countdown of a restart that the person left to when they are away, if they are.
    pub fn left(view: &View, quiet: &Quiet, now: Timestamp) -> Option<Self> {
        let restart = view.restart.as_ref().filter(|_| Self::is_to_look(view, now))?;
        let ends = now.checked_add(LONG).ok()?;
        let is_left = quiet.is_left(now);
        let (restart, chosen, last) = (restart.id, restart.default, restart.last);
        is_left.then_some(Self { restart, chosen, ends, more: None, last, is_left })
    }

    /// Whether it is worth looking if the person is away.
    pub fn is_to_look(view: &View, now: Timestamp) -> bool {
        let is_due = |one: &Restart| one.is_left && one.default <= now && now <= one.last;
        view.restart.as_ref().is_some_and(is_due)
    }

    /// When one is due, or it is worth looking; `None` while nothing was chosen.
    pub fn begins(view: &View, now: Timestamp) -> Option<Timestamp> {
        let restart = view.restart.as_ref()?;
        let left = Some(restart.default).filter(|default| restart.is_left && *default > now);
        still_to_come(restart, now).and_then(|at| at.checked_sub(LONG).ok()).or(left)
    }

    /// Whether it is still about what the person chose.
    pub fn holds(&self, view: &View) -> bool {
        let is_it = |restart: &Restart| {
            let stands = if self.is_left { restart.is_left } else { restart.agreed == Some(self.chosen) };
            restart.id == self.restart && stands
        };
        view.restart.as_ref().is_some_and(is_it)
    }

    /// Whether it is over, which is the person's yes.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.ends
    }

    /// To what time whoever asks for more at this moment puts it off: as it is offered, or as much from now on where the PC has slept
    /// through that.
    pub fn put_off(&self, now: Timestamp) -> Option<Timestamp> {
        let offered = self.more?;
        let anew = || now.checked_add(MORE).ok().map(|more| more.min(self.last)).filter(|more| *more > now);
        if offered > now { Some(offered) } else { anew() }
    }

    /// The next moment at which it says something else, or is over.
    pub fn next(&self, now: Timestamp) -> Timestamp {
        let said =
            SAID.iter().filter_map(|left| self.ends.checked_sub(SignedDuration::from_secs(*left)).ok());
        said.filter(|at| *at > now).min().unwrap_or(self.ends)
    }

    /// What it shows at a moment.
    pub fn words(&self, moment: &Moment) -> Words {
        speak(moment.language, Surface::Window);
        let left = self.ends.duration_since(moment.now).as_secs();
        let said = SAID.into_iter().rev().find(|said| left <= *said).unwrap_or(SAID[0]);
        let title = match said {
            120 | 60 => say_with("person-last-minutes", &[("count", (said / 60).into())]),
            _ => say_with("person-last-seconds", &[("count", said.into())]),
        };
        let at = crate::when::hour(&self.chosen.to_zoned(moment.zone.clone()));
        let text = match self.is_left {
            true => say("person-last-left"),
            false => say_with("person-last-text", &[("time", at.into())]),
        };
        Words { title, text, more: self.more.map(|_| say("person-last-more")), now: say("person-last-now") }
    }
}

/// The time that was chosen, unless it went by, or was said yes to.
fn still_to_come(restart: &Restart, now: Timestamp) -> Option<Timestamp> {
    chosen(restart, now).filter(|at| !restart.is_yes && now.duration_since(*at) < YES_LIFE)
}

#[cfg(test)]
#[path = "countdown/tests.rs"]
mod tests;
