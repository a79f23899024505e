//! The office record: who decided what, and what happened. Only ever added to.

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, PcId, RoundId, UpdateId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Store, json, parsed, to_json};
use crate::error::Error;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// When, by the manager's clock.
    pub time: Timestamp,
    /// The person who decided it, or in whose name the program acted.
    pub who: String,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What can be in the record. PCs are named as they were called at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the values of the line's sentence")]
pub enum What {
    /// The office was made.
    OfficeMade { office: String },
    /// A pairing code was made.
    CodeMade { expires: Timestamp },
    /// A join file was made.
    InvitationMade { pcs: u32, until: Timestamp },
    /// A join file was ended.
    InvitationEnded { id: i64 },
    /// A PC joined.
    PcJoined { pc: String, id: PcId },
    /// A PC was taken out.
    PcRemoved { pc: String, id: PcId },
    /// A PC got another name.
    PcRenamed { from: String, pc: String },
    /// When updates happen was changed.
    RulesChanged,
    /// A package is kept back on every PC.
    Held { package: String, why: String, until: Timestamp },
    /// A package is no longer kept back.
    Released { package: String },
    /// Nothing happens by itself for a while.
    Paused { until: Timestamp },
    /// A pause was ended.
    Resumed,
    /// The office got another name, other hours, or another person looks after its PCs.
    OfficeChanged { office: String },
    /// A PC obeyed older rules than before.
    RulesOlder { pc: String },
    /// A PC was put back to an earlier day.
    PcPutBack { pc: String },
    /// What became of an update that a PC put in place by itself. Lines of earlier versions have no name.
    ByItself {
        pc: String,
        id: UpdateId,
        #[serde(default)]
        name: Option<String>,
        at: Timestamp,
        outcome: Outcome,
        cause: Option<Cause>,
    },
    /// A PC restarted by itself.
    RestartedByItself { pc: String, at: Timestamp },
    /// A PC finished by itself what was interrupted.
    RepairedByItself { pc: String, at: Timestamp },
    /// A round was agreed to.
    RoundAgreed { round: RoundId, updates: usize, pcs: usize, begins: Option<Timestamp> },
    /// A PC took its order.
    OrderTaken { round: RoundId, pc: String },
    /// An order waits for a PC that does not answer.
    OrderWaits { round: RoundId, pc: String, until: Timestamp },
    /// An order was withdrawn before it began.
    OrderWithdrawn { round: RoundId, pc: String },
    /// What became of one update.
    UpdateEnded {
        round: RoundId,
        pc: String,
        id: UpdateId,
        #[serde(default)]
        name: Option<String>,
        outcome: Outcome,
        cause: Option<Cause>,
    },
    /// What became of a PC's part of a round.
    PcEnded { round: RoundId, pc: String, outcome: Outcome },
}

impl What {
    /// The PC that did it by itself.
    pub(super) fn pc(&self) -> Option<&str> {
        match self {
            Self::ByItself { pc, .. }
            | Self::RestartedByItself { pc, .. }
            | Self::RepairedByItself { pc, .. } => Some(pc),
            _ => None,
        }
    }
}

impl Store {
    /// Adds a line.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn note(&self, who: &str, what: &What, now: Timestamp) -> Result<(), Error> {
        let sql = "INSERT INTO record (time, who, what) VALUES (?1, ?2, ?3)";
        self.run(sql, params![now.to_string(), who, to_json(what)?]).map(drop)
    }

    /// The whole record, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn record(&self) -> Result<Vec<Line>, Error> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Line { time: parsed(row, "time")?, who: row.get("who")?, what: json(row, "what")? })
        };
        self.rows("SELECT * FROM record ORDER BY line", &[], read)
    }
}
