//! Going back to a kept version, staying there, and no longer staying there.

use std::collections::BTreeSet;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId};
use patchround_updates::apt::{ask::AskError, database::Entry, name_of};

use crate::{
    Ended,
    apt::{again, install, transaction::Apt},
    back::{self, Hold, Holds, Now, There},
    fit::changes_others,
    keep::Keep,
    meter::Meter,
    patience::Patience,
};

/// Goes back to these versions, all or none; then they are on hold. Removes nothing, adds nothing and changes no other
/// package.
pub(crate) fn go_back(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Ended {
    let why = try_back(apt, ids, keep, meter).unwrap_or_else(|ended| ended);
    back::stay_and_tell(&mut OnHold(apt), ids, until, keep, meter, &why)
}

/// After an undo was interrupted: finishes what dpkg had begun, puts on hold what is back, and tells what is there.
pub(crate) fn look(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let said = again::settle(apt, meter, patience).details.unwrap_or_default();
    let why = Ended::failed(Cause::InterruptedBefore, &said);
    back::stay_and_tell(&mut OnHold(apt), ids, until, keep, meter, &why)
}

/// No longer keeps these packages at the versions that an undo of ours went back to.
pub(crate) fn let_go(apt: &mut dyn Apt, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    back::let_go(&mut OnHold(apt), ids, keep, meter)
}

/// How those end that are not back afterwards.
fn try_back(apt: &mut dyn Apt, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Result<Ended, Ended> {
    let files = back::files(ids, &OnHold(apt).look(ids)?, keep)?;
    if files.is_empty() {
        return Ok(back::not_there(""));
    }
    let files: Vec<String> = files.iter().map(|(_, file)| file.to_string_lossy().into_owned()).collect();
    if let Some(objection) = would_do_more(apt, ids, &files) {
        return Err(objection);
    }
    let automatic = apt.automatic(&names(ids))?;
    let ended = install::go_back(apt, &files, meter);
    if !automatic.is_empty() {
        apt.mark_automatic(&automatic);
    }
    Ok(ended)
}

/// Why going back would do more than was ordered, or cannot be done.
fn would_do_more(apt: &dyn Apt, ids: &[UpdateId], files: &[String]) -> Option<Ended> {
    let simulation = match apt.simulate_back(files) {
        Ok(simulation) => simulation,
        Err(error) => return Some(back::refused(error.into())),
    };
    let is_ordered = |name: &&str| ids.iter().any(|id| name_of(id.native()) == name_of(name));
    let installs = simulation.installs.iter().map(|install| install.name.as_str());
    let changed = installs.chain(simulation.downgraded.iter().map(String::as_str));
    let others = simulation.removes.iter().chain(&simulation.held_changed).map(String::as_str);
    changes_others(changed.filter(|name| !is_ordered(name)).chain(others))
}

/// dpkg's holds.
struct OnHold<'a>(&'a mut dyn Apt);

impl Holds for OnHold<'_> {
    fn look(&self, ids: &[UpdateId]) -> Result<Now, Ended> {
        let database = entries(self.0, ids)?;
        let there = |id: &UpdateId| {
            let entry = entry_of(id, &database);
            let hold = if entry.is_some_and(|entry| entry.held) { Hold::AsOurs } else { Hold::Nothing };
            let versions = entry.map(|entry| entry.version.clone()).into_iter().collect();
            There { versions, is_whole: entry.is_some_and(|entry| entry.installed), hold }
        };
        Ok(ids.iter().map(|id| (id.clone(), there(id))).collect())
    }

    fn hold(&mut self, ids: &[UpdateId], is_on: bool, _: &mut Meter<'_>) {
        self.0.mark_held(&names(ids), is_on);
    }
}

fn entries(apt: &dyn Apt, ids: &[UpdateId]) -> Result<Vec<Entry>, AskError> {
    apt.database(&ids.iter().map(|id| name_of(id.native())).collect())
}

fn entry_of<'a>(id: &UpdateId, database: &'a [Entry]) -> Option<&'a Entry> {
    let (name, arch) = id.native().rsplit_once(':')?;
    let mut same = database.iter().filter(|entry| entry.name == name);
    same.clone().find(|entry| entry.arch == arch).or_else(|| same.find(|e| e.arch == "all" || arch == "all"))
}

/// As apt takes them.
fn names(ids: &[UpdateId]) -> BTreeSet<String> {
    let name = |id: &UpdateId| id.native().strip_suffix(":all").unwrap_or(id.native()).to_owned();
    ids.iter().map(name).collect()
}

#[cfg(test)]
mod tests;
