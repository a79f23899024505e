//! When a PC may be restarted: the one rule that both halves of its helper ask, each from what it sees itself.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{cause::Cause, consultation::Answer, wire::Refusal};

/// On battery, a PC with less than so many percent is not restarted (rules.md 5).
const BATTERY_PERCENT: u8 = 30;
/// Whoever pressed a key within so many seconds works at the PC (rules.md 5).
const AT_WORK_SECONDS: u64 = 5 * 60;

/// A yes holds for so long from its time: a PC that could not restart then does not restart in the middle of what
/// somebody began afterwards.
pub const YES_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// The file in a person's own runtime folder (`/run/user/UID`) in which their yes is.
pub const YES_FILE: &str = "patchround-restart.json";
/// Bytes of that file that are read.
pub const YES_BYTES: u64 = 1024;

/// A person's yes to a restart, as a program of their own session wrote it into a file of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Yes {
    /// The start of the PC in which it was said (`/proc/sys/kernel/random/boot_id`).
    pub boot: String,
    /// From when the PC may restart.
    pub from: Timestamp,
    /// Until when, at most [`YES_LIFE`] later.
    pub until: Timestamp,
}

impl Yes {
    /// To a restart from this moment on.
    pub fn at(boot: String, from: Timestamp) -> Self {
        Self { boot, from, until: from.checked_add(YES_LIFE).unwrap_or(from) }
    }

    /// Whether it is a yes to a restart at this moment, of this start of the PC.
    pub fn holds(&self, boot: &str, now: Timestamp) -> bool {
        let is_short = self.until.duration_since(self.from) <= YES_LIFE;
        is_short && !boot.is_empty() && self.boot == boot && self.from <= now && now < self.until
    }
}

/// Whether what a person said last is a yes to a restart at this moment. A time that they chose is none before their program
/// has counted down to it under their eyes, and says "now" (decision 0054).
pub fn agrees(said: Option<&(Timestamp, Answer)>, now: Timestamp) -> bool {
    matches!(said, Some((when, Answer::Now {})) if *when <= now && now.duration_since(*when) < YES_LIFE)
}

/// What can be seen of the people at a PC, and of its power (sources.md D). What is not known is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// Who is signed in.
    pub people: Option<Vec<Person>>,
    /// Whether a camera or a microphone is in use.
    pub is_in_call: Option<bool>,
    /// Whether a program keeps the screen on, as one that shows slides or a film does.
    pub is_presenting: Option<bool>,
    /// A program that asks to keep the PC on, in its own words: a backup that runs.
    pub kept_on_by: Option<String>,
    /// Percent that are left in the battery; `None` on mains, too.
    pub battery: Option<u8>,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name of the account.
    pub name: String,
    /// Seconds since the last key press, where that is known.
    pub idle_seconds: Option<u64>,
    /// Whether this person said yes to this restart.
    pub has_agreed: bool,
    /// Whether what they said cannot be read from where it was looked. It counts as no yes.
    pub is_untold: bool,
}

/// Why a restart waits. It goes on by itself once that is over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Wait {
    /// A call is going on.
    Call,
    /// Something is being shown.
    Presentation,
    /// Somebody works at the PC.
    AtWork {
        /// The names of their accounts.
        people: Vec<String>,
    },
    /// Somebody is signed in, who may have unsaved work.
    SignedIn {
        /// The names of their accounts.
        people: Vec<String>,
    },
    /// A program asks to keep the PC on.
    Program {
        /// Its own words.
        program: String,
    },
    /// The PC has to be plugged in.
    Battery {
        /// What is left.
        percent: u8,
    },
    /// Nobody knows whether somebody is there; also a reason of a later version.
    #[default]
    #[serde(other)]
    NotKnown,
}

impl Signs {
    /// As these are, where nobody has agreed.
    #[must_use]
    pub fn without_yes(mut self) -> Self {
        for person in self.people.iter_mut().flatten() {
            (person.has_agreed, person.is_untold) = (false, false);
        }
        self
    }

    /// As these are, where these have agreed, too.
    #[must_use]
    pub fn with_yes(mut self, has_agreed: impl Fn(&str) -> bool) -> Self {
        for person in self.people.iter_mut().flatten() {
            person.has_agreed |= has_agreed(&person.name);
        }
        self
    }

