//! What a window shows: finished words and plain facts. Who draws it decides nothing.
//!
//! Every text is in the language of [`Snapshot::language`], already isolated for mixed directions. Ids are for
//! asking again ([`super::ask::Ask`]), never to be shown.

use serde::{Deserialize, Serialize};

use super::{
    feeds::FeedRow,
    judged::Judged,
    rules::{OpenHours, WhenUpdates},
    secret::Secret,
};

/// The whole picture at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Snapshot {
    /// Counts up from 1: an older picture is never drawn over a newer one.
    pub revision: u32,
    /// BCP 47 tag of the language all words are in.
    pub language: String,
    /// Which way it is written.
    pub direction: Direction,
    /// Where the person is.
    pub place: Place,
    /// Whether the PCs are made up.
    pub practice: bool,
    /// The office, once there is one.
    pub office: Option<OfficeView>,
    /// How the program behaves on this computer.
    pub settings: Settings,
    /// What was just done and can be undone, or could not be done.
    pub said: Option<Said>,
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

/// Where the person is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Place {
    /// The office cannot be used. Nothing else can be shown.
    Trouble {
        /// What is the matter and what to do, in one or two sentences.
        sentence: String,
    },
    /// In the setup wizard.
    Setup {
        /// 1 to 5; there is an office from step 2 on, and when the first step is gone back to.
        step: u8,
        /// What step 1 begins with.
        person: String,
        /// What step 1 begins with.
        open: OpenHours,
        /// What has to be kept on paper, as long as it can still be shown.
        paper: Option<PaperView>,
    },
    /// In the office.
    Office,
}

/// Words that exist only here and on paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PaperView {
    /// To change what only an owner may.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub owner: Secret,
    /// For when this computer is lost.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub recovery: Secret,
}

/// The office.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OfficeView {
    /// Its name.
    pub name: String,
    /// Who looks after the PCs.
    pub person: String,
    /// Who is in charge today, as a sentence: while that person is away, the stand-in.
    pub in_charge: String,
    /// The sentence that says how the office is.
    pub state: StateLine,
    /// What only the person in charge can do, the most important first.
    pub needs: Vec<Need>,
    /// Every PC, in groups' order and then by name.
    pub pcs: Vec<PcRow>,
    /// The groups that are not empty, in their order.
    pub groups: Vec<Group>,
    /// What is outstanding, one row a program, the most important first.
    pub programs: Vec<ProgramRow>,
    /// How many updates those rows stand for, each on each PC: what plans and the pages of PCs count.
    pub updates: u32,
    /// What the owner agreed to be late with, the first to end first.
    pub exceptions: Vec<ExceptionRow>,
    /// Where updates could not be read, as sentences.
    pub unread: Vec<String>,
    /// The words of the button for the next evening, like "Update tonight at 18:30"; `None` where the rules have none.
    pub tonight: Option<String>,
    /// What was agreed for later.
    pub agreed: Vec<Agreed>,
    /// "Asked 4 people: 2 said now, 1 later, 1 has not answered.", while something of that is open.
    pub asked: Option<String>,
    /// The round that runs.
    pub run: Option<RunView>,
    /// How the last round ended, until somebody has seen it.
    pub result: Option<ResultView>,
    /// How PCs join.
    pub joining: Joining,
    /// When it is open.
    pub open: OpenHours,
    /// When updates happen.
    pub rules: WhenUpdates,
    /// Days for which bigger changes wait until others have tried them.
    pub cooling_off: u8,
    /// By which rules it is judged.
    pub judged: Judged,
    /// What is known of flaws, and from whom; none in a practice office.
    pub feeds: Vec<FeedRow>,
    /// That nothing happens by itself, and until when.
    pub paused: Option<String>,
    /// Messages that were shown or would have been, newest first.
    pub messages: Vec<MessageRow>,
    /// The month before this one, as `YYYY-MM`, where there is a report of it.
    pub month: Option<String>,
}

/// How something is: a word, a shape and a colour go with each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// A person has to do something.
    Needs,
    /// Updates are ready.
    Ready,
    /// A restart is pending.
    Restart,
    /// Something runs.
    Working,
    /// Not known now: off, not reached, not read lately.
    #[default]
    Off,
    /// Up to date.
    Good,
}

