//! What the program of a signed-in person and the helper of their PC say to each other, one line of JSON each.
//!
//! The helper takes the person from the kernel, never from what is said here. It sends ids and parameters; the words are
//! the program's own. Nothing a person can say adds an update (rules.md 2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    cause::Cause,
    consultation::{Answer, NotTaken, Reply},
    ids::{JobId, UpdateId},
    restart::Wait,
    state::Outcome,
    update::Update,
};

/// What a person's program says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum FromPerson {
    /// These programs run in the person's session: names of their desktop entries, without the ending, at most
    /// [`crate::limits::RUNNING_PROGRAMS`].
    Running {
        /// The names.
        programs: Vec<String>,
    },
    /// The question, or what was put in place, is on the person's screen.
    Shown {
        /// Which.
        question: JobId,
    },
    /// The person's answer.
    Answer {
        /// To which question.
        question: JobId,
        /// What they say.
        answer: Answer,
    },
    /// Something is wrong after an update that was put in place. Answered as an answer is.
    Wrong {
        /// What was put in place: [`After::id`].
        after: JobId,
        /// Their own words, at most [`crate::limits::WRONG_CHARS`]; may be empty.
        words: String,
    },
    /// The person writes to whoever is in charge, without having been asked anything. Answered as an answer is.
    Ask {
        /// Names the note, as their program chose it.
        note: JobId,
        /// Their own words, at most [`crate::limits::NOTE_CHARS`]; never empty.
        words: String,
    },
    /// What one source offers of the person's own programs, in place of what was said of that source before. Its ids are
    /// those of the source, without an account: whose they are the kernel says.
    Own(Box<Own>),
    /// How one update of the person's own programs ended that the helper had asked for.
    OwnEnded {
        /// Which, as the helper named it.
        id: UpdateId,
        /// How.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
        /// The tool's own last words.
        details: Option<String>,
    },
    /// Something of a later version.
    #[serde(other)]
    Unknown,
}

/// What one source offers of a person's own programs, as it was read in their session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Own {
    /// The source's id: `flatpak`.
    pub source: String,
    /// Why it could not be read.
    pub cause: Option<Cause>,
    /// When its lists were last read anew from its servers.
    pub refreshed_at: Option<Timestamp>,
    /// What it offers, at most [`crate::limits::OWN_UPDATES`].
    pub updates: Vec<Update>,
}

/// What the helper says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum ToPerson {
    /// How things are now: once at the beginning, and whenever something of it has changed.
    View(Box<View>),
    /// An answer counts.
    Taken {
        /// To which question.
        question: JobId,
    },
    /// An answer does not count.
    NotTaken {
        /// To which question.
        question: JobId,
        /// Why.
        why: NotTaken,
    },
    /// Put these updates of the person's own programs in, each only if its source offers it there at this moment in exactly
    /// this version: their manager ordered it, and the root half has checked that. Each is answered with
    /// [`FromPerson::OwnEnded`].
    InstallOwn {
        /// Which, as the person's program named them.
        ids: Vec<UpdateId>,
    },
    /// Read the lists of the person's own sources anew from their servers.
    RefreshOwn {},
    /// Something of a later version.
    #[serde(other)]
    Unknown,
}

/// A PC as one of its people sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct View {
    /// The name of the office; `None` where the PC belongs to none.
    pub office: Option<String>,
    /// When the updates were read.
    pub scanned_at: Option<Timestamp>,
    /// How many are missing.
    pub outstanding: Option<u32>,
    /// Whether a restart is pending.
    pub restart_pending: Option<bool>,
    /// What the manager answered to this person, the newest first.
    pub replies: Vec<Replied>,
    /// What this person is asked, and has been asked while it has not begun; the one to be shown first comes first.
    pub questions: Vec<Question>,
    /// A restart that was ordered and has not begun.
    pub restart: Option<Restart>,
    /// Who is to be asked today: whoever looks after the PCs, or who stands in, by the signed policy.
    pub in_charge: Option<String>,
    /// What became of the updates of this PC lately, at most [`crate::limits::CHANGED`], the newest first.
    pub changes: Vec<Changed>,
    /// What was put in place of what this person uses, the newest first.
    pub after: Vec<After>,
    /// Notes of this person that nobody has answered yet, the newest first.
    pub waits: Vec<Waits>,
    /// What this person wrote without having been asked, within [`crate::limits::NOTE_DAYS`], the newest first; `None` from a
    /// helper that takes no notes.
    pub wrote: Option<Vec<Wrote>>,
}

