//! Nothing on Windows asks yet whether a session is used.

use super::Quiet;

/// Nothing is known, so that everything disturbs.
#[expect(clippy::unused_async, reason = "Linux asks, and waits for the answer")]
pub(super) async fn look() -> Quiet {
    Quiet::default()
}

/// Nothing on Windows asks yet whether the network is metered.
#[expect(clippy::unused_async, reason = "Linux asks, and waits for the answer")]
pub(super) async fn is_metered() -> Option<bool> {
    None
}
