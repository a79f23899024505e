//! What somebody else decides about a PC's updates, by the registry (sources.md 9.3).

use jiff::Timestamp;

use crate::registry::Registry;

/// Policies of a domain, and of whoever sets them by hand.
pub(super) const POLICY: &str = r"SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate";
/// More of them.
const AUTOMATIC: &str = r"SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU";
/// What a service like Intune has set.
const DEVICE: &str = r"SOFTWARE\Microsoft\PolicyManager\current\device\Update";
/// What the person at the PC has set.
pub(super) const SETTINGS: &str = r"SOFTWARE\Microsoft\WindowsUpdate\UX\Settings";
/// The Windows that runs.
const VERSION: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion";
/// Values that decide what is offered, wherever they stand.
const DECIDES: [&str; 9] = [
    "DeferQualityUpdates",
    "DeferQualityUpdatesPeriodInDays",
    "DeferFeatureUpdates",
    "DeferFeatureUpdatesPeriodInDays",
    "BranchReadinessLevel",
    "TargetReleaseVersion",
    "PauseQualityUpdates",
    "PauseFeatureUpdates",
    "UpdateServiceUrl",
];
/// What Windows makes of the policies that it was given.
const IN_FORCE: &str = r"SOFTWARE\Microsoft\WindowsUpdate\UpdatePolicy\Settings";
/// `PausedQualityStatus` of a pause by policy that is over: Windows ends each after 35 days.
const RESUMED: u64 = 2;
/// Ends of a pause: of everything, and of all but feature updates.
const PAUSED: [&str; 2] = ["PauseUpdatesExpiryTime", "PauseQualityUpdatesEndTime"];

/// What is decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether somebody else decides what is offered.
    pub is_managed: bool,
    /// Whether nothing goes in at all, as somebody else has decided: it is paused, or shut.
    pub refuses: bool,
    /// Whether it comes from an office's own server.
    pub has_own_server: bool,
    /// Until when the person at the PC wants to be left alone.
    pub paused_until: Option<Timestamp>,
    /// The build that runs: `26100.4349`.
    pub build: Option<String>,
}

/// Reads it; without a registry nothing is decided.
pub fn read(registry: Option<&dyn Registry>) -> Policy {
    let Some(registry) = registry else { return Policy::default() };
    let has_own_server = registry.number(AUTOMATIC, "UseWUServer") == Some(1)
        && registry.text(POLICY, "WUServer").is_some_and(|server| !server.trim().is_empty());
    let is_shut = registry.number(POLICY, "DisableWindowsUpdateAccess") == Some(1);
    let is_paused = [POLICY, DEVICE].iter().any(|key| is_set(registry, key, "PauseQualityUpdates"))
        && registry.number(IN_FORCE, "PausedQualityStatus") != Some(RESUMED);
    let decides = [POLICY, DEVICE].iter().any(|key| DECIDES.iter().any(|name| is_set(registry, key, name)));
    Policy {
        is_managed: has_own_server || is_shut || decides,
        refuses: is_shut || is_paused,
        has_own_server,
        paused_until: PAUSED.iter().filter_map(|name| moment(&registry.text(SETTINGS, name)?)).max(),
        build: build(registry),
    }
}

/// Whether a value says something: 0 days, or no address, decide nothing.
fn is_set(registry: &dyn Registry, key: &str, name: &str) -> bool {
    let number = registry.number(key, name).is_some_and(|number| number > 0);
    number || registry.text(key, name).is_some_and(|text| !["", "0"].contains(&text.trim()))
}

