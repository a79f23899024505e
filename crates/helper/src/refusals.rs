//! How often the event log tells of refused jobs: nobody can fill it with them.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use patchround_protocol::wire::Refusal;

/// Each reason is told once in so long.
const QUIET: Duration = Duration::from_secs(60);

/// When each reason was told last.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<Vec<(Refusal, Instant)>>);

impl Refusals {
    /// Whether this reason is to be told at this moment; then it counts as told.
    pub fn is_due(&self, refusal: Refusal, now: Instant) -> bool {
        let mut told = self.0.lock().expect("nothing panics while it holds the refusals");
        told.retain(|(_, at)| now.duration_since(*at) < QUIET);
        let is_due = told.iter().all(|(known, _)| *known != refusal);
        if is_due {
            told.push((refusal, now));
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_told_once_a_minute() {
        let (refusals, start) = (Refusals::default(), Instant::now());
        let due = |refusal, after| refusals.is_due(refusal, start + Duration::from_secs(after));
        assert!(due(Refusal::NotAllowed, 0) && due(Refusal::Malformed, 1));
        assert!(!due(Refusal::NotAllowed, 59) && !due(Refusal::Malformed, 60));
        assert!(due(Refusal::NotAllowed, 60) && !due(Refusal::NotAllowed, 61));
    }
}
