//! The calls that change something: dnf fetches, installs and goes back.

use std::{collections::BTreeSet, fs, time::Duration};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{
    Pc,
    command::{Call, Line, Told},
    dnf::{
        REFRESHED_STAMP,
        ask::{self, AskError},
        causes,
        generation::Generation,
    },
};

use super::{
    busy, keys,
    plan::{self, Plan},
};
use crate::{Ended, meter::Meter, patience::Patience};

/// sources.md K: reading lists is stopped after fifteen minutes. It may be: the old ones stay.
const REFRESH: Duration = Duration::from_secs(15 * 60);
/// A download that is slow is waited for; this only ends one that hangs for ever.
const FETCH: Duration = Duration::from_secs(12 * 60 * 60);
/// A question that solves dependencies.
const ASK: Duration = Duration::from_secs(5 * 60);

/// What is told to dnf whenever it changes something: nothing is added that is not needed, nothing goes because nothing
/// needs it any more, and what was fetched stays, to be kept when it is replaced.
const OPTIONS: [&str; 3] = [
    "--setopt=install_weak_deps=False",
    "--setopt=clean_requirements_on_remove=False",
    "--setopt=keepcache=True",
];

/// What dnf is to do with packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Upgrade,
    Downgrade,
    /// What is there once more: to keep it, or because its set-up was cut off.
    Reinstall,
}

impl Verb {
    fn word(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
            Self::Reinstall => "reinstall",
        }
    }
}

fn call(pc: &Pc<'_>, flags: &[&str], verb: Verb, packages: &[String]) -> Result<Call, AskError> {
    let generation = ask::generation_of(pc)?;
    let exits: &[&str] = match generation {
        // dnf 4 would wait for another one for ever and say nothing of it.
        Generation::Four => &["--setopt=exit_on_lock=True"],
        Generation::Five => &[],
    };
    let call = ask::call(generation, flags).and(OPTIONS).and(keys::none_from_elsewhere(pc));
    Ok(call.and(exits.iter().copied()).and([verb.word()]).and(packages))
}

/// What dnf would do. `None` where that is nothing at all. Asks again while somebody else is at work, and says who.
///
/// # Errors
/// [`AskError`] where it refuses.
pub(super) fn simulate(
    pc: &Pc<'_>,
    verb: Verb,
    packages: &[String],
    (meter, patience): (&mut Meter<'_>, &Patience),
) -> Result<Option<Plan>, AskError> {
    loop {
        let plan = simulate_once(pc, verb, packages);
        let is_busy = plan.as_ref().is_err_and(|error| error.cause() == Cause::BusyOtherUpdater);
        if !is_busy || !patience.waits(Some(&busy::anybody(pc)), meter) {
            return plan;
        }
    }
}

fn simulate_once(pc: &Pc<'_>, verb: Verb, packages: &[String]) -> Result<Option<Plan>, AskError> {
    let output = pc.tools.ask(&call(pc, &["-C", "--assumeno"], verb, packages)?, ASK)?;
    match plan::parse(&output.stdout) {
        // It always ends with 1: it was told to answer no.
        Some(plan) if output.status.is_some() => Ok(Some(plan)),
        _ if output.is_success() => Ok(None),
        _ => Err(ask::refused(&output)),
    }
}

/// Fetches packages and installs nothing.
///
/// # Errors
/// [`AskError`] where dnf could not be started or hangs.
pub(super) fn fetch(
    pc: &Pc<'_>,
    verb: Verb,
    packages: &[String],
    meter: &mut Meter<'_>,
) -> Result<Told, AskError> {
    meter.moved(Phase::Downloading, 0.0, None);
    let call = call(pc, &["-y"], verb, &[])?.and(["--downloadonly"]).and(packages);
    let told = pc.tools.fetch(&call, FETCH, &mut |line| moved(line, Phase::Downloading, meter))?;
    Ok(told)
}

/// What a run said that changed packages.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) told: Told,
    /// Packages of whose set-up a script failed, however much was said after it.
    pub(super) failed_scripts: BTreeSet<String>,
}

