//! What the standing policy calls for: asked for by the network half, decided by root.

use patchround_protocol::update::{Class, Needs, Released, ReleasedFrom, Scope};

use super::*;

const NIGHT: &str = "2026-11-23T21:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn update(package: &str, class: Class) -> Update {
    Update {
        id: format!("apt:{package}@2").parse().unwrap(),
        pc: patchround_protocol::SpkiHash([1; 32]),
        source: "apt".into(),
        package: package.parse().unwrap(),
        group: package.into(),
        name: package.into(),
        installed: Some("1".into()),
        candidate: "2".into(),
        class: Some(class),
        substantial: None,
        cves: None,
        known_exploited: None,
        severity: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: Needs::default(),
        reversible: None,
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}

fn install(package: &str) -> Step {
    Step::Install { ids: vec![format!("apt:{package}@2").parse().unwrap()], agreed_removals: Vec::new() }
}

fn download(package: &str) -> Step {
    Step::Download { ids: vec![format!("apt:{package}@2").parse().unwrap()] }
}

fn undo() -> Step {
    Step::Undo { ids: vec!["apt:safe:all@1".parse().unwrap()], until: None }
}

fn release() -> Step {
    Step::Release { ids: vec!["apt:safe:all@1".parse().unwrap()] }
}

fn pc() -> Pc {
    let pc = Pc::joined();
    *pc.world.offered.borrow_mut() = vec![update("safe", Class::Security), update("other", Class::Other)];
    *pc.world.people.borrow_mut() = Some(Vec::new());
    pc
}

#[test]
fn root_itself_decides_what_the_policy_calls_for_whatever_the_network_half_says() {
    let pc = pc();
    let removing = Step::Install {
        ids: vec!["apt:safe@2".parse().unwrap()],
        agreed_removals: vec!["other".parse().unwrap()],
    };
    let table = [
        (install("safe"), now(), "office hours"),
        (install("other"), at(NIGHT), "no security update"),
        (install("nothere"), at(NIGHT), "not offered"),
        (removing, at(NIGHT), "nobody agreed to a removal"),
        (download("nothere"), now(), "not offered"),
        (Step::Restart { off: true }, at(NIGHT), "nothing switches a PC off by itself"),
        (Step::Restart { off: false }, now(), "office hours"),
        (Step::Cancel { job: JobId(Uuid::nil()) }, at(NIGHT), "no business of a policy"),
        (undo(), at(NIGHT), "only a person goes back"),
        (release(), at(NIGHT), "nothing was gone back to"),
    ];
    let journal = pc.journal();
    for (n, (step, clock, why)) in (1..).zip(table) {
        assert_eq!(pc.run_policy(n, step, clock), refused(Refusal::OutsidePolicy), "{why}");
    }
    assert_eq!((pc.started(), pc.journal()), (0, journal));
    for (n, step) in (20..).zip([
        install("safe"),
        download("other"),
        Step::Refresh {},
        Step::Repair {},
        Step::Restart { off: false },
    ]) {
        assert_eq!(pc.run_policy(n, step, at(NIGHT)), running(n));
    }
}

#[test]
fn what_a_source_that_could_not_be_asked_may_still_offer_is_not_refused_for_good() {
    let pc = pc();
    pc.world.unread.set(Some(Cause::Timeout));
    assert_eq!(pc.run_policy(1, install("nothere"), at(NIGHT)), refused(Refusal::NotPossible));
    assert_eq!(pc.run_policy(2, install("safe"), at(NIGHT)), running(2), "this one was read");
}

#[test]
fn what_presses_goes_in_at_root_in_office_hours_as_well() {
    let pc = pc();
    let mut old = update("old", Class::Security);
    old.released = Some(Released { date: now() - (24 * 8).hours(), from: ReleasedFrom::Maker });
    pc.world.offered.borrow_mut().push(old);
    assert_eq!(pc.run_policy(1, install("old"), now()), running(1));
    assert_eq!(pc.run_policy(2, install("safe"), now()), refused(Refusal::OutsidePolicy));
}

#[test]
fn no_policy_restarts_a_pc_for_which_no_restart_is_pending() {
    let pc = pc();
    pc.world.is_whole.set(true);
    assert_eq!(pc.run_policy(1, Step::Restart { off: false }, at(NIGHT)), refused(Refusal::OutsidePolicy));
}

