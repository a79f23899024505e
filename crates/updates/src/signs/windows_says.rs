//! What the numbers mean in which Windows tells of its power.

/// `SYSTEM_POWER_STATUS.ACLineStatus`.
const NOT_PLUGGED_IN: u8 = 0;
/// `SYSTEM_POWER_STATUS.BatteryFlag`.
const NO_BATTERY: u8 = 128;
const UNKNOWN: u8 = 255;

/// Percent that are left, of `ACLineStatus`, `BatteryFlag` and `BatteryLifePercent`; `None` on mains or without a battery.
/// One that does not say how full it is counts as empty.
pub(super) fn battery((line, flag, percent): (u8, u8, u8)) -> Option<u8> {
    let has_one = flag == UNKNOWN || flag & NO_BATTERY == 0;
    (line == NOT_PLUGGED_IN && has_one).then_some(if percent > 100 { 0 } else { percent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_battery_counts_while_nothing_is_plugged_in() {
        for (said, left) in [
            ((0, 1, 80), Some(80)),
            ((0, 4, 3), Some(3)),
            ((0, 255, 255), Some(0)),
            ((0, 128, 255), None),
            ((1, 8, 20), None),
            ((255, 255, 255), None),
        ] {
            assert_eq!(battery(said), left, "{said:?}");
        }
    }
}
