//! What was installed on a PC and is not whole.

use patchround_protocol::{Cause, wire::SourceScan};
use serde::{Deserialize, Serialize};

/// What is not whole for one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotWhole {
    /// Why.
    pub cause: Cause,
    /// Whose installation, by the packages' names. Not every helper names them.
    pub of: Vec<String>,
}

/// What some sources say is not whole, each cause once.
pub(crate) fn not_whole<'a>(sources: impl IntoIterator<Item = &'a SourceScan>) -> Vec<NotWhole> {
    let mut all: Vec<NotWhole> = Vec::new();
    for source in sources {
        let Some(cause) = source.unfinished else { continue };
        match all.iter_mut().find(|known| known.cause == cause) {
            Some(known) => known.of.extend(source.unfinished_of.iter().cloned()),
            None => all.push(NotWhole { cause, of: source.unfinished_of.clone() }),
        }
    }
    all
}

/// Whose set-up a repair tries again, where that is all it does: nothing was interrupted.
pub(crate) fn set_up_again(all: &[NotWhole]) -> Option<Vec<&str>> {
    let is_failed = |one: &NotWhole| one.cause == Cause::PackageScriptFailed;
    let is_only_that = !all.is_empty() && all.iter().all(is_failed);
    is_only_that.then(|| all.iter().flat_map(|one| &one.of).map(String::as_str).collect())
}
