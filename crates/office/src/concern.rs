//! What is the matter with a PC besides its updates.

use patchround_protocol::wire::{Also, Refusal};
use serde::{Deserialize, Serialize};

/// What stays the matter with a PC until it is mended. Kept in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// It obeys a newer charter or policy than this computer has.
    RulesAhead,
    /// It did not take the newer charter or policy that it was given.
    RulesRefused(Refusal),
    /// It tells more than is kept of one PC: the rest was left out.
    TooMuch,
    /// Two PCs answer with its key: one is a copy of the other.
    TwoPlaces,
}

impl Concern {
    /// Whether what is known of the PC cannot be believed before somebody has looked, or it obeys less than it
    /// should.
    pub fn needs_person(self) -> bool {
        matches!(self, Self::TwoPlaces | Self::TooMuch | Self::RulesRefused(_))
    }
}

/// What is said of a PC once, when it is noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It obeys older rules than it did before.
    RulesOlder,
    /// It no longer knows what it did lately: its disk was put back to an earlier day.
    PutBack,
    /// So many lines of what its root half remembers cannot be read any more.
    NotesLost(u32),
    /// It calls itself something else now. What people call it here stays.
    CallsItself(String),
    /// It answers at another address now.
    Moved(String),
    /// Somebody else ordered some of the same updates there.
    Ordered {
        /// His name, where the charter has it.
        who: Option<String>,
        /// His order.
        order: Also,
    },
}
