//! Who does what (ux.md 5.1): the maker writes an update, the office decides on it, the person picks the time, the PC does
//! the work. Pure functions of what is known.
//!
//! Whatever is outstanding waits for exactly one party. What a PC waits for comes from the same places as its state; where
//! a program waits for several, the one comes first whose turn is earliest on that way: the office, a person, a PC, the
//! maker.

mod since;
mod waits;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{PcId, Policy, charter::Floor, limits, update::SYSTEM_PARTS};
use serde::Serialize;

pub use since::Since;
pub use waits::of_pc;

use crate::{
    PcView,
    consultation::turn::Open,
    due::Clocks,
    people::{self, Uses},
    plain::plain,
    round::{Later, Restart},
    say::called,
};

/// What is known at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The PCs.
    pub views: &'a [PcView],
    /// The office's standing order, with its people.
    pub policy: &'a Policy,
    /// What no standing order can change.
    pub floor: &'a Floor,
    /// Who looks after the PCs.
    pub person: &'a str,
    /// When each update was first seen.
    pub clocks: &'a Clocks,
    /// Orders that have not begun.
    pub later: &'a [Later],
    /// Restarts that were agreed and that nobody has seen done.
    pub restarts: &'a [Restart],
    /// Since when what only the record knows.
    pub since: &'a Since,
    /// Questions that are open.
    pub open: &'a [Open],
    /// Now.
    pub now: Timestamp,
    /// Where days begin.
    pub zone: &'a TimeZone,
}

/// Whose turn it is, in the order in which a row names one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "party", rename_all = "snake_case")]
pub enum Party {
    /// The person in charge, or whoever stands in.
    Office {
        /// Their name.
        name: String,
    },
    /// The person at a PC.
    Person {
        /// Their name.
        name: String,
    },
    /// A PC.
    Pc {
        /// Its name.
        name: String,
    },
    /// Whoever writes the program.
    Maker,
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The maker no longer fixes it: something else has to take its place.
    Replace,
    /// Somebody has to look: it did not work, or would take another program away.
    Look,
    /// People asked, and wait for an answer.
    Answer,
    /// As [`Why::Answer`], for 14 days and more.
    AnswerLate,
    /// It is kept back until somebody lets it go.
    Kept,
    /// Nobody has said that it is to go in.
    Decide,
    /// A program has to be closed, or somebody has to agree.
    Close,
    /// Somebody has to sign in: it is a program that only they have.
    SignIn,
    /// Somebody has to say when a big change may come.
    Say,
    /// Somebody has to find a time for a restart.
    Restart,
    /// The PC is off, or cannot be reached.
    Off,
    /// It is being put in place.
    Works,
    /// It was ordered, and its time or turn has not come.
    Planned,
    /// The owner agreed to be late with it for a while, after which it is as without that.
    Agreed,
    /// The PC does it by itself when its hours come.
    ByItself,
    /// The PC restarts by itself once nobody uses it.
    RestartByItself,
    /// It is offered to one PC after another, and not yet to this one.
    NotOffered,
}

/// That something waits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wait {
    /// For whom.
    #[serde(flatten)]
    pub whom: Party,
    /// Since when, as far as it is known.
    pub since: Option<Timestamp>,
    /// What for.
    pub why: Why,
}

/// Who picks the time on the PCs of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Picks {
    /// The people.
    pub people: BTreeSet<String>,
    /// PCs that many share: there the office does.
    pub shared: usize,
    /// PCs that have nobody: there the office does, too.
    pub nobody: usize,
}

/// One row: the system of some PCs, or a program with something outstanding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Duty {
    /// What people call it; `None` for a system that did not say its name.
    pub program: Option<String>,
    /// Whether it is an operating system.
    pub system: bool,
    /// Until when its maker fixes it; `None` where that is not known.
    pub fixed_until: Option<Date>,
    /// Who decides.
    pub decides: String,
    /// Who picks the time.
    pub picks: Picks,
    /// On how many PCs it is.
    pub pcs: usize,
    /// For whom it waits.
    pub waits: Option<Wait>,
}

impl Seen<'_> {
    /// Today.
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// Who is in charge today.
    pub fn in_charge(&self) -> people::InCharge {
        people::in_charge(self.person, self.policy, self.today())
    }

    fn office(&self) -> Party {
        Party::Office { name: self.in_charge().name }
    }
}

