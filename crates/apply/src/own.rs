//! What belongs to a person: the twin of `patchround_updates::own`, run by the program in their session, as them and not
//! as root. An id that names an account is not for it: what is ordered of a session has none.

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;

use patchround_protocol::{Cause, UpdateId, progress::Progress};
use patchround_updates::Pc;

#[cfg(target_os = "linux")]
use crate::flatpak;
#[cfg(windows)]
use crate::winget;
use crate::{Ended, meter::Meter, tell};
#[cfg(target_os = "macos")]
use crate::{brew, mas};

/// What can be done with one way in which a person has programs of their own.
pub(crate) trait Own: Sync {
    /// The source's id.
    fn id(&self) -> &'static str;

    /// Whether the person with this home has any of it.
    fn is_here(&self, pc: &Pc<'_>, home: &str) -> bool;

    /// Reads its lists anew from their servers, and installs nothing.
    fn refresh(&self, pc: &Pc<'_>, home: &str, meter: &mut Meter<'_>) -> Ended;

    /// Installs what is offered at this moment in exactly this version, and tells each id once.
    fn install(&self, pc: &Pc<'_>, home: &str, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended;
}

/// Those of this system.
#[cfg(target_os = "linux")]
const ALL: &[&dyn Own] = &[&flatpak::OfPerson];
/// Those of this system.
#[cfg(target_os = "macos")]
const ALL: &[&dyn Own] = &[&brew::OfPerson, &mas::OfPerson];
/// Those of this system.
#[cfg(windows)]
const ALL: &[&dyn Own] = &[&winget::OfPerson];

/// Reads the lists of the sources anew that have anything of the person with this home, and installs nothing. Done where
/// none has.
pub fn refresh(pc: &Pc<'_>, home: &str, report: &mut dyn FnMut(Progress)) -> Ended {
    let mut meter = Meter::new(report);
    here(pc, home).iter().fold(Ended::DONE, |worst, own| worst.worse(own.refresh(pc, home, &mut meter)))
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
    let mut left = ids.to_vec();
    let mut parts = Vec::new();
    for own in here(pc, home) {
        let is_own = |id: &UpdateId| id.source() == own.id() && id.person().is_none();
        let (its, others): (Vec<UpdateId>, Vec<UpdateId>) = left.into_iter().partition(is_own);
        left = others;
        if !its.is_empty() {
            parts.push((own, its));
        }
    }
    let refused = tell::each(&left, &mut meter, |_| Ended::failed(Cause::NotForThisPc, ""));
    parts.into_iter().fold(refused, |worst, (own, ids)| worst.worse(own.install(pc, home, &ids, &mut meter)))
}

fn here(pc: &Pc<'_>, home: &str) -> Vec<&'static dyn Own> {
    ALL.iter().copied().filter(|own| own.is_here(pc, home)).collect()
}
