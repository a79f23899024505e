use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use patchround_protocol::{Cause, Outcome, UpdateId, progress::Progress};
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line, Output, Told, Tools},
    dnf::offers,
    rpm,
};

use super::{again, install, undo};
use crate::{
    Ended,
    keep::{Keep, Shelf, hash_of},
    meter::Meter,
    patience::Patience,
    rpm::folder_of,
};

use crate::replay::{Replay, testdata};

mod unset;

const TWICE: &str = "/usr/bin/rpm -qa --qf %{NAME}.%{ARCH}\\n";
const OPTIONS: &str = "--setopt=install_weak_deps=False --setopt=clean_requirements_on_remove=False \
                       --setopt=keepcache=True --setopt=exit_on_lock=True";

/// A PC whose rpm answers otherwise once dnf has changed something.
pub(super) struct Lab {
    pub(super) root: tempfile::TempDir,
    pub(super) before: Replay,
    after: Replay,
    is_changed: AtomicBool,
}

impl Tools for Lab {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        let is_after = self.is_changed.load(Ordering::SeqCst) && call.program == rpm::RPM;
        if is_after { self.after.ask(call, limit) } else { self.before.ask(call, limit) }
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.before.fetch(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.is_changed.store(true, Ordering::SeqCst);
        self.before.write(call, each)
    }
}

fn rpm_line(names: &str) -> String {
    format!("/usr/bin/rpm -q --qf {} -- {names} {}", rpm::FORMAT, rpm::END)
}

/// What rpm says of `NAME VERSION`s.
fn rpm_says(packages: &[(&str, &str)]) -> String {
    rpm_says_since(packages, 5)
}

/// As [`rpm_says`], of what came in in this second.
fn rpm_says_since(packages: &[(&str, &str)], second: u32) -> String {
    let line = |(name, version): &(&str, &str)| {
        format!("{name}\tnoarch\t0\t{version}\t{second}\t5\t{name}-1-1.src.rpm\tx\tx\n")
    };
    packages.iter().map(line).collect::<String>() + "package the end is not installed\n"
}

pub(super) fn line(verb: &str, packages: &str) -> String {
    format!("/usr/bin/dnf {} {OPTIONS} {packages}", verb)
}

impl Lab {
    /// A PC with these versions, afterwards with those; `written` is the status and the words of what changes it.
    pub(super) fn new(
        before: &[(&str, &str)],
        after: &[(&str, &str)],
        targets: &str,
        written: (i32, &str),
    ) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("etc/os-release", "ID=fedora\n"),
            ("usr/bin/dnf", ""),
            ("var/lib/rpm/rpmdb.sqlite", ""),
            ("usr/x", ""),
            ("var/cache/x", ""),
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let names = before.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ");
        let offers = format!("/usr/bin/dnf -C -q repoquery --upgrades --qf {}", offers::FORMAT);
        let plan = "Upgrading:\n pr-tool noarch 1.1-1 lab 6 k\n\nTransaction Summary\n";
        let replay = Replay::default()
            .with(
                "/usr/bin/dnf -C -d 10 --setopt=autocheck_running_kernel=False check-update",
                100,
                "debian-12.dnf-check-update.mixed",
            )
            .with(&offers, 0, "debian-12.dnf-repoquery.mixed")
            .says(&line("-C --assumeno", &format!("upgrade {targets}")), 1, plan, "")
            .says(&line("-y", &format!("upgrade --downloadonly {targets}")), 0, "", "")
            .says(&line("-y -C", &format!("upgrade {targets}")), written.0, written.1, "")
            .says("/usr/bin/dnf -q -C history info last", 0, "", "")
            .says(TWICE, 0, "pr-tool.noarch\n", "");
        let olds = before.iter().map(|(name, evr)| format!("{name}-{evr}.noarch")).collect::<Vec<_>>();
        let replay =
            replay.says(&line("-y", &format!("reinstall --downloadonly {}", olds.join(" "))), 1, "", "");
        let before = replay.says(&rpm_line(&names), 1, &rpm_says(before), "");
        let natives = names.split(' ').map(|name| format!("{name}.noarch")).collect::<Vec<_>>().join(" ");
        let says = rpm_says(after);
        let after =
            Replay::default().says(&rpm_line(&names), 1, &says, "").says(&rpm_line(&natives), 1, &says, "");
        Self { root, before, after, is_changed: AtomicBool::new(false) }
    }

    fn pc(&self) -> Pc<'_> {
        Pc { root: self.root.path(), tools: self }
    }

    fn keep(&self) -> Keep {
        Keep { folder: self.root.path().join("kept"), told: self.root.path().join("told") }
    }

    fn does(&self, act: impl FnOnce(&mut Meter<'_>) -> Ended) -> (Ended, Vec<Progress>) {
        let mut told = Vec::new();
        let mut report = |line| told.push(line);
        let ended = act(&mut Meter::new(&mut report));
        told.retain(|line| matches!(line, Progress::UpdateEnded { .. }));
        (ended, told)
    }

    fn install(&self, ids: &[&str]) -> (Ended, Vec<Progress>) {
        let ids: Vec<UpdateId> = ids.iter().map(|id| id.parse().unwrap()).collect();
        let pc = self.pc();
        self.does(|meter| install::carry_out(&pc, (&ids, &[]), &self.keep(), meter, &Patience::of(0)))
    }
}

