//! Going back to a kept version, staying there, and no longer staying there.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, wire::Back};
use patchround_updates::{
    AskError, Pc,
    rpm::{self, Package},
    zypper::{
        ask,
        kept::{is_held, name_of},
        locks::Locked,
        summary::{Change, Summary},
    },
};

use super::{
    again,
    choose::{editions, full, installed, is_ours, is_there},
    fit,
    run::{self, Patience},
    verify,
};
use crate::{
    Ended,
    keep::{self, Keep, Shelf},
    meter::Meter,
    tell,
};

/// The kept file is what zypper itself once checked: its hash is what it was then. Whoever signed it may since have gone.
const BACK: [&str; 6] = [
    "install",
    "--details",
    "--no-recommends",
    "--no-force-resolution",
    "--oldpackage",
    "--allow-unsigned-rpm",
];
const GO: &str = "--";

/// Goes back to these versions, all or none; then they are locked.
pub(super) fn go_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Ended {
    let why = try_back(pc, ids, keep, meter, patience).unwrap_or_else(|error| Some(failed(&error)));
    meter.moved(Phase::Verifying, 0.0, None);
    stay_and_tell(pc, ids, until, keep, meter, why.as_ref(), patience)
}

/// After an undo was interrupted: finishes what rpm had begun, locks what is back, and tells what is there.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Ended {
    let ended = again::repair(pc, meter, patience);
    let why = Ended::failed(Cause::InterruptedBefore, &ended.details.unwrap_or_default());
    stay_and_tell(pc, ids, until, keep, meter, Some(&why), patience)
}

/// No longer keeps these packages at the versions that an undo of ours went back to. What somebody else locked stays so.
pub(super) fn let_go(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Ended {
    let mut shelf = match Shelf::open(keep) {
        Ok(shelf) => shelf,
        Err(error) => {
            return tell::each(ids, meter, |_| Ended::failed(Cause::Unexpected, &error.to_string()));
        }
    };
    let is_own = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_some());
    let ours: Vec<UpdateId> = ids.iter().filter(is_own).cloned().collect();
    lock(pc, "removelock", &ours, meter, patience);
    let (there, locked) = match installed(pc, ids).and_then(|there| Ok((there, ask::locked(pc)?))) {
        Ok(both) => both,
        Err(error) => return tell::each(ids, meter, |_| failed(&error)),
    };
    let free: Vec<UpdateId> = ours.iter().filter(|id| !is_held(id, &locked)).cloned().collect();
    let noted = keep::note_back(&mut shelf, &free, None);
    tell::each(ids, meter, |id| {
        let ended = match &noted {
            _ if is_held(id, &locked) && ours.contains(id) => {
                Ended::failed(Cause::Unexpected, "It is still locked")
            }
            _ if is_held(id, &locked) => {
                Ended::not_done(Outcome::NeedsPerson, Cause::Held, "Not locked by us")
            }
            Ok(()) => Ended::DONE,
            Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
        };
        (ended, verify::version(id, &there))
    })
}

fn failed(error: &AskError) -> Ended {
    Ended::failed(error.cause(), &error.said())
}

/// Why it was not done; `None` when zypper says that it was, or nothing was left to do.
fn try_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Result<Option<Ended>, AskError> {
    while let Some(holder) = super::writer(pc) {
        if !patience.wait_for(Some(&holder), meter) {
            return Ok(Some(Ended::failed(Cause::BusyOtherUpdater, &holder)));
        }
    }
    let there = installed(pc, ids)?;
    let locked = ask::locked(pc)?;
    let files = match files(pc, ids, &there, &locked, keep) {
        Ok(files) if files.paths.is_empty() => return Ok(None),
        Ok(files) => files,
        Err(why) => return Ok(Some(why)),
    };
    let arguments: Vec<&str> = BACK.to_vec();
    match fit::simulate(pc, &arguments, &files.paths) {
        Ok(summary) => {
            if let Some(why) = would_do_more(&summary, ids) {
                return Ok(Some(why));
            }
        }
        Err(refusal) => return Ok(Some(blocked(refusal.ended))),
    }
    let arguments: Vec<&str> = BACK.into_iter().chain([GO]).collect();
    let run = run::write(pc, &arguments, &files.paths, meter, patience)?;
    Ok((!run.is_success()).then(|| Ended::failed(run.cause(), &run.said())))
}

/// What is about how packages fit is what stands in the way.
fn blocked(ended: Ended) -> Ended {
    let is_about_packages = matches!(
        ended.cause,
        Some(Cause::DepsUnsolvable | Cause::VersionGone | Cause::Held | Cause::WouldRemove)
    );
    if is_about_packages {
        Ended { outcome: Outcome::Failed, cause: Some(Cause::UndoBlocked), ..ended }
    } else {
        ended
    }
}

/// Why going back would do more than was ordered.
fn would_do_more(summary: &Summary, ids: &[UpdateId]) -> Option<Ended> {
    let is_ordered = |change: &&Change| {
        let native = format!("{}.{}", change.name, change.arch);
        ids.iter().any(|id| id.native() == native && id.version() == change.edition)
    };
    let more = [&summary.installs, &summary.removes, &summary.upgrades, &summary.others];
    let others =
        more.into_iter().flatten().chain(summary.downgrades.iter().filter(|change| !is_ordered(change)));
    let list: BTreeSet<&str> = others.map(|change| change.name.as_str()).collect();
    let list: Vec<&str> = list.into_iter().collect();
    (!list.is_empty())
        .then(|| Ended::failed(Cause::UndoBlocked, &format!("Would also change: {}", list.join(" "))))
}

