use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, progress::Progress};
use patchround_updates::{Source as _, zypper};
use sha2::Digest as _;

use super::{
    again, install,
    pretended::{Does, Pretended, recorded},
    undo,
};
use crate::{
    keep::{Keep, Shelf},
    meter::Meter,
    patience::Patience,
};

fn patience() -> Patience {
    Patience::of(60)
}

fn ids(ids: &[&str]) -> Vec<UpdateId> {
    ids.iter().map(|id| id.parse().unwrap()).collect()
}

fn keep(of: &Pretended) -> Keep {
    Keep { folder: of.root.path().join("kept"), told: of.root.path().join("kept.json") }
}

type Ends = Vec<(String, Outcome, Option<Cause>)>;

fn told(act: impl FnOnce(&mut Meter<'_>)) -> (Ends, Vec<Progress>) {
    let mut lines = Vec::new();
    let mut report = |line| lines.push(line);
    act(&mut Meter::new(&mut report));
    let end = |line: &Progress| match line {
        Progress::UpdateEnded { id, outcome, cause, .. } => Some((id.native().to_owned(), *outcome, *cause)),
        _ => None,
    };
    (lines.iter().filter_map(end).collect(), lines)
}

fn install(pc: &Pretended, order: &[&str], agreed: &[&str]) -> (Ends, Vec<Progress>) {
    let agreed: Vec<_> = agreed.iter().map(|name| name.parse().unwrap()).collect();
    told(|meter| drop(install::carry_out(&pc.pc(), &ids(order), &agreed, &keep(pc), meter, &patience())))
}

fn ends(status: i32, leaves: &[(&'static str, &[&'static str])]) -> Does {
    let leaves = leaves.iter().map(|(native, editions)| (*native, editions.to_vec())).collect();
    Does { status: Some(status), says: "<?xml version='1.0'?>\n<stream>\n</stream>".to_owned(), leaves }
}

fn done(native: &str) -> (String, Outcome, Option<Cause>) {
    (native.to_owned(), Outcome::Done, None)
}

fn failed(native: &str, cause: Cause) -> (String, Outcome, Option<Cause>) {
    (native.to_owned(), Outcome::Failed, Some(cause))
}

#[test]
fn no_exit_code_is_believed() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    pc.does(ends(0, &[]));
    pc.does(ends(0, &[]));
    assert_eq!(
        install(&pc, &["zypper:a.noarch@2-1"], &[]).0,
        [failed("a.noarch", Cause::InstalledButNotVerified)]
    );
    for status in [0, 8, 102, 103, 106, 107] {
        let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
        pc.does(ends(0, &[]));
        pc.does(ends(status, &[("a.noarch", &["2-1"])]));
        assert_eq!(install(&pc, &["zypper:a.noarch@2-1"], &[]).0, [done("a.noarch")], "{status}");
    }
}

#[test]
fn one_that_fails_costs_only_itself() {
    let pc = Pretended::new(&[("pr-gone.noarch", "1.0-1", "1.1-1"), ("pr-two.noarch", "1.0-1", "1.1-1")]);
    pc.does(Does { status: Some(8), says: recorded("install.gone"), leaves: Vec::new() });
    pc.does(ends(0, &[]));
    pc.does(ends(0, &[("pr-two.noarch", &["1.1-1"])]));
    let order = ["zypper:pr-gone.noarch@1.1-1", "zypper:pr-two.noarch@1.1-1"];
    assert_eq!(
        install(&pc, &order, &[]).0,
        [failed("pr-gone.noarch", Cause::FileGone), done("pr-two.noarch")]
    );
    assert!(!pc.written().last().unwrap().contains("pr-gone"), "{:#?}", pc.written());
}

#[test]
fn a_set_up_step_that_failed_is_told_whatever_the_exit_code() {
    for (name, status, native) in
        [("install.scriptlet", 107, "pr-fail.noarch"), ("install.scriptlet-lua", 0, "pr-lua.noarch")]
    {
        let pc = Pretended::new(&[(native, "1.0-1", "1.1-1")]);
        pc.does(ends(0, &[]));
        pc.does(Does { status: Some(status), says: recorded(name), leaves: vec![(native, vec!["1.1-1"])] });
        let order = format!("zypper:{native}@1.1-1");
        assert_eq!(install(&pc, &[&order], &[]).0, [failed(native, Cause::PackageScriptFailed)]);
    }
}

