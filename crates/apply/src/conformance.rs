//! What the writing half of every source must be, whatever its package manager: each is ordered about through the same
//! trait, on a PC that is a folder and a package manager that is made up (`docs/sources.md`, "Add a source").

use std::{collections::BTreeMap, path::Path, sync::Mutex, time::Duration};

use patchround_protocol::{Cause, Outcome, UpdateId, ids::PackageName, progress::Progress};
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line, Output, Told, Tools},
    registry::Registry,
    windows_update::agent::Agent,
};

use crate::{
    Ended,
    keep::Keep,
    meter::Meter,
    source::{SOURCES, Source},
    windows_update, winget,
};
#[cfg(target_os = "linux")]
use crate::{apt, dnf, flatpak, fwupd, pacman, snap, zypper};

const CASES: &[Case] = &[
    #[cfg(target_os = "linux")]
    apt::case::CASE,
    #[cfg(target_os = "linux")]
    dnf::case::CASE,
    #[cfg(target_os = "linux")]
    zypper::case::CASE,
    #[cfg(target_os = "linux")]
    pacman::case::CASE,
    #[cfg(target_os = "linux")]
    flatpak::case::CASE,
    #[cfg(target_os = "linux")]
    snap::case::CASE,
    #[cfg(target_os = "linux")]
    fwupd::case::CASE,
    #[cfg(unix)]
    crate::softwareupdate::case::CASE,
    windows_update::case::CASE,
    winget::case::CASE,
];

/// How an update ends that goes in with nothing else.
pub(crate) const GOES_ALONE: (Outcome, Option<Cause>) = (Outcome::NeedsPerson, Some(Cause::GoesAlone));

/// A PC of one source on which something is offered.
pub(crate) struct Case {
    pub(crate) id: &'static str,
    pub(crate) source: &'static dyn Source,
    /// All that is offered, as it is ordered.
    pub(crate) order: fn() -> Vec<UpdateId>,
    /// The same packages in versions that are not offered any more.
    pub(crate) gone: fn() -> Vec<UpdateId>,
    /// An id of this source that no package can have.
    pub(crate) stranger: &'static str,
    /// What has to be agreed to so that the order goes in.
    pub(crate) agreed: &'static [&'static str],
    /// What stands in each line that changes what is there, and in no other.
    pub(crate) change: fn(&str) -> bool,
    /// How fetching ends, and installing: most sources fetch ahead.
    pub(crate) fetched: (Outcome, Option<Cause>),
    /// Whether it could remove anything at all.
    pub(crate) removes: bool,
    /// Whether its package manager tells once that a step of a set-up failed, and remembers nothing of it.
    pub(crate) forgets: bool,
    pub(crate) make: fn(Does) -> Box<dyn Made>,
}

/// What the package manager does with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// What it is told.
    Well,
    /// Ends with 0, and has done nothing.
    OnlySaysSo,
    /// Does it, and ends with a failure.
    FailsAfterIt,
    /// Would remove something besides.
    Removes,
    /// Does it, a step of the set-up of one of them fails, and it tells that once.
    LeavesUnset,
}

/// The PC.
pub(crate) trait Made {
    fn root(&self) -> &Path;
    fn tools(&self) -> &dyn Tools;

    /// Does something while a daemon is there, for a source that asks one.
    fn during(&self, act: &mut dyn FnMut()) {
        act();
    }

    /// What was ordered of a daemon, and no program was started for.
    fn ordered(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Tools that note how each program was run.
struct Watched<'a> {
    tools: &'a dyn Tools,
    limited: Mutex<Vec<String>>,
    written: Mutex<Vec<String>>,
}

impl Tools for Watched<'_> {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        self.limited.lock().unwrap().push(crate::replay::line(call));
        self.tools.ask(call, limit)
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.limited.lock().unwrap().push(crate::replay::line(call));
        self.tools.fetch(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.written.lock().unwrap().push(crate::replay::line(call));
        self.tools.write(call, each)
    }

    fn patience(&self, usual: Duration) -> Duration {
        self.tools.patience(usual)
    }

    fn registry(&self) -> Option<&dyn Registry> {
        self.tools.registry()
    }

    fn update_agent(&self) -> Option<&dyn Agent> {
        self.tools.update_agent()
    }
}

/// What came of one verb.
struct Seen {
    ends: BTreeMap<UpdateId, Vec<(Outcome, Option<Cause>)>>,
    worst: Outcome,
    /// Lines that changed what is there, and whether one of them could have been stopped.
    changes: Vec<String>,
    stoppable: Vec<String>,
}

impl Seen {
    /// The one end of each id.
    fn all(&self) -> Vec<(Outcome, Option<Cause>)> {
        assert!(self.ends.values().all(|ends| ends.len() == 1), "told twice: {:?}", self.ends);
        self.ends.values().map(|ends| ends[0]).collect()
    }
}