    /// As these are, for who leaves it to somebody else to read what cannot be read from here.
    #[must_use]
    pub fn leaving_untold(mut self) -> Self {
        for person in self.people.iter_mut().flatten() {
            person.has_agreed |= person.is_untold;
        }
        self
    }

    /// Why the PC is not restarted at this moment; `None` where it may be.
    ///
    /// A call, a presentation, a program and a low battery count whoever agreed. Where it is not known who is
    /// signed in, somebody is.
    pub fn wait(&self) -> Option<Wait> {
        if self.is_in_call == Some(true) {
            return Some(Wait::Call);
        }
        if self.is_presenting == Some(true) {
            return Some(Wait::Presentation);
        }
        let Some(people) = &self.people else { return Some(Wait::NotKnown) };
        people_wait(people)
            .or_else(|| self.kept_on_by.clone().map(|program| Wait::Program { program }))
            .or_else(|| {
                self.battery.filter(|left| *left < BATTERY_PERCENT).map(|percent| Wait::Battery { percent })
            })
    }
}

fn people_wait(people: &[Person]) -> Option<Wait> {
    let names = |is_one: &dyn Fn(&&Person) -> bool| {
        people
            .iter()
            .filter(|person| !person.has_agreed)
            .filter(is_one)
            .map(|person| person.name.clone())
            .collect()
    };
    let at_work: Vec<String> =
        names(&|person| person.idle_seconds.is_some_and(|idle| idle < AT_WORK_SECONDS));
    let signed_in: Vec<String> = names(&|_| true);
    match (at_work.is_empty(), signed_in.is_empty()) {
        (false, _) => Some(Wait::AtWork { people: at_work }),
        (true, false) => Some(Wait::SignedIn { people: signed_in }),
        (true, true) => None,
    }
}

impl Wait {
    /// As the cause of a restart that was not made for it.
    pub fn cause(&self) -> Cause {
        if let Self::Battery { .. } = self { Cause::Battery } else { Cause::InUse }
    }

