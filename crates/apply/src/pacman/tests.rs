//! What becomes of orders, with what a real pacman said and a PC that is a folder.

use std::{fs, path::Path};

use patchround_protocol::{Outcome, event::Phase, progress::Progress};
use patchround_updates::{command::Tools, pacman::places};

use super::*;
use crate::replay::{Replay, testdata};

#[path = "../../../updates/tests/conformance/pacman.rs"]
mod pc;

mod logged;

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