type Verb = fn(&dyn Source, &Pc<'_>, &[UpdateId], &[PackageName], &Keep, &mut Meter<'_>) -> Ended;

fn does(source: &dyn Source, case: &Case, how: Does, ids: &[UpdateId], agreed: &[&str], verb: Verb) -> Seen {
    let made = (case.make)(how);
    let watched = Watched { tools: made.tools(), limited: Mutex::default(), written: Mutex::default() };
    let pc = Pc { root: made.root(), tools: &watched };
    let kept = tempfile::tempdir().unwrap();
    let keep = Keep { folder: kept.path().join("kept"), told: kept.path().join("told") };
    let agreed: Vec<PackageName> = agreed.iter().map(|name| name.parse().unwrap()).collect();
    let mut ends: BTreeMap<UpdateId, Vec<(Outcome, Option<Cause>)>> = BTreeMap::new();
    let mut report = |line| {
        if let Progress::UpdateEnded { id, outcome, cause, .. } = line {
            ends.entry(id).or_default().push((outcome, cause));
        }
    };
    let mut worst = None;
    made.during(&mut || {
        worst = Some(verb(source, &pc, ids, &agreed, &keep, &mut Meter::new(&mut report)).outcome);
    });
    let changes = |lines: Mutex<Vec<String>>| -> Vec<String> {
        lines.into_inner().unwrap().into_iter().filter(|line| (case.change)(line)).collect()
    };
    let (written, stoppable) = (changes(watched.written), changes(watched.limited));
    let changes = written.into_iter().chain(made.ordered()).collect();
    Seen { ends, worst: worst.expect("it was done"), changes, stoppable }
}

fn install(source: &dyn Source, case: &Case, how: Does, ids: &[UpdateId]) -> Seen {
    let agreed = if how == Does::Removes { &[] } else { case.agreed };
    does(source, case, how, ids, agreed, |source, pc, ids, agreed, keep, meter| {
        source.install(pc, ids, agreed, keep, meter)
    })
}

