//! A restart that was ordered, as ux.md 4.5 has it.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    consultation::Answer,
    restart::{Wait, YES_LIFE},
    session::Restart,
};
use patchround_words::{Value, say, say_with};
use serde::Serialize;

use super::{
    Moment,
    times::{self, Choice, Day},
};
use crate::{messages::SOON, when};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A restart, with everything to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Restarting {
    /// What an answer names it by.
    pub id: String,
    /// What a person should know of it.
    pub lines: Vec<String>,
    /// When it is made as things stand.
    pub stands: String,
    /// What it waits for, where that is something else than this person.
    pub waits: Option<String>,
    /// How often it can be moved, and the last day.
    pub moves: String,
    /// The announced time: only if nobody is using the PC.
    pub tonight: Choice,
    /// An hour from now, if that is within what was ordered.
    pub in_an_hour: Option<Choice>,
    /// All times there are.
    pub days: Vec<Day>,
    /// Whether it can be had now.
    pub can_now: bool,
    /// Whether this person has chosen a time that is still to come.
    pub is_chosen: bool,
}

pub(super) fn restarting(restart: &Restart, moment: &Moment) -> Restarting {
    let (latest, first) = (latest(restart), restart.earliest.max(moment.now));
    let from_then = Moment { now: first, ..moment.clone() };
    let hour = moment.now + HOUR;
    let is_free = hour >= restart.earliest && hour <= latest;
    let tonight = say_with("person-restart-tonight", &[("when", default(restart, moment).into())]);
    Restarting {
        id: restart.id.to_string(),
        lines: ["person-restart-text", "person-restart-windows"].map(say).into(),
        stands: stands(restart, moment),
        waits: restart.waits.as_ref().map(waits),
        moves: moves(restart, moment),
        tonight: Choice { time: restart.default, words: tonight },
        in_an_hour: is_free.then(|| Choice {
            time: hour,
            words: say_with("person-restart-hour", &[("when", moment.happens(hour).into())]),
        }),
        days: times::days(latest, &from_then),
        can_now: restart.earliest <= moment.now && moment.now <= restart.last,
        is_chosen: chosen(restart, moment.now).is_some(),
    }
}

/// The time to which this person agreed, unless it has gone by.
pub(crate) fn chosen(restart: &Restart, now: Timestamp) -> Option<Timestamp> {
    restart.agreed.filter(|at| now.duration_since(*at) < YES_LIFE)
}

/// "It restarts today at 19:00 if nobody is using it.", or when it does otherwise.
pub(crate) fn stands(restart: &Restart, moment: &Moment) -> String {
    match (chosen(restart, moment.now), restart.agreed) {
        (Some(_), _) if restart.is_yes => say("person-restart-soon"),
        (Some(time), _) if time <= moment.now => say("person-restart-soon"),
        (Some(time), _) => agreed(time, moment),
        (None, Some(missed)) => {
            let missed = when::happened(missed, moment.now, &moment.zone);
            let missed = say_with("person-restart-missed", &[("when", missed.into())]);
            format!("{missed} {}", unless_used(restart, moment))
        }
        (None, None) => unless_used(restart, moment),
    }
}

/// What is said once an answer counts.
pub(super) fn said(restart: &Restart, answer: &Answer, moment: &Moment) -> String {
    match answer {
        Answer::Now {} => say("person-restart-soon"),
        Answer::Time { time } if *time != restart.default => agreed(*time, moment),
        _ => unless_used(restart, moment),
    }
}

/// That it is told a quarter of an hour before is promised only where there is one.
fn agreed(time: Timestamp, moment: &Moment) -> String {
    let is_far = time.duration_since(moment.now) > SOON;
    let id = if is_far { "person-restart-agreed" } else { "person-restart-close" };
    say_with(id, &[("when", moment.happens(time).into())])
}

fn unless_used(restart: &Restart, moment: &Moment) -> String {
    say_with("person-restart-default", &[("when", default(restart, moment).into())])
}

fn default(restart: &Restart, moment: &Moment) -> String {
    if restart.default <= moment.now {
        say("person-restart-as-soon")
    } else {
        moment.happens(restart.default)
    }
}

fn waits(why: &Wait) -> String {
    match why {
        Wait::AtWork { people } | Wait::SignedIn { people } => {
            let count = ("count", Value::from(people.len().max(1)));
            say_with("person-restart-others", &[("people", names(people).into()), count])
        }
        Wait::Call => say("person-restart-call"),
        Wait::Presentation => say("person-restart-presentation"),
        Wait::Program { program } => {
            say_with("person-restart-program", &[("program", program.as_str().into())])
        }
        Wait::Battery { percent } => {
            say_with("person-restart-battery", &[("percent", u32::from(*percent).into())])
        }
        Wait::NotKnown => say("person-restart-not-known"),
    }
}

