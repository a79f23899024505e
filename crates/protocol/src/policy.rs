//! The standing order of an office: when, what and how updates happen.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    charter::first_broken,
    exception::Exception,
    hours::{Hours, Weekday},
    ids::{OfficeId, PackageName, PcId},
    limits,
    people::{Away, UsedBy},
    rule::{Own, Rules},
    sign::{Document, Envelope},
};

/// Signed by an operator or an owner, inside the charter's floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// The office this is the policy of.
    pub office: OfficeId,
    /// Counts up from 1.
    pub version: u32,
    /// When it was signed.
    pub issued: Timestamp,
    /// When the PCs may update by themselves.
    #[serde(default)]
    pub windows: Vec<Hours>,
    /// What they may install by themselves.
    #[serde(default)]
    pub what: What,
    /// When they may restart by themselves.
    #[serde(default)]
    pub restart: Restart,
    /// Plain names of PCs.
    #[serde(default)]
    pub pcs: Vec<NamedPc>,
    /// Updates kept back by the office.
    #[serde(default)]
    pub holds: Vec<Hold>,
    /// Programs people want to be asked about first.
    #[serde(default)]
    pub ask_first: Vec<PackageName>,
    /// Until when nothing happens by itself.
    #[serde(default)]
    pub paused_until: Option<Timestamp>,
    /// Days for which a substantial update is left out of what people order, so that others find its faults first:
    /// 0 to [`limits::COOLING_OFF_DAYS`]; `None` means [`RECOMMENDED_COOLING_OFF_DAYS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooling_off_days: Option<u8>,
    /// Who uses which PC. One that is not in it has nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<UsedBy>,
    /// Who stands in for the person in charge: a plain name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<String>,
    /// When the person in charge is away; there is a stand-in then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Away>,
    /// By which rules the office is judged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rules: Rules,
    /// PCs that anybody can reach from public networks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exposed: Vec<PcId>,
    /// What the owner agreed to be late with: each an [`Exception`] that an owner signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Envelope>,
}

fn is_default(rules: &Rules) -> bool {
    *rules == Rules::default()
}

/// What a policy means that names no cooling-off days (rules.md 4).
pub const RECOMMENDED_COOLING_OFF_DAYS: u8 = 3;

impl Policy {
    /// The policy of a new office: evenings, security by itself.
    pub fn first(office: OfficeId, issued: Timestamp) -> Self {
        let evenings = Hours { days: Weekday::ALL.to_vec(), from: 20, to: 6 };
        Self {
            office,
            version: 1,
            issued,
            windows: vec![evenings],
            what: What::Security,
            restart: Restart::NobodyThere,
            pcs: Vec::new(),
            holds: Vec::new(),
            ask_first: Vec::new(),
            paused_until: None,
            cooling_off_days: None,
            people: Vec::new(),
            stand_in: None,
            away: None,
            rules: Rules::default(),
            exposed: Vec::new(),
            exceptions: Vec::new(),
        }
    }

    /// The exceptions that hold at a moment. Who signed them was checked when the policy was taken.
    pub fn exceptions(&self, now: Timestamp) -> impl Iterator<Item = Exception> {
        let opened = self.exceptions.iter().filter_map(|signed| signed.open::<Exception>(|_| true).ok());
        opened.filter(move |exception| now <= exception.until)
    }

    /// Days for which a substantial update waits in what people order.
    pub fn cooling_off_days(&self) -> u8 {
        self.cooling_off_days.unwrap_or(RECOMMENDED_COOLING_OFF_DAYS)
    }

    /// Who stands in for the person in charge on that day, because that person is away.
    pub fn stands_in(&self, day: Date) -> Option<&str> {
        self.stand_in.as_deref().filter(|_| self.away.is_some_and(|away| away.covers(day)))
    }

    /// Who uses a PC, as the office has it; `None` where nobody said.
    pub fn used_by(&self, pc: PcId) -> Option<&UsedBy> {
        self.people.iter().find(|used| used.pc == pc)
    }
}

/// What a PC may install with no manager present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Everything that is offered.
    All,
    /// Security fixes; also what a word of a later version means to us.
    #[default]
    #[serde(other)]
    Security,
}

