//! What is made of dnf's and rpm's real answers; testdata/README.md says how they were recorded.

use std::path::Path;

use patchround_protocol::{
    Cause, SpkiHash, Update,
    cve::Severity,
    update::{Class, ReleasedFrom},
    wire::SourceScan,
};
use patchround_updates::{
    Asking, Pc, RestartNeed, Source,
    dnf::{Dnf, ask, offers, restart::FOUNDATION},
    rpm,
};

#[path = "conformance/dnf.rs"]
#[expect(clippy::unwrap_used, reason = "the conformance of all sources has it as its own")]
mod dnf;
#[path = "conformance/replay.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the conformance of all sources has it as its own and needs more of it"
)]
mod replay;

use replay::{Fault, Replay};

fn list(root: &Path, replay: &Replay) -> (SourceScan, Vec<Update>) {
    let pc = Pc { root, tools: replay };
    assert!(Dnf.is_here(&pc));
    Dnf.list(&pc, &Asking { pc: SpkiHash([1; 32]), hook: None, only: None, back: None })
}

fn recorded() -> (tempfile::TempDir, Vec<Update>) {
    let root = tempfile::tempdir().expect("a folder");
    dnf::root(root.path());
    let (scan, updates) = list(root.path(), &dnf::replay());
    assert_eq!(scan.cause, None);
    (root, updates)
}

fn of<'a>(updates: &'a [Update], name: &str) -> &'a Update {
    updates.iter().find(|update| update.package.as_str() == name).expect("it is listed")
}

#[test]
fn each_update_is_told_with_what_its_maker_says_of_it() {
    let (_root, updates) = recorded();
    assert_eq!(updates.len(), 15);
    let flaw = of(&updates, "pr-sec");
    assert_eq!(flaw.id.as_str(), "dnf:pr-sec.noarch@1.0-2");
    assert_eq!((flaw.class, flaw.severity), (Some(Class::Security), Some(Severity::Critical)));
    assert_eq!(flaw.cves.as_ref().unwrap(), &["CVE-2026-0001", "CVE-2026-0002"]);
    assert_eq!(flaw.released.as_ref().unwrap().from, ReleasedFrom::Catalogue);
    assert!(flaw.notes.as_ref().unwrap().starts_with("pr-sec is a tool."));
    let between = of(&updates, "pr-tool");
    assert_eq!((between.class, &between.cves), (Some(Class::Security), &None), "about a version between");
    let calm = of(&updates, "pr-epoch");
    assert_eq!((calm.class, calm.candidate.as_str()), (Some(Class::Other), "1:1.0-2"));
    assert_eq!(calm.installed.as_deref(), Some("1:1.0-1"));
    let unknown = of(&updates, "pr-dep");
    assert_eq!((unknown.class, unknown.severity), (None, None), "nobody says what it is");
    assert_eq!(unknown.released.as_ref().unwrap().from, ReleasedFrom::Maker);
}

#[test]
fn what_is_locked_is_held_and_a_kernel_needs_a_restart() {
    let (_root, updates) = recorded();
    let held: Vec<&str> = updates.iter().filter(|u| u.held.is_some()).map(|u| u.package.as_str()).collect();
    assert_eq!(held, ["pr-lock"]);
    assert_eq!(of(&updates, "kernel-core").needs.restart, Some(true));
    assert_eq!(of(&updates, "pr-tool").needs.restart, None);
}

#[test]
fn an_update_is_called_what_a_person_calls_it() {
    let (_root, updates) = recorded();
    assert_eq!(of(&updates, "pr-app").name, "Letters");
    assert_eq!(of(&updates, "kernel-core").name, "Linux kernel");
    assert_eq!(of(&updates, "pr-wide").name, "Schöne 字 na me");
}

#[test]
fn whatever_is_cut_off_anywhere_gives_a_cause_and_no_update() {
    let root = tempfile::tempdir().unwrap();
    dnf::root(root.path());
    // What tells of restarts and interruptions is not what updates are listed by.
    let others = ["needs-restarting", "history info", "rpm -qa"];
    let is_list = |line: &&String| !others.iter().any(|other| line.contains(other));
    for line in dnf::replay().lines().iter().filter(is_list) {
        for after in [0, 1, 40, 400] {
            let (scan, updates) = list(root.path(), &dnf::replay().but(line, Fault::IsCutOffAfter(after)));
            assert!(scan.cause.is_some() && updates.is_empty(), "{line} after {after}");
        }
        for fault in [Fault::Hangs, Fault::IsMissing, Fault::WritesTooMuch, Fault::Fails(7)] {
            let (scan, updates) = list(root.path(), &dnf::replay().but(line, fault));
            assert!(scan.cause.is_some() && updates.is_empty(), "{line} {fault:?}");
        }
    }
}

