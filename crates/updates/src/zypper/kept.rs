//! Versions that are kept for a way back.

use std::collections::BTreeSet;

use patchround_protocol::{Update, UpdateId, wire::Kept};

use super::{
    ask::{self, AskError},
    locks::Locked,
    versions::There,
};
use crate::{
    kept::{self, WayBack},
    rpm,
    source::Pc,
};

/// The name in `NAME.ARCH`.
pub fn name_of(native: &str) -> &str {
    native.rsplit_once('.').map_or(native, |(name, _)| name)
}

/// Which of these kept versions are as they were kept, or the PC is back at them.
///
/// # Errors
/// [`AskError`] where rpm's database or the locks could not be read.
pub(super) fn still_kept(pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, AskError> {
    let installed = rpm::installed(pc, kept.iter().map(|kept| kept.id.native()))?;
    let locked = if kept.iter().any(|kept| kept.back.is_some()) { ask::locked(pc)? } else { BTreeSet::new() };
    let there = |id: &UpdateId| {
        let mut versions = installed.iter().filter(|package| package.name_arch() == id.native());
        let package = versions.next().filter(|_| versions.next().is_none())?;
        Some((package.evr.clone(), is_held(id, &locked)))
    };
    Ok(kept::as_it_is(kept, there, may_go_back))
}

/// Whether a lock keeps a package at this version.
pub fn is_held(id: &UpdateId, locked: &BTreeSet<Locked>) -> bool {
    locked.iter().any(|l| id.native() == format!("{}.{}", l.name, l.arch) && l.edition == id.version())
}

/// Says of each update whether there will be a way back: the version that is there now is kept already, or one of the
/// PC's repositories still has it.
pub(super) fn mark(back: &WayBack<'_>, updates: &mut [Update], there: &There) {
    let is_in_one =
        |id: &UpdateId| there.get(id.native()).and_then(|editions| editions.get(id.version())) == Some(&true);
    kept::mark(back, updates, may_go_back, |_, id| Some(is_in_one(id)));
}

fn may_go_back(id: &UpdateId) -> bool {
    kept::may_go_back(name_of(id.native()))
}
