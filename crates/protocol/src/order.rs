//! Whether a PC obeys a signed job: the one check that both halves of its helper make.

use jiff::{SignedDuration, Timestamp};

use crate::{
    cause::Cause,
    charter::{Charter, Role},
    ids::PcId,
    job::Job,
    limits,
    sign::Envelope,
    wire::Refusal,
};

/// Reads a job that holds for this PC, at this moment, by an operator of this charter.
///
/// `now` comes from [`believed_now`].
///
/// # Errors
/// The first reason not to obey it.
pub fn accept(envelope: &Envelope, charter: &Charter, pc: PcId, now: Timestamp) -> Result<Job, Refusal> {
    let job: Job = envelope.open(|key| charter.may(key, Role::Operate, now))?;
    job.holds_for(charter.office, pc, envelope.key, now)?;
    Ok(job)
}

/// What a PC takes for "now": its own clock, which the newest signed time it has seen may move
/// ahead by at most a day (rules.md 2), never back.
pub fn believed_now(clock: Timestamp, newest_signed: Timestamp) -> Timestamp {
    let furthest = clock.checked_add(slack()).unwrap_or(Timestamp::MAX);
    clock.max(newest_signed.min(furthest))
}

/// Whether a moment somebody signed is one that this PC's own clock can believe in: no document from further
/// in its future is ever let in (rules.md 2).
///
/// # Errors
/// [`Refusal::ClockWrong`].
pub fn in_time(signed: Timestamp, clock: Timestamp) -> Result<(), Refusal> {
    let is_ahead = signed.duration_since(clock) > slack();
    if is_ahead { Err(Refusal::ClockWrong) } else { Ok(()) }
}

/// What a refusal means as the cause of a step that was therefore not done.
pub fn cause_of(refusal: Refusal) -> Cause {
    match refusal {
        Refusal::Expired => Cause::JobExpired,
        Refusal::ClockWrong => Cause::ClockWrong,
        Refusal::UnknownVerb => Cause::HelperTooOld,
        Refusal::DiskFull => Cause::DiskFull,
        Refusal::DiskUnusable => Cause::DiskUnusable,
        Refusal::OutsidePolicy => Cause::PolicyBlocked,
        Refusal::TooOften => Cause::DailyLimit,
        Refusal::InUse => Cause::InUse,
        Refusal::OnBattery => Cause::Battery,
        Refusal::NotJoined
        | Refusal::AlreadyJoined
        | Refusal::OtherOffice
        | Refusal::OtherPc
        | Refusal::NotAllowed
        | Refusal::BadSignature => Cause::NotAllowed,
        Refusal::Outdated
        | Refusal::BelowFloor
        | Refusal::TooLarge
        | Refusal::Malformed
        | Refusal::NothingToDo
        | Refusal::NotPossible
        | Refusal::Unknown => Cause::Unexpected,
    }
}

fn slack() -> SignedDuration {
    SignedDuration::try_from(limits::CLOCK_SLACK).expect("a day fits a signed duration")
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn a_signed_time_moves_now_ahead_by_at_most_a_day_and_never_back() {
        let clock: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        assert_eq!(believed_now(clock, clock - 3.hours()), clock);
        assert_eq!(believed_now(clock, clock + 3.hours()), clock + 3.hours());
        assert_eq!(believed_now(clock, clock + 300.hours()), clock + 24.hours());
    }

    #[test]
    fn a_document_from_more_than_a_day_ahead_is_not_let_in() {
        let clock: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        assert_eq!(in_time(clock - 9000.hours(), clock), Ok(()));
        assert_eq!(in_time(clock + 24.hours(), clock), Ok(()));
        assert_eq!(in_time(clock + 25.hours(), clock), Err(Refusal::ClockWrong));
    }
}
