//! Going back to a kept version, staying there, and no longer staying there.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase, wire::Back};
use patchround_updates::{
    Pc,
    command::Told,
    dnf::{
        ask::{self, AskError},
        causes,
        generation::Generation,
        kept::file_name,
        locks::{self, Locks},
    },
    rpm,
};

use super::{
    busy::{self, Patience},
    choose::{is_at, names},
    run::{self, Verb},
    target::{Target, Verdict},
};
use crate::{
    Ended,
    keep::{self, Keep, Shelf},
    meter::Meter,
    tell,
};

/// Goes back to these versions, each only if this PC has kept it, its file is still what was kept, and what took its
/// place is what is there; all or none. Then they are locked, so that nothing puts the newer ones in. Where versions
/// cannot be locked, nothing goes back: the next upgrade would undo it.
pub(super) fn go_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Ended {
    let objection = match busy::nobody_writes(pc, meter, patience) {
        Ok(()) => try_back(pc, ids, keep, meter).unwrap_or_else(|error| Some(refused(&error))),
        Err(busy) => Some(Verdict::failed(Cause::BusyOtherUpdater, busy.details.unwrap_or_default())),
    };
    stay_and_tell(pc, ids, until, keep, meter, objection.as_ref())
}

/// After an undo was interrupted: begins nothing, locks what is back, and tells what is there.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Ended {
    let said = busy::nobody_writes(pc, meter, patience).err().and_then(|busy| busy.details);
    let interrupted = Verdict::failed(Cause::InterruptedBefore, said.unwrap_or_default());
    stay_and_tell(pc, ids, until, keep, meter, Some(&interrupted))
}

fn refused(error: &AskError) -> Verdict {
    Verdict::failed(error.cause(), error.said())
}

/// What rpm and the locks say of some ids.
struct Now {
    installed: Vec<rpm::Package>,
    locks: Locks,
}

impl Now {
    fn of(pc: &Pc<'_>, ids: &[UpdateId]) -> Result<Self, AskError> {
        let targets: Vec<Target> = ids.iter().filter_map(Target::of).collect();
        let generation = ask::generation_of(pc)?;
        let locks = Locks::read(pc.root, generation)
            .map_err(|error| AskError::Refused { cause: Cause::DiskUnusable, said: error.to_string() })?;
        Ok(Self { installed: rpm::installed(pc, names(&targets))?, locks })
    }

    fn entry(&self, id: &UpdateId) -> Option<&rpm::Package> {
        self.installed.iter().find(|there| there.name_arch() == id.native())
    }

    fn is_back(&self, id: &UpdateId) -> bool {
        let target = Target::of(id);
        target.is_some_and(|target| self.entry(id).is_some_and(|there| is_at(&target, there)))
    }

    /// Whether it is locked at what is there.
    fn is_locked(&self, id: &UpdateId) -> bool {
        self.entry(id).is_some_and(|there| self.locks.is_at(&there.name, &there.arch, &there.evr))
    }
}

/// Why it was not done; `None` when dnf says that it was, or nothing was left to do.
fn try_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Result<Option<Verdict>, AskError> {
    let now = Now::of(pc, ids)?;
    if !locks::can_lock(pc.root, ask::generation_of(pc)?) {
        let said = "There is no version lock on this PC to stay at the older version (python3-dnf-plugin-versionlock)";
        return Ok(Some(Verdict::failed(Cause::UndoBlocked, said)));
    }
    let folder = links_of(keep);
    let result = match files(pc, ids, &now, keep, &folder) {
        Ok(files) if files.is_empty() => Ok(None),
        Ok(files) => change(pc, ids, &files, meter),
        Err(objection) => Ok(Some(objection)),
    };
    if let Err(error) = fs::remove_dir_all(&folder)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "Failed to remove the names of kept files");
    }
    result
}

/// Beside the shelf, and as private: dnf takes for a package only what is called one.
pub(super) fn links_of(keep: &Keep) -> PathBuf {
    keep.folder.with_extension("names")
}

