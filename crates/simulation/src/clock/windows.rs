use std::time::Duration;

use tokio::time::Instant;

/// The time is not played on this system.
pub fn play(_since_epoch: Option<Duration>, _anchor: Option<Instant>) {}
