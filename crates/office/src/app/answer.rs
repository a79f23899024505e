//! What a window is answered. Everything else it sees in the snapshot.

use serde::Serialize;

use super::{
    ask::ReportPaper,
    snapshot::{Look, PcRow, ProgramRow},
};
use crate::people::Uses;

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
    /// What was interrupted is finished first.
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

/// A month, as its printed page tells it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Report {
    /// Months that can be told, the newest first.
    pub months: Vec<MonthChoice>,
    /// The one that is told, as `YYYY-MM`.
    pub month: String,
    /// "Updates report, May 2026".
    pub subject: String,
    /// The conclusion.
    pub title: String,
    /// What else is to be known, in sentences.
    pub sentences: Vec<String>,
    /// Whether anything is known of the month: without, there are no numbers.
    pub known: bool,
    /// Whether there is anything to write.
    pub can_save: bool,
    /// Over the PCs: the day as of which they are told.
    pub pcs_title: String,
    /// The PCs by how they were.
    pub pcs: Vec<ReportPcs>,
    /// PCs up to date at the end of this month and of those before.
    pub bars: ReportBars,
    /// Over the numbers.
    pub numbers_title: String,
    /// The numbers.
    pub numbers: Vec<ReportNumber>,
    /// Over the questions.
    pub decide_title: String,
    /// What the owner is asked.
    pub decide: Vec<ReportQuestion>,
    /// By which rules what is late was counted.
    pub judged_by: String,
    /// What was late, the longest first.
    pub late: Vec<ReportLate>,
    /// What the owner agreed to be late with.
    pub exceptions: Vec<String>,
    /// Who is in charge.
    pub in_charge: String,
    /// What it is printed on here, unless somebody wants another paper.
    pub paper: ReportPaper,
    /// The month's record, oldest first.
    pub record: Vec<Try>,
}

/// A month that can be told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MonthChoice {
    /// As `YYYY-MM`.
    pub month: String,
    /// "May 2026", or "May 2026 (no data)".
    pub words: String,
}

/// PCs that were alike at a month's end.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportPcs {
    /// How they look.
    pub look: Look,
    /// "up to date (11)".
    pub words: String,
    /// Which.
    pub pcs: Vec<ReportPc>,
}

/// A PC of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportPc {
    /// Its id, as long as it is in the office.
    pub pc: Option<String>,
    /// What people call it.
    pub name: String,
}

/// Bars from 0, one for each month.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportBars {
    /// What they count.
    pub title: String,
    /// What a whole bar stands for.
    pub all: u32,
    /// From the oldest to the newest.
    pub bars: Vec<ReportBar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportBar {
    /// The month.
    pub label: String,
    /// Nothing where there is no data.
    pub value: Option<u32>,
    /// "11 of 12", or that there is no data.
    pub printed: String,
}

/// A number of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportNumber {
    /// The number.
    pub number: String,
    /// What it counts.
    pub text: String,
    /// Where there is more about it.
    pub more: Option<ReportMore>,
}

/// Where there is more about a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum ReportMore {
    /// A PC's page.
    Pc {
        /// Which.
        pc: String,
    },
    /// What was late, in the report.
    Late,
    /// The record, in the report.
    Record,
}

/// What the owner is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportQuestion {
    /// The question.
    pub text: String,
    /// The PC, as long as it is in the office.
    pub pc: Option<String>,
}

/// What was late.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportLate {
    /// The PC.
    pub pc: ReportPc,
    /// What people call the update.
    pub name: String,
    /// Since when, by which rule, and why.
    pub sentences: Vec<String>,
    /// Whether the owner agreed to it.
    pub agreed: bool,
}

/// A report that was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SavedReport {
    /// The file's name and where it is, as a sentence.
    pub sentence: String,
    /// The SHA-256 of the data, as the page says it.
    pub hash: String,
}

/// Who does what.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DutiesPage {
    /// The way of an update: maker, office, person, PC. A sentence each.
    pub way: Vec<String>,
    /// Who is in charge today.
    pub in_charge: String,
    /// The table.
    pub rows: Vec<DutyRow>,
    /// Said where no row waits for anybody.
    pub nothing: String,
    /// Said where no row waits for whoever is in charge.
    pub nothing_for_me: String,
    /// PC by PC, who uses it.
    pub people: Vec<PersonRow>,
    /// Who stands in, or that nobody does, as a sentence.
    pub stands_in: String,
    /// Who stands in.
    pub stand_in: Option<String>,
    /// When the person in charge is away, as a sentence, if that is agreed.
    pub away: Option<String>,
    /// Who can change everything, on each PC that told.
    pub can_change: Vec<CanChange>,
}

/// A row of who does what.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DutyRow {
    /// The program, or the system.
    pub name: String,
    /// "June 2028", "ended June 2024", "not known".
    pub until: String,
    /// Whether its maker no longer fixes it.
    pub ended: bool,
    /// Who decides.
    pub decides: String,
    /// Who picks the time.
    pub picks: String,
    /// On how many PCs it is.
    pub pcs: u32,
    /// For whom it waits.
    pub who: Option<String>,
    /// What for.
    pub what: Option<String>,
    /// "Since Thursday 4 June."
    pub since: Option<String>,
    /// Whether that is whoever is in charge.
    pub mine: bool,
}

/// Who uses a PC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PersonRow {
    /// For asking.
    pub pc: String,
    /// What people call the PC.
    pub name: String,
    /// Who uses it.
    pub uses: Uses,
    /// Who is signed in there: what the answer may begin with.
    pub signed_in: Option<String>,
}

/// Who can change everything on a PC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CanChange {
    /// For asking.
    pub pc: String,
    /// What people call the PC.
    pub name: String,
    /// "3 of 5 people can change everything on this PC."
    pub sentence: String,
    /// Who they are, why that matters and what to do.
    pub more: Vec<String>,
}
