//! Installing offered revisions, and telling what is there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    snap::{ask, changes::Change, reference},
};
use serde_json::json;

use super::{
    choose::{self, Target},
    follow, wait,
};
use crate::{
    Ended,
    keep::{self, Keep, Shelf},
    meter::Meter,
    patience::Patience,
    tell,
};

/// Installs these revisions one after the other, each only if snapd offers exactly it right before. One that fails does
/// not cost the others; what is open is not closed.
pub(super) fn carry_out(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    let mut ends = BTreeMap::new();
    let all: BTreeSet<&UpdateId> = ids.iter().collect();
    let patience = Patience::on(pc);
    for (at, id) in all.iter().enumerate() {
        let mut moved = |change: &Change| progress(change, (at, all.len()), id, meter);
        moved(&Change::default());
        let tried = wait::for_others(pc, meter, &patience).and_then(|()| choose::decide(pc, id));
        let ended = match tried {
            Ok(Some(target)) => {
                put_in(pc, &target, keep, &mut |change| progress(change, (at, all.len()), id, meter))
            }
            Ok(None) => continue,
            Err(ended) => ended,
        };
        ends.insert((*id).clone(), ended);
    }
    wait::at_rest(pc, meter, &patience);
    meter.moved(Phase::Verifying, 0.0, None);
    tell(pc, ids, meter, |id| match ends.get(id) {
        Some(ended) if *ended != Ended::DONE => ended.clone(),
        _ => Ended::failed(Cause::InstalledButNotVerified, ""),
    })
}

/// snapd fetches a revision only when it installs it, so nothing is fetched, and nothing is called done that is not there.
pub(super) fn fetch(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    let later = Ended { outcome: Outcome::Waiting, cause: None, details: None };
    tell(pc, ids, meter, |id| choose::decide(pc, id).err().unwrap_or_else(|| later.clone()))
}

/// Tells every id once, after snapd was asked anew which revision is in use; `otherwise` says how those end whose it is
/// not.
pub(super) fn tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    let installed = wait::answered(pc, || ask::installed(pc));
    tell::each(ids, meter, |id| {
        let Some(wanted) = reference::of_id(id) else { return (otherwise(id), None) };
        let there = match &installed {
            Ok(installed) => installed.iter().find(|there| there.name == wanted.name),
            Err(error) => return (Ended::failed(error.cause(), &error.said()), None),
        };
        let is_there = there.is_some_and(|there| there.revision == wanted.revision);
        let version = there.and_then(|there| Some(there.reference().id()?.version().to_owned()));
        (if is_there { Ended::DONE } else { otherwise(id) }, version)
    })
}

/// Tells how far one of several is.
pub(super) fn progress(change: &Change, (at, of): (usize, usize), id: &UpdateId, meter: &mut Meter<'_>) {
    #[expect(clippy::cast_precision_loss, reason = "at most some hundreds")]
    let (at, of) = (at as f32, of.max(1) as f32);
    let phase = if change.is_fetching() { Phase::Downloading } else { Phase::Installing };
    meter.moved(phase, (at * 100.0 + change.percent()) / of, Some(id.native()));
}

/// An order of exactly one: where it is open snapd refuses it, and of several it might pass over it without a word.
fn put_in(pc: &Pc<'_>, target: &Target, keep: &Keep, each: &mut dyn FnMut(&Change)) -> Ended {
    note_older(keep, target);
    let path = format!("/v2/snaps/{}", target.reference.name);
    follow::ordered(pc, &path, &json!({ "action": "refresh" }), each)
}

/// Notes which revision was there: snapd keeps it. Whatever does not work is a version without a way back.
fn note_older(keep: &Keep, target: &Target) {
    let old = target.there.reference().id().filter(|_| target.there.is_app());
    let (Some(old), Some(new)) = (old, target.reference.id()) else { return };
    let noted = Shelf::open(keep).and_then(|mut shelf| {
        keep::note_name(&mut shelf, keep, &old, new.version(), Timestamp::now())?;
        shelf.save()
    });
    if let Err(error) = noted {
        tracing::warn!(%error, "Failed to note which revision was there");
    }
}
