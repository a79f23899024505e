//! What becomes of orders, with what a real pacman said and a PC that is a folder.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    time::{Duration, SystemTime},
};

use patchround_protocol::{Outcome, event::Phase, progress::Progress};
use patchround_updates::{
    command::{Call, CommandError, Line, Output, Told as Said, Tools},
    pacman::{lock::is_left_over, places},
};

use super::*;
use crate::replay::{Replay, testdata};

#[path = "../../../updates/tests/conformance/pacman.rs"]
mod pc;
const OURS: &str = "/usr/bin/pacman --dbpath /var/lib/patchround-root/pacman --color never";
const QUIET: &str = "--noconfirm --ask 65 --noprogressbar";
pub(super) const WHOLE: [&str; 8] = [
    "lab-app@1.1-1",
    "lab-conf@1.1-1",
    "lab-lib@1.2-1",
    "lab-new@2.0-1",
    "lab-tool-a@1.1-1",
    "lab-tool-b@1:2.1-1",
    "lab-wide@1.1-1",
    "linux-lab@6.1.2-1",
];

fn fetch() -> String {
    format!("{OURS} --logfile /dev/null {QUIET} -Suw")
}

pub(super) fn upgrade() -> String {
    format!("/usr/bin/pacman --color never {QUIET} -Su")
}

fn sup() -> String {
    format!("{OURS} -Sup --print-format %n %v %r %s %l")
}

pub(super) fn ids(names: &[&str]) -> Vec<UpdateId> {
    names.iter().map(|name| format!("pacman:{name}").parse().unwrap()).collect()
}

/// All that is offered lies in the cache, and `run` is what pacman says to the upgrade; `after` is what is there then.
pub(super) fn fetched(run: &str, status: i32, after: &str) -> Replay {
    let in_cache = testdata("arch-6.0.pacman-Sup.mixed");
    let in_cache: String = in_cache.lines().map(|line| in_the_cache(line) + "\n").collect();
    pc::replay()
        .says(&sup(), 0, &in_cache, "")
        .with(&fetch(), 0, "arch-6.0.pacman-Suw.good")
        .with(&upgrade(), status, run)
        .before(&upgrade(), "/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.before")
        .with("/usr/bin/pacman --color never -Q", 0, after)
}

fn in_the_cache(line: &str) -> String {
    let (name_version, _) = line.split_once(" lab ").unwrap();
    format!("{name_version} lab 0 file:///var/cache/pacman/pkg/x")
}

/// The local database has a package in another version, since this second.
pub(super) fn came_in(root: &Path, name: &str, (old, new): (&str, &str), second: u32) {
    let local = root.join(&places::LOCAL[1..]);
    let folder = local.join(format!("{name}-{new}"));
    if !folder.is_dir() {
        fs::rename(local.join(format!("{name}-{old}")), &folder).unwrap();
    }
    let text = format!("%NAME%\n{name}\n\n%BASE%\n{name}\n\n%INSTALLDATE%\n{second}\n\n");
    fs::write(folder.join("desc"), text).unwrap();
}

/// The PC, and what is told: the end of each id, and of the whole.
struct Told {
    root: tempfile::TempDir,
    ends: Vec<(String, Outcome, Option<Cause>)>,
    phases: Vec<Phase>,
    worst: Ended,
}

impl Told {
    fn of(&self, name: &str) -> (Outcome, Option<Cause>) {
        let of = |id: &str| id.starts_with(&format!("pacman:{name}@"));
        self.ends.iter().find(|(id, ..)| of(id)).map(|(_, outcome, cause)| (*outcome, *cause)).unwrap()
    }

    fn all(&self) -> Vec<(Outcome, Option<Cause>)> {
        self.ends.iter().map(|(_, outcome, cause)| (*outcome, *cause)).collect()
    }

    fn system_lists(&self) -> Vec<String> {
        lists::names(&self.root.path().join(&places::SYSTEM_LISTS[1..])).unwrap().into_iter().collect()
    }
}

/// A PC whose lists were read.
pub(super) fn pc_root() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    pc::root(root.path());
    for folder in ["usr", "var/cache/pacman/pkg"] {
        fs::create_dir_all(root.path().join(folder)).unwrap();
    }
    root
}