/// A note of a person to whoever is in charge, about nothing that they were asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wrote {
    /// Names it.
    pub note: JobId,
    /// When.
    pub at: Timestamp,
    /// Their own words.
    pub words: String,
}

/// What became of one update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// When, by the PC's clock.
    pub at: Timestamp,
    /// What a person calls the program.
    pub name: String,
    /// The version that was to be there afterwards, as its package manager writes it.
    pub version: Option<String>,
    /// Whether the PC was to go back to it.
    pub is_back: bool,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, unless it is done.
    pub cause: Option<Cause>,
}

/// A note of a person that nobody has answered yet: they asked to wait, or said that something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waits {
    /// The order that it is about.
    pub id: JobId,
    /// Since when.
    pub since: Timestamp,
    /// What it is about, as a person calls it.
    pub names: Vec<String>,
    /// Who is to answer, by the name that the charter gives them, or that the policy gives the stand-in.
    pub whom: Option<String>,
    /// Whether that is the stand-in, because nobody answered for three working days (rules.md 5).
    pub is_stand_in: bool,
}

/// What was put in place of what a person uses (ux.md 4.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct After {
    /// Names it: the order that put it in place.
    pub id: JobId,
    /// Who ordered it, by the name that the charter gives them.
    pub from: Option<String>,
    /// What is in place now, as the PC's own package manager offered it before.
    pub updates: Vec<Update>,
    /// When.
    pub at: Timestamp,
    /// Whether this person has not seen it yet.
    pub is_new: bool,
    /// What this person said is wrong, if they did; may be empty words.
    pub wrong: Option<String>,
}

/// A restart that was ordered. A person answers it as a question, by its id: [`Answer::Now`], which is their yes, or
/// [`Answer::Time`], from which on their program asks for it; the announced time means "if nobody is using the PC".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Restart {
    /// The order.
    pub id: JobId,
    /// Who ordered it, by the name that the charter gives them.
    pub from: Option<String>,
    /// Nobody can have it before.
    pub earliest: Timestamp,
    /// From when it is made if nobody is using the PC.
    pub default: Timestamp,
    /// The last moment that can be chosen.
    pub last: Timestamp,
    /// When this person chose to have it, or said yes to it; may have gone by.
    pub agreed: Option<Timestamp>,
    /// Whether that is their yes, and not a time to which their program still has to count down.
    pub is_yes: bool,
    /// Whether they leave it to when they do not use the PC themselves, from the announced time on.
    pub is_left: bool,
    /// How often this person may still put it off.
    pub moves_left: u8,
    /// What it waited for when it was looked at last.
    pub waits: Option<Wait>,
}

/// What the manager answered to a person who asked to wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Replied {
    /// Who answers, by the name that the charter gives them.
    pub from: Option<String>,
    /// When.
    pub at: Timestamp,
    /// The answer.
    pub reply: Reply,
}

/// One question to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// Names it: the order that waits for the answer.
    pub id: JobId,
    /// Who would like it, by the name that the charter gives them.
    pub from: Option<String>,
    /// What would go in, as the PC's own package manager offers it.
    pub updates: Vec<Update>,
    /// When it goes in if this person says nothing.
    pub announced: Timestamp,
    /// The last moment to which it can be moved.
    pub last: Timestamp,
    /// What this person said last.
    pub answer: Option<Answer>,
    /// When it goes in as things stand: the latest of all who were asked. `None` while somebody objects.
    pub begins: Option<Timestamp>,
    /// How often this person may still put it off.
    pub moves_left: u8,
    /// Whether this person is to see it now; of many questions the others wait (rules.md 5).
    pub is_due: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_later_version_says_is_passed_over() {
        let said: FromPerson = serde_json::from_str(r#"{"say":"sing","song":"x"}"#).unwrap();
        assert_eq!(said, FromPerson::Unknown);
        let said: ToPerson = serde_json::from_str(r#"{"say":"dance","steps":3}"#).unwrap();
        assert_eq!(said, ToPerson::Unknown);
    }

    #[test]
    fn an_answer_is_one_flat_thing_of_an_enum() {
        let text = r#"{"say":"answer","question":"00000000-0000-0000-0000-000000000000","answer":{"answer":"objection","worry":{"worry":"tool"},"words":"my invoices"}}"#;
        let said: FromPerson = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&said).unwrap(), text);
    }
}
