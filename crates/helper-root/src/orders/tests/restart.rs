//! A restart: never twice for one order, never into protected hours under somebody's hands, and told truly by
//! the next start of the PC.

use super::*;

const NIGHT: &str = "2026-11-23T21:00:00Z";

fn boot(id: &str, up: u64) -> Boot {
    Boot { id: id.into(), first_process: Some(1), up }
}

fn job(pc: &Pc, n: u128) -> Job {
    Job { steps: vec![Step::Restart { off: false }], ..pc.job(n) }
}

fn order(pc: &Pc, n: u128) -> Order {
    Order::Job { job: Envelope::seal(&job(pc, n), &key(2)).unwrap(), step: 0 }
}

/// A PC whose operator ordered a restart that its transaction has announced, and perhaps asked for.
fn restarting() -> Pc {
    let pc = Pc::joined();
    *pc.world.people.borrow_mut() = Some(Vec::new());
    assert_eq!(pc.run(&job(&pc, 1), 2), running(1));
    let mut journal = Journal::open(&pc.state.journal()).unwrap();
    let txn = Txn { job: job(&pc, 1).job, step: 0 };
    journal.append(now(), Act::Restarting { txn, boot: boot("before", 1000) }).unwrap();
    pc
}

fn closed(pc: &Pc) -> Vec<(Outcome, Option<Cause>)> {
    let end = |line: &Progress| match line {
        Progress::StepEnded { outcome, cause, .. } => (*outcome, *cause),
        other => panic!("{other:?}"),
    };
    pc.world.closed.borrow().iter().map(end).collect()
}

#[test]
fn a_restart_is_done_when_the_pc_was_started_anew_and_never_done_again() {
    let pc = restarting();
    *pc.world.boot.borrow_mut() = Some(boot("after", 20));
    for days in [0, -300, 300] {
        assert_eq!(
            pc.order(&order(&pc, 1), now() + (days * 24).hours()),
            running(1),
            "whatever its clock says"
        );
    }
    assert_eq!((closed(&pc), pc.started()), (vec![(Outcome::Done, None)], 1));
}

#[test]
fn a_pc_that_is_still_going_down_is_waited_for_and_one_that_stays_up_did_not_restart() {
    let pc = restarting();
    *pc.world.boot.borrow_mut() = Some(boot("before", 1000 + 15 * 60));
    assert_eq!(pc.run(&job(&pc, 1), 2), running(1));
    assert_eq!(closed(&pc), []);
    *pc.world.boot.borrow_mut() = Some(boot("before", 1001 + 15 * 60));
    for _ in 0..3 {
        assert_eq!(pc.run(&job(&pc, 1), 2), running(1));
    }
    assert_eq!((closed(&pc), pc.started()), (vec![(Outcome::Failed, Some(Cause::Unexpected))], 1));
}

#[test]
fn a_restart_that_was_cut_off_before_it_was_announced_is_not_made_up_for() {
    let pc = Pc::joined();
    *pc.world.people.borrow_mut() = Some(Vec::new());
    *pc.world.boot.borrow_mut() = Some(boot("after", 20));
    for _ in 0..3 {
        assert_eq!(pc.run(&job(&pc, 1), 2), running(1));
    }
    assert_eq!((closed(&pc), pc.started()), (vec![(Outcome::Failed, Some(Cause::InterruptedBefore))], 1));
}

#[test]
fn nobodys_pc_restarts_at_any_hour_without_that_persons_yes() {
    let ann = Some(vec!["ann".to_owned()]);
    for (people, clock, is_allowed) in [
        (ann.clone(), now(), false),
        (None, now(), false),
        (Some(Vec::new()), now(), true),
        (ann, NIGHT.parse().unwrap(), false),
        (None, NIGHT.parse().unwrap(), false),
        (Some(Vec::new()), NIGHT.parse().unwrap(), true),
    ] {
        let pc = Pc::joined();
        people.clone_into(&mut pc.world.people.borrow_mut());
        let expected = if is_allowed { running(1) } else { refused(Refusal::InUse) };
        assert_eq!(pc.order(&order(&pc, 1), clock), expected, "{people:?} at {clock}");
    }
}

