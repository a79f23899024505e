//! Going back to the commit before, staying there, and no longer staying there.
//!
//! The PC keeps only the name of a commit; its files are fetched from the remote, if that still has them.

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    flatpak::{
        Installation,
        ask::{self, flatpak},
        installed::All,
        list::new_runtime,
        reference::{self, Reference},
    },
};

use super::{
    choose::{self, Answers},
    install::{ended, update, words},
    wait,
};
use crate::{
    Ended,
    back::{self, Hold, Holds, Now, There},
    keep::Keep,
    meter::{Meter, percent},
    patience::Patience,
};

/// Of a person's own nothing is noted, so that there is nothing to go back to.
const HERE: Installation = Installation::System;

/// Goes back to these commits, all or none, and masks them, so that nothing puts the newer ones in.
pub(super) fn go_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let tried =
        patience.until_nobody(meter, || wait::writer(pc, &HERE)).and_then(|()| to_go_back(pc, ids, keep));
    let ended = tried.map_or_else(|ended| ended, |back| put_back(pc, &back, meter));
    back::stay_and_tell(&mut Masks { pc }, ids, until, keep, meter, &ended)
}

/// After an undo was interrupted: masks what is back, and tells what is there.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let said = patience.until_nobody(meter, || wait::writer(pc, &HERE)).err().and_then(|busy| busy.details);
    let why = Ended::failed(Cause::InterruptedBefore, &said.unwrap_or_default());
    back::stay_and_tell(&mut Masks { pc }, ids, until, keep, meter, &why)
}

/// No longer masks what an undo of ours masked.
pub(super) fn let_go(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
    back::let_go(&mut Masks { pc }, ids, keep, meter)
}

/// What is not at its commit yet, where all of them can go back.
fn to_go_back(pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep) -> Result<Vec<(Reference, String)>, Ended> {
    let all = ask::installed(pc, &HERE)?;
    let mut answers = Answers::new();
    let files = back::files(ids, &Masks { pc }.look(ids)?, keep)?;
    files.iter().map(|(id, _)| may_go_back(pc, id, &all, &mut answers)).collect()
}

fn may_go_back(
    pc: &Pc<'_>,
    id: &UpdateId,
    all: &All,
    answers: &mut Answers,
) -> Result<(Reference, String), Ended> {
    let reference = reference::of_id(id).ok_or_else(|| Ended::failed(Cause::NotForThisPc, ""))?;
    let there = all.get(&reference);
    let there = there.ok_or_else(|| Ended::failed(Cause::ChangedSince, "It is not installed any more"))?;
    if let Some(left) = ask::left_of(pc, &HERE, &reference, id.version()) {
        let said = format!("An update that was cut off has left {left}: flatpak takes it for installed");
        return Err(Ended::failed(Cause::InterruptedBefore, &said));
    }
    choose::newer(pc, &HERE, &there.origin, answers)?;
    let old = ask::metadata_at(pc, &HERE, (&there.origin, &reference, id.version()));
    let old = old.map_err(|error| match error.cause() {
        Cause::FileGone => Ended::failed(Cause::NothingKept, &error.said()),
        _ => error.into(),
    })?;
    match new_runtime(&old, all) {
        Some(runtime) => Err(Ended::failed(Cause::UndoBlocked, &format!("Would also install: {runtime}"))),
        None => Ok((reference, id.version().to_owned())),
    }
}

/// How those end that are not at their commit afterwards.
fn put_back(pc: &Pc<'_>, back: &[(Reference, String)], meter: &mut Meter<'_>) -> Ended {
    let (mut worst, mut said) = (Ended::DONE, Vec::new());
    for (at, (reference, commit)) in back.iter().enumerate() {
        meter.moved(Phase::Installing, percent(at, back.len()), Some(reference.id()));
        let call = update(&HERE, reference, commit, ["--no-deps"]);
        let told = pc.tools.write(&call, &mut |_| {});
        said.extend(told.as_ref().ok().map(words));
        worst = worst.worse(ended(told));
    }
    if worst == Ended::DONE { back::not_there(&said.join("\n")) } else { worst }
}

/// flatpak's masks.
struct Masks<'a> {
    pc: &'a Pc<'a>,
}

impl Holds for Masks<'_> {
    fn look(&self, ids: &[UpdateId]) -> Result<Now, Ended> {
        let config = HERE.config(self.pc);
        let mut now = Now::new();
        for id in ids {
            let Some(reference) = reference::of_id(id) else { continue };
            let versions = ask::commit(self.pc, &HERE, &reference)?.into_iter().collect();
            let hold = match config.is_masked(reference.as_str()) {
                true if config.masked.iter().any(|pattern| pattern == reference.as_str()) => Hold::AsOurs,
                true => Hold::Another,
                false => Hold::Nothing,
            };
            now.insert(id.clone(), There { versions, is_whole: true, hold });
        }
        Ok(now)
    }

    fn hold(&mut self, ids: &[UpdateId], is_on: bool, _: &mut Meter<'_>) {
        ids.iter().filter_map(reference::of_id).for_each(|reference| mask(self.pc, &reference, is_on));
    }
}

/// Whether it worked, a look at the settings tells.
fn mask(pc: &Pc<'_>, reference: &Reference, on: bool) {
    let call = flatpak(&HERE, "mask");
    let call = if on { call } else { call.and(["--remove"]) };
    if let Err(error) = pc.tools.write(&call.and(["--", reference.as_str()]), &mut |_| {}) {
        tracing::warn!(%error, "Failed to have flatpak mask a ref, or not");
    }
}
