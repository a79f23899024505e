//! Going back to a kept version, staying there, and no longer staying there.

use std::{
    collections::BTreeSet,
    io,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, wire::Back};
use patchround_updates::apt::{ask::AskError, database::Entry, name_of};

use crate::{
    Ended,
    apt::again,
    apt::install::{self, Verdict},
    apt::transaction::Apt,
    keep::{self, Keep, Shelf},
    meter::Meter,
    tell,
};

const PAUSE: Duration = Duration::from_secs(5);

/// Goes back to these versions, each only if this PC has kept it, its file is still what was kept, and what took its
/// place is what is there; all or none. Then they are on hold, so that nothing puts the newer ones in.
///
/// Removes nothing, adds nothing and changes no other package. Tells `Progress::UpdateEnded` once for every id: done
/// when a new process finds that version in dpkg's database, and on hold.
pub(crate) fn go_back(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Ended {
    let objection = match try_back(apt, ids, keep, meter) {
        Ok(objection) => objection,
        Err(error) => Some(Verdict { outcome: Outcome::Failed, cause: error.cause(), said: error.said() }),
    };
    meter.moved(Phase::Verifying, 0.0, None);
    stay_and_tell(apt, ids, until, keep, meter, objection.as_ref())
}

/// After an undo was interrupted: finishes what dpkg had begun, puts on hold what is back, and tells what is there.
pub(crate) fn look(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Instant,
) -> Ended {
    let ended = again::settle(apt, meter, patience, PAUSE);
    let said = ended.details.unwrap_or_default();
    let interrupted = Verdict { outcome: Outcome::Failed, cause: Cause::InterruptedBefore, said };
    stay_and_tell(apt, ids, until, keep, meter, Some(&interrupted))
}

/// No longer keeps these packages at the versions that an undo of ours went back to. What somebody else put on hold
/// stays on hold.
pub(crate) fn let_go(apt: &mut dyn Apt, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    let mut shelf = match Shelf::open(keep) {
        Ok(shelf) => shelf,
        Err(error) => {
            return tell::each(ids, meter, |_| Ended::failed(Cause::Unexpected, &error.to_string()));
        }
    };
    let is_ours = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_some());
    let ours: Vec<UpdateId> = ids.iter().filter(is_ours).cloned().collect();
    if !ours.is_empty() {
        apt.mark_held(&names(&ours), false);
    }
    let database = match entries(apt, ids) {
        Ok(database) => database,
        Err(error) => return tell::each(ids, meter, |_| Ended::failed(error.cause(), &error.said())),
    };
    let is_held = |id: &UpdateId| entry_of(id, &database).is_some_and(|entry| entry.held);
    let free: Vec<UpdateId> = ours.iter().filter(|id| !is_held(id)).cloned().collect();
    let noted = keep::note_back(&mut shelf, &free, None);
    tell::each(ids, meter, |id| {
        let ended = match &noted {
            _ if is_held(id) && ours.contains(id) => Ended::failed(Cause::Unexpected, "It is still on hold"),
            _ if is_held(id) => Ended::not_done(Outcome::NeedsPerson, Cause::Held, "Not put on hold by us"),
            Ok(()) => Ended::DONE,
            Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
        };
        (ended, entry_of(id, &database).map(|entry| entry.version.clone()))
    })
}

/// Why it was not done; `None` when apt says that it was, or nothing was left to do.
fn try_back(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Result<Option<Verdict>, AskError> {
    let database = entries(apt, ids)?;
    let files = match files(ids, &database, keep) {
        Ok(files) if files.is_empty() => return Ok(None),
        Ok(files) => files,
        Err(objection) => return Ok(Some(objection)),
    };
    if let Some(objection) = would_do_more(apt, ids, &files) {
        return Ok(Some(objection));
    }
    let names = names(ids);
    let automatic = apt.automatic(&names)?;
    let verdict = install::go_back(apt, &files, meter);
    if !automatic.is_empty() {
        apt.mark_automatic(&automatic);
    }
    Ok(verdict)
}

/// The files of what is not there yet.
fn files(ids: &[UpdateId], database: &[Entry], keep: &Keep) -> Result<Vec<String>, Verdict> {
    let refused = |cause, said: &str| Verdict { outcome: Outcome::Failed, cause, said: said.to_owned() };
    let shelf = Shelf::open(keep).map_err(|error| refused(Cause::NothingKept, &error.to_string()))?;
    let mut files = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        let entry = entry_of(id, database);
        if entry.is_some_and(|entry| is_at(id, entry)) {
            continue;
        }
        let kept = shelf.kept(id).ok_or_else(|| refused(Cause::NothingKept, "It is not kept"))?;
        let entry = entry.ok_or_else(|| refused(Cause::ChangedSince, "It is not installed any more"))?;
        if entry.held {
            return Err(Verdict { outcome: Outcome::NeedsPerson, cause: Cause::Held, said: String::new() });
        }
        if entry.version != kept.newer {
            return Err(refused(Cause::ChangedSince, &format!("There now: {}", entry.version)));
        }
        let file = keep::file(&shelf, id);
        let file = file.ok_or_else(|| refused(Cause::NothingKept, "The kept file is gone or damaged"))?;
        files.push(file.to_string_lossy().into_owned());
    }
    Ok(files)
}

