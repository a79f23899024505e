//! Whether a connection is still used.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use crate::limits::IDLE;

/// The requests of one connection.
pub(super) struct Activity(Mutex<State>);

struct State {
    running: usize,
    last_end: Instant,
}

/// One running request, until dropped.
pub(super) struct Running(Arc<Activity>);

impl Default for Activity {
    fn default() -> Self {
        Self(Mutex::new(State { running: 0, last_end: Instant::now() }))
    }
}

impl Activity {
    /// A request begins.
    pub(super) fn begin(self: &Arc<Self>) -> Running {
        self.with(|state| state.running += 1);
        Running(self.clone())
    }

    /// Comes true once nothing has run for [`IDLE`].
    pub(super) async fn idle(&self) {
        loop {
            let left = self.with(|state| match state.running {
                0 => IDLE.saturating_sub(state.last_end.elapsed()),
                _ => IDLE,
            });
            if left == Duration::ZERO {
                return;
            }
            sleep(left).await;
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.with(|state| {
            state.running -= 1;
            state.last_end = Instant::now();
        });
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_ten_minutes_after_its_last_request_ended() {
        let activity = Arc::new(Activity::default());
        let request = activity.begin();
        assert!(timeout(10 * IDLE, activity.idle()).await.is_err());
        drop(request);
        let ended = Instant::now();
        activity.idle().await;
        assert!(ended.elapsed() >= IDLE && ended.elapsed() < IDLE + SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_request_in_between_counts() {
        let activity = Arc::new(Activity::default());
        assert!(timeout(IDLE - SECOND, activity.idle()).await.is_err());
        drop(activity.begin());
        assert!(timeout(IDLE - SECOND, activity.idle()).await.is_err());
        activity.idle().await;
    }
}