/// The files of what is not there yet, under the names that dnf knows.
fn files(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    now: &Now,
    keep: &Keep,
    folder: &Path,
) -> Result<Vec<String>, Verdict> {
    let shelf = Shelf::open(keep).map_err(|error| Verdict::failed(Cause::NothingKept, error.to_string()))?;
    let mut files = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        let kept = shelf.kept(id).ok_or_else(|| Verdict::failed(Cause::NothingKept, "It is not kept"))?;
        if now.is_back(id) {
            continue;
        }
        let there = now.entry(id);
        let there =
            there.ok_or_else(|| Verdict::failed(Cause::ChangedSince, "It is not installed any more"))?;
        if now.is_locked(id) {
            return Err(Verdict::person(Cause::Held, ""));
        }
        if there.evr != kept.newer {
            return Err(Verdict::failed(Cause::ChangedSince, format!("There now: {}", there.evr)));
        }
        let file = keep::file(&shelf, id);
        let file =
            file.ok_or_else(|| Verdict::failed(Cause::NothingKept, "The kept file is gone or damaged"))?;
        let named =
            named(&file, id, folder).map_err(|e| Verdict::failed(Cause::NothingKept, e.to_string()))?;
        let found = rpm::in_file(pc, &named).map_err(|error| refused(&error))?;
        if !Target::of(id).is_some_and(|target| is_at(&target, &found)) {
            return Err(Verdict::failed(Cause::NothingKept, "The kept file is another package"));
        }
        files.push(named);
    }
    Ok(files)
}

fn named(file: &Path, id: &UpdateId, folder: &Path) -> io::Result<String> {
    match crate::system::private().create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let name = folder.join(file_name(id).ok_or(io::ErrorKind::InvalidInput)?);
    match fs::remove_file(&name) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::hard_link(file, &name)?;
    Ok(name.to_string_lossy().into_owned())
}

fn change(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    files: &[String],
    meter: &mut Meter<'_>,
) -> Result<Option<Verdict>, AskError> {
    let blocked = |said: String| Ok(Some(Verdict::failed(Cause::UndoBlocked, said)));
    let plan = match run::simulate(pc, Verb::Downgrade, files) {
        Ok(Some(plan)) => plan,
        Ok(None) => return blocked("dnf would do nothing".to_owned()),
        Err(error)
            if matches!(error.cause(), Cause::DepsUnsolvable | Cause::WouldRemove | Cause::VersionGone) =>
        {
            return blocked(error.said());
        }
        Err(error) => return Err(error),
    };
    let ordered: BTreeSet<String> = ids.iter().filter_map(Target::of).map(|target| target.name).collect();
    let others = plan.upgrades.iter().chain(&plan.adds).chain(&plan.removes).chain(&plan.skips);
    let others: Vec<&String> = others.chain(plan.downgrades.difference(&ordered)).collect();
    if !others.is_empty() {
        let list: Vec<&str> = others.into_iter().map(String::as_str).collect();
        return blocked(format!("Would also change: {}", list.join(" ")));
    }
    let told = run::change(pc, Verb::Downgrade, files, meter)?;
    Ok((!told.is_success()).then(|| of_told(&told)))
}

fn of_told(told: &Told) -> Verdict {
    Verdict::failed(causes::classify(&told.said()), format!("{}\n[{}]", told.said(), told.ending()))
}

