//! How often a PC that is off was woken for an order that waits for it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use patchround_protocol::{PcId, RoundId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Store, json_maybe, to_json};
use crate::error::Error;

/// What was tried with one PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waking {
    /// How often for the sake of each round that has an open order there.
    #[serde(default)]
    pub(crate) rounds: BTreeMap<RoundId, u8>,
    /// When last, whichever it was for.
    pub(crate) last: Timestamp,
}

impl Store {
    /// What was tried last.
    ///
    /// # Errors
    /// As [`Store::pcs`].
    pub(crate) fn waking(&self, pc: PcId) -> Result<Option<Waking>, Error> {
        let sql = "SELECT waking FROM pc WHERE id = ?1";
        let found = self.rows(sql, params![pc.to_string()], |row| json_maybe(row, "waking"))?;
        Ok(found.into_iter().next().flatten())
    }

    /// Keeps what was tried, before it is tried.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn keep_waking(&self, pc: PcId, waking: &Waking) -> Result<(), Error> {
        let sql = "UPDATE pc SET waking = ?2 WHERE id = ?1";
        self.run(sql, params![pc.to_string(), to_json(waking)?]).map(drop)
    }
}