fn on(
    tools: &dyn Tools,
    prepare: impl FnOnce(&Path),
    act: impl FnOnce(&Pc<'_>, &mut Meter<'_>) -> Ended,
) -> Told {
    let root = pc_root();
    prepare(root.path());
    let (mut ends, mut phases) = (Vec::new(), Vec::new());
    let mut report = |line: Progress| match line {
        Progress::UpdateEnded { id, outcome, cause, .. } => ends.push((id.to_string(), outcome, cause)),
        Progress::Moved { phase, .. } => phases.push(phase),
        Progress::StepEnded { .. } => {}
    };
    let worst = act(&Pc { root: root.path(), tools }, &mut Meter::new(&mut report));
    Told { root, ends, phases, worst }
}

fn now() -> Patience {
    Patience::of(0)
}

fn installed(tools: &Replay, names: &[&str], agreed: &[&str]) -> Told {
    let agreed: Vec<PackageName> = agreed.iter().map(|name| name.parse().unwrap()).collect();
    on(tools, |_| {}, |pc, meter| install::install(pc, &ids(names), &agreed, meter, &now()))
}

const DONE: (Outcome, Option<Cause>) = (Outcome::Done, None);

fn failed(cause: Cause) -> (Outcome, Option<Cause>) {
    (Outcome::Failed, Some(cause))
}

#[test]
fn the_whole_upgrade_goes_in_and_each_is_told_by_a_fresh_look_whatever_pacman_ends_with() {
    for status in [0, 1] {
        let tools = fetched("arch-6.0.pacman-Su.good", status, "arch-6.0.pacman-Q.replaced");
        let told = installed(&tools, &WHOLE, &["lab-old"]);
        assert_eq!(told.all(), vec![DONE; 8], "{status}");
        assert_eq!(tools.changed(), [fetch(), upgrade()]);
        assert_eq!(told.system_lists(), ["lab.db"], "the lists it went by are the system's now");
        assert!(told.phases.contains(&Phase::Installing) && told.worst == Ended::DONE);
    }
}

#[test]
fn what_pacman_calls_done_and_is_not_there_is_not_done_and_the_lists_are_put_back() {
    let tools = fetched("arch-6.0.pacman-Su.nothing", 0, "arch-6.0.pacman-Q.before");
    let told = installed(&tools, &WHOLE, &["lab-old"]);
    assert_eq!(told.all(), vec![failed(Cause::InstalledButNotVerified); 8]);
    assert_eq!(told.system_lists(), Vec::<String>::new());
}

#[test]
fn a_part_of_what_is_offered_is_refused_with_all_that_is_missing_and_nothing_is_run() {
    let tools = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.before");
    let told = installed(&tools, &WHOLE[1..], &["lab-old"]);
    assert_eq!(told.all(), vec![failed(Cause::OtherFailed); 7]);
    let said = told.worst.details.unwrap();
    assert_eq!(said, "This PC is updated wholly or not at all. Offered too, and not ordered: lab-app 1.1-1");
    assert_eq!(tools.changed(), Vec::<String>::new());
}

#[test]
fn another_version_than_was_ordered_is_gone_and_takes_the_others_with_it() {
    let tools = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.before");
    let mut order = WHOLE;
    order[0] = "lab-app@1.0.9-1";
    let told = installed(&tools, &order, &["lab-old"]);
    assert_eq!(told.of("lab-app"), failed(Cause::VersionGone));
    assert_eq!(told.of("lab-wide"), failed(Cause::OtherFailed));
    let held = installed(&tools, &["lab-held@1.1-1"], &[]);
    assert_eq!(held.all(), [(Outcome::NeedsPerson, Some(Cause::Held))]);
    assert_eq!(tools.changed(), Vec::<String>::new());
}

#[test]
fn what_would_be_removed_is_removed_only_if_that_was_agreed() {
    let tools = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.before");
    let told = installed(&tools, &WHOLE, &["lab-same"]);
    assert_eq!(told.all(), vec![(Outcome::NeedsPerson, Some(Cause::WouldRemove)); 8]);
    assert_eq!(told.worst.details.as_deref(), Some("Would remove: lab-old"));
    assert_eq!(tools.changed(), Vec::<String>::new());
    let conflict = fetched("arch-6.0.pacman-Su.conflict", 1, "arch-6.0.pacman-Q.before");
    let told = installed(&conflict, &WHOLE, &["lab-old"]);
    assert_eq!(told.all(), vec![(Outcome::NeedsPerson, Some(Cause::WouldRemove)); 8]);
}

