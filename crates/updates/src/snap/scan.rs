//! Asks snapd everything a scan needs.

use std::{fs, path::Path};

use jiff::Timestamp;
use patchround_protocol::{Update, wire::SourceScan};

use super::{
    SOURCE,
    ask::{self, AskError},
    list,
};
use crate::source::{Asking, Pc, RestartNeed};

/// Touched by our refresh when the store answered: a list asks it too, and has nothing to write that down.
pub const REFRESHED_STAMP: &str = "/var/cache/patchround/snap-refreshed";

/// What snapd offers; where it could not be asked, nothing and the cause.
pub(super) fn read(pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match updates(pc, asking) {
        Ok(updates) => (updates, None),
        Err(error) => {
            let cause = error.cause();
            tracing::warn!(?cause, "Failed to ask snapd");
            tracing::debug!(said = %error.said(), "What snapd said");
            (Vec::new(), Some(cause))
        }
    };
    let refreshed_at = refreshed_at(&pc.place(REFRESHED_STAMP));
    (
        SourceScan {
            source: SOURCE.to_owned(),
            cause,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at,
            whole: false,
            managed: false,
        },
        updates,
    )
}

/// By a change that goes on after a restart, or snapd's own word.
pub(super) fn restart_need(pc: &Pc<'_>) -> RestartNeed {
    let pending = match ask::in_progress(pc) {
        Ok((changes, maintenance)) => {
            let is_wanted = maintenance.is_some_and(|said| said.wants_restart());
            Some(is_wanted || changes.iter().any(super::changes::Change::waits_for_restart))
        }
        Err(error) => {
            tracing::warn!(cause = ?error.cause(), "Failed to ask snapd what it is doing");
            None
        }
    };
    RestartNeed { pending, packages: Vec::new() }
}

fn updates(pc: &Pc<'_>, asking: &Asking<'_>) -> Result<Vec<Update>, AskError> {
    let installed = ask::installed(pc)?;
    // Where nothing is, nothing can be newer, and the store need not be asked.
    let offered = if installed.is_empty() { Vec::new() } else { ask::offered(pc)? };
    Ok(list::join(asking.pc, &offered, &installed, Timestamp::now()))
}

/// When the store was last asked by a refresh, as far as it is known.
fn refreshed_at(stamp: &Path) -> Option<Timestamp> {
    let touched = fs::metadata(stamp).ok()?.modified().ok()?;
    Timestamp::from_second(Timestamp::try_from(touched).ok()?.as_second()).ok()
}
