//! Answers of which a part cannot be kept.

use patchround_protocol::{PcId, SpkiHash};

use super::*;

/// What of the office an answer changes.
fn state(office: &Office) -> impl PartialEq + std::fmt::Debug {
    let jobs = office.store.open_jobs().unwrap().into_iter().map(|job| (job.job.job, job.stage));
    let (signed, _) = office.store.policy(|_| true).unwrap();
    let holds = office.policy().holds;
    (jobs.collect::<Vec<_>>(), office.store.consulted().unwrap(), whats(office), signed.hash(), holds)
}

/// The questions of two PCs of which somebody asked to wait, and a third PC whose people did not answer yet.
fn two_objections(office: &Office) -> Vec<JobId> {
    let facts = patchround_protocol::wire::Facts { can_ask: true, ..Default::default() };
    let first = office.store.pc(samples::pc()).unwrap().unwrap().scan.unwrap();
    for (number, name) in [(2, "desk"), (3, "room")] {
        let (pc, address) = (SpkiHash([number; 32]), format!("192.0.2.{number}:1").parse().unwrap());
        office.store.keep_pc(pc, name, address, &facts, Timestamp::now()).unwrap();
        office.store.keep_scan(pc, &first, Timestamp::now()).unwrap();
    }
    let round = order_all(office);
    let asks = |pc: PcId| {
        let jobs = office.store.jobs_of(round).unwrap();
        jobs.into_iter().find(|job| job.asks() && job.job.pc == pc).unwrap().job.job
    };
    let answer = Answer::Objection { worry: Worry::Unwanted, words: String::new() };
    let objects = |pc: PcId| {
        let (job, person, announced) = (asks(pc), "jonas".to_owned(), Timestamp::now() + 48.hours());
        let seen = EventKind::PersonAsked { job, person: person.clone(), announced };
        let said = EventKind::PersonAnswered { job, person, answer: answer.clone() };
        let events = [(1, seen), (2, said)].map(|(seq, kind)| Event::new(seq, Timestamp::now(), kind));
        office.store.hear(pc, &events).unwrap();
        job
    };
    [samples::pc(), SpkiHash([2; 32])].map(objects).to_vec()
}

#[test]
fn an_answer_of_which_a_part_cannot_be_kept_leaves_everything_as_it_was() {
    for (change, holds) in [
        ("INSERT ON job", "1"),
        ("UPDATE ON consultation", "NEW.decision IS NOT NULL"),
        ("INSERT ON record", "instr(NEW.what, 'objection_answered') > 0"),
    ] {
        let (_dir, office) = office();
        let job = asked(&office);
        objects(&office, job, 0);
        let before = state(&office);
        office.store.refuses(change, holds);
        let failed = office.answer(job, Decision::Keep {}, "");
        assert!(matches!(failed, Err(Error::Store(_))), "{change}: {failed:?}");
        assert_eq!(state(&office), before, "{change}");
        assert_eq!(office.objections().unwrap().len(), 1, "{change}");
    }
}

#[test]
fn what_is_kept_back_for_all_is_so_for_everybody_or_not_at_all() {
    for (change, holds) in [
        ("UPDATE ON job", "NEW.stage = 'withdrawn'"),
        ("INSERT ON record", "instr(NEW.what, 'objection_answered') > 0 AND instr(NEW.what, 'desk') > 0"),
    ] {
        let (_dir, office) = office();
        let questions = two_objections(&office);
        let before = state(&office);
        office.store.refuses(change, holds);
        let failed = office.hold_for_all(questions[0], "Several people asked to wait");
        assert!(matches!(failed, Err(Error::Store(_))), "{change}: {failed:?}");
        assert_eq!(state(&office), before, "{change}");
        assert!(office.policy().holds.is_empty() && office.together().unwrap().len() == 1, "{change}");
    }
    let (_dir, office) = office();
    let questions = two_objections(&office);
    assert_eq!(office.hold_for_all(questions[0], "Several people asked to wait").unwrap().len(), 3);
    assert!(!office.policy().holds.is_empty() && office.objections().unwrap().is_empty());
}