#[test]
fn a_script_that_failed_is_told_of_its_package_alone_and_a_step_of_the_system_of_all() {
    let after = testdata("arch-6.0.pacman-Q.replaced");
    let q = "/usr/bin/pacman --color never -Q";
    let failing = testdata("arch-6.0.pacman-Su.failing-post").replace("lab-fail", "lab-wide");
    let tools = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.replaced")
        .says(&upgrade(), 0, &failing, "")
        .says(q, 0, &after, "");
    let told = installed(&tools, &WHOLE, &["lab-old"]);
    assert_eq!(told.of("lab-wide"), failed(Cause::PackageScriptFailed));
    assert_eq!(told.of("lab-app"), DONE);
    let tools = fetched("arch-6.0.pacman-Su.failing-hook", 0, "arch-6.0.pacman-Q.replaced");
    let told = installed(&tools, &WHOLE, &["lab-old"]);
    assert_eq!(told.all(), vec![failed(Cause::PackageScriptFailed); 8]);
}

#[test]
fn a_package_that_was_put_in_by_half_is_not_done_although_the_database_has_it() {
    let run = "arch-6.0.pacman-Su.no-room-unchecked";
    let tools = fetched(run, 1, "arch-6.0.pacman-Q.no-room-unchecked");
    let told = installed(&tools, &WHOLE, &["lab-old"]);
    assert_eq!(told.of("lab-app"), failed(Cause::DiskFull));
    assert_eq!(told.of("lab-wide"), failed(Cause::DiskFull));
    assert_eq!(told.system_lists(), ["lab.db"], "something was changed");
}

#[test]
fn files_of_two_packages_blame_the_one_that_brings_them() {
    let tools = fetched("arch-6.0.pacman-Su.file-conflict", 1, "arch-6.0.pacman-Q.before");
    let told = installed(&tools, &WHOLE, &["lab-old"]);
    assert_eq!(told.of("lab-wide"), failed(Cause::FileConflict));
    assert_eq!(told.of("lab-app"), failed(Cause::OtherFailed));
}

#[test]
fn what_cannot_be_fetched_stops_all_before_the_lists_are_touched() {
    let tools = pc::replay().with(&fetch(), 1, "arch-6.0.pacman-Suw.unsigned").with(
        "/usr/bin/pacman --color never -Q",
        0,
        "arch-6.0.pacman-Q.before",
    );
    let told = installed(&tools, &WHOLE, &["lab-old"]);
    assert_eq!(told.of("lab-wide"), failed(Cause::SignatureMissing));
    assert_eq!(told.of("lab-app"), failed(Cause::OtherFailed));
    assert_eq!((tools.changed(), told.system_lists()), (vec![fetch()], Vec::new()));
    let told = on(&tools, |_| {}, |pc, meter| install::download(pc, &ids(&WHOLE), meter));
    assert_eq!(told.of("lab-wide"), failed(Cause::SignatureMissing));
}

#[test]
fn what_does_not_fit_together_is_told_of_what_does_not_fit() {
    let unsolvable = testdata("arch-6.0.pacman-Sup.unsolvable").replace("rc=1\n", "");
    let si = testdata("arch-6.0.pacman-Si.mixed");
    let (held, rest): (Vec<&str>, Vec<&str>) =
        si.split_inclusive("\n\n").partition(|block| !block.contains("Name            : lab-new"));
    assert_eq!(rest.len(), 2);
    let offered = "lab-app lab-conf lab-grp lab-held lab-lib lab-tool-a lab-tool-b lab-wide linux-lab";
    let tools = pc::replay()
        .says(&sup(), 1, "", &unsolvable)
        .says(&format!("{OURS} -Si -- {offered}"), 0, &held.concat(), "")
        .with("/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.before");
    let order: Vec<&str> = WHOLE.into_iter().filter(|id| !id.starts_with("lab-new@")).collect();
    let told = installed(&tools, &order, &[]);
    assert_eq!(told.of("lab-wide"), failed(Cause::DepsUnsolvable));
    assert_eq!(told.of("lab-app"), failed(Cause::OtherFailed));
    assert_eq!(tools.changed(), Vec::<String>::new());
}

