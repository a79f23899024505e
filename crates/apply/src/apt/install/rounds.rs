//! Running `apt-get` until nothing more can be won: one broken package must not cost the others.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{
    apt::{causes, name_of, status},
    command::{CommandError, Line, Told},
};

use super::{Apt, Mode, Target, Verdicts, exact, fit, verify};
use crate::{Ended, back, meter::Meter, patience::Patience};

/// Runs at most: each but the last finds at least one package to leave out.
const ROUNDS: usize = 8;

/// What one run said.
struct Run {
    success: bool,
    /// Packages it blames, each with the cause.
    blamed: Vec<(String, Cause)>,
    cause: Cause,
    said: String,
    /// How its process ended.
    ending: String,
    /// How long it took: apt waits by itself for the locks of dpkg.
    took: Duration,
}

impl Run {
    /// Whether another updater kept it from beginning.
    fn is_kept_waiting(&self) -> bool {
        self.cause == Cause::BusyOtherUpdater && self.blamed.is_empty()
    }

    /// Waits on for that updater, also where apt does not wait itself (the lock of its cache); whether there was time
    /// left.
    fn waits(&self, patience: &Patience, meter: &mut Meter<'_>) -> bool {
        if !self.is_kept_waiting() {
            return false;
        }
        patience.is_spent_on(self.took);
        patience.waits(self.said.lines().rev().find_map(causes::lock_holder), meter)
    }

    /// What it said up to its complaint about a package, and how it ended.
    fn about(&self, name: &str) -> String {
        format!("{}\n[{}]", causes::until_complaint(&self.said, name), self.ending)
    }
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
    let patience = apt.patience();
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
        if run.waits(&patience, meter) {
            continue;
        }
        rounds += 1;
        let before = left.len();
        if mode != Mode::Download {
            drop_settled(apt, &mut left);
        }
        for (target, cause) in culprits(apt, &left, &run) {
            left.retain(|t| t.id != target.id);
            let said = run.about(&target.name);
            verdicts.insert(target.id, Ended::failed(cause, &said));
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
        verdicts.entry(target.id).or_insert_with(|| Ended::failed(Cause::Unexpected, "Tried too often"));
    }
    Vec::new()
}

