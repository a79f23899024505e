//! fwupd: the twin of `patchround_updates::fwupd`. One device at a time, never with anything else, never on battery, and
//! never back.

mod busy;
mod install;
mod refresh;

#[cfg(test)]
#[cfg(unix)]
pub(crate) mod case;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{Pc, Source as Reader, fwupd};

use crate::{
    Ended,
    keep::Keep,
    meter::Meter,
    patience::Patience,
    source::{Source, goes_alone},
    tell,
};

/// An older version is offered for few devices, and may let in again what the newer one keeps out.
const NO_WAY_BACK: &str = "Firmware does not go back";

/// The firmware of this PC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fwupd;

impl Source for Fwupd {
    fn reader(&self) -> &'static dyn Reader {
        &fwupd::Fwupd
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh::refresh(pc, meter)
    }

    /// fwupd fetches and writes in one go: fetched ahead of its time there is nothing.
    fn download(&self, _: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        tell::each(ids, meter, goes_alone)
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
        install::carry_out(pc, ids, meter, &Patience::on(pc))
    }

    /// fwupd's daemon goes on when its client is gone: it is waited for, and what is there is told.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        let waited = install::nobody_writes(pc, meter, &Patience::on(pc));
        meter.moved(Phase::Verifying, 0.0, None);
        install::tell(pc, ids, meter, |_| {
            let said = waited.clone().err().and_then(|busy| busy.details).unwrap_or_default();
            Ended::failed(Cause::InterruptedBefore, &said)
        })
    }

    /// What was cut off is for the device itself to mend; there is nothing that could be finished from here.
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
