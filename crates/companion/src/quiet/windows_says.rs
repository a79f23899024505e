//! What the numbers mean in which Windows tells how a session is used.

use jiff::{SignedDuration, Timestamp};

/// Somebody who pressed a key within so long is there.
const THERE: SignedDuration = SignedDuration::from_secs(60);
/// `SYSTEM_POWER_STATUS.BatteryFlag`.
const NO_BATTERY: u8 = 128;
const UNKNOWN: u8 = 255;

/// Since when nobody uses it; none where somebody does.
pub(super) fn idle_since(untouched: SignedDuration, now: Timestamp) -> Option<Timestamp> {
    (untouched >= THERE).then(|| now.checked_sub(untouched).ok()).flatten()
}

/// `WTSINFOEX_LEVEL1.SessionFlags`, as Windows has them since Windows 8.
pub(super) fn is_locked(flags: i32) -> Option<bool> {
    match flags {
        0 => Some(true),
        1 => Some(false),
        _ => None,
    }
}

/// `QUERY_USER_NOTIFICATION_STATE`, and whether there is a call. A program that fills the screen shows something; quiet
/// hours (6), a program of the shop (7) and a session that is left (1) do not.
pub(super) fn is_presenting(attention: Option<i32>, is_in_a_call: Option<bool>) -> Option<bool> {
    let is_shown = match attention? {
        2..=4 => true,
        1 | 5..=7 => false,
        _ => return None,
    };
    if is_shown || is_in_a_call == Some(true) { Some(true) } else { Some(false) }
}

/// `ACLineStatus` and `BatteryFlag`. A PC without a battery does not say so of itself.
pub(super) fn on_battery((line, flag, _): (u8, u8, u8)) -> Option<bool> {
    match line {
        0 => Some(true),
        1 if flag == UNKNOWN || flag & NO_BATTERY == 0 => Some(false),
        _ => None,
    }
}

/// `NLM_CONNECTION_COST`: fixed (2) and variable (4) are paid for by what is fetched, as is all of it where the plan's limit
/// is passed or near, or abroad.
pub(super) fn is_limited(cost: u32) -> Option<bool> {
    const LIMITED: u32 = 0x2 | 0x4 | 0x1_0000 | 0x2_0000 | 0x4_0000 | 0x8_0000;
    match cost {
        0 => None,
        cost => Some(cost & LIMITED != 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_there_for_a_minute_after_a_key_and_then_is_not_since_that_key() {
        let now: Timestamp = "2026-11-30T12:00:00Z".parse().unwrap();
        assert_eq!(idle_since(SignedDuration::from_secs(59), now), None);
        let since = "2026-11-30T11:50:00Z".parse().unwrap();
        assert_eq!(idle_since(SignedDuration::from_mins(10), now), Some(since));
        assert_eq!(idle_since(SignedDuration::MAX, now), None, "before all time");
    }

    #[test]
    fn a_lock_is_known_or_not() {
        assert_eq!([0, 1, -1, 7].map(is_locked), [Some(true), Some(false), None, None]);
    }

    #[test]
    fn what_fills_the_screen_and_a_call_are_presentations_and_a_shell_that_is_silent_is_unknown() {
        for (attention, expected) in
            [(1, false), (2, true), (3, true), (4, true), (5, false), (6, false), (7, false)]
        {
            assert_eq!(is_presenting(Some(attention), Some(false)), Some(expected), "{attention}");
        }
        assert_eq!(is_presenting(Some(5), Some(true)), Some(true), "a call");
        assert_eq!(is_presenting(Some(5), None), Some(false), "where calls are not noted");
        assert_eq!((is_presenting(None, Some(false)), is_presenting(Some(99), None)), (None, None));
    }

    #[test]
    fn a_pc_without_a_battery_does_not_say_and_one_at_its_plug_is_not_on_it() {
        for (said, expected) in [
            ((0, 1, 50), Some(true)),
            ((1, 8, 50), Some(false)),
            ((1, 255, 50), Some(false)),
            ((1, 128, 50), None),
            ((255, 255, 50), None),
        ] {
            assert_eq!(on_battery(said), expected, "{said:?}");
        }
    }

    #[test]
    fn what_is_paid_by_the_byte_is_limited() {
        for (cost, expected) in
            [(0, None), (1, Some(false)), (2, Some(true)), (4, Some(true)), (0x4_0001, Some(true))]
        {
            assert_eq!(is_limited(cost), expected, "{cost:x}");
        }
    }
}
