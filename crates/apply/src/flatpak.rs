//! flatpak: the twin of `patchround_updates::flatpak`, for the installation of the whole PC and for a person's own.

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
pub(crate) mod pretended;
#[cfg(test)]
#[cfg(unix)]
mod tests;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc, Source as Reader,
    flatpak::{self, Installation},
};

use crate::{Ended, keep::Keep, meter::Meter, own::Own, patience::Patience, source::Source, tell};

use refresh::refresh;

/// The flatpak of a person. Nothing is kept for a way back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfPerson;

impl Own for OfPerson {
    fn id(&self) -> &'static str {
        flatpak::SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>, home: &str) -> bool {
        Installation::of_person(home).is_some_and(|own| own.is_here(pc))
    }

    fn refresh(&self, pc: &Pc<'_>, home: &str, meter: &mut Meter<'_>) -> Ended {
        Installation::of_person(home).map_or(Ended::DONE, |own| refresh(pc, &own, meter))
    }

    fn install(&self, pc: &Pc<'_>, home: &str, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        match Installation::of_person(home) {
            Some(own) => install::carry_out(pc, &own, ids, None, meter, &Patience::on(pc)),
            None => tell::each(ids, meter, |_| Ended::failed(Cause::NotForThisPc, "")),
        }
    }
}

/// The flatpak of the whole PC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flatpak;

impl Source for Flatpak {
    fn reader(&self) -> &'static dyn Reader {
        &flatpak::Flatpak
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh(pc, &Installation::System, meter)
    }

    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::fetch(pc, &Installation::System, ids, meter)
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
        install::carry_out(pc, &Installation::System, ids, Some(keep), meter, &Patience::on(pc))
    }

    /// A commit is there or not, never by half: nothing has to be finished.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        let waited = Patience::on(pc).until_nobody(meter, || wait::writer(pc, &Installation::System));
        meter.moved(Phase::Verifying, 0.0, None);
        install::tell(pc, &Installation::System, ids, meter, |_| {
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
        wait::writer(pc, &Installation::System)
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        wait::writer(pc, &Installation::System)
    }
}