fn names(people: &[String]) -> String {
    match people {
        [] => say("wait-somebody"),
        [one] => one.clone(),
        [one, other] => {
            say_with("person-two", &[("one", one.as_str().into()), ("other", other.as_str().into())])
        }
        [one, rest @ ..] => {
            say_with("person-more", &[("one", one.as_str().into()), ("count", rest.len().into())])
        }
    }
}

fn moves(restart: &Restart, moment: &Moment) -> String {
    let day = when::day(restart.last.to_zoned(moment.zone.clone()).date());
    match restart.moves_left {
        0 => say("person-no-moves"),
        left => say_with("person-moves", &[("count", left.into()), ("day", day.into())]),
    }
}

/// The latest time that may be chosen: who may not put it off any more may still bring it forward.
fn latest(restart: &Restart) -> Timestamp {
    let stands = restart.agreed.unwrap_or(restart.default);
    if restart.moves_left > 0 { restart.last } else { stands.min(restart.last) }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_words::{Surface, speak};

    use super::*;
    use crate::samples::{moment, restart};

    fn plain(text: &str) -> String {
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    fn shown(restart: &Restart, moment: &Moment) -> Restarting {
        speak(moment.language, Surface::Window);
        restarting(restart, moment)
    }

    #[test]
    fn a_restart_has_the_words_of_the_design() {
        let shown = shown(&restart(), &moment());
        assert_eq!(plain(&shown.stands), "It restarts today at 19:00 if nobody is using it.");
        assert_eq!(plain(&shown.tonight.words), "today at 19:00, if nobody is using it");
        assert_eq!(plain(&shown.moves), "You can move this 3 more times. The last day is Thursday 4 June.");
        assert_eq!(plain(&shown.in_an_hour.unwrap().words), "In 1 hour, today at 11:00");
        assert!(shown.can_now && !shown.is_chosen);
    }

    #[test]
    fn a_time_that_was_chosen_is_said_and_one_that_went_by_is_not_called_planned() {
        let moment = moment();
        let agreed = Restart { agreed: Some(moment.now + 5.hours()), ..restart() };
        assert_eq!(
            plain(&shown(&agreed, &moment).stands),
            "It restarts today at 15:00, as you asked. You are told 15 minutes before."
        );
        for (minutes, is_told) in [(16, true), (15, false), (2, false)] {
            let agreed = Restart { agreed: Some(moment.now + minutes.minutes()), ..restart() };
            let stands = shown(&agreed, &moment).stands;
            assert!(stands.contains("as you asked."), "{stands}");
            assert_eq!(stands.contains("15 minutes before"), is_told, "{stands}");
        }
        let missed = Restart { agreed: Some(moment.now - 1.hours()), ..restart() };
        let missed = shown(&missed, &moment);
        assert_eq!(
            plain(&missed.stands),
            "It did not restart today at 09:00. It restarts today at 19:00 if nobody is using it."
        );
        assert!(!missed.is_chosen);
    }

    #[test]
    fn nothing_is_offered_that_was_not_ordered_or_cannot_be_moved() {
        let moment = moment();
        let later = moment.now + 8.hours();
        let planned = shown(&Restart { earliest: later, default: later, ..restart() }, &moment);
        assert!(!planned.can_now && planned.in_an_hour.is_none());
        assert!(planned.days.iter().flat_map(|day| &day.times).all(|choice| choice.time > later));
        let spent = shown(&Restart { moves_left: 0, ..restart() }, &moment);
        assert!(spent.days.iter().flat_map(|day| &day.times).all(|choice| choice.time <= restart().default));
        assert_eq!(spent.moves, "You cannot move it to a later time any more.");
    }

    #[test]
    fn others_for_whom_it_waits_are_named() {
        let with = |people: &[&str]| {
            let people = people.iter().map(|name| (*name).to_owned()).collect();
            let waits = Some(Wait::SignedIn { people });
            plain(&shown(&Restart { waits, ..restart() }, &moment()).waits.unwrap())
        };
        assert_eq!(
            with(&["jonas"]),
            "jonas is still signed in. Unsaved work would be lost, so your PC waits."
        );
        assert_eq!(
            with(&["jonas", "li"]),
            "jonas and li are still signed in. Unsaved work would be lost, so your PC waits."
        );
    }
}