fn ann(has_agreed: bool, is_untold: bool) -> Signs {
    let ann = Person { name: "ann".into(), idle_seconds: Some(1), has_agreed, is_untold };
    Signs { people: Some(vec![ann]), ..Signs::default() }
}

#[test]
fn a_persons_yes_lets_an_ordered_restart_go_ahead_and_nothing_else() {
    let agreed = |order: &dyn Fn(&Pc) -> Order| {
        let pc = Pc::joined();
        *pc.world.signs.borrow_mut() = Some(ann(true, false));
        pc.order(&order(&pc), NIGHT.parse().unwrap())
    };
    assert_eq!(agreed(&|pc| order(pc, 1)), running(1));
    let off = |pc: &Pc| {
        let job = Job { steps: vec![Step::Restart { off: true }], ..pc.job(1) };
        Order::Job { job: Envelope::seal(&job, &key(2)).unwrap(), step: 0 }
    };
    assert_eq!(agreed(&off), refused(Refusal::InUse), "nobody agreed to find the PC off");
    let policy =
        |_: &Pc| Order::Policy { run: JobId(Uuid::from_u128(1)), step: Step::Restart { off: false } };
    assert_ne!(agreed(&policy), running(1), "nobody agreed to what nobody ordered");
}

#[test]
fn what_nobody_could_read_is_no_yes() {
    let pc = Pc::joined();
    *pc.world.signs.borrow_mut() = Some(ann(false, true));
    assert_eq!(pc.order(&order(&pc, 1), now()), refused(Refusal::InUse));
}

#[test]
fn a_person_who_signs_in_while_a_restart_waits_keeps_the_pc_up() {
    let pc = Pc::joined();
    *pc.world.people.borrow_mut() = Some(Vec::new());
    assert_eq!(pc.run(&job(&pc, 1), 2), running(1));
    *pc.world.people.borrow_mut() = Some(vec!["ann".into()]);
    let journal = Journal::open(&pc.state.journal()).unwrap();
    let right = rights::right(&pc.state, &journal, &pc.world, &order(&pc, 1), now());
    assert_eq!(right.err(), Some(Refusal::InUse));
}

#[test]
fn a_pc_whose_battery_is_low_is_not_restarted_and_one_with_enough_is() {
    for (left, expected) in [(29, refused(Refusal::OnBattery)), (30, running(1))] {
        let pc = Pc::joined();
        *pc.world.people.borrow_mut() = Some(Vec::new());
        pc.world.battery.set(Some(left));
        assert_eq!(pc.order(&order(&pc, 1), now()), expected, "{left} %");
    }
}

#[test]
fn a_clock_that_a_signature_moved_out_of_protected_hours_protects_by_its_own_hours_too() {
    let pc = Pc::joined();
    *pc.world.people.borrow_mut() = Some(vec!["ann".into()]);
    let ahead = Job { not_before: now() + 11.hours(), expires: now() + 30.hours(), ..job(&pc, 1) };
    let order = |job: &Job| Order::Job { job: Envelope::seal(job, &key(2)).unwrap(), step: 0 };
    let refresh = Job { steps: vec![Step::Refresh {}], ..ahead.clone() };
    assert_eq!(pc.order(&order(&Job { job: JobId(Uuid::from_u128(7)), ..refresh }), now()), running(7));
    assert_eq!(pc.order(&order(&ahead), now()), refused(Refusal::InUse));
}

#[test]
fn a_day_has_three_restarts_and_three_repairs_whoever_orders_them() {
    let pc = Pc::joined();
    *pc.world.people.borrow_mut() = Some(Vec::new());
    for (first, step) in [(10, Step::Restart { off: false }), (20, Step::Repair {})] {
        for n in first..first + 3 {
            assert_eq!(pc.run(&Job { steps: vec![step.clone()], ..pc.job(n) }, 2), running(n));
        }
        let one_more = Job { steps: vec![step.clone()], ..pc.job(first + 3) };
        assert_eq!(pc.run(&one_more, 2), refused(Refusal::TooOften), "{step:?}");
    }
    assert_eq!(pc.run_policy(30, Step::Repair {}, now()), refused(Refusal::TooOften));
}