#[test]
fn in_the_hours_that_its_system_spares_a_pc_restarts_only_because_somebody_ordered_it() {
    let (restart, night) = (Step::Restart { off: false }, at(NIGHT).to_zoned(TimeZone::UTC).hour());
    let from = u8::try_from(night).unwrap();
    let hours = |from| Some(Hours { days: Weekday::ALL.to_vec(), from, to: (from + 2) % 24 });
    let pc = pc();
    *pc.world.people.borrow_mut() = Some(Vec::new());
    *pc.world.active_hours.borrow_mut() = hours(from);
    assert_eq!(pc.run_policy(1, restart.clone(), at(NIGHT)), refused(Refusal::OutsidePolicy));
    assert_eq!(pc.run_policy(2, install("safe"), at(NIGHT)), running(2), "nothing else waits for them");
    let job = Job { steps: vec![restart.clone()], expires: at(NIGHT) + 1.hours(), ..pc.job(3) };
    let order = Order::Job { job: Envelope::seal(&job, &key(2)).unwrap(), step: 0 };
    assert_eq!(pc.order(&order, at(NIGHT)), running(3), "an order has its own time");
    *pc.world.active_hours.borrow_mut() = hours((from + 12) % 24);
    assert_eq!(pc.run_policy(4, restart, at(NIGHT)), running(4));
}

#[test]
fn a_policy_signed_ahead_of_our_clock_moves_nobodys_hours() {
    let pc = pc();
    let policy = Policy { version: 2, ..Policy::first(OfficeId(Uuid::nil()), now() + 11.hours()) };
    let policy = Envelope::seal(&policy, &key(1)).unwrap();
    crate::succession::policy(&pc.state, &policy, now()).unwrap();
    assert_eq!(pc.run_policy(1, install("safe"), now()), refused(Refusal::OutsidePolicy), "not night yet");
}

#[test]
fn a_policy_run_is_begun_once_and_its_name_means_one_thing() {
    let pc = pc();
    pc.world.alive.set(true);
    for _ in 0..3 {
        assert_eq!(pc.run_policy(1, install("safe"), at(NIGHT)), running(1));
    }
    assert_eq!(pc.started(), 1);
    assert_eq!(pc.run_policy(1, Step::Refresh {}, at(NIGHT)), refused(Refusal::NotAllowed));
    let job = Job { expires: at(NIGHT) + 1.hours(), ..pc.job(1) };
    assert_eq!(pc.run(&job, 2), refused(Refusal::NotAllowed), "a job under a run's name");
    assert_eq!(pc.started(), 1);
}

#[test]
fn a_window_that_closed_and_an_update_that_is_gone_are_refused_when_it_is_about_to_act() {
    let pc = pc();
    assert_eq!(pc.run_policy(1, install("safe"), at(NIGHT)), running(1));
    let journal = Journal::open(&pc.state.journal()).unwrap();
    let txn = Txn { job: JobId(Uuid::from_u128(1)), step: 0 };
    let order: Order = files::read_json(&pc.state.order(txn)).unwrap().unwrap();
    let right = |clock: &str| rights::right(&pc.state, &journal, &pc.world, &order, at(clock)).err();
    assert_eq!(right(NIGHT), None);
    assert_eq!(right("2026-11-24T06:00:00Z"), Some(Refusal::OutsidePolicy));
    pc.world.offered.borrow_mut().clear();
    assert_eq!(right(NIGHT), Some(Refusal::OutsidePolicy));
}

#[test]
fn a_hostile_network_half_that_invents_names_without_end_is_capped_at_every_verb() {
    let pc = pc();
    let day = [
        (Step::Refresh {}, 24),
        (download("safe"), 24),
        (install("safe"), 24),
        (Step::Repair {}, 3),
        (Step::Restart { off: false }, 3),
    ];
    let mut n = 0;
    for (step, most) in day {
        for _ in 0..most {
            n += 1;
            assert_eq!(pc.run_policy(n, step.clone(), at(NIGHT)), running(n));
        }
        let before = (pc.started(), pc.journal());
        for _ in 0..50 {
            n += 1;
            assert_eq!(pc.run_policy(n, step.clone(), at(NIGHT)), refused(Refusal::TooOften), "{step:?}");
        }
        assert_eq!((pc.started(), pc.journal()), before);
    }
    let job = Job { expires: at(NIGHT) + 1.hours(), steps: vec![install("safe")], ..pc.job(9999) };
    assert_eq!(pc.run(&job, 2), running(9999), "an operator's installation is not capped by it");
    assert_eq!(
        pc.run_policy(n + 1, Step::Refresh {}, at(NIGHT) + 25.hours()),
        running(n + 1),
        "the next day"
    );
}

