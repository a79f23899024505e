//! How long a PC that is about to go down is kept waiting.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

/// Waits while something goes on, at most so long, and tells at each look that it still does.
pub(crate) fn hold(
    longest: Duration,
    pause: Duration,
    mut goes_on: impl FnMut() -> bool,
    mut tell: impl FnMut(),
) {
    let end = Instant::now() + longest;
    while Instant::now() < end && goes_on() {
        tell();
        sleep(pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LITTLE: Duration = Duration::from_millis(1);

    #[test]
    fn a_pc_waits_until_it_is_over_and_hears_so_at_each_look() {
        let (mut left, mut told) = (3, 0);
        let goes_on = || {
            left -= 1;
            left >= 0
        };
        hold(Duration::from_secs(600), LITTLE, goes_on, || told += 1);
        assert_eq!((left, told), (-1, 3));
    }

    #[test]
    fn what_is_over_or_takes_too_long_keeps_no_pc_waiting() {
        let mut told = 0;
        hold(Duration::from_secs(600), LITTLE, || false, || told += 1);
        hold(Duration::ZERO, LITTLE, || true, || told += 1);
        assert_eq!(told, 0);
        let begun = Instant::now();
        hold(Duration::from_millis(20), LITTLE, || true, || told += 1);
        assert!(told > 0 && begun.elapsed() >= Duration::from_millis(20));
    }
}