fn each(test: impl Fn(&'static dyn Source, &Case)) {
    for id in SOURCES.iter().map(|source| source.reader().id()) {
        assert!(CASES.iter().any(|case| case.id == id), "{id} has no case");
    }
    for case in CASES {
        assert_eq!(case.source.reader().id(), case.id);
        test(case.source, case);
    }
}

#[test]
fn a_package_manager_that_ends_with_0_and_has_done_nothing_is_not_believed() {
    each(|source, case| {
        let seen = install(source, case, Does::OnlySaysSo, &(case.order)());
        let expected = (Outcome::Failed, Some(Cause::InstalledButNotVerified));
        assert_eq!(seen.all(), vec![expected; (case.order)().len()], "{}", case.id);
        assert!(!seen.changes.is_empty() && seen.worst == Outcome::Failed, "{}", case.id);
    });
}

#[test]
fn what_the_database_has_is_done_whatever_the_package_manager_ends_with() {
    each(|source, case| {
        for how in [Does::Well, Does::FailsAfterIt] {
            let seen = install(source, case, how, &(case.order)());
            assert_eq!(seen.all(), vec![(Outcome::Done, None); (case.order)().len()], "{} {how:?}", case.id);
            assert_eq!(seen.worst, Outcome::Done, "{} {how:?}", case.id);
        }
    });
}

#[test]
fn a_program_that_changes_what_is_there_is_never_run_so_that_a_time_out_ends_it() {
    each(|source, case| {
        let seen = install(source, case, Does::Well, &(case.order)());
        assert!(!seen.changes.is_empty(), "{} changes nothing by any line", case.id);
        assert_eq!(seen.stoppable, Vec::<String>::new(), "{}", case.id);
    });
}

#[test]
fn every_id_is_told_once_however_often_it_was_ordered_and_a_stranger_is_not_done() {
    each(|source, case| {
        let stranger: UpdateId = case.stranger.parse().unwrap();
        let mut ids = (case.order)();
        ids.extend((case.order)());
        ids.push(stranger.clone());
        let seen = install(source, case, Does::Well, &ids);
        assert_eq!(seen.all().len(), (case.order)().len() + 1, "{}", case.id);
        assert_ne!(seen.ends[&stranger][0].0, Outcome::Done, "{}", case.id);
        if case.fetched == GOES_ALONE {
            assert!(seen.all().into_iter().all(|end| end == GOES_ALONE) && seen.changes.is_empty());
            return;
        }
        let others = seen.ends.iter().filter(|(id, _)| **id != stranger);
        assert!(
            others.into_iter().all(|(_, ends)| ends[0].0 == Outcome::Done),
            "{}: {:?}",
            case.id,
            seen.ends
        );
    });
}

#[test]
fn what_is_not_offered_any_more_is_not_installed() {
    each(|source, case| {
        let seen = install(source, case, Does::Well, &(case.gone)());
        let expected = (Outcome::Failed, Some(Cause::VersionGone));
        assert_eq!(seen.all(), vec![expected; (case.gone)().len()], "{}", case.id);
        assert_eq!(seen.changes, Vec::<String>::new(), "{}", case.id);
    });
}

#[test]
fn nothing_goes_in_that_would_remove_what_nobody_agreed_to() {
    each(|source, case| {
        if !case.removes {
            return;
        }
        let seen = install(source, case, Does::Removes, &(case.order)());
        let expected = (Outcome::NeedsPerson, Some(Cause::WouldRemove));
        assert_eq!(seen.all(), vec![expected; (case.order)().len()], "{}", case.id);
        assert_eq!(seen.changes, Vec::<String>::new(), "{}", case.id);
    });
}

#[test]
fn fetching_and_looking_again_install_nothing() {
    each(|source, case| {
        let ids = (case.order)();
        let fetched = does(source, case, Does::Well, &ids, &[], |source, pc, ids, _, _, meter| {
            source.download(pc, ids, meter)
        });
        assert_eq!(fetched.all(), vec![case.fetched; ids.len()], "{}", case.id);
        let looked = does(source, case, Does::Well, &ids, &[], |source, pc, ids, _, _, meter| {
            source.look_again(pc, ids, meter)
        });
        let interrupted = (Outcome::Failed, Some(Cause::InterruptedBefore));
        assert_eq!(looked.all(), vec![interrupted; ids.len()], "{}", case.id);
        for seen in [fetched, looked] {
            assert_eq!((seen.changes, seen.stoppable), (Vec::new(), Vec::new()), "{}", case.id);
        }
    });
}

#[test]
fn what_was_never_kept_does_not_come_back() {
    each(|source, case| {
        let seen = does(source, case, Does::Well, &(case.gone)(), &[], |source, pc, ids, _, keep, meter| {
            source.undo(pc, ids, None, keep, meter)
        });
        let causes = [Some(Cause::NothingKept), Some(Cause::UndoBlocked)];
        let is_refused = |(outcome, cause)| outcome == Outcome::Failed && causes.contains(&cause);
        assert!(seen.all().into_iter().all(is_refused), "{}: {:?}", case.id, seen.ends);
        assert_eq!(seen.changes, Vec::<String>::new(), "{}", case.id);
    });
}

#[test]
fn what_is_not_set_up_is_not_done_also_when_its_package_manager_has_forgotten_it() {
    each(|source, case| {
        if !case.forgets {
            return;
        }
        let made = (case.make)(Does::LeavesUnset);
        let watched = Watched { tools: made.tools(), limited: Mutex::default(), written: Mutex::default() };
        let pc = Pc { root: made.root(), tools: &watched };
        let keep = Keep { folder: made.root().join("kept"), told: made.root().join("told") };
        let changes = || {
            let lines =
                [&watched.limited, &watched.written].map(|lines| std::mem::take(&mut *lines.lock().unwrap()));
            lines.concat().into_iter().filter(|line| (case.change)(line)).collect::<Vec<_>>()
        };
        let agreed: Vec<PackageName> = case.agreed.iter().map(|name| name.parse().unwrap()).collect();
        let failed = || {
            let mut failed = Vec::new();
            let mut report = |line| {
                if let Progress::UpdateEnded {
                    id, cause: Some(Cause::PackageScriptFailed), installed, ..
                } = line
                {
                    assert_eq!(installed.as_deref(), Some(id.version()), "{}", case.id);
                    failed.push(id.native().to_owned());
                }
            };
            source.install(&pc, &(case.order)(), &agreed, &keep, &mut Meter::new(&mut report));
            failed
        };
        let told = failed();
        let noted = patchround_updates::unset::noted(&pc, case.id);
        let noted: Vec<String> = noted.into_iter().map(|unset| unset.native).collect();
        assert_eq!((told.len(), &noted), (1, &told), "{}", case.id);
        assert!(!changes().is_empty(), "{}", case.id);
        assert_eq!(failed(), told, "{}", case.id);
        assert_eq!(changes(), Vec::<String>::new(), "{}: it is at its version", case.id);
    });
}

#[test]
fn a_repair_where_nothing_is_unfinished_is_done_and_changes_nothing() {
    each(|source, case| {
        let seen =
            does(source, case, Does::Well, &[], &[], |source, pc, _, _, _, meter| source.repair(pc, meter));
        assert_eq!((seen.worst, seen.changes), (Outcome::Done, Vec::new()), "{}", case.id);
    });
}
