//! Decisions, on a pretended PC.

use std::fs;

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, progress::Progress, wire::Kept};
use patchround_updates::{
    flatpak::{Installation, ask, list, noted},
    kept::Shelf,
};

use super::pretended::{APP, MOVES, Pretended, TOOL, Wrong, commit, id};
use crate::{Ended, source::Source as _};

/// How each id ended, in the order of the ids.
fn told(lines: &[Progress]) -> Vec<(Outcome, Option<Cause>)> {
    let end = |line: &Progress| match line {
        Progress::UpdateEnded { outcome, cause, .. } => (*outcome, *cause),
        other => panic!("{other:?}"),
    };
    lines.iter().map(end).collect()
}

const DONE: (Outcome, Option<Cause>) = (Outcome::Done, None);

fn failed(cause: Cause) -> (Outcome, Option<Cause>) {
    (Outcome::Failed, Some(cause))
}

#[test]
fn exactly_the_ordered_commit_goes_in_and_no_runtime_with_it() {
    let pc = Pretended::new();
    let (ended, lines) = pc.install(&[id(APP, 2)]);
    assert_eq!((ended, told(&lines)), (Ended::DONE, vec![DONE]));
    assert_eq!((pc.there(APP), pc.there(TOOL)), (Some(commit(2)), Some(commit(1))));
    let line = format!("update --system -y --noninteractive --no-deps --commit={} -- {APP}", commit(2));
    assert_eq!(*pc.ran.lock().unwrap(), [line]);
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [DONE], "it is there already");
    assert_eq!(pc.ran.lock().unwrap().len(), 1);
}

#[test]
fn a_runtime_comes_along_only_where_the_new_commit_has_none_to_run_on() {
    let mut pc = Pretended::new();
    pc.runtimes.insert(2, "org.lab.Platform/x86_64/2");
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [DONE]);
    assert!(!pc.ran.lock().unwrap()[0].contains("--no-deps"));
}

#[test]
fn no_exit_status_is_believed() {
    let mut pc = Pretended::new();
    pc.wrong = Wrong::OnlySaysSo;
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [failed(Cause::InstalledButNotVerified)]);
    pc.wrong = Wrong::SaysItFailed;
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [DONE]);
}

#[test]
fn one_that_fails_does_not_cost_the_others() {
    let mut pc = Pretended::new();
    pc.wrong = Wrong::Fails(APP, "Error: Failed to update: Not enough disk space to complete this operation");
    let (ended, lines) = pc.install(&[id(APP, 2), id(TOOL, 2)]);
    assert_eq!((ended.cause, told(&lines)), (Some(Cause::DiskFull), vec![failed(Cause::DiskFull), DONE]));
}

#[test]
fn what_is_not_offered_in_this_commit_is_masked_or_would_be_replaced_does_not_go() {
    let pc = Pretended::new();
    pc.mask(&["org.lab.Tool".to_owned()]);
    let gone = id("app/org.lab.Nothing/x86_64/stable", 2);
    let other: UpdateId = "flatpak:x@1".parse().unwrap();
    let (_, lines) = pc.install(&[id(APP, 3), id(MOVES, 2), gone, id(TOOL, 2), other]);
    let person = |cause| (Outcome::NeedsPerson, Some(cause));
    let mut expected = vec![
        failed(Cause::VersionGone),
        person(Cause::WouldRemove),
        failed(Cause::VersionGone),
        person(Cause::Held),
        failed(Cause::NotForThisPc),
    ];
    let mut found = told(&lines);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    assert!(pc.ran.lock().unwrap().is_empty());
}

#[test]
fn a_server_that_does_not_answer_is_not_taken_for_one_that_offers_nothing() {
    let mut pc = Pretended::new();
    pc.wrong = Wrong::IsOffline;
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [failed(Cause::NoNetwork)]);
    let (ended, _) = pc.act(|flatpak, pc, _, meter| flatpak.refresh(pc, meter));
    assert_eq!(ended.cause, Some(Cause::NoNetwork));
    assert_eq!(noted(&pc.pc(), &Installation::System).unwrap().whole_at, None);
}

