//! The hours in which Windows itself restarts its PC for no update, by the registry (sources.md 9.3).

use patchround_protocol::hours::{Hours, Weekday};

use super::policy::{POLICY, SETTINGS};
use crate::registry::Registry;

/// Windows lets nobody choose more hours of a day.
const LONGEST: u8 = 18;
/// `SmartActiveHoursState` where Windows works the hours out from how the PC is used; 0 and 2 are not.
const BY_ITSELF: u64 = 1;

/// They, of every day, in local time: those of a policy, else those that Windows worked out or a person chose. Hours that
/// Windows would take from nobody are none.
pub fn read(registry: Option<&dyn Registry>) -> Option<Hours> {
    let registry = registry?;
    let is_set = registry.number(POLICY, "SetActiveHours") == Some(1);
    let by_policy = || of(registry, POLICY, ["ActiveHoursStart", "ActiveHoursEnd"]);
    let is_by_itself = registry.number(SETTINGS, "SmartActiveHoursState") == Some(BY_ITSELF);
    let by_itself = || of(registry, SETTINGS, ["SmartActiveHoursStart", "SmartActiveHoursEnd"]);
    let chosen = || of(registry, SETTINGS, ["ActiveHoursStart", "ActiveHoursEnd"]);
    let policy = is_set.then(by_policy).flatten();
    policy.or_else(|| is_by_itself.then(by_itself).flatten()).or_else(chosen)
}

fn of(registry: &dyn Registry, key: &str, names: [&str; 2]) -> Option<Hours> {
    let [from, to] = names.map(|name| registry.number(key, name).and_then(|hour| u8::try_from(hour).ok()));
    hours(from?, to?)
}

/// Those that end before they begin go on past midnight.
fn hours(from: u8, to: u8) -> Option<Hours> {
    if from > 23 || to > 23 || !(1..=LONGEST).contains(&((to + 24 - from) % 24)) {
        return None;
    }
    // Midnight is the end of a day, not its beginning.
    let to = if to == 0 { 24 } else { to };
    Some(Hours { days: Weekday::ALL.to_vec(), from, to })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::registry::Value;

    struct Written(BTreeMap<(&'static str, &'static str), u64>);

    impl Registry for Written {
        fn value(&self, key: &str, name: &str) -> Option<Value> {
            let mut all = self.0.iter();
            all.find(|((k, n), _)| (*k, *n) == (key, name)).map(|(_, number)| Value::Number(*number))
        }

        fn keys(&self, _: &str) -> Option<Vec<String>> {
            None
        }
    }

    fn found(values: &[(&'static str, &'static str, u64)]) -> Option<(u8, u8)> {
        let values = values.iter().map(|(key, name, value)| ((*key, *name), *value)).collect();
        read(Some(&Written(values))).map(|hours| (hours.from, hours.to))
    }

    #[test]
    fn what_a_policy_says_counts_before_what_windows_worked_out_and_that_before_what_was_chosen() {
        let chosen = [(SETTINGS, "ActiveHoursStart", 8), (SETTINGS, "ActiveHoursEnd", 17)];
        let smart = [(SETTINGS, "SmartActiveHoursStart", 9), (SETTINGS, "SmartActiveHoursEnd", 23)];
        let policy = [(POLICY, "ActiveHoursStart", 22), (POLICY, "ActiveHoursEnd", 6)];
        let is_set = |on: u64| [(POLICY, "SetActiveHours", on)];
        let state = |state: u64| [(SETTINGS, "SmartActiveHoursState", state)];
        assert_eq!(found(&chosen), Some((8, 17)));
        assert_eq!(found(&[&chosen[..], &smart].concat()), Some((8, 17)));
        for (said, hours) in [(0, (8, 17)), (1, (9, 23)), (2, (8, 17))] {
            assert_eq!(found(&[&chosen[..], &smart, &state(said)].concat()), Some(hours), "{said}");
        }
        assert_eq!(found(&[&chosen[..], &state(1)].concat()), Some((8, 17)), "nothing worked out yet");
        assert_eq!(found(&[&chosen[..], &smart, &state(1), &policy].concat()), Some((9, 23)));
        assert_eq!(found(&[&chosen[..], &smart, &state(1), &policy, &is_set(0)].concat()), Some((9, 23)));
        assert_eq!(found(&[&chosen[..], &smart, &state(1), &policy, &is_set(1)].concat()), Some((22, 6)));
        assert_eq!(found(&[]), None);
        assert_eq!(read(None), None);
    }

    #[test]
    fn hours_that_windows_takes_from_nobody_count_for_nothing() {
        let chosen =
            |from, to| found(&[(SETTINGS, "ActiveHoursStart", from), (SETTINGS, "ActiveHoursEnd", to)]);
        for (from, to) in [(8, 8), (0, 19), (24, 3), (8, 24), (8, 264), (u64::MAX, 1), (5, 4)] {
            assert_eq!(chosen(from, to), None, "{from} to {to}");
        }
        assert_eq!(
            [chosen(6, 0), chosen(0, 18), chosen(20, 6)],
            [Some((6, 24)), Some((0, 18)), Some((20, 6))]
        );
        assert_eq!(found(&[(SETTINGS, "ActiveHoursStart", 8)]), None, "without an end");
        let wrong =
            [(POLICY, "SetActiveHours", 1), (POLICY, "ActiveHoursStart", 99), (POLICY, "ActiveHoursEnd", 9)];
        let chosen = [(SETTINGS, "ActiveHoursStart", 8), (SETTINGS, "ActiveHoursEnd", 17)];
        assert_eq!(found(&[&wrong[..], &chosen].concat()), Some((8, 17)), "a policy that says nothing");
    }

    proptest! {
        #[test]
        fn every_hour_of_them_and_no_other_is_within_them(from in 0u8..24, length in 1u8..=LONGEST, hour in 0i8..24) {
            let found = hours(from, (from + length) % 24).unwrap();
            let after = (u8::try_from(hour).unwrap() + 24 - from) % 24;
            let local = jiff::civil::date(2026, 11, 29).at(hour, 30, 0, 0);
            prop_assert_eq!(found.contains(local), after < length);
        }
    }
}