    /// As the reason of a refusal.
    pub fn refusal(&self) -> Refusal {
        if let Self::Battery { .. } = self { Refusal::OnBattery } else { Refusal::InUse }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person() -> impl Strategy<Value = Person> {
        let idle = prop_oneof![Just(None), (0..1200u64).prop_map(Some)];
        ("[a-z]{1,6}", idle, any::<bool>(), any::<bool>()).prop_map(
            |(name, idle_seconds, has_agreed, is_untold)| Person {
                name,
                idle_seconds,
                has_agreed,
                is_untold,
            },
        )
    }

    fn signs() -> impl Strategy<Value = Signs> {
        let people = proptest::option::of(proptest::collection::vec(person(), 0..4));
        let yes = || proptest::option::of(any::<bool>());
        let (program, battery) = (proptest::option::of("[a-z]{1,6}"), proptest::option::of(0..=100u8));
        (people, yes(), yes(), program, battery).prop_map(
            |(people, is_in_call, is_presenting, kept_on_by, battery)| Signs {
                people,
                is_in_call,
                is_presenting,
                kept_on_by,
                battery,
            },
        )
    }

    proptest! {
        #[test]
        fn no_restart_surprises_anybody(signs in signs()) {
            if signs.wait().is_none() {
                let people = signs.people.as_ref().expect("unknown people are people");
                prop_assert!(people.iter().all(|person| person.has_agreed));
                prop_assert!(signs.is_in_call != Some(true) && signs.is_presenting != Some(true));
                prop_assert!(signs.battery.is_none_or(|left| left >= 30));
                prop_assert_eq!(&signs.kept_on_by, &None);
            }
        }

        #[test]
        fn whoever_is_named_is_there_and_did_not_agree(signs in signs()) {
            if let Some(Wait::AtWork { people } | Wait::SignedIn { people }) = signs.wait() {
                let there = signs.people.expect("somebody was named");
                let is_so = |name: &String| there.iter().any(|one| one.name == *name && !one.has_agreed);
                prop_assert!(!people.is_empty() && people.iter().all(is_so));
            }
        }

        #[test]
        fn one_sign_more_never_lets_a_waiting_pc_restart(signs in signs(), more in person()) {
            let mut others = signs.clone();
            others.people.iter_mut().for_each(|people| people.push(more.clone()));
            prop_assert!(signs.wait().is_none() || others.wait().is_some());
        }

        #[test]
        fn an_empty_pc_on_mains_restarts(known in proptest::option::of(Just(false))) {
            let signs = Signs {
                people: Some(Vec::new()),
                is_in_call: known,
                is_presenting: known,
                ..Signs::default()
            };
            prop_assert_eq!(signs.wait(), None);
        }
    }

    fn moment(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    proptest! {
        #[test]
        fn a_yes_holds_from_its_time_for_ten_minutes_and_in_its_own_start(
            from in 0..100i64, long in -20..40i64, now in 0..150i64, is_this in any::<bool>(),
        ) {
            let yes = Yes { boot: "b".into(), from: moment(from), until: moment(from + long) };
            let boot = if is_this { "b" } else { "c" };
            let expected = is_this && long <= 10 && (from..from + long).contains(&now);
            prop_assert_eq!(yes.holds(boot, moment(now)), expected);
            prop_assert_eq!(Yes::at("b".into(), moment(from)).holds("b", moment(now)), (from..from + 10).contains(&now));
        }

        #[test]
        fn only_now_is_a_yes_and_only_for_ten_minutes(at in 0..100i64, now in 0..150i64) {
            let says = |answer| agrees(Some(&(moment(at), answer)), moment(now));
            prop_assert_eq!(says(Answer::Now {}), (at..at + 10).contains(&now));
            let others = [Answer::Time { time: moment(at) }, Answer::Unknown];
            prop_assert!(!others.into_iter().any(says));
            prop_assert!(!agrees(None, moment(now)));
        }

        #[test]
        fn what_was_not_said_is_no_yes(signs in signs()) {
            let people = signs.people.clone().unwrap_or_default();
            prop_assert!(people.is_empty() || signs.clone().without_yes().wait().is_some());
            let everybody = signs.clone().with_yes(|_| true);
            prop_assert!(everybody.people.iter().flatten().all(|person| person.has_agreed));
            let left = signs.leaving_untold().people.unwrap_or_default();
            let is_left = |(one, before): (&Person, &Person)| one.has_agreed == (before.has_agreed || before.is_untold);
            prop_assert!(left.iter().zip(&people).all(is_left));
        }
    }

    #[test]
    fn a_yes_without_a_start_of_the_pc_never_holds() {
        assert!(!Yes::at(String::new(), moment(0)).holds("", moment(1)));
    }

    #[test]
    fn the_true_reason_is_said() {
        let ann = |idle_seconds, has_agreed| Person {
            name: "ann".into(),
            idle_seconds,
            has_agreed,
            is_untold: false,
        };
        let with = |person: Person| Signs { people: Some(vec![person]), ..Signs::default() };
        let people = || vec!["ann".to_owned()];
        assert_eq!(with(ann(Some(10), false)).wait(), Some(Wait::AtWork { people: people() }));
        assert_eq!(with(ann(Some(300), false)).wait(), Some(Wait::SignedIn { people: people() }));
        assert_eq!(with(ann(None, false)).wait(), Some(Wait::SignedIn { people: people() }));
        assert_eq!(with(ann(Some(10), true)).wait(), None);
        assert_eq!(Signs { is_in_call: Some(true), ..with(ann(None, true)) }.wait(), Some(Wait::Call));
        let low = Signs { battery: Some(29), ..with(ann(None, true)) };
        assert_eq!(low.wait(), Some(Wait::Battery { percent: 29 }));
        assert_eq!(Signs { battery: Some(30), ..low }.wait(), None);
        assert_eq!(Signs::default().wait(), Some(Wait::NotKnown));
    }

    #[test]
    fn a_reason_of_a_later_version_is_not_known() {
        let said = r#"{"for":"full_moon","phase":4}"#;
        assert_eq!(serde_json::from_str::<Wait>(said).unwrap(), Wait::NotKnown);
    }
}