fn moment(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

fn build(registry: &dyn Registry) -> Option<String> {
    let build = registry.text(VERSION, "CurrentBuild")?.parse::<u32>().ok()?;
    Some(format!("{build}.{}", registry.number(VERSION, "UBR")?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::registry::Value;

    struct Written(BTreeMap<(&'static str, &'static str), Value>);

    impl Registry for Written {
        fn value(&self, key: &str, name: &str) -> Option<Value> {
            let mut all = self.0.iter();
            all.find(|((k, n), _)| (*k, *n) == (key, name)).map(|(_, value)| value.clone())
        }

        fn keys(&self, key: &str) -> Option<Vec<String>> {
            self.0.keys().any(|(k, _)| *k == key).then(Vec::new)
        }
    }

    fn of<const N: usize>(values: [(&'static str, &'static str, Value); N]) -> Policy {
        read(Some(&Written(values.into_iter().map(|(key, name, value)| ((key, name), value)).collect())))
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn a_pc_without_policies_is_its_owners() {
        assert_eq!(of([]), Policy::default());
        assert_eq!(read(None), Policy::default());
        let nothing = of([
            (POLICY, "DeferQualityUpdatesPeriodInDays", Value::Number(0)),
            (POLICY, "WUServer", text("http://server:8530")),
            (AUTOMATIC, "UseWUServer", Value::Number(0)),
            (AUTOMATIC, "AUOptions", Value::Number(3)),
            (DEVICE, "UpdateServiceUrl", text("")),
        ]);
        assert!(!nothing.is_managed && !nothing.has_own_server);
    }

    #[test]
    fn an_own_server_and_a_service_that_manages_settings_decide_what_is_offered() {
        let own = of([
            (POLICY, "WUServer", text("http://server:8530")),
            (AUTOMATIC, "UseWUServer", Value::Number(1)),
        ]);
        assert!(own.is_managed && own.has_own_server);
        for (key, name, value) in [
            (DEVICE, "DeferQualityUpdatesPeriodInDays", Value::Number(7)),
            (DEVICE, "TargetReleaseVersion", text("24H2")),
            (POLICY, "TargetReleaseVersion", Value::Number(1)),
            (POLICY, "DisableWindowsUpdateAccess", Value::Number(1)),
        ] {
            let managed = of([(key, name, value)]);
            assert!(managed.is_managed && !managed.has_own_server, "{name}");
        }
    }

    #[test]
    fn a_pause_and_a_shut_door_by_policy_refuse_everything_until_windows_itself_goes_on() {
        let set = |key, name| (key, name, Value::Number(1));
        assert!(of([set(POLICY, "DisableWindowsUpdateAccess")]).refuses);
        for key in [POLICY, DEVICE] {
            assert!(of([set(key, "PauseQualityUpdates")]).refuses, "{key}");
            let over = (IN_FORCE, "PausedQualityStatus", Value::Number(2));
            assert!(!of([set(key, "PauseQualityUpdates"), over]).refuses, "{key}");
        }
        let others = of([set(POLICY, "PauseFeatureUpdates"), set(POLICY, "DeferQualityUpdates")]);
        assert!(others.is_managed && !others.refuses);
        assert!(!of([(POLICY, "PauseQualityUpdates", Value::Number(0))]).refuses);
    }

    #[test]
    fn the_later_end_of_two_pauses_counts_and_what_is_no_moment_is_none() {
        let paused = of([
            (SETTINGS, "PauseUpdatesExpiryTime", text("2026-12-08T10:00:00Z")),
            (SETTINGS, "PauseQualityUpdatesEndTime", text("2026-12-09T10:00:00Z")),
        ]);
        assert_eq!(paused.paused_until.unwrap().to_string(), "2026-12-09T10:00:00Z");
        assert_eq!(of([(SETTINGS, "PauseUpdatesExpiryTime", text("soon"))]).paused_until, None);
    }

    #[test]
    fn the_build_that_runs_has_two_numbers_or_is_not_known() {
        let build =
            of([(VERSION, "CurrentBuild", text("26100")), (VERSION, "UBR", Value::Number(4349))]).build;
        assert_eq!(build.as_deref(), Some("26100.4349"));
        assert_eq!(of([(VERSION, "CurrentBuild", text("26100"))]).build, None);
    }
}
