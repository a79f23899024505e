//! What becomes of orders, with what a real fwupd said and a PC that is a folder.

use std::fs;

use patchround_protocol::{Outcome, progress::Progress};

use super::*;
use crate::{patience::Patience, replay::Replay};

#[path = "../../../updates/tests/conformance/fwupd.rs"]
pub(super) mod pc;

const DEVICES: &str = "/usr/bin/fwupdmgr get-devices --json";
const REFRESH: &str = "/usr/bin/fwupdmgr refresh --json";
const WEBCAM: &str = "08d460be0f1f9f128413f816022a6439e0078018";
const INSTALL: &str = "/usr/bin/fwupdmgr install 08d460be0f1f9f128413f816022a6439e0078018 1.2.4 --assume-yes \
                       --no-reboot-check --json";

pub(super) fn id(version: &str) -> UpdateId {
    UpdateId::new("fwupd", WEBCAM, version).unwrap()
}

/// A PC on which the run says `run` and afterwards the devices are `after`.
pub(super) fn lab((status, run): (i32, &str), after: &str) -> Replay {
    pc::replay()
        .with(INSTALL, status, &format!("debian-12.fwupdmgr-install.{run}"))
        .before(INSTALL, DEVICES, 0, "debian-12.fwupdmgr-get-devices.mixed")
        .with(DEVICES, 0, &format!("debian-12.fwupdmgr-get-devices.{after}"))
}

/// How each id ended, and the version that is there.
type Told = Vec<(Outcome, Option<Cause>, Option<String>)>;

/// Files of the PC besides those that make it one.
type Files<'a> = &'a [(&'a str, &'a str)];

fn on(
    replay: &Replay,
    files: Files<'_>,
    act: impl FnOnce(&Pc<'_>, &mut Meter<'_>) -> Ended,
) -> (Ended, Told) {
    let root = tempfile::tempdir().unwrap();
    pc::root(root.path());
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut told = Told::new();
    let mut report = |line| {
        if let Progress::UpdateEnded { outcome, cause, installed, .. } = line {
            told.push((outcome, cause, installed));
        }
    };
    let ended = act(&Pc { root: root.path(), tools: replay }, &mut Meter::new(&mut report));
    (ended, told)
}

fn installed(replay: &Replay, files: Files<'_>, ids: &[UpdateId]) -> Told {
    on(replay, files, |pc, meter| install::carry_out(pc, ids, meter, &Patience::of(0))).1
}

fn end(outcome: Outcome, cause: Option<Cause>, version: &str) -> Told {
    vec![(outcome, cause, Some(version.to_owned()))]
}

#[test]
fn exactly_the_ordered_version_is_written_to_exactly_the_ordered_device() {
    let replay = lab((0, "good"), "after");
    assert_eq!(installed(&replay, &[], &[id("1.2.4")]), end(Outcome::Done, None, "1.2.4"));
    assert_eq!(replay.changed(), [INSTALL]);
}

#[test]
fn nothing_is_written_that_is_not_alone_not_offered_now_or_there_already() {
    let alone = (Outcome::NeedsPerson, Some(Cause::GoesAlone), None);
    let other: UpdateId = "fwupd:c0a0a4aa6480ac28eea1ce164fbb466ca934e1ff@2".parse().unwrap();
    let replay = lab((0, "good"), "after");
    assert_eq!(installed(&replay, &[], &[id("1.2.4"), other]), [alone.clone(), alone.clone()]);
    let gone = Some(Cause::VersionGone);
    assert_eq!(installed(&replay, &[], &[id("1.2.3")]), end(Outcome::Failed, gone, "1.2.2"));
    let none: UpdateId = "fwupd:ffff60be0f1f9f128413f816022a6439e0078018@2".parse().unwrap();
    assert_eq!(installed(&replay, &[], &[none]), [(Outcome::Failed, gone, None)]);
    assert_eq!(on(&replay, &[], |pc, meter| Fwupd.download(pc, &[id("1.2.4")], meter)).1, [alone]);
    assert_eq!(replay.changed(), [""; 0]);
    let there = Replay::default().with(pc::UPDATES, 0, "debian-12.fwupdmgr-get-updates.after").with(
        DEVICES,
        0,
        "debian-12.fwupdmgr-get-devices.after",
    );
    assert_eq!(installed(&there, &[], &[id("1.2.4")]), end(Outcome::Done, None, "1.2.4"));
    assert_eq!(there.changed(), [""; 0]);
}

#[test]
fn a_pc_on_battery_is_left_alone_until_it_is_plugged_in() {
    let supply = "sys/class/power_supply";
    let battery: Files<'_> = &[
        (&format!("{supply}/BAT0/type"), "Battery\n"),
        (&format!("{supply}/BAT0/status"), "Discharging\n"),
        (&format!("{supply}/BAT0/capacity"), "97\n"),
        (&format!("{supply}/AC/type"), "Mains\n"),
        (&format!("{supply}/AC/online"), "0\n"),
    ];
    let replay = lab((0, "good"), "after");
    let left = end(Outcome::NeedsPerson, Some(Cause::Battery), "1.2.2");
    assert_eq!((installed(&replay, battery, &[id("1.2.4")]), replay.changed()), (left, Vec::new()));
    let plugged: Vec<_> = battery
        .iter()
        .map(|(path, text)| (*path, if path.ends_with("online") { "1\n" } else { *text }))
        .collect();
    assert_eq!(installed(&replay, &plugged, &[id("1.2.4")]), end(Outcome::Done, None, "1.2.4"));
}

