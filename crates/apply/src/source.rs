//! What every source can be told to do, and which one does what is ordered. What belongs to a person is left out
//! everywhere, and nothing is told of it: root does not touch it, their own session does ([`crate::own`]).

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Outcome, UpdateId,
    ids::{FIRMWARE, PackageName},
    progress::Progress,
};
use patchround_updates::{Pc, Source as Reader};

#[cfg(target_os = "macos")]
use crate::softwareupdate::SoftwareUpdate;
use crate::{Ended, keep::Keep, meter::Meter, tell};
#[cfg(target_os = "linux")]
use crate::{apt::Apt, dnf::Dnf, flatpak::Flatpak, fwupd::Fwupd, pacman::Pacman, snap::Snap, zypper::Zypper};
#[cfg(windows)]
use crate::{windows_update::WindowsUpdate, winget::Winget};

/// Every source of this system that can be written to. One that is named first goes first.
#[cfg(target_os = "linux")]
pub(crate) const SOURCES: &[&dyn Source] = &[&Apt, &Dnf, &Zypper, &Pacman, &Flatpak, &Snap, &Fwupd];
/// Every source of this system that can be written to. One that is named first goes first.
#[cfg(windows)]
pub(crate) const SOURCES: &[&dyn Source] = &[&WindowsUpdate, &Winget];
/// Every source of this system that can be written to. One that is named first goes first.
#[cfg(target_os = "macos")]
pub(crate) const SOURCES: &[&dyn Source] = &[&SoftwareUpdate];

/// The twin of a source of `patchround-updates`: what changes the PC.
///
/// Whatever gets ids tells [`Progress::UpdateEnded`] once for each of them, after a new process asked the package
/// database: no exit code is believed. docs/sources.md says which commands each one runs.
pub(crate) trait Source: Sync {
    /// Its reading half.
    fn reader(&self) -> &'static dyn Reader;