pub(super) const TOOL: &str = "dnf:pr-tool.noarch@1.1-1";
pub(super) const TARGET: &str = "pr-tool-1.1-1.noarch";
pub(super) const OLD: &[(&str, &str)] = &[("pr-tool", "1.0-1")];
pub(super) const NEW: &[(&str, &str)] = &[("pr-tool", "1.1-1")];

#[test]
fn what_rpm_says_counts_and_not_what_dnf_ends_with() {
    let (ended, told) = Lab::new(OLD, NEW, TARGET, (1, "Error: something\n")).install(&[TOOL]);
    assert_eq!((ended, told.len()), (Ended::DONE, 1));
    let (ended, _) = Lab::new(OLD, OLD, TARGET, (0, "Complete!\n")).install(&[TOOL]);
    assert_eq!((ended.outcome, ended.cause), (Outcome::Failed, Some(Cause::InstalledButNotVerified)));
}

#[test]
fn a_script_that_failed_is_a_failure_although_the_version_is_there_and_the_status_is_0() {
    let said = testdata("debian-12.dnf-upgrade.failing-post").replace("pr-fail", "pr-tool");
    let (ended, told) = Lab::new(OLD, NEW, TARGET, (0, &said)).install(&[TOOL]);
    assert_eq!(ended.cause, Some(Cause::PackageScriptFailed));
    let [Progress::UpdateEnded { installed, .. }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(installed.as_deref(), Some("1.1-1"));
}

#[test]
fn what_failed_is_told_with_its_cause() {
    for (recorded, cause) in [
        ("disk-full", Cause::DiskFull),
        ("file-conflict", Cause::FileConflict),
        ("rpm-busy", Cause::BusyOtherUpdater),
        ("unsigned", Cause::SignatureMissing),
    ] {
        let said = testdata(&format!("debian-12.dnf-upgrade.{recorded}"));
        let (ended, _) = Lab::new(OLD, OLD, TARGET, (1, &said)).install(&[TOOL]);
        assert_eq!((ended.outcome, ended.cause), (Outcome::Failed, Some(cause)), "{recorded}");
    }
}

#[test]
fn what_is_not_offered_in_this_version_or_is_locked_does_not_go_in() {
    let lab = Lab::new(OLD, NEW, TARGET, (0, ""));
    let (ended, _) = lab.install(&["dnf:pr-tool.noarch@9-1"]);
    assert_eq!(ended.cause, Some(Cause::VersionGone));
    assert!(lab.before.changed().is_empty());
    let lab = Lab::new(&[("pr-lock", "1.0-1")], &[], "", (0, ""));
    let (ended, _) = lab.install(&["dnf:pr-lock.noarch@1.1-1"]);
    assert_eq!((ended.outcome, ended.cause), (Outcome::NeedsPerson, Some(Cause::Held)));
    assert!(lab.before.changed().is_empty());
}

#[test]
fn what_would_remove_or_bring_something_older_does_not_go_in() {
    let removes = "Upgrading:\n pr-tool noarch 1.1-1 lab 6 k\n     replacing  pr-old.noarch 1.0-1\n\nTransaction Summary\n";
    let older = "Downgrading:\n pr-dep noarch 1.0-1 lab 6 k\n\nTransaction Summary\n";
    for (plan, cause) in [(removes, Cause::WouldRemove), (older, Cause::DepsUnsolvable)] {
        let mut lab = Lab::new(OLD, NEW, TARGET, (0, ""));
        lab.before = lab.before.says(&line("-C --assumeno", &format!("upgrade {TARGET}")), 1, plan, "");
        let (ended, _) = lab.install(&[TOOL]);
        assert_eq!(ended.cause, Some(cause));
        assert!(lab.before.changed().is_empty());
    }
}

#[test]
fn after_an_interruption_it_is_told_what_is_there() {
    let two = [("pr-tool", "1.0-1"), ("pr-tool", "1.1-1")];
    for (there, cause) in
        [(NEW, None), (OLD, Some(Cause::InterruptedBefore)), (&two[..], Some(Cause::InterruptedBefore))]
    {
        let mut lab = Lab::new(OLD, OLD, TARGET, (0, ""));
        let line = "/usr/bin/dnf -q -C history info last";
        lab.before = lab.before.says(&rpm_line("pr-tool"), 1, &rpm_says(there), "").says(
            line,
            0,
            &history(TARGET),
            "",
        );
        let pc = lab.pc();
        let (ended, _) =
            lab.does(|meter| again::look(&pc, &[TOOL.parse().unwrap()], meter, &Patience::of(0)));
        assert_eq!(ended.cause, cause);
    }
}

/// dnf's account of a transaction that came to its end.
fn history(nevra: &str) -> String {
    format!(
        "Transaction ID : 7\nEnd time       : Mon Nov 30 07:39:01 2026 (1 seconds)\nReturn-Code    : Success\n\
         Packages Altered:\n    Upgrade  {nevra} @lab\n"
    )
}

#[test]
fn what_was_interrupted_while_it_was_set_up_is_not_called_done() {
    let killed = testdata("debian-12.dnf-history-info.killed").replace("pr-slow", "pr-tool");
    let later = history("pr-other-1-1.noarch");
    for (last, before, cause) in [
        (killed.as_str(), "", Some(Cause::InterruptedBefore)),
        (&*later, killed.as_str(), Some(Cause::InterruptedBefore)),
        (&*later, &*history(TARGET), None),
        ("", "", Some(Cause::InterruptedBefore)),
    ] {
        let mut lab = Lab::new(NEW, NEW, TARGET, (0, ""));
        for (at, said) in ["last", "last-1", "last-2"].into_iter().zip([last, before, ""]) {
            lab.before = lab.before.says(&format!("/usr/bin/dnf -q -C history info {at}"), 0, said, "");
        }
        let pc = lab.pc();
        let (ended, _) =
            lab.does(|meter| again::look(&pc, &[TOOL.parse().unwrap()], meter, &Patience::of(0)));
        assert_eq!(ended.cause, cause, "{last}");
    }
}

#[test]
fn a_script_that_failed_is_found_however_much_was_said_after_it() {
    let said = testdata("debian-12.dnf-upgrade.failing-post").replace("pr-fail", "pr-tool");
    let said = said + &"  Verifying        : something else\n".repeat(1000);
    let (ended, _) = Lab::new(OLD, NEW, TARGET, (0, &said)).install(&[TOOL]);
    assert_eq!(ended.cause, Some(Cause::PackageScriptFailed));
}

#[test]
fn a_key_that_would_have_to_be_fetched_is_not_taken() {
    let mut lab = Lab::new(OLD, NEW, TARGET, (0, ""));
    let folder = lab.root.path().join("etc/yum.repos.d");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("lab.repo"), "[lab]\ngpgkey=https://example.com/key\n").unwrap();
    lab.before = lab.before.lenient();
    lab.install(&[TOOL]);
    let asked = lab.before.asked();
    let upgrades: Vec<_> = asked.iter().filter(|line| line.contains(" upgrade ")).collect();
    assert!(
        !upgrades.is_empty() && upgrades.iter().all(|line| line.contains(" --setopt=lab.gpgkey= ")),
        "{asked:#?}"
    );
    let said = testdata("debian-12.dnf-upgrade.unknown-key");
    let (ended, _) = Lab::new(OLD, OLD, TARGET, (1, &said)).install(&[TOOL]);
    assert_eq!(ended.cause, Some(Cause::SignatureMissing));
}

