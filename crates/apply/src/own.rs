//! What belongs to a person: the twin of `patchround_updates::own`, run by the program in their session, as them and not
//! as root. An id that names an account is not for it: what is ordered of a session has none.

#[cfg(test)]
#[cfg(unix)]
mod tests;

use patchround_protocol::{Cause, UpdateId, progress::Progress};
use patchround_updates::{
    Pc,
    flatpak::{self, Installation},
};

use crate::{Ended, meter::Meter, tell};

/// Reads the lists of the sources anew that have anything of the person with this home, and installs nothing. Done where
/// none has.
pub fn refresh(pc: &Pc<'_>, home: &str, report: &mut dyn FnMut(Progress)) -> Ended {
    let mut meter = Meter::new(report);
    flatpak_of(pc, home).map_or(Ended::DONE, |flatpak| crate::flatpak::refresh(pc, &flatpak, &mut meter))
}

/// Installs these updates of the person with this home, each only if its source itself offers it at this moment in exactly
/// this version. Removes nothing, and keeps nothing for a way back.
///
/// Tells [`Progress::UpdateEnded`] once for every id, after a new process asked what is there. One that fails does not
/// cost the others. Waits up to ten minutes for another program that is at work there, and names it.
///
/// Gives the worst of the ids' ends.
pub fn install(pc: &Pc<'_>, home: &str, ids: &[UpdateId], report: &mut dyn FnMut(Progress)) -> Ended {
    let mut meter = Meter::new(report);
    let flatpak = flatpak_of(pc, home);
    let is_own = |id: &UpdateId| flatpak.is_some() && id.source() == flatpak::SOURCE && id.person().is_none();
    let (own, others): (Vec<UpdateId>, Vec<UpdateId>) = ids.iter().cloned().partition(is_own);
    let refused = tell::each(&others, &mut meter, |_| Ended::failed(Cause::NotForThisPc, ""));
    match flatpak.filter(|_| !own.is_empty()) {
        Some(flatpak) => crate::flatpak::install_own(pc, &flatpak, &own, &mut meter).worse(refused),
        None => refused,
    }
}

fn flatpak_of(pc: &Pc<'_>, home: &str) -> Option<Installation> {
    Installation::of_person(home).filter(|flatpak| flatpak.is_here(pc))
}
