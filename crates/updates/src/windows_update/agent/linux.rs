//! The Windows Update Agent: Linux has none.

use super::Agent;

/// None.
pub(crate) fn of_this_pc() -> Option<&'static dyn Agent> {
    None
}
