//! The consultation: the question to a person about a substantial update, their answer, and the one rule that says
//! when it may go in (rules.md 5).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{cause::Cause, ids::JobId, limits, update::Class};

/// Between a question on the screen and the time that is announced in it, at least: nobody is asked and overtaken.
const NOTICE: SignedDuration = SignedDuration::from_hours(4);
/// So long after its time it may still begin. A PC that was off then asks anew: nothing begins as somebody sits down.
const LATE: SignedDuration = SignedDuration::from_hours(2);
/// How often a person may put it off (rules.md 5).
const MOVES: u8 = 3;
/// As [`MOVES`], of an urgent one.
const MOVES_URGENT: u8 = 2;
/// Answers of one person to one question that count: each of them is a line in the PC's log.
const ANSWERS: u8 = 20;

/// What a person says to the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// At once.
    Now {},
    /// At this time.
    Time {
        /// The time.
        time: Timestamp,
    },
    /// Not before we have talked about it.
    Objection {
        /// What worries them.
        worry: Worry,
        /// Their own words, at most [`limits::OBJECTION_CHARS`]; may be empty.
        words: String,
    },
    /// An answer of a later version.
    #[serde(other)]
    Unknown,
}

/// What worries a person (ux.md 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "worry", rename_all = "snake_case")]
pub enum Worry {
    /// They are busy with something important until then.
    Busy {
        /// Until when.
        until: Timestamp,
    },
    /// A tool they need may stop working.
    Tool {},
    /// They do not want this change; also a worry of a later version.
    #[serde(other)]
    Unwanted,
}

/// What the manager answers to a person who asked to wait, or said that something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reply {
    /// Which question they answered: its order.
    pub to: JobId,
    /// What comes of it.
    pub decision: Decision,
    /// The manager's own words, at most [`limits::REPLY_CHARS`]; may be empty.
    pub words: String,
}

/// What comes of an objection, or of a person's word that something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    /// It waits until then.
    Wait {
        /// Until when.
        until: Timestamp,
    },
    /// This PC keeps the version that it has.
    Keep {},
    /// It goes in all the same, at this time.
    GoAhead {
        /// When.
        at: Timestamp,
    },
    /// The PC goes back to the version before, and stays there until then: something was wrong after it went in.
    GoBack {
        /// Until when.
        until: Timestamp,
    },
    /// It stays in, and goes in elsewhere, although somebody said that something is wrong.
    GoOn {},
    /// A decision of a later version.
    #[serde(other)]
    Unknown,
}

impl Reply {
    /// Whether its words are short and plain.
    pub fn is_plain(&self) -> bool {
        is_plain(&self.words, limits::REPLY_CHARS)
    }
}

/// One question, as far as the rule needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// When it begins for whoever says nothing.
    pub default: Timestamp,
    /// The last moment to which it can be moved.
    pub last: Timestamp,
    /// How much the update matters; `None` where nobody knows.
    pub class: Option<Class>,
    /// Whoever uses what it changes.
    pub people: Vec<Asked>,
}

/// One person of a consultation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The name of the account.
    pub name: String,
    /// What was announced to them, since the question was on their screen.
    pub announced: Option<Timestamp>,
    /// What they said last, and when.
    pub said: Option<(Timestamp, Answer)>,
    /// How often they have put it off.
    pub moves: u8,
    /// How often they have answered.
    pub answers: u8,
}

/// What follows from a consultation at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may begin.
    Begin,
    /// It waits until then, unless somebody says something new.
    Wait(Timestamp),
    /// It does not begin at all: [`Cause::Objected`] or [`Cause::NotAsked`].
    End(Cause),
}

/// Why an answer does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotTaken {
    /// It has begun, has ended, or was taken back.
    Over,
    /// This person was not asked.
    NotAsked,
    /// The time lies past the last moment, or has gone.
    OutOfTime,
    /// It was put off as often as it may be.
    NoMovesLeft,
    /// Nothing can be written down on this PC now.
    NotPossible,
    /// They wrote [`limits::NOTES_A_DAY`] times within a day.
    TooOften,
    /// It cannot be read, or is too long; also a reason of a later version.
    #[serde(other)]
    Malformed,
}

impl Consultation {
    /// Whether it may begin.
    ///
    /// - With an objection it does not. Where it is known to be a security update, the last moment ends that; a severity
    ///   that nobody knows never overrules anybody.
    /// - Everybody is waited for: it begins at the latest time that one of them chose, or that was announced to one who
    ///   said nothing.
    /// - Who never saw the question was not asked, nor who saw it for a time at which the PC was off. At the last moment a security update goes in all the same; anything
    ///   else is left alone.
    /// - Where nobody uses the program it disturbs nobody, and begins at its announced time.
    pub fn verdict(&self, now: Timestamp) -> Verdict {
        if self.has_deadline() && now >= self.last {
            return Verdict::Begin;
        }
        if self.people.iter().any(Asked::objects) {
            return if self.has_deadline() {
                Verdict::Wait(self.last)
            } else {
                Verdict::End(Cause::Objected)
            };
        }
        match self.begins() {
            Some(at) if now < at => Verdict::Wait(at),
            Some(at) if !is_missed(at, now) || self.people.is_empty() => Verdict::Begin,
            _ if now >= self.last => Verdict::End(Cause::NotAsked),
            _ => Verdict::Wait(self.last),
        }
    }

