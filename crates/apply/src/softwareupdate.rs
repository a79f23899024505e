//! softwareupdate: the twin of `patchround_updates::softwareupdate`. It puts in what needs neither a restart nor a password;
//! everything else is left to whoever sits at the Mac.

#[cfg(test)]
pub(crate) mod case;
mod install;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc, Source as Reader,
    softwareupdate::{self, ask},
};

use crate::{Ended, keep::Keep, meter::Meter, running, source::Source, tell};

const NO_WAY_BACK: &str = "macOS does not go back";
/// Whoever puts packages in: Apple's own program on order, and the one that opens a package.
const WRITERS: &str = "softwareupdate (-i|--install)|/usr/sbin/installer ";

/// The updates of macOS itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SoftwareUpdate;

impl Source for SoftwareUpdate {
    fn reader(&self) -> &'static dyn Reader {
        &softwareupdate::SoftwareUpdate
    }

    /// A list asks Apple's servers by itself.
    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        meter.moved(Phase::Downloading, 0.0, None);
        ask::listed(pc).map_or_else(Ended::from, |_| Ended::DONE)
    }

    /// What was fetched ahead cannot be seen afterwards: it is fetched when it goes in.
    fn download(&self, _: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        tell::each(ids, meter, |_| Ended { outcome: Outcome::Waiting, cause: None, details: None })
    }

    /// Nothing is ever removed for it, and nothing is kept.
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

    /// macOS finishes what it began by itself.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::look(pc, ids, meter, |_| None, |_| Ended::failed(Cause::InterruptedBefore, ""))
    }

    /// As [`Self::look_again`].
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
        running::first(pc, WRITERS)
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        self.writer(pc)
    }
}