#[test]
fn a_lock_that_nobody_holds_stops_everything_and_one_of_before_the_start_is_let_go_by_a_repair() {
    let tools = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.before");
    let lock = |root: &Path| fs::write(root.join(&places::LOCK[1..]), "").unwrap();
    let agreed = ["lab-old".parse().unwrap()];
    let told = on(&tools, lock, |pc, meter| install::install(pc, &ids(&WHOLE), &agreed, meter, &now()));
    assert_eq!(told.all(), vec![failed(Cause::InterruptedBefore); 8]);
    let told = on(&tools, lock, |pc, meter| again::repair(pc, meter, &now()));
    assert_eq!(told.worst.cause, Some(Cause::InterruptedBefore), "it may be of this start");
    let restarted = |root: &Path| {
        lock(root);
        fs::create_dir_all(root.join("proc")).unwrap();
        fs::write(root.join("proc/stat"), "btime 99999999999\n").unwrap();
    };
    let told = on(&tools, restarted, |pc, meter| again::repair(pc, meter, &now()));
    assert_eq!(told.worst, Ended::DONE);
    assert!(!told.root.path().join(&places::LOCK[1..]).exists());
    assert_eq!(tools.changed(), Vec::<String>::new());
}

#[test]
fn a_lock_that_somebody_holds_is_waited_for_and_he_is_named() {
    let tools = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.before");
    let mut open = None;
    let hold = |root: &Path| open = Some(fs::File::create(root.join(&places::LOCK[1..])).unwrap());
    let told = on(&tools, hold, |pc, meter| install::install(pc, &ids(&WHOLE), &[], meter, &now()));
    assert_eq!(told.all(), vec![failed(Cause::BusyOtherUpdater); 8]);
    assert!(told.worst.details.is_some() && tools.changed().is_empty());
}

#[test]
fn what_a_transaction_brought_that_did_not_come_to_its_end_is_not_called_done() {
    let tools = Replay::default().with("/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.killed");
    let log = |root: &Path| {
        fs::create_dir_all(root.join("var/log")).unwrap();
        fs::write(root.join(&places::LOG[1..]), testdata("arch-6.0.pacman-log.killed")).unwrap();
    };
    let order = ["lab-lib@1.2-1", "lab-wide@1.2-1", "linux-lab@6.1.2-1"];
    let told = on(&tools, log, |pc, meter| again::look(pc, &ids(&order), meter, &now()));
    assert_eq!(told.of("lab-lib"), failed(Cause::InterruptedBefore), "the system's own steps come last");
    assert_eq!(told.of("lab-wide"), failed(Cause::InterruptedBefore));
    assert_eq!(told.of("linux-lab"), failed(Cause::InterruptedBefore));
    assert_eq!(tools.changed(), Vec::<String>::new(), "a look begins nothing");
    let ended = |root: &Path| {
        fs::create_dir_all(root.join("var/log")).unwrap();
        let end = "[2026-11-30T07:37:46+0000] [ALPM] transaction completed\n";
        fs::write(root.join(&places::LOG[1..]), testdata("arch-6.0.pacman-log.killed") + end).unwrap();
    };
    let told = on(&tools, ended, |pc, meter| again::look(pc, &ids(&order), meter, &now()));
    assert_eq!((told.of("lab-lib"), told.of("lab-wide")), (DONE, DONE));
    let in_a_hook = |root: &Path| {
        ended(root);
        fs::write(root.join(&places::LOCK[1..]), "").unwrap();
        fs::create_dir_all(root.join("proc")).unwrap();
        fs::write(root.join("proc/stat"), "btime 99999999999\n").unwrap();
    };
    let told = on(&tools, in_a_hook, |pc, meter| again::look(pc, &ids(&order), meter, &now()));
    assert_eq!(told.of("lab-lib"), failed(Cause::InterruptedBefore), "the initramfs may not have been made");
}

