//! Waiting for what another program does: looked for again and again, and never slept for in hope.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Long enough for a machine ten times slower.
const PATIENCE: Duration = Duration::from_secs(90);
const POLL: Duration = Duration::from_millis(60);

/// Looks until it is there. What was seen instead is told when it never is.
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        match look().await {
            Ok(found) => return found,
            Err(seen) => assert!(Instant::now() < end, "{what}: not in {PATIENCE:?}, but: {seen}"),
        }
        sleep(POLL).await;
    }
}

/// Looks until something holds.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    eventually(what, async || if holds().await { Ok(()) } else { Err("it does not hold".to_owned()) }).await;
}
