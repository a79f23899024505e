//! Fetching ahead, and finishing what was interrupted.

use super::*;
use crate::{apt::again, patience::Patience};

fn fetched(apt: &mut Pretended, ids: &[&str]) -> Seen {
    watch(ids, &mut |ids, meter| fetch::fetch(apt, ids, meter))
}

#[test]
fn what_is_fetched_ahead_is_offered_now_and_nothing_is_installed() {
    let mut apt = pretended(works);
    let seen = fetched(&mut apt, &[TOOL_A, BASE, "apt:pr-mid:all@1.1", "apt:pr-held:all@1.1"]);
    assert_eq!((seen.told, seen.of(TOOL_A), seen.of(BASE)), (4, DONE, DONE));
    assert_eq!(seen.by_id[TOOL_A].2.as_deref(), Some("1.0"), "the old version is there");
    assert_eq!(seen.of("apt:pr-mid:all@1.1"), (Outcome::Failed, Some(Cause::VersionGone)));
    assert_eq!(seen.of("apt:pr-held:all@1.1"), (Outcome::NeedsPerson, Some(Cause::Held)));
    assert!(apt.runs.iter().all(|(mode, _)| *mode == Mode::Download), "{:?}", apt.runs);
}

#[test]
fn nothing_is_fetched_ahead_that_leaves_less_than_two_gigabytes() {
    let mut apt = pretended(works);
    apt.free = 2_000_000_000 + 1024 * 1024 - 1;
    assert_eq!(fetched(&mut apt, &[TOOL_A]).of(TOOL_A), (Outcome::Failed, Some(Cause::DiskFull)));
    assert_eq!(apt.runs, []);
    apt.free += 1;
    assert_eq!(fetched(&mut apt, &[TOOL_A]).of(TOOL_A), DONE);
}

#[test]
fn a_file_that_is_not_there_after_it_was_fetched_is_not_called_done() {
    let mut apt = pretended(|apt, mode, targets, each| {
        let told = works(apt, mode, targets, each);
        apt.fetched.retain(|target| !target.starts_with("pr-tool-b"));
        told
    });
    let seen = fetched(&mut apt, &[TOOL_A, TOOL_B]);
    assert_eq!(seen.of(TOOL_A), DONE);
    assert_eq!(seen.of(TOOL_B), (Outcome::Failed, Some(Cause::HashMismatch)));
}

fn repaired(apt: &mut Pretended, patience: u32) -> Ended {
    watch(&[], &mut |_, meter| again::finish(apt, meter, &Patience::of(patience))).ended
}

const LONG: u32 = 600;

#[test]
fn nothing_is_repaired_where_nothing_is_interrupted() {
    let mut apt = pretended(works);
    assert_eq!((repaired(&mut apt, LONG), apt.configured), (Ended::DONE, false));
    let mut apt = pretended(works);
    apt.unfinished.insert("pr-tool-a");
    assert_eq!((repaired(&mut apt, LONG), apt.configured), (Ended::DONE, true));
}

#[test]
fn what_another_updater_is_in_the_middle_of_is_waited_for_and_not_repaired() {
    let mut apt = pretended(works);
    apt.unfinished.insert("pr-tool-a");
    apt.holder.set(3);
    let mut looks = 0;
    let seen = watch(&[], &mut |_, meter| {
        looks += 1;
        again::finish(&mut apt, meter, &Patience::of(LONG))
    });
    assert_eq!((seen.ended, looks, apt.holder.get()), (Ended::DONE, 1, 0));
    assert_eq!(seen.moved[0], (Phase::Waiting, 0, Some("unattended-upgr".into())));
    let mut apt = pretended(works);
    apt.unfinished.insert("pr-tool-a");
    apt.holder.set(usize::MAX);
    let ended = repaired(&mut apt, 0);
    assert_eq!((ended.cause, apt.configured), (Some(Cause::BusyOtherUpdater), false));
}

#[test]
fn a_repair_that_leaves_something_unfinished_says_why() {
    for (package, cause) in [("pr-fail", Cause::PackageScriptFailed), ("pr-broken", Cause::InterruptedBefore)]
    {
        let mut apt = pretended(works);
        apt.unfinished.extend([package, "pr-tool-a"]);
        let ended = repaired(&mut apt, LONG);
        assert_eq!((ended.outcome, ended.cause), (Outcome::Failed, Some(cause)), "{package}");
        assert_eq!(apt.unfinished, BTreeSet::from([package]));
    }
}