/// When a PC may restart with no manager present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// Inside its windows, outside the protected hours, while nobody is signed in.
    #[default]
    NobodyThere,
    /// Never; also what a word of a later version means to us.
    #[serde(other)]
    Never,
}

/// A PC's plain name in the office directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedPc {
    /// Which PC.
    pub pc: PcId,
    /// What people call it.
    pub name: String,
}

/// An update kept back on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hold {
    /// The package, on every PC of the office.
    pub package: PackageName,
    /// Who wanted it.
    pub by: String,
    /// Why.
    pub why: String,
    /// Last day it is kept back.
    pub until: Timestamp,
}

impl Document for Policy {
    const NAME: &'static str = "policy";
    const BYTES: usize = limits::BODY_BYTES;

    fn check(&self) -> Result<(), &'static str> {
        let named = |text: &str| text.chars().count() <= limits::NAME_CHARS;
        let called = |text: &String| named(text) && !text.trim().is_empty();
        let rules: [(&'static str, bool); 16] = [
            ("version", self.version >= 1),
            ("windows", self.windows.len() <= 14 && self.windows.iter().all(Hours::is_valid)),
            ("pcs", self.pcs.len() <= limits::POLICY_LIST),
            ("pcs.name", self.pcs.iter().all(|p| named(&p.name))),
            ("holds", self.holds.len() <= limits::POLICY_LIST),
            ("holds.by", self.holds.iter().all(|h| named(&h.by))),
            ("holds.why", self.holds.iter().all(|h| h.why.chars().count() <= limits::LINE_CHARS)),
            ("cooling_off_days", self.cooling_off_days() <= limits::COOLING_OFF_DAYS),
            ("ask_first", self.ask_first.len() <= limits::POLICY_LIST),
            ("people", self.people.len() <= limits::POLICY_LIST),
            ("people.person", self.people.iter().all(|used| used.person.iter().all(called))),
            ("stand_in", self.stand_in.iter().all(called)),
            ("rules", self.rules.active.len() <= limits::POLICY_LIST && self.rules.own.is_none_or(Own::fits)),
            ("exposed", self.exposed.len() <= limits::POLICY_LIST),
            ("exceptions", self.exceptions.len() <= limits::EXCEPTIONS),
            ("away", self.away.is_none_or(|away| away.is_valid() && self.stand_in.is_some())),
        ];
        first_broken(&rules)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::SpkiHash;

    fn policy() -> Policy {
        Policy {
            stand_in: Some("Jonas".into()),
            away: Some(Away { from: day("2026-12-21"), until: day("2027-01-03") }),
            ..Policy::first(OfficeId(Uuid::nil()), "2026-11-28T10:00:00Z".parse().unwrap())
        }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn used_by(person: Option<&str>) -> UsedBy {
        UsedBy { pc: SpkiHash([7; 32]), person: person.map(str::to_owned) }
    }

    #[test]
    fn the_stand_in_stands_in_on_the_days_of_being_away_and_on_no_other() {
        let stands_in = |d| policy().stands_in(day(d)).map(str::to_owned);
        assert_eq!(stands_in("2026-12-24").as_deref(), Some("Jonas"));
        assert_eq!((stands_in("2026-12-20"), stands_in("2027-01-04")), (None, None));
    }

    #[test]
    fn nobody_is_away_without_a_stand_in_and_nobody_is_called_nothing() {
        assert_eq!(policy().check(), Ok(()));
        assert_eq!(Policy { stand_in: None, ..policy() }.check(), Err("away"));
        assert_eq!(Policy { stand_in: Some(" ".into()), ..policy() }.check(), Err("stand_in"));
        let with = |people| Policy { people, ..policy() }.check();
        assert_eq!(with(vec![used_by(Some("Ana")), used_by(None)]), Ok(()));
        assert_eq!(with(vec![used_by(Some(&"x".repeat(81)))]), Err("people.person"));
        assert_eq!(with(vec![used_by(None); limits::POLICY_LIST + 1]), Err("people"));
    }
}