#[test]
fn what_would_happen_is_looked_at_again_once_it_was_fetched() {
    let lab = Lab::new(OLD, NEW, TARGET, (0, ""));
    lab.install(&[TOOL]);
    let simulated = line("-C --assumeno", &format!("upgrade {TARGET}"));
    assert_eq!(lab.before.asked().iter().filter(|asked| **asked == simulated).count(), 2);
}

#[test]
fn what_gives_way_to_another_name_is_not_held() {
    let lab = Lab::new(&[("pr-old", "1.0-1")], &[], "", (0, ""));
    let (ended, _) = lab.install(&["dnf:pr-old.noarch@2.0-1"]);
    assert_eq!((ended.outcome, ended.cause), (Outcome::NeedsPerson, Some(Cause::WouldRemove)));
    assert!(lab.before.changed().is_empty());
}

#[test]
fn a_repair_puts_in_anew_what_was_cut_off_and_nothing_else() {
    let exact = "pr-tool-1.1-1.noarch";
    let simulated = line("-C --assumeno", &format!("reinstall {exact}"));
    let plan = testdata("debian-12.dnf-reinstall.twice").replace("pr-slow", "pr-tool");
    let more = plan.replace("Reinstalling:\n", "Upgrading:\n pr-more noarch 2-1 lab 6 k\nReinstalling:\n");
    for (plan, changes) in [(&plan, 2), (&more, 0)] {
        let mut lab = Lab::new(NEW, NEW, TARGET, (0, ""));
        lab.before = lab
            .before
            .says(TWICE, 0, "pr-tool.noarch\npr-tool.noarch\n", "")
            .says(
                &rpm_line("pr-tool.noarch"),
                1,
                &rpm_says(&[("pr-tool", "1.0-1"), ("pr-tool", "1.1-1")]),
                "",
            )
            .says(&simulated, 1, plan, "")
            .says(&line("-y", &format!("reinstall --downloadonly {exact}")), 0, "", "")
            .says(&line("-y -C", &format!("reinstall {exact}")), 0, "Complete!\n", "");
        lab.after = lab.after.says(TWICE, 0, "pr-tool.noarch\n", "");
        let pc = lab.pc();
        let (ended, _) = lab.does(|meter| again::repair(&pc, meter, &Patience::of(0)));
        assert_eq!(ended == Ended::DONE, changes == 2, "{ended:?}");
        assert_eq!(lab.before.changed().len(), changes, "{:#?}", lab.before.changed());
    }
}

