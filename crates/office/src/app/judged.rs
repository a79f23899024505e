//! By which rules the office is judged, as a person chooses them.

use patchround_protocol::rule::{Own, Rule, Rules};
use serde::{Deserialize, Serialize};

use crate::say as sentences;

/// Those that a person chooses among; the office's own limits have fields of their own.
const NAMED: [Rule; 5] = [Rule::Recommended, Rule::CyberEssentials, Rule::Bod2604, Rule::Cis, Rule::Pci];

/// The office's own limits in days; `None` is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OwnDays {
    /// For what attackers use.
    pub urgent: Option<u16>,
    /// For security fixes.
    pub security: Option<u16>,
    /// For everything else.
    pub other: Option<u16>,
}

/// By which rules the office is judged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Judged {
    /// Those that have a name.
    pub rules: Vec<JudgedRule>,
    /// The office's own limits, where they are active.
    pub own: Option<OwnDays>,
}

/// A rule that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct JudgedRule {
    /// Which.
    #[cfg_attr(
        feature = "types",
        ts(type = "'recommended' | 'cyber_essentials' | 'bod2604' | 'cis' | 'pci' | 'own'")
    )]
    pub rule: Rule,
    /// What it is called.
    pub name: String,
    /// What it asks for.
    pub text: String,
    /// Whether it is active.
    pub on: bool,
}

impl Judged {
    /// As the office's rules are.
    pub(crate) fn of(rules: &Rules) -> Self {
        let active: Vec<Rule> = rules.active().collect();
        let row = |rule: Rule| JudgedRule {
            rule,
            name: sentences::rule::name(rule),
            text: sentences::rule::text(rule),
            on: active.contains(&rule),
        };
        let own =
            rules.own.map(|own| OwnDays { urgent: own.urgent, security: own.security, other: own.other });
        Self { rules: NAMED.map(row).into(), own }
    }
}

impl From<OwnDays> for Own {
    fn from(days: OwnDays) -> Self {
        Self { urgent: days.urgent, security: days.security, other: days.other }
    }
}