/// The whole table: the systems first, then what waits, in the order of whose turn it is.
pub fn duties(seen: &Seen<'_>) -> Vec<Duty> {
    let mut programs = programs(seen);
    programs.sort_by_cached_key(|duty| (order(duty.waits.as_ref()), duty.program.clone()));
    systems(seen).into_iter().chain(programs).collect()
}

fn order(wait: Option<&Wait>) -> (bool, Option<Wait>) {
    (wait.is_none(), wait.cloned())
}

/// One row for the PCs that have the same system, fixed until the same day.
fn systems(seen: &Seen<'_>) -> Vec<Duty> {
    let mut all: BTreeMap<(Option<String>, Option<Date>), Vec<&PcView>> = BTreeMap::new();
    for view in seen.views {
        let facts = &view.pc.facts;
        let name = facts.os.as_deref().map(|os| plain(os, limits::NAME_CHARS)).filter(|os| !os.is_empty());
        all.entry((name, facts.os_fixed_until)).or_default().push(view);
    }
    let row = |((program, fixed_until), views): ((Option<String>, Option<Date>), Vec<&PcView>)| {
        let ended = fixed_until.filter(|day| *day < seen.today()).map(|day| Wait {
            whom: seen.office(),
            since: day.to_zoned(seen.zone.clone()).ok().map(|midnight| midnight.timestamp()),
            why: Why::Replace,
        });
        let waits = ended.or_else(|| views.iter().filter_map(|view| waits::of_restart(view, seen)).min());
        Duty { program, system: true, fixed_until, ..row_of(&views, waits, seen) }
    };
    all.into_iter().map(row).collect()
}

/// A PC that lacks an update, and for whom that waits.
type On<'a> = (&'a PcView, Wait);

/// One row a program, however many updates it is; all parts of the system are one.
fn programs(seen: &Seen<'_>) -> Vec<Duty> {
    let mut all: BTreeMap<String, (String, Vec<On<'_>>)> = BTreeMap::new();
    for view in seen.views {
        for (update, wait) in waits::of_updates(view, seen) {
            let is_part = update.name == SYSTEM_PARTS;
            let key =
                if is_part { SYSTEM_PARTS.into() } else { format!("{}:{}", update.source, update.group) };
            let name = called(&update.name);
            let (called, on) = all.entry(key).or_insert_with(|| (name.clone(), Vec::new()));
            // A group's own package names it: `libreoffice`, not `libreoffice-l10n-de`.
            if update.package.as_str() == update.group {
                *called = name;
            }
            on.push((view, wait));
        }
    }
    let row = |(name, on): (String, Vec<On<'_>>)| {
        let mut views: Vec<&PcView> = on.iter().map(|(view, _)| *view).collect();
        let waits = on.into_iter().map(|(_, wait)| wait).min();
        views.dedup_by_key(|view| view.pc.id);
        Duty { program: Some(name), ..row_of(&views, waits, seen) }
    };
    all.into_values().map(row).collect()
}

fn row_of(views: &[&PcView], waits: Option<Wait>, seen: &Seen<'_>) -> Duty {
    let mut picks = Picks::default();
    for view in views {
        match people::uses(seen.policy, view.pc.id) {
            Uses::Person { name } => drop(picks.people.insert(name)),
            Uses::Many => picks.shared += 1,
            Uses::Nobody => picks.nobody += 1,
        }
    }
    let decides = seen.in_charge().name;
    Duty { program: None, system: false, fixed_until: None, decides, picks, pcs: views.len(), waits }
}

/// PCs of which nobody said who uses them, in the order of the views.
pub fn without_person<'a>(views: &'a [PcView], policy: &Policy) -> Vec<&'a PcView> {
    let known: BTreeSet<PcId> = policy.people.iter().map(|used| used.pc).collect();
    views.iter().filter(|view| !known.contains(&view.pc.id)).collect()
}

/// Whether the office has PCs, and nobody who stands in.
pub fn lacks_stand_in(views: &[PcView], policy: &Policy) -> bool {
    !views.is_empty() && policy.stand_in.is_none()
}

#[cfg(test)]
mod tests;
