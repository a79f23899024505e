//! Who does what.

use serde::Serialize;

use crate::people::Uses;

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
