//! Going back to a kept version, staying there, and no longer staying there: what is the same for every source.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, wire::Back};

use crate::{
    Ended, fit,
    keep::{self, Keep, Shelf},
    meter::Meter,
    tell,
};

/// What keeps a package at the version that is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Hold {
    #[default]
    Nothing,
    /// What we would make, whoever made it.
    AsOurs,
    /// What we would never make, so that letting go of ours does not end it.
    Another,
}

/// What is there of one id's package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct There {
    /// More than one where they stay side by side, or where something was cut off.
    pub(crate) versions: Vec<String>,
    /// Whether nothing of an installation is left that was cut off.
    pub(crate) is_whole: bool,
    pub(crate) hold: Hold,
}

impl There {
    fn is_back(&self, id: &UpdateId) -> bool {
        self.is_whole && self.versions.iter().any(|version| version == id.version())
    }

    /// The version to tell: of several the one that was ordered.
    fn version(&self, id: &UpdateId) -> Option<String> {
        let ordered = self.versions.iter().find(|version| *version == id.version());
        ordered.or(self.versions.last()).cloned()
    }
}

/// What is there of some ids.
pub(crate) type Now = BTreeMap<UpdateId, There>;

/// What keeps packages where they are, in a source's terms.
pub(crate) trait Holds {
    /// Asks the package database and the holds, by a new process.
    ///
    /// # Errors
    /// How it ends where that is not known.
    fn look(&self, ids: &[UpdateId]) -> Result<Now, Ended>;

    /// Keeps these at the version that is there, or lets them go. Whether it worked, a look tells.
    fn hold(&mut self, ids: &[UpdateId], is_on: bool, meter: &mut Meter<'_>);

    /// How those of these end that are back, and whose set-up failed.
    fn not_set_up(&self, _ids: &[UpdateId]) -> BTreeMap<UpdateId, Ended> {
        BTreeMap::new()
    }
}

/// The kept files of what is not back yet, each only if this PC has kept it, its file is still what was kept, and what took
/// its place is what is there; all or none.
///
/// # Errors
/// Why none goes back.
pub(crate) fn files(ids: &[UpdateId], now: &Now, keep: &Keep) -> Result<Vec<(UpdateId, PathBuf)>, Ended> {
    let refused = |cause, said: &str| Ended::failed(cause, said);
    let shelf = Shelf::open(keep).map_err(|error| refused(Cause::NothingKept, &error.to_string()))?;
    let mut files = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        let there = now.get(id).ok_or_else(|| refused(Cause::NotForThisPc, ""))?;
        if there.is_back(id) {
            continue;
        }
        let kept = shelf.kept(id).ok_or_else(|| refused(Cause::NothingKept, "It is not kept"))?;
        let [version] = &there.versions[..] else {
            return Err(refused(Cause::ChangedSince, "It is not installed any more, or more than once"));
        };
        if there.hold != Hold::Nothing {
            return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
        }
        if *version != kept.newer {
            return Err(refused(Cause::ChangedSince, &format!("There now: {version}")));
        }
        let file = keep::file(&shelf, id);
        let file = file.ok_or_else(|| refused(Cause::NothingKept, "The kept file is gone or damaged"))?;
        files.push((id.clone(), file));
    }
    Ok(files)
}

/// Why a package manager that refuses to go back does so: what is about packages is what stands in the way.
pub(crate) fn refused(ended: Ended) -> Ended {
    if fit::is_about_packages(ended.cause) {
        Ended { outcome: Outcome::Failed, cause: Some(Cause::UndoBlocked), ..ended }
    } else {
        ended
    }
}

/// How what a package manager said it did ends where it is not there, with all that it said.
pub(crate) fn not_there(said: &str) -> Ended {
    Ended::failed(Cause::InstalledButNotVerified, said)
}

/// Keeps what is back at its version there, looks once more, and tells every id. `otherwise` is how those end that are not
/// back.
pub(crate) fn stay_and_tell(
    source: &mut dyn Holds,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    otherwise: &Ended,
) -> Ended {
    meter.moved(Phase::Verifying, 0.0, None);
    let noted = source.look(ids).map(|now| stay(source, ids, &now, until, keep, meter));
    let (ours, now) = match noted.and_then(|noted| Ok((noted, source.look(ids)?))) {
        Ok(both) => both,
        Err(ended) => return tell::each(ids, meter, |_| ended.clone()),
    };
    let (nothing, unset) = (There::default(), source.not_set_up(ids));
    tell::each(ids, meter, |id| {
        let there = now.get(id).unwrap_or(&nothing);
        let ended = end(id, there, &ours, otherwise);
        let failed = unset.get(id).filter(|_| ended == Ended::DONE).cloned();
        (failed.unwrap_or(ended), there.version(id))
    })
}

