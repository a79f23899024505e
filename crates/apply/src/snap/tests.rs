//! Decisions, on a pretended PC.

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase, progress::Progress};
use patchround_updates::snap::REFRESHED_STAMP;
use serde_json::json;

use super::pretended::{BASE, DRAW, NOTES, Pretended, Wrong, id, is_there, long_ago};
use crate::{Ended, source::Source as _};

/// How each id ended, in the order of the ids.
fn told(lines: &[Progress]) -> Vec<(Outcome, Option<Cause>)> {
    let end = |line: &Progress| match line {
        Progress::UpdateEnded { outcome, cause, .. } => Some((*outcome, *cause)),
        _ => None,
    };
    lines.iter().filter_map(end).collect()
}

const DONE: (Outcome, Option<Cause>) = (Outcome::Done, None);
const HELD: (Outcome, Option<Cause>) = (Outcome::NeedsPerson, Some(Cause::Held));

fn failed(cause: Cause) -> (Outcome, Option<Cause>) {
    (Outcome::Failed, Some(cause))
}

#[test]
fn exactly_the_ordered_snap_goes_in_and_what_runs_is_never_passed_over() {
    let pc = Pretended::new();
    let (ended, lines) = pc.install(&[id(NOTES, 2)]);
    assert_eq!((ended, told(&lines)), (Ended::DONE, vec![DONE]));
    assert_eq!((pc.n(NOTES), pc.n(DRAW)), (2, 1));
    assert_eq!(pc.orders(), [json!({ "action": "refresh" })]);
    let fetched: Vec<u8> = lines
        .iter()
        .filter_map(|line| match line {
            Progress::Moved { phase: Phase::Downloading, percent, .. } => Some(*percent),
            _ => None,
        })
        .collect();
    assert_eq!(fetched, [50, 75, 100], "as snapd counts");
    assert_eq!(told(&pc.install(&[id(NOTES, 2)]).1), [DONE], "it is there already");
    assert_eq!(pc.orders().len(), 1);
}

#[test]
fn no_status_of_a_change_is_believed() {
    for (wrong, end) in [
        (Wrong::OnlySaysSo, failed(Cause::InstalledButNotVerified)),
        (Wrong::SaysItFailed, DONE),
        (Wrong::Forgets, DONE),
        (Wrong::Hangs, DONE),
        (Wrong::StartsAnew, DONE),
        (Wrong::IsOvertaken, failed(Cause::InstalledButNotVerified)),
        (Wrong::Fails("write x: no space left on device"), failed(Cause::DiskFull)),
        (Wrong::WaitsForRestart, (Outcome::NeedsRestart, Some(Cause::RestartToFinish))),
    ] {
        let pc = Pretended::new();
        pc.wrong(wrong);
        assert_eq!(told(&pc.install(&[id(NOTES, 2)]).1), [end], "{wrong:?}");
    }
}

#[test]
fn one_that_is_open_or_fails_does_not_cost_the_others() {
    for (case, cause) in [
        ("running", Cause::AppRunning),
        ("no-room", Cause::DiskFull),
        ("conflict", Cause::BusyOtherUpdater),
        ("not-root", Cause::NeedsAdminOrUser),
    ] {
        let pc = Pretended::new();
        pc.wrong(Wrong::Refuses(NOTES, case));
        let (ended, lines) = pc.install(&[id(DRAW, 2), id(NOTES, 2)]);
        assert_eq!((ended.cause, told(&lines)), (Some(cause), vec![DONE, failed(cause)]), "{case}");
    }
}

