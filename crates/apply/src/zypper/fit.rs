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

use super::{choose::Target, verify::Verdicts};
use crate::Ended;

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
///
/// All at once if that works; else halves, so that one update in the way is found in a few steps and costs only itself.
pub(super) fn fit(
    pc: &Pc<'_>,
    targets: &[Target],
    agreed: &BTreeSet<String>,
    verdicts: &mut Verdicts,
) -> Fitting {
    let mut fitting = Fitting::default();
    add(pc, targets, agreed, &mut fitting, verdicts);
    fitting
}

fn add(
    pc: &Pc<'_>,
    more: &[Target],
    agreed: &BTreeSet<String>,
    fitting: &mut Fitting,
    verdicts: &mut Verdicts,
) {
    if more.is_empty() {
        return;
    }
    let all = [fitting.targets.as_slice(), more].concat();
    match try_with(pc, &all, agreed) {
        Ok((removes, summary)) => *fitting = Fitting { targets: all, removes, summary },
        Err(ended) if more.len() == 1 || !is_about_packages(ended.cause) => {
            verdicts.extend(more.iter().map(|target| (target.id.clone(), ended.clone())));
        }
        Err(_) => {
            let (first, second) = more.split_at(more.len() / 2);
            add(pc, first, agreed, fitting, verdicts);
            add(pc, second, agreed, fitting, verdicts);
        }
    }
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
    let list = |changes: Vec<&Change>| changes.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(" ");
    let not_agreed: Vec<&Change> =
        summary.removes.iter().filter(|change| !agreed.contains(&change.name)).collect();
    if !not_agreed.is_empty() {
        let said = format!("Would remove: {}", list(not_agreed));
        return Some(Ended::not_done(Outcome::NeedsPerson, Cause::WouldRemove, &said));
    }
    let odd: Vec<&Change> = summary.downgrades.iter().chain(&summary.others).collect();
    (!odd.is_empty()).then(|| {
        Ended::failed(Cause::DepsUnsolvable, &format!("Would bring older or other versions: {}", list(odd)))
    })
}

fn is_about_packages(cause: Option<Cause>) -> bool {
    use Cause::{AsksQuestion, DepsUnsolvable, Held, VersionGone, WouldRemove};
    matches!(cause, Some(DepsUnsolvable | VersionGone | Held | WouldRemove | AsksQuestion))
}
