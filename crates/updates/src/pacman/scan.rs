//! What the scan says of pacman.

use std::{fs, path::Path};

use jiff::Timestamp;
use patchround_protocol::{Cause, PcId, Update, wire::SourceScan};

use crate::{source::Pc, unset::NotWhole};

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
    let not_whole = not_whole(pc);
    let source = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: not_whole.cause,
        unfinished_of: not_whole.of,
        refreshed_at: refreshed_at(&pc.place(places::REFRESHED_STAMP)),
        whole: true,
        managed: false,
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
fn not_whole(pc: &Pc<'_>) -> NotWhole {
    let is_left_over = lock::is_left_over(pc);
    let is_locked = pc.place(places::LOCK).symlink_metadata().is_ok();
    // While somebody works, the last transaction has not ended either.
    if is_locked && !is_left_over {
        return NotWhole::default();
    }
    let broken = Installed::read(pc).map(|installed| installed.broken).unwrap_or_default();
    if is_left_over || !broken.is_empty() || log::is_unfinished(pc) {
        let broken = broken.iter().filter_map(|folder| Some(installed::split(folder)?.0.to_owned()));
        return NotWhole::new(Cause::InterruptedBefore, broken.chain(log::cut_off(pc)));
    }
    match installed::not_set_up(pc) {
        none if none.is_empty() => NotWhole::default(),
        unset => NotWhole::new(Cause::PackageScriptFailed, unset.into_iter().map(|unset| unset.native)),
    }
}

fn refreshed_at(stamp: &Path) -> Option<Timestamp> {
    let touched = fs::metadata(stamp).ok()?.modified().ok()?;
    Timestamp::from_second(Timestamp::try_from(touched).ok()?.as_second()).ok()
}
