//! Makes and signs the orders of a round.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use patchround_protocol::{
    Cause, Envelope, Job, JobId, Outcome, PcId, Policy, RoundId, Step, UpdateId, hours::Weekday, job::When,
    limits, sign::public,
};
use uuid::Uuid;

use crate::{
    error::Error,
    office::Office,
    pc_state::PcView,
    plan::{PcPlan, Plan},
    results::StepResult,
    store::{
        record::What,
        rounds::{Kind, Round, Stage, StoredJob},
    },
};

/// Bytes of update ids in one job. With its envelope in Base64 the job still fits the root half's
/// limit for one request ([`limits::JOB_BYTES`]).
const IDS_BYTES: usize = 40 * 1024;
/// How long an order to look again holds.
const CHECK_LIFE_HOURS: i64 = 1;
/// How long an order to install waits for its PC, if [`limits::JOB_LIFE`] leaves it so long.
pub(super) const UPDATE_LIFE_HOURS: i64 = 48;
/// How far ahead an evening may be: a PC that is off then still has a day for its order.
const EVENING_AHEAD: SignedDuration = SignedDuration::from_hours(6 * 24);

/// When a round begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// At once.
    Now,
    /// Not before this moment.
    At(Timestamp),
}

impl StoredJob {
    /// Whether its time has come.
    pub fn is_due(&self, now: Timestamp) -> bool {
        match self.job.when {
            When::Now => true,
            When::Time { time } => time <= now,
        }
    }

    /// Whether it changes what is on the PC. An order only to look again is not for the record.
    pub fn installs(&self) -> bool {
        self.job.steps.iter().any(|step| matches!(step, Step::Install { .. } | Step::Repair {}))
    }
}

impl Office {
    /// Signs and keeps a round that does what the plan says. Nothing is sent yet.
    ///
    /// Orders that wait for a PC, or for a later time, are replaced by the new ones.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub fn order(&self, plan: &Plan, begin: Begin) -> Result<RoundId, Error> {
        let mut not_now = Vec::new();
        let mut orders = Vec::new();
        for pc in &plan.pcs {
            let (steps, extra) = self.orders_for(pc)?;
            orders.extend(steps.into_iter().map(|steps| (pc.id, steps)));
            not_now.push((pc.id, extra));
        }
        let round = self.begin(Kind::Update, not_now);
        let when = match begin {
            Begin::Now => When::Now,
            Begin::At(time) => When::Time { time },
        };
        self.keep(&round, orders, when, UPDATE_LIFE_HOURS)?;
        let begins = if let Begin::At(time) = begin { Some(time) } else { None };
        let (updates, pcs) = (plan.updates(), plan.busy_pcs());
        if updates == 0 {
            return Ok(round.id);
        }
        self.note(&What::RoundAgreed { round: round.id, updates, pcs, begins })?;
        Ok(round.id)
    }

    /// Signs and keeps a round that reads the package lists anew.
    pub(crate) fn order_check(&self, views: &[PcView]) -> Result<RoundId, Error> {
        let mut not_now = Vec::new();
        let mut orders = Vec::new();
        for view in views {
            match view.pc.last_trouble.filter(|t| !t.may_pass()) {
                Some(t) => {
                    not_now.push((view.pc.id, vec![StepResult::new(None, t.outcome(), Some(t.cause()))]))
                }
                None => orders.push((view.pc.id, vec![Step::Refresh {}])),
            }
        }
        let round = self.begin(Kind::Check, not_now);
        self.keep(&round, orders, When::Now, CHECK_LIFE_HOURS)?;
        Ok(round.id)
    }

    /// What one PC is ordered, and what has to be said of it besides.
    fn orders_for(&self, pc: &PcPlan) -> Result<(Vec<Vec<Step>>, Vec<StepResult>), Error> {
        let mut extra = pc.not_now.clone();
        if let Some(trouble) = pc.trouble.filter(|t| !pc.heard && (pc.install.is_empty() || !t.may_pass())) {
            let end = |id| StepResult::new(id, trouble.outcome(), Some(trouble.cause()));
            extra.extend(pc.install.iter().map(|u| end(Some(u.id.clone()))));
            extra.extend(pc.install.is_empty().then(|| end(None)));
            return Ok((Vec::new(), extra));
        }
        let open = self.open_jobs_of(pc.id)?;
        if open.iter().any(|job| job.stage != Stage::Waiting && job.is_due(Timestamp::now())) {
            let busy = |id| StepResult::new(Some(id), Outcome::Unreachable, Some(Cause::NotReachable));
            extra.extend(pc.install.iter().map(|u| busy(u.id.clone())));
            return Ok((Vec::new(), extra));
        }
        let ids: Vec<UpdateId> = pc.install.iter().map(|u| u.id.clone()).collect();
        if ids.is_empty() && !pc.repair_first {
            return Ok((Vec::new(), extra));
        }
        let first = self.replace(pc, &open)?;
        Ok((in_jobs(first, &ids), extra))
    }

    /// Withdraws the orders that a new one replaces, and gives the steps that have to go before it. What its PC may have
    /// is not withdrawn before the PC was asked.
    fn replace(&self, pc: &PcPlan, open: &[StoredJob]) -> Result<Vec<Step>, Error> {
        let mut first = Vec::new();
        for job in open {
            match job.stage {
                Stage::Waiting => {
                    self.store.move_job(job.job.job, Stage::Withdrawn)?;
                    self.note(&What::OrderWithdrawn { round: job.job.round, pc: pc.pc.clone() })?;
                }
                stage => {
                    if stage == Stage::Sent {
                        self.store.move_job(job.job.job, Stage::Recalled)?;
                    }
                    first.push(Step::Cancel { job: job.job.job });
                }
            }
        }
        first.truncate(limits::STEPS / 2);
        if pc.repair_first {
            first.push(Step::Repair {});
        }
        if pc.refresh_first {
            first.push(Step::Refresh {});
        }
        Ok(first)
    }

    pub(super) fn keep(
        &self,
        round: &Round,
        orders: Vec<(PcId, Vec<Step>)>,
        when: When,
        hours: i64,
    ) -> Result<(), Error> {
        let signed: Result<Vec<_>, Error> =
            orders.into_iter().map(|(pc, steps)| self.sign(round, pc, steps, when, hours)).collect();
        self.store.keep_round(round, &signed?)
    }

    fn sign(
        &self,
        round: &Round,
        pc: PcId,
        steps: Vec<Step>,
        when: When,
        hours: i64,
    ) -> Result<(Envelope, Job), Error> {
        let begins = when.time().unwrap_or(round.made);
        let job = Job {
            office: self.charter().office,
            job: JobId(Uuid::now_v7()),
            round: round.id,
            pc,
            charter_version: self.charter().version,
            issuer: public(&self.keys.operator),
            not_before: round.made,
            expires: (begins + hours.hours()).min(round.made + limits::JOB_LIFE),
            steps,
            when,
            try_first: false,
        };
        Ok((Envelope::seal(&job, &self.keys.operator)?, job))
    }
}

