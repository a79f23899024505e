//! `ioreg`: what the kernel notes of keyboard and screen.

use std::time::Duration;

/// Nanoseconds since a key or a mouse was touched.
const IDLE: &str = "\"HIDIdleTime\" = ";
/// Whether the screen in use is locked.
const LOCKED: &str = "\"IOConsoleLocked\" = ";

/// How long nobody has touched anything: the least of all that is said.
pub(super) fn idle(text: &str) -> Option<Duration> {
    let times = text.lines().filter_map(|line| line.split_once(IDLE)?.1.trim().parse().ok());
    times.min().map(Duration::from_nanos)
}

/// Whether the screen is locked.
pub(super) fn is_locked(text: &str) -> Option<bool> {
    match text.lines().find_map(|line| line.split_once(LOCKED))?.1.trim() {
        "Yes" => Some(true),
        "No" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_nobody_touched_anything_is_read() {
        let text = include_str!("../../testdata/written.ioreg.hid");
        assert_eq!(idle(text), Some(Duration::from_millis(734_512)));
        assert_eq!(idle("\"HIDIdleTime\" = many\n"), None);
        assert_eq!(idle(""), None);
    }

    #[test]
    fn a_locked_screen_is_told_from_an_open_one() {
        let text = include_str!("../../testdata/written.ioreg.root");
        assert_eq!(is_locked(text), Some(false));
        assert_eq!(is_locked(&text.replace("= No", "= Yes")), Some(true));
        assert_eq!(is_locked("+-o Root\n"), None);
    }
}