#[test]
fn what_is_not_offered_any_more_or_not_of_this_pc_is_not_touched() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "3-1")]);
    let order = ["zypper:a.noarch@2-1", "zypper:b.noarch@1-1", "zypper:noarch@1-1"];
    let gone = [
        failed("a.noarch", Cause::VersionGone),
        failed("b.noarch", Cause::VersionGone),
        failed("noarch", Cause::NotForThisPc),
    ];
    assert_eq!(install(&pc, &order, &[]).0, gone);
    assert_eq!(pc.written(), Vec::<String>::new());
}

#[test]
fn nothing_is_removed_but_what_was_agreed() {
    let order = ["zypper:pr-removes.noarch@1.1-1"];
    let refuses = || {
        let pc = Pretended::new(&[("pr-removes.noarch", "1.0-1", "1.1-1")]);
        let asks = (4, recorded("install.would-remove"));
        pc.state.lock().unwrap().instead.insert("pr-removes.noarch=1.1-1", asks);
        pc
    };
    for agreed in [&[][..], &["pr-other"]] {
        let pc = refuses();
        let asked = vec![("pr-removes.noarch".to_owned(), Outcome::NeedsPerson, Some(Cause::WouldRemove))];
        assert_eq!(install(&pc, &order, agreed).0, asked);
        assert_eq!(pc.written(), Vec::<String>::new());
    }
    let pc = refuses();
    pc.state.lock().unwrap().instead.insert("!pr-victim", (0, recorded("install.agreed")));
    pc.does(ends(0, &[]));
    pc.does(ends(0, &[("pr-removes.noarch", &["1.1-1"])]));
    assert_eq!(install(&pc, &order, &["pr-victim"]).0, [done("pr-removes.noarch")]);
    assert!(
        pc.written().last().unwrap().ends_with("-- pr-removes.noarch=1.1-1 !pr-victim"),
        "{:?}",
        pc.written()
    );
}

#[test]
fn another_updater_is_waited_for_and_named() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    pc.does(Does { status: Some(7), says: recorded("install.locked"), leaves: Vec::new() });
    pc.does(ends(0, &[]));
    pc.does(ends(0, &[("a.noarch", &["2-1"])]));
    let (ended, lines) = install(&pc, &["zypper:a.noarch@2-1"], &[]);
    let waits = Progress::Moved { phase: Phase::Waiting, percent: 0, item: Some("zypper".into()) };
    assert_eq!((ended, lines.contains(&waits)), (vec![done("a.noarch")], true));
}

#[test]
fn a_full_disk_is_told_of_what_was_not_put_in() {
    let pc = Pretended::new(&[("pr-sec.noarch", "1.0-1", "1.0-2"), ("pr-two.noarch", "1.0-1", "1.1-1")]);
    pc.does(ends(0, &[]));
    pc.does(Does {
        status: Some(8),
        says: recorded("install.disk-full"),
        leaves: vec![("pr-sec.noarch", vec!["1.0-2"])],
    });
    let order = ["zypper:pr-sec.noarch@1.0-2", "zypper:pr-two.noarch@1.1-1"];
    assert_eq!(
        install(&pc, &order, &[]).0,
        [done("pr-sec.noarch"), failed("pr-two.noarch", Cause::DiskFull)]
    );
}

#[test]
fn what_a_restart_finishes_is_told_and_noted_for_zypper() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    pc.state.lock().unwrap().restart = Some("a.noarch");
    pc.does(ends(0, &[]));
    pc.does(ends(0, &[("a.noarch", &["2-1"])]));
    let needs = vec![("a.noarch".to_owned(), Outcome::NeedsRestart, Some(Cause::RestartToFinish))];
    assert_eq!(install(&pc, &["zypper:a.noarch@2-1"], &[]).0, needs);
    assert!(pc.root.path().join("run/reboot-needed").exists());
}