    /// Reads its lists anew from their servers, and installs nothing.
    fn refresh(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended;

    /// Fetches updates that are offered at this moment in exactly this version, and installs nothing.
    fn download(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended;

    /// Installs updates that are offered at this moment in exactly this version, and removes nothing but what is
    /// `agreed`. What is there before is kept for a way back as far as it can be.
    fn install(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        agreed: &[PackageName],
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended;

    /// After an installation was interrupted: finishes what was begun, begins nothing, and tells what is there.
    fn look_again(&self, pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended;

    /// Finishes what is unfinished; done where nothing is.
    fn repair(&self, pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended;

    /// Goes back to kept versions and stays there; all or none.
    fn undo(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended;

    /// After an undo was interrupted: as [`Self::look_again`], and stays at what is back.
    fn look_back(
        &self,
        pc: &Pc<'_>,
        ids: &[UpdateId],
        until: Option<Timestamp>,
        keep: &Keep,
        meter: &mut Meter<'_>,
    ) -> Ended;

    /// No longer stays at the versions that an undo went back to.
    fn release(&self, pc: &Pc<'_>, ids: &[UpdateId], keep: &Keep, meter: &mut Meter<'_>) -> Ended;

    /// The program that writes to its package database at this moment.
    fn writer(&self, pc: &Pc<'_>) -> Option<String>;

    /// The program that holds any lock of it, also one that only keeps its lists from being read anew.
    fn lock_holder(&self, pc: &Pc<'_>) -> Option<String>;
}

/// Reads the lists of all sources anew. Installs nothing. Where one could not be read, the others are all the same; that
/// of firmware, which counts as missing nowhere, does not make the others fail.
pub fn refresh(report: &mut dyn FnMut(Progress)) -> Ended {
    all(&mut Meter::new(report), |source, pc, meter| counted(source.reader().id(), source.refresh(pc, meter)))
}

/// The end of a refresh as it counts for the PC.
fn counted(source: &str, ended: Ended) -> Ended {
    if source != FIRMWARE || ended.outcome == Outcome::Done {
        return ended;
    }
    tracing::warn!(cause = ?ended.cause, "Failed to read the lists of firmware anew");
    Ended::DONE
}

/// Fetches these updates, each only if its source itself offers it at this moment in exactly this version, and installs
/// nothing. Leaves 2 GB of the disk free.
///
/// Tells [`Progress::UpdateEnded`] once for every id: done when a new process finds nothing of it left to
/// fetch, or when it is installed already.
pub fn download(ids: &[UpdateId], report: &mut dyn FnMut(Progress)) -> Ended {
    by_source(ids, &mut Meter::new(report), |source, pc, ids, meter| source.download(pc, ids, meter))
}

/// Installs these updates, each only if its source itself offers it at this moment in exactly this version.
///
/// Tells [`Progress::UpdateEnded`] once for every id, after a new process asked the package database. One update that
/// fails does not cost the others. Packages are removed only if they are in `agreed_removals`. Waits up to ten minutes
/// for another updater, and names it.
///
/// What is there before is kept as far as it can be, so that there is a way back; where not, that stops nothing.
///
/// Firmware goes in only where it is the one id that was ordered: beside others it is not touched.
///
/// Gives the worst of the ids' ends.
pub fn install(
    ids: &[UpdateId],
    agreed_removals: &[PackageName],
    keep: &Keep,
    report: &mut dyn FnMut(Progress),
) -> Ended {
    let mut meter = Meter::new(report);
    let (goes, beside) = without_firmware(ids);
    let refused = tell::each(&of_the_pc(&beside), &mut meter, goes_alone);
    by_source(&goes, &mut meter, |source, pc, ids, meter| {
        source.install(pc, ids, agreed_removals, keep, meter)
    })
    .worse(refused)
}

/// After an interruption: finishes what a package manager had begun, installs nothing, and tells per id what is there.
/// An id that is not at its version ends in failed, interrupted before.
///
/// A package manager that outlives whoever started it is waited for: what it still installs is told as it is then.
pub fn look_again(ids: &[UpdateId], report: &mut dyn FnMut(Progress)) -> Ended {
    by_source(ids, &mut Meter::new(report), |source, pc, ids, meter| source.look_again(pc, ids, meter))
}

/// Finishes what was begun, if something really is interrupted; else there is nothing to do, and that is done. Done
/// means that a fresh look finds nothing unfinished any more.
pub fn repair(report: &mut dyn FnMut(Progress)) -> Ended {
    all(&mut Meter::new(report), |source, pc, meter| source.repair(pc, meter))
}

/// Goes back to these versions, each only if this PC has kept it, its file is still what was kept, and what took its
/// place is what is there; all of one source or none. Then they are on hold, so that nothing puts the newer ones in.
///
/// Removes nothing, adds nothing and changes no other package. Tells [`Progress::UpdateEnded`] once for every id: done
/// when a new process finds that version in the package database, and on hold.
pub fn undo(
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    report: &mut dyn FnMut(Progress),
) -> Ended {
    by_source(ids, &mut Meter::new(report), |source, pc, ids, meter| source.undo(pc, ids, until, keep, meter))
}

/// After an undo was interrupted: finishes what was begun, puts on hold what is back, and tells what is there.
pub fn look_back(
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    report: &mut dyn FnMut(Progress),
) -> Ended {
    by_source(ids, &mut Meter::new(report), |source, pc, ids, meter| {
        source.look_back(pc, ids, until, keep, meter)
    })
}

/// No longer keeps these packages at the versions that an undo of ours went back to. What somebody else put on hold
/// stays on hold.
pub fn release(ids: &[UpdateId], keep: &Keep, report: &mut dyn FnMut(Progress)) -> Ended {
    by_source(ids, &mut Meter::new(report), |source, pc, ids, meter| source.release(pc, ids, keep, meter))
}

/// The program that writes packages on this PC at this moment, if one does.
pub(crate) fn writer() -> Option<String> {
    let pc = Pc::this();
    here(&pc).into_iter().find_map(|source| source.writer(&pc))
}

/// The program that holds a lock of one of this PC's package managers.
pub(crate) fn lock_holder() -> Option<String> {
    let pc = Pc::this();
    here(&pc).into_iter().find_map(|source| source.lock_holder(&pc))
}

/// What may go in together, and the firmware that may not because it is not alone.
fn without_firmware(ids: &[UpdateId]) -> (Vec<UpdateId>, Vec<UpdateId>) {
    match ids {
        [one] => (vec![one.clone()], Vec::new()),
        ids => ids.iter().cloned().partition(|id| !id.is_firmware()),
    }
}

/// How firmware ends that was ordered with something else.
pub(crate) fn goes_alone(_: &UpdateId) -> Ended {
    Ended::not_done(Outcome::NeedsPerson, Cause::GoesAlone, "")
}

/// The ids without those of people's own programs.
fn of_the_pc(ids: &[UpdateId]) -> Vec<UpdateId> {
    ids.iter().filter(|id| id.person().is_none()).cloned().collect()
}

fn here(pc: &Pc<'_>) -> Vec<&'static dyn Source> {
    SOURCES.iter().copied().filter(|source| source.reader().is_here(pc)).collect()
}

/// Has every source of this PC do it, one after the other, and gives the worst end.
fn all(meter: &mut Meter<'_>, act: impl Fn(&dyn Source, &Pc<'_>, &mut Meter<'_>) -> Ended) -> Ended {
    let pc = Pc::this();
    let sources = here(&pc);
    let mut worst: Option<Ended> = None;
    for (at, source) in sources.iter().enumerate() {
        meter.part(at, sources.len());
        let ended = act(*source, &pc, meter);
        worst = Some(worst.map_or(ended.clone(), |worst| worst.worse(ended)));
    }
    worst.unwrap_or_else(|| Ended::failed(Cause::NotForThisPc, ""))
}

/// Has each id's source do it, one after the other, and gives the worst end. What is of no source of this PC is told to
/// be not for it; where only a person's own was ordered, it is done and nobody did anything.
fn by_source(
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    act: impl Fn(&dyn Source, &Pc<'_>, &[UpdateId], &mut Meter<'_>) -> Ended,
) -> Ended {
    let pc = Pc::this();
    let (parts, others) = divided(&of_the_pc(ids), here(&pc));
    let mut worst = tell::each(&others, meter, |_| Ended::failed(Cause::NotForThisPc, ""));
    for (at, (source, ids)) in parts.iter().enumerate() {
        meter.part(at, parts.len());
        worst = worst.worse(act(*source, &pc, ids, meter));
    }
    worst
}

type Part = (&'static dyn Source, Vec<UpdateId>);

/// The ids by source, and those that are of none.
fn divided(
    ids: &[UpdateId],
    sources: impl IntoIterator<Item = &'static dyn Source>,
) -> (Vec<Part>, Vec<UpdateId>) {
    let mut left = ids.to_vec();
    let mut parts = Vec::new();
    for source in sources {
        let (own, others) = left.into_iter().partition(|id: &UpdateId| id.source() == source.reader().id());
        left = others;
        parts.push((source, own));
    }
    parts.retain(|(_, own): &Part| !own.is_empty());
    (parts, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firmware_is_left_alone_beside_anything_else() {
        let ids: Vec<UpdateId> =
            ["apt:a:all@1", "fwupd:b@2", "fwupd:c@2"].iter().map(|id| id.parse().unwrap()).collect();
        let one = |at: usize| vec![ids[at].clone()];
        assert_eq!(without_firmware(&ids), (one(0), ids[1..].to_vec()));
        assert_eq!(without_firmware(&ids[1..2]), (one(1), Vec::new()));
        assert_eq!(without_firmware(&ids[1..]), (Vec::new(), ids[1..].to_vec()));
    }

    #[test]
    fn what_belongs_to_a_person_is_left_alone_and_nothing_is_told_of_it() {
        let own =
            ["flatpak:~1000/app/a.B/x86_64/stable@1", "apt:~1000/a@1", "fwupd:~1001/b@2", "winget:~1000/C@2"];
        let own: Vec<UpdateId> = own.iter().map(|id| id.parse().unwrap()).collect();
        let keep = keep_nowhere();
        let told = |ids: &[UpdateId], verb: Verb<'_>| {
            let mut told = Vec::new();
            let ended = verb(ids, &mut |line| told.push(line));
            (ended, told)
        };
        let verbs: [Verb<'_>; 6] = [
            &|ids, report| install(ids, &[], &keep, report),
            &|ids, report| download(ids, report),
            &|ids, report| look_again(ids, report),
            &|ids, report| undo(ids, None, &keep, report),
            &|ids, report| look_back(ids, None, &keep, report),
            &|ids, report| release(ids, &keep, report),
        ];
        let stranger: UpdateId = "winget:D@2".parse().unwrap();
        let mixed = [own.clone(), vec![stranger.clone()]].concat();
        for verb in verbs {
            assert_eq!(told(&own, verb), (Ended::DONE, Vec::new()));
            let (ended, lines) = told(&mixed, verb);
            let [Progress::UpdateEnded { id, cause, .. }] = &lines[..] else { panic!("{lines:?}") };
            assert_eq!(
                (id, *cause, ended.cause),
                (&stranger, Some(Cause::NotForThisPc), Some(Cause::NotForThisPc))
            );
        }
    }

    #[test]
    fn firmware_beside_a_persons_own_program_is_not_alone() {
        let ids: Vec<UpdateId> =
            ["fwupd:b@2", "flatpak:~1000/app/a.B/x86_64/stable@1"].map(|id| id.parse().unwrap()).into();
        let mut told = Vec::new();
        install(&ids, &[], &keep_nowhere(), &mut |line| told.push(line));
        let [Progress::UpdateEnded { id, cause, .. }] = &told[..] else { panic!("{told:?}") };
        assert_eq!((id, *cause), (&ids[0], Some(Cause::GoesAlone)));
    }

    type Verb<'a> = &'a dyn Fn(&[UpdateId], &mut dyn FnMut(Progress)) -> Ended;

    fn keep_nowhere() -> Keep {
        Keep { folder: "/nowhere/kept".into(), told: "/nowhere/kept.json".into() }
    }

    #[test]
    fn a_pc_that_reaches_no_server_of_firmware_has_read_its_lists_all_the_same() {
        let offline = || Ended::failed(Cause::NoNetwork, "");
        assert_eq!(counted("fwupd", offline()), Ended::DONE);
        assert_eq!(counted("apt", offline()), offline());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn an_id_of_a_source_this_pc_does_not_have_is_told_and_nobody_is_asked() {
        let ids: Vec<UpdateId> =
            ["apt:a:all@1", "winget:B@2", "apt:c:all@3"].iter().map(|id| id.parse().unwrap()).collect();
        let (parts, others) = divided(&ids, SOURCES.iter().copied());
        let apts: Vec<_> = parts.iter().flat_map(|(_, own)| own).map(UpdateId::as_str).collect();
        assert_eq!((apts, others), (vec!["apt:a:all@1", "apt:c:all@3"], vec![ids[1].clone()]));
    }
}