#[test]
fn what_was_cut_off_on_the_pc_is_told_beside_the_list() {
    let (history, twice) =
        ("/usr/bin/dnf -q -C history info last", "/usr/bin/rpm -qa --qf %{NAME}.%{ARCH}\\n");
    let root = tempfile::tempdir().unwrap();
    dnf::root(root.path());
    let unfinished = |replay: &Replay| list(root.path(), replay).0.unfinished;
    assert_eq!(unfinished(&dnf::replay()), None);
    let asked = format!("/usr/bin/rpm -q --qf {} -- a.noarch {}", rpm::FORMAT, rpm::END);
    let there = "a\tnoarch\t0\t1-1\t5\t5\tx-1-1.src.rpm\tx\tx\npackage the end is not installed\n";
    let beside = dnf::replay().says(twice, 0, "a.noarch\na.noarch\n", "").says(&asked, 1, there, "");
    assert_eq!(unfinished(&beside), Some(Cause::InterruptedBefore));
    let silent = dnf::replay().says(history, 1, "", "").says(twice, 1, "", "error: something\n");
    assert_eq!(unfinished(&silent), None, "where nobody can say, nobody says so");
}

#[test]
fn what_would_give_way_to_another_name_is_not_held() {
    let root = tempfile::tempdir().unwrap();
    dnf::root(root.path());
    let line = "/usr/bin/dnf -C -d 10 --setopt=autocheck_running_kernel=False check-update";
    // As if pr-tool were the one that another package takes the place of.
    let said = replay::testdata("debian-12.dnf-check-update.mixed").replace("pr-old", "pr-tool");
    let kept: Vec<&str> = said.lines().filter(|line| !line.starts_with("pr-tool")).collect();
    let replay = dnf::replay().says(line, 100, &(kept.join("\n") + "\n"), "");
    let (_, updates) = list(root.path(), &replay);
    let tool = of(&updates, "pr-tool");
    assert_eq!((tool.held.is_some(), tool.blocked), (false, Some(Cause::WouldRemove)));
    assert!(of(&updates, "pr-lock").held.is_some());
}

#[test]
fn sources_whose_lists_were_never_read_are_not_passed_over() {
    let root = tempfile::tempdir().unwrap();
    dnf::root(root.path());
    let said = replay::testdata("debian-12.dnf-check-update.one-unread");
    let complaint = "Error: Cache-only enabled but no cache for 'other'\nIgnoring repositories: other\n";
    let replay = dnf::replay().says(
        "/usr/bin/dnf -C -d 10 --setopt=autocheck_running_kernel=False check-update",
        100,
        &said,
        complaint,
    );
    let (scan, updates) = list(root.path(), &replay);
    assert_eq!((scan.cause, updates.len()), (Some(Cause::FileGone), 15));
}

#[test]
fn a_dnf_5_that_has_no_json_where_it_is_asked_for_it_is_asked_in_words() {
    let root = tempfile::tempdir().expect("a folder");
    let files = [
        "usr/bin/dnf5",
        "var/lib/rpm/rpmdb.sqlite",
        "var/cache/libdnf5/lab-0123456789abcdef/repodata/repomd.xml",
    ];
    for path in files.map(|path| root.path().join(path)) {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder of the test");
        std::fs::write(path, "").expect("a file of the test");
    }
    let no_json = |command: &str| {
        format!(
            "Unknown argument \"--json\" for command \"{command}\". Add \"--help\" for more information about the arguments.\n"
        )
    };
    let repoquery =
        format!("/usr/bin/dnf5 -C -q repoquery --upgrades --qf {}\n --latest-limit=1", offers::FORMAT);
    let replay = Replay::default()
        .says("/usr/bin/dnf5 -C check-upgrade --json", 2, "", &no_json("check-upgrade"))
        .with("/usr/bin/dnf5 -C repo list --json", 0, "sid.dnf5-repo-list.one")
        .with(&repoquery, 0, "sid.dnf5-repoquery.mixed")
        .says("/usr/bin/dnf5 -C needs-restarting --json", 2, "", &no_json("needs-restarting"))
        .with("/usr/bin/dnf5 -C needs-restarting", 0, "sid.dnf5-needs-restarting.in-words");
    let pc = Pc { root: root.path(), tools: &replay };
    let (checked, is_read) = ask::upgrades(&pc).expect("it answers");
    assert!(is_read && checked.upgrades["pr-epoch.noarch"] == "1:1.0-2", "{checked:?}");
    assert_eq!(ask::restart_need(&pc).pending, Some(false));
}

