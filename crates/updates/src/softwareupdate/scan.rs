//! Asks everything a scan needs.

use patchround_protocol::{Update, wire::SourceScan};

use super::{SOURCE, ask, list, system};
use crate::source::{Asking, Pc};

/// Settings that somebody who manages this Mac has put there.
const MANAGED: &str = "/Library/Managed Preferences/com.apple.SoftwareUpdate.plist";

/// The updates; where it could not be asked, none and the cause.
pub(super) fn read(pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match ask::listed(pc) {
        Ok(entries) => (list::join(asking.pc, &entries, system::version(pc).as_deref()), None),
        Err(error) => {
            let cause = error.cause();
            tracing::warn!(?cause, said = %error.said().lines().next().unwrap_or_default(), "Failed to ask softwareupdate");
            (Vec::new(), Some(cause))
        }
    };
    let scan = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: ask::refreshed_at(pc),
        whole: false,
        managed: pc.place(MANAGED).is_file(),
    };
    (scan, updates)
}
