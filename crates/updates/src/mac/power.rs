//! `pmset -g batt`.

/// Where a Mac's power comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Power {
    /// Whether it runs on its battery.
    pub on_battery: bool,
    /// Percent that are left in it; none where it has none.
    pub percent: Option<u8>,
}

/// `None` where it is no such answer.
pub(super) fn parse(text: &str) -> Option<Power> {
    let (_, source) = text.split_once("Now drawing from '")?;
    let (source, rest) = source.split_once('\'')?;
    let own = rest.lines().find(|line| line.contains("-InternalBattery"));
    Some(Power { on_battery: source == "Battery Power", percent: own.and_then(percent) })
}

fn percent(line: &str) -> Option<u8> {
    let (before, _) = line.split_once('%')?;
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|percent| *percent <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mac_on_its_battery_says_how_much_is_left_and_one_without_has_none() {
        let battery = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1234567)\t53%; discharging; 4:12 remaining present: true\n";
        assert_eq!(parse(battery), Some(Power { on_battery: true, percent: Some(53) }));
        let mains = battery.replace("Battery Power", "AC Power");
        assert_eq!(parse(&mains), Some(Power { on_battery: false, percent: Some(53) }));
        assert_eq!(parse("Now drawing from 'AC Power'\n"), Some(Power { on_battery: false, percent: None }));
        for odd in ["1000%", "%", "x%"] {
            let text = battery.replace("53%", odd);
            assert_eq!(parse(&text).unwrap().percent, None, "{odd}");
        }
        assert_eq!(parse("No battery"), None);
    }
}
