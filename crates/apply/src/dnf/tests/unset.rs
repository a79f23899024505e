//! What is there and not set up, because a step of its set-up failed.

use patchround_updates::{
    Source,
    dnf::unfinished::{cut_off, not_set_up},
    unset::{Unset, noted},
};

use super::*;
use crate::unset;

const HISTORY: &str = "/usr/bin/dnf -q -C history info last";
/// A second in the year 2030.
const LATER: u32 = 1_900_000_000;

fn failing(evr: &str) -> String {
    testdata("debian-12.dnf-upgrade.failing-post")
        .replace("pr-fail-1.1-1", &format!("pr-tool-{evr}"))
        .replace("pr-fail", "pr-tool")
}

/// dnf's account of a transaction of 2026 that came to its end and left a package not set up.
fn history_of_failing(action: &str, evr: &str) -> String {
    let nevra = format!("pr-tool-{evr}.noarch");
    let rows = history(&nevra).replace("Upgrade ", action);
    format!("{rows}Scriptlet output:\n   1 warning: %post({nevra}) scriptlet failed, exit status 3\n")
}

fn note(lab: &Lab) {
    let there = rpm::installed(&lab.pc(), ["pr-tool.noarch"]).unwrap();
    unset::note(&lab.pc(), "dnf", there.iter().map(Unset::from));
}

fn repaired(lab: &Lab) -> Ended {
    lab.does(|meter| again::repair(&lab.pc(), meter, &Patience::of(0))).0
}

fn unfinished(lab: &Lab) -> Option<Cause> {
    let of = patchround_protocol::SpkiHash([0; 32]);
    let asking = patchround_updates::Asking { pc: of, hook: None, only: None, back: None };
    patchround_updates::dnf::Dnf.list(&lab.pc(), &asking).0.unfinished
}

/// What a PC says that is to put in anew the tool.
fn reinstalls(lab: Lab, plan: (i32, &str), says: &str) -> Lab {
    let before = lab
        .before
        .says(&rpm_line("pr-tool.noarch"), 1, &rpm_says(NEW), "")
        .says(&line("-C --assumeno", &format!("reinstall {TARGET}")), plan.0, plan.1, "")
        .says(&line("-y", &format!("reinstall --downloadonly {TARGET}")), 0, "", "")
        .says(&line("-y -C", &format!("reinstall {TARGET}")), 0, says, "");
    Lab { before, ..lab }
}

#[test]
fn what_is_not_set_up_stays_unfinished_until_it_came_in_anew_and_its_step_did_not_fail() {
    let plan = testdata("debian-12.dnf-reinstall.twice").replace("pr-slow", "pr-tool");
    for (says, second, cause) in [
        ("Complete!\n", 9, None),
        ("Complete!\n", 5, Some(Cause::PackageScriptFailed)),
        (&*failing("1.1-1"), 9, Some(Cause::PackageScriptFailed)),
    ] {
        let mut lab = reinstalls(Lab::new(NEW, NEW, TARGET, (0, "")), (1, &plan), says);
        lab.before = lab.before.lenient();
        let now = rpm_says_since(NEW, second);
        lab.after = Replay::default()
            .says(TWICE, 0, "pr-tool.noarch\n", "")
            .says(&rpm_line("pr-tool"), 1, &now, "")
            .says(&rpm_line("pr-tool.noarch"), 1, &now, "")
            .lenient();
        assert_eq!(unfinished(&lab), None);
        note(&lab);
        assert_eq!(unfinished(&lab), Some(Cause::PackageScriptFailed), "nothing was cut off");
        assert_eq!((repaired(&lab).cause, unfinished(&lab)), (cause, cause), "{says} {second}");
        assert_eq!(lab.before.changed().len(), 2, "{:#?}", lab.before.changed());
    }
}

