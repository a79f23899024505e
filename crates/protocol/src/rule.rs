//! The rules by which offices are judged: how long a fix may be missing. Pure functions.
//!
//! - **Recommended** (rules.md 4): 2 days for what attackers are known to use, 14 for security, 30 for all else.
//! - **Cyber Essentials** (v3.1 to v3.3, "security update management"): 14 days from the release, where the maker calls
//!   it critical or high risk, or a flaw has a CVSS v3 base score of 7.0 or more, or the maker gives no details of how bad it
//!   is. Scores of others do not take back the third: it is about what the maker says.
//! - **CISA BOD 26-04**: [the table](bod()), flaw by flaw, for PCs that can be reached from public networks and others.
//! - **CIS Controls v8** 7.3 and 7.4: everything, monthly.
//! - **PCI DSS 4.0.1** 6.3.3: critical flaws, one month from the release.
//! - **Own**: numbers of the office.
//!
//! What is unknown counts as the worst it could be, but for one thing: "recommended" and an office's own numbers call urgent
//! only what is *known* to be used by attackers (rules.md 4).
//!
//! Several can be active: the first of their last days counts, and its rule is named. All count from the release.

mod bod;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

pub use bod::{Bod, bod};

use crate::{
    cve::{Impact, Severity},
    feeds::{Feeds, Known},
    limits,
    update::{Class, Update},
};

/// Days for what attackers are known to use (rules.md 4).
pub const URGENT_DAYS: u16 = 2;
/// Days for security fixes, and for what nobody classed.
pub const SECURITY_DAYS: u16 = 14;
/// Days for everything else.
pub const OTHER_DAYS: u16 = 30;
/// Days of Cyber Essentials.
const CYBER_ESSENTIALS_DAYS: u16 = 14;

/// A rule that has a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// UK Cyber Essentials.
    CyberEssentials,
    /// CISA Binding Operational Directive 26-04.
    Bod2604,
    /// CIS Controls v8.
    Cis,
    /// PCI DSS 4.0.1.
    Pci,
    /// The office's own numbers.
    Own,
    /// What this product recommends; also a rule of a later version.
    #[default]
    #[serde(other)]
    Recommended,
}

/// Days that an office gives itself; `None` is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Own {
    /// For what attackers are known to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<u16>,
    /// For security fixes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<u16>,
    /// For everything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<u16>,
}

/// The rules of an office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Rules {
    /// Those that are active; none means "recommended".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub active: Vec<Rule>,
    /// The office's own numbers, where they are active.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<Own>,
}

/// What is known of one flaw that an update fixes; `None` is "not known".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flaw {
    /// Whether attackers are known to use it.
    pub exploited: Option<bool>,
    /// How bad it is, by its CVSS v3 base score.
    pub severity: Option<Severity>,
    /// Whether an attack can be automated.
    pub automatable: Option<bool>,
    /// What an attack gains.
    pub impact: Option<Impact>,
}

/// What an update fixes, as far as a clock needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fix {
    /// What its source calls it.
    pub class: Option<Class>,
    /// How bad it is by its maker's word.
    pub maker: Option<Severity>,
    /// The flaws it fixes, where they are named.
    pub flaws: Option<Vec<Flaw>>,
    /// Whether the PC can be reached from public networks by anybody.
    pub exposed: bool,
}

/// For how long a fix may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many days.
    Days(u16),
    /// One month of the calendar.
    Month,
}

impl Rules {
    /// The active ones, each once.
    pub fn active(&self) -> impl Iterator<Item = Rule> {
        let mut active: Vec<Rule> = self.active.iter().copied().filter(|rule| *rule != Rule::Own).collect();
        active.extend(self.own.map(|_| Rule::Own));
        active.sort_unstable();
        active.dedup();
        if active.is_empty() {
            active.push(Rule::Recommended);
        }
        active.into_iter()
    }

    /// The last good day of a fix that came out on a day, and the rule that says so; `None` where no active rule has a limit
    /// for it.
    pub fn last_day(&self, fix: &Fix, released: Date) -> Option<(Date, Rule)> {
        let of = |rule| Some((self.limit(rule, fix)?.after(released), rule));
        self.active().filter_map(of).min()
    }

    /// How long one rule lets a fix be missing; `None` is for as long as one likes.
    pub fn limit(&self, rule: Rule, fix: &Fix) -> Option<Limit> {
        match rule {
            Rule::Recommended => Some(Limit::Days(recommended(fix.class()))),
            Rule::CyberEssentials => fix.is_high().then_some(Limit::Days(CYBER_ESSENTIALS_DAYS)),
            Rule::Bod2604 => {
                fix.worst().filter_map(|flaw| bod(fix.exposed, flaw).days).min().map(Limit::Days)
            }
            Rule::Cis => Some(Limit::Month),
            Rule::Pci => fix.is_critical().then_some(Limit::Month),
            Rule::Own => self.own.and_then(|own| own.days(fix.class())).map(Limit::Days),
        }
    }
}

