//! Windows Update: the twin of `patchround_updates::windows_update`. Everything is the agent's to do, one update at a time:
//! it is told, and asked afterwards.

mod busy;
mod choose;
mod install;
mod refresh;
mod there;

#[cfg(test)]
pub(crate) mod case;
#[cfg(test)]
mod pretended;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc, Source as Reader,
    windows_update::{
        self as reader,
        agent::{Agent, Failure},
    },
};

use crate::{Ended, keep::Keep, meter::Meter, patience::Patience, source::Source, tell};

/// `IsUninstallable` says that somebody can remove it, not that the PC is what it was before: a cumulative update takes the
/// ones before it along, and those with a servicing stack are not removed at all.
const NO_WAY_BACK: &str = "What Windows Update put in does not go back";

/// What Windows Update offers this PC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WindowsUpdate;

impl Source for WindowsUpdate {
    fn reader(&self) -> &'static dyn Reader {
        &reader::WindowsUpdate
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh::refresh(pc, meter)
    }

    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::fetch(pc, ids, meter)
    }

    /// Nothing is ever removed for it, and nothing kept.
    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        _: &[PackageName],
        _: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        install::carry_out(pc, ids, meter)
    }

    /// The agent goes on when whoever told it is gone: it is waited for, and what is there is told.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        let waited = Patience::on(pc).until_nobody(meter, || busy::writer(pc));
        meter.moved(Phase::Verifying, 0.0, None);
        there::tell(pc, ids, meter, |_| {
            let said = waited.clone().err().and_then(|busy| busy.details).unwrap_or_default();
            Ended::failed(Cause::InterruptedBefore, &said)
        })
    }

    /// Windows finishes at its next start what was cut off, or takes it back.
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
        tell::each(ids, meter, |_| Ended::failed(Cause::UndoBlocked, NO_WAY_BACK))
    }

    fn look_back(
        &self,
        _: &Pc<'_>,
        ids: &[UpdateId],
        _: Option<Timestamp>,
        _: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        tell::each(ids, meter, |_| Ended::failed(Cause::UndoBlocked, NO_WAY_BACK))
    }

    fn release(&self, _: &Pc<'_>, ids: &[UpdateId], _: &Keep, meter: &mut Meter<'_>) -> Ended {
        tell::each(ids, meter, |_| Ended::failed(Cause::NothingKept, "Nothing is kept back by us here"))
    }

    fn writer(&self, pc: &Pc<'_>) -> Option<String> {
        busy::writer(pc)
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        busy::writer(pc)
    }
}

/// The PC's agent.
fn agent<'a>(pc: &Pc<'a>) -> Result<&'a dyn Agent, Ended> {
    pc.tools
        .update_agent()
        .ok_or_else(|| Ended::failed(Cause::WuServiceOff, "There is no Windows Update Agent"))
}

/// How it ends where the agent did not do it.
fn failed(error: Failure) -> Ended {
    Ended::failed(error.cause(), &error.to_string())
}
