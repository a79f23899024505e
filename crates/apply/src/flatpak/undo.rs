//! Going back to the commit before, staying there, and no longer staying there.
//!
//! The PC keeps only the name of a commit; its files are fetched from the remote, if that still has them.

use std::{collections::BTreeSet, io};

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, wire::Back};
use patchround_updates::{
    Pc,
    flatpak::{
        ask::{self, flatpak},
        installed::All,
        list::new_runtime,
        reference::{self, Reference},
    },
};

use super::{
    HERE,
    choose::{self, Answers},
    install::{ended, percent, update},
    wait,
};
use crate::{
    Ended,
    keep::{self, Keep, Shelf},
    meter::Meter,
    tell,
};

/// Goes back to these commits, all or none, and masks them, so that nothing puts the newer ones in.
pub(super) fn go_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Ended {
    let tried = wait::for_others(pc, meter).and_then(|()| to_go_back(pc, ids, keep));
    let ended = match tried {
        Ok(back) => put_back(pc, &back, meter),
        Err(ended) => ended,
    };
    meter.moved(Phase::Verifying, 0.0, None);
    stay_and_tell(pc, ids, until, keep, meter, &ended)
}

/// After an undo was interrupted: masks what is back, and tells what is there.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
) -> Ended {
    let waited = wait::for_others(pc, meter);
    let said = waited.err().and_then(|busy| busy.details).unwrap_or_default();
    stay_and_tell(pc, ids, until, keep, meter, &Ended::failed(Cause::InterruptedBefore, &said))
}

/// No longer masks what an undo of ours masked. What somebody else masked stays masked.
pub(super) fn let_go(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    let mut shelf = match Shelf::open(keep) {
        Ok(shelf) => shelf,
        Err(error) => {
            return tell::each(ids, meter, |_| Ended::failed(Cause::Unexpected, &error.to_string()));
        }
    };
    let is_ours = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_some());
    let ours: Vec<UpdateId> = ids.iter().filter(is_ours).cloned().collect();
    ours.iter().filter_map(reference::of_id).for_each(|reference| mask(pc, &reference, false));
    let config = HERE.config(pc);
    let is_masked = |id: &UpdateId| config.is_masked(id.native());
    let free: Vec<UpdateId> = ours.iter().filter(|id| !is_masked(id)).cloned().collect();
    let noted = keep::note_back(&mut shelf, &free, None);
    tell::each(ids, meter, |id| {
        let ended = match &noted {
            _ if is_masked(id) => {
                Ended::not_done(Outcome::NeedsPerson, Cause::Held, "Masked by somebody else too")
            }
            Ok(()) => Ended::DONE,
            Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
        };
        let there = reference::of_id(id).and_then(|reference| ask::commit(pc, &HERE, &reference).ok()?);
        (ended, there)
    })
}

/// What is not at its commit yet, where all of them can go back.
fn to_go_back(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep) -> Result<Vec<(Reference, String)>, Ended> {
    let all = ask::installed(pc, &HERE).map_err(|error| Ended::failed(error.cause(), &error.said()))?;
    let shelf = Shelf::open(keep).map_err(|error| Ended::failed(Cause::NothingKept, &error.to_string()))?;
    let mut answers = Answers::new();
    let one = |id: &&UpdateId| may_go_back(pc, id, &all, &shelf, &mut answers).transpose();
    ids.iter().collect::<BTreeSet<_>>().iter().filter_map(one).collect()
}