/// A PC on which dnf was killed while it set up `pr-slow`; `pr-last` was to come in this version, and there is that one.
fn killed(last: &str, reinstalls: &str, says: &str) -> Lab {
    let history = "/usr/bin/dnf -q -C history info last";
    let change = line("-y -C", &format!("reinstall {reinstalls}"));
    let plan = testdata("debian-12.dnf-reinstall.twice");
    let mut lab = Lab::new(NEW, NEW, TARGET, (0, ""));
    lab.before = lab
        .before
        .before(&change, history, 0, "debian-12.dnf-history-info.killed")
        .says(history, 0, &self::history("pr-slow-1.1-1.noarch"), "")
        .says(
            &rpm_line("pr-last.noarch pr-slow.noarch"),
            2,
            &rpm_says(&[("pr-last", last), ("pr-slow", "1.1-1")]),
            "",
        )
        .says(&line("-C --assumeno", &format!("reinstall {reinstalls}")), 1, &plan, "")
        .says(&line("-y", &format!("reinstall --downloadonly {reinstalls}")), 0, "", "")
        .says(&change, 0, says, "");
    let slow = rpm_says(&[("pr-slow", "1.1-1")]);
    lab.after = lab
        .after
        .says(TWICE, 0, "pr-slow.noarch\npr-last.noarch\n", "")
        .says(&rpm_line("pr-slow"), 1, &slow, "")
        .says(&rpm_line("pr-slow.noarch"), 1, &slow, "");
    lab
}

