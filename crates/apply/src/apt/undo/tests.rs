use std::fs;

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{Cause, Outcome, progress::Progress};

use super::*;
use crate::{
    apt::pretended::{Pc, id},
    overdue,
};

const ONE: &str = "apt:tool:all@1";

/// A PC on which `tool` was upgraded from 1 to 2.
fn upgraded() -> Pc {
    let mut pc = Pc::with(&["tool=1"]).offers("tool=1").offers("tool=2");
    pc.upgrade("tool=2");
    pc.runs.clear();
    pc
}

fn end(ended: &Ended) -> (Outcome, Option<Cause>) {
    (ended.outcome, ended.cause)
}

fn failed(cause: Cause) -> (Outcome, Option<Cause>) {
    (Outcome::Failed, Some(cause))
}

#[test]
fn an_undo_goes_back_and_holds() {
    let mut pc = upgraded();
    assert_eq!(pc.undo(&[ONE]), Ended::DONE);
    let tool = pc.entry("tool");
    assert_eq!((tool.version.as_str(), tool.held), ("1", true));
    assert!(pc.told().kept[0].back.is_some());
}

#[test]
fn an_undo_told_twice_is_done_once() {
    let mut pc = upgraded();
    pc.undo(&[ONE]);
    assert_eq!(pc.undo(&[ONE]), Ended::DONE);
    assert_eq!(pc.runs.len(), 1);
}

#[test]
fn an_undo_ordered_once_more_does_not_make_the_stay_longer() {
    let mut pc = upgraded();
    let keep = pc.keep();
    let mut undo =
        |until| go_back(&mut pc, &[id(ONE)], Some(until), &keep, &mut Meter::new(&mut |_: Progress| {}));
    let now = Timestamp::now();
    assert_eq!((undo(now + 1.hour()), undo(now + 50.hours())), (Ended::DONE, Ended::DONE));
    assert!(overdue(&keep, &[id(ONE)], now + 2.hours()).unwrap());
}

#[test]
fn what_somebody_let_go_by_hand_and_is_undone_again_begins_a_new_stay() {
    let mut pc = upgraded();
    let (now, keep) = (Timestamp::now(), pc.keep());
    let undo = |pc: &mut Pc, until| {
        go_back(pc, &[id(ONE)], Some(until), &keep, &mut Meter::new(&mut |_: Progress| {}))
    };
    assert_eq!(undo(&mut pc, now + 1.hour()), Ended::DONE);
    pc.entry("tool").held = false;
    pc.now_at("tool", "2");
    assert_eq!(undo(&mut pc, now + 50.hours()), Ended::DONE);
    assert!(!overdue(&keep, &[id(ONE)], now + 2.hours()).unwrap());
    assert!(overdue(&keep, &[id(ONE)], now + 51.hours()).unwrap());
}

#[test]
fn what_was_not_kept_or_is_damaged_is_not_gone_back_to() {
    let mut pc = upgraded();
    assert_eq!(end(&pc.undo(&["apt:tool:all@0"])), failed(Cause::NothingKept));
    for file in fs::read_dir(pc.keep().folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|is| is == "deb") {
            fs::write(path, "tool=1, and more").unwrap();
        }
    }
    assert_eq!(end(&pc.undo(&[ONE])), failed(Cause::NothingKept));
    assert_eq!((pc.runs.len(), pc.entry("tool").version.as_str()), (0, "2"), "apt never saw it");
}

#[test]
fn what_changed_since_is_left_as_it_is() {
    let mut pc = upgraded();
    pc.now_at("tool", "3");
    assert_eq!(end(&pc.undo(&[ONE])), failed(Cause::ChangedSince));
    pc.database.clear();
    assert_eq!(end(&pc.undo(&[ONE])), failed(Cause::ChangedSince));
    assert!(pc.runs.is_empty());
}

#[test]
fn nothing_goes_back_that_would_change_another_package() {
    let mut pc = upgraded();
    pc.needs_newer = Some("other");
    assert_eq!(end(&pc.undo(&[ONE])), failed(Cause::UndoBlocked));
    assert!(pc.runs.is_empty());
}

#[test]
fn what_somebody_holds_is_not_touched_by_an_undo_nor_let_go_by_us() {
    let mut pc = upgraded();
    pc.entry("tool").held = true;
    assert_eq!(end(&pc.undo(&[ONE])), (Outcome::NeedsPerson, Some(Cause::Held)));
    assert_eq!(end(&pc.release(&[ONE])), (Outcome::NeedsPerson, Some(Cause::Held)));
    assert!(pc.entry("tool").held);
}

#[test]
fn an_apt_that_says_it_went_back_is_not_believed() {
    let mut pc = upgraded();
    pc.lies = true;
    assert_eq!(end(&pc.undo(&[ONE])), failed(Cause::InstalledButNotVerified));
    assert!(!pc.entry("tool").held);
}

#[test]
fn what_is_back_and_cannot_be_kept_there_is_not_done() {
    let mut pc = upgraded();
    pc.cannot_hold = true;
    assert_eq!(end(&pc.undo(&[ONE])), failed(Cause::Unexpected));
}

#[test]
fn a_release_lets_go_of_what_an_undo_held_and_the_way_back_stays() {
    let mut pc = upgraded();
    pc.undo(&[ONE]);
    assert_eq!(pc.release(&[ONE]), Ended::DONE);
    assert!(!pc.entry("tool").held && pc.told().kept[0].back.is_none());
    pc.source.clear();
    pc.upgrade("tool=2");
    assert_eq!(pc.undo(&[ONE]), Ended::DONE, "its file is still there");
}

#[test]
fn after_an_interruption_what_is_back_is_held_and_what_is_not_is_said() {
    let look_at = |pc: &mut Pc| {
        let keep = pc.keep();
        look(pc, &[id(ONE)], None, &keep, &mut Meter::new(&mut |_: Progress| {}), &Patience::of(5))
    };
    let mut pc = upgraded();
    assert_eq!(end(&look_at(&mut pc)), failed(Cause::InterruptedBefore));
    assert!(!pc.entry("tool").held);
    pc.now_at("tool", "1");
    pc.entry("tool").installed = false;
    pc.unfinished.set(true);
    assert_eq!(look_at(&mut pc), Ended::DONE);
    assert!(pc.entry("tool").held && pc.told().kept[0].back.is_some());
    assert!(pc.runs.is_empty(), "nothing is installed by looking");
}

#[test]
fn only_what_was_to_be_kept_back_until_a_moment_that_is_over_is_overdue() {
    let mut pc = upgraded();
    let (now, keep) = (Timestamp::now(), pc.keep());
    let is_overdue = |at| overdue(&keep, &[id(ONE)], at).unwrap();
    assert!(!is_overdue(now), "it is not back");
    let meter = &mut |_: Progress| {};
    go_back(&mut pc, &[id(ONE)], Some(now + 1.hour()), &keep, &mut Meter::new(meter));
    assert!(!is_overdue(now) && is_overdue(now + 2.hours()));
    assert!(!overdue(&keep, &[id(ONE), id("apt:other:all@1")], now + 2.hours()).unwrap());
    pc.release(&[ONE]);
    pc.upgrade("tool=2");
    pc.undo(&[ONE]);
    assert!(!is_overdue(now + 20_000.hours()), "without an end it stays until somebody releases it");
}
