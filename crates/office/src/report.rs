//! What is known of a month, for whoever has to prove it: the owner, an insurer, an assessor (product.md 4, ux.md 5.2).
//!
//! Counts of things, never averages or scores. Everything is as it was at the end of the month, or is now where the month is not
//! over: what was offered, gone and in use by then, by the rules that were active then. A month of which nothing is known is
//! told as that, never as 0.
//!
//! A pure function of what the store remembers. Written as JSON it is what a report's SHA-256 is of.

mod made;
mod moment;
mod month;
pub(crate) mod page;
mod paper;
mod table;
#[cfg(test)]
mod tests;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{
    Cause, CveId, Outcome, PcId, UpdateId,
    hours::Hours,
    policy,
    rule::{Own, Rule},
    update::{Class, ReleasedFrom},
};
use serde::{Deserialize, Serialize};

pub use made::Found;
pub use moment::{Member, Past};
pub use month::Month;
pub use page::{Form, Sheet};
pub use paper::usual_sheet;

/// Months of which the number of PCs up to date at their end is told.
const MONTHS: i16 = 6;
/// The version of this program, as it is printed.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// All that is known of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// The office's name.
    pub office: String,
    /// Which month.
    pub month: Month,
    /// The moment as of which everything is told: the month's last, or when it was made.
    pub as_of: Timestamp,
    /// The time zone in which days are counted, by its IANA name where it has one.
    pub zone: Option<String>,
    /// The version of this program.
    pub program: String,
    /// When the list of what attackers use was published; none where there was none.
    pub exploited_list: Option<Timestamp>,
    /// Of which day everything was, when this was made, that others publish of flaws and that this office uses.
    pub feeds: Vec<FeedDate>,
    /// The rules the office was judged by.
    pub rules: Vec<Rule>,
    /// Its own limits, where it had some.
    pub own: Option<Own>,
    /// Who chose other rules in the month, and when.
    pub rules_changed: Vec<RulesChanged>,
    /// What PCs put in by themselves then; `None` where that is not known.
    pub by_themselves: Option<ByThemselves>,
    /// Who is in charge, and who stands in.
    pub in_charge: InCharge,
    /// The PCs.
    pub pcs: Vec<Pc>,
    /// How many of them were up to date at the end of this month and of those before, the oldest first.
    pub months: Vec<AtEnd>,
    /// What was put in place in the month.
    pub placed: Placed,
    /// Fixes to which the 14 days of Cyber Essentials apply.
    pub fixes: Fixes,
    /// What was late, the longest first.
    pub late: Vec<Late>,
    /// What the owner agreed to be late with in the month.
    pub exceptions: Vec<Agreed>,
    /// What people were asked, and how it ended.
    pub asked: Asked,
    /// Restarts while nobody used the PC, each of which followed from the rules and not from somebody's word.
    pub restarts: u32,
    /// What did not work at its last try in the month, and what was taken back.
    pub failed: Vec<Failed>,
    /// Whether the record of the month is as it was written.
    pub record_is_whole: bool,
}

/// Of which day a feed is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedDate {
    /// Its short name, as `patchround feeds` has it.
    pub feed: String,
    /// When its maker published it; none where it is asked flaw by flaw.
    pub published: Option<Timestamp>,
    /// When its maker was last asked, where that is all that there is.
    pub asked: Option<Timestamp>,
}

/// Other rules were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulesChanged {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Which counted from then on,
    pub rules: Vec<Rule>,
    /// and the office's own numbers among them.
    pub own: Option<Own>,
}

/// What PCs put in by themselves, as the office's policy has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ByThemselves {
    /// What.
    pub what: policy::What,
    /// When; with no hours only what would soon be late.
    pub windows: Vec<Hours>,
    /// Until when nothing but what is late.
    pub paused_until: Option<Timestamp>,
}

/// Who is in charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InCharge {
    /// The person.
    pub person: String,
    /// Who stands in.
    pub stand_in: Option<String>,
}

/// A PC as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pc {
    /// Its id.
    pub pc: PcId,
    /// What people call it.
    pub name: String,
    /// How it was.
    pub how: How,
    /// When it was seen last.
    pub seen: Option<Timestamp>,
    /// What it lacked.
    pub missing: u32,
    /// Whether something waited for a restart.
    pub restart: bool,
    /// Whether everything that Cyber Essentials gives 14 days for was in, without any exception; `None` where nobody knows.
    pub cyber_essentials: Option<bool>,
    /// Its system.
    pub system: Option<String>,
    /// Until when the system's maker fixes it.
    pub fixed_until: Option<Date>,
}

/// How a PC was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Something was late.
    Late,
    /// Something was late that the owner had agreed to.
    Agreed,
    /// It lacked something that was not late, or waited for a restart, or could not be read wholly.
    Open,
    /// Nobody knows: it was not seen for a week, or never.
    Unknown,
    /// Up to date at the last look.
    UpToDate,
}

/// PCs at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AtEnd {
    /// Which month.
    pub month: Month,
    /// How many there were and how many were up to date; `None` where nothing is known.
    pub pcs: Option<UpToDate>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpToDate {
    /// PCs that were up to date.
    pub good: u32,
    /// PCs of the office.
    pub all: u32,
}

