//! apt: the twin of `patchround_updates::apt`.

mod again;
#[cfg(test)]
#[cfg(unix)]
pub(crate) mod case;
mod install;
mod keep;
mod refresh;
mod transaction;
mod undo;

#[cfg(test)]
mod pretended;

use jiff::Timestamp;
use patchround_protocol::{UpdateId, ids::PackageName};
use patchround_updates::{Pc, Source as Reader, apt};

use crate::{Ended, keep::Keep, meter::Meter, patience::Patience, source::Source};
use transaction::RealApt;

/// The locks of dpkg and apt, the one that front ends take first.
const LOCKS: [&str; 3] = ["/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock"];

/// apt and dpkg.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Apt;

impl Source for Apt {
    fn reader(&self) -> &'static dyn Reader {
        &apt::Apt
    }

    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        refresh::refresh(pc, meter)
    }

    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        install::fetch(&mut RealApt { pc: *pc }, ids, meter)
    }

    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        agreed: &[PackageName],
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        install::carry_out(&mut RealApt { pc: *pc }, ids, agreed, Some(keep), meter)
    }

    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        again::look(&mut RealApt { pc: *pc }, ids, meter, &Patience::on(pc))
    }

    fn repair(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
        again::mend(&mut RealApt { pc: *pc }, meter, &Patience::on(pc))
    }

    fn undo(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        undo::go_back(&mut RealApt { pc: *pc }, ids, until, keep, meter)
    }

    fn look_back(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended {
        undo::look(&mut RealApt { pc: *pc }, ids, until, keep, meter, &Patience::on(pc))
    }

    fn release(&self, pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended {
        undo::let_go(&mut RealApt { pc: *pc }, ids, keep, meter)
    }

    fn writer(&self, pc: &Pc<'_>) -> Option<String> {
        LOCKS[..2].iter().find_map(|lock| patchround_updates::lock_holder(&pc.place(lock)))
    }

    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String> {
        LOCKS.iter().find_map(|lock| patchround_updates::lock_holder(&pc.place(lock)))
    }
}