fn mended(apt: &mut Pretended) -> Ended {
    watch(&[], &mut |_, meter| again::mend(apt, meter, &Patience::of(LONG))).ended
}

/// dpkg sets up nothing of it; apt that unpacks it anew does.
fn half_unpacked() -> Pretended {
    let mut apt = pretended(|apt, _, targets, _| {
        apt.unfinished.retain(|name| !targets.is_empty() && !targets.iter().any(|t| t.starts_with(name)));
        told(0, "")
    });
    apt.unfinished.insert("pr-broken");
    apt.partly.push("pr-broken=1.1");
    apt
}

#[test]
fn what_was_unpacked_by_half_is_unpacked_anew_in_its_own_version_and_then_repaired() {
    let mut apt = half_unpacked();
    assert_eq!((mended(&mut apt), apt.configured), (Ended::DONE, true));
    assert_eq!(apt.runs, [(Mode::Mend, vec!["pr-broken=1.1".to_owned()])]);
}

#[test]
fn what_is_there_by_half_in_a_version_that_is_gone_comes_as_apt_would_mend_it() {
    let mut apt = half_unpacked();
    apt.has_own_version = false;
    assert_eq!(mended(&mut apt), Ended::DONE);
    assert_eq!(apt.runs, [(Mode::Mend, Vec::new())]);
}

#[test]
fn what_no_source_of_this_pc_has_any_more_is_left_to_a_person_and_nothing_is_run() {
    let mut apt = half_unpacked();
    apt.has_partly = false;
    let ended = mended(&mut apt);
    assert_eq!((ended.outcome, ended.cause), (Outcome::Failed, Some(Cause::InterruptedBefore)));
    assert!(ended.details.unwrap().contains("needs to be reinstalled"));
    assert_eq!(apt.runs, []);
}

#[test]
fn a_repair_that_would_remove_something_is_not_made() {
    let mut apt = half_unpacked();
    apt.removes_also = Some("pr-other");
    let ended = mended(&mut apt);
    assert_eq!((ended.outcome, ended.cause), (Outcome::NeedsPerson, Some(Cause::WouldRemove)));
    assert_eq!(apt.runs, []);
}

#[test]
fn a_step_that_fails_by_itself_is_not_fetched_anew() {
    let mut apt = pretended(works);
    apt.unfinished.insert("pr-fail");
    assert_eq!(mended(&mut apt).cause, Some(Cause::PackageScriptFailed));
    assert_eq!(apt.runs, []);
}

#[test]
fn a_look_after_an_interruption_fetches_nothing() {
    let mut apt = half_unpacked();
    let seen = watch(&[TOOL_A], &mut |ids, meter| again::look(&mut apt, ids, meter, &Patience::of(LONG)));
    assert_eq!(seen.of(TOOL_A), (Outcome::Failed, Some(Cause::InterruptedBefore)));
    assert_eq!((apt.configured, apt.runs.len()), (true, 0));
}

#[test]
fn an_apt_that_outlives_its_transaction_is_waited_for_before_anybody_looks() {
    let look = |apt: &mut Pretended, patience| {
        watch(&[TOOL_A, TOOL_B], &mut |ids, meter| again::look(apt, ids, meter, &Patience::of(patience)))
    };
    let mut apt = pretended(works);
    apt.late.push("pr-tool-a=1.1");
    apt.holder.set(3);
    let seen = look(&mut apt, LONG);
    assert_eq!(seen.of(TOOL_A), DONE, "it went in while we waited");
    assert_eq!(seen.of(TOOL_B), (Outcome::Failed, Some(Cause::InterruptedBefore)));
    assert_eq!((seen.told, apt.configured, apt.runs.len()), (2, false, 0));
    assert_eq!(seen.moved[0], (Phase::Waiting, 0, Some("unattended-upgr".into())));
    apt.holder.set(usize::MAX);
    apt.unfinished.insert("pr-tool-a");
    let seen = look(&mut apt, 0);
    assert_eq!(seen.of(TOOL_A), (Outcome::Failed, Some(Cause::InterruptedBefore)), "patience has an end");
    assert!(!apt.configured, "and nothing is done beside the one who holds it");
}
