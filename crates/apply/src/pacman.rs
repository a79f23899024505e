//! pacman: the twin of `patchround_updates::pacman`.
//!
//! An Arch PC is updated wholly or not at all: what is ordered must be all that is offered, else nothing is done.

mod again;
#[cfg(test)]
#[cfg(unix)]
pub(crate) mod case;
mod decide;
mod install;
mod lists;
mod lock;
mod refresh;
mod run;
mod verify;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId, ids::PackageName};
use patchround_updates::{Pc, Source as Reader, pacman};

use crate::{Ended, keep::Keep, meter::Meter, patience::Patience, source::Source, tell, unset};

/// Why there is no way back (docs/sources/pacman.md).
const NO_WAY_BACK: &str =
    "This PC is updated as a whole: one older package among newer ones is supported by nobody";

/// pacman.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pacman;

impl Source for Pacman {
    fn reader(&self) -> &'static dyn Reader {
        &pacman::Pacman
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh::refresh(pc, meter, &Patience::on(pc))
    }

    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::download(pc, ids, meter)
    }

    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        agreed: &[PackageName],
        _: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        unset::keep_room(pc);
        install::install(pc, ids, agreed, meter, &Patience::on(pc))
    }

    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        again::look(pc, ids, meter, &Patience::on(pc))
    }

    fn repair(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        unset::keep_room(pc);
        again::repair(pc, meter, &Patience::on(pc))
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
        lock::holder(pc, pacman::places::LOCK)
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        // Where nobody may look who has it open, the file itself says that somebody works.
        let is_there = pc.place(pacman::places::LOCK).symlink_metadata().is_ok();
        let works = || (is_there && !pacman::lock::is_left_over(pc)).then(|| "pacman".to_owned());
        self.writer(pc).or_else(works).or_else(|| lock::holder(pc, pacman::places::OUR_LOCK))
    }
}

#[cfg(test)]
mod tests;
