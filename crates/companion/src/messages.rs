//! When a message brings a question to a person (ux.md 1.6 and 4.4): once when it is due, and twice more while it stays
//! unanswered, a day apart. Pure: it is handed the moment.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{JobId, session::View};
use patchround_words::{Surface, say, speak};

use crate::show::{Moment, asking};

/// Between two messages about one question, at least.
const APART: SignedDuration = SignedDuration::from_hours(24);
/// Messages about one question, at most.
const MOST: usize = 3;

/// A message about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The question.
    pub question: JobId,
    /// "A big update for LibreOffice is coming."
    pub title: String,
    /// What happens by itself.
    pub body: String,
    /// Opens the question to choose a time.
    pub pick: String,
    /// Opens the question to read.
    pub see: String,
}

/// What a person was told.
#[derive(Debug, Default)]
pub struct Messages(BTreeMap<JobId, Vec<Timestamp>>);

impl Messages {
    /// The message that is due, if one is; it counts as shown then. At most one: the others wait.
    pub fn next(&mut self, view: &View, moment: &Moment) -> Option<Message> {
        let is_there = |id: &JobId| view.questions.iter().any(|question| question.id == *id);
        self.0.retain(|id, _| is_there(id));
        let question = view.questions.iter().find(|question| {
            let told = self.0.get(&question.id).map(Vec::as_slice).unwrap_or_default();
            let is_time = told.last().is_none_or(|last| moment.now.duration_since(*last) >= APART);
            let is_known = question.is_due || !told.is_empty();
            question.answer.is_none() && is_known && is_time && told.len() < MOST
        })?;
        self.0.entry(question.id).or_default().push(moment.now);
        speak(moment.language, Surface::Window);
        Some(Message {
            question: question.id,
            title: asking::title(question),
            body: asking::stands(question, moment),
            pick: say("person-pick"),
            see: say("person-see"),
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::samples::{moment, question, view};

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
    fn what_was_answered_or_is_not_due_is_not_told() {
        let (mut messages, moment) = (Messages::default(), moment());
        let mut waits = view(vec![question(1)]);
        waits.questions[0].is_due = false;
        assert_eq!(messages.next(&waits, &moment), None, "it was seen before this program began");
        let mut answered = view(vec![question(1)]);
        answered.questions[0].answer = Some(patchround_protocol::consultation::Answer::Now {});
        assert_eq!(messages.next(&answered, &moment), None);
    }
}
