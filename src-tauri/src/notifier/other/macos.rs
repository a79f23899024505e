//! macOS shows messages under the name and the icon of the bundle that a program says it is, once.

use std::sync::Once;

use notify_rust::{Notification, set_application};

use crate::ID;

static NAMED: Once = Once::new();

/// Whose message it is.
pub(super) fn name(_: &mut Notification) {
    NAMED.call_once(|| {
        if let Err(error) = set_application(ID) {
            tracing::info!(%error, "Failed to name whose messages these are");
        }
    });
}
