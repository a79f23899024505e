//! The Report screen.

use serde::Serialize;

use super::Try;
use crate::app::{ask::ReportPaper, snapshot::Look};

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