#[test]
fn what_was_interrupted_while_it_was_set_up_is_not_called_done() {
    let pc = Pretended::new(&[("a.noarch", "2-1", "2-1")]);
    let order = ids(&["zypper:a.noarch@2-1"]);
    let look = || told(|meter| drop(again::look(&pc.pc(), &order, meter, &patience()))).0;
    assert_eq!(look(), [failed("a.noarch", Cause::InterruptedBefore)]);
    pc.has_set_up("a.noarch", "2-1");
    assert_eq!(look(), [done("a.noarch")]);
}

#[test]
fn a_lock_between_two_questions_is_waited_for() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    pc.state.lock().unwrap().locked_out = 2;
    pc.does(ends(0, &[]));
    pc.does(ends(0, &[("a.noarch", &["2-1"])]));
    let (ended, lines) = install(&pc, &["zypper:a.noarch@2-1"], &[]);
    assert_eq!(ended, [done("a.noarch")]);
    let waits = |line: &Progress| matches!(line, Progress::Moved { phase: Phase::Waiting, item: Some(item), .. } if item == "zypper");
    assert!(lines.iter().any(waits), "{lines:?}");
}

#[test]
fn what_zypper_only_says_that_it_has_fetched_is_not_called_fetched() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    let fetch = || {
        pc.does(ends(0, &[]));
        let order = ids(&["zypper:a.noarch@2-1"]);
        told(|meter| drop(install::fetch(&pc.pc(), &order, meter, &patience()))).0
    };
    let cache = pc.root.path().join("var/cache/zypp/packages/lab");
    std::fs::create_dir_all(&cache).unwrap();
    std::fs::write(cache.join("another-1-1.noarch.rpm"), "").unwrap();
    assert_eq!(fetch(), [failed("a.noarch", Cause::HashMismatch)]);
    std::fs::write(cache.join("a-current.rpm"), "a.noarch=2-1").unwrap();
    assert_eq!(fetch(), [done("a.noarch")], "its source calls it so");
    std::fs::remove_file(cache.join("a-current.rpm")).unwrap();
    std::fs::write(cache.join("a-2-1.noarch.rpm"), "").unwrap();
    assert_eq!(fetch(), [done("a.noarch")]);
}

#[test]
fn after_an_interruption_what_is_there_twice_is_mended_and_nothing_is_begun() {
    let pc = Pretended::new(&[("pr-slow.noarch", "1.0-1", "1.1-1"), ("b.noarch", "1-1", "2-1")]);
    let twice = vec!["1.0-1".to_owned(), "1.1-1".to_owned()];
    pc.state.lock().unwrap().installed.insert("pr-slow.noarch".into(), twice);
    pc.state.lock().unwrap().instead.insert("verify", (0, recorded("verify.interrupted")));
    pc.does(ends(0, &[("pr-slow.noarch", &["1.1-1"])]));
    pc.has_set_up("pr-slow.noarch", "1.1-1");
    let order = ids(&["zypper:pr-slow.noarch@1.1-1", "zypper:b.noarch@2-1"]);
    let (ended, _) = told(|meter| drop(again::look(&pc.pc(), &order, meter, &patience())));
    assert_eq!(ended, [failed("b.noarch", Cause::InterruptedBefore), done("pr-slow.noarch")]);
    let written = pc.written();
    assert!(written.len() == 1 && written[0].ends_with("--force -- pr-slow.noarch=1.1-1"), "{written:?}");
}

#[test]
fn a_mend_whose_step_fails_again_is_not_called_done() {
    let pc = Pretended::new(&[("pr-slow.noarch", "1.0-1", "1.1-1")]);
    let twice = vec!["1.0-1".to_owned(), "1.1-1".to_owned()];
    pc.state.lock().unwrap().installed.insert("pr-slow.noarch".into(), twice);
    pc.state.lock().unwrap().instead.insert("verify", (0, recorded("verify.interrupted")));
    let says = recorded("install.scriptlet").replace("pr-fail", "pr-slow");
    pc.does(Does { status: Some(107), says, leaves: vec![("pr-slow.noarch", vec!["1.1-1"])] });
    let ended = again::repair(&pc.pc(), &mut Meter::new(&mut |_| {}), &patience());
    assert_eq!(ended.cause, Some(Cause::PackageScriptFailed));
}

