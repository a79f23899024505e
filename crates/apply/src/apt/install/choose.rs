//! Which ids may go: apt and dpkg are asked now, whatever was offered before.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::apt::{
    ask::AskError, database::Entry, policy::Table, records::Record, simulation::Simulation,
};

use super::{Apt, Target, Verdicts, exact, verify};
use crate::Ended;

/// What was learned about the ids.
#[derive(Debug, Default)]
struct Known {
    database: Vec<Entry>,
    tables: BTreeMap<String, Table>,
    records: Vec<Record>,
    full: Option<Simulation>,
}

/// The ids that may go. The others get a verdict, except those that are at their version already.
pub(super) fn choose(
    apt: &dyn Apt,
    ids: &[UpdateId],
    verdicts: &mut Verdicts,
) -> Result<Vec<Target>, AskError> {
    let mut targets: Vec<Target> = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        match Target::of(id) {
            Some(target) => targets.push(target),
            None => drop(verdicts.insert(id.clone(), Ended::failed(Cause::NotForThisPc, ""))),
        }
    }
    let known = learn(apt, &targets)?;
    targets.retain(|target| match decide(target, &known) {
        Decision::Goes => true,
        Decision::IsThere => false,
        Decision::Ends(verdict) => {
            verdicts.insert(target.id.clone(), verdict);
            false
        }
    });
    Ok(targets)
}

fn learn(apt: &dyn Apt, targets: &[Target]) -> Result<Known, AskError> {
    if targets.is_empty() {
        return Ok(Known::default());
    }
    let tables = apt.tables(&targets.iter().map(Target::full_name).collect())?;
    let gradual = tables.values().any(Table::is_phased);
    Ok(Known {
        database: apt.database(&targets.iter().map(|t| t.name.as_str()).collect())?,
        tables,
        records: apt.records(&exact(targets))?,
        full: if gradual { Some(apt.full()?) } else { None },
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Decision {
    Goes,
    IsThere,
    Ends(Ended),
}

fn decide(target: &Target, known: &Known) -> Decision {
    let gone = |why: &str| Decision::Ends(Ended::failed(Cause::VersionGone, why));
    let ends = |outcome, cause| Decision::Ends(Ended::not_done(outcome, cause, ""));
    let Some(entry) = verify::entry_of(target, &known.database) else {
        return gone("It is not installed here");
    };
    let at_version = entry.version == target.id.version();
    if at_version && entry.installed {
        return Decision::IsThere;
    }
    if entry.held {
        return ends(Outcome::NeedsPerson, Cause::Held);
    }
    if at_version {
        // Unpacked, but its script failed before: apt goes on with it.
        return Decision::Goes;
    }
    let Some(table) = table_of(target, known) else { return gone("It is not offered any more") };
    let is_candidate = table.candidate.as_deref() == Some(target.id.version());
    let is_this = |r: &Record| {
        r.package == target.name && r.architecture == target.arch && r.version == target.id.version()
    };
    if !is_candidate || !table.is_update() || !known.records.iter().any(is_this) {
        return gone(&format!("Offered now: {}", table.candidate.as_deref().unwrap_or("nothing")));
    }
    if table.is_phased() && !has_turn(target, known) {
        return ends(Outcome::Waiting, Cause::Phased);
    }
    Decision::Goes
}

/// The table under the full name; apt leaves a native architecture out of its heading.
fn table_of<'a>(target: &Target, known: &'a Known) -> Option<&'a Table> {
    known.tables.get(&target.full_name()).or_else(|| known.tables.get(&target.name))
}

/// Whether apt's own whole upgrade would bring it: it decides by package, version and PC.
fn has_turn(target: &Target, known: &Known) -> bool {
    let is_this = |name: &str| name == target.name || name == target.full_name();
    let would = |s: &Simulation| s.upgrades().any(|i| is_this(&i.name) && i.new == target.id.version());
    known.full.as_ref().is_some_and(would)
}