#[test]
fn what_is_not_set_up_comes_after_what_was_cut_off_and_does_not_stop_it() {
    let plan = testdata("debian-12.dnf-reinstall.twice").replace("pr-slow", "pr-tool");
    let more = "Upgrading:\n pr-more noarch 2-1 lab 6 k\n\nTransaction Summary\n";
    for (second, changes) in [((0, ""), 2), ((1, more), 2), ((1, &*plan), 4)] {
        let slow = "pr-slow-1.1-1.noarch";
        let mut lab = reinstalls(killed("1.0-1", slow, "Complete!\n"), second, "Complete!\n");
        lab.before = lab.before.lenient();
        lab.after = lab.after.says(&rpm_line("pr-tool.noarch"), 1, &rpm_says(NEW), "");
        note(&lab);
        assert_eq!(unfinished(&lab), Some(Cause::InterruptedBefore));
        assert_eq!(
            repaired(&lab).cause,
            Some(Cause::PackageScriptFailed),
            "it came in anew, rpm does not say"
        );
        assert!(cut_off(&lab.pc()).unwrap().is_empty() && !not_set_up(&lab.pc()).unwrap().is_empty());
        let changed = lab.before.changed();
        assert_eq!(changed.len(), changes, "{changed:#?}");
        assert!(changed[..2].iter().all(|line| line.ends_with(slow)), "{changed:#?}");
        assert!(changed[2..].iter().all(|line| line.ends_with(TARGET)), "{changed:#?}");
    }
}

#[test]
fn where_what_was_cut_off_cannot_be_put_in_anew_nothing_hides_that_it_was() {
    let plan = testdata("debian-12.dnf-reinstall.twice").replace("pr-slow", "pr-tool");
    let both = "pr-last-1.1-1.noarch pr-slow-1.1-1.noarch";
    let lab = reinstalls(killed("1.1-1", both, "Complete!\n"), (1, &plan), "Complete!\n");
    note(&lab);
    assert_eq!((repaired(&lab).cause, lab.before.changed().len()), (Some(Cause::InterruptedBefore), 0));
}

#[test]
fn a_set_up_step_that_failed_before_anything_came_in_leaves_nothing_unfinished() {
    let said = testdata("debian-12.dnf-upgrade.failing-pre").replace("pr-pre", "pr-tool");
    let lab = Lab::new(OLD, OLD, TARGET, (1, &said));
    assert_eq!(lab.install(&[TOOL]).0.cause, Some(Cause::PackageScriptFailed));
    assert!(noted(&lab.pc(), "dnf").is_empty());
}

#[test]
fn a_step_that_failed_while_our_process_was_gone_is_told_and_noted() {
    let failing = history_of_failing("Upgrade ", "1.1-1");
    let (later, well) = (history("pr-other-1-1.noarch"), history(TARGET));
    for (last, before, second, is_unset) in [
        (&*failing, "", 5, true),
        (&*later, &*failing, 5, true),
        (&*well, &*failing, 5, false),
        (&*failing, "", LATER, false),
    ] {
        let mut lab = Lab::new(NEW, NEW, TARGET, (0, ""));
        lab.before = lab.before.says(HISTORY, 0, last, "").says(&format!("{HISTORY}-1"), 0, before, "").says(
            &rpm_line("pr-tool"),
            1,
            &rpm_says_since(NEW, second),
            "",
        );
        let ids = [TOOL.parse().unwrap()];
        let (ended, _) = lab.does(|meter| again::look(&lab.pc(), &ids, meter, &Patience::of(0)));
        assert_eq!(ended.cause, is_unset.then_some(Cause::PackageScriptFailed), "{last} {second}");
        assert_eq!(noted(&lab.pc(), "dnf").len(), usize::from(is_unset), "{last} {second}");
    }
}

#[test]
fn what_somebody_put_in_by_hand_after_its_step_failed_is_not_noted_again() {
    for (second, is_unset) in [(5, true), (LATER, false)] {
        let mut lab = Lab::new(OLD, NEW, TARGET, (0, "Complete!\n"));
        lab.before = lab.before.says(HISTORY, 0, &history_of_failing("Upgrade ", "1.1-1"), "");
        lab.after = lab.after.says(&rpm_line("pr-tool"), 1, &rpm_says_since(NEW, second), "");
        let cause = is_unset.then_some(Cause::PackageScriptFailed);
        assert_eq!(lab.install(&[TOOL]).0.cause, cause, "{second}");
        assert_eq!(noted(&lab.pc(), "dnf").len(), usize::from(is_unset), "{second}");
    }
}

