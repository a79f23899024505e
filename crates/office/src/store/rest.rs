//! What of a round waits until it works on the PC that goes first.

use patchround_protocol::{Envelope, Job, PcId, RoundId, UpdateId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{
    Store,
    rounds::{Round, keep_jobs, read_round},
    to_json,
};
use crate::{error::Error, results::StepResult};

/// What waits. It is not signed before the PC that goes first has its part in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// The PC that goes first.
    pub first: PcId,
    /// What goes in afterwards, PC by PC.
    pub waits: Vec<(PcId, Vec<UpdateId>)>,
    /// Whether the round was agreed for an evening: then the others have theirs in an evening too.
    pub evening: bool,
    /// PCs that are switched off afterwards.
    #[serde(default)]
    pub then_off: Vec<PcId>,
}

impl Store {
    /// Rounds of which something waits for a first PC, oldest first.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub fn waiting_rounds(&self) -> Result<Vec<Round>, Error> {
        self.rows("SELECT * FROM round WHERE rest IS NOT NULL ORDER BY made", &[], read_round)
    }

    /// Keeps the orders of what waited in a round: nothing of it waits any more. What is not ordered after all is told
    /// with the round's end.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn end_rest(
        &self,
        round: &Round,
        jobs: &[(Envelope, Job)],
        not_now: Vec<(PcId, Vec<StepResult>)>,
    ) -> Result<(), Error> {
        let all = to_json(&[round.not_now.clone(), not_now].concat())?;
        self.at_once(|| {
            let sql = "UPDATE round SET rest = NULL, not_now = ?2 WHERE id = ?1";
            self.run(sql, params![round.id.to_string(), all])?;
            keep_jobs(self, jobs)
        })
    }

    /// Lets go of what waits, where it is meant: another order takes its place, or it was taken back. Gives the PCs for
    /// which nothing of a round waits any more.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) fn drop_rest(
        &self,
        is_meant: impl Fn(RoundId, PcId, &UpdateId) -> bool,
    ) -> Result<Vec<(RoundId, PcId)>, Error> {
        let mut dropped = Vec::new();
        for Round { id, rest, .. } in self.waiting_rounds()? {
            let Some(mut rest) = rest else { continue };
            let before = rest.waits.clone();
            rest.waits.retain_mut(|(pc, ids)| {
                ids.retain(|update| !is_meant(id, *pc, update));
                dropped.extend(ids.is_empty().then_some((id, *pc)));
                !ids.is_empty()
            });
            if rest.waits != before {
                let left = (!rest.waits.is_empty()).then(|| to_json(&rest)).transpose()?;
                self.run("UPDATE round SET rest = ?2 WHERE id = ?1", params![id.to_string(), left])?;
            }
        }
        Ok(dropped)
    }
}