fn end(id: &UpdateId, there: &There, ours: &Result<Vec<UpdateId>, Ended>, otherwise: &Ended) -> Ended {
    match ours {
        _ if !there.is_back(id) => otherwise.clone(),
        // It is at that version by itself: nothing was undone, and nothing of ours keeps it there.
        Ok(ours) if !ours.contains(id) => Ended::failed(Cause::NothingKept, "It is not kept"),
        Ok(_) if there.hold != Hold::Nothing => Ended::DONE,
        ours => {
            let said = ours.as_ref().err().and_then(|ended| ended.details.clone()).unwrap_or_default();
            Ended::failed(Cause::Unexpected, &format!("It is back, and cannot be kept there. {said}"))
        }
    }
}

/// What is noted first is ours to release, also where we are ended before it is held. Gives what is back and ours.
fn stay(
    source: &mut dyn Holds,
    ids: &[UpdateId],
    now: &Now,
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Result<Vec<UpdateId>, Ended> {
    let is_back = |id: &&UpdateId| now.get(*id).is_some_and(|there| there.is_back(id));
    if !ids.iter().any(|id| is_back(&id)) {
        return Ok(Vec::new());
    }
    let mut shelf = Shelf::open(keep).map_err(|error| Ended::unwritten(&error))?;
    let ours = ids.iter().filter(is_back).filter(|id| shelf.kept(id).is_some());
    let ours: Vec<UpdateId> = ours.cloned().collect();
    let open: Vec<UpdateId> = ours.iter().filter(|id| now[*id].hold == Hold::Nothing).cloned().collect();
    // Who orders it once more does not make the stay longer; what somebody let go by hand meanwhile begins a new one.
    let is_new = |id: &&UpdateId| open.contains(id) || shelf.kept(id).is_some_and(|kept| kept.back.is_none());
    let new: Vec<UpdateId> = ours.iter().filter(is_new).cloned().collect();
    let back = Some(Back { since: Timestamp::now(), until });
    keep::note_back(&mut shelf, &new, back).map_err(|error| Ended::unwritten(&error))?;
    if !open.is_empty() {
        source.hold(&open, true, meter);
    }
    Ok(ours)
}

/// No longer keeps these packages at the versions that an undo of ours went back to. What somebody else holds stays so.
pub(crate) fn let_go(source: &mut dyn Holds, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    let mut shelf = match Shelf::open(keep) {
        Ok(shelf) => shelf,
        Err(error) => return tell::each(ids, meter, |_| Ended::unwritten(&error)),
    };
    let is_ours = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_some());
    let ours: Vec<UpdateId> = ids.iter().filter(is_ours).cloned().collect();
    if !ours.is_empty() {
        source.hold(&ours, false, meter);
    }
    let now = match source.look(ids) {
        Ok(now) => now,
        Err(ended) => return tell::each(ids, meter, |_| ended.clone()),
    };
    let hold = |id: &UpdateId| now.get(id).map_or(Hold::Nothing, |there| there.hold);
    let free: Vec<UpdateId> = ours.iter().filter(|id| hold(id) != Hold::AsOurs).cloned().collect();
    let noted = keep::note_back(&mut shelf, &free, None);
    tell::each(ids, meter, |id| {
        let ended = match (&noted, hold(id)) {
            (_, Hold::AsOurs) if ours.contains(id) => Ended::failed(Cause::Unexpected, "It is still on hold"),
            (_, Hold::AsOurs | Hold::Another) => {
                Ended::not_done(Outcome::NeedsPerson, Cause::Held, "Put on hold by somebody else")
            }
            (Ok(()), Hold::Nothing) => Ended::DONE,
            (Err(error), Hold::Nothing) => Ended::unwritten(error),
        };
        (ended, now.get(id).and_then(|there| there.version(id)))
    })
}

#[cfg(test)]
mod tests;