#[test]
fn without_its_plugin_what_came_in_since_the_start_waits_for_a_restart() {
    let root = tempfile::tempdir().expect("a folder");
    dnf::root(root.path());
    std::fs::create_dir_all(root.path().join("proc")).expect("a folder of the test");
    std::fs::write(root.path().join("proc/stat"), "btime 1700000000\n").expect("a file of the test");
    let asked = format!("/usr/bin/rpm -q --qf {} -- {} {}", rpm::FORMAT, FOUNDATION.join(" "), rpm::END);
    let need = |glibc: u32| {
        let line = |name: &str, at: u32| format!("{name}\tx86_64\t0\t2-1\t{at}\t5\tx-2-1.src.rpm\tx\tx\n");
        let missing = |name: &str| format!("package {name} is not installed\n");
        let of = |name: &&str| match *name {
            "glibc" => line(name, glibc),
            "systemd" => line(name, 1_600_000_000),
            name => missing(name),
        };
        let there: String = FOUNDATION.iter().map(of).chain([missing(rpm::END)]).collect();
        let replay = Replay::default()
            .says("/usr/bin/dnf -q -C needs-restarting -r", 1, "No such command: needs-restarting.\n", "")
            .says(&asked, 9, &there, "");
        ask::restart_need(&Pc { root: root.path(), tools: &replay })
    };
    assert_eq!(need(1_699_999_999), RestartNeed { pending: Some(false), packages: Vec::new() });
    assert_eq!(need(1_700_000_001), RestartNeed { pending: Some(true), packages: vec!["glibc".to_owned()] });
}

#[test]
fn a_transaction_without_an_end_leaves_something_only_where_it_brought_it_and_nobody_works() {
    const HISTORY: &str = "/usr/bin/dnf -q -C history info last";
    let names = "pr-last.noarch pr-slow.noarch";
    let asked = format!("/usr/bin/rpm -q --qf {} -- {names} {}", rpm::FORMAT, rpm::END);
    let root = tempfile::tempdir().expect("a folder");
    dnf::root(root.path());
    let unfinished = |versions: [&str; 2]| {
        let line = |(name, version): (&str, &str)| {
            format!("{name}\tnoarch\t0\t{version}\t5\t5\tx-1-1.src.rpm\tx\tx\n")
        };
        let there: String = ["pr-last", "pr-slow"].into_iter().zip(versions).map(line).collect();
        let there = there + "package the end is not installed\n";
        let replay = dnf::replay().with(HISTORY, 0, "debian-12.dnf-history-info.killed");
        let scan = list(root.path(), &replay.says(&asked, 1, &there, "")).0;
        let named: &[&str] = if scan.unfinished.is_some() { &["pr-slow"] } else { &[] };
        assert_eq!(scan.unfinished_of, named);
        scan.unfinished
    };
    assert_eq!(unfinished(["1.0-1", "1.0-1"]), None, "it never came to anything");
    assert_eq!(unfinished(["1.0-1", "1.1-1"]), Some(Cause::InterruptedBefore));
    let put = |path: &str, text: &str| {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        std::fs::write(path, text).expect("it is written");
    };
    put("var/lib/dnf/rpmdb_lock.pid", "77");
    assert_eq!(unfinished(["1.0-1", "1.1-1"]), Some(Cause::InterruptedBefore), "that program is gone");
    put("proc/77/comm", "dnf\n");
    assert_eq!(unfinished(["1.0-1", "1.1-1"]), None, "it is at work");
}
