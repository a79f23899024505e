//! What the scan says of pacman.

use std::{fs, path::Path};

use jiff::Timestamp;
use patchround_protocol::{Cause, PcId, Update, wire::SourceScan};

use crate::source::Pc;

use super::{
    SOURCE, ask,
    installed::{self, Installed},
    list, lock, log, places,
};

/// The updates pacman offers; where it could not be asked, none and the cause.
pub(super) fn read(pc: &Pc<'_>, of: PcId) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match updates(pc, of) {
        Ok(updates) => (updates, None),
        Err((cause, said)) => {
            tracing::warn!(?cause, said = %said.lines().next().unwrap_or_default(), "Failed to read pacman's updates");
            (Vec::new(), Some(cause))
        }
    };
    let source = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: unfinished(pc),
        refreshed_at: refreshed_at(&pc.place(places::REFRESHED_STAMP)),
        whole: true,
    };
    (source, updates)
}

fn updates(pc: &Pc<'_>, of: PcId) -> Result<Vec<Update>, (Cause, String)> {
    if !has_lists(pc) {
        return Err((Cause::FileGone, "The lists were never read".to_owned()));
    }
    let answers = ask::answers(pc).map_err(|error| (error.cause(), error.said()))?;
    Ok(list::join(pc, of, &answers))
}

/// pacman makes a folder of lists that is not there, where it may: it is not asked then.
fn has_lists(pc: &Pc<'_>) -> bool {
    pc.place(places::OUR_LISTS).is_dir()
}

/// An entry that is cut off, a transaction that did not end, a lock of somebody who is gone; else a step that failed.
fn unfinished(pc: &Pc<'_>) -> Option<Cause> {
    let is_broken = || Installed::read(pc).is_ok_and(|installed| !installed.broken.is_empty());
    // While somebody works, the last transaction has not ended either.
    let is_locked = pc.place(places::LOCK).symlink_metadata().is_ok();
    if lock::is_left_over(pc) || !is_locked && (is_broken() || log::is_unfinished(pc)) {
        return Some(Cause::InterruptedBefore);
    }
    let is_unset = !is_locked && !installed::not_set_up(pc).is_empty();
    is_unset.then_some(Cause::PackageScriptFailed)
}

fn refreshed_at(stamp: &Path) -> Option<Timestamp> {
    let touched = fs::metadata(stamp).ok()?.modified().ok()?;
    Timestamp::from_second(Timestamp::try_from(touched).ok()?.as_second()).ok()
}