#[test]
fn a_refresh_notes_what_is_newer_and_keeps_it_when_the_next_one_fails() {
    let mut pc = Pretended::new();
    let (ended, _) = pc.act(|flatpak, pc, _, meter| flatpak.refresh(pc, meter));
    let first = noted(&pc.pc(), &Installation::System).unwrap();
    assert_eq!(
        (ended, first.of("lab").map(<[_]>::len), first.whole_at.is_some()),
        (Ended::DONE, Some(4), true)
    );
    let app = &first.of("lab").unwrap()[0];
    assert_eq!((&app.from, &app.commit, app.has_older), (&commit(1), &commit(2), true));
    pc.wrong = Wrong::IsOffline;
    pc.act(|flatpak, pc, _, meter| flatpak.refresh(pc, meter));
    assert_eq!(noted(&pc.pc(), &Installation::System).unwrap(), first);
}

#[test]
fn an_offer_that_cannot_be_read_this_time_stays_noted() {
    let mut pc = Pretended::new();
    let refs = |pc: &Pretended| {
        let noted = noted(&pc.pc(), &Installation::System).unwrap();
        let mut refs: Vec<_> = noted.of("lab").unwrap().iter().map(|offer| offer.reference.clone()).collect();
        refs.sort();
        refs
    };
    pc.act(|flatpak, pc, _, meter| flatpak.refresh(pc, meter));
    let first = refs(&pc);
    pc.wrong = Wrong::IsSilentAbout(APP);
    let (ended, _) = pc.act(|flatpak, pc, _, meter| flatpak.refresh(pc, meter));
    assert_eq!((ended.cause, refs(&pc)), (Some(Cause::NoNetwork), first));
    pc.install(&[id(TOOL, 2)]);
    pc.act(|flatpak, pc, _, meter| flatpak.refresh(pc, meter));
    pc.wrong = Wrong::Nothing;
    let is_offered = |pc: &Pretended| {
        let all = ask::installed(&pc.pc(), &Installation::System).unwrap();
        let noted = noted(&pc.pc(), &Installation::System).unwrap();
        list::fresh(&all, &noted).iter().any(|fresh| fresh.reference.as_str() == TOOL)
    };
    assert!(!is_offered(&pc), "it is there");
    pc.undo(&[id(TOOL, 1)]);
    assert!(is_offered(&pc), "whoever went back from it is offered it again at once");
}

#[test]
fn a_ref_that_is_at_its_commit_and_was_never_noted_is_not_masked() {
    let pc = Pretended::new();
    assert_eq!(told(&pc.undo(&[id(APP, 1)]).1), [failed(Cause::NothingKept)]);
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [DONE]);
}

#[test]
fn what_is_fetched_ahead_is_told_and_not_put_in() {
    let pc = Pretended::new();
    let (ended, lines) = pc.act(|flatpak, pc, _, meter| flatpak.download(pc, &[id(APP, 2)], meter));
    assert_eq!((ended, told(&lines), pc.there(APP)), (Ended::DONE, vec![DONE], Some(commit(1))));
}

#[test]
fn after_an_interruption_it_is_told_what_is_there() {
    let pc = Pretended::new();
    pc.deploy(TOOL, &commit(2));
    let (_, lines) =
        pc.act(|flatpak, pc, _, meter| flatpak.look_again(pc, &[id(APP, 2), id(TOOL, 2)], meter));
    assert_eq!(told(&lines), [failed(Cause::InterruptedBefore), DONE]);
    assert!(pc.ran.lock().unwrap().is_empty());
}

#[test]
fn an_undo_goes_back_stays_and_lets_go() {
    let pc = Pretended::new();
    pc.install(&[id(APP, 2)]);
    assert_eq!(told(&pc.undo(&[id(APP, 1)]).1), [DONE]);
    assert_eq!(pc.there(APP), Some(commit(1)));
    let held = (Outcome::NeedsPerson, Some(Cause::Held));
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [held], "nothing puts the newer one in");
    assert_eq!(told(&pc.undo(&[id(APP, 1)]).1), [DONE], "it is back already");
    assert_eq!(told(&pc.release(&[id(APP, 1)]).1), [DONE]);
    assert_eq!(told(&pc.install(&[id(APP, 2)]).1), [DONE]);
}

