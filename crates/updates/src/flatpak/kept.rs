//! Commits that there is a way back to.

use patchround_protocol::{
    Cause,
    wire::{Back, Kept},
};

use super::{
    ask::{self, AskError},
    place::Installation,
    reference,
};
use crate::source::Pc;

/// Which of these kept commits are as they were kept, or the PC is back at them.
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
    let is_true = |kept: &Kept| {
        let reference = reference::of_id(&kept.id)?;
        let there = &all.get(&reference)?.commit;
        let is_back = there == kept.id.version() && config.is_masked(reference.as_str());
        let back: Option<Back> = kept.back.filter(|_| is_back);
        (back.is_some() || *there == kept.newer).then(|| Kept { back, ..kept.clone() })
    };
    Ok(kept.iter().filter_map(is_true).collect())
}
