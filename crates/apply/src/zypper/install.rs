//! Installing offered updates.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Update, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc,
    command::CommandError,
    zypper::{ask, causes, detect, summary::Change},
};

use super::{
    choose::{self, Target, installed, is_there},
    fit::{self, Fitting, INSTALL, WHOLE},
    keep,
    run::{self, Run, asked},
    verify::{self, Known},
};
use crate::{
    Ended,
    keep::Keep,
    meter::Meter,
    patience::Patience,
    room::{self, Needs},
    rpm, tell,
};

const FETCH: [&str; 2] = ["--download-only", "--"];
const GO: [&str; 1] = ["--"];
/// Runs at most: each but the last finds at least one package to leave out.
const ROUNDS: usize = 16;

/// Installs these updates, each only if zypper itself offers it at this moment in exactly this version.
pub(super) fn carry_out(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    agreed: &[PackageName],
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let mut known = Known::default();
    let agreed: BTreeSet<String> = agreed.iter().map(|name| name.as_str().to_owned()).collect();
    if let Err(why) = try_all(pc, ids, &agreed, Some(keep), meter, patience, &mut known) {
        tell::give_up(ids, &why, &mut known.verdicts);
    }
    meter.moved(Phase::Verifying, 0.0, None);
    verify::look_and_tell(pc, ids, &known, meter)
}

/// Fetches these updates and installs nothing.
pub(super) fn fetch(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let mut known = Known::default();
    let fetched = match try_all(pc, ids, &BTreeSet::new(), None, meter, patience, &mut known) {
        Ok(fetched) => fetched,
        Err(why) => {
            tell::give_up(ids, &why, &mut known.verdicts);
            Vec::new()
        }
    };
    let there = installed(pc, ids).unwrap_or_default();
    let missing = rpm::missing(pc, &fetched, &ask::cached(pc.root));
    tell::each(ids, meter, |id| {
        let ended = match known.verdicts.get(id) {
            _ if is_there(id, &there) => Ended::DONE,
            _ if missing.contains(id) => {
                Ended::failed(Cause::HashMismatch, "It is not there after it was fetched")
            }
            _ if fetched.contains(id) => Ended::DONE,
            Some(verdict) => verdict.clone(),
            None => Ended::failed(Cause::Unexpected, ""),
        };
        (ended, verify::version(id, &there))
    })
}

/// Gives what was fetched. Without `keep` nothing is installed.
fn try_all(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    agreed: &BTreeSet<String>,
    keep: Option<&Keep>,
    meter: &mut Meter<'_>,
    patience: &Patience,
    known: &mut Known,
) -> Result<Vec<UpdateId>, Ended> {
    let there = installed(pc, ids)?;
    let is_left = |id: &&UpdateId| !is_there(id, &there);
    if ids.iter().find(is_left).is_none() {
        return Ok(Vec::new());
    }
    let offered = choose::offered(pc, meter, patience).map_err(|cause| Ended::failed(cause, ""))?;
    let targets = choose::choose(ids, &offered, &there, &mut known.verdicts);
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let way = Way { pc, agreed, patience, is_whole: detect::is_rolling(pc) };
    let Fitting { targets, removes, summary } = way.fitting(&targets, &offered, meter, known)?;
    let installed = Some(u64::try_from(summary.space).unwrap_or(0));
    let needs = Needs { fetched: summary.download, installed, cache: "/var/cache", system: &["/usr"] };
    if keep.is_none()
        && let Some(full) = room::to_fetch(pc, needs)
    {
        fail(&targets, &full, known);
        return Ok(Vec::new());
    }
    let all = targets.len();
    let refuse = |target: Target, ended: &Ended| drop(known.verdicts.insert(target.id, ended.clone()));
    let goes = room::enough(pc, needs, targets, Target::is_kernel, refuse);
    if way.is_whole && !goes.is_empty() && goes.len() < all {
        let said = "This system is only updated as a whole, and a part of it has no room";
        return Err(Ended::failed(Cause::BootFull, said));
    }
    let fetched = way.rounds(&FETCH, goes, &removes, meter, known);
    let ids = fetched.iter().map(|target| target.id.clone()).collect();
    if let Some(keep) = keep.filter(|_| !fetched.is_empty()) {
        keep::before(pc, keep, &fetched, &there, meter);
        known.restart.extend(fetched.iter().filter(|target| target.restart).map(|target| target.id.clone()));
        known.tried.extend(fetched.iter().map(|target| target.id.clone()));
        way.rounds(&GO, fetched, &removes, meter, known);
    }
    Ok(ids)
}