#[test]
fn a_repair_puts_in_anew_what_a_transaction_without_an_end_had_brought_and_not_what_it_never_reached() {
    let repaired = |lab: &Lab| lab.does(|meter| again::repair(&lab.pc(), meter, &Patience::of(0))).0;
    let lab = killed("1.0-1", "pr-slow-1.1-1.noarch", "Complete!\n");
    assert_eq!((repaired(&lab), lab.before.changed().len()), (Ended::DONE, 2));
    let failing = testdata("debian-12.dnf-upgrade.failing-post").replace("pr-fail", "pr-slow");
    let lab = killed("1.0-1", "pr-slow-1.1-1.noarch", &failing);
    assert_eq!(repaired(&lab).cause, Some(Cause::PackageScriptFailed), "its step failed again");
    let lab = killed("1.1-1", "pr-last-1.1-1.noarch pr-slow-1.1-1.noarch", "Complete!\n");
    assert_eq!(
        (repaired(&lab).cause, lab.before.changed().len()),
        (Some(Cause::InterruptedBefore), 0),
        "dnf would put in only one of both"
    );
}

#[test]
fn what_a_transaction_brought_that_was_killed_after_it_is_not_called_done() {
    let killed = testdata("debian-12.dnf-history-info.killed").replace("pr-slow", "pr-tool");
    let mut lab = Lab::new(OLD, NEW, TARGET, (0, ""));
    lab.before = lab.before.says("/usr/bin/dnf -q -C history info last", 0, &killed, "");
    assert_eq!(lab.install(&[TOOL]).0.cause, Some(Cause::InterruptedBefore));
}

#[test]
fn whoever_reads_lists_is_waited_for_before_anything_is_asked() {
    let lab = Lab::new(OLD, NEW, TARGET, (0, ""));
    put(lab.root.path(), "var/cache/dnf/metadata_lock.pid", "77");
    put(lab.root.path(), "proc/77/comm", "dnf-makecache\n");
    let (ended, _) = lab.install(&[TOOL]);
    assert_eq!(
        (ended.cause, ended.details.as_deref()),
        (Some(Cause::BusyOtherUpdater), Some("dnf-makecache"))
    );
    assert!(!lab.before.asked().iter().any(|line| line.contains("check-update")));
}

#[test]
fn where_dnf_5_has_an_entry_of_that_name_already_nothing_goes_back() {
    let mut lab = Lab::new(NEW, NEW, TARGET, (0, ""));
    lab.before = lab.before.says("/usr/bin/dnf5 -q -C history info last", 0, "", "");
    fs::rename(lab.root.path().join("usr/bin/dnf"), lab.root.path().join("usr/bin/dnf5")).unwrap();
    let locked = testdata("sid.dnf5-versionlock-file.locked").replace("pr-lock", "pr-tool");
    put(lab.root.path(), "etc/dnf/versionlock.toml", &locked.replace("1.0-1", "0.9-1"));
    with_kept(&lab);
    let ended = goes_back(&lab);
    assert_eq!((ended.outcome, ended.cause), (Outcome::NeedsPerson, Some(Cause::Held)));
    assert!(lab.before.changed().is_empty());
}

