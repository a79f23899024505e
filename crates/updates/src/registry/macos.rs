//! The registry: macOS has none.

use super::Registry;

/// None.
pub(crate) fn of_this_pc() -> Option<&'static dyn Registry> {
    None
}
