//! Commits that there is a way back to.

use patchround_protocol::{Cause, UpdateId, wire::Kept};

use super::{
    ask::{self, AskError},
    place::Installation,
    reference,
};
use crate::{kept, source::Pc};

/// Which of these kept commits are as they were kept and can be gone back to, or the PC is back at them.
///
/// That the remote still has them is not asked here: it is before anything goes back.
///
/// # Errors
/// [`AskError`] where flatpak could not be asked.
pub(super) fn still_kept(
    pc: &Pc<'_>,
    kept: &[Kept],
    installation: &Installation,
) -> Result<Vec<Kept>, AskError> {
    if !pc.place(&installation.prepared()).is_dir() {
        return Err(AskError::Refused { cause: Cause::FileGone, said: String::new() });
    }
    let (all, config) = (ask::installed(pc, installation)?, installation.config(pc));
    let there = |id: &UpdateId| {
        let reference = reference::of_id(id)?;
        Some((all.get(&reference)?.commit.clone(), config.is_masked(reference.as_str())))
    };
    let is_free = |id: &UpdateId| {
        let reference = reference::of_id(id);
        reference.is_some_and(|reference| ask::left_of(pc, installation, &reference, id.version()).is_none())
    };
    Ok(kept::as_it_is(kept, there, is_free))
}