#[test]
fn what_is_not_offered_in_this_revision_is_held_or_would_leave_its_box_does_not_go() {
    let pc = Pretended::new();
    pc.set_hold(DRAW, Some("2999-01-01T00:00:00Z"));
    pc.state.lock().unwrap().offered.insert(BASE, 9);
    let other: UpdateId = "snap:pr-notes@2.0".parse().unwrap();
    for (id, end) in [
        (id(NOTES, 3), failed(Cause::VersionGone)),
        (id("pr-gone", 2), failed(Cause::VersionGone)),
        (id(DRAW, 2), HELD),
        (id(BASE, 9), (Outcome::NeedsPerson, Some(Cause::NeedsAdminOrUser))),
        (other, failed(Cause::NotForThisPc)),
    ] {
        assert_eq!(told(&pc.install(std::slice::from_ref(&id)).1), [end], "{id}");
    }
    assert_eq!(pc.orders(), Vec::<serde_json::Value>::new());
    pc.set_hold(DRAW, Some("2020-01-01T00:00:00Z"));
    assert_eq!(told(&pc.install(&[id(DRAW, 2)]).1), [DONE], "its time is over");
}

#[test]
fn snapds_own_refresh_is_named_and_waited_for() {
    let pc = Pretended::new();
    pc.state.lock().unwrap().others = 3;
    assert_eq!(pc.during(|pc, _| super::Snap.writer(pc)), Some("snapd".to_owned()));
    let (_, lines) = pc.install(&[id(NOTES, 2)]);
    let waits = |line: &Progress| match line {
        Progress::Moved { phase, item, .. } => *phase == Phase::Waiting && item.as_deref() == Some("snapd"),
        _ => false,
    };
    assert!(lines.iter().any(waits), "{lines:?}");
    assert_eq!(told(&lines), [DONE]);
    pc.state.lock().unwrap().others = usize::MAX;
    assert_eq!(told(&pc.install(&[id(DRAW, 2)]).1), [failed(Cause::BusyOtherUpdater)], "never fought");
    assert_eq!(pc.n(DRAW), 1);
}

#[test]
fn nothing_is_fetched_ahead_and_nothing_says_so() {
    let pc = Pretended::new();
    pc.put_in(DRAW, 2);
    let (ended, lines) =
        pc.act(|snap, pc, _, meter| snap.download(pc, &[id(DRAW, 2), id(NOTES, 2), id(NOTES, 3)], meter));
    let later = (Outcome::Waiting, None);
    assert_eq!(
        (ended.outcome, told(&lines)),
        (Outcome::Failed, vec![DONE, later, failed(Cause::VersionGone)])
    );
    assert_eq!(pc.orders(), Vec::<serde_json::Value>::new());
}

#[test]
fn a_refresh_notes_that_the_store_answered() {
    let pc = Pretended::new();
    assert!(!is_there(&pc.pc(), REFRESHED_STAMP));
    assert_eq!(pc.act(|snap, pc, _, meter| snap.refresh(pc, meter)).0, Ended::DONE);
    assert!(is_there(&pc.pc(), REFRESHED_STAMP));
    // Nobody listens once snapd is gone.
    let ended = super::Snap.refresh(&pc.pc(), &mut crate::meter::Meter::new(&mut |_| {}));
    assert_eq!(ended.cause, Some(Cause::Unexpected));
}

#[test]
fn after_an_interruption_what_is_in_progress_is_waited_for_and_what_is_there_is_told() {
    let pc = Pretended::new();
    pc.put_in(DRAW, 2);
    pc.state.lock().unwrap().others = 2;
    let (_, lines) = pc.act(|snap, pc, _, meter| snap.look_again(pc, &[id(DRAW, 2), id(NOTES, 2)], meter));
    assert_eq!(told(&lines), [DONE, failed(Cause::InterruptedBefore)]);
    assert_eq!(pc.state.lock().unwrap().others, 0);
    assert_eq!(pc.orders(), Vec::<serde_json::Value>::new());
}