#[test]
fn no_exit_status_is_believed_and_a_failure_has_its_cause() {
    let not_verified = Some(Cause::InstalledButNotVerified);
    let only_says_so = lab((0, "good"), "mixed");
    assert_eq!(installed(&only_says_so, &[], &[id("1.2.4")]), end(Outcome::Failed, not_verified, "1.2.2"));
    let says_it_failed = lab((1, "file-gone"), "after");
    assert_eq!(installed(&says_it_failed, &[], &[id("1.2.4")]), end(Outcome::Done, None, "1.2.4"));
    let failed = lab((1, "file-gone"), "mixed");
    let gone = end(Outcome::Failed, Some(Cause::FileGone), "1.2.2");
    assert_eq!(installed(&failed, &[], &[id("1.2.4")]), gone);
}

#[test]
fn what_was_written_and_waits_for_a_restart_is_not_done_and_is_not_written_again() {
    let replay = lab((0, "staged"), "staged");
    let booted: Files<'_> = &[("proc/stat", "cpu 1 2\nbtime 1700000000\n")];
    let waits = end(Outcome::NeedsRestart, Some(Cause::RestartToFinish), "1.2.2");
    assert_eq!(installed(&replay, booted, &[id("1.2.4")]), waits);
    let again = Replay::default().with(pc::UPDATES, 0, "debian-12.fwupdmgr-get-updates.staged").with(
        DEVICES,
        0,
        "debian-12.fwupdmgr-get-devices.staged",
    );
    assert_eq!((installed(&again, booted, &[id("1.2.4")]), again.changed()), (waits.clone(), Vec::new()));
    assert_eq!(on(&again, booted, |pc, meter| Fwupd.look_again(pc, &[id("1.2.4")], meter)).1, waits);
}

#[test]
fn no_pc_is_restarted_by_itself_for_firmware() {
    let staged = Replay::default().with(DEVICES, 0, "debian-12.fwupdmgr-get-devices.staged");
    let (ended, _) = on(&staged, &[], |pc, _| {
        assert_eq!(Fwupd.reader().restart_need(pc).pending, Some(false));
        Ended::DONE
    });
    assert_eq!(ended, Ended::DONE);
}

#[test]
fn after_an_interruption_it_is_told_what_is_there_and_nothing_is_written() {
    let look = |after: &str| {
        let replay = Replay::default().with(DEVICES, 0, &format!("debian-12.fwupdmgr-get-devices.{after}"));
        let told = on(&replay, &[], |pc, meter| Fwupd.look_again(pc, &[id("1.2.4")], meter)).1;
        assert_eq!(replay.changed(), [""; 0]);
        told
    };
    assert_eq!(look("after"), end(Outcome::Done, None, "1.2.4"));
    assert_eq!(look("mixed"), end(Outcome::Failed, Some(Cause::InterruptedBefore), "1.2.2"));
}

#[test]
fn another_program_that_writes_firmware_is_named_and_one_that_only_reads_is_not() {
    let at_work: Files<'_> = &[("proc/7/cmdline", "/usr/bin/fwupdmgr\0update\0-y\0")];
    let replay = lab((0, "good"), "after");
    let (ended, told) =
        on(&replay, at_work, |pc, meter| install::carry_out(pc, &[id("1.2.4")], meter, &Patience::of(0)));
    assert_eq!(told, end(Outcome::Failed, Some(Cause::BusyOtherUpdater), "1.2.2"));
    assert_eq!((ended.details.as_deref(), replay.changed()), (Some("fwupdmgr"), Vec::new()));
    let reads: Files<'_> =
        &[("proc/7/cmdline", "/usr/bin/fwupdmgr\0get-updates\0"), ("proc/8/cmdline", "/bin/x\0update\0")];
    on(&replay, reads, |pc, _| {
        assert_eq!(Fwupd.writer(pc), None);
        Ended::DONE
    });
}

#[test]
fn a_list_that_cannot_be_fetched_has_a_cause_and_none_to_fetch_is_done() {
    let refresh = |status, case: &str| {
        let replay = Replay::default().with(REFRESH, status, &format!("debian-12.fwupdmgr-refresh.{case}"));
        on(&replay, &[], |pc, meter| Fwupd.refresh(pc, meter)).0
    };
    assert_eq!(refresh(0, "nothing"), Ended::DONE);
    assert_eq!(refresh(101, "no-network").cause, Some(Cause::NoNetwork));
    let said = r#"{"Error":{"Domain":"FwupdError","Code":9,"Message":"Metadata is up to date"}}"#;
    let fresh = Replay::default().says(REFRESH, 2, said, "");
    assert_eq!(on(&fresh, &[], |pc, meter| Fwupd.refresh(pc, meter)).0, Ended::DONE);
}

#[test]
fn firmware_never_goes_back() {
    let (ended, told) = on(&Replay::default(), &[], |pc, meter| {
        let keep = Keep { folder: "/nonexistent".into(), told: "/nonexistent".into() };
        Fwupd.undo(pc, &[id("1.2.2")], None, &keep, meter)
    });
    assert_eq!((ended.cause, told.len()), (Some(Cause::UndoBlocked), 1));
}
