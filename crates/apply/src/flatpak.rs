//! flatpak: the twin of `patchround_updates::flatpak`, for the installation of the whole PC.

#[cfg(test)]
#[cfg(unix)]
pub(crate) mod case;
mod choose;
mod install;
mod refresh;
mod undo;
mod wait;

#[cfg(test)]
#[cfg(unix)]
mod pretended;
#[cfg(test)]
#[cfg(unix)]
mod tests;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc, Source as Reader,
    flatpak::{self, Installation},
};

use crate::{Ended, keep::Keep, meter::Meter, patience::Patience, source::Source};

/// What a person's own session has is not root's to change.
const HERE: Installation = Installation::System;

/// The flatpak of the whole PC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flatpak;

impl Source for Flatpak {
    fn reader(&self) -> &'static dyn Reader {
        &flatpak::Flatpak
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh::refresh(pc, &HERE, meter)
    }

    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::fetch(pc, ids, meter)
    }

    /// `agreed` is of no use here: flatpak removes something only where its maker says that something else takes its
    /// place, and that is left to a person.
    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        _agreed: &[PackageName],
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        install::carry_out(pc, ids, keep, meter, &Patience::on(pc))
    }

    /// A commit is there or not, never by half: nothing has to be finished.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        let waited = Patience::on(pc).until_nobody(meter, || wait::writer(pc));
        meter.moved(Phase::Verifying, 0.0, None);
        install::tell(pc, ids, meter, |_| {
            let said = waited.clone().err().and_then(|busy| busy.details).unwrap_or_default();
            Ended::failed(Cause::InterruptedBefore, &said)
        })
    }

    /// As [`Self::look_again`].
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
        undo::go_back(pc, ids, until, keep, meter, &Patience::on(pc))
    }

    fn look_back(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        undo::look(pc, ids, until, keep, meter, &Patience::on(pc))
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
