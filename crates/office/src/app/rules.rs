//! When updates happen, as a person chooses it.

use jiff::SignedDuration;
use patchround_protocol::{
    Policy,
    charter::Floor,
    hours::{Hours, Weekday},
    policy::{Restart, What},
};
use serde::{Deserialize, Serialize};

/// First hour of an evening that nobody named.
const EVENING: u8 = 18;
/// First hour after the night.
const MORNING: u8 = 6;
/// Hours of a weekly window.
const WEEKLY_HOURS: u8 = 4;

/// When the office is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OpenHours {
    /// On which days.
    #[cfg_attr(feature = "types", ts(type = "Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'>"))]
    pub days: Vec<Weekday>,
    /// From this hour, 0 to 23.
    pub from: u8,
    /// To this hour, 1 to 24.
    pub to: u8,
}

/// When updates happen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum WhenUpdates {
    /// By themselves, with restarts after work.
    #[default]
    ByThemselves,
    /// Only when the person in charge presses a button.
    OnlyWhenAsked,
    /// At a set time each week.
    Weekly {
        /// On which day.
        #[cfg_attr(feature = "types", ts(type = "'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'"))]
        day: Weekday,
        /// From this hour on, 0 to 23.
        hour: u8,
    },
}

impl Default for OpenHours {
    fn default() -> Self {
        Self::usual()
    }
}

impl OpenHours {
    /// Monday to Friday, 8 to 18.
    pub fn usual() -> Self {
        Self { days: Weekday::WORKING.to_vec(), from: 8, to: EVENING }
    }

    /// As the charter's floor has them.
    pub(crate) fn of(floor: &Floor) -> Self {
        let first = floor.protected_hours.first();
        first.map_or_else(Self::usual, |hours| Self {
            days: hours.days.clone(),
            from: hours.from,
            to: hours.to,
        })
    }

    /// Whether they are hours at all.
    pub fn is_valid(&self) -> bool {
        !self.days.is_empty() && self.from < self.to && self.to <= 24
    }

    /// As the charter's floor writes them.
    pub(crate) fn hours(&self) -> Hours {
        Hours { days: self.days.clone(), from: self.from, to: self.to }
    }
}

/// What a policy says, in the choices a person has.
pub(crate) fn chosen(policy: &Policy) -> WhenUpdates {
    match &policy.windows[..] {
        _ if !policy.has_hours() => WhenUpdates::OnlyWhenAsked,
        [Hours { days, from, .. }] if days.len() == 1 => WhenUpdates::Weekly { day: days[0], hour: *from },
        _ => WhenUpdates::ByThemselves,
    }
}

/// Until somebody has chosen, nothing goes in by itself on a PC that has joined so far, but for security updates that
/// are late already: the floor lets no pause keep those back.
pub(crate) fn wait_for_a_choice(policy: &mut Policy, floor: &Floor) {
    let days = SignedDuration::from_hours(24 * i64::from(floor.security_after_days));
    policy.paused_until = policy.issued.checked_add(days).ok();
}

/// Writes a choice into a policy, and ends its pause; `open` is when the office is open.
pub(crate) fn choose(policy: &mut Policy, chosen: &WhenUpdates, open: Option<&Hours>) {
    policy.paused_until = None;
    (policy.what, policy.restart) = match chosen {
        WhenUpdates::OnlyWhenAsked => (What::Security, Restart::Never),
        _ => (What::All, Restart::NobodyThere),
    };
    policy.windows = windows(chosen, open);
}

/// The hours of a choice follow those of the office. All else of a policy stays: nobody has chosen anew.
pub(crate) fn follow(policy: &mut Policy, open: &Hours) {
    policy.windows = windows(&chosen(policy), Some(open));
}

fn windows(chosen: &WhenUpdates, open: Option<&Hours>) -> Vec<Hours> {
    let closing = open.map_or(EVENING, |open| open.to % 24);
    match chosen {
        WhenUpdates::ByThemselves => {
            vec![Hours { days: Weekday::ALL.to_vec(), from: closing, to: MORNING }]
        }
        WhenUpdates::OnlyWhenAsked => Vec::new(),
        WhenUpdates::Weekly { day, hour } => vec![weekly(*day, *hour % 24, open)],
    }
}

