//! Asks fwupd everything a scan needs.

use jiff::Timestamp;
use patchround_protocol::{Cause, Update, wire::SourceScan};

use super::{SOURCE, ask, ask::AskError, list, remotes};
use crate::{
    restart,
    source::{Asking, Pc},
};

/// The updates of the firmware; where it could not be asked, none and the cause.
pub(super) fn read(pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
    let booted = restart::started(pc).map(Timestamp::as_second);
    let (updates, mut cause) = match ask::updates(pc) {
        Ok(devices) => (list::join(asking.pc, &devices, booted), None),
        Err(error) => (Vec::new(), Some(warned(&error))),
    };
    let mut refreshed_at = None;
    match ask::remotes(pc) {
        Ok(all) => {
            refreshed_at = remotes::read_at(&all);
            cause = cause.or_else(|| remotes::any_unread(&all).then_some(Cause::FileGone));
        }
        Err(error) => cause = cause.or_else(|| Some(warned(&error))),
    }
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

fn warned(error: &AskError) -> Cause {
    let cause = error.cause();
    tracing::warn!(?cause, said = %error.said().lines().next().unwrap_or_default(), "Failed to ask fwupd");
    cause
}
