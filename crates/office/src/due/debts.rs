//! All that is owed for one update: its own fix, and those of older versions that never went in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Owed;

/// Fixes of one package that are remembered apart; a chain of more is told as if its newest had come out together.
const APART: usize = 8;

/// Fixes that are owed, the oldest release first. Each names only flaws that none like it named before: what is missing
/// longest decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Debts(pub(super) Vec<Owed>);

impl Debts {
    /// With one more.
    #[must_use]
    pub fn and(self, owed: Owed) -> Self {
        if self.is_empty() {
            return Self(vec![owed]);
        }
        let mut all = self.0;
        all.push(owed);
        Self::of(all)
    }

    /// With all of another's.
    #[must_use]
    pub fn and_all(self, more: Self) -> Self {
        Self::of(self.0.into_iter().chain(more.0).collect())
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &Owed> {
        self.0.iter()
    }

    /// Whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(mut all: Vec<Owed>) -> Self {
        all.sort_by_key(|owed| owed.released.date);
        let mut kept: Vec<Owed> = Vec::new();
        for owed in all {
            kept.extend(owed.beyond(&kept));
        }
        while kept.len() > APART {
            let newest = kept.pop().expect("there are more than a few");
            kept.last_mut().expect("there are more than a few").take_in(newest);
        }
        Self(kept)
    }
}

impl FromIterator<Owed> for Debts {
    fn from_iter<T: IntoIterator<Item = Owed>>(all: T) -> Self {
        Self::of(all.into_iter().collect())
    }
}

impl Owed {
    /// What it adds to those that came out before it; `None` where no rule can tell it from one of them. A flaw that one
    /// of another class named is told again: what its maker says of it may be worse here.
    fn beyond(self, before: &[Self]) -> Option<Self> {
        let alike = |owed: &&Self| {
            (owed.class, owed.severity, owed.known_exploited)
                == (self.class, self.severity, self.known_exploited)
        };
        let alike: Vec<&Self> = before.iter().filter(alike).collect();
        let Some(cves) = self.cves.as_ref().filter(|cves| !cves.is_empty()) else {
            return alike.iter().all(|owed| owed.cves != self.cves).then_some(self);
        };
        let named: BTreeSet<&String> = alike.iter().filter_map(|owed| owed.cves.as_ref()).flatten().collect();
        let more: Vec<String> = cves.iter().filter(|cve| !named.contains(cve)).cloned().collect();
        (!more.is_empty()).then_some(Self { cves: Some(more), ..self })
    }

    /// Takes another, that came out later, as if it had come out with this one: never later for any rule.
    fn take_in(&mut self, later: Self) {
        self.cves = match (self.cves.take(), later.cves) {
            (Some(ours), Some(theirs)) => {
                Some(BTreeSet::from_iter(ours.into_iter().chain(theirs)).into_iter().collect())
            }
            _ => None,
        };
        let weight = |class| patchround_protocol::rule::recommended(class);
        if weight(later.class) < weight(self.class) {
            self.class = later.class;
        }
        self.severity = self.severity.zip(later.severity).map(|(ours, theirs)| ours.max(theirs));
        self.known_exploited = match (self.known_exploited, later.known_exploited) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (ours, theirs) => ours.and(theirs),
        };
    }
}