impl Limit {
    /// The last good day of what came out on a day.
    pub fn after(self, released: Date) -> Date {
        match self {
            Self::Days(days) => released.saturating_add(i32::from(days).days()),
            Self::Month => released.saturating_add(1.month()),
        }
    }
}

/// Days that this product recommends.
pub fn recommended(class: Option<Class>) -> u16 {
    match class {
        Some(Class::Urgent) => URGENT_DAYS,
        Some(Class::Security) | None => SECURITY_DAYS,
        Some(Class::Other) => OTHER_DAYS,
    }
}

impl Own {
    /// Whether its numbers are numbers of days.
    pub fn fits(self) -> bool {
        let days = [self.urgent, self.security, self.other];
        days.iter().flatten().all(|days| (1..=limits::OWN_LIMIT_DAYS).contains(days))
    }

    fn days(self, class: Option<Class>) -> Option<u16> {
        let shortest = |days: &[Option<u16>]| days.iter().flatten().min().copied();
        match class {
            Some(Class::Urgent) => shortest(&[self.urgent, self.security, self.other]),
            Some(Class::Security) | None => shortest(&[self.security, self.other]),
            Some(Class::Other) => self.other,
        }
    }
}

impl Flaw {
    /// What feeds know of one.
    fn of(known: Known) -> Self {
        let rated = known.rated;
        Self {
            exploited: known.exploited,
            severity: rated.and_then(|rated| rated.score).map(Severity::of_score),
            automatable: rated.and_then(|rated| rated.automatable),
            impact: rated.and_then(|rated| rated.impact),
        }
    }
}

impl Fix {
    /// What an update fixes, as [`Fix::known`] has it.
    pub fn of(update: &Update, feeds: Option<&Feeds>, exposed: bool) -> Self {
        Self::known(
            update.class,
            update.severity,
            update.cves.as_deref(),
            update.known_exploited,
            feeds,
            exposed,
        )
    }

    /// What is known of a fix by its source's word and of the flaws that it names. Where we have no catalogue of what
    /// attackers use, the word of its PC counts, which may have one; that they use it counts whoever says so.
    pub fn known(
        class: Option<Class>,
        maker: Option<Severity>,
        cves: Option<&[String]>,
        exploited: Option<bool>,
        feeds: Option<&Feeds>,
        exposed: bool,
    ) -> Self {
        let flaw = |cve: &String| {
            let known = cve.parse().ok().and_then(|cve| Some(feeds?.known(cve))).unwrap_or_default();
            let flaw = Flaw::of(known);
            Flaw { exploited: flaw.exploited.or(exploited.filter(|exploited| !exploited)), ..flaw }
        };
        let class = if exploited == Some(true) { Some(Class::Urgent) } else { class };
        Self { class, maker, flaws: cves.map(|cves| cves.iter().map(flaw).collect()), exposed }
    }

    /// How much it matters, once its flaws are known: what its source calls it, or more.
    pub fn class(&self) -> Option<Class> {
        let flaws = self.flaws.as_deref().unwrap_or_default();
        match self.class {
            _ if flaws.iter().any(|flaw| flaw.exploited == Some(true)) => Some(Class::Urgent),
            Some(Class::Other) if !flaws.is_empty() => Some(Class::Security),
            class => class,
        }
    }

    /// How bad it is: by its maker's word, and by the worst score of its flaws. `None` where neither is known.
    pub fn severity(&self) -> Option<Severity> {
        let scores = self.flaws.iter().flatten().map(|flaw| flaw.severity);
        scores.chain([self.maker]).flatten().max()
    }

    /// Whether it fixes a flaw, or may.
    fn is_fix(&self) -> bool {
        self.class() != Some(Class::Other)
    }

    fn is_high(&self) -> bool {
        let is_bad = self.severity().is_some_and(|severity| severity >= Severity::High);
        self.is_fix() && (self.maker.is_none() || is_bad || self.class() == Some(Class::Urgent))
    }

    /// Without its maker's word a flaw whose score nobody knows may be critical; so may all of an update whose flaws nobody
    /// names.
    fn is_critical(&self) -> bool {
        let flaws = self.flaws.as_deref().unwrap_or_default();
        let unknown = flaws.is_empty() || flaws.iter().any(|flaw| flaw.severity.is_none());
        let worst = self.severity() == Some(Severity::Critical) || self.class() == Some(Class::Urgent);
        self.is_fix() && (worst || (self.maker.is_none() && unknown))
    }

    /// Its flaws; one of which nothing is known, where they are not named.
    fn worst(&self) -> impl Iterator<Item = Flaw> {
        let urgent = self.class == Some(Class::Urgent);
        let unnamed = Flaw { exploited: urgent.then_some(true), ..Flaw::default() };
        let named = self.flaws.clone().filter(|flaws| !flaws.is_empty());
        let known = named.unwrap_or_else(|| vec![unnamed]);
        known.into_iter().filter(|_| self.is_fix())
    }
}

#[cfg(test)]
mod tests;
