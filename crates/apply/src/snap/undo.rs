//! Going back to the revision before, staying there, and no longer staying there. snapd keeps the files, and with each
//! revision the data that was written with it.

use std::{collections::BTreeSet, io};

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, wire::Back};
use patchround_updates::{
    Pc,
    snap::{
        ask::{self, AskError},
        changes::Change,
        reference::{self, Reference},
        snaps::Snap,
    },
};
use serde_json::json;

use super::{follow, install::progress, wait};
use crate::{
    Ended,
    keep::{self, Keep, Shelf},
    meter::Meter,
    patience::Patience,
    tell,
};

/// Goes back to these revisions, all or none, and has snapd hold them, so that nothing puts the newer ones in.
pub(super) fn go_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Ended {
    let patience = Patience::on(pc);
    let tried = wait::for_others(pc, meter, &patience).and_then(|()| to_go_back(pc, ids, keep));
    let ended = match tried {
        Ok(back) => put_back(pc, &back, meter),
        Err(ended) => ended,
    };
    wait::at_rest(pc, meter, &patience);
    meter.moved(Phase::Verifying, 0.0, None);
    stay_and_tell(pc, ids, until, keep, meter, &ended)
}

/// After an undo was interrupted: holds what is back, and tells what is there.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Ended {
    let waited = wait::for_others(pc, meter, &Patience::on(pc));
    let said = waited.err().and_then(|busy| busy.details).unwrap_or_default();
    stay_and_tell(pc, ids, until, keep, meter, &Ended::failed(Cause::InterruptedBefore, &said))
}

/// No longer holds what an undo of ours held. What somebody else holds stays held.
pub(super) fn let_go(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    let mut shelf = match Shelf::open(keep) {
        Ok(shelf) => shelf,
        Err(error) => {
            return tell::each(ids, meter, |_| Ended::failed(Cause::Unexpected, &error.to_string()));
        }
    };
    let is_ours = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_some());
    let ours: Vec<UpdateId> = ids.iter().filter(is_ours).cloned().collect();
    let order = json!({ "action": "unhold", "snaps": names(&ours) });
    let ordered = if ours.is_empty() { Ended::DONE } else { hold(pc, &order) };
    let there = There::look(pc);
    let free: Vec<UpdateId> = ours.into_iter().filter(|id| there.is_held(id) == Some(false)).collect();
    let noted = keep::note_back(&mut shelf, &free, None);
    tell::each(ids, meter, |id| {
        let ended = match (&noted, there.is_held(id)) {
            (_, Some(true)) if ordered != Ended::DONE => ordered.clone(),
            (_, Some(true)) => {
                Ended::not_done(Outcome::NeedsPerson, Cause::Held, "Held by somebody else too")
            }
            (_, None) if there.error.is_some() => there.failed(),
            (Ok(()), _) => Ended::DONE,
            (Err(error), _) => Ended::failed(Cause::Unexpected, &error.to_string()),
        };
        (ended, there.version(id))
    })
}

/// What is installed at this moment, by a question of its own.
struct There {
    snaps: Vec<Snap>,
    error: Option<AskError>,
    now: Timestamp,
}

impl There {
    fn look(pc: &Pc<'_>) -> Self {
        let now = Timestamp::now();
        match wait::answered(pc, || ask::installed(pc)) {
            Ok(snaps) => Self { snaps, error: None, now },
            Err(error) => Self { snaps: Vec::new(), error: Some(error), now },
        }
    }

    fn of(&self, id: &UpdateId) -> Option<&Snap> {
        self.snaps.iter().find(|snap| snap.name == id.native())
    }

    fn is_at(&self, id: &UpdateId) -> bool {
        let wanted = reference::of_id(id);
        wanted.is_some_and(|wanted| self.of(id).is_some_and(|there| there.revision == wanted.revision))
    }

    fn is_held(&self, id: &UpdateId) -> Option<bool> {
        self.of(id).map(|there| there.is_held_by_system(self.now))
    }

    fn version(&self, id: &UpdateId) -> Option<String> {
        Some(self.of(id)?.reference().id()?.version().to_owned())
    }

    fn failed(&self) -> Ended {
        let error = self.error.as_ref();
        error.map_or(Ended::DONE, |error| Ended::failed(error.cause(), &error.said()))
    }
}

/// What is not at its revision yet, where all of them can go back.
fn to_go_back(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep) -> Result<Vec<UpdateId>, Ended> {
    let failed = |error: AskError| Ended::failed(error.cause(), &error.said());
    let (all, there) = (ask::revisions(pc).map_err(failed)?, There::look(pc));
    let shelf = Shelf::open(keep).map_err(|error| Ended::failed(Cause::NothingKept, &error.to_string()))?;
    let one = |id: &&UpdateId| may_go_back(id, &all, &there, &shelf).transpose();
    ids.iter().collect::<BTreeSet<_>>().iter().filter_map(one).collect()
}

