//! Fetching and installing, one update after the other: one that fails costs no other, and one that goes in with no other
//! has nothing beside it.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    windows_update::{
        agent::{Agent, Ending, Failure, How, Identity, Offer},
        list,
    },
};

use super::{agent, busy, choose, failed, there};
use crate::{Ended, meter::Meter, patience::Patience, room, tell};

/// Where the agent puts what it fetches.
const CACHE: &str = "/Windows/SoftwareDistribution";

/// Installs these revisions, each only if exactly it is offered right before. What goes in with no other comes last: it may
/// ask for a restart that stands in the way of the others.
pub(super) fn carry_out(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    let (patience, mut ends) = (Patience::on(pc), BTreeMap::new());
    let all = in_order(pc, ids);
    for (at, id) in all.iter().enumerate() {
        let mut part = Part { meter, at, of: all.len(), id };
        match put_in(pc, &patience, &mut part) {
            Ok(()) => {}
            Err(ended) => {
                ends.insert((*id).clone(), ended);
            }
        }
    }
    meter.moved(Phase::Verifying, 0.0, None);
    there::tell(pc, ids, meter, |id| {
        ends.get(id).cloned().unwrap_or_else(|| Ended::failed(Cause::InstalledButNotVerified, ""))
    })
}

/// Fetches these revisions, as far as there is room, and installs nothing. One whose licence nobody has accepted yet is
/// fetched when it is installed: only that order accepts it.
pub(super) fn fetch(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    let patience = Patience::on(pc);
    let mut ends = BTreeMap::new();
    let all: BTreeSet<&UpdateId> = ids.iter().collect();
    for (at, id) in all.iter().enumerate() {
        let mut part = Part { meter, at, of: all.len(), id };
        if let Err(ended) = got(pc, &patience, &mut part) {
            ends.insert((*id).clone(), ended);
        }
    }
    meter.moved(Phase::Verifying, 0.0, None);
    tell_fetched(pc, ids, meter, &ends)
}

/// One of several, and where its progress is told.
struct Part<'a, 'b> {
    meter: &'a mut Meter<'b>,
    at: usize,
    of: usize,
    id: &'a UpdateId,
}

impl Part<'_, '_> {
    fn moved(&mut self, phase: Phase, percent: f32) {
        #[expect(clippy::cast_precision_loss, reason = "at most some hundreds")]
        let (at, of) = (self.at as f32, self.of.max(1) as f32);
        self.meter.moved(phase, (at * 100.0 + percent) / of, Some(self.id.native()));
    }
}

/// Each once, those that go in with no other at the end. What cannot be learned here is when its turn comes.
fn in_order<'a>(pc: &Pc<'_>, ids: &'a [UpdateId]) -> Vec<&'a UpdateId> {
    let goes_alone =
        |id: &UpdateId| choose::decide(pc, id).is_ok_and(|offer| offer.is_some_and(|o| o.is_exclusive));
    let all: BTreeSet<&UpdateId> = ids.iter().collect();
    let (alone, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|id| goes_alone(id));
    others.into_iter().chain(alone).collect()
}

/// Waits for others, and does it; where somebody was faster, it waits once more.
fn put_in(pc: &Pc<'_>, patience: &Patience, part: &mut Part<'_, '_>) -> Result<(), Ended> {
    loop {
        patience.until_nobody(part.meter, || busy::writer(pc))?;
        let Some(offer) = choose::decide(pc, part.id)? else { return Ok(()) };
        let agent = agent(pc)?;
        match installed(agent, &offer, part) {
            Err(busy) if busy.cause == Some(Cause::BusyOtherUpdater) => {
                if agent.restart_required().is_ok_and(|required| required) {
                    return Err(Ended { cause: Some(Cause::RestartFirst), ..busy });
                }
                if !patience.waits(None, part.meter) {
                    return Err(busy);
                }
            }
            ended => return ended,
        }
    }
}

/// The manager has ordered this revision by its id, as whoever clicks "Install" at the PC does: that accepts its licence.
fn installed(agent: &dyn Agent, offer: &Offer, part: &mut Part<'_, '_>) -> Result<(), Ended> {
    if !offer.is_accepted {
        agent.accept(&offer.identity).map_err(failed)?;
    }
    downloaded(agent, offer, part)?;
    part.moved(Phase::Installing, 0.0);
    let ending = agent.install(&offer.identity, &mut |percent| part.moved(Phase::Installing, percent));
    went_well(ending)
}

fn downloaded(agent: &dyn Agent, offer: &Offer, part: &mut Part<'_, '_>) -> Result<(), Ended> {
    if offer.is_fetched {
        return Ok(());
    }
    part.moved(Phase::Downloading, 0.0);
    let ending = agent.download(&offer.identity, &mut |percent| part.moved(Phase::Downloading, percent));
    went_well(ending)
}

/// Fetches one ahead of its time.
fn got(pc: &Pc<'_>, patience: &Patience, part: &mut Part<'_, '_>) -> Result<(), Ended> {
    patience.until_nobody(part.meter, || busy::writer(pc))?;
    let Some(offer) = choose::decide(pc, part.id)? else { return Ok(()) };
    if !offer.is_accepted {
        return Err(Ended { outcome: Outcome::Waiting, cause: None, details: None });
    }
    // Of a cumulative update nobody knows how much it is: the room that has to be left is looked at all the same.
    let fetched = list::size(&offer).unwrap_or(1);
    let needs = room::Needs { fetched, installed: None, cache: CACHE, system: &[] };
    match room::to_fetch(pc, needs) {
        Some(full) => Err(full),
        None => downloaded(agent(pc)?, &offer, part),
    }
}

/// Tells every id once, after the agent was asked anew.
fn tell_fetched(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    ends: &BTreeMap<UpdateId, Ended>,
) -> Ended {
    let is_got = |id: &UpdateId| {
        let identity = Identity::of(id)?;
        there::known(agent(pc).ok()?, &identity).ok()?
    };
    tell::each(ids, meter, |id| {
        let known = is_got(id);
        let is_done =
            known.is_some_and(|offer| offer.is_fetched || offer.is_installed || offer.waits_for_restart);
        match ends.get(id) {
            None if is_done => Ended::DONE,
            None => Ended::failed(Cause::InstalledButNotVerified, ""),
            Some(ended) => ended.clone(),
        }
    })
}

/// How one update ended by the agent's own account, which is not believed where it says that it did well.
fn went_well(ending: Result<Ending, Failure>) -> Result<(), Ended> {
    let ending = ending.map_err(with_person)?;
    match ending.result {
        How::Done | How::DoneWithErrors => Ok(()),
        How::Stopped => Err(Ended::failed(Cause::InterruptedBefore, &said(ending))),
        How::Failed | How::Unfinished => Err(with_person(Failure::Code(ending.code))),
    }
}

fn said(ending: Ending) -> String {
    format!("Ended as {:?} with {:#010X}", ending.result, ending.code)
}

/// How it ends where nobody but somebody at the PC can go on.
fn with_person(error: Failure) -> Ended {
    let cause = error.cause();
    let is_for_person = matches!(cause, Cause::AtThePc | Cause::AsksQuestion | Cause::Battery);
    let outcome = if is_for_person { Outcome::NeedsPerson } else { Outcome::Failed };
    Ended::not_done(outcome, cause, &error.to_string())
}