#[test]
fn only_files_that_are_of_no_use_for_a_way_back_leave_the_cache() {
    let lab = Lab::new(OLD, NEW, TARGET, (0, ""));
    let cache = "var/cache/dnf/lab-0123/packages";
    for file in ["pr-tool-1.0-1.noarch.rpm", "pr-tool-1.1-1.noarch.rpm", "pr-other-1-1.noarch.rpm"] {
        put(lab.root.path(), &format!("{cache}/{file}"), "");
    }
    let left = || {
        let mut names: Vec<_> =
            fs::read_dir(lab.root.path().join(cache)).unwrap().flatten().collect::<Vec<_>>();
        names.sort_by_key(fs::DirEntry::file_name);
        names.into_iter().map(|file| file.file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    put(lab.root.path(), "etc/dnf/dnf.conf", "[main]\nkeepcache=True\n");
    lab.install(&[TOOL]);
    assert_eq!(left().len(), 2, "the PC is set up to keep them: {:?}", left());
    put(lab.root.path(), "etc/dnf/dnf.conf", "[main]\n");
    put(lab.root.path(), &format!("{cache}/pr-tool-1.0-1.noarch.rpm"), "");
    lab.is_changed.store(false, Ordering::SeqCst);
    lab.install(&[TOOL]);
    assert_eq!(left(), ["pr-other-1-1.noarch.rpm", "pr-tool-1.1-1.noarch.rpm"]);
}

/// A PC that has kept the version before.
fn with_kept(lab: &Lab) {
    let file = lab.root.path().join("old.rpm");
    fs::write(&file, "a package").unwrap();
    let (keep, hash) = (lab.keep(), hash_of(&file).unwrap());
    let mut shelf = Shelf::open(&keep).unwrap();
    let id = "dnf:pr-tool.noarch@1.0-1".parse().unwrap();
    shelf.take(&id, "1.1-1", &hash, &file, 1000, jiff::Timestamp::now()).unwrap();
    shelf.save().unwrap();
}

fn goes_back(lab: &Lab) -> Ended {
    let ids = ["dnf:pr-tool.noarch@1.0-1".parse().unwrap()];
    let pc = lab.pc();
    lab.does(|meter| undo::go_back(&pc, &ids, None, &lab.keep(), meter, &Patience::of(0))).0
}

fn put(root: &Path, path: &str, text: &str) {
    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    fs::write(root.join(path), text).unwrap();
}

#[test]
fn it_goes_back_to_what_was_kept_and_stays_there_and_can_be_let_go() {
    let mut lab = Lab::new(NEW, OLD, TARGET, (0, ""));
    assert_eq!(goes_back(&lab).cause, Some(Cause::UndoBlocked), "nothing can be locked here");
    put(lab.root.path(), "etc/dnf/plugins/versionlock.conf", "");
    assert_eq!(goes_back(&lab).cause, Some(Cause::NothingKept));
    with_kept(&lab);
    let file = folder_of(&lab.keep()).join("pr-tool-1.0-1.noarch.rpm");
    let file = file.to_str().unwrap();
    let plan = testdata("debian-12.dnf-downgrade.good");
    let lock = "pr-tool-0:1.0-1.noarch";
    lab.before = lab
        .before
        .says(
            &format!("/usr/bin/rpm -q --qf {} -p -- {file}", rpm::FORMAT),
            0,
            rpm_says(OLD).lines().next().map(|l| format!("{l}\n")).unwrap().as_str(),
            "",
        )
        .says(&line("-C --assumeno", &format!("downgrade {file}")), 1, &plan, "")
        .says(&line("-y -C", &format!("downgrade {file}")), 0, "Complete!\n", "")
        .says(&format!("/usr/bin/dnf -q -C versionlock add --raw {lock}"), 0, "", "")
        .says(&format!("/usr/bin/dnf -q -C versionlock delete {lock}"), 0, "", "");
    let ended = goes_back(&lab);
    assert_eq!(ended.cause, Some(Cause::Unexpected), "it is back, and no lock is in the file: {ended:?}");
    put(lab.root.path(), "etc/dnf/plugins/versionlock.list", &format!("{lock}\n"));
    assert_eq!(goes_back(&lab), Ended::DONE);
    let ids = ["dnf:pr-tool.noarch@1.0-1".parse().unwrap()];
    let pc = lab.pc();
    let still = lab.does(|meter| undo::let_go(&pc, &ids, &lab.keep(), meter, &Patience::of(0))).0;
    assert_eq!(still.cause, Some(Cause::Unexpected), "the lock is still in the file");
    put(lab.root.path(), "etc/dnf/plugins/versionlock.list", "");
    assert_eq!(
        lab.does(|meter| undo::let_go(&pc, &ids, &lab.keep(), meter, &Patience::of(0))).0,
        Ended::DONE
    );
}
