//! What macOS's own programs say of screen, keyboard and power.

use jiff::Timestamp;
use patchround_updates::Pc;
use tokio::task::spawn_blocking;

use super::Quiet;

pub(super) async fn look() -> Quiet {
    spawn_blocking(|| super::mac::look(&Pc::this(), Timestamp::now())).await.unwrap_or_default()
}

/// Nothing of macOS's own tells it to a program without a window.
#[expect(clippy::unused_async, reason = "Linux asks, and waits for the answer")]
pub(super) async fn is_metered() -> Option<bool> {
    None
}
