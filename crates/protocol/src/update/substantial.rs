//! Whether an update changes how people work, and why (rules.md 5; `docs/decisions/0049`).

use serde::{Deserialize, Serialize};

use crate::ids::PackageName;

/// Whether an update changes how people work.
///
/// Nothing in it: it was judged, and does not. Nobody judged it: `None` where it would stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Substantial {
    /// Why, in short English words for logs and for programs from before `reasons`; empty means that it does not.
    pub why: Vec<String>,
    /// Why, as it is said to people in their language. Empty beside a `why` where a version from before told it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// One reason why an update changes how people work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The first number of the version of a program that people see changes.
    FirstNumber {
        /// The one that is there.
        from: u64,
        /// The one that comes.
        to: u64,
    },
    /// Programs go away for it.
    Removes {
        /// Which.
        packages: Vec<PackageName>,
    },
    /// It comes from another maker than what is there.
    NewMaker {
        /// From whom what is there came, as he calls himself.
        from: String,
        /// From whom the update comes, as he calls himself.
        to: String,
    },
    /// What is there is newer than what comes.
    Downgrade {},
    /// Its maker says that something was removed, is on its way out, or has to be moved.
    MakerSays {},
    /// The office wants to be asked first ([`Policy::ask_first`](crate::Policy)).
    AskedFirst {},
    /// It may do more on the PC than what is there.
    NewPermissions {},
    /// It is the next edition of the operating system.
    FeatureUpdate {},
    /// A reason of a later version.
    #[serde(other)]
    Unknown,
}

impl Substantial {
    /// For these reasons; for none of them, it was judged and is not.
    pub fn because(reasons: Vec<Reason>) -> Self {
        let why = reasons.iter().map(Reason::in_short).collect();
        Self { why, reasons }
    }

    /// Whether there is any reason.
    pub fn is_big(&self) -> bool {
        !self.why.is_empty() || !self.reasons.is_empty()
    }

    /// The reasons there are; one that is not known where a version from before told it in words only.
    pub fn told(&self) -> Vec<Reason> {
        if self.reasons.is_empty() && self.is_big() { vec![Reason::Unknown] } else { self.reasons.clone() }
    }

    /// Adds a reason that is not there yet.
    pub fn add(&mut self, reason: Reason) {
        if !self.reasons.contains(&reason) {
            self.why.push(reason.in_short());
            self.reasons.push(reason);
        }
    }
}

impl Reason {
    /// In short English words: for logs, and for programs that do not know the reason.
    fn in_short(&self) -> String {
        match self {
            Self::FirstNumber { from, to } => format!("first number changes from {from} to {to}"),
            Self::Removes { packages } => {
                let names: Vec<&str> = packages.iter().map(PackageName::as_str).collect();
                format!("removes {}", names.join(", "))
            }
            Self::NewMaker { from, to } => format!("comes from {to} instead of {from}"),
            Self::Downgrade {} => "goes back to an earlier version".to_owned(),
            Self::MakerSays {} => "its maker says that something goes away".to_owned(),
            Self::AskedFirst {} => "the office wants to be asked first".to_owned(),
            Self::NewPermissions {} => "may do more than before".to_owned(),
            Self::FeatureUpdate {} => "the next edition of the system".to_owned(),
            Self::Unknown => "for a reason that this version does not know".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_in_the_words_that_older_programs_read() {
        let mut big = Substantial::because(vec![Reason::FirstNumber { from: 140, to: 153 }]);
        big.add(Reason::AskedFirst {});
        big.add(Reason::AskedFirst {});
        assert_eq!(big.why, ["first number changes from 140 to 153", "the office wants to be asked first"]);
        assert_eq!(big.reasons.len(), 2);
        assert!(big.is_big() && !Substantial::default().is_big());
        assert!(Substantial::default().told().is_empty() && big.told() == big.reasons);
    }

    #[test]
    fn what_a_version_from_before_or_after_tells_is_a_reason_all_the_same() {
        let read = |text: &str| serde_json::from_str::<Substantial>(text).unwrap();
        let before = read(r#"{ "why": ["The menus are new"] }"#);
        assert!(before.is_big() && before.told() == [Reason::Unknown]);
        let after =
            read(r#"{ "why": ["x"], "reasons": [{ "reason": "new_price", "euro": { "from": 1 } }] }"#);
        assert_eq!(after.reasons, [Reason::Unknown]);
    }
}
