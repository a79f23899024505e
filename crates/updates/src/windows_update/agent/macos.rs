//! The Windows Update Agent: macOS has none.

use super::Agent;

/// None.
pub(crate) fn of_this_pc() -> Option<&'static dyn Agent> {
    None
}
