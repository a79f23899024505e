//! What is really there, asked of the database by a new process, and told per id.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{
    Pc, Source as _,
    command::Told,
    pacman::{
        self, ask, causes, installed,
        said::{self, Failures},
    },
    unset::Unset,
};

use crate::{
    Ended,
    meter::Meter,
    tell::{self, Verdicts},
    unset,
};

use super::run::{self, Ran};

/// Looks at this PC and tells every id once.
///
/// `run` is pacman's run, none where it was not run, or why it could not be.
pub(super) fn tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    verdicts: &Verdicts,
    run: Result<Option<&Ran>, &Ended>,
    meter: &mut Meter<'_>,
) -> Ended {
    let database = match ask::database(pc) {
        Ok(database) => database,
        Err(error) => {
            let of_all = Ended::failed(error.cause(), &error.said());
            return tell::each(ids, meter, |id| verdicts.get(id).cloned().unwrap_or_else(|| of_all.clone()));
        }
    };
    let run = run.map(|ran| ran.map(Run::read));
    let unset = run
        .as_ref()
        .ok()
        .and_then(Option::as_ref)
        .map_or_else(|| installed::not_set_up(pc), |run| note(pc, &run.failures, run.brought, &database));
    let restart = pacman::Pacman.restart_need(pc).pending == Some(true);
    let kernels: Vec<String> = pacman::kernels(pc).into_values().collect();
    tell::each(ids, meter, |id| {
        let there = database.get(id.native());
        let ended = if there.is_some_and(|version| version == id.version()) {
            let is_kernel = kernels.iter().any(|kernel| kernel == id.native());
            let is_unset = unset.iter().any(|unset| unset.native == id.native());
            let run = run.as_ref().ok().and_then(Option::as_ref);
            there_ended(id, run, is_unset, restart && is_kernel)
        } else {
            verdicts.get(id).cloned().unwrap_or_else(|| not_there(id, &run))
        };
        (ended, there.cloned())
    })
}

/// Notes what is there and not set up after a run that has come to its end, by what failed in it and what it brought. Gives
/// all that is.
pub(super) fn note(
    pc: &Pc<'_>,
    failures: &Failures,
    brought: &[String],
    database: &BTreeMap<String, String>,
) -> Vec<Unset> {
    let mut all: BTreeSet<Unset> = installed::not_set_up(pc).into_iter().collect();
    let known = all.len();
    // Whose a failed step of the system is, nobody says.
    let of_all = if failures.hooks.is_empty() { &[] } else { brought };
    let as_it_is = |name: &String| installed::as_it_is(pc, name, database.get(name)?);
    let names = failures.scripts.iter().chain(of_all).filter(|name| !failures.half.contains(*name));
    all.extend(names.filter_map(as_it_is));
    if all.len() > known {
        unset::note(pc, pacman::SOURCE, all.iter().cloned());
    }
    all.into_iter().collect()
}

/// At its version: done, unless pacman said that it is not whole, or it waits for a restart.
fn there_ended(id: &UpdateId, run: Option<&Run<'_>>, is_unset: bool, waits: bool) -> Ended {
    if let Some(ended) = run.and_then(|run| run.about(id.native())) {
        return ended;
    }
    if is_unset {
        return Ended::failed(Cause::PackageScriptFailed, unset::SAID);
    }
    if waits { Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "") } else { Ended::DONE }
}

fn not_there(id: &UpdateId, run: &Result<Option<Run<'_>>, &Ended>) -> Ended {
    match run {
        Err(ended) => (*ended).clone(),
        Ok(Some(run)) => run.instead_of(id.native()),
        Ok(None) => Ended::failed(Cause::InstalledButNotVerified, ""),
    }
}

/// What one run of pacman said.
struct Run<'a> {
    told: &'a Told,
    failures: Failures,
    /// Packages that bring a file which is there already.
    in_conflict: BTreeSet<&'a str>,
    brought: &'a [String],
}

impl<'a> Run<'a> {
    fn read(ran: &'a Ran) -> Self {
        let told = &ran.told;
        let lines = || told.last_lines.iter().map(String::as_str);
        let owner = |line: &'a str| line.contains(" exists in ").then(|| line.split_once(": /"))?;
        let in_conflict = lines().filter_map(owner).map(|(name, _)| name).collect();
        Self { told, failures: said::failures(lines()), in_conflict, brought: &ran.brought }
    }

    /// What went wrong with a package that is there. Whose a failed step of the system is, pacman does not say: it is
    /// told of all that came in together.
    fn about(&self, name: &str) -> Option<Ended> {
        // The system's own steps come after all packages, and after the log's "completed".
        let is_cut = self.told.status.is_none();
        if is_cut && self.brought.iter().any(|brought| brought == name) {
            return Some(self.failed(Cause::InterruptedBefore));
        }
        if self.failures.half.contains(name) {
            return Some(self.failed(self.cause()));
        }
        let is_its = self.failures.scripts.contains(name) || !self.failures.hooks.is_empty();
        is_its.then(|| self.failed(Cause::PackageScriptFailed))
    }

    /// Why a package is not there.
    fn instead_of(&self, name: &str) -> Ended {
        let cause = self.cause();
        let others = !self.in_conflict.is_empty() && !self.in_conflict.contains(name);
        match cause {
            Cause::WouldRemove => Ended::not_done(Outcome::NeedsPerson, cause, &run::said(self.told)),
            Cause::FileConflict if others => self.failed(Cause::OtherFailed),
            Cause::Unexpected if self.told.status.is_none() => self.failed(Cause::InterruptedBefore),
            Cause::Unexpected if self.told.is_success() => self.failed(Cause::InstalledButNotVerified),
            // Another one's own step: this one was not reached.
            Cause::PackageScriptFailed if !self.failures.scripts.is_empty() => {
                self.failed(Cause::OtherFailed)
            }
            cause => self.failed(cause),
        }
    }

    fn cause(&self) -> Cause {
        causes::classify(&self.told.said())
    }

    fn failed(&self, cause: Cause) -> Ended {
        Ended::failed(cause, &run::said(self.told))
    }
}
