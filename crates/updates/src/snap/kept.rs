//! Revisions that there is a way back to.

use jiff::Timestamp;
use patchround_protocol::wire::{Back, Kept};

use super::{
    ask::{self, AskError},
    reference,
    snaps::Snap,
};
use crate::source::Pc;

/// Which of these kept revisions snapd still has while the one that took their place is in use, or the PC is back at.
///
/// # Errors
/// [`AskError`] where snapd could not be asked.
pub(super) fn still_kept(pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, AskError> {
    let (all, now) = (ask::revisions(pc)?, Timestamp::now());
    Ok(kept.iter().filter_map(|kept| one(kept, &all, now)).collect())
}

fn one(kept: &Kept, all: &[Snap], now: Timestamp) -> Option<Kept> {
    let old = reference::of_id(&kept.id)?;
    let mut of_name = all.iter().filter(|snap| snap.name == old.name);
    let in_use = of_name.clone().find(|snap| snap.status == "active")?;
    let is_there = of_name.any(|snap| snap.revision == old.revision);
    let is_back = in_use.revision == old.revision && in_use.is_held_by_system(now);
    let back: Option<Back> = kept.back.filter(|_| is_back);
    let is_newer_in_use = in_use.reference().id().is_some_and(|id| id.version() == kept.newer);
    (is_there && (back.is_some() || is_newer_in_use)).then(|| Kept { back, ..kept.clone() })
}