/// Locks what is back at its version, looks once more, and tells every id.
fn stay_and_tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    otherwise: Option<&Verdict>,
) -> Ended {
    meter.moved(Phase::Verifying, 0.0, None);
    let failed = |error: &AskError, meter: &mut Meter<'_>| {
        tell::each(ids, meter, |_| Ended::failed(error.cause(), &error.said()))
    };
    let noted = match Now::of(pc, ids) {
        Ok(now) => stay(pc, ids, &now, until, keep),
        Err(error) => return failed(&error, meter),
    };
    let now = match Now::of(pc, ids) {
        Ok(now) => now,
        Err(error) => return failed(&error, meter),
    };
    tell::each(ids, meter, |id| {
        let ended = match otherwise {
            // It is at that version by itself: nothing was undone, and nothing of ours keeps it there.
            Some(why) if why.cause == Cause::NothingKept => why.ended(),
            _ if now.is_back(id) && now.is_locked(id) && noted.is_ok() => Ended::DONE,
            _ if now.is_back(id) => {
                let said = noted.as_ref().err().cloned().unwrap_or_default();
                Ended::failed(Cause::Unexpected, &format!("It is back, and cannot be kept there. {said}"))
            }
            Some(why) => why.ended(),
            None => Ended::failed(Cause::InstalledButNotVerified, ""),
        };
        (ended, now.entry(id).map(|there| there.evr.clone()))
    })
}

/// What is noted first is ours to release, also where we are ended before it is locked.
fn stay(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    now: &Now,
    until: Option<Timestamp>,
    keep: &Keep,
) -> Result<(), String> {
    if !ids.iter().any(|id| now.is_back(id)) {
        return Ok(());
    }
    let mut shelf = Shelf::open(keep).map_err(|error| error.to_string())?;
    let is_ours = |id: &&UpdateId| now.is_back(id) && shelf.kept(id).is_some();
    let back: Vec<UpdateId> = ids.iter().filter(is_ours).cloned().collect();
    // Who orders it once more does not make the stay longer; what somebody let go by hand meanwhile begins a new one.
    let is_new =
        |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_none() || !now.is_locked(id));
    let new: Vec<UpdateId> = back.iter().filter(is_new).cloned().collect();
    let noted = Some(Back { since: Timestamp::now(), until });
    keep::note_back(&mut shelf, &new, noted).map_err(|error| error.to_string())?;
    let open: Vec<UpdateId> = back.into_iter().filter(|id| !now.is_locked(id)).collect();
    lock(pc, true, &open).map_err(|error| error.said())
}

fn lock(pc: &Pc<'_>, is_on: bool, ids: &[UpdateId]) -> Result<(), AskError> {
    if ids.is_empty() {
        return Ok(());
    }
    let generation = ask::generation_of(pc)?;
    let spec = |target: Target| match generation {
        Generation::Four => locks::exact(&target.name, &target.arch, target.id.version()),
        Generation::Five => target.name,
    };
    let specs: Vec<String> = ids.iter().filter_map(Target::of).map(spec).collect();
    run::lock(pc, is_on, &specs).map(drop)
}

/// No longer keeps these packages at the versions that an undo of ours went back to. What somebody else locked stays
/// locked.
pub(super) fn let_go(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    let mut shelf = match Shelf::open(keep) {
        Ok(shelf) => shelf,
        Err(error) => {
            return tell::each(ids, meter, |_| Ended::failed(Cause::Unexpected, &error.to_string()));
        }
    };
    let is_ours = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_some());
    let ours: Vec<UpdateId> = ids.iter().filter(is_ours).cloned().collect();
    let now = lock(pc, false, &ours).and_then(|()| Now::of(pc, ids));
    let now = match now {
        Ok(now) => now,
        Err(error) => return tell::each(ids, meter, |_| Ended::failed(error.cause(), &error.said())),
    };
    let free: Vec<UpdateId> = ours.iter().filter(|id| !now.is_locked(id)).cloned().collect();
    let noted = keep::note_back(&mut shelf, &free, None);
    tell::each(ids, meter, |id| {
        let ended = match &noted {
            _ if now.is_locked(id) && ours.contains(id) => {
                Ended::failed(Cause::Unexpected, "It is still locked")
            }
            _ if now.is_locked(id) => Verdict::person(Cause::Held, "Not locked by us").ended(),
            Ok(()) => Ended::DONE,
            Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
        };
        (ended, now.entry(id).map(|there| there.evr.clone()))
    })
}