/// How it is done on this PC.
struct Way<'a> {
    pc: &'a Pc<'a>,
    agreed: &'a BTreeSet<String>,
    patience: &'a Patience,
    /// Everything that is offered, or nothing.
    is_whole: bool,
}

impl Way<'_> {
    fn fitting(
        &self,
        targets: &[Target],
        offered: &[Update],
        meter: &mut Meter<'_>,
        known: &mut Known,
    ) -> Result<Fitting, Ended> {
        if !self.is_whole {
            let wait = (meter, self.patience);
            return Ok(fit::fit(self.pc, targets, self.agreed, wait, &mut known.verdicts));
        }
        let goes = |update: &&Update| update.held.is_none() && update.blocked.is_none();
        let missing = offered.iter().filter(goes).filter(|u| !targets.iter().any(|t| t.id == u.id)).count();
        if missing > 0 {
            let said = format!(
                "This system is only updated as a whole, and {missing} updates of it were not ordered"
            );
            return Err(Ended::failed(Cause::DepsUnsolvable, &said));
        }
        let simulate = || fit::simulate(self.pc, &WHOLE, &[]).map_err(|refusal| refusal.ended);
        let summary = asked(meter, self.patience, simulate)?;
        if let Some(objection) = fit::objection(&summary, self.agreed) {
            return Err(objection);
        }
        let is_ordered = |change: &Change| {
            let native = format!("{}.{}", change.name, change.arch);
            targets.iter().any(|t| t.id.native() == native && t.id.version() == change.edition)
        };
        if let Some(other) = summary.upgrades.iter().find(|change| !is_ordered(change)) {
            let said = format!("Would also bring {} {}", other.name, other.edition);
            return Err(Ended::failed(Cause::VersionGone, &said));
        }
        Ok(Fitting { targets: targets.to_vec(), removes: Vec::new(), summary })
    }

    fn run(
        &self,
        how: &[&str],
        targets: &[Target],
        removes: &[String],
        meter: &mut Meter<'_>,
    ) -> Result<Run, CommandError> {
        if self.is_whole {
            let how = how.iter().copied().filter(|option| *option != "--");
            let arguments: Vec<&str> = WHOLE.into_iter().chain(how).collect();
            return run::write(self.pc, &arguments, &[], meter, self.patience);
        }
        let arguments: Vec<&str> = INSTALL.iter().chain(how).copied().collect();
        let exact: Vec<String> = targets.iter().map(Target::exact).chain(removes.iter().cloned()).collect();
        run::write(self.pc, &arguments, &exact, meter, self.patience)
    }

    /// Runs zypper until nothing more can be won, since it stops at the first package that fails. Gives what did not fail.
    fn rounds(
        &self,
        how: &[&str],
        targets: Vec<Target>,
        removes: &[String],
        meter: &mut Meter<'_>,
        known: &mut Known,
    ) -> Vec<Target> {
        let mut waiting = vec![targets];
        let mut done = Vec::new();
        let mut rounds = 0;
        while let Some(left) = waiting.pop() {
            if left.is_empty() {
                continue;
            }
            rounds += 1;
            // What goes for one update does not go for the others that are left without it.
            let removes = match self.removes_for(&left, removes, meter) {
                Ok(removes) => removes,
                Err(ended) => {
                    fail(&left, &ended, known);
                    continue;
                }
            };
            let run = if rounds > ROUNDS { None } else { Some(self.run(how, &left, &removes, meter)) };
            match run {
                Some(Ok(run)) => done.extend(self.judge(how, left, &run, &mut waiting, known)),
                Some(Err(error)) => fail(&left, &Ended::failed(Cause::Unexpected, &error.to_string()), known),
                None => fail(&left, &Ended::failed(Cause::Unexpected, "Tried too often"), known),
            }
        }
        done
    }

    fn removes_for(
        &self,
        left: &[Target],
        removes: &[String],
        meter: &mut Meter<'_>,
    ) -> Result<Vec<String>, Ended> {
        if removes.is_empty() || self.is_whole {
            return Ok(removes.to_vec());
        }
        let fit = || fit::try_with(self.pc, left, self.agreed);
        asked(meter, self.patience, fit).map(|(removes, _)| removes)
    }

    /// Gives what is done, and puts what is to be tried once more where it waits.
    fn judge(
        &self,
        how: &[&str],
        left: Vec<Target>,
        run: &Run,
        waiting: &mut Vec<Vec<Target>>,
        known: &mut Known,
    ) -> Vec<Target> {
        tracing::info!(status = run.status, packages = left.len(), "zypper has ended");
        let said = run.said();
        known.failed_scripts.extend(run.failed_scripts().into_iter().map(|package| (package, said.clone())));
        if run.is_success() {
            // Whatever it says: what is not there afterwards was not done, for what it said.
            let not_there = Ended::failed(Cause::InstalledButNotVerified, &said);
            fail(&left, &not_there, known);
            return left;
        }
        let is_install = how == GO;
        if is_install && run.status.is_none() {
            known.cut = Some(said.clone());
        }
        let (settled, mut left) = if is_install { self.settled(left) } else { (Vec::new(), left) };
        let before = left.len();
        for blamed in run.blamed() {
            let cause = causes::of_words(&blamed.said).unwrap_or_else(|| run.cause());
            let (out, stays): (Vec<Target>, Vec<Target>) =
                left.into_iter().partition(|t: &Target| blamed.is_about(t.name(), &t.full()));
            fail(&out, &Ended::failed(cause, &blamed.said), known);
            left = stays;
        }
        let why = Ended::failed(run.cause(), &said);
        match (before - left.len(), settled.len(), left.len()) {
            _ if self.is_whole => fail(&left, &why, known),
            (0, 0, 2..) if is_about_one(run.cause()) => {
                let second = left.split_off(left.len() / 2);
                waiting.extend([second, left]);
            }
            (0, 0, _) => fail(&left, &why, known),
            _ => waiting.push(left),
        }
        settled
    }

    /// What is there already, and what is not.
    fn settled(&self, left: Vec<Target>) -> (Vec<Target>, Vec<Target>) {
        let ids: Vec<UpdateId> = left.iter().map(|target| target.id.clone()).collect();
        let there = installed(self.pc, &ids).unwrap_or_default();
        left.into_iter().partition(|target| is_there(&target.id, &there))
    }
}

fn fail(targets: &[Target], why: &Ended, known: &mut Known) {
    known.verdicts.extend(targets.iter().map(|target| (target.id.clone(), why.clone())));
}

/// Whether it may be over without one of several packages.
fn is_about_one(cause: Cause) -> bool {
    use Cause::{
        DepsUnsolvable, FileConflict, FileGone, HashMismatch, Held, PackageScriptFailed, SignatureMissing,
        Unexpected, VersionGone, WouldRemove,
    };
    matches!(
        cause,
        DepsUnsolvable
            | FileConflict
            | FileGone
            | HashMismatch
            | Held
            | PackageScriptFailed
            | SignatureMissing
            | Unexpected
            | VersionGone
            | WouldRemove
    )
}
