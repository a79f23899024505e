//! winget: the twin of `patchround_updates::winget`, for the programs of the whole PC and for a person's own. One program at
//! a time, named by its id and its version, and never back.

#[cfg(test)]
pub(crate) mod case;
mod install;
#[cfg(test)]
mod played;
#[cfg(test)]
mod pretended;
#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc, Source as Reader,
    winget::{self, Owner, ask},
};

use crate::{Ended, keep::Keep, meter::Meter, own::Own, patience::Patience, source::Source, tell};

/// sources.md K: it may be stopped, the old catalogue stays.
const LIMIT: Duration = Duration::from_secs(10 * 60);
/// An older installer does not take the place of a newer program, and what its maker changed in people's files stays changed.
const NO_WAY_BACK: &str = "winget keeps no version that was there before";

/// The programs of a person. Nothing is kept for a way back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfPerson;

impl Own for OfPerson {
    fn id(&self) -> &'static str {
        winget::SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>, home: &str) -> bool {
        Owner::of_person(home).is_some_and(|owner| owner.is_here(pc))
    }

    fn refresh(&self, pc: &Pc<'_>, home: &str, meter: &mut Meter<'_>) -> Ended {
        Owner::of_person(home).map_or(Ended::DONE, |owner| refresh(pc, &owner, meter))
    }

    fn install(&self, pc: &Pc<'_>, home: &str, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        match Owner::of_person(home) {
            Some(owner) => install::carry_out(pc, &owner, ids, meter, &Patience::on(pc)),
            None => tell::each(ids, meter, |_| Ended::failed(Cause::NotForThisPc, "")),
        }
    }
}

/// The programs of the whole PC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Winget;

impl Source for Winget {
    fn reader(&self) -> &'static dyn Reader {
        &winget::Winget
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh(pc, &Owner::Machine, meter)
    }

    /// What winget fetches into a folder of somebody's it does not use when it installs: nothing is fetched ahead.
    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::ahead(pc, &Owner::Machine, ids, meter)
    }

    /// Nothing is ever removed for it.
    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        _: &[PackageName],
        _: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        install::carry_out(pc, &Owner::Machine, ids, meter, &Patience::on(pc))
    }

    /// Whether an installer goes on that outlived us nobody says: what is there is told.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        meter.moved(Phase::Verifying, 0.0, None);
        install::tell(pc, &Owner::Machine, ids, meter, |_| Ended::failed(Cause::InterruptedBefore, ""))
    }

    /// What an installer left half done only the same installer can finish: it is offered again.
    fn repair(&self, _: &Pc<'_>, _: &mut Meter<'_>) -> Ended {
        Ended::DONE
    }

    fn undo(
        &self,
        _: &Pc<'_>,
        ids: &[UpdateId],
        _: Option<Timestamp>,
        _: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        tell::each(ids, meter, |_| Ended::failed(Cause::NothingKept, NO_WAY_BACK))
    }

    fn look_back(
        &self,
        _: &Pc<'_>,
        ids: &[UpdateId],
        _: Option<Timestamp>,
        _: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        tell::each(ids, meter, |_| Ended::failed(Cause::NothingKept, NO_WAY_BACK))
    }

    fn release(&self, _: &Pc<'_>, ids: &[UpdateId], _: &Keep, meter: &mut Meter<'_>) -> Ended {
        tell::each(ids, meter, |_| Ended::failed(Cause::NothingKept, "Nothing is kept back by us here"))
    }

    /// winget has no lock that could be seen: that another installer works it says when it is told to install.
    fn writer(&self, _: &Pc<'_>) -> Option<String> {
        None
    }

    fn lock_holder(&self, _: &Pc<'_>) -> Option<String> {
        None
    }
}

/// Fetches the catalogue anew. winget does so by itself as well, when it is asked and its own is old.
fn refresh(pc: &Pc<'_>, owner: &Owner, meter: &mut Meter<'_>) -> Ended {
    meter.moved(Phase::Downloading, 0.0, None);
    let words = ["source", "update", "--name", winget::list::CATALOGUE, "--disable-interactivity"];
    let call = match ask::winget(pc, owner, &words) {
        Ok(call) => call,
        Err(error) => return error.into(),
    };
    match pc.tools.fetch(&call, LIMIT, &mut |_| {}) {
        Ok(told) if told.is_success() => Ended::DONE,
        Ok(told) => install::failed(&told),
        Err(error) => ask::AskError::from(error).into(),
    }
}
