//! What is really there, asked of dpkg's database by a new process, and told per id.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, UpdateId, progress::Progress};
use patchround_updates::{apt::database::Entry, is_kernel_image};

use super::{Target, Verdict, Verdicts};
use crate::{
    Ended,
    apt::transaction::{Apt, Restart},
    meter::Meter,
};

/// The entry of a target. A package may become architecture-independent, or cease to be.
pub(super) fn entry_of<'a>(target: &Target, database: &'a [Entry]) -> Option<&'a Entry> {
    let mut same_name = database.iter().filter(|e| e.name == target.name);
    let exact = same_name.clone().find(|e| e.arch == target.arch);
    exact.or_else(|| same_name.find(|e| e.arch == "all" || target.arch == "all"))
}

/// Whether a target is wholly installed in its version.
pub(super) fn is_there(target: &Target, database: &[Entry]) -> bool {
    entry_of(target, database).is_some_and(|e| e.installed && e.version == target.id.version())
}

/// dpkg's database is read as leniently as dpkg reads it: what is no version is not told.
fn is_version_of(id: &UpdateId, version: &str) -> bool {
    UpdateId::new(id.source(), id.native(), version).is_ok()
}

/// Looks at this PC and tells every id once; `otherwise` judges those that are not at their version.
pub(crate) fn tell_all(
    apt: &dyn Apt,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Verdict,
) -> Ended {
    let verdicts = ids.iter().map(|id| (id.clone(), otherwise(id))).collect();
    look_and_tell(apt, ids, &verdicts, meter)
}

/// Looks and tells every id once. An id without a verdict that is not at its version was reported
/// installed by apt, and is not.
pub(super) fn look_and_tell(
    apt: &dyn Apt,
    ids: &[UpdateId],
    verdicts: &Verdicts,
    meter: &mut Meter<'_>,
) -> Ended {
    let targets: Vec<_> = ids.iter().filter_map(Target::of).collect();
    let names: BTreeSet<_> = targets.iter().map(|t| t.name.as_str()).collect();
    let database = if names.is_empty() { Ok(Vec::new()) } else { apt.database(&names) };
    match database {
        Ok(database) => {
            let restart = apt.restart();
            tell_with(ids, &database, verdicts, &restart, meter, |_| {
                Verdict::failed(Cause::InstalledButNotVerified, "")
            })
        }
        Err(error) => tell(ids, &[], verdicts, meter, |_| Verdict::failed(error.cause(), error.said())),
    }
}

/// Tells every id once, without anything known about a restart.
pub(super) fn tell(
    ids: &[UpdateId],
    database: &[Entry],
    verdicts: &Verdicts,
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Verdict,
) -> Ended {
    tell_with(ids, database, verdicts, &Restart::default(), meter, otherwise)
}

fn tell_with(
    ids: &[UpdateId],
    database: &[Entry],
    verdicts: &Verdicts,
    restart: &Restart,
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Verdict,
) -> Ended {
    let mut worst = Ended::DONE;
    let mut told = BTreeSet::new();
    for id in ids.iter().filter(|id| told.insert(*id)) {
        let target = Target::of(id);
        let entry = target.as_ref().and_then(|t| entry_of(t, database));
        let ended = match &target {
            Some(target) if is_there(target, database) => there(target, restart),
            _ => {
                let verdict = verdicts.get(id).cloned().unwrap_or_else(|| otherwise(id));
                Ended::not_done(verdict.outcome, verdict.cause, &verdict.said)
            }
        };
        meter.tell(Progress::UpdateEnded {
            id: id.clone(),
            outcome: ended.outcome,
            cause: ended.cause,
            installed: entry.map(|e| e.version.clone()).filter(|version| is_version_of(id, version)),
            details: ended.details.clone(),
        });
        if ended.outcome > worst.outcome {
            worst = ended;
        }
    }
    worst
}

/// At its version; done, unless a restart is pending that this very package asked for.
fn there(target: &Target, restart: &Restart) -> Ended {
    let asked = restart.asked_by.contains(&target.name) || is_kernel_image(&target.name);
    if restart.pending == Some(true) && asked {
        Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "")
    } else {
        Ended::DONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installed_version_with_a_control_character_is_not_told() {
        let id: UpdateId = "apt:less:all@590".parse().unwrap();
        for (version, told) in [("581", Some("581")), ("58\u{9b}1", None), ("58\u{7f}1", None)] {
            let (name, arch, version) = ("less".into(), "all".into(), version.into());
            let entry = Entry { name, arch, held: false, installed: true, version };
            let mut lines = Vec::new();
            let mut report = |line| lines.push(line);
            let otherwise = |_: &UpdateId| Verdict::failed(Cause::NotForThisPc, "");
            tell(
                std::slice::from_ref(&id),
                &[entry],
                &Verdicts::new(),
                &mut Meter::new(&mut report),
                otherwise,
            );
            let [Progress::UpdateEnded { installed, .. }] = &lines[..] else { panic!("{lines:?}") };
            assert_eq!(installed.as_deref(), told);
        }
    }
}