fn may_go_back(
    id: &UpdateId,
    all: &[Snap],
    there: &There,
    shelf: &Shelf<'_>,
) -> Result<Option<UpdateId>, Ended> {
    let wanted = reference::of_id(id).ok_or_else(|| Ended::failed(Cause::NotForThisPc, ""))?;
    let kept = shelf.kept(id).filter(|_| keep::file(shelf, id).is_some());
    let kept = kept.ok_or_else(|| Ended::failed(Cause::NothingKept, "It was not noted"))?;
    if there.is_at(id) {
        return Ok(None);
    }
    let in_use =
        there.of(id).ok_or_else(|| Ended::failed(Cause::ChangedSince, "It is not installed any more"))?;
    if !in_use.is_app() {
        return Err(Ended::failed(Cause::UndoBlocked, "Other snaps run on it"));
    }
    if in_use.held_until(there.now).is_some() {
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
    }
    let version = there.version(id).unwrap_or_default();
    if version != kept.newer {
        return Err(Ended::failed(Cause::ChangedSince, &format!("There now: {version}")));
    }
    if all.iter().any(|snap| snap.reference() == wanted) {
        return Ok(Some(id.clone()));
    }
    Err(Ended::failed(Cause::NothingKept, "snapd has not kept it"))
}

fn put_back(pc: &Pc<'_>, back: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    let mut worst = Ended::DONE;
    for (at, id) in back.iter().enumerate() {
        let Some(Reference { name, revision, .. }) = reference::of_id(id) else { continue };
        let order = json!({ "action": "revert", "revision": revision });
        let mut each = |change: &Change| progress(change, (at, back.len()), id, meter);
        worst = worst.worse(follow::ordered(pc, &format!("/v2/snaps/{name}"), &order, &mut each));
    }
    worst
}

/// Holds what is back at its revision, looks once more, and tells every id.
fn stay_and_tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    otherwise: &Ended,
) -> Ended {
    let there = There::look(pc);
    let back: Vec<UpdateId> = ids.iter().filter(|id| there.is_at(id)).cloned().collect();
    let noted = stay(pc, &back, until, &there, keep);
    let there = There::look(pc);
    tell::each(ids, meter, |id| {
        let ended = match &noted {
            _ if there.error.is_some() => there.failed(),
            _ if !there.is_at(id) && *otherwise == Ended::DONE => {
                Ended::failed(Cause::InstalledButNotVerified, "")
            }
            _ if !there.is_at(id) => otherwise.clone(),
            Ok(_) if there.is_held(id) == Some(true) => Ended::DONE,
            // What was never noted is not ours to hold, though the PC is at it.
            Ok(ended) if *ended == Ended::DONE && *otherwise != Ended::DONE => otherwise.clone(),
            Ok(ended) => {
                let said = ended.details.clone().unwrap_or_default();
                Ended::failed(Cause::Unexpected, &format!("It is back, and cannot be kept there. {said}"))
            }
            Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
        };
        (ended, there.version(id))
    })
}

/// What is noted first is ours to release, also where we are ended before it is held.
fn stay(
    pc: &Pc<'_>,
    back: &[UpdateId],
    until: Option<Timestamp>,
    there: &There,
    keep: &Keep,
) -> io::Result<Ended> {
    if back.is_empty() {
        return Ok(Ended::DONE);
    }
    let mut shelf = Shelf::open(keep)?;
    let is_free = |id: &&UpdateId| there.is_held(id) != Some(true);
    // Who orders it once more does not make the stay longer; what somebody let go by hand meanwhile begins a new one.
    let is_new = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_none() || is_free(id));
    let new: Vec<UpdateId> = back.iter().filter(is_new).cloned().collect();
    keep::note_back(&mut shelf, &new, Some(Back { since: Timestamp::now(), until }))?;
    let is_noted = |id: &&UpdateId| shelf.kept(id).is_some();
    let to_hold: Vec<UpdateId> = back.iter().filter(is_noted).filter(is_free).cloned().collect();
    if to_hold.is_empty() {
        return Ok(Ended::DONE);
    }
    let time = until.map_or_else(|| "forever".to_owned(), |until| until.to_string());
    let order = json!({ "action": "hold", "hold-level": "general", "time": time, "snaps": names(&to_hold) });
    Ok(hold(pc, &order))
}

/// Whether it worked, a look at what is there tells.
fn hold(pc: &Pc<'_>, order: &serde_json::Value) -> Ended {
    let ended = follow::ordered(pc, "/v2/snaps", order, &mut |_| {});
    if ended != Ended::DONE {
        tracing::warn!(cause = ?ended.cause, "Failed to have snapd hold snaps, or not");
    }
    ended
}

fn names(ids: &[UpdateId]) -> Vec<&str> {
    ids.iter().map(UpdateId::native).collect()
}