/// Changes packages, from what was fetched.
///
/// # Errors
/// [`AskError`] where dnf could not be started.
pub(super) fn change(
    pc: &Pc<'_>,
    verb: Verb,
    packages: &[String],
    meter: &mut Meter<'_>,
) -> Result<Changed, AskError> {
    let call = call(pc, &["-y", "-C"], verb, packages)?;
    let mut failed_scripts = BTreeSet::new();
    let told = pc.tools.write(&call, &mut |line| {
        let (Line::Output(text) | Line::Status(text)) = line;
        failed_scripts.extend(causes::failed_scripts(text));
        moved(line, Phase::Installing, meter);
    })?;
    Ok(Changed { told, failed_scripts })
}

/// What a run said, and how it ended.
pub(super) fn said(told: &Told) -> String {
    format!("{}\n[{}]", told.said(), told.ending())
}

/// Locks a package at the version that is there, or no longer.
///
/// # Errors
/// [`AskError`] where dnf could not be started. Whether it is locked is read from its file afterwards.
pub(super) fn lock(pc: &Pc<'_>, is_on: bool, names: &[String]) -> Result<Told, AskError> {
    let generation = ask::generation_of(pc)?;
    let verb = if is_on { "add" } else { "delete" };
    let raw: &[&str] = if generation == Generation::Four && is_on { &["--raw"] } else { &[] };
    let call = ask::call(generation, &["-q", "-C", "versionlock", verb]).and(raw.iter().copied()).and(names);
    Ok(pc.tools.write(&call, &mut |_| ())?)
}

/// `  Upgrading        : NAME   3/4` of dnf 4, `[3/6] Upgrading NAME  100% | ...` of dnf 5. `1/1` is what it does before.
fn moved(line: &Line, phase: Phase, meter: &mut Meter<'_>) {
    let Line::Output(line) = line else { return };
    let mut words = line.split_whitespace().map(|word| word.trim_matches(['[', ']']));
    let Some((at, of)) = words.find_map(|word| {
        let (at, of) = word.split_once('/')?;
        Some((at.parse::<u16>().ok()?, of.parse::<u16>().ok().filter(|of| *of > 1)?))
    }) else {
        return;
    };
    meter.moved(phase, f32::from(at) * 100.0 / f32::from(of), None);
}

/// Reads the lists of all sources anew. Installs nothing.
///
/// A source that does not answer is a failure also where the PC is set up to pass over it: without its list nobody
/// knows what it has.
pub(super) fn refresh(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    loop {
        let ended = read_lists(pc, meter);
        let is_busy = ended.cause == Some(Cause::BusyOtherUpdater);
        if !is_busy || !patience.waits(Some(&busy::anybody(pc)), meter) {
            return ended;
        }
    }
}

fn read_lists(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
    let generation = match ask::generation_of(pc) {
        Ok(generation) => generation,
        Err(error) => return error.into(),
    };
    let arguments: &[&str] = match generation {
        Generation::Four => &["-y", "--setopt=*.skip_if_unavailable=False", "--setopt=exit_on_lock=True"],
        Generation::Five => &["-y", "--setopt=*.skip_if_unavailable=False"],
    };
    let call =
        ask::call(generation, arguments).and(keys::none_from_elsewhere(pc)).and(["--refresh", "makecache"]);
    meter.moved(Phase::Downloading, 0.0, None);
    match pc.tools.fetch(&call, REFRESH, &mut |line| moved(line, Phase::Downloading, meter)) {
        Ok(told) if told.is_success() && !told.said().contains("Ignoring repositories") => {
            note_success(pc);
            Ended::DONE
        }
        Ok(told) => Ended::failed(causes::classify(&told.said()), &said(&told)),
        Err(error) => AskError::from(error).into(),
    }
}

/// Only here: nothing else on the PC tells a whole reading from a partly failed one.
fn note_success(pc: &Pc<'_>) {
    let stamp = pc.place(REFRESHED_STAMP);
    // dnf makes its folder with the first transaction.
    let made = stamp.parent().map_or(Ok(()), fs::create_dir_all);
    if let Err(error) = made.and_then(|()| fs::write(stamp, "")) {
        tracing::warn!(%error, "Failed to note when the lists were read");
    }
}