fn end(pc: &Pc, n: u128, outcome: Outcome) -> Txn {
    let txn = Txn { job: JobId(Uuid::from_u128(n)), step: 0 };
    let mut journal = Journal::open(&pc.state.journal()).unwrap();
    journal.append(at(NIGHT), Act::Ended { txn, outcome }).unwrap();
    txn
}

#[test]
fn the_names_of_policy_runs_are_forgotten_after_eight_days_but_for_the_newest() {
    let pc = pc();
    for n in [1, 2] {
        pc.run_policy(n, Step::Refresh {}, at(NIGHT));
        end(&pc, n, Outcome::Done);
    }
    let journal = Journal::open(&pc.state.journal()).unwrap();
    assert_eq!(journal.forgettable(at(NIGHT) + (8 * 24 - 1).hours()), []);
    let first = Txn { job: JobId(Uuid::from_u128(1)), step: 0 };
    assert_eq!(journal.forgettable(at(NIGHT) + (8 * 24 + 1).hours()), [first]);
}

#[test]
fn a_run_that_ended_and_whose_progress_was_lost_is_told_to_its_end() {
    for (n, outcome, cause) in [(1, Outcome::Done, None), (2, Outcome::Failed, Some(Cause::Unexpected))] {
        let pc = pc();
        pc.run_policy(n, Step::Refresh {}, at(NIGHT));
        let txn = end(&pc, n, outcome);
        for _ in 0..2 {
            assert_eq!(pc.run_policy(n, Step::Refresh {}, at(NIGHT) + (9 * 24).hours()), running(n));
        }
        assert_eq!(*pc.world.closed.borrow(), [Progress::StepEnded { outcome, cause, details: None }]);
        assert_eq!((reported_end(&pc.state, txn).unwrap(), pc.started()), (Some(outcome), 1));
    }
}

#[test]
fn a_policy_run_does_not_move_the_idea_of_now() {
    let pc = pc();
    let before = Journal::open(&pc.state.journal()).unwrap().newest_signed();
    pc.run_policy(1, Step::Refresh {}, now() + 9000.hours());
    assert_eq!(Journal::open(&pc.state.journal()).unwrap().newest_signed(), before);
}

#[test]
fn a_pc_without_an_office_does_nothing_by_itself() {
    let pc = pc();
    membership::leave(&pc.state, now()).unwrap();
    assert_eq!(pc.run_policy(1, Step::Refresh {}, at(NIGHT)), refused(Refusal::NotJoined));
}

/// As the installing half notes that the PC went back, until a moment.
fn is_back_until(pc: &Pc, until: Timestamp) {
    let list = serde_json::json!({ "items": [{
        "id": "apt:safe:all@1", "newer": "2", "since": now(), "back": { "since": now(), "until": until },
        "sha256": "00", "bytes": 1,
    }] });
    std::fs::create_dir_all(pc.state.kept()).unwrap();
    std::fs::write(pc.state.kept().join("list.json"), list.to_string()).unwrap();
}

#[test]
fn a_pc_lets_go_by_itself_of_what_it_went_back_to_only_when_root_knows_that_its_time_is_over() {
    let pc = pc();
    is_back_until(&pc, now() + 1.hour());
    assert_eq!(pc.run_policy(1, release(), now()), refused(Refusal::OutsidePolicy));
    assert_eq!(pc.run_policy(2, undo(), now() + 2.hours()), refused(Refusal::OutsidePolicy));
    assert_eq!(pc.run_policy(3, release(), now() + 2.hours()), running(3));
}

#[test]
fn root_cuts_short_how_long_a_pc_stays_at_an_older_version() {
    let pc = pc();
    let stays_until = |until: Option<Timestamp>| {
        let ids = vec!["apt:safe:all@1".parse().unwrap()];
        let job = Job { steps: vec![Step::Undo { ids, until }], ..pc.job(1) };
        let order = Order::Job { job: Envelope::seal(&job, &key(2)).unwrap(), step: 0 };
        let journal = Journal::open(&pc.state.journal()).unwrap();
        let right = rights::right(&pc.state, &journal, &pc.world, &order, now()).unwrap();
        let Step::Undo { until, .. } = right.step else { panic!("{right:?}") };
        until
    };
    let floor = Some(now() + (24 * 14).hours());
    assert_eq!((stays_until(None), stays_until(Some(now() + (24 * 400).hours()))), (floor, floor));
    assert_eq!(stays_until(Some(now() + 1.hour())), Some(now() + 1.hour()));
}
