//! A network half in an enemy's hands: it can ask for anything, and sign nothing.

use jiff::{Timestamp, ToSpan};
use patchround_protocol::{
    Envelope, Job, OfficeId, SpkiHash, Step, job::When, root::Answer, root::Ask, wire::Refusal,
};
use uuid::Uuid;

use crate::{
    office::{ENDED, OPERATOR, OWNER, Office, RECOVERY, REVOKED, STRANGER, VIEWER, absent, issuer, key},
    pc::{Pc, refused, wait_until},
};

#[test]
fn a_hostile_network_half_gets_nothing_done_that_no_operator_ordered() {
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    let (job, now) = (|| office.job(), Timestamp::now());
    let table = [
        ("for another PC", Job { pc: SpkiHash([8; 32]), ..job() }, Refusal::OtherPc),
        ("for another office", Job { office: OfficeId(Uuid::now_v7()), ..job() }, Refusal::OtherOffice),
        ("expired", Job { not_before: now - 2.hours(), expires: now - 1.hours(), ..job() }, Refusal::Expired),
        (
            "from the future",
            Job { not_before: now + 30.hours(), expires: now + 31.hours(), ..job() },
            Refusal::ClockWrong,
        ),
        ("by another issuer", Job { issuer: issuer(OWNER), ..job() }, Refusal::NotAllowed),
        (
            "before its time",
            Job { when: When::Time { time: now + 30.minutes() }, ..job() },
            Refusal::NotPossible,
        ),
        (
            "without a step for root",
            Job { steps: vec![Step::Cancel { job: job().job }], ..job() },
            Refusal::NothingToDo,
        ),
    ];
    for (what, job, refusal) in table {
        assert_eq!(pc.run(&job, OPERATOR), refused(refusal), "{what}");
    }
    let real = Envelope::seal(&job(), &key(OPERATOR)).unwrap();
    assert_eq!(pc.run_step(&real, 1), refused(Refusal::NothingToDo), "a step it does not have");
    let unsigned = Envelope { signature: vec![0; 64], ..real.clone() };
    assert_eq!(pc.run_step(&unsigned, 0), refused(Refusal::BadSignature));
    let none = Envelope { signature: Vec::new(), ..real.clone() };
    assert_eq!(pc.run_step(&none, 0), refused(Refusal::BadSignature));
    let mut bent = real.clone();
    bent.payload[10] ^= 1;
    assert_eq!(pc.run_step(&bent, 0), refused(Refusal::BadSignature));
    let borrowed = Envelope { key: issuer(STRANGER), ..real };
    assert_eq!(pc.run_step(&borrowed, 0), refused(Refusal::NotAllowed));
    assert_eq!(pc.traces(), before);
    pc.job_ends(&office);
}

#[test]
fn a_job_by_anybody_who_may_not_operate_is_refused_by_the_root_half() {
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    for (who, n) in [
        ("an owner", OWNER),
        ("a viewer", VIEWER),
        ("somebody whose time has ended", ENDED),
        ("somebody who was revoked", REVOKED),
        ("a stranger", STRANGER),
        ("the paper key", RECOVERY),
    ] {
        assert_eq!(pc.run(&office.job_by(n), n), refused(Refusal::NotAllowed), "{who}");
    }
    assert_eq!(pc.traces(), before);
    pc.job_ends(&office);
}

#[test]
fn a_job_played_again_to_the_root_half_is_not_done_again() {
    let (pc, office) = Pc::joined();
    let job = office.job();
    let Answer::Running { progress } = pc.run(&job, OPERATOR) else { panic!("it is a good job") };
    let ended = || {
        let journal = std::fs::read_to_string(pc.state().journal()).unwrap();
        journal.contains("\"ended\"").then_some(journal)
    };
    wait_until("the step ends", || ended().is_some());
    let before = pc.traces();
    for _ in 0..3 {
        assert_eq!(pc.run(&job, OPERATOR), Answer::Running { progress: progress.clone() });
    }
    let other = Job { steps: vec![absent(), absent()], ..job };
    assert_eq!(pc.run(&other, OPERATOR), refused(Refusal::NotAllowed), "other bytes under the same id");
    assert_eq!(pc.traces(), before);
    assert_eq!(ended().unwrap().matches("\"begun\"").count(), 1);
}

#[test]
fn a_second_office_does_not_take_a_pc_over_from_the_first() {
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    let other = Office::of(office.pc);
    let charter = Envelope::seal(&other.charter(), &key(OWNER)).unwrap();
    let join = Ask::Join { charter, policy: other.policy() };
    assert_eq!(pc.ask(&join), refused(Refusal::AlreadyJoined));
    assert_eq!(pc.traces(), before);
    pc.job_ends(&office);
}

#[test]
fn a_first_charter_that_no_owner_signed_is_not_joined() {
    let pc = Pc::start();
    let office = Office::of(patchround_helper_root::membership::pc(&pc.state()).unwrap());
    let before = pc.traces();
    for n in [OPERATOR, VIEWER, STRANGER, RECOVERY] {
        let charter = Envelope::seal(&office.charter(), &key(n)).unwrap();
        let join = Ask::Join { charter, policy: office.policy() };
        assert_eq!(pc.ask(&join), refused(Refusal::NotAllowed), "key {n}");
    }
    assert_eq!(pc.run(&office.job(), OPERATOR), refused(Refusal::NotJoined));
    assert_eq!(pc.traces(), before);
}
