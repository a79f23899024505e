//! What a window is answered. Everything else it sees in the snapshot.

mod duties;
mod report;

use serde::Serialize;

use super::snapshot::{Look, PcRow, ProgramRow};
use crate::people::Uses;

pub use self::{
    duties::{CanChange, DutiesPage, DutyRow, PersonRow},
    report::{
        MonthChoice, Report, ReportBar, ReportBars, ReportLate, ReportMore, ReportNumber, ReportPc,
        ReportPcs, ReportQuestion, SavedReport,
    },
};

/// What comes back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// It was done, or has begun: see the next snapshot.
    Done,
    /// It could not be done.
    Refused {
        /// Why, and what to do.
        sentence: String,
    },
    /// A plan.
    Plan(Plan),
    /// A PC's page.
    Pc(PcPage),
    /// A program's page.
    Program(ProgramPage),
    /// A report.
    Report(Box<Report>),
    /// A report was written.
    Saved(SavedReport),
    /// Who does what.
    Duties(DutiesPage),
    /// Text to copy.
    Text {
        /// The text.
        text: String,
    },
}

/// What a round would do, grouped by who is disturbed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Plan {
    /// "Update all 12 PCs".
    pub title: String,
    /// Said in the place of the groups where there is nothing to do.
    pub nothing: Option<String>,
    /// The groups that are not empty, the least disturbing first.
    pub groups: Vec<PlanGroup>,
    /// What has to be known before it starts.
    pub notes: Vec<String>,
    /// The words of the button for the next evening, like "Start tonight at 18:30"; `None` where the rules have none.
    pub tonight: Option<String>,
    /// Which PCs can go first; empty where there are not two.
    pub can_go_first: Vec<GoesFirst>,
    /// The PC that goes first if nobody chooses, and what waits for it.
    pub first: Option<GoesFirst>,
}

/// A PC that can go first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct GoesFirst {
    /// Its id.
    pub pc: String,
    /// What people call it.
    pub name: String,
    /// What waits for it, as a sentence.
    pub waits: String,
}

/// One group of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PlanGroup {
    /// Which.
    pub kind: PlanKind,
    /// "Nobody will notice."
    pub title: String,
    /// "31 updates on 12 PCs."
    pub text: String,
    /// What is in it.
    pub rows: Vec<PlanRow>,
}

/// The groups of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// Nobody will notice.
    Nobody,
    /// Programs have to be closed.
    Close,
    /// A restart finishes it.
    Restart,
    /// People are asked first.
    Asked,
    /// What is not whole is repaired first.
    Repair,
    /// Off: they catch up.
    Off,
    /// So new that it waits, unless somebody wants it in all the same.
    New,
    /// Does not go in now, and why.
    NotNow,
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PlanRow {
    /// The PC.
    pub pc: String,
    /// What people call the PC.
    pub pc_name: String,
    /// The update, where it can be left out.
    pub update: Option<String>,
    /// The program, or why it does not go in.
    pub text: String,
}

/// A PC's page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PcPage {
    /// As in the list.
    pub row: PcRow,
    /// How it is, in a sentence.
    pub sentence: String,
    /// What is to be done about it, or happens next.
    pub next: Vec<String>,
    /// What is outstanding or kept back.
    pub updates: Vec<UpdateRow>,
    /// Whether something was cut off there that can be finished now.
    pub repair: bool,
    /// How it can be restarted, where it needs that or it was agreed.
    pub restart: Option<RestartChoice>,
    /// Whether it is off and another PC can be asked to wake it.
    pub wake: bool,
    /// What it can go back to, and where it went back to.
    pub ways: Vec<Way>,
    /// What was tried last, newest first.
    pub tries: Vec<Try>,
    /// What it is: name and value.
    pub facts: Vec<Fact>,
    /// Who uses it.
    pub uses: Uses,
    /// Whether anybody can reach it from the internet, as the office has it.
    pub reachable: bool,
    /// Who can change everything there, why that matters and what to do; empty where it is not known.
    pub can_change: Vec<String>,
}

/// How a PC can be restarted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RestartChoice {
    /// Whether a restart was agreed that can be moved and taken back.
    pub agreed: bool,
    /// The words of the choice for the next evening, like "Tonight at 18:30"; `None` where the rules have none.
    pub tonight: Option<String>,
}

/// An update on one PC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UpdateRow {
    /// For leaving it out.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// "security fix".
    pub class: String,
    /// When it is due.
    pub due: Option<String>,
    /// Whether it is late.
    pub late: bool,
    /// Whether the owner agreed to be late with it.
    pub agreed: bool,
    /// What the owner can be asked to be late with, as exactly as it is signed: where it is late, or mends a flaw.
    pub agrees_to: Option<String>,
    /// Level 2: by which rule it is due when, and what is known of what it mends.
    pub clock: Option<String>,
    /// Why it does not go in now.
    pub note: Option<String>,
    /// That it changes how people work, and why.
    pub big: Option<String>,
    /// Where it is firmware, which goes in with nothing else: how that is ordered.
    pub alone: Option<Alone>,
    /// How far it has come, where it is more than offered.
    pub state: Option<UpdateState>,
    /// Level 2: from which version to which, how big.
    pub versions: String,
    /// Level 2: what changes for who works with it.
    pub changes: Changes,
    /// Level 2: the maker's notes, as plain text.
    pub notes: Option<String>,
    /// Level 3: ids, for an IT helper.
    pub technical: Vec<String>,
}

/// How firmware is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Alone {
    /// What somebody reads and agrees to, a sentence each; empty where it cannot be ordered now.
    pub consent: Vec<String>,
}

/// What an update changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Changes {
    /// At most three.
    pub lines: Vec<ChangeLine>,
    /// Where there are none and no notes either: that the maker has not said, or that nobody has read it yet.
    pub none: Option<String>,
}

/// One plain line on what changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ChangeLine {
    /// The words, ours or the maker's.
    pub words: String,
    /// Where that is written.
    pub source: String,
}

/// A version that a PC kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Way {
    /// For going back to it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// From which version to which; or at which it stays, until when, and who wanted it why.
    pub text: String,
    /// Whether the PC went back to it.
    pub back: bool,
    /// Whether an order about it has not ended.
    pub waits: bool,
}

/// How far an update has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UpdateState {
    /// "did not work".
    pub words: String,
    /// How it looks.
    pub look: Look,
    /// Why, and what to do.
    pub why: Option<String>,
}

/// Something that was tried on a PC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Try {
    /// When.
    pub time: String,
    /// What became of it.
    pub sentence: String,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Fact {
    /// What.
    pub name: String,
    /// How much.
    pub value: String,
}

/// A program's page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ProgramPage {
    /// As in the list.
    pub row: ProgramRow,
    /// That it changes how people work, and why.
    pub big: Option<String>,
    /// PC by PC.
    pub pcs: Vec<ProgramPc>,
    /// What changes for who works with it.
    pub changes: Changes,
    /// The maker's notes, as plain text.
    pub notes: Option<String>,
    /// For an IT helper.
    pub technical: Vec<String>,
    /// Whether the office keeps it back.
    pub kept: bool,
}

/// A PC that lacks a program's update.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ProgramPc {
    /// The PC.
    pub pc: String,
    /// What people call it.
    pub name: String,
    /// From which version to which.
    pub versions: String,
    /// Why it does not go in now.
    pub note: Option<String>,
}