/// A run that stops at a package leaves others unpacked: they are set up, whatever became of it. One whose own step
/// failed is not tried again for its own sake: it fails again, or waits once more for an answer.
pub(super) fn finish(apt: &mut dyn Apt, targets: &[Target], verdicts: &Verdicts, meter: &mut Meter<'_>) {
    let own_step = [Cause::PackageScriptFailed, Cause::AsksQuestion];
    let may_help = |target: &&Target| {
        verdicts.get(&target.id).is_none_or(|verdict| !own_step.map(Some).contains(&verdict.cause))
    };
    let worth: Vec<_> = targets.iter().filter(may_help).collect();
    let names: BTreeSet<_> = worth.iter().map(|t| t.name.as_str()).collect();
    let unfinished = |t: &Target, database: &[_]| verify::entry_of(t, database).is_some_and(|e| !e.installed);
    if apt.database(&names).is_ok_and(|database| worth.iter().any(|t| unfinished(t, &database)))
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

/// Has apt finish what is unfinished and unpack these `NAME=VERSION` anew, with progress.
pub(crate) fn mend(
    apt: &mut dyn Apt,
    targets: &[String],
    meter: &mut Meter<'_>,
) -> Result<Told, CommandError> {
    apt.run(Mode::Mend, targets, &mut |line| hear(line, Mode::Mend, meter, &mut Vec::new()))
}

/// Has apt fetch these `NAME=VERSION`, which are there in just that version. What it could not fetch is not there
/// afterwards.
pub(crate) fn fetch_to_keep(apt: &mut dyn Apt, targets: &[String], meter: &mut Meter<'_>) {
    let told = apt.run(Mode::Keep, targets, &mut |line| hear(line, Mode::Keep, meter, &mut Vec::new()));
    match told {
        Ok(told) if told.is_success() => {}
        Ok(told) => tracing::info!(status = told.status, "Not every version before can be kept"),
        Err(error) => tracing::warn!(%error, "Failed to fetch versions to keep"),
    }
}

/// Has apt go back to the versions in these files, and waits for another updater; gives how those end that are not
/// there afterwards.
pub(crate) fn go_back(apt: &mut dyn Apt, files: &[String], meter: &mut Meter<'_>) -> Ended {
    let patience = apt.patience();
    loop {
        let (mut errors, began) = (Vec::new(), Instant::now());
        let told = apt.run(Mode::GoBack, files, &mut |line| hear(line, Mode::GoBack, meter, &mut errors));
        let run = conclude(Mode::GoBack, told, errors, began.elapsed());
        let said = format!("{}\n[{}]", run.said, run.ending);
        if run.success {
            return back::not_there(&said);
        }
        if !run.waits(&patience, meter) {
            let cause = run.blamed.first().map_or(run.cause, |(_, cause)| *cause);
            return Ended::failed(cause, &said);
        }
    }
}

fn objection(apt: &dyn Apt, mode: Mode, left: &[Target], agreed: &BTreeSet<String>) -> Option<Ended> {
    if mode != Mode::InstallAndRemove {
        return None;
    }
    match apt.simulate(&exact(left)) {
        Ok(simulation) => fit::objection(&simulation, agreed),
        Err(error) => Some(error.into()),
    }
}

/// Nobody that is left is to blame. Where another package is, that is their cause, and its words are theirs.
fn give_up(left: &mut Vec<Target>, run: &Run, verdicts: &mut Verdicts) {
    let verdict = match run.blamed.first() {
        Some((other, cause)) => Ended::failed(of_another(*cause), &run.about(name_of(other))),
        None => Ended::failed(run.cause, &format!("{}\n[{}]", run.said, run.ending)),
    };
    verdicts.extend(left.drain(..).map(|target| (target.id, verdict.clone())));
}

/// What another package's failure is for an update that it keeps out: what lies with the PC lies with it for both.
fn of_another(cause: Cause) -> Cause {
    match cause {
        Cause::DiskFull | Cause::BootFull | Cause::DiskUnusable => cause,
        _ => Cause::OtherFailed,
    }
}

fn once(apt: &mut dyn Apt, mode: Mode, targets: &[Target], meter: &mut Meter<'_>) -> Run {
    let (mut errors, began) = (Vec::new(), Instant::now());
    let told = apt.run(mode, &exact(targets), &mut |line| hear(line, mode, meter, &mut errors));
    conclude(mode, told, errors, began.elapsed())
}

/// Progress goes to the meter, errors are kept, and who holds a lock is named.
fn hear(line: &Line, mode: Mode, meter: &mut Meter<'_>, errors: &mut Vec<(String, String)>) {
    match line {
        Line::Status(text) => match status::parse(text) {
            Some(status::Status::Download { percent })
                if matches!(mode, Mode::Download | Mode::Mend | Mode::Keep) =>
            {
                meter.moved(Phase::Downloading, percent, None);
            }
            Some(status::Status::Package { name, percent }) => {
                meter.moved(Phase::Installing, percent, name.as_deref().map(name_of));
            }
            Some(status::Status::Error { name, sentence }) => errors.push((name, sentence)),
            Some(status::Status::Download { .. }) | None => {}
        },
        Line::Output(text) if causes::waits(text) => {
            meter.moved(Phase::Waiting, 0.0, causes::lock_holder(text));
        }
        Line::Output(_) => {}
    }
}

fn conclude(
    mode: Mode,
    told: Result<Told, CommandError>,
    errors: Vec<(String, String)>,
    took: Duration,
) -> Run {
    let told = match told {
        Ok(told) => told,
        Err(error) => {
            let (said, ending) = (error.to_string(), "not run to its end".to_owned());
            return Run { success: false, blamed: Vec::new(), cause: Cause::Unexpected, said, ending, took };
        }
    };
    let said = told.said();
    let blamed = match mode {
        Mode::Download | Mode::Keep => causes::unfetched(&said),
        Mode::Install | Mode::InstallAndRemove | Mode::Mend | Mode::GoBack => {
            let of = |sentence: &str, name: &str| causes::of_package(sentence, &said, name_of(name));
            errors.into_iter().map(|(name, sentence)| (name.clone(), of(&sentence, &name))).collect()
        }
    };
    let cause = match causes::classify(&said) {
        // Nothing was begun that could have been cut off: it waits on.
        Cause::Unexpected if told.status.is_none() && causes::only_waited(&said) => Cause::BusyOtherUpdater,
        Cause::Unexpected if told.status.is_none() => Cause::InterruptedBefore,
        cause => cause,
    };
    Run { success: told.is_success(), blamed, cause, ending: told.ending(), said, took }
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
        let (needed, cause) = alone.installs.iter().find_map(|i| Some((i, cause_for(name_of(&i.name))?)))?;
        // What comes along new is a part of this update; what was there before is another one.
        let cause = if needed.old.is_some() { of_another(cause) } else { cause };
        Some((target.clone(), cause))
    };
    left.iter().filter_map(needs).collect()
}

#[cfg(test)]
mod tests {
    use patchround_updates::Pc;

    use super::*;

    #[test]
    fn what_apt_waited_by_itself_is_a_part_of_the_patience() {
        let lock = "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 5 (perl)\n";
        let after = |took: Duration| {
            let told = Told { status: Some(100), last_lines: vec![lock.trim().to_owned()] };
            conclude(Mode::Install, Ok(told), Vec::new(), took)
        };
        let mut meter = |_| {};
        let mut waits = |took, patience: &Patience| after(took).waits(patience, &mut Meter::new(&mut meter));
        assert!(
            !waits(Duration::from_secs(600), &Patience::on(&Pc::this())),
            "apt has waited the ten minutes"
        );
        let patience = Patience::of(2);
        assert!(waits(Duration::from_millis(1), &patience), "some of it is left");
        assert!(!waits(Duration::ZERO, &patience));
    }
}
