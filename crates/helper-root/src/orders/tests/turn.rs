//! A job's steps, asked for out of their order.

use super::*;

fn job(pc: &Pc) -> Job {
    let cancel = Step::Cancel { job: JobId(Uuid::nil()) };
    Job { steps: vec![Step::Refresh {}, cancel, Step::Repair {}, Step::Repair {}], ..pc.job(1) }
}

fn txn(pc: &Pc, step: u16) -> Txn {
    Txn { job: job(pc).job, step }
}

fn is_running(answer: &Answer) -> bool {
    matches!(answer, Answer::Running { .. })
}

/// As a transaction says it, which is before the journal does.
fn say_ended(pc: &Pc, step: u16, outcome: Outcome) {
    let end = Progress::StepEnded { outcome, cause: None, details: None };
    std::fs::write(pc.state.progress_of(txn(pc, step)), serde_json::to_vec(&end).unwrap()).unwrap();
}

#[test]
fn a_step_of_a_job_begins_only_when_every_step_before_it_has_ended() {
    let pc = Pc::joined();
    pc.world.alive.set(true);
    let before = pc.journal();
    for step in [2, 3] {
        assert_eq!(pc.run_step(&job(&pc), 2, step), refused(Refusal::NotPossible), "nothing was begun");
    }
    assert_eq!(pc.journal(), before);
    assert!(is_running(&pc.run_step(&job(&pc), 2, 0)));
    assert_eq!(pc.run_step(&job(&pc), 2, 2), refused(Refusal::NotPossible), "the first is at work");
    say_ended(&pc, 0, Outcome::Failed);
    assert_eq!(pc.run_step(&job(&pc), 2, 3), refused(Refusal::NotPossible), "one between was left out");
    assert!(is_running(&pc.run_step(&job(&pc), 2, 2)), "however the first ended");
    let mut journal = Journal::open(&pc.state.journal()).unwrap();
    journal.append(now(), Act::Ended { txn: txn(&pc, 2), outcome: Outcome::Done }).unwrap();
    assert!(is_running(&pc.run_step(&job(&pc), 2, 3)));
    assert_eq!(pc.started(), 3);
}

#[test]
fn a_step_that_root_itself_would_not_begin_holds_up_no_later_one() {
    let pc = Pc::joined();
    for n in 100..124 {
        assert_eq!(pc.run(&pc.job(n), 2), running(n));
    }
    assert_eq!(pc.run_step(&job(&pc), 2, 0), refused(Refusal::TooOften));
    assert!(is_running(&pc.run_step(&job(&pc), 2, 2)));
}

#[test]
fn a_step_that_was_passed_over_is_not_begun_after_a_later_one() {
    let pc = Pc::joined();
    pc.world.broken.set(Some(io::ErrorKind::Other));
    assert_eq!(pc.run_step(&job(&pc), 2, 0), refused(Refusal::NotPossible));
    pc.world.broken.set(None);
    assert!(is_running(&pc.run_step(&job(&pc), 2, 2)), "the first was tried");
    assert_eq!(pc.run_step(&job(&pc), 2, 0), refused(Refusal::NotPossible));
    assert_eq!(*pc.world.started.borrow(), [(txn(&pc, 2), false)]);
}