/// What a look says of this PC.
fn unfinished(pc: &Pretended) -> Option<Cause> {
    scanned(pc).unfinished
}

fn scanned(pc: &Pretended) -> patchround_protocol::wire::SourceScan {
    let of = patchround_protocol::SpkiHash([0; 32]);
    let asking = patchround_updates::Asking { pc: of, hook: None, only: None, back: None };
    zypper::Zypper.list(&pc.pc(), &asking).0
}

#[test]
fn what_is_not_set_up_stays_unfinished_until_it_came_in_anew_and_its_step_did_not_fail() {
    const FAIL: &str = "pr-fail.noarch";
    let failing = |leaves| Does { status: Some(107), says: recorded("install.scriptlet"), leaves };
    let there = || vec![(FAIL, vec!["1.1-1"])];
    let killed = |leaves| Does { status: None, ..ends(0, leaves) };
    let full = Does { status: Some(8), says: recorded("install.disk-full"), leaves: Vec::new() };
    for (mends, cause) in [
        (ends(0, &[(FAIL, &["1.1-1"])]), None),
        (ends(8, &[(FAIL, &["1.1-1"])]), None),
        (ends(0, &[]), Some(Cause::PackageScriptFailed)),
        (full, Some(Cause::DiskFull)),
        (killed(&[]), Some(Cause::InterruptedBefore)),
        (killed(&[(FAIL, &["1.1-1"])]), Some(Cause::InterruptedBefore)),
        (failing(there()), Some(Cause::PackageScriptFailed)),
    ] {
        let pc = Pretended::new(&[(FAIL, "1.0-1", "1.1-1")]);
        pc.does(ends(0, &[]));
        pc.does(failing(there()));
        assert_eq!(unfinished(&pc), None);
        let order = ["zypper:pr-fail.noarch@1.1-1"];
        assert_eq!(install(&pc, &order, &[]).0, [failed(FAIL, Cause::PackageScriptFailed)]);
        assert_eq!(unfinished(&pc), Some(Cause::PackageScriptFailed), "nothing was cut off");
        pc.does(mends);
        let ended = again::repair(&pc.pc(), &mut Meter::new(&mut |_| {}), &patience());
        let still = cause.map(|_| Cause::PackageScriptFailed);
        assert_eq!((ended.cause, unfinished(&pc)), (cause, still));
        assert!(
            pc.written().last().unwrap().ends_with("--force -- pr-fail.noarch=1.1-1"),
            "{:?}",
            pc.written()
        );
    }
}

#[test]
fn what_came_in_anew_and_zypper_has_not_noted_since_is_noted_again() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    let there = patchround_updates::rpm::installed(&pc.pc(), ["a.noarch"]).unwrap();
    crate::unset::note(&pc.pc(), "zypper", there.iter().map(patchround_updates::unset::Unset::from));
    pc.has_set_up("a.noarch", "1-1");
    pc.state.lock().unwrap().forgets = true;
    pc.does(ends(0, &[("a.noarch", &["1-1"])]));
    let ended = again::repair(&pc.pc(), &mut Meter::new(&mut |_| {}), &patience());
    assert_eq!(
        (ended.cause, unfinished(&pc)),
        (Some(Cause::InterruptedBefore), Some(Cause::PackageScriptFailed))
    );
    let noted = patchround_updates::unset::noted(&pc.pc(), "zypper");
    assert!(noted.len() == 1 && noted[0] != patchround_updates::unset::Unset::from(&there[0]), "{noted:?}");
}