/// What came into use in a month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Placed {
    /// Updates, each on each PC.
    pub all: u32,
    /// Those of them that are security fixes.
    pub security: u32,
    /// The security fix that took longest from its release.
    pub slowest: Option<Slowest>,
}

/// A fix that took so long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slowest {
    /// Days from its release until it was in use.
    pub days: u32,
    /// What people call it.
    pub name: String,
    /// Its id.
    pub id: UpdateId,
    /// The PC.
    pub pc: String,
}

/// Fixes to which the 14 days of Cyber Essentials apply, each on each PC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fixes {
    /// Came into use in the month, in time.
    pub in_time: u32,
    /// Came into use in the month, too late.
    pub too_late: u32,
    /// Missing at the end, with time left.
    pub open: u32,
    /// Missing at the end, and late.
    pub late: u32,
}

/// An update that was late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Late {
    /// What the PC was called.
    pub pc: String,
    /// What people call the update.
    pub name: String,
    /// Its id.
    pub id: UpdateId,
    /// The version that was there.
    pub installed: Option<String>,
    /// How much it mattered.
    pub class: Option<Class>,
    /// Since when the fix was out that had to be in first.
    pub released: Date,
    /// Who says so.
    pub from: ReleasedFrom,
    /// Its last good day,
    pub due: Date,
    /// by this rule.
    pub rule: Rule,
    /// Days since then.
    pub days: u32,
    /// The flaws it mends, as its package names them, of those that attackers use first.
    pub cves: Vec<CveId>,
    /// Those of them that attackers were known to use.
    pub exploited: Vec<CveId>,
    /// Whether the PC said that attackers use one of them, by the list that it had or its package's source.
    pub said_exploited: bool,
    /// Why it was not in use.
    pub why: Why,
}

/// Why something was not in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// The owner agreed to it, until that day.
    Agreed {
        /// The last day.
        until: Date,
    },
    /// It waited for a restart.
    Restart,
    /// Somebody kept it back.
    Kept {
        /// Who.
        by: Option<String>,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// The PC was not seen since then.
    Off {
        /// When it was seen last.
        since: Option<Timestamp>,
    },
    /// Its package manager would not put it in.
    Blocked {
        /// Why.
        cause: Cause,
    },
    /// Nobody had put it in.
    Open,
}

/// What the owner agreed to be late with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreed {
    /// The package.
    pub package: String,
    /// The PCs; none is all of the office.
    pub pcs: Vec<String>,
    /// Who agreed.
    pub by: String,
    /// Why.
    pub why: String,
    /// What is done instead.
    pub instead: String,
    /// When it was agreed.
    pub since: Timestamp,
    /// Its end.
    pub until: Timestamp,
}

/// What people were asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// People who were asked when something may go in, each time counted.
    pub asked: u32,
    /// Answers.
    pub answered: u32,
    /// Answers of people who asked to wait.
    pub asked_to_wait: u32,
    /// Of those, replied to.
    pub replied: u32,
    /// Times at which people said that something is wrong since an update.
    pub said_wrong: u32,
}

/// An update that did not work, or was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failed {
    /// The PC.
    pub pc: String,
    /// What people call it.
    pub name: Option<String>,
    /// Its id.
    pub id: UpdateId,
    /// The last try.
    pub at: Timestamp,
    /// How it ended; done means that the PC went back to the version before.
    pub outcome: Outcome,
    /// Why.
    pub cause: Option<Cause>,
}

impl Evidence {
    /// The day of [`Self::as_of`] where the manager is; in UTC where that zone has no name.
    pub(crate) fn as_of_day(&self) -> Date {
        self.day(self.as_of)
    }

    /// The day of a moment, likewise.
    pub(crate) fn day(&self, at: Timestamp) -> Date {
        let zone = self.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
        at.to_zoned(zone.unwrap_or(TimeZone::UTC)).date()
    }

    /// What is known of a month.
    pub fn of(month: Month, past: &Past) -> Self {
        let until = month.last(past.zone()).min(past.now);
        let then = past.at(until);
        let mut late = then.late();
        late.sort_by(|a, b| (b.days, &a.pc, &a.id).cmp(&(a.days, &b.pc, &b.id)));
        let (rules, own) = past.rules_at(until);
        Self {
            office: past.office.clone(),
            month,
            as_of: until,
            zone: past.zone().iana_name().map(str::to_owned),
            program: VERSION.to_owned(),
            exploited_list: past.exploited_list(),
            feeds: past.feeds.clone(),
            rules,
            own,
            rules_changed: past.rules_changed(month),
            by_themselves: past.by_themselves(until),
            in_charge: past.in_charge.clone(),
            pcs: then.pcs(),
            months: past.ends(month, MONTHS),
            placed: past.placed(month),
            fixes: past.fixes(month, &then),
            late,
            exceptions: past.exceptions(month),
            asked: past.asked(month),
            restarts: past.restarts(month),
            failed: past.failed(month),
            record_is_whole: past.is_whole(month),
        }
    }

    /// Its exact bytes: what is written as JSON, and what the SHA-256 that is printed is of.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("plain data is always written")
    }

    /// Whether anything is known of the month.
    pub fn is_known(&self) -> bool {
        self.months.last().is_some_and(|month| month.pcs.is_some())
    }

    /// How many PCs were like this.
    pub fn count(&self, how: How) -> usize {
        self.pcs.iter().filter(|pc| pc.how == how).count()
    }
}
