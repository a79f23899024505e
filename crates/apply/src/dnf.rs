//! dnf: the twin of `patchround_updates::dnf`.

mod again;
mod busy;
#[cfg(test)]
#[cfg(unix)]
pub(crate) mod case;
mod choose;
mod install;
mod keep;
mod keys;
mod plan;
mod run;
mod target;
mod undo;
mod verify;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use patchround_protocol::{UpdateId, ids::PackageName};
use patchround_updates::{Pc, Source as Reader, dnf};

use crate::{Ended, keep::Keep, meter::Meter, patience::Patience, source::Source, unset};

/// dnf 4 or dnf 5 with rpm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dnf;

impl Source for Dnf {
    fn reader(&self) -> &'static dyn Reader {
        &dnf::Dnf
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        run::refresh(pc, meter, &Patience::on(pc))
    }

    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::fetch(pc, ids, meter, &Patience::on(pc))
    }

    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        agreed: &[PackageName],
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        unset::keep_room(pc);
        install::carry_out(pc, (ids, agreed), keep, meter, &Patience::on(pc))
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
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        unset::keep_room(pc);
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
        undo::let_go(pc, ids, keep, meter, &Patience::on(pc))
    }

    fn writer(&self, pc: &Pc<'_>) -> Option<String> {
        busy::writer(pc)
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        busy::writer(pc).or_else(|| busy::reader(pc))
    }
}
