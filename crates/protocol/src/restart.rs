//! When a PC may be restarted: the one rule that both halves of its helper ask, each from what it sees itself.

use serde::{Deserialize, Serialize};

use crate::{cause::Cause, wire::Refusal};

/// On battery, a PC with less than so many percent is not restarted (rules.md 5).
const BATTERY_PERCENT: u8 = 30;
/// Whoever pressed a key within so many seconds works at the PC (rules.md 5).
const AT_WORK_SECONDS: u64 = 5 * 60;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name of the account.
    pub name: String,
    /// Seconds since the last key press, where that is known.
    pub idle_seconds: Option<u64>,
    /// Whether this person said yes to this restart.
    pub has_agreed: bool,
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
        ("[a-z]{1,6}", idle, any::<bool>()).prop_map(|(name, idle_seconds, has_agreed)| Person {
            name,
            idle_seconds,
            has_agreed,
        })
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

    #[test]
    fn the_true_reason_is_said() {
        let ann = |idle_seconds, has_agreed| Person { name: "ann".into(), idle_seconds, has_agreed };
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
