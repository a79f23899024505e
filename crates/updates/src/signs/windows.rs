//! Nothing on Windows asks yet whether it may restart a PC.

use std::path::Path;

use patchround_protocol::restart::Signs;

/// Nothing is known, so that a restart waits.
pub(super) fn signs(_: &Path) -> Signs {
    Signs::default()
}
