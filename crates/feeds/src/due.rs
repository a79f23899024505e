//! When a feed may be asked again: at most once a day, after a failure with growing gaps, never in a loop.

use jiff::{SignedDuration, Timestamp};

use crate::keep::Manifest;

/// What is in one piece is asked for once within it.
pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);
/// A record is asked for once within it.
pub(crate) const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

const GAPS: [SignedDuration; 4] =
    [SignedDuration::from_mins(15), SignedDuration::from_hours(1), SignedDuration::from_hours(4), DAY];

/// Whether so much time has passed. A time that is still to come is one of a clock that went wrong, and does not count.
pub(crate) fn is_past(since: Option<Timestamp>, pause: SignedDuration, now: Timestamp) -> bool {
    since.is_none_or(|since| since > now || now.duration_since(since) >= pause)
}

/// Whether the gap after the last failures is over.
pub(crate) fn may_try(manifest: &Manifest, now: Timestamp) -> bool {
    let Some(last) = manifest.failures.checked_sub(1) else { return true };
    let gap = GAPS[GAPS.len().min(last as usize + 1) - 1];
    is_past(manifest.tried, gap, now)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn a_failed_try_is_tried_again_with_growing_gaps_up_to_a_day() {
        let now: Timestamp = "2026-11-29T10:00:00Z".parse().unwrap();
        let may = |failures, minutes: i64| {
            may_try(&Manifest { failures, tried: Some(now - minutes.minutes()), ..Manifest::default() }, now)
        };
        for (failures, gap) in [(1, 15), (2, 60), (3, 240), (4, 1440), (5, 1440), (u32::MAX, 1440)] {
            assert_eq!((may(failures, gap - 1), may(failures, gap)), (false, true), "{failures}");
        }
        assert!(may(0, 0), "nothing failed");
        assert!(may(4, -60), "the clock was ahead then");
    }
}