#[test]
fn what_is_there_twice_counts_as_cut_off_whatever_is_noted_beside_it() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "1-1"), ("b.noarch", "1-1", "1-1")]);
    let there = patchround_updates::rpm::installed(&pc.pc(), ["a.noarch"]).unwrap();
    crate::unset::note(&pc.pc(), "zypper", there.iter().map(patchround_updates::unset::Unset::from));
    assert_eq!(unfinished(&pc), Some(Cause::PackageScriptFailed));
    assert_eq!(scanned(&pc).unfinished_of, ["a"]);
    pc.state.lock().unwrap().installed.insert("b.noarch".into(), vec!["1-1".into(), "2-1".into()]);
    assert_eq!(unfinished(&pc), Some(Cause::InterruptedBefore));
    assert_eq!(scanned(&pc).unfinished_of, ["b"]);
}

#[test]
fn nothing_but_what_is_not_set_up_is_put_in_anew_and_a_look_begins_nothing() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    let there = patchround_updates::rpm::installed(&pc.pc(), ["a.noarch"]).unwrap();
    crate::unset::note(&pc.pc(), "zypper", there.iter().map(patchround_updates::unset::Unset::from));
    pc.has_set_up("a.noarch", "1-1");
    let order = ids(&["zypper:a.noarch@1-1"]);
    let looked = told(|meter| drop(again::look(&pc.pc(), &order, meter, &patience()))).0;
    assert_eq!(looked, [failed("a.noarch", Cause::PackageScriptFailed)]);
    for more in ["install.dry-adds", "undo.dry", "install.agreed"] {
        pc.state.lock().unwrap().instead.insert("--force", (0, recorded(more)));
        let ended = again::repair(&pc.pc(), &mut Meter::new(&mut |_| {}), &patience());
        assert_eq!(ended.cause, Some(Cause::PackageScriptFailed), "{more}: nothing was cut off");
    }
    assert_eq!(pc.written(), Vec::<String>::new());
}

#[test]
fn what_debians_rpm_says_of_itself_is_no_technical_detail() {
    let pc = Pretended::new(&[("pr-fail.noarch", "1.0-1", "1.1-1")]);
    pc.does(ends(0, &[]));
    let leaves = vec![("pr-fail.noarch", vec!["1.1-1"])];
    pc.does(Does { status: Some(107), says: recorded("install.scriptlet"), leaves });
    let (_, lines) = install(&pc, &["zypper:pr-fail.noarch@1.1-1"], &[]);
    let details = |line: &Progress| match line {
        Progress::UpdateEnded { details, .. } => details.clone(),
        _ => None,
    };
    let details = lines.iter().find_map(details).unwrap();
    assert!(details.contains("the disk is purple") && details.contains("scriptlet failed"), "{details}");
    assert!(!details.contains("Alien") && !details.contains("However assuming"), "{details}");
}

#[test]
fn what_a_run_brought_that_was_ended_by_a_signal_is_done_only_where_zypper_has_noted_it() {
    for noted in [false, true] {
        let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
        pc.does(ends(0, &[]));
        pc.does(Does { status: None, ..ends(0, &[("a.noarch", &["2-1"])]) });
        if noted {
            pc.has_set_up("a.noarch", "2-1");
        }
        let expected = if noted { done("a.noarch") } else { failed("a.noarch", Cause::InterruptedBefore) };
        assert_eq!(install(&pc, &["zypper:a.noarch@2-1"], &[]).0, [expected]);
    }
}

#[test]
fn whoever_takes_the_lock_after_something_went_back_is_waited_for() {
    let pc = with_kept("2-1");
    pc.state.lock().unwrap().locked_out_after = 2;
    pc.does(ends(0, &[("a.noarch", &["1-1"])]));
    assert_eq!(back(&pc), [done("a.noarch")]);
    assert!(pc.state.lock().unwrap().locked.contains("a"));
}

#[test]
fn a_mend_that_would_change_more_is_not_done() {
    let pc = Pretended::new(&[("a.noarch", "1-1", "2-1")]);
    pc.state.lock().unwrap().installed.insert("a.noarch".into(), vec!["1-1".into(), "2-1".into()]);
    pc.state.lock().unwrap().instead.insert("verify", (0, recorded("verify.interrupted")));
    let mut report = |_| {};
    let ended = again::repair(&pc.pc(), &mut Meter::new(&mut report), &patience());
    assert_eq!(
        (ended.cause, pc.written()),
        (Some(Cause::InterruptedBefore), Vec::new()),
        "it would remove pr-slow"
    );
}

