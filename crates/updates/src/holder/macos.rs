//! Who holds a lock: nothing on macOS asks yet.

use std::path::Path;

/// Not known.
pub fn lock_holder(_path: &Path) -> Option<String> {
    None
}

/// Not known.
pub fn opened_by(_path: &Path) -> Option<String> {
    None
}