/// The first line of everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct StateLine {
    /// Its shape.
    pub look: Look,
    /// The sentence.
    pub sentence: String,
    /// What else is to be said, in short sentences.
    pub details: Vec<String>,
    /// When it was checked: "Checked 20 minutes ago."
    pub checked: Option<String>,
    /// The exact time of that, for whoever looks closer.
    pub checked_at: Option<String>,
    /// Whether PCs are being looked at right now.
    pub checking: bool,
    /// Whether there is anything to update.
    pub can_update: bool,
}

/// Something only the person in charge can do.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Need {
    /// The PC it is about; `None` where it is about the people of the office, and mended in "Who does what".
    pub pc: Option<String>,
    /// What is the matter.
    pub sentence: String,
    /// What to do.
    pub next: String,
    /// The question to answer, where people asked to wait.
    pub answers: Option<Answers>,
    /// What can be kept back for all with one click, where several people asked to wait with it.
    pub hold: Option<HoldForAll>,
    /// Whom to talk with, where a person wrote.
    pub talk: Option<Talk>,
}

/// A person who wrote, and wants to be talked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Talk {
    /// For asking: the PC from which they wrote.
    pub pc: String,
    /// For asking: the note.
    pub note: String,
    /// The words of the button once they were talked with.
    pub button: String,
}

/// What is proposed to be kept back for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HoldForAll {
    /// For asking: one of the questions of those who asked to wait.
    pub question: String,
    /// The words of the button.
    pub button: String,
}

/// How people can be answered who asked to wait, or said that something is wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Answers {
    /// For answering.
    pub question: String,
    /// The most days for which it can wait.
    pub days: u16,
    /// Whether the PC can keep the version it has.
    pub keep: bool,
    /// When it goes in, if that is decided now: "Tuesday at 20:00".
    pub go_ahead: String,
    /// Where it is in place already and somebody said that something is wrong: there is nothing to wait for.
    pub after: Option<After>,
}

/// What can be done where something is wrong since it went in, besides going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct After {
    /// Whether the PC can go back to the version before.
    pub back: bool,
}

/// A PC in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PcRow {
    /// For asking.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who uses it; where nobody said, who is signed in.
    pub who: Option<String>,
    /// Its shape, and the group it is in.
    pub look: Look,
    /// Its state in a few words.
    pub state: String,
    /// What else, in a few words.
    pub note: Option<String>,
    /// When it was last heard: "on now", "off since 12 May".
    pub seen: String,
    /// Outstanding updates.
    pub updates: u32,
    /// Whether it is this computer.
    pub here: bool,
}

/// A group of PCs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Group {
    /// Which PCs.
    pub look: Look,
    /// "Needs you (2)".
    pub title: String,
    /// How many.
    pub count: u32,
}

/// An update on all the PCs that lack it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ProgramRow {
    /// For asking.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// "urgent fix", "security fix", "update".
    pub class: String,
    /// How much it matters: 0 is the most.
    pub weight: u8,
    /// "6 PCs", "37 updates on 1 PC".
    pub pcs: String,
    /// "due on 12 June", "late, was due on 3 June".
    pub due: Option<String>,
    /// Whether it is late.
    pub late: bool,
    /// Whether the owner agreed to be late with it, and nobody is late without that.
    pub agreed: bool,
    /// What else: kept back, would remove something.
    pub note: Option<String>,
    /// Whether it is firmware, which no round puts in: it is ordered on the page of a PC.
    pub alone: bool,
}

/// Something that the owner agreed to be late with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ExceptionRow {
    /// For ending it.
    pub id: String,
    /// What people call the update.
    pub name: String,
    /// "may be late until Monday 14 December".
    pub until: String,
    /// "Agreed by Maria, for: till, front desk".
    pub who: String,
    /// Why.
    pub why: String,
    /// What is done instead until then.
    pub instead: String,
}

/// An order that has not begun.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Agreed {
    /// The PC.
    pub pc: String,
    /// "Front desk: 3 updates, tomorrow at 18:30."
    pub sentence: String,
}

/// A round that runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RunView {
    /// "Updating. 7 of 12 PCs are done."
    pub sentence: String,
    /// PCs that have finished.
    pub done: u32,
    /// PCs of the round.
    pub all: u32,
    /// PC by PC.
    pub pcs: Vec<RunPc>,
    /// Whether a PC of it has begun, or was told to.
    pub begun: bool,
    /// Whether it is only about to begin: if the program ends now it never does.
    pub about_to: bool,
    /// Whether what has not begun can still be stopped.
    pub can_stop: bool,
    /// Said where a step takes longer than usual.
    pub longer: Option<String>,
}