/// The policy's next evening: the first hour of its first window, on this computer's clock. `None` also where no order
/// lives that long.
pub fn tonight(policy: &Policy, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let window = policy.windows.first()?;
    let today = now.to_zoned(zone.clone()).date();
    let hour = i8::try_from(window.from).ok()?;
    let days = (0..8).filter_map(|days| today.checked_add(days.days()).ok());
    let allowed = days.filter(|day| window.days.contains(&Weekday::of(*day)));
    let begins = |day: Date| Some(day.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp());
    allowed
        .filter_map(begins)
        .find(|time| *time > now)
        .filter(|time| time.duration_since(now) <= EVENING_AHEAD)
}

/// The steps of one PC, in as few jobs as the limits allow.
fn in_jobs(first: Vec<Step>, ids: &[UpdateId]) -> Vec<Vec<Step>> {
    let mut jobs = vec![first];
    let mut bytes = 0;
    for id in ids {
        bytes += id.as_str().len() + 3;
        if bytes > IDS_BYTES {
            jobs.push(Vec::new());
            bytes = id.as_str().len() + 3;
        }
        let job = jobs.last_mut().expect("there is always one");
        match job.last_mut() {
            Some(Step::Install { ids, .. }) if ids.len() < limits::STEP_IDS => ids.push(id.clone()),
            _ => job.push(Step::Install { ids: vec![id.clone()], agreed_removals: Vec::new() }),
        }
    }
    jobs
}

#[cfg(test)]
mod tests {
    use patchround_protocol::sign::Document;

    use super::*;
    use crate::samples;

    #[test]
    fn a_thousand_long_ids_are_split_into_jobs_that_can_be_signed() {
        let id = |n: usize| format!("apt:{}{n}@1", "x".repeat(200)).parse().unwrap();
        let ids: Vec<UpdateId> = (0..1000).map(id).collect();
        let jobs = in_jobs(vec![Step::Refresh {}], &ids);
        let mut seen = 0;
        for steps in jobs {
            let job = Job { steps, ..samples::job(&[]) };
            assert_eq!(job.check(), Ok(()));
            let signed = Envelope::seal(&job, &ed25519_dalek::SigningKey::from_bytes(&[1; 32])).unwrap();
            assert!(serde_json::to_vec(&signed).unwrap().len() < limits::JOB_BYTES - 1024);
            seen += job
                .steps
                .iter()
                .map(|s| if let Step::Install { ids, .. } = s { ids.len() } else { 0 })
                .sum::<usize>();
        }
        assert_eq!(seen, 1000);
    }

    #[test]
    fn short_ids_fill_steps_up_to_their_limit() {
        let ids: Vec<UpdateId> = (0..1100).map(|n| format!("apt:a{n}@1").parse().unwrap()).collect();
        let jobs = in_jobs(Vec::new(), &ids);
        assert_eq!(jobs.iter().map(Vec::len).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn tonight_is_the_next_time_the_policys_window_opens() {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let mut policy = Policy::first(samples::job(&[]).office, samples::now());
        let next =
            |policy: &Policy, now: &str| tonight(policy, now.parse().unwrap(), &zone).map(|t| t.to_string());
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(next(&policy, "2026-11-23T10:00:00Z"), is("2026-11-23T19:00:00Z"));
        assert_eq!(next(&policy, "2026-11-23T19:00:00Z"), is("2026-11-24T19:00:00Z"));
        policy.windows[0].days = vec![Weekday::Sat];
        assert_eq!(next(&policy, "2026-11-23T10:00:00Z"), is("2026-11-28T19:00:00Z"));
        assert_eq!(next(&policy, "2026-11-22T18:59:00Z"), None, "an order does not live so long");
        policy.windows.clear();
        assert_eq!(next(&policy, "2026-11-23T10:00:00Z"), None);
    }
}
