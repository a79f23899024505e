//! Dates as OLE counts them: days since 30 December 1899, in the agent's case of UTC.

use jiff::{SignedDuration, Timestamp};

/// From then to 1970.
const BEFORE_1970: f64 = 25_569.0;
const DAY: f64 = 86_400.0;

/// The moment; none where it is no date, or the "never" of OLE.
pub(super) fn moment(days: f64) -> Option<Timestamp> {
    // Before 1980 there was no Windows: 0 and its like mean that nobody knows.
    if !(29_221.0..100_000.0).contains(&days) {
        return None;
    }
    let since = SignedDuration::try_from_secs_f64(((days - BEFORE_1970) * DAY).round()).ok()?;
    Timestamp::UNIX_EPOCH.checked_add(since).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_end_of_1899() {
        let told = |days: f64| moment(days).map(|at| at.to_string());
        assert_eq!(told(45_846.708_333_333_336).as_deref(), Some("2025-07-08T17:00:00Z"));
        assert_eq!(told(36_526.0).as_deref(), Some("2000-01-01T00:00:00Z"));
        for never in [0.0, -1.0, 1.0, f64::NAN, f64::INFINITY, 1e18] {
            assert_eq!(told(never), None, "{never}");
        }
    }
}
