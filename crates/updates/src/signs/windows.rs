//! Nothing on Windows asks yet whether it may restart a PC.

use patchround_protocol::restart::Signs;

use crate::source::Pc;

/// Nothing is known, so that a restart waits.
pub(super) fn signs(_: &Pc<'_>) -> Signs {
    Signs::default()
}
