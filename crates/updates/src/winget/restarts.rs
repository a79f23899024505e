//! Programs that are whole only after a restart. Windows keeps no sign of what an installer left for the next start that could
//! be told from what everybody leaves there, so we keep one, in the registry, for as long as the PC runs.

use std::collections::BTreeSet;

use patchround_protocol::UpdateId;

use crate::source::Pc;

/// Below the key that is removed with our helper.
const NOTED: &str = r"SOFTWARE\Patchround Helper\Restart";

/// Notes that this program waits for a restart of the PC. Where that is not allowed, as to a person, or does not work, it is
/// said in the log alone.
pub fn note(pc: &Pc<'_>, id: &UpdateId) {
    if let Err(error) = pc.tools.note_until_start(NOTED, id.native()) {
        tracing::warn!(%error, "Failed to note that a program waits for a restart");
    }
}

/// Whether this program waits for a restart, in whatever version.
pub fn is_noted(pc: &Pc<'_>, id: &UpdateId) -> bool {
    noted(pc).iter().any(|name| name.eq_ignore_ascii_case(id.native()))
}

/// The programs that wait for a restart, by the names that ids have of them.
pub(super) fn noted(pc: &Pc<'_>) -> BTreeSet<String> {
    let registry = pc.tools.registry();
    registry.and_then(|registry| registry.keys(NOTED)).unwrap_or_default().into_iter().collect()
}
