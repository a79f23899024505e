//! zypper: the twin of `patchround_updates::zypper`.

mod again;
mod blame;
#[cfg(test)]
#[cfg(unix)]
pub(crate) mod case;
mod choose;
mod fit;
mod install;
mod keep;
mod progress;
mod refresh;
mod run;
mod undo;
mod verify;

use jiff::Timestamp;
use patchround_protocol::{UpdateId, ids::PackageName};
use patchround_updates::{Pc, Source as Reader, rpm, zypper};

use crate::{Ended, keep::Keep, meter::Meter, patience::Patience, source::Source, unset};

/// Written by whoever uses zypper's library, with the number of its process.
const PID_FILE: &str = "/run/zypp.pid";

/// zypper and rpm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zypper;

impl Source for Zypper {
    fn reader(&self) -> &'static dyn Reader {
        &zypper::Zypper
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh::refresh(pc, meter, &Patience::on(pc))
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
        install::carry_out(pc, ids, agreed, keep, meter, &Patience::on(pc))
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
        writer(pc)
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        writer(pc)
    }
}

/// Who holds rpm's database, or uses zypper's library as root.
fn writer(pc: &Pc<'_>) -> Option<String> {
    rpm::writer(pc).or_else(|| rpm::noted_in(pc, PID_FILE))
}

#[cfg(test)]
mod pretended;
#[cfg(test)]
mod tests;