fn may_go_back(
    pc: &Pc<'_>,
    id: &UpdateId,
    all: &All,
    shelf: &Shelf<'_>,
    answers: &mut Answers,
) -> Result<Option<(Reference, String)>, Ended> {
    let reference = reference::of_id(id).ok_or_else(|| Ended::failed(Cause::NotForThisPc, ""))?;
    let there = all.get(&reference);
    if there.is_some_and(|there| there.commit == id.version()) {
        return Ok(None);
    }
    let kept = shelf.kept(id).filter(|_| keep::file(shelf, id).is_some());
    let kept = kept.ok_or_else(|| Ended::failed(Cause::NothingKept, "It was not noted"))?;
    let there = there.ok_or_else(|| Ended::failed(Cause::ChangedSince, "It is not installed any more"))?;
    if HERE.config(pc).is_masked(reference.as_str()) {
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
    }
    if there.commit != kept.newer {
        return Err(Ended::failed(Cause::ChangedSince, &format!("There now: {}", there.commit)));
    }
    choose::newer(pc, &there.origin, answers)?;
    let old = ask::metadata_at(pc, &HERE, (&there.origin, &reference, id.version()));
    let old = old.map_err(|error| match error.cause() {
        Cause::FileGone => Ended::failed(Cause::NothingKept, &error.said()),
        cause => Ended::failed(cause, &error.said()),
    })?;
    match new_runtime(&old, all) {
        Some(runtime) => Err(Ended::failed(Cause::UndoBlocked, &format!("Would also install: {runtime}"))),
        None => Ok(Some((reference, id.version().to_owned()))),
    }
}

fn put_back(pc: &Pc<'_>, back: &[(Reference, String)], meter: &mut Meter<'_>) -> Ended {
    let mut worst = Ended::DONE;
    for (at, (reference, commit)) in back.iter().enumerate() {
        meter.moved(Phase::Installing, percent(at, back.len()), Some(reference.id()));
        let call = update(reference, commit, ["--no-deps"]);
        worst = worst.worse(ended(pc.tools.write(&call, &mut |_| {})));
    }
    worst
}

/// Masks what is back at its commit, looks once more, and tells every id.
fn stay_and_tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    otherwise: &Ended,
) -> Ended {
    let commit = |id: &UpdateId| reference::of_id(id).and_then(|of| ask::commit(pc, &HERE, &of).ok()?);
    let back: Vec<UpdateId> =
        ids.iter().filter(|id| commit(id).as_deref() == Some(id.version())).cloned().collect();
    let noted = stay(pc, &back, until, keep);
    let config = HERE.config(pc);
    tell::each(ids, meter, |id| {
        let there = commit(id);
        let ended = match &noted {
            _ if there.as_deref() != Some(id.version()) && *otherwise == Ended::DONE => {
                Ended::failed(Cause::InstalledButNotVerified, "")
            }
            _ if there.as_deref() != Some(id.version()) => otherwise.clone(),
            Ok(()) if config.is_masked(id.native()) => Ended::DONE,
            noted => {
                let said = noted.as_ref().err().map(ToString::to_string).unwrap_or_default();
                Ended::failed(Cause::Unexpected, &format!("It is back, and cannot be kept there. {said}"))
            }
        };
        (ended, there)
    })
}

/// What is noted first is ours to release, also where we are ended before it is masked.
fn stay(pc: &Pc<'_>, back: &[UpdateId], until: Option<Timestamp>, keep: &Keep) -> io::Result<()> {
    if back.is_empty() {
        return Ok(());
    }
    let mut shelf = Shelf::open(keep)?;
    let config = HERE.config(pc);
    let is_masked = |id: &UpdateId| config.is_masked(id.native());
    // Who orders it once more does not make the stay longer; what somebody let go by hand meanwhile begins a new one.
    let is_new = |id: &&UpdateId| shelf.kept(id).is_some_and(|kept| kept.back.is_none() || !is_masked(id));
    let new: Vec<UpdateId> = back.iter().filter(is_new).cloned().collect();
    keep::note_back(&mut shelf, &new, Some(Back { since: Timestamp::now(), until }))?;
    let to_mask = back.iter().filter(|id| !is_masked(id)).filter_map(reference::of_id);
    to_mask.for_each(|reference| mask(pc, &reference, true));
    Ok(())
}

/// Whether it worked, a look at the settings tells.
fn mask(pc: &Pc<'_>, reference: &Reference, on: bool) {
    let call = flatpak(&HERE, "mask");
    let call = if on { call } else { call.and(["--remove"]) };
    if let Err(error) = pc.tools.write(&call.and(["--", reference.as_str()]), &mut |_| {}) {
        tracing::warn!(%error, "Failed to have flatpak mask a ref, or not");
    }
}