/// Some hours from one on. Where the office is open in all of them no PC could restart, so they go on after it closes.
fn weekly(day: Weekday, from: u8, open: Option<&Hours>) -> Hours {
    let is_open = |open: &&Hours| {
        open.days.contains(&day) && (open.from..open.to).contains(&from) && from + WEEKLY_HOURS <= open.to
    };
    let last = open.filter(is_open).map_or(from, |open| open.to);
    Hours { days: vec![day], from, to: (last + WEEKLY_HOURS - 1) % 24 + 1 }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use patchround_protocol::{
        Charter, Envelope, Update,
        charter::{Member, Role},
        sign::public,
        standing::Moment,
        update::{Class, Released, ReleasedFrom},
    };

    use super::*;
    use crate::{Office, samples};

    /// A choice that PCs refuse makes all of them need somebody.
    #[test]
    fn every_choice_is_one_that_pcs_accept() {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", samples::now()).unwrap();
        let charter = Office::open(dir.path(), false).unwrap().charter();
        let signer = SigningKey::from_bytes(&[2; 32]);
        let operator = Member { key: public(&signer), role: Role::Operate, ..charter.members[0].clone() };
        let charter = Charter { members: [&charter.members[..], &[operator]].concat(), ..charter };
        let mut policy = Policy::first(charter.office, samples::now());
        for choice in [
            WhenUpdates::ByThemselves,
            WhenUpdates::OnlyWhenAsked,
            WhenUpdates::Weekly { day: Weekday::Sun, hour: 23 },
        ] {
            choose(&mut policy, &choice, Some(&OpenHours::usual().hours()));
            let signed = Envelope::seal(&policy, &signer).unwrap();
            assert_eq!(Policy::accept(&signed, &charter, None, samples::now()), Ok(policy.clone()));
        }
    }

    #[test]
    fn before_somebody_has_chosen_only_security_updates_that_are_late_go_in() {
        let (mut policy, floor) = (Policy::first(samples::job(&[]).office, samples::now()), Floor::default());
        wait_for_a_choice(&mut policy, &floor);
        let of_age = |days: i64| {
            let date = samples::now() - SignedDuration::from_hours(24 * days);
            let released = Some(Released { date, from: ReleasedFrom::Maker });
            Update { released, class: Some(Class::Security), ..samples::update("apt:a@2") }
        };
        let goes_in = |policy: &Policy, days| {
            let local = "2026-11-24T22:00".parse().unwrap();
            Moment { policy, floor: &floor, now: samples::now(), local, active_hours: None }
                .may_install(&of_age(days))
        };
        assert!(!goes_in(&policy, 13) && goes_in(&policy, 14));
        choose(&mut policy, &WhenUpdates::ByThemselves, None);
        assert!(goes_in(&policy, 1));
    }

    #[test]
    fn evenings_follow_the_hours_of_the_office_and_choices_and_pauses_stay() {
        let mut policy = Policy::first(samples::job(&[]).office, samples::now());
        choose(&mut policy, &WhenUpdates::ByThemselves, Some(&OpenHours::usual().hours()));
        policy.paused_until = Some(samples::now());
        (policy.what, policy.restart) = (What::Security, Restart::Never);
        follow(&mut policy, &OpenHours { to: 20, ..OpenHours::usual() }.hours());
        assert_eq!((chosen(&policy), policy.windows[0].from), (WhenUpdates::ByThemselves, 20));
        assert_eq!(policy.paused_until, Some(samples::now()));
        assert_eq!((policy.what, policy.restart), (What::Security, Restart::Never));
    }

    /// Else an update that needs a restart would stay unfinished for ever.
    #[test]
    fn a_weekly_time_has_hours_in_which_pcs_may_restart() {
        let mut policy = Policy::first(samples::job(&[]).office, samples::now());
        for (hour, closes) in [(9, 18), (18, 22), (14, 18), (20, 24), (3, 18)] {
            choose(&mut policy, &WhenUpdates::Weekly { day: Weekday::Thu, hour }, None);
            let open = OpenHours { to: closes, ..OpenHours::usual() };
            follow(&mut policy, &open.hours());
            assert_eq!(chosen(&policy), WhenUpdates::Weekly { day: Weekday::Thu, hour });
            let floor = Floor { protected_hours: vec![open.hours()], ..Floor::default() };
            let start: jiff::civil::DateTime = "2026-11-26T00:00".parse().unwrap();
            let may_restart = (0..36).any(|hours| {
                let local = start + SignedDuration::from_hours(hours);
                Moment { policy: &policy, floor: &floor, now: samples::now(), local, active_hours: None }
                    .may_restart(false)
            });
            assert!(may_restart, "from {hour}, closes {closes}: {:?}", policy.windows);
        }
    }

    #[test]
    fn what_was_chosen_is_what_is_shown() {
        let mut policy = Policy::first(samples::job(&[]).office, samples::now());
        for choice in [
            WhenUpdates::ByThemselves,
            WhenUpdates::OnlyWhenAsked,
            WhenUpdates::Weekly { day: Weekday::Thu, hour: 22 },
        ] {
            choose(&mut policy, &choice, Some(&OpenHours::usual().hours()));
            assert_eq!(chosen(&policy), choice);
            assert!(policy.windows.iter().all(|hours| hours.from < 24 && (1..=24).contains(&hours.to)));
        }
    }

    #[test]
    fn hours_in_which_no_pc_could_ever_restart_are_refused_and_nothing_changes() {
        let dir = tempfile::tempdir().unwrap();
        let always = Hours { days: Weekday::ALL.to_vec(), from: 0, to: 24 };
        let floor = Floor { protected_hours: vec![always.clone()], ..Floor::default() };
        let kept = |_: &crate::keys::Paper| Ok(());
        crate::setup::init_with(dir.path(), "Corner Shop", "Maria", floor, samples::now(), kept).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let before = office.policy();
        let chosen =
            |choice: &WhenUpdates| office.change_policy(&[], |policy| choose(policy, choice, Some(&always)));
        let never = chosen(&WhenUpdates::ByThemselves);
        assert!(matches!(never, Err(crate::Error::NeverMet(_))), "{never:?}");
        assert_eq!(office.policy(), before);
        chosen(&WhenUpdates::OnlyWhenAsked).unwrap();
    }
}