#[test]
fn an_undo_goes_back_stays_and_lets_go() {
    let pc = Pretended::new();
    pc.install(&[id(NOTES, 2)]);
    assert_eq!(told(&pc.undo(&[id(NOTES, 1)]).1), [DONE]);
    assert_eq!((pc.n(NOTES), pc.hold(NOTES).as_deref()), (1, Some("forever")));
    let hold = json!({ "action": "hold", "hold-level": "general", "time": "forever", "snaps": [NOTES] });
    assert_eq!(pc.orders()[1..], [json!({ "action": "revert", "revision": "10" }), hold]);
    assert_eq!(told(&pc.install(&[id(NOTES, 2)]).1), [HELD], "nothing puts the newer one in");
    assert_eq!(told(&pc.undo(&[id(NOTES, 1)]).1), [DONE], "it is back already");
    assert_eq!(told(&pc.release(&[id(NOTES, 1)]).1), [DONE]);
    assert_eq!(pc.hold(NOTES), None);
    assert_eq!(told(&pc.install(&[id(NOTES, 2)]).1), [DONE]);
}

#[test]
fn what_is_kept_back_for_a_time_is_held_until_then() {
    let pc = Pretended::new();
    pc.install(&[id(NOTES, 2)]);
    let until = "2999-06-01T08:00:00Z".parse().ok();
    pc.act(|snap, pc, keep, meter| snap.undo(pc, &[id(NOTES, 1)], until, keep, meter));
    assert_eq!(pc.hold(NOTES).as_deref(), Some("2999-06-01T08:00:00Z"));
}

#[test]
fn there_is_no_way_back_to_what_was_not_noted_changed_since_or_is_gone() {
    let pc = Pretended::new();
    assert_eq!(told(&pc.undo(&[id(NOTES, 1)]).1), [failed(Cause::NothingKept)], "nothing was noted");
    assert_eq!(pc.hold(NOTES), None, "nobody could let it go again");
    pc.install(&[id(BASE, 2), id(DRAW, 2), id(NOTES, 2)]);
    assert_eq!(told(&pc.undo(&[id(BASE, 1)]).1), [failed(Cause::NothingKept)], "other snaps run on it");
    pc.forget_older(NOTES);
    let both = pc.undo(&[id(DRAW, 1), id(NOTES, 1)]).1;
    assert_eq!(told(&both), [failed(Cause::NothingKept); 2], "all or none");
    assert_eq!((pc.n(DRAW), pc.hold(DRAW)), (2, None));
    pc.put_in(DRAW, 3);
    assert_eq!(told(&pc.undo(&[id(DRAW, 1)]).1), [failed(Cause::ChangedSince)]);
}

#[test]
fn what_cannot_be_held_is_not_called_done_and_a_look_after_an_interruption_holds_it() {
    let pc = Pretended::new();
    pc.install(&[id(NOTES, 2)]);
    pc.wrong(Wrong::CannotHold);
    assert_eq!(told(&pc.undo(&[id(NOTES, 1)]).1), [failed(Cause::Unexpected)]);
    assert_eq!(pc.n(NOTES), 1);
    pc.wrong(Wrong::Nothing);
    let (_, lines) = pc.act(|snap, pc, keep, meter| snap.look_back(pc, &[id(NOTES, 1)], None, keep, meter));
    assert_eq!((told(&lines), pc.hold(NOTES).as_deref()), (vec![DONE], Some("forever")));
}

#[test]
fn what_somebody_else_holds_stays_held() {
    let pc = Pretended::new();
    pc.install(&[id(DRAW, 2), id(NOTES, 2)]);
    pc.set_hold(DRAW, Some("2999-01-01T00:00:00Z"));
    assert_eq!(told(&pc.undo(&[id(DRAW, 1)]).1), [HELD]);
    let orders = pc.orders().len();
    assert_eq!(told(&pc.release(&[id(DRAW, 1)]).1), [HELD], "it was never ours");
    assert_eq!(pc.orders().len(), orders);
    pc.undo(&[id(NOTES, 1)]);
    pc.set_hold(NOTES, Some(&long_ago().to_string()));
    assert_eq!(told(&pc.release(&[id(NOTES, 1)]).1), [DONE], "its time was over");
}