    /// When it begins, as things stand; `None` while somebody objects, or was not asked yet.
    pub fn begins(&self) -> Option<Timestamp> {
        let times: Option<Vec<Timestamp>> = self.people.iter().map(|one| one.time(self.last)).collect();
        Some(times?.into_iter().max().unwrap_or(self.default))
    }

    /// Whether a person is to see the question: they never did, or its time went by while the PC was off.
    pub fn is_to_ask(&self, person: &Asked, now: Timestamp) -> bool {
        let is_missed = self.begins().is_some_and(|at| is_missed(at, now));
        person.announced.is_none() || is_missed
    }

    /// What is announced to a person who sees the question at this moment: the announced time, or a little later for
    /// who is asked late; `None` once there is no time left to ask anybody.
    pub fn announced_at(&self, now: Timestamp) -> Option<Timestamp> {
        let notice = now.checked_add(NOTICE).ok()?;
        let announced = self.default.max(notice);
        if self.has_deadline() {
            return (now < self.last).then_some(announced.min(self.last));
        }
        (announced <= self.last).then_some(announced)
    }

    /// What comes of a person's answer: the person as they are then.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn answered(&self, name: &str, answer: &Answer, now: Timestamp) -> Result<Asked, NotTaken> {
        let mut person = self.people.iter().find(|one| one.name == name).ok_or(NotTaken::NotAsked)?.clone();
        if person.announced.is_none() {
            return Err(NotTaken::NotAsked);
        }
        match answer {
            Answer::Unknown => return Err(NotTaken::Malformed),
            Answer::Objection { words, .. } if !is_plain(words, limits::OBJECTION_CHARS) => {
                return Err(NotTaken::Malformed);
            }
            Answer::Time { time } if *time > self.last || *time < now => return Err(NotTaken::OutOfTime),
            Answer::Time { .. } | Answer::Now {} | Answer::Objection { .. } => {}
        }
        person.says(answer, now);
        if person.moves > self.moves() || person.answers > ANSWERS {
            return Err(NotTaken::NoMovesLeft);
        }
        Ok(person)
    }

    /// How often a person may still put it off.
    pub fn moves_left(&self, person: &Asked) -> u8 {
        self.moves().saturating_sub(person.moves)
    }

    /// Whether it goes in at its last moment whatever anybody says.
    pub fn has_deadline(&self) -> bool {
        matches!(self.class, Some(Class::Urgent | Class::Security))
    }

    fn moves(&self) -> u8 {
        if self.class == Some(Class::Urgent) { MOVES_URGENT } else { MOVES }
    }
}

impl Asked {
    /// The question is on their screen; what they said to an earlier time no longer counts.
    pub fn sees(&mut self, announced: Timestamp) {
        (self.announced, self.said) = (Some(announced), None);
    }

    /// They answer. A time that is later than what stood puts it off once more.
    pub fn says(&mut self, answer: &Answer, when: Timestamp) {
        let stands = self.time(Timestamp::MAX).or(self.announced);
        if let Answer::Time { time } = answer
            && stands.is_some_and(|stands| *time > stands)
        {
            self.moves = self.moves.saturating_add(1);
        }
        self.answers = self.answers.saturating_add(1);
        self.said = Some((when, answer.clone()));
    }

    fn objects(&self) -> bool {
        matches!(self.said, Some((_, Answer::Objection { .. })))
    }

    /// From when this person lets it begin; `None` for who was not asked and for who objects.
    fn time(&self, last: Timestamp) -> Option<Timestamp> {
        match &self.said {
            None | Some((_, Answer::Unknown)) => self.announced,
            Some((when, Answer::Now {})) => Some(*when),
            Some((_, Answer::Time { time })) => Some((*time).min(last)),
            Some((_, Answer::Objection { .. })) => None,
        }
    }
}

fn is_missed(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) > LATE
}

/// Whether somebody's own words are short and plain: no line breaks, nothing that steers a terminal or turns a line.
pub fn is_plain(words: &str, most: usize) -> bool {
    let turns = |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    words.chars().count() <= most && !words.chars().any(|letter| letter.is_control() || turns(letter))
}

#[cfg(test)]
#[path = "consultation/tests.rs"]
mod tests;
