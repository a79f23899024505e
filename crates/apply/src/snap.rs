//! snap: the twin of `patchround_updates::snap`. Everything is snapd's to do: it is told over its socket, and asked
//! afterwards.

#[cfg(test)]
#[cfg(target_os = "linux")]
pub(crate) mod case;
mod choose;
mod follow;
mod install;
mod refresh;
mod undo;
mod wait;

#[cfg(test)]
#[cfg(target_os = "linux")]
mod pretended;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{Pc, Source as Reader, snap};

use crate::{Ended, keep::Keep, meter::Meter, patience::Patience, source::Source};

/// The snaps of this PC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Snap;

impl Source for Snap {
    fn reader(&self) -> &'static dyn Reader {
        &snap::Snap
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh::refresh(pc, meter)
    }

    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::fetch(pc, ids, meter)
    }

    /// `agreed` is of no use here: no snap goes away for another.
    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        _agreed: &[PackageName],
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        install::carry_out(pc, ids, keep, meter)
    }

    /// snapd finishes by itself what it began, also after the power was gone, or takes it back.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        let waited = wait::for_others(pc, meter, &Patience::on(pc));
        meter.moved(Phase::Verifying, 0.0, None);
        install::tell(pc, ids, meter, |_| {
            let said = waited.clone().err().and_then(|busy| busy.details).unwrap_or_default();
            Ended::failed(Cause::InterruptedBefore, &said)
        })
    }

    /// As [`Self::look_again`]: there is nothing that anybody else could finish.
    fn repair(&self, _: &Pc<'_>, _: &mut Meter<'_>) -> Ended {
        Ended::DONE
    }

    fn undo(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        undo::go_back(pc, ids, until, keep, meter)
    }

    fn look_back(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        undo::look(pc, ids, until, keep, meter)
    }

    fn release(&self, pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
        undo::let_go(pc, ids, keep, meter)
    }

    fn writer(&self, pc: &Pc<'_>) -> Option<String> {
        wait::writer(pc)
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        wait::writer(pc)
    }
}