fn with_kept(there: &'static str) -> Pretended {
    let pc = Pretended::new(&[("a.noarch", there, "2-1")]);
    let file = pc.root.path().join("a.rpm");
    std::fs::write(&file, "the older one").unwrap();
    let hash = data_encoding::HEXLOWER.encode(&sha2::Sha256::digest("the older one"));
    let keep = keep(&pc);
    let mut shelf = Shelf::open(&keep).unwrap();
    let id = "zypper:a.noarch@1-1".parse().unwrap();
    shelf.take(&id, "2-1", &hash, &file, 1_000_000, jiff::Timestamp::now()).unwrap();
    shelf.save().unwrap();
    pc
}

fn back(pc: &Pretended) -> Ends {
    let order = ids(&["zypper:a.noarch@1-1"]);
    told(|meter| drop(undo::go_back(&pc.pc(), &order, None, &keep(pc), meter, &patience()))).0
}

#[test]
fn an_undo_goes_back_stays_there_and_is_let_go() {
    let pc = with_kept("2-1");
    pc.does(ends(0, &[("a.noarch", &["1-1"])]));
    assert_eq!(back(&pc), [done("a.noarch")]);
    assert!(pc.state.lock().unwrap().locked.contains("a"));
    assert_eq!(back(&pc), [done("a.noarch")], "once more changes nothing");
    let order = ids(&["zypper:a.noarch@1-1"]);
    let (ended, _) = told(|meter| drop(undo::let_go(&pc.pc(), &order, &keep(&pc), meter, &patience())));
    assert_eq!((ended, pc.state.lock().unwrap().locked.len()), (vec![done("a.noarch")], 0));
}

#[test]
fn an_undo_that_would_do_more_or_is_not_about_what_is_there_is_not_done() {
    let pc = with_kept("3-1");
    assert_eq!(back(&pc), [failed("a.noarch", Cause::ChangedSince)]);
    let pc = with_kept("2-1");
    pc.state.lock().unwrap().instead.insert("--oldpackage", (0, recorded("install.dry-adds")));
    assert_eq!(back(&pc), [failed("a.noarch", Cause::UndoBlocked)]);
    std::fs::remove_dir_all(keep(&pc).folder).unwrap();
    assert_eq!(back(&pc), [failed("a.noarch", Cause::NothingKept)]);
    assert_eq!(pc.written(), Vec::<String>::new());
}

#[test]
fn an_undo_whose_exit_code_lies_is_not_done() {
    let pc = with_kept("2-1");
    pc.does(ends(0, &[]));
    assert_eq!(back(&pc), [failed("a.noarch", Cause::InstalledButNotVerified)]);
    assert!(pc.state.lock().unwrap().locked.is_empty());
}

#[test]
fn an_undo_whose_set_up_step_failed_is_not_done_and_its_package_is_noted() {
    let pc = with_kept("2-1");
    let says = recorded("install.scriptlet").replace("pr-fail-1.1-1", "a-1-1");
    pc.does(Does { status: Some(107), says, leaves: vec![("a.noarch", vec!["1-1"])] });
    let order = ids(&["zypper:a.noarch@1-1"]);
    let (ended, lines) =
        told(|meter| drop(undo::go_back(&pc.pc(), &order, None, &keep(&pc), meter, &patience())));
    assert_eq!(ended, [failed("a.noarch", Cause::PackageScriptFailed)]);
    let is_said = |line: &Progress| match line {
        Progress::UpdateEnded { details, .. } => {
            details.as_ref().is_some_and(|said| said.contains("the disk is purple"))
        }
        _ => false,
    };
    assert!(lines.iter().any(is_said), "{lines:?}");
    assert!(pc.state.lock().unwrap().locked.contains("a"), "it is back, and stays");
    assert_eq!(unfinished(&pc), Some(Cause::PackageScriptFailed));
    assert_eq!(
        back(&pc),
        [failed("a.noarch", Cause::PackageScriptFailed)],
        "also when it is ordered once more"
    );
}
