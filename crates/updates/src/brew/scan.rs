//! Asks everything a scan needs.

use patchround_protocol::{Cause, Update, wire::SourceScan};

use super::{
    Prefix, SOURCE,
    ask::{self, AskError},
    list,
    outdated::Kind,
};
use crate::source::{Asking, Pc};

/// The updates of one person's Homebrew; where it could not be asked, none and the cause. Whatever is not learned of a cask
/// is not known of it.
pub fn read(pc: &Pc<'_>, asking: &Asking<'_>, prefix: &Prefix) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match ask::outdated(pc, prefix) {
        Ok(all) => {
            let names = all.iter().filter(|one| one.kind == Kind::Cask).map(|one| &*one.name);
            let casks = ask::casks(pc, prefix, names).inspect_err(|error| {
                warned(error);
            });
            (list::join(asking.pc, &all, &casks.unwrap_or_default()), None)
        }
        Err(error) => (Vec::new(), Some(warned(&error))),
    };
    let scan = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: prefix.refreshed_at(pc),
        whole: false,
        managed: false,
    };
    (scan, updates)
}

fn warned(error: &AskError) -> Cause {
    let cause = error.cause();
    tracing::warn!(?cause, said = %error.said().lines().next().unwrap_or_default(), "Failed to ask Homebrew");
    cause
}
