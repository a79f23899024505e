//! When a message brings a question to a person (ux.md 1.6 and 4.4): once when it is due, and twice more while it stays
//! unanswered, a day apart. Pure: it is handed the moment.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    JobId,
    session::{Restart, View},
};
use patchround_words::{Surface, say, say_with, speak};

use crate::countdown::LONG;
use crate::show::{
    Moment, after, asking,
    restart::{self, chosen},
};

/// Between two messages about one question, at least.
const APART: SignedDuration = SignedDuration::from_hours(24);
/// Messages about one question, at most.
const MOST: usize = 3;
/// So long before a time that a person chose they are told once more (ux.md 4.5).
pub(crate) const SOON: SignedDuration = SignedDuration::from_mins(15);

/// A message about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The question, or the restart.
    pub question: JobId,
    /// "A big update for LibreOffice is coming."
    pub title: String,
    /// What happens by itself.
    pub body: String,
    /// Opens the question to choose a time.
    pub pick: String,
    /// Opens the question to read, where there is more to read than its times.
    pub see: Option<String>,
    /// Whether it is about what was put in place: then there is no question to open.
    pub is_after: bool,
}

/// What a person was told.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    questions: BTreeMap<JobId, Vec<Timestamp>>,
    restarts: BTreeSet<(JobId, OfRestart)>,
    after: BTreeSet<JobId>,
}

/// The messages about one restart, each of which comes once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum OfRestart {
    /// It was ordered.
    Ordered,
    /// Tomorrow is the last day.
    DayBefore,
    /// A quarter of an hour before this time, which was chosen.
    Soon(Timestamp),
}

impl Messages {
    /// The message that is due, if one is; it counts as shown then. At most one: the others wait.
    pub fn next(&mut self, view: &View, moment: &Moment) -> Option<Message> {
        let of_restart = self.of_restart(view, moment);
        of_restart.or_else(|| self.of_question(view, moment)).or_else(|| self.of_after(view, moment))
    }

    /// Whether it was told of something that was put in place, and that somebody may still want to say something about.
    pub fn has_told_after(&self, view: &View) -> bool {
        view.after.iter().any(|after| after.wrong.is_none() && self.after.contains(&after.id))
    }

    /// Once what a person was asked about is in place (ux.md 1.6, U4): once, and never again.
    fn of_after(&mut self, view: &View, moment: &Moment) -> Option<Message> {
        let new = view.after.iter().find(|after| after.is_new && !self.after.contains(&after.id))?;
        self.after.insert(new.id);
        speak(moment.language, Surface::Window);
        Some(Message {
            question: new.id,
            title: after::sentence(new, moment),
            body: say_with("person-after-told", &[("from", after::from(new).into())]),
            pick: say("person-after-see"),
            see: Some(say("person-after-wrong")),
            is_after: true,
        })
    }

    /// When the next message about a restart is due that is not due yet.
    pub fn wakes(view: &View, now: Timestamp) -> Option<Timestamp> {
        let soon = chosen(view.restart.as_ref()?, now)?.checked_sub(SOON).ok()?;
        (soon > now).then_some(soon)
    }

    fn of_restart(&mut self, view: &View, moment: &Moment) -> Option<Message> {
        let id = view.restart.as_ref().map(|restart| restart.id);
        self.restarts.retain(|(of, _)| Some(*of) == id);
        let restart = view.restart.as_ref().filter(|restart| !restart.is_yes)?;
        let due = [soon(restart, moment), Some(OfRestart::Ordered), day_before(restart, moment)];
        let new = |one: &OfRestart| !self.restarts.contains(&(restart.id, *one));
        let what = due.into_iter().flatten().find(new)?;
        self.restarts.insert((restart.id, what));
        speak(moment.language, Surface::Window);
        let stands = restart::stands(restart, moment);
        let (title, body) = match what {
            OfRestart::Ordered => (say("person-restart-told"), stands),
            OfRestart::DayBefore => {
                let body = say_with("person-restart-day-before", &[("stands", stands.into())]);
                (say("person-restart-told"), body)
            }
            OfRestart::Soon(_) => (say("person-restart-quarter"), say("person-restart-save")),
        };
        Some(Message {
            question: restart.id,
            title,
            body,
            pick: say("person-pick"),
            see: None,
            is_after: false,
        })
    }

    fn of_question(&mut self, view: &View, moment: &Moment) -> Option<Message> {
        let is_there = |id: &JobId| view.questions.iter().any(|question| question.id == *id);
        self.questions.retain(|id, _| is_there(id));
        let question = view.questions.iter().find(|question| {
            let told = self.questions.get(&question.id).map(Vec::as_slice).unwrap_or_default();
            let is_time = told.last().is_none_or(|last| moment.now.duration_since(*last) >= APART);
            let is_known = question.is_due || !told.is_empty();
            question.answer.is_none() && is_known && is_time && told.len() < MOST
        })?;
        self.questions.entry(question.id).or_default().push(moment.now);
        speak(moment.language, Surface::Window);
        Some(Message {
            question: question.id,
            title: asking::title(question),
            body: asking::stands(question, moment),
            pick: say("person-pick"),
            see: Some(say("person-see")),
            is_after: false,
        })
    }
}

/// A quarter of an hour before the chosen time, but not once it is counted down.
fn soon(restart: &Restart, moment: &Moment) -> Option<OfRestart> {
    let at = chosen(restart, moment.now)?;
    let left = at.duration_since(moment.now);
    (left <= SOON && left > LONG).then_some(OfRestart::Soon(at))
}

