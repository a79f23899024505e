//! Whether an order may be carried out at a moment: decided by root alone, when it is begun and again when its
//! transaction is about to act.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Charter, Envelope, Job, JobId, Step, UpdateId, limits, order, standing::Moment, wire::Refusal,
};

use crate::{
    journal::{By, Journal},
    membership::{self, not_possible},
    sight::{Offered, Sight},
    state::State,
    txn::Order,
};

/// An order that may be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// What to do.
    pub step: Step,
    /// Who orders it.
    pub by: By,
    /// The moment it was signed for; of a policy run, when the policy was signed.
    pub time_signed: Timestamp,
    /// Until when its name is remembered, and a day longer.
    pub expires: Timestamp,
}

/// Checks an order against our own charter and policy, our own clock and our own look at the PC.
///
/// # Errors
/// Why it is not carried out.
pub fn right(
    state: &State,
    journal: &Journal,
    sight: &impl Sight,
    order: &Order,
    clock: Timestamp,
) -> Result<Right, Refusal> {
    let charter = membership::charter(state).map_err(|error| not_possible(&error))?;
    let charter = charter.ok_or(Refusal::NotJoined)?;
    let now = order::believed_now(clock, journal.newest_signed().max(charter.issued));
    let asked = Asked { state, sight, charter: &charter, clock, now };
    match order {
        Order::Job { job, step } => asked.by_job(job, *step),
        Order::Policy { run, step } => asked.by_policy(*run, step),
    }
}

/// A question, with what it is answered from.
struct Asked<'a, S> {
    state: &'a State,
    sight: &'a S,
    charter: &'a Charter,
    clock: Timestamp,
    /// What we take for now, see [`order::believed_now`].
    now: Timestamp,
}

impl<S: Sight> Asked<'_, S> {
    fn by_job(&self, job: &Envelope, step: u16) -> Result<Right, Refusal> {
        let pc = membership::pc(self.state).map_err(|error| not_possible(&error))?;
        let job: Job = order::accept(job, self.charter, pc, self.now)?;
        let step = job.steps.get(usize::from(step)).ok_or(Refusal::NothingToDo)?;
        match step {
            Step::Cancel { .. } => return Err(Refusal::NothingToDo),
            // Who agreed to a restart did not agree to find the PC off.
            Step::Restart { off } => self.may_restart(!off)?,
            _ => {}
        }
        if job.when.time().is_some_and(|time| self.clock < time) {
            return Err(Refusal::NotPossible);
        }
        let step = match step {
            Step::Undo { ids, until } => {
                let until = stay_until(self.charter, *until, self.clock);
                &Step::Undo { ids: ids.clone(), until: Some(until) }
            }
            step => step,
        };
        Ok(Right { step: step.clone(), by: By::Job, time_signed: job.not_before, expires: job.expires })
    }

    /// Our charter and our policy, what we see ourselves, and nothing that the network half says.
    fn by_policy(&self, run: JobId, step: &Step) -> Result<Right, Refusal> {
        let policy = membership::policy(self.state).map_err(|error| not_possible(&error))?;
        let policy =
            policy.filter(|policy| policy.office == self.charter.office).ok_or(Refusal::NotJoined)?;
        if !step.fits() {
            return Err(Refusal::Malformed);
        }
        // By our own clock (rules.md 1): what was signed ahead of it moves the hours of no policy.
        let local = self.clock.to_zoned(self.sight.zone()).datetime();
        let active_hours = self.sight.active_hours();
        let (floor, active_hours) = (&self.charter.floor, active_hours.as_ref());
        let moment = Moment { policy: &policy, floor, now: self.clock, local, active_hours };
        if matches!(step, Step::Restart { .. }) {
            let pending = self.sight.restart_pending().map_err(|error| not_possible(&error))?;
            pending.filter(|pending| *pending).ok_or(Refusal::OutsidePolicy)?;
        }
        match step {
            Step::Release { ids } if self.is_overdue(ids)? => {}
            step => moment.allows(step, &self.offered(step)?, self.may_restart(false).is_err())?,
        }
        tracing::debug!(%run, verb = ?step.verb(), "the policy calls for a step");
        let expires = self.clock.checked_add(memory()).unwrap_or(Timestamp::MAX);
        Ok(Right { step: step.clone(), by: By::Policy, time_signed: policy.issued, expires })
    }

    fn offered(&self, step: &Step) -> Result<Vec<patchround_protocol::Update>, Refusal> {
        match step {
            Step::Install { ids, .. } | Step::Download { ids } => {
                let pc = membership::pc(self.state).map_err(|error| not_possible(&error))?;
                let Offered { updates: mut offered, cause } =
                    self.sight.offered(pc, ids).map_err(|error| not_possible(&error))?;
                let is_there = |id: &UpdateId| offered.iter().any(|update| update.id == *id);
                if let Some(cause) = cause.filter(|_| !ids.iter().all(is_there)) {
                    tracing::warn!(?cause, "a source could not be asked what it offers");
                    return Err(Refusal::NotPossible);
                }
                if let Some(feeds) = membership::feeds(self.state, self.charter.office) {
                    offered.iter_mut().for_each(|update| feeds.annotate(update));
                }
                Ok(offered)
            }
            Step::Refresh {}
            | Step::Repair {}
            | Step::Restart { .. }
            | Step::Undo { .. }
            | Step::Release { .. }
            | Step::Cancel { .. } => Ok(Vec::new()),
        }
    }

    /// Whether the time is over for which an operator had these kept at an older version, by what we noted ourselves.
    fn is_overdue(&self, ids: &[UpdateId]) -> Result<bool, Refusal> {
        patchround_apply::overdue(&self.state.keep(), ids, self.clock).map_err(|error| not_possible(&error))
    }

    /// Nobody's PC restarts under his hands, at any hour, nor with a battery that is about to be empty (rules.md 5);
    /// in the hours that the floor protects no policy changes that. People say yes to what was ordered, not to the policy.
    fn may_restart(&self, yes_counts: bool) -> Result<(), Refusal> {
        let signs = self.sight.signs();
        let signs = if yes_counts { signs } else { signs.without_yes() };
        signs.wait().map_or(Ok(()), |wait| Err(wait.refusal()))
    }
}

/// Until when a PC stays at an older version, whatever an operator orders: no longer than the floor lets a security update
/// be kept back, for nobody knows whether the newer version is one.
pub fn stay_until(charter: &Charter, until: Option<Timestamp>, clock: Timestamp) -> Timestamp {
    let longest = SignedDuration::from_hours(24 * i64::from(charter.floor.security_after_days));
    let latest = clock.checked_add(longest).unwrap_or(Timestamp::MAX);
    until.map_or(latest, |until| until.min(latest))
}

/// How long the name of a policy run is remembered, but for the day that is added: as long as a job lives.
fn memory() -> SignedDuration {
    SignedDuration::try_from(limits::JOB_LIFE).expect("seven days fit a signed duration")
}