const LOCK: &str = "pr-tool-0:1.0-1.noarch";
const LOCKS: &str = "etc/dnf/plugins/versionlock.list";

/// A PC whose dnf notes what it locks.
struct Locking(Lab);

impl Tools for Locking {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        self.0.ask(call, limit)
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.0.fetch(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        if call.arguments.iter().any(|argument| argument == "versionlock") {
            put(self.0.root.path(), LOCKS, &format!("{LOCK}\n"));
        }
        self.0.write(call, each)
    }
}

#[test]
fn a_step_that_failed_while_it_went_back_is_told_and_noted() {
    for (says, cause) in [("Complete!\n", None), (&*failing("1.0-1"), Some(Cause::PackageScriptFailed))] {
        let mut lab = Lab::new(NEW, OLD, TARGET, (0, ""));
        put(lab.root.path(), "etc/dnf/plugins/versionlock.conf", "");
        with_kept(&lab);
        let file = folder_of(&lab.keep()).join("pr-tool-1.0-1.noarch.rpm");
        let file = file.to_str().unwrap();
        let in_file = rpm_says(OLD).lines().next().unwrap().to_owned() + "\n";
        lab.before = lab
            .before
            .says(&format!("/usr/bin/rpm -q --qf {} -p -- {file}", rpm::FORMAT), 0, &in_file, "")
            .says(
                &line("-C --assumeno", &format!("downgrade {file}")),
                1,
                &testdata("debian-12.dnf-downgrade.good"),
                "",
            )
            .says(&line("-y -C", &format!("downgrade {file}")), 0, says, "")
            .says(&format!("/usr/bin/dnf -q -C versionlock add --raw {LOCK}"), 0, "", "");
        let ids = ["dnf:pr-tool.noarch@1.0-1".parse().unwrap()];
        let lab = Locking(lab);
        let pc = Pc { root: lab.0.root.path(), tools: &lab };
        let back =
            |meter: &mut Meter<'_>| undo::go_back(&pc, &ids, None, &lab.0.keep(), meter, &Patience::of(0));
        let (ended, _) = lab.0.does(back);
        assert_eq!(ended.cause, cause, "{ended:?}");
        let noted: Vec<String> = noted(&pc, "dnf").into_iter().map(|unset| unset.version).collect();
        assert_eq!(noted.is_empty(), cause.is_none(), "{noted:?}");
        if cause.is_some() {
            assert_eq!(noted, ["1.0-1"]);
            assert!(ended.details.unwrap().contains("the set-up step says no"));
            assert_eq!(lab.0.does(back).0.cause, cause, "it is told of what is noted, too");
        }
    }
}

#[test]
fn a_step_that_failed_in_an_undo_while_our_process_was_gone_is_told_and_noted() {
    for (last, cause) in [
        (history("pr-tool-1.0-1.noarch"), None),
        (history_of_failing("Downgrade ", "1.0-1"), Some(Cause::PackageScriptFailed)),
    ] {
        let mut lab = Lab::new(OLD, OLD, TARGET, (0, ""));
        put(lab.root.path(), "etc/dnf/plugins/versionlock.conf", "");
        put(lab.root.path(), LOCKS, &format!("{LOCK}\n"));
        with_kept(&lab);
        lab.before = lab.before.says(HISTORY, 0, &last, "");
        let ids = ["dnf:pr-tool.noarch@1.0-1".parse().unwrap()];
        let (ended, _) =
            lab.does(|meter| undo::look(&lab.pc(), &ids, None, &lab.keep(), meter, &Patience::of(0)));
        assert_eq!((ended.cause, noted(&lab.pc(), "dnf").len()), (cause, usize::from(cause.is_some())));
    }
}