fn day_before(restart: &Restart, moment: &Moment) -> Option<OfRestart> {
    let day = |at: Timestamp| at.to_zoned(moment.zone.clone()).date();
    let is_tomorrow = day(moment.now).tomorrow().is_ok_and(|tomorrow| tomorrow == day(restart.last));
    // Who was told a moment ago that it was ordered need not hear that tomorrow is its last day.
    let is_older = moment.now.duration_since(restart.earliest) >= APART;
    let is_open = chosen(restart, moment.now).is_none();
    (is_tomorrow && is_older && is_open).then_some(OfRestart::DayBefore)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::session::After;

    use super::*;
    use crate::samples::{moment, question, restart, view};

    #[test]
    fn a_question_is_told_once_and_twice_more_while_nobody_answers() {
        let (mut messages, begin) = (Messages::default(), moment());
        let mut view = view(vec![question(1)]);
        let at = |hours: i64| Moment { now: begin.now + hours.hours(), ..begin.clone() };
        let first = messages.next(&view, &at(0)).unwrap();
        assert_eq!(
            first.title.replace(['\u{2068}', '\u{2069}'], ""),
            "A big update for LibreOffice is coming."
        );
        view.questions[0].is_due = false;
        let told = (1..200).filter(|hour| messages.next(&view, &at(*hour)).is_some()).collect::<Vec<_>>();
        assert_eq!(told, [24, 48]);
    }

    #[test]
    fn a_restart_is_told_once_and_a_quarter_of_an_hour_before_a_time_that_was_chosen() {
        let (mut messages, begin) = (Messages::default(), moment());
        let mut view = View { restart: Some(restart()), ..view(Vec::new()) };
        let plain = |text: String| text.replace(['\u{2068}', '\u{2069}'], "");
        let mut told = |view: &View, minutes: i64| {
            let moment = Moment { now: begin.now + minutes.minutes(), ..begin.clone() };
            messages.next(view, &moment).map(|one| (plain(one.title), plain(one.body)))
        };
        let (title, body) = told(&view, 0).unwrap();
        assert_eq!(title, "Your PC needs a restart.");
        assert_eq!(body, "It restarts today at 19:00 if nobody is using it.");
        assert_eq!(told(&view, 1), None);
        let restart = view.restart.as_mut().unwrap();
        restart.agreed = Some(begin.now + 60.minutes());
        assert_eq!(Messages::wakes(&view, begin.now), Some(begin.now + 45.minutes()));
        assert_eq!(told(&view, 44), None);
        assert_eq!(told(&view, 45).unwrap().0, "Restart in 15 minutes, as you asked.");
        assert_eq!(told(&view, 46), None);
        view.restart.as_mut().unwrap().agreed = Some(begin.now + 75.minutes());
        assert_eq!(told(&view, 61).unwrap().0, "Restart in 15 minutes, as you asked.", "it was moved");
        view.restart.as_mut().unwrap().is_yes = true;
        assert_eq!(told(&view, 74), None);
    }

    #[test]
    fn the_day_before_the_last_is_told_once_to_who_chose_nothing() {
        let (mut messages, begin) = (Messages::default(), moment());
        let last = begin.now + (4 * 24).hours();
        let mut view = View { restart: Some(Restart { last, ..restart() }), ..view(Vec::new()) };
        let at = |hours: i64| Moment { now: begin.now + hours.hours(), ..begin.clone() };
        let told: Vec<_> = (0..90).filter(|hour| messages.next(&view, &at(*hour)).is_some()).collect();
        assert_eq!(told, [0, 62]);
        view.restart.as_mut().unwrap().agreed = Some(begin.now + 80.hours());
        let mut messages = Messages::default();
        assert!(messages.next(&view, &at(0)).is_some());
        assert_eq!(
            (1..79).find(|hour| messages.next(&view, &at(*hour)).is_some()),
            None,
            "a time was chosen"
        );
    }

    #[test]
    fn what_was_answered_or_is_not_due_is_not_told() {
        let (mut messages, moment) = (Messages::default(), moment());
        let mut waits = view(vec![question(1)]);
        waits.questions[0].is_due = false;
        assert_eq!(messages.next(&waits, &moment), None, "it was seen before this program began");
        let mut answered = view(vec![question(1)]);
        answered.questions[0].answer = Some(patchround_protocol::consultation::Answer::Now {});
        assert_eq!(messages.next(&answered, &moment), None);
    }

    #[test]
    fn what_went_in_is_told_once_and_not_what_was_seen() {
        let (mut messages, moment) = (Messages::default(), moment());
        let after = After {
            id: question(7).id,
            from: None,
            updates: vec![crate::samples::update("LibreOffice")],
            at: moment.now - 2.hours(),
            is_new: true,
            wrong: None,
        };
        let mut view = View { after: vec![after], ..view(Vec::new()) };
        assert!(!messages.has_told_after(&view));
        let told = messages.next(&view, &moment).unwrap();
        assert_eq!(
            told.title.replace(['\u{2068}', '\u{2069}'], ""),
            "LibreOffice was updated today at 08:00."
        );
        assert!(told.is_after && messages.has_told_after(&view));
        assert_eq!(messages.next(&view, &moment), None);
        view.after[0].wrong = Some(String::new());
        assert!(!messages.has_told_after(&view), "nothing is left to say");
        view.after[0].is_new = false;
        assert_eq!(Messages::default().next(&view, &moment), None);
    }
}