/// Why going back would do more than was ordered, or cannot be done.
fn would_do_more(apt: &dyn Apt, ids: &[UpdateId], files: &[String]) -> Option<Verdict> {
    let blocked = |said: String| Verdict { outcome: Outcome::Failed, cause: Cause::UndoBlocked, said };
    let simulation = match apt.simulate_back(files) {
        Ok(simulation) => simulation,
        Err(error) if is_about_packages(error.cause()) => return Some(blocked(error.said())),
        Err(error) => {
            return Some(Verdict { outcome: Outcome::Failed, cause: error.cause(), said: error.said() });
        }
    };
    let is_ordered = |name: &str| ids.iter().any(|id| name_of(id.native()) == name_of(name));
    let installs = simulation.installs.iter().map(|install| &install.name);
    let others: BTreeSet<&String> = installs
        .chain(&simulation.downgraded)
        .filter(|name| !is_ordered(name))
        .chain(&simulation.removes)
        .chain(&simulation.held_changed)
        .collect();
    let list = others.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" ");
    (!others.is_empty()).then(|| blocked(format!("Would also change: {list}")))
}

fn is_about_packages(cause: Cause) -> bool {
    matches!(cause, Cause::DepsUnsolvable | Cause::VersionGone | Cause::Held | Cause::WouldRemove)
}

/// Puts on hold what is back at its version, looks once more, and tells every id.
fn stay_and_tell(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    otherwise: Option<&Verdict>,
) -> Ended {
    let database = match entries(apt, ids) {
        Ok(database) => database,
        Err(error) => return tell::each(ids, meter, |_| Ended::failed(error.cause(), &error.said())),
    };
    let back: Vec<UpdateId> = ids.iter().filter(|id| is_back(id, &database)).cloned().collect();
    let held = |id: &&UpdateId| entry_of(id, &database).is_some_and(|entry| entry.held);
    let stays: Vec<UpdateId> = back.iter().filter(held).cloned().collect();
    let noted = stay(apt, &back, &stays, until, keep);
    let database = entries(apt, ids).unwrap_or_default();
    tell::each(ids, meter, |id| {
        let entry = entry_of(id, &database);
        let ended = match (entry, otherwise) {
            (Some(entry), _) if is_at(id, entry) && entry.held && noted.is_ok() => Ended::DONE,
            (Some(entry), _) if is_at(id, entry) => {
                let said = noted.as_ref().err().map(ToString::to_string).unwrap_or_default();
                Ended::failed(Cause::Unexpected, &format!("It is back, and cannot be kept there. {said}"))
            }
            (_, Some(why)) => Ended::not_done(why.outcome, why.cause, &why.said),
            (_, None) => Ended::failed(Cause::InstalledButNotVerified, ""),
        };
        (ended, entry.map(|entry| entry.version.clone()))
    })
}

/// What is noted first is ours to release, also where we are ended before it is on hold. `held` is what is on hold there
/// already.
fn stay(
    apt: &mut dyn Apt,
    back: &[UpdateId],
    held: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
) -> io::Result<()> {
    if back.is_empty() {
        return Ok(());
    }
    let mut shelf = Shelf::open(keep)?;
    // Who orders it once more does not make the stay longer; what somebody let go by hand meanwhile begins a new one.
    let is_new =
        |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_none() || !held.contains(id));
    let new: Vec<UpdateId> = back.iter().filter(is_new).cloned().collect();
    keep::note_back(&mut shelf, &new, Some(Back { since: Timestamp::now(), until }))?;
    apt.mark_held(&names(back), true);
    Ok(())
}

fn entries(apt: &dyn Apt, ids: &[UpdateId]) -> Result<Vec<Entry>, AskError> {
    apt.database(&ids.iter().map(|id| name_of(id.native())).collect())
}

fn entry_of<'a>(id: &UpdateId, database: &'a [Entry]) -> Option<&'a Entry> {
    let (name, arch) = id.native().rsplit_once(':')?;
    let mut same = database.iter().filter(|entry| entry.name == name);
    same.clone().find(|entry| entry.arch == arch).or_else(|| same.find(|e| e.arch == "all" || arch == "all"))
}

fn is_at(id: &UpdateId, entry: &Entry) -> bool {
    entry.installed && entry.version == id.version()
}

fn is_back(id: &UpdateId, database: &[Entry]) -> bool {
    entry_of(id, database).is_some_and(|entry| is_at(id, entry))
}

/// As apt takes them.
fn names(ids: &[UpdateId]) -> BTreeSet<String> {
    let name = |id: &UpdateId| id.native().strip_suffix(":all").unwrap_or(id.native()).to_owned();
    ids.iter().map(name).collect()
}

#[cfg(test)]
mod tests;
