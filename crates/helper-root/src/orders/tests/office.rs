//! A newer charter or policy takes the place of the old one.

use super::*;
use crate::succession;

/// The charter of this version, which follows the one before, as `change` makes it.
fn next(pc: &Pc, change: impl Fn(&mut Charter)) -> Charter {
    let ours: Envelope = files::read_json(&pc.state.charter()).unwrap().unwrap();
    let old = membership::charter(&pc.state).unwrap().unwrap();
    let mut next = Charter { version: old.version + 1, prev: Some(ours.hash()), issued: now(), ..old };
    change(&mut next);
    next
}

fn obey(pc: &Pc, charter: &Charter, signer: u8) -> Result<(), Refusal> {
    succession::charter(&pc.state, &Envelope::seal(charter, &key(signer)).unwrap(), now())
}

fn policy(version: u32) -> Policy {
    Policy { version, ..Policy::first(OfficeId(Uuid::nil()), now()) }
}

fn obey_policy(pc: &Pc, policy: &Policy, signer: u8) -> Result<(), Refusal> {
    succession::policy(&pc.state, &Envelope::seal(policy, &key(signer)).unwrap(), now())
}

#[test]
fn a_revoked_or_ended_operator_is_refused_from_the_new_charter_on() {
    for change in [
        (|charter: &mut Charter| charter.revoked.push(public(&key(2)))) as fn(&mut Charter),
        |charter| charter.members[1].not_after = Some(now() - 1.hours()),
        |charter| drop(charter.members.remove(1)),
    ] {
        let pc = Pc::joined();
        assert_eq!(pc.run(&pc.job(1), 2), running(1));
        obey(&pc, &next(&pc, change), 1).unwrap();
        assert_eq!(pc.run(&pc.job(2), 2), refused(Refusal::NotAllowed));
        assert_eq!(pc.run(&pc.job(1), 2), running(1), "what runs is not broken");
        assert_eq!(pc.started(), 2, "begun once, and looked at once");
    }
}

#[test]
fn a_transaction_that_waited_is_refused_when_its_operator_was_revoked_meanwhile() {
    let pc = Pc::joined();
    pc.run(&pc.job(1), 2);
    obey(&pc, &next(&pc, |charter| charter.revoked.push(public(&key(2)))), 1).unwrap();
    let journal = Journal::open(&pc.state.journal()).unwrap();
    let order: Order =
        files::read_json(&pc.state.order(Txn { job: pc.job(1).job, step: 0 })).unwrap().unwrap();
    let right = rights::right(&pc.state, &journal, &pc.world, &order, now());
    assert_eq!(right.err(), Some(Refusal::NotAllowed));
}

#[test]
fn only_an_owner_brings_a_charter_and_only_the_one_that_follows() {
    let pc = Pc::joined();
    let good = next(&pc, |_| {});
    for stranger in [2, 3, 8] {
        assert_eq!(obey(&pc, &good, stranger), Err(Refusal::NotAllowed), "key {stranger}");
    }
    let skips = next(&pc, |charter| charter.version += 1);
    assert_eq!(obey(&pc, &skips, 1), Err(Refusal::NotAllowed));
    let late = next(&pc, |charter| charter.issued = now() + 25.hours());
    assert_eq!(obey(&pc, &late, 1), Err(Refusal::ClockWrong));
    assert_eq!(membership::charter(&pc.state).unwrap().unwrap().version, 1);
    obey(&pc, &good, 1).unwrap();
    assert_eq!(obey(&pc, &good, 1), Ok(()), "asked again after a lost answer");
    assert_eq!(obey(&pc, &charter(), 1), Err(Refusal::Outdated), "the first one, put back");
    assert_eq!(membership::charter(&pc.state).unwrap().unwrap().version, 2);
    assert_eq!(obey(&Pc::new(), &good, 1), Err(Refusal::NotJoined));
}

#[test]
fn a_policy_is_newer_within_the_floor_and_by_an_operator_or_owner() {
    let pc = Pc::joined();
    let paused = Policy { paused_until: Some(now() + (24 * 60).hours()), ..policy(2) };
    let late = Policy { issued: now() + 25.hours(), ..policy(2) };
    let other = Policy { office: OfficeId(Uuid::from_u128(7)), ..policy(2) };
    let table = [
        (policy(2), 3, Refusal::NotAllowed),
        (policy(2), 8, Refusal::NotAllowed),
        (Policy { issued: now() - 1.hours(), ..policy(1) }, 2, Refusal::Outdated),
        (paused, 2, Refusal::BelowFloor),
        (late, 1, Refusal::ClockWrong),
        (other, 1, Refusal::OtherOffice),
    ];
    let journal = pc.journal();
    for (policy, signer, refusal) in table {
        assert_eq!(obey_policy(&pc, &policy, signer), Err(refusal), "{refusal:?}");
    }
    assert_eq!(pc.journal(), journal, "what is refused leaves no trace");
    for version in [2, 3] {
        obey_policy(&pc, &policy(version), 2).unwrap();
        assert_eq!(obey_policy(&pc, &policy(version), 2), Ok(()));
    }
    assert_eq!(obey_policy(&pc, &policy(2), 2), Err(Refusal::Outdated));
    assert_eq!(membership::policy(&pc.state).unwrap(), Some(policy(3)));
}

#[test]
fn a_pc_does_not_join_an_office_whose_policy_is_below_its_floor() {
    let pc = Pc::new();
    let paused = Policy { paused_until: Some(now() + (24 * 60).hours()), ..policy(1) };
    let [charter, policy] =
        [Envelope::seal(&charter(), &key(1)).unwrap(), Envelope::seal(&paused, &key(1)).unwrap()];
    assert_eq!(membership::join(&pc.state, &charter, &policy, now()), Err(Refusal::BelowFloor));
    assert!(membership::charter(&pc.state).unwrap().is_none());
}

#[test]
fn a_signed_document_moves_now_ahead_of_a_clock_that_lags() {
    let pc = Pc::joined();
    let lags = now() - 20.hours();
    let job = Job { not_before: now() - 8.hours(), expires: now() - 4.hours(), ..pc.job(1) };
    let order = |job: &Job| Order::Job { job: Envelope::seal(job, &key(2)).unwrap(), step: 0 };
    assert_eq!(pc.order(&order(&job), lags), refused(Refusal::Expired), "the policy was signed at {}", now());
}

#[test]
fn joining_again_takes_a_newer_policy_and_keeps_ours_when_theirs_is_older() {
    let pc = Pc::joined();
    let same = Envelope::seal(&charter(), &key(1)).unwrap();
    let again = |version| {
        let policy = Envelope::seal(&policy(version), &key(1)).unwrap();
        membership::join(&pc.state, &same, &policy, now())
    };
    assert_eq!(again(2), Ok(()));
    assert_eq!(membership::policy(&pc.state).unwrap(), Some(policy(2)));
    assert_eq!(again(1), Ok(()));
    assert_eq!(membership::policy(&pc.state).unwrap(), Some(policy(2)));
}