/// A PC in a round that runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RunPc {
    /// For asking.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its shape.
    pub look: Look,
    /// "Waiting for its turn", "Installing", "Done".
    pub step: String,
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ResultView {
    /// "9 of 12 PCs are up to date. 3 need you."
    pub sentence: String,
    /// "Done (9)", "Waiting for someone (2)", "Did not work (1)".
    pub counts: Vec<Group>,
    /// PC by PC, what needs somebody first.
    pub rows: Vec<ResultRow>,
}

/// How a round ended on one PC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ResultRow {
    /// The PC.
    pub pc: String,
    /// What people call it.
    pub name: String,
    /// Its shape.
    pub look: Look,
    /// How it ended, and for what did not work the cause.
    pub sentence: String,
    /// What to do about it.
    pub next: Option<String>,
    /// The tool's own last words.
    pub details: Option<String>,
    /// Whether trying again makes sense.
    pub again: bool,
}

/// How PCs join.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Joining {
    /// The code, like "8301-2947-6", while one holds.
    pub code: Option<String>,
    /// "It works until 10:05."
    pub until: Option<String>,
    /// PCs that joined since the code was first shown.
    pub joined: Vec<JoinedPc>,
    /// Whether PCs that wait are looked for and let in by themselves.
    pub listening: bool,
    /// Why PCs may not be found by themselves on this computer.
    pub obstacle: Option<String>,
    /// The last that went wrong while a PC joined.
    pub trouble: Option<String>,
    /// Open join files.
    pub files: Vec<JoinFileRow>,
    /// Whether the helper's own files are copied beside a join file.
    pub has_helper: bool,
    /// What is around.
    pub around: Option<Around>,
    /// Whether it is being looked around.
    pub looking: bool,
}

/// A PC that joined just now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct JoinedPc {
    /// For asking.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its system, or that it is this computer.
    pub what: Option<String>,
    /// Who is signed in there.
    pub who: Option<String>,
}

/// An open join file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct JoinFileRow {
    /// For ending it.
    pub id: u32,
    /// "2 of 5 PCs have used it. It works until 12 June."
    pub sentence: String,
}

/// What is around on the network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Around {
    /// PCs with a helper that are not of this office.
    pub helpers: Vec<AroundRow>,
    /// Computers without a helper.
    pub computers: Vec<AroundRow>,
    /// Other things.
    pub things: Vec<AroundRow>,
    /// Cannot tell.
    pub unclear: Vec<AroundRow>,
    /// What keeps PCs from being found, and what to do.
    pub obstacles: Vec<String>,
    /// What asking every address would do, in a sentence; `None` where it makes no sense.
    pub everywhere: Option<String>,
}

/// Something on the network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct AroundRow {
    /// Where it is.
    pub address: String,
    /// What it is called or what it is, in words.
    pub name: String,
    /// Whether it waits to join.
    pub waits: bool,
}

/// A message, as it stands in the window.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MessageRow {
    /// When: "today 09:30".
    pub time: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
}

/// How the program behaves on this computer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Settings {
    /// Languages that can be chosen.
    pub languages: Vec<LanguageChoice>,
    /// Whether it starts when the person signs in; `None` where that cannot be chosen.
    pub autostart: Option<bool>,
    /// Whether messages are kept back until tomorrow.
    pub quiet: bool,
    /// "2 messages this week".
    pub messages: String,
    /// The time of the daily message, in minutes after midnight.
    pub digest_at: u16,
    /// Said where messages cannot be shown on this computer.
    pub no_messages: Option<String>,
    /// The program's version.
    pub version: String,
}

/// A language.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LanguageChoice {
    /// BCP 47 tag.
    pub tag: String,
    /// What it calls itself.
    pub name: String,
}

/// What was just done, or could not be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Said {
    /// Tells one from the next.
    pub number: u32,
    /// What.
    pub sentence: String,
    /// Whether it can be undone for ten seconds.
    pub undo: bool,
    /// Whether it is about something that did not work.
    pub trouble: bool,
}

impl Snapshot {
    /// Before anything is known.
    pub(crate) fn nothing() -> Self {
        Self {
            revision: 0,
            language: patchround_words::Language::English.tag().to_owned(),
            direction: Direction::Ltr,
            place: Place::Office,
            practice: false,
            office: None,
            settings: Settings::default(),
            said: None,
        }
    }
}