#[test]
fn a_repair_puts_in_anew_all_that_the_transaction_had_brought() {
    let names = "lab-app lab-conf lab-newdep lab-lib lab-tool-a lab-tool-b lab-wide";
    let sp = format!("/usr/bin/pacman --color never -Sp --print-format %n %v %r %s %l -- {names}");
    let again = format!("/usr/bin/pacman --color never --noconfirm --ask 67 --noprogressbar -S -- {names}");
    let there = testdata("arch-6.0.pacman-Q.killed");
    let version = |name: &str| there.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap();
    let line = |name: &str| format!("{name} {} lab 10 http://mirror.invalid/x\n", version(name));
    let same: String = names.split(' ').map(line).collect();
    for (brings, runs) in [(same.clone(), 1), (same.replace("lab-lib 1.2-1", "lab-lib 1.3-1"), 0)] {
        let tools = Replay::default()
            .with("/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.killed")
            .says(&sp, 0, &brings, "")
            .says(&again, 0, "", "");
        let log = |root: &Path| {
            fs::create_dir_all(root.join("var/log")).unwrap();
            fs::write(root.join(&places::LOG[1..]), testdata("arch-6.0.pacman-log.killed")).unwrap();
        };
        on(&tools, log, |pc, meter| self::again::repair(pc, meter, &now()));
        assert_eq!(tools.changed().len(), runs, "only in the versions that are there");
    }
}

/// A pacman that is killed, or writes this into its log while it changes something.
struct Logs<'a> {
    replay: &'a Replay,
    log: Mutex<PathBuf>,
    adds: &'static str,
    is_killed: bool,
    /// What comes in, where it is asked for, and of what second it is then.
    brings: Option<(&'static str, u32)>,
}

impl Tools for Logs<'_> {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        self.replay.ask(call, limit)
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Said, CommandError> {
        self.replay.fetch(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Said, CommandError> {
        let said = self.replay.write(call, each)?;
        let log = self.log.lock().unwrap();
        fs::write(&*log, fs::read_to_string(&*log).unwrap_or_default() + self.adds).unwrap();
        let is_there = |wanted: &str| call.arguments.iter().any(|argument| argument == wanted);
        let is_upgrade = is_there("-Su");
        if let Some((name, second)) = self.brings.filter(|(name, _)| is_upgrade || is_there(name)) {
            let root = log.ancestors().nth(3).unwrap();
            came_in(root, name, ("1.0-1", "1.1-1"), second);
        }
        Ok(if self.is_killed && is_upgrade { Said { status: None, ..said } } else { said })
    }
}

impl Logs<'_> {
    /// A PC with this log.
    fn with_log(&self, root: &Path, text: &str) {
        let log = root.join(&places::LOG[1..]);
        fs::create_dir_all(log.parent().unwrap()).unwrap();
        fs::write(&log, text).unwrap();
        *self.log.lock().unwrap() = log;
    }

    fn noted(&self, told: &Told) -> Vec<String> {
        let unset = pacman::installed::not_set_up(&Pc { root: told.root.path(), tools: self });
        unset.into_iter().map(|unset| unset.native).collect()
    }

    /// A PC whose pacman was killed in a hook; its lock is of before the PC started.
    fn in_a_hook(&self, root: &Path) {
        let end = "[2026-11-30T07:37:46+0000] [ALPM] transaction completed\n";
        self.with_log(root, &(testdata("arch-6.0.pacman-log.killed") + end));
        left_over(root, SystemTime::UNIX_EPOCH);
    }
}

fn left_over(root: &Path, made: SystemTime) {
    fs::File::create(root.join(&places::LOCK[1..])).unwrap().set_modified(made).unwrap();
    fs::create_dir_all(root.join("proc")).unwrap();
    fs::write(root.join("proc/stat"), "btime 99999999999\n").unwrap();
}

