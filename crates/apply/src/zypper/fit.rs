//! Which ids fit together: zypper is asked without doing it, and those in the way are left out.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome};
use patchround_updates::{
    AskError, Pc,
    zypper::{
        ask, causes,
        stream::{self, Broken},
        summary::{self, Change, Summary},
    },
};

use super::{choose::Target, run::asked};
use crate::{
    Ended,
    fit::{self, Objection, brings_older, removes},
    meter::Meter,
    patience::Patience,
    tell::Verdicts,
};

/// For every installation: nothing comes along that is not needed, nobody else's packages are taken instead, nothing goes
/// back, and the solver does not look for its own way out.
pub(super) const INSTALL: [&str; 5] =
    ["install", "--details", "--no-recommends", "--no-allow-vendor-change", "--no-force-resolution"];
/// For a system that goes from one whole state to the next.
pub(super) const WHOLE: [&str; 4] =
    ["dist-upgrade", "--details", "--no-recommends", "--no-allow-vendor-change"];
/// Before a name: it is to be removed.
const REMOVE: char = '!';

/// What goes in together.
#[derive(Debug, Default)]
pub(super) struct Fitting {
    pub(super) targets: Vec<Target>,
    /// What zypper is told besides them: what is removed, each `!NAME`.
    pub(super) removes: Vec<String>,
    pub(super) summary: Summary,
}

/// The targets that fit together.
pub(super) fn fit(
    pc: &Pc<'_>,
    targets: &[Target],
    agreed: &BTreeSet<String>,
    (meter, patience): (&mut Meter<'_>, &Patience),
    verdicts: &mut Verdicts,
) -> Fitting {
    let mut done = (Vec::new(), Summary::default());
    let objects = |all: &[Target]| {
        let found = asked(meter, patience, || try_with(pc, all, agreed));
        found.map(|found| done = found).err().map(Objection::from)
    };
    let refuse = |target: &Target, ended: &Ended| drop(verdicts.insert(target.id.clone(), ended.clone()));
    let targets = fit::fit(targets.to_vec(), objects, refuse);
    Fitting { targets, removes: done.0, summary: done.1 }
}

/// What would be removed and done, or why that is not what was ordered.
pub(super) fn try_with(
    pc: &Pc<'_>,
    targets: &[Target],
    agreed: &BTreeSet<String>,
) -> Result<(Vec<String>, Summary), Ended> {
    let exact: Vec<String> = targets.iter().map(Target::exact).collect();
    match simulate(pc, &INSTALL, &exact) {
        Ok(summary) => objection(&summary, agreed).map_or(Ok((Vec::new(), summary)), Err),
        Err(Refusal { ended, asked }) if ended.cause == Some(Cause::WouldRemove) && !asked.is_empty() => {
            let removes: Vec<String> = agreed.iter().filter(|name| is_asked(name, &asked)).cloned().collect();
            if removes.is_empty() {
                return Err(ended);
            }
            let removes: Vec<String> = removes.iter().map(|name| format!("{REMOVE}{name}")).collect();
            let summary = simulate(pc, &INSTALL, &[exact, removes.clone()].concat())
                .map_err(|refusal| refusal.ended)?;
            objection(&summary, agreed).map_or(Ok((removes, summary)), Err)
        }
        Err(refusal) => Err(refusal.ended),
    }
}

/// Whether one of these `NAME-VERSION-RELEASE.ARCH` is of this name.
fn is_asked(name: &str, asked: &BTreeSet<String>) -> bool {
    let of = |full: &str| {
        let (rest, _release) = full.rsplit_once('-')?;
        rest.rsplit_once('-').map(|(name, _)| name.to_owned())
    };
    asked.iter().any(|full| of(full).as_deref() == Some(name))
}

/// That zypper sees no way.
pub(super) struct Refusal {
    pub(super) ended: Ended,
    /// What its solver would remove.
    asked: BTreeSet<String>,
}

/// What zypper would do.
pub(super) fn simulate(pc: &Pc<'_>, arguments: &[&str], targets: &[String]) -> Result<Summary, Refusal> {
    let call = ask::zypper(arguments).and(["--dry-run", "--"]).and(targets);
    let refused = |cause: Cause, said: &str, asked| {
        let outcome = if [Cause::WouldRemove, Cause::Held, Cause::AsksQuestion].contains(&cause) {
            Outcome::NeedsPerson
        } else {
            Outcome::Failed
        };
        Refusal { ended: Ended::not_done(outcome, cause, said), asked }
    };
    let output = pc.tools.ask(&call, LIMIT).map_err(|error| {
        let error = AskError::from(error);
        refused(error.cause(), &error.said(), BTreeSet::new())
    })?;
    let words = stream::words(&output.stdout);
    let said = format!("{words}\n{}\n[{}]", output.stderr.trim_end(), output.ending());
    match summary::parse(&output.stdout) {
        Ok(Some(summary)) if matches!(output.status, Some(0 | 102 | 103 | 106)) => Ok(summary),
        Err(Broken) if output.is_success() => Err(refused(Cause::Unexpected, &said, BTreeSet::new())),
        _ => {
            let cause = causes::classify(&output.stdout, output.status);
            Err(refused(cause, &said, summary::asked_removals(&words)))
        }
    }
}

/// zypper reads its whole cache and solves.
const LIMIT: std::time::Duration = std::time::Duration::from_secs(120);

/// Why what zypper would do is not what was ordered.
pub(super) fn objection(summary: &Summary, agreed: &BTreeSet<String>) -> Option<Ended> {
    fn names(changes: &[Change]) -> impl Iterator<Item = &str> {
        changes.iter().map(|change| change.name.as_str())
    }
    removes(names(&summary.removes), |name| agreed.contains(name))
        .or_else(|| brings_older(names(&summary.downgrades).chain(names(&summary.others))))
}
