//! What becomes of orders on a PC whose agent is made up.

use std::collections::BTreeMap;

use patchround_protocol::{Outcome, SpkiHash, progress::Progress};
use patchround_updates::{Asking, windows_update::agent::Restart};
use proptest::prelude::*;

use super::{
    pretended::{ALL, ALONE, ASKS, DRIVER, LICENSED, MONTH, NOT_ALLOWED, Pretended, SMALL, Wrong, id},
    *,
};

type End = (Outcome, Option<Cause>);

const DONE: End = (Outcome::Done, None);
const AFTER_RESTART: End = (Outcome::NeedsRestart, Some(Cause::RestartToFinish));

fn failed(cause: Cause) -> End {
    (Outcome::Failed, Some(cause))
}

fn person(cause: Cause) -> End {
    (Outcome::NeedsPerson, Some(cause))
}

struct Seen {
    ends: BTreeMap<String, Vec<End>>,
    moved: Vec<(Phase, u8)>,
    worst: Ended,
}

impl Seen {
    fn of(&self, update: &str) -> End {
        assert_eq!(self.ends[update].len(), 1, "{update}: {:?}", self.ends);
        self.ends[update][0]
    }
}

fn seen(act: impl FnOnce(&mut Meter<'_>) -> Ended) -> Seen {
    let (mut ends, mut moved) = (BTreeMap::<String, Vec<End>>::new(), Vec::new());
    let mut report = |line| match line {
        Progress::UpdateEnded { id, outcome, cause, .. } => {
            ends.entry(id.native().to_owned()).or_default().push((outcome, cause));
        }
        Progress::Moved { phase, percent, .. } => moved.push((phase, percent)),
        _ => {}
    };
    let worst = act(&mut Meter::new(&mut report));
    Seen { ends, moved, worst }
}

fn install(pc: &Pretended, updates: &[&str]) -> Seen {
    let ids: Vec<UpdateId> = updates.iter().map(|update| id(update, 2)).collect();
    seen(|meter| install::carry_out(&pc.pc(), &ids, meter))
}

fn fetch(pc: &Pretended, updates: &[&str]) -> Seen {
    let ids: Vec<UpdateId> = updates.iter().map(|update| id(update, 2)).collect();
    seen(|meter| install::fetch(&pc.pc(), &ids, meter))
}

fn look_again(pc: &Pretended, updates: &[&str]) -> Seen {
    let ids: Vec<UpdateId> = updates.iter().map(|update| id(update, 2)).collect();
    seen(|meter| WindowsUpdate.look_again(&pc.pc(), &ids, meter))
}

fn listed(pc: &Pretended) -> Vec<String> {
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    let (_, updates) = reader::WindowsUpdate.list(&pc.pc(), &asking);
    updates.into_iter().map(|update| update.id.native().to_owned()).collect()
}

#[test]
fn one_that_fails_costs_no_other_and_what_goes_alone_comes_last() {
    let pc = Pretended::new(&[ALONE, MONTH, SMALL]);
    pc.wrong(MONTH, Wrong::Fails(0x8007_0643));
    let seen = install(&pc, &[ALONE, MONTH, SMALL]);
    assert_eq!((seen.of(ALONE), seen.of(SMALL)), (DONE, DONE));
    assert_eq!(seen.of(MONTH), failed(Cause::PackageScriptFailed));
    assert!(seen.worst.details.unwrap().contains("0x80070643"));
    assert_eq!(pc.ordered().last().unwrap(), &format!("install {ALONE}"));
    assert_eq!(listed(&pc), [MONTH]);
}

#[test]
fn a_licence_is_accepted_by_the_order_to_install_and_not_by_one_to_fetch() {
    let pc = Pretended::new(&[LICENSED, SMALL]);
    let fetched = fetch(&pc, &[LICENSED, SMALL]);
    assert_eq!((fetched.of(LICENSED), fetched.of(SMALL)), ((Outcome::Waiting, None), DONE));
    assert!(pc.ordered().is_empty());
    assert_eq!(install(&pc, &[LICENSED]).of(LICENSED), DONE);
}

#[test]
fn what_waits_for_a_restart_is_not_done_until_the_pc_was_started_anew() {
    let pc = Pretended::new(&[MONTH]);
    pc.change(MONTH, |offer| offer.restart = Some(Restart::Always));
    assert_eq!(install(&pc, &[MONTH]).of(MONTH), AFTER_RESTART);
    assert_eq!(listed(&pc), Vec::<String>::new());
    assert_eq!(reader::WindowsUpdate.restart_need(&pc.pc()).pending, Some(true));
    assert_eq!(install(&pc, &[MONTH]).of(MONTH), AFTER_RESTART, "ordered again it is not installed again");
    assert_eq!(pc.ordered().len(), 1);
    pc.restart();
    assert_eq!(look_again(&pc, &[MONTH]).of(MONTH), DONE);
    assert_eq!(reader::WindowsUpdate.restart_need(&pc.pc()).pending, Some(false));
}

#[test]
fn what_windows_takes_back_at_its_start_is_not_done() {
    let pc = Pretended::new(&[MONTH]);
    pc.wrong(MONTH, Wrong::TakenBack);
    assert_eq!(install(&pc, &[MONTH]).of(MONTH), AFTER_RESTART);
    pc.restart();
    assert_eq!(look_again(&pc, &[MONTH]).of(MONTH), failed(Cause::InterruptedBefore));
    assert_eq!(listed(&pc), [MONTH]);
}

#[test]
fn what_the_agent_has_forgotten_its_history_still_knows() {
    let pc = Pretended::new(&[MONTH]);
    assert_eq!(install(&pc, &[MONTH]).of(MONTH), DONE);
    pc.forget(MONTH);
    assert_eq!(look_again(&pc, &[MONTH]).of(MONTH), DONE);
    pc.waits_for_restart();
    assert_eq!(look_again(&pc, &[MONTH]).of(MONTH), AFTER_RESTART);
}

#[test]
fn only_exactly_the_ordered_revision_goes_in() {
    let pc = Pretended::new(&[MONTH]);
    pc.supersede(MONTH);
    assert_eq!(install(&pc, &[MONTH]).of(MONTH), failed(Cause::VersionGone));
    let newer = seen(|meter| install::carry_out(&pc.pc(), &[id(MONTH, 3)], meter));
    assert_eq!((newer.of(MONTH), pc.ordered().len()), (DONE, 1));
}

#[test]
fn drivers_and_what_asks_are_for_somebody_at_that_pc() {
    let pc = Pretended::new(&[ASKS, DRIVER]);
    for seen in [install(&pc, &[ASKS, DRIVER]), fetch(&pc, &[ASKS, DRIVER])] {
        assert_eq!((seen.of(ASKS), seen.of(DRIVER)), (person(Cause::AtThePc), person(Cause::AtThePc)));
    }
    assert!(pc.ordered().is_empty());
}

#[test]
fn what_is_paused_at_the_pc_stays_out_until_that_is_over() {
    let pc = Pretended::new(&[SMALL]);
    pc.paused_until(Timestamp::now() + jiff::SignedDuration::from_hours(1));
    assert_eq!(install(&pc, &[SMALL]).of(SMALL), person(Cause::Held));
    pc.paused_until(Timestamp::now() - jiff::SignedDuration::from_hours(1));
    assert_eq!(install(&pc, &[SMALL]).of(SMALL), DONE);
}

#[test]
fn what_a_policy_pauses_or_shuts_stays_out_though_it_was_ordered() {
    for name in ["PauseQualityUpdates", "DisableWindowsUpdateAccess"] {
        let pc = Pretended::new(&[SMALL]);
        pc.policy(name, 1);
        for seen in [install(&pc, &[SMALL]), fetch(&pc, &[SMALL])] {
            assert_eq!(seen.of(SMALL), person(Cause::PolicyBlocked), "{name}");
        }
        assert!(pc.ordered().is_empty());
        pc.policy(name, 0);
        assert_eq!(install(&pc, &[SMALL]).of(SMALL), DONE, "{name}");
    }
}

#[test]
fn another_installer_is_waited_for_and_named_where_it_takes_too_long() {
    let pc = Pretended::new(&[SMALL]);
    pc.busy(5);
    pc.raced(2);
    let seen = install(&pc, &[SMALL]);
    assert_eq!(seen.of(SMALL), DONE);
    assert!(seen.moved.iter().any(|(phase, _)| *phase == Phase::Waiting));
    let pc = Pretended::new(&[SMALL]);
    pc.busy(u32::MAX);
    let seen = install(&pc, &[SMALL]);
    assert_eq!(
        (seen.of(SMALL), seen.worst.details.as_deref()),
        (failed(Cause::BusyOtherUpdater), Some("Windows Update"))
    );
    assert_eq!(WindowsUpdate.lock_holder(&pc.pc()).as_deref(), Some("Windows Update"));
}

#[test]
fn where_the_pc_has_to_be_restarted_first_that_is_said() {
    let pc = Pretended::new(&[SMALL]);
    pc.wrong(SMALL, Wrong::Fails(NOT_ALLOWED));
    pc.waits_for_restart();
    assert_eq!(install(&pc, &[SMALL]).of(SMALL), failed(Cause::RestartFirst));
}

#[test]
fn an_agent_that_never_answers_ends_every_order_in_a_cause() {
    let pc = Pretended::new(&[SMALL, MONTH]);
    pc.silent();
    for seen in [install(&pc, &[SMALL, MONTH]), fetch(&pc, &[SMALL]), look_again(&pc, &[SMALL])] {
        assert_ne!(seen.of(SMALL).0, Outcome::Done);
    }
    assert_eq!(install(&pc, &[SMALL]).of(SMALL), failed(Cause::Timeout));
    let refreshed = seen(|meter| WindowsUpdate.refresh(&pc.pc(), meter));
    assert_eq!(refreshed.worst.cause, Some(Cause::Timeout));
    assert_eq!(reader::WindowsUpdate.restart_need(&pc.pc()).pending, None);
}

#[test]
fn what_cannot_be_fetched_is_not_installed() {
    let pc = Pretended::new(&[SMALL]);
    pc.wrong(SMALL, Wrong::NotFetched(0x8024_402C));
    assert_eq!(
        (install(&pc, &[SMALL]).of(SMALL), fetch(&pc, &[SMALL]).of(SMALL)),
        (failed(Cause::NoNetwork), failed(Cause::NoNetwork))
    );
    assert!(pc.ordered().is_empty());
}

#[test]
fn the_progress_of_several_goes_forward_to_the_end() {
    let seen = install(&Pretended::new(&[MONTH, SMALL]), &[MONTH, SMALL]);
    let of = |wanted: Phase| {
        seen.moved.iter().filter(move |(phase, _)| *phase == wanted).map(|(_, percent)| *percent)
    };
    assert_eq!(of(Phase::Downloading).max(), Some(100));
    assert!(of(Phase::Installing).is_sorted() && of(Phase::Installing).max() == Some(100));
}

fn any_wrong() -> impl Strategy<Value = Option<Wrong>> {
    prop_oneof![
        4 => Just(None),
        1 => Just(Some(Wrong::OnlySaysSo)),
        1 => Just(Some(Wrong::FailsAfterIt)),
        1 => Just(Some(Wrong::TakenBack)),
        1 => any::<u32>().prop_map(|code| Some(Wrong::Fails(code))),
        1 => any::<u32>().prop_map(|code| Some(Wrong::NotFetched(code))),
    ]
}

proptest! {
    /// Whatever goes wrong: each id is told once, nothing is called done that the agent does not have, nothing is installed
    /// that was not ordered or is not ours to install, and a restart that is needed is never called done.
    #[test]
    fn nothing_is_called_done_that_is_not_there(
        wrong in proptest::collection::vec(any_wrong(), ALL.len()),
        restarts in any::<u8>(), ordered in 0_u8..64, superseded in any::<u8>(), busy in 0_u32..4, silent in proptest::bool::weighted(0.1),
    ) {
        let pc = Pretended::new(&ALL);
        for (at, update) in ALL.iter().enumerate() {
            wrong[at].into_iter().for_each(|wrong| pc.wrong(update, wrong));
            if restarts & (1 << at) != 0 {
                pc.change(update, |offer| offer.restart = Some(Restart::Always));
            }
            if superseded & (1 << at) != 0 {
                pc.supersede(update);
            }
        }
        pc.busy(busy);
        if silent {
            pc.silent();
        }
        let ordered: Vec<&str> = (0..ALL.len()).filter(|at| ordered & (1 << at) != 0).map(|at| ALL[at]).collect();
        let seen = install(&pc, &ordered);
        prop_assert_eq!(seen.ends.len(), ordered.len());
        let there = pc.there();
        for update in &ordered {
            let is_there = there.iter().any(|identity| identity.update == *update && identity.revision == 2);
            let is_told = matches!(seen.of(update), DONE | AFTER_RESTART);
            prop_assert!(!is_told || is_there, "{update}: {:?}", seen.of(update));
            prop_assert!(silent || is_told == is_there, "{update}: {:?} and there: {is_there}", seen.of(update));
        }
        prop_assert!(there.iter().all(|identity| ordered.contains(&&*identity.update)));
        prop_assert!(pc.ordered().iter().all(|line| !line.contains(DRIVER) && !line.contains(ASKS)));
        let waiting = seen.ends.values().any(|ends| ends[0] == AFTER_RESTART);
        prop_assert!(!waiting || reader::WindowsUpdate.restart_need(&pc.pc()).pending == Some(true));
    }
}