#[test]
fn what_was_killed_in_a_hook_is_put_in_anew_or_stays_unfinished() {
    const ANEW: &str = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                        [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let names = "lab-app lab-conf lab-newdep lab-lib lab-tool-a lab-tool-b lab-wide";
    let sp = format!("/usr/bin/pacman --color never -Sp --print-format %n %v %r %s %l -- {names}");
    let again = format!("/usr/bin/pacman --color never --noconfirm --ask 67 --noprogressbar -S -- {names}");
    let there = testdata("arch-6.0.pacman-Q.killed");
    let version = |name: &str| there.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap();
    let same: String = names
        .split(' ')
        .map(|name| format!("{name} {} lab 10 http://mirror.invalid/x\n", version(name)))
        .collect();
    let failing = testdata("arch-6.0.pacman-Su.failing-hook");
    for (brings, says, adds, cause) in [
        (&*same, "", ANEW, None),
        (&*same, "", "", Some(Cause::InterruptedBefore)),
        (&*same, &*failing, ANEW, Some(Cause::PackageScriptFailed)),
        ("", "", ANEW, Some(Cause::InterruptedBefore)),
    ] {
        let replay = Replay::default()
            .with("/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.killed")
            .says(&sp, 0, brings, "")
            .says(&again, 0, says, "");
        let tools = Logs { replay: &replay, log: Mutex::default(), adds, is_killed: false, brings: None };
        let told =
            on(&tools, |root| tools.in_a_hook(root), |pc, meter| self::again::repair(pc, meter, &now()));
        let pc = Pc { root: told.root.path(), tools: &tools };
        assert_eq!((told.worst.cause, is_left_over(&pc)), (cause, cause.is_some()), "{brings} {says} {adds}");
    }
}

#[test]
fn what_is_not_set_up_stays_unfinished_until_it_came_in_anew_and_its_step_did_not_fail() {
    const ANEW: &str = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                        [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let failing = testdata("arch-6.0.pacman-Su.failing-post").replace("lab-fail", "lab-wide");
    let sp = "/usr/bin/pacman --color never -Sp --print-format %n %v %r %s %l -- lab-wide";
    let again = "/usr/bin/pacman --color never --noconfirm --ask 67 --noprogressbar -S -- lab-wide";
    let replay = |says: &str| {
        pc::replay()
            .with("/usr/bin/pacman --color never -Q", 0, "arch-6.0.pacman-Q.replaced")
            .says(sp, 0, "lab-wide 1.1-1 lab 10 http://mirror.invalid/x\n", "")
            .says(again, 0, says, "")
    };
    for (says, second, cause) in [
        ("", 9, None),
        ("", 5, Some(Cause::InterruptedBefore)),
        (&*failing, 9, Some(Cause::PackageScriptFailed)),
    ] {
        let replay = replay(says);
        let brings = Some(("lab-wide", second));
        let tools = Logs { replay: &replay, log: Mutex::default(), adds: ANEW, is_killed: false, brings };
        let prepare = |root: &Path| {
            tools.with_log(root, "");
            came_in(root, "lab-wide", ("1.0-1", "1.1-1"), 5);
            let pc = Pc { root, tools: &tools };
            crate::unset::note(&pc, "pacman", pacman::installed::as_it_is(&pc, "lab-wide", "1.1-1"));
            assert_eq!(unfinished(&pc), Some(Cause::PackageScriptFailed), "nothing was cut off");
        };
        let told = on(&tools, prepare, |pc, meter| self::again::repair(pc, meter, &now()));
        let pc = Pc { root: told.root.path(), tools: &tools };
        assert_eq!(told.worst.cause, cause, "{says} {second}");
        assert_eq!(unfinished(&pc), cause.map(|_| Cause::PackageScriptFailed), "{says} {second}");
        assert_eq!(replay.changed(), [again], "{says} {second}");
    }
}

/// What a look says of this PC.
fn unfinished(pc: &Pc<'_>) -> Option<Cause> {
    let of = patchround_protocol::SpkiHash([0; 32]);
    let asking = patchround_updates::Asking { pc: of, hook: None, only: None, back: None };
    pacman::Pacman.list(pc, &asking).0.unfinished
}

#[test]
fn what_a_failed_step_of_the_system_was_about_is_all_that_came_in_with_it() {
    let replay = fetched("arch-6.0.pacman-Su.failing-hook", 0, "arch-6.0.pacman-Q.replaced");
    let adds = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                [2026-11-30T09:00:01+0000] [ALPM] upgraded lab-wide (1.0-1 -> 1.1-1)\n\
                [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let brings = Some(("lab-wide", 5));
    let tools = Logs { replay: &replay, log: Mutex::default(), adds, is_killed: false, brings };
    let agreed = ["lab-old".parse().unwrap()];
    let prepare = |root: &Path| tools.with_log(root, "");
    let told = on(&tools, prepare, |pc, meter| install::install(pc, &ids(&WHOLE), &agreed, meter, &now()));
    assert_eq!(told.all(), vec![failed(Cause::PackageScriptFailed); 8]);
    assert_eq!(tools.noted(&told), ["lab-wide"]);
}

#[test]
fn a_hook_that_refuses_the_transaction_says_nothing_of_what_the_one_before_it_brought() {
    const BEFORE: &str = "[2026-11-30T08:00:00+0000] [ALPM] transaction started\n\
                          [2026-11-30T08:00:01+0000] [ALPM] installed lab-same (1.0-1)\n\
                          [2026-11-30T08:00:01+0000] [ALPM] transaction completed\n";
    let refused = testdata("arch-6.0.pacman-Su.failing-hook-before");
    // A hook whose failure is not told as one of before the transaction began none either.
    let unclear = refused.replace(":: Running pre-transaction", ":: Running post-transaction");
    for says in [&refused, &unclear] {
        let replay = fetched("arch-6.0.pacman-Su.nothing", 1, "arch-6.0.pacman-Q.before").says(
            &upgrade(),
            1,
            says,
            "",
        );
        let tools = Logs { replay: &replay, log: Mutex::default(), adds: "", is_killed: false, brings: None };
        let prepare = |root: &Path| {
            tools.with_log(root, BEFORE);
            came_in(root, "lab-same", ("1.0-1", "1.0-1"), 5);
        };
        let agreed = ["lab-old".parse().unwrap()];
        let told =
            on(&tools, prepare, |pc, meter| install::install(pc, &ids(&WHOLE), &agreed, meter, &now()));
        assert_eq!(told.all(), vec![failed(Cause::PackageScriptFailed); 8], "none of them is there");
        assert_eq!(tools.noted(&told), Vec::<String>::new());
    }
}

#[test]
fn what_was_cut_off_goes_in_first_and_alone_and_what_is_noted_neither_stops_nor_hides_it() {
    const ANEW: &str = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                        [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let cut = "lab-app lab-conf lab-newdep lab-lib lab-tool-a lab-tool-b lab-wide";
    let there = testdata("arch-6.0.pacman-Q.killed").replace("lab-same 1.0-1", "lab-same 1.1-1");
    let version = |name: &str| there.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap();
    let offers = |names: &str| -> String {
        let line = |name| format!("{name} {} lab 10 http://mirror.invalid/x\n", version(name));
        names.split(' ').map(line).collect()
    };
    let sp =
        |names: &str| format!("/usr/bin/pacman --color never -Sp --print-format %n %v %r %s %l -- {names}");
    let anew = |names: &str| {
        format!("/usr/bin/pacman --color never --noconfirm --ask 67 --noprogressbar -S -- {names}")
    };
    let refused = Some(Cause::InterruptedBefore);
    for (cut_is_offered, noted_is_offered, runs, cause, left) in [
        (true, true, vec![anew(cut), anew("lab-same")], None, None),
        (true, false, vec![anew(cut)], refused, Some(Cause::PackageScriptFailed)),
        (false, true, vec![], refused, Some(Cause::InterruptedBefore)),
    ] {
        let offered = |names: &str, is_offered| if is_offered { offers(names) } else { String::new() };
        let replay = pc::replay()
            .says("/usr/bin/pacman --color never -Q", 0, &there, "")
            .says(&sp(cut), 0, &offered(cut, cut_is_offered), "")
            .says(&sp("lab-same"), 0, &offered("lab-same", noted_is_offered), "")
            .says(&anew(cut), 0, "", "")
            .says(&anew("lab-same"), 0, "", "");
        let brings = Some(("lab-same", 9));
        let tools = Logs { replay: &replay, log: Mutex::default(), adds: ANEW, is_killed: false, brings };
        let prepare = |root: &Path| {
            tools.with_log(root, &testdata("arch-6.0.pacman-log.killed"));
            came_in(root, "lab-same", ("1.0-1", "1.1-1"), 5);
            let pc = Pc { root, tools: &tools };
            crate::unset::note(&pc, "pacman", pacman::installed::as_it_is(&pc, "lab-same", "1.1-1"));
            assert_eq!(unfinished(&pc), Some(Cause::InterruptedBefore), "both");
        };
        let told = on(&tools, prepare, |pc, meter| self::again::repair(pc, meter, &now()));
        let after = unfinished(&Pc { root: told.root.path(), tools: &tools });
        assert_eq!((replay.changed(), told.worst.cause, after), (runs, cause, left));
    }
}

#[test]
fn a_lock_under_which_no_transaction_was_begun_leaves_nothing_to_put_in_anew() {
    let replay = Replay::default();
    let tools = Logs { replay: &replay, log: Mutex::default(), adds: "", is_killed: false, brings: None };
    let after = |root: &Path| {
        tools.in_a_hook(root);
        left_over(root, SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000));
    };
    let told = on(&tools, after, |pc, meter| self::again::repair(pc, meter, &now()));
    assert_eq!((told.worst, replay.changed().len()), (Ended::DONE, 0));
    assert!(!told.root.path().join(&places::LOCK[1..]).exists());
}

#[test]
fn what_a_run_brought_that_was_ended_by_a_signal_is_not_called_done() {
    let replay = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.replaced");
    let adds = "[2026-11-30T09:00:00+0000] [ALPM] transaction started\n\
                [2026-11-30T09:00:01+0000] [ALPM] upgraded lab-lib (1.0-1 -> 1.2-1)\n\
                [2026-11-30T09:00:01+0000] [ALPM] transaction completed\n";
    let tools = Logs { replay: &replay, log: Mutex::default(), adds, is_killed: true, brings: None };
    let agreed = ["lab-old".parse().unwrap()];
    let prepare = |root: &Path| tools.with_log(root, "");
    let told = on(&tools, prepare, |pc, meter| install::install(pc, &ids(&WHOLE), &agreed, meter, &now()));
    assert_eq!(told.of("lab-lib"), failed(Cause::InterruptedBefore), "it may have been in a hook");
}

#[test]
fn lists_that_pacman_read_by_itself_since_are_not_replaced_by_older_ones() {
    let tools = fetched("arch-6.0.pacman-Su.good", 0, "arch-6.0.pacman-Q.before");
    let newer = |root: &Path| {
        fs::create_dir_all(root.join(&places::SYSTEM_LISTS[1..])).unwrap();
        fs::write(root.join(&places::SYSTEM_LISTS[1..]).join("lab.db"), "newer").unwrap();
        let ours = fs::File::options().append(true).open(root.join(&places::OUR_LISTS[1..]).join("lab.db"));
        ours.unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    };
    let told = on(&tools, newer, |pc, meter| install::install(pc, &ids(&WHOLE), &[], meter, &now()));
    assert_eq!(told.all(), vec![failed(Cause::FileGone); 8]);
}

#[test]
fn lists_that_cannot_be_read_back_are_thrown_away_and_those_before_stay() {
    let sy = format!("{OURS} --logfile /dev/null --noconfirm --ask 67 --noprogressbar -Sy");
    let complaint = testdata("arch-6.0.pacman-Qu.portal").replace("rc=1\n", "");
    let portal = Replay::default().with(&sy, 0, "arch-6.0.pacman-Sy.portal").says(
        &format!("{OURS} -Qu"),
        1,
        "",
        &complaint,
    );
    let told = on(&portal, |_| {}, |pc, meter| refresh::refresh(pc, meter, &now()));
    assert_eq!(told.worst.cause, Some(Cause::HashMismatch));
    let ours = told.root.path().join(&places::OURS[1..]);
    assert_eq!(lists::names(&ours.join("sync")).unwrap().len(), 1);
    assert!(!ours.join("refreshed").exists() && !ours.join("before").exists());
    let good = pc::replay().with(&sy, 0, "arch-6.0.pacman-Sy.good");
    let told = on(&good, |_| {}, |pc, meter| refresh::refresh(pc, meter, &now()));
    assert_eq!(told.worst, Ended::DONE);
    assert!(told.root.path().join(&places::REFRESHED_STAMP[1..]).is_file());
}

#[test]
fn there_is_no_way_back_and_nothing_to_let_go() {
    let tools = Replay::default();
    let keep = Keep { folder: "/nowhere".into(), told: "/nowhere".into() };
    let old = ids(&["lab-app@1.0-1"]);
    let told = on(&tools, |_| {}, |pc, meter| Pacman.undo(pc, &old, None, &keep, meter));
    assert_eq!(told.all(), [failed(Cause::UndoBlocked)]);
    let told = on(&tools, |_| {}, |pc, meter| Pacman.release(pc, &old, &keep, meter));
    assert_eq!(told.all(), [failed(Cause::NothingKept)]);
}