#[test]
fn there_is_no_way_back_to_what_was_not_noted_changed_since_or_is_gone() {
    let mut pc = Pretended::new();
    assert_eq!(told(&pc.undo(&[id(APP, 3)]).1), [failed(Cause::NothingKept)]);
    pc.install(&[id(APP, 2), id(TOOL, 2)]);
    pc.runtimes.insert(1, "org.lab.Platform/x86_64/0");
    assert_eq!(told(&pc.undo(&[id(APP, 1)]).1), [failed(Cause::UndoBlocked)]);
    pc.runtimes.clear();
    pc.history.insert(APP.to_owned(), vec![2]);
    let both = pc.undo(&[id(APP, 1), id(TOOL, 1)]).1;
    assert_eq!(told(&both), [failed(Cause::NothingKept); 2], "all or none");
    assert_eq!(pc.there(TOOL), Some(commit(2)));
    pc.deploy(TOOL, &commit(3));
    assert_eq!(told(&pc.undo(&[id(TOOL, 1)]).1), [failed(Cause::ChangedSince)]);
}

#[test]
fn a_flatpak_that_says_it_went_back_is_not_believed_and_all_that_it_said_is_told() {
    let mut pc = Pretended::new();
    pc.install(&[id(APP, 2)]);
    pc.wrong = Wrong::OnlySaysSo;
    let (ended, lines) = pc.undo(&[id(APP, 1)]);
    assert_eq!(told(&lines), [failed(Cause::InstalledButNotVerified)]);
    assert_eq!(ended.details.as_deref(), Some("Nothing to do.\n[exit status 0]"));
}

#[test]
fn where_an_update_was_cut_off_before_the_old_commit_was_moved_away_there_is_no_way_back() {
    let pc = Pretended::new();
    pc.install(&[id(APP, 2)]);
    let kept = Kept { id: id(APP, 1), newer: commit(2), since: Timestamp::UNIX_EPOCH, back: None };
    let shelf = Shelf { kept: vec![kept.clone()], ..Shelf::default() };
    assert_eq!(shelf.now(&pc.pc()), (vec![kept], None));
    let left = format!("/var/lib/flatpak/{APP}/{}", commit(1));
    fs::create_dir(pc.pc().place(&left)).unwrap();
    assert_eq!(shelf.now(&pc.pc()), (Vec::new(), None), "it is not offered");
    let ran = pc.ran.lock().unwrap().len();
    let (ended, lines) = pc.undo(&[id(APP, 1)]);
    assert_eq!(told(&lines), [failed(Cause::InterruptedBefore)]);
    assert!(ended.details.unwrap().contains(&left));
    assert_eq!((pc.ran.lock().unwrap().len(), pc.there(APP)), (ran, Some(commit(2))));
}

#[test]
fn what_cannot_be_kept_back_is_not_called_done_and_a_look_after_an_interruption_keeps_it_back() {
    let mut pc = Pretended::new();
    pc.install(&[id(APP, 2)]);
    pc.wrong = Wrong::CannotMask;
    assert_eq!(told(&pc.undo(&[id(APP, 1)]).1), [failed(Cause::Unexpected)]);
    pc.wrong = Wrong::Nothing;
    let (_, lines) =
        pc.act(|flatpak, pc, keep, meter| flatpak.look_back(pc, &[id(APP, 1)], None, keep, meter));
    assert_eq!(told(&lines), [DONE]);
    pc.mask(&["org.lab.*".to_owned()]);
    let held = (Outcome::NeedsPerson, Some(Cause::Held));
    assert_eq!(told(&pc.release(&[id(APP, 1)]).1), [held], "somebody else masked it too");
}
