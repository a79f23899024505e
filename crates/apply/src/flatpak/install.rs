//! Installing and fetching offered commits.

use std::time::Duration;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::{
    AskError, Pc,
    command::{Call, CommandError, Told},
    flatpak::{
        Installation,
        ask::{self, flatpak},
        causes,
        reference::{self, Reference},
    },
};

use super::{
    choose::{self, Target},
    wait,
};
use crate::{
    Ended, back,
    keep::{self, Keep, Shelf},
    meter::{Meter, percent},
    patience::Patience,
    room::{self, Disks, Needs},
    tell::{self, Verdicts},
};

/// Fetching ahead may be stopped: what is there of it counts the next time.
const FETCH_LIMIT: Duration = Duration::from_secs(60 * 60);

/// Installs these commits, each only if its remote offers exactly it at this moment. What runs goes on as it is. Notes what
/// was there where there is a place to keep that.
pub(super) fn carry_out(
    pc: &Pc<'_>,
    installation: &Installation,
    ids: &[UpdateId],
    keep: Option<&Keep>,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let mut ends = Verdicts::new();
    let targets = chosen(pc, installation, ids, room::to_install, &mut ends);
    if !targets.is_empty() {
        match patience.until_nobody(meter, || wait::writer(pc, installation)) {
            Ok(()) => {
                keep.into_iter().for_each(|keep| note_older(keep, &targets));
                put_in(pc, installation, &targets, meter, &mut ends);
            }
            Err(busy) => ends.extend(targets.iter().map(|target| (target.id.clone(), busy.clone()))),
        }
    }
    meter.moved(Phase::Verifying, 0.0, None);
    tell(pc, installation, ids, meter, |id| end_of(&ends, id))
}

/// Fetches these commits and installs nothing.
pub(super) fn fetch(
    pc: &Pc<'_>,
    installation: &Installation,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
) -> Ended {
    let mut ends = Verdicts::new();
    let targets = chosen(pc, installation, ids, room::to_fetch, &mut ends);
    for (at, target) in targets.iter().enumerate() {
        meter.moved(Phase::Downloading, percent(at, targets.len()), Some(target.reference.id()));
        let options = ["--no-deploy", "--no-deps"];
        let call = update(installation, &target.reference, &target.offer.commit, options);
        let ended = ended(pc.tools.fetch(&call, FETCH_LIMIT, &mut |_| {}));
        if ended != Ended::DONE {
            ends.insert(target.id.clone(), ended);
        } else if is_fetched(pc, installation, target) {
            ends.insert(target.id.clone(), Ended::DONE);
        }
    }
    tell(pc, installation, ids, meter, |id| end_of(&ends, id))
}

/// Tells every id once, after a new process was asked which commit is there; `otherwise` says how those end that are not
/// at theirs.
pub(super) fn tell(
    pc: &Pc<'_>,
    installation: &Installation,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    tell::each(ids, meter, |id| {
        let there = match reference::of_id(id).map(|reference| ask::commit(pc, installation, &reference)) {
            Some(Ok(there)) => there,
            Some(Err(error)) => return (Ended::from(error), None),
            None => None,
        };
        let is_there = there.as_deref() == Some(id.version());
        (if is_there { Ended::DONE } else { otherwise(id) }, there)
    })
}

/// `flatpak update` of one ref to exactly one commit.
pub(super) fn update<const N: usize>(
    installation: &Installation,
    reference: &Reference,
    commit: &str,
    options: [&str; N],
) -> Call {
    let exact = format!("--commit={commit}");
    let call = flatpak(installation, "update").and(["-y", "--noninteractive"]).and(options);
    call.and([&exact, "--", reference.as_str()])
}

/// How a run ended by its own account, which is not believed where it says that it did well.
pub(super) fn ended(told: Result<Told, CommandError>) -> Ended {
    match told {
        Ok(told) if told.is_success() => Ended::DONE,
        Ok(told) => {
            let cut_off = told.status.is_none().then_some(Cause::InterruptedBefore);
            let cause = cut_off.unwrap_or_else(|| causes::classify(&told.said()));
            Ended::failed(cause, &words(&told))
        }
        Err(error) => AskError::from(error).into(),
    }
}

/// What a run said, and how it ended.
pub(super) fn words(told: &Told) -> String {
    format!("{}\n[{}]", told.said(), told.ending())
}

fn end_of(ends: &Verdicts, id: &UpdateId) -> Ended {
    ends.get(id).cloned().unwrap_or_else(|| back::not_there(""))
}

/// The ids that may go and that there is room for: all or none.
fn chosen(
    pc: &Pc<'_>,
    installation: &Installation,
    ids: &[UpdateId],
    full: fn(&dyn Disks, Needs<'_>) -> Option<Ended>,
    ends: &mut Verdicts,
) -> Vec<Target> {
    let targets = match choose::choose(pc, installation, ids, ends) {
        Ok(targets) => targets,
        Err(error) => {
            tell::give_up(ids, &error.into(), ends);
            return Vec::new();
        }
    };
    let fetched = targets.iter().filter_map(|target| target.offer.download).sum();
    // ostree itself leaves 500 MB on top of it.
    let needs = Needs { fetched, installed: None, cache: &installation.folder(), system: &[] };
    let Some(full) = full(pc, needs) else { return targets };
    ends.extend(targets.into_iter().map(|target| (target.id, full.clone())));
    Vec::new()
}

/// One after the other: one that fails does not cost the others.
fn put_in(
    pc: &Pc<'_>,
    installation: &Installation,
    targets: &[Target],
    meter: &mut Meter<'_>,
    ends: &mut Verdicts,
) {
    for (at, target) in targets.iter().enumerate() {
        meter.moved(Phase::Installing, percent(at, targets.len()), Some(target.reference.id()));
        let commit = &target.offer.commit;
        // Without it a program's runtime would be brought to its newest commit too, which nobody ordered.
        let call = match target.needs_runtime {
            true => update(installation, &target.reference, commit, []),
            false => update(installation, &target.reference, commit, ["--no-deps"]),
        };
        let told = pc.tools.write(&call, &mut |_| {});
        let not_there = told.as_ref().ok().map(|told| back::not_there(&words(told)));
        let ended = Some(ended(told)).filter(|ended| *ended != Ended::DONE);
        ends.extend(ended.or(not_there).map(|ended| (target.id.clone(), ended)));
    }
}

/// Whether a commit lies in the installation's repository as a whole.
fn is_fetched(pc: &Pc<'_>, installation: &Installation, target: &Target) -> bool {
    let repository = pc.place(&format!("{}/repo", installation.folder()));
    let commit = &target.offer.commit;
    let object = format!("objects/{}/{}.commit", &commit[..2], &commit[2..]);
    let is_partial = repository.join(format!("state/{commit}.commitpartial")).exists();
    repository.join(object).is_file() && !is_partial
}

/// Notes which commits were there, as long as their remote still has them. Whatever does not work is a version without a
/// way back.
fn note_older(keep: &Keep, targets: &[Target]) {
    let now = Timestamp::now();
    let noted = Shelf::open(keep).and_then(|mut shelf| {
        for target in targets.iter().filter(|target| target.offer.has_older) {
            let Some(old) = target.reference.at(&target.offer.from) else { continue };
            keep::note_name(&mut shelf, keep, &old, &target.offer.commit, now)?;
        }
        shelf.save()
    });
    if let Err(error) = noted {
        tracing::warn!(%error, "Failed to note which commits were there");
    }
}
