//! Running `apt-get` until nothing more can be won: one broken package must not cost the others.

use std::{
    collections::BTreeSet,
    thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{
    apt::{causes, name_of, status, uris},
    command::{CommandError, Line, Told},
};

use super::{Apt, Mode, Target, Verdict, Verdicts, exact, fit, verify};
use crate::meter::Meter;

/// Runs at most: each but the last finds at least one package to leave out.
const ROUNDS: usize = 8;
/// How long another updater is waited for where apt does not wait itself (the lock of its cache).
const PATIENCE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_secs(5);

/// What one run said.
struct Run {
    success: bool,
    /// Packages it blames, each with the cause.
    blamed: Vec<(String, Cause)>,
    cause: Cause,
    said: String,
}

/// Runs apt on the targets. Gives those of the last, successful run; those that failed get a verdict.
///
/// Where removals are agreed to, apt is asked before each run whether it would still remove nothing else:
/// what it removes depends on what is left to install.
pub(super) fn run(
    apt: &mut dyn Apt,
    mode: Mode,
    targets: Vec<Target>,
    agreed: &BTreeSet<String>,
    meter: &mut Meter<'_>,
    verdicts: &mut Verdicts,
) -> Vec<Target> {
    let mut left = targets;
    let patience = Instant::now() + PATIENCE;
    let mut rounds = 0;
    while !left.is_empty() && rounds < ROUNDS {
        if let Some(verdict) = objection(apt, mode, &left, agreed) {
            verdicts.extend(left.drain(..).map(|target| (target.id, verdict.clone())));
            return Vec::new();
        }
        let run = once(apt, mode, &left, meter);
        if run.success {
            return left;
        }
        if run.cause == Cause::BusyOtherUpdater && Instant::now() < patience {
            meter.moved(Phase::Waiting, 0.0, run.said.lines().rev().find_map(causes::lock_holder));
            thread::sleep(PAUSE);
            continue;
        }
        rounds += 1;
        let before = left.len();
        if mode != Mode::Download {
            drop_settled(apt, &mut left);
        }
        for (target, cause) in culprits(apt, &left, &run) {
            left.retain(|t| t.id != target.id);
            let said = about(&run.said, &target.name);
            verdicts.insert(target.id, Verdict::failed(cause, said));
        }
        if left.len() == before {
            give_up(&mut left, &run, verdicts);
        }
        tracing::info!(
            ?mode,
            out = before - left.len(),
            left = left.len(),
            "Trying again without what failed"
        );
    }
    for target in left {
        verdicts.entry(target.id).or_insert_with(|| Verdict::failed(Cause::Unexpected, "Tried too often"));
    }
    Vec::new()
}

/// A run that stops at a package leaves others unpacked: they are set up, whatever became of it.
pub(super) fn finish(apt: &mut dyn Apt, targets: &[Target], meter: &mut Meter<'_>) {
    let names: BTreeSet<_> = targets.iter().map(|t| t.name.as_str()).collect();
    let unfinished = |t: &Target, database: &[_]| verify::entry_of(t, database).is_some_and(|e| !e.installed);
    if apt.database(&names).is_ok_and(|database| targets.iter().any(|t| unfinished(t, &database)))
        && let Err(error) = configure(apt, meter)
    {
        tracing::warn!(%error, "Failed to set up what was unpacked");
    }
}

/// `dpkg --configure -a`, with progress.
pub(crate) fn configure(apt: &mut dyn Apt, meter: &mut Meter<'_>) -> Result<Told, CommandError> {
    apt.configure(&mut |line| {
        if let Line::Status(text) = line
            && let Some(name) = status::dpkg_package(text)
        {
            meter.moved(Phase::Installing, 0.0, Some(name));
        }
    })
}

fn objection(apt: &dyn Apt, mode: Mode, left: &[Target], agreed: &BTreeSet<String>) -> Option<Verdict> {
    if mode != Mode::InstallAndRemove {
        return None;
    }
    match apt.simulate(&exact(left)) {
        Ok(simulation) => fit::objection(&simulation, agreed),
        Err(error) => Some(Verdict::failed(error.cause(), error.said())),
    }
}

fn give_up(left: &mut Vec<Target>, run: &Run, verdicts: &mut Verdicts) {
    for target in left.drain(..) {
        verdicts.insert(target.id, Verdict::failed(run.cause, run.said.clone()));
    }
}

fn once(apt: &mut dyn Apt, mode: Mode, targets: &[Target], meter: &mut Meter<'_>) -> Run {
    let mut errors = Vec::new();
    let told = apt.run(mode, &exact(targets), &mut |line| hear(line, mode, meter, &mut errors));
    conclude(mode, told, errors)
}

/// Progress goes to the meter, errors are kept, and who holds a lock is named.
fn hear(line: &Line, mode: Mode, meter: &mut Meter<'_>, errors: &mut Vec<(String, String)>) {
    match line {
        Line::Status(text) => match status::parse(text) {
            Some(status::Status::Download { percent }) if mode == Mode::Download => {
                meter.moved(Phase::Downloading, percent, None);
            }
            Some(status::Status::Package { name, percent }) => {
                meter.moved(Phase::Installing, percent, name.as_deref().map(name_of));
            }
            Some(status::Status::Error { name, sentence }) => errors.push((name, sentence)),
            Some(status::Status::Download { .. }) | None => {}
        },
        Line::Output(text) if text.starts_with("Waiting for cache lock") => {
            meter.moved(Phase::Waiting, 0.0, causes::lock_holder(text));
        }
        Line::Output(_) => {}
    }
}

fn conclude(mode: Mode, told: Result<Told, CommandError>, errors: Vec<(String, String)>) -> Run {
    let told = match told {
        Ok(told) => told,
        Err(error) => {
            let said = error.to_string();
            return Run { success: false, blamed: Vec::new(), cause: Cause::Unexpected, said };
        }
    };
    let said = told.said();
    let blamed = match mode {
        Mode::Download => causes::unfetched(&said),
        Mode::Install | Mode::InstallAndRemove => {
            errors.into_iter().map(|(n, s)| (n, cause_of(&s))).collect()
        }
    };
    let cause = match causes::classify(&said) {
        Cause::Unexpected if told.status.is_none() => Cause::InterruptedBefore,
        cause => cause,
    };
    Run { success: told.is_success(), blamed, cause, said }
}

/// dpkg's sentence about one package. Without a known reason it is the package's own step that failed.
fn cause_of(sentence: &str) -> Cause {
    match causes::classify(sentence) {
        Cause::Unexpected => Cause::PackageScriptFailed,
        cause => cause,
    }
}

/// Leaves out the targets that dpkg's database shows at their version.
fn drop_settled(apt: &dyn Apt, left: &mut Vec<Target>) {
    let names: BTreeSet<_> = left.iter().map(|t| t.name.as_str()).collect();
    if let Ok(database) = apt.database(&names) {
        left.retain(|target| !verify::is_there(target, &database));
    }
}

/// The targets that a run failed for: those it names, else those that need a package it names.
fn culprits(apt: &dyn Apt, left: &[Target], run: &Run) -> Vec<(Target, Cause)> {
    let cause_for =
        |name: &str| run.blamed.iter().find(|(blamed, _)| name_of(blamed) == name).map(|(_, c)| *c);
    let named: Vec<_> = left.iter().filter_map(|t| Some((t.clone(), cause_for(&t.name)?))).collect();
    if !named.is_empty() || run.blamed.is_empty() {
        return named;
    }
    let needs = |target: &Target| {
        let alone = apt.simulate(&[target.exact()]).ok()?;
        let cause = alone.installs.iter().find_map(|i| cause_for(name_of(&i.name)))?;
        Some((target.clone(), cause))
    };
    left.iter().filter_map(needs).collect()
}

/// What was said up to dpkg's last complaint about a package; all of it if there is none.
fn about(said: &str, name: &str) -> String {
    let lines: Vec<_> = said.lines().collect();
    let complains = |line: &&str| line.starts_with("dpkg: error processing ") && names(line, name);
    let end = lines.iter().rposition(complains).map_or(lines.len(), |at| lines.len().min(at + 2));
    lines[..end].join("\n")
}

fn names(line: &str, name: &str) -> bool {
    let word = |w: &str| name_of(w) == name || uris::package_in(w) == Some(name);
    line.split(' ').any(word)
}