/// Kept files under names that zypper takes for packages: it goes by the ending.
struct Files {
    paths: Vec<String>,
    _folder: Option<tempfile::TempDir>,
}

/// The files of what is not there yet.
fn files(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    there: &[Package],
    locked: &BTreeSet<Locked>,
    keep: &Keep,
) -> Result<Files, Ended> {
    let refused = |cause, said: &str| Ended::failed(cause, said);
    let shelf = Shelf::open(keep).map_err(|error| refused(Cause::NothingKept, &error.to_string()))?;
    let mut kept_files = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        if !is_ours(id) {
            return Err(refused(Cause::NotForThisPc, ""));
        }
        if is_there(id, there) {
            continue;
        }
        let kept = shelf.kept(id).ok_or_else(|| refused(Cause::NothingKept, "It is not kept"))?;
        let editions = editions(id, there);
        let [edition] = editions[..] else {
            return Err(refused(Cause::ChangedSince, "It is not installed any more, or more than once"));
        };
        if locked.iter().any(|l| id.native() == format!("{}.{}", l.name, l.arch) && l.edition == edition) {
            return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
        }
        if edition != kept.newer {
            return Err(refused(Cause::ChangedSince, &format!("There now: {edition}")));
        }
        let file = keep::file(&shelf, id);
        kept_files
            .push((id, file.ok_or_else(|| refused(Cause::NothingKept, "The kept file is gone or damaged"))?));
    }
    if kept_files.is_empty() {
        return Ok(Files { paths: Vec::new(), _folder: None });
    }
    lay_out(pc, &kept_files).map_err(|error| refused(Cause::NothingKept, &error.to_string()))
}

fn lay_out(pc: &Pc<'_>, files: &[(&UpdateId, PathBuf)]) -> io::Result<Files> {
    let folder = tempfile::tempdir()?;
    let mut paths = Vec::new();
    for (id, file) in files {
        let path = folder.path().join(format!("{}.rpm", full(id)));
        if fs::hard_link(file, &path).is_err() {
            fs::copy(file, &path)?;
        }
        let text = path.to_string_lossy().into_owned();
        if !is_this(pc, id, &path) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "The kept file is another package"));
        }
        paths.push(text);
    }
    Ok(Files { paths, _folder: Some(folder) })
}

fn is_this(pc: &Pc<'_>, id: &UpdateId, file: &Path) -> bool {
    let found = rpm::in_file(pc, &file.to_string_lossy());
    found.is_ok_and(|package| package.name_arch() == id.native() && package.evr == id.version())
}

/// Locks what is back at its version, looks once more, and tells every id.
fn stay_and_tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    otherwise: Option<&Ended>,
    patience: Patience,
) -> Ended {
    let there = match installed(pc, ids) {
        Ok(there) => there,
        Err(error) => return tell::each(ids, meter, |_| failed(&error)),
    };
    let back: Vec<UpdateId> = ids.iter().filter(|id| is_there(id, &there)).cloned().collect();
    let noted = stay(pc, &back, until, keep, meter, patience);
    let locked = ask::locked(pc).unwrap_or_default();
    tell::each(ids, meter, |id| {
        let ended = match otherwise {
            // It is at that version by itself: nothing was undone, and nothing of ours keeps it there.
            Some(why) if why.cause == Some(Cause::NothingKept) => why.clone(),
            _ if is_there(id, &there) && is_held(id, &locked) && noted.is_ok() => Ended::DONE,
            _ if is_there(id, &there) => {
                let said = noted.as_ref().err().map(ToString::to_string).unwrap_or_default();
                Ended::failed(Cause::Unexpected, &format!("It is back, and cannot be kept there. {said}"))
            }
            Some(why) => why.clone(),
            None => Ended::failed(Cause::InstalledButNotVerified, ""),
        };
        (ended, verify::version(id, &there))
    })
}

/// What is noted first is ours to release, also where we are ended before it is locked.
fn stay(
    pc: &Pc<'_>,
    back: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: Patience,
) -> io::Result<()> {
    if back.is_empty() {
        return Ok(());
    }
    let locked = ask::locked(pc).map_err(|error| io::Error::other(error.said()))?;
    let mut shelf = Shelf::open(keep)?;
    let ours: Vec<UpdateId> = back.iter().filter(|id| shelf.kept(id).is_some()).cloned().collect();
    let back = ours.as_slice();
    // Who orders it once more does not make the stay longer; what somebody let go by hand meanwhile begins a new one.
    let is_new =
        |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_none() || !is_held(id, &locked));
    let new: Vec<UpdateId> = back.iter().filter(is_new).cloned().collect();
    keep::note_back(&mut shelf, &new, Some(Back { since: Timestamp::now(), until }))?;
    let open: Vec<UpdateId> = back.iter().filter(|id| !is_held(id, &locked)).cloned().collect();
    lock(pc, "addlock", &open, meter, patience);
    Ok(())
}

/// Whether it worked, a look tells.
fn lock(pc: &Pc<'_>, how: &str, ids: &[UpdateId], meter: &mut Meter<'_>, patience: Patience) {
    if ids.is_empty() {
        return;
    }
    let names: BTreeSet<String> = ids.iter().map(|id| name_of(id.native()).to_owned()).collect();
    let names: Vec<String> = names.into_iter().collect();
    match run::write(pc, &[how, "--type", "package", "--"], &names, meter, patience) {
        Ok(run) if run.is_success() => {}
        Ok(run) => tracing::warn!(status = run.status, how, "Failed to lock packages"),
        Err(error) => tracing::warn!(%error, how, "Failed to lock packages"),
    }
}
