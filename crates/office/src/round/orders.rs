//! Makes and signs the orders of a round.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use patchround_protocol::{
    Cause, Envelope, Job, JobId, Outcome, PcId, Policy, RoundId, Step, Update, UpdateId, consultation::Reply,
    hours::Weekday, job::When, limits, sign::public,
};
use uuid::Uuid;

use super::stay::{asked_already, asked_for, cools_off};
use crate::{
    error::Error,
    not_whole::NotWhole,
    office::Office,
    pc_state::PcView,
    plan::{PcPlan, Plan, sources_that_are_whole as sources},
    results::StepResult,
    store::{
        record::What,
        rest::Rest,
        rounds::{Kind, Round, Stage, StoredJob},
    },
};

/// Bytes of update ids in one job. With its envelope in Base64 the job still fits the root half's
/// limit for one request ([`limits::JOB_BYTES`]).
const IDS_BYTES: usize = 45 * 1024;
/// How long an order to look again holds.
const CHECK_LIFE_HOURS: i64 = 1;
/// How long an order to install waits for its PC, if [`limits::JOB_LIFE`] leaves it so long: a PC that is off over a
/// long weekend is still reached.
pub(crate) const UPDATE_LIFE_HOURS: i64 = 7 * 24;
/// How long the order of the PC that goes first waits for it: everybody else waits for that.
const FIRST_LIFE_HOURS: i64 = 48;
/// How long the switching off waits for its PC's people: not until they come back to work.
const OFF_LIFE_HOURS: i64 = 10;
/// How far ahead an evening may be: a PC that is off then still has a day for its order.
const EVENING_AHEAD: SignedDuration = SignedDuration::from_hours(6 * 24);

/// The steps of an order with a time of its own.
pub(crate) type Timed = (Vec<Step>, When);

/// When a round begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// At once.
    Now,
    /// Not before this moment.
    At(Timestamp),
}

impl Begin {
    /// The moment before which it does not begin; `None` for at once.
    pub fn time(self) -> Option<Timestamp> {
        match self {
            Self::Now => None,
            Self::At(time) => Some(time),
        }
    }
}

impl StoredJob {
    /// Whether its time has come.
    pub fn is_due(&self, now: Timestamp) -> bool {
        match self.job.when {
            When::Now => true,
            When::Time { time } => time <= now,
            // Its people may bring it forward, or put it off: its PC tells when it has begun.
            When::Asked { .. } => false,
        }
    }

    /// Whether people are asked about it first.
    pub(crate) fn asks(&self) -> bool {
        matches!(self.job.when, When::Asked { .. })
    }

    /// Whether its PC still begins it, or goes on with it.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        match self.stage {
            Stage::Waiting | Stage::Sent => now <= self.job.expires,
            Stage::Delivered | Stage::Ended => true,
            Stage::Recalled | Stage::Withdrawn | Stage::Silent | Stage::Closed => false,
        }
    }

    /// Whether it changes what is on the PC. An order only to look again is not for the record.
    pub fn installs(&self) -> bool {
        let changes = |step: &Step| {
            let is_back = matches!(step, Step::Undo { .. } | Step::Release { .. });
            is_back || matches!(step, Step::Install { .. } | Step::Repair {})
        };
        self.job.steps.iter().any(changes)
    }

    /// Whether it is about nothing but going back to a version that was kept, or no longer staying there.
    pub(crate) fn is_way_back(&self) -> bool {
        self.job.steps.iter().all(|step| matches!(step, Step::Undo { .. } | Step::Release { .. }))
    }
}

impl Office {
    /// Signs and keeps a round that does what the plan says. Nothing is sent yet.
    ///
    /// Orders that wait for a PC, or for a later time, are replaced by the new ones, but for those with something that
    /// the plan leaves out only because it is new.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub fn order(&self, plan: &Plan, begin: Begin) -> Result<RoundId, Error> {
        self.order_then(plan, begin, false)
    }

    /// As [`Office::order`]; then the PCs that get something and answer now are switched off, once nobody uses them.
    /// A PC that does not answer is not: whoever switches it on wants to use it.
    ///
    /// # Errors
    /// As [`Office::order`].
    pub fn order_then(&self, plan: &Plan, begin: Begin, then_off: bool) -> Result<RoundId, Error> {
        let (mut not_now, mut orders, mut waits) = (Vec::new(), Vec::new(), Vec::new());
        let (mut off, mut repairs) = (Vec::new(), Vec::new());
        let begins = begin.time();
        let when = begins.map_or(When::Now, |time| When::Time { time });
        for pc in &plan.pcs {
            let waiting = plan.waits(pc);
            let mut ordered = self.orders_for(pc, &waiting)?;
            if pc.repair_first && ordered.is_taken {
                repairs.push((pc.id, pc.not_whole.clone()));
            }
            if then_off && pc.heard && ordered.is_taken {
                off.push(pc.id);
                ordered.jobs.extend(waiting.is_empty().then(|| vec![Step::Restart { off: true }]));
            }
            if ordered.is_taken && !waiting.is_empty() {
                waits.push((pc.id, waiting));
            }
            orders.extend(ordered.jobs.into_iter().map(|steps| (pc.id, steps, when)));
            orders.extend(ordered.asked.into_iter().map(|(steps, when)| (pc.id, steps, when)));
            not_now.push((pc.id, ordered.extra));
        }
        let mut round = self.begin(Kind::Update, not_now);
        let first = plan.try_first.filter(|_| !waits.is_empty()).map(|first| first.pc);
        let then_off = off.clone();
        round.rest = first.map(|first| Rest { first, waits, evening: begins.is_some(), then_off });
        round.not_whole.clone_from(&repairs);
        self.keep_each(&round, orders, UPDATE_LIFE_HOURS)?;
        let (updates, pcs) = (plan.updates(), plan.busy_pcs());
        if updates > 0 {
            self.note(&What::RoundAgreed { round: round.id, updates, pcs, begins })?;
            self.note_first(&round)?;
        }
        self.note_besides(round.id, begins, &repairs, &off)?;
        Ok(round.id)
    }

    /// Writes down what was agreed to besides updates: on which PCs what is not whole is repaired, and which are switched
    /// off.
    fn note_besides(
        &self,
        round: RoundId,
        begins: Option<Timestamp>,
        repairs: &[(PcId, Vec<NotWhole>)],
        off: &[PcId],
    ) -> Result<(), Error> {
        for (pc, not_whole) in repairs {
            let (pc, not_whole) = (self.name_of(*pc)?, not_whole.clone());
            self.note(&What::RepairAgreed { round, pc, begins, not_whole })?;
        }
        for pc in off {
            self.note(&What::RestartAgreed { round, pc: self.name_of(*pc)?, off: true, begins })?;
        }
        Ok(())
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

    /// What one PC is ordered now, without what is `waiting` for another PC, and what has to be said of it besides.
    fn orders_for(&self, pc: &PcPlan, waiting: &[UpdateId]) -> Result<Ordered, Error> {
        let mut extra = pc.not_now.clone();
        if let Some(trouble) = pc.trouble.filter(|t| !pc.heard && (pc.install.is_empty() || !t.may_pass())) {
            let end = |id| StepResult::new(id, trouble.outcome(), Some(trouble.cause()));
            extra.extend(pc.install.iter().map(|u| end(Some(u.id.clone()))));
            extra.extend(pc.install.is_empty().then(|| end(None)));
            return Ok(Ordered { extra, ..Ordered::default() });
        }
        let mut open = self.open_jobs_of(pc.id)?;
        // What was agreed besides updates stays; only the switching off goes with the round it was of.
        open.retain(|job| job.restart() != Some(false) && !job.is_way_back());
        if self.running()?.iter().any(|job| job.job.pc == pc.id) {
            let busy = |id| StepResult::new(Some(id), Outcome::Unreachable, Some(Cause::BusyOtherUpdater));
            extra.extend(pc.install.iter().map(|u| busy(u.id.clone())));
            return Ok(Ordered { extra, ..Ordered::default() });
        }
        if pc.install.is_empty() && !pc.repair_first {
            return Ok(Ordered { extra, ..Ordered::default() });
        }
        let stay = asked_for(pc, &open);
        open.retain(|job| !stay.contains(&job.job.round));
        let goes: Vec<UpdateId> =
            pc.install.iter().map(|update| update.id.clone()).filter(|id| !waiting.contains(id)).collect();
        let (mut asked, goes) = self.apart(pc.id, &goes)?;
        for kept in asked_already(&mut open, &mut asked) {
            extra.extend(kept.into_iter().map(|id| StepResult::new(Some(id), Outcome::Waiting, None)));
        }
        let mut jobs = in_jobs(self.replace(pc, &open)?, &goes);
        jobs.retain(|steps| !steps.is_empty());
        Ok(Ordered { jobs, asked, extra, is_taken: true })
    }

    /// What of some updates the people of a PC are asked about, an order for each program, and the rest.
    pub(crate) fn apart(&self, pc: PcId, ids: &[UpdateId]) -> Result<(Vec<Timed>, Vec<UpdateId>), Error> {
        let Some(stored) = self.store.pc(pc)?.filter(|pc| pc.facts.can_ask) else {
            return Ok((Vec::new(), ids.to_vec()));
        };
        let now = Timestamp::now();
        let clocks = self.clocks(TimeZone::system())?;
        let view = PcView::from_store(stored, false, now);
        let offered = view.pc.scan.iter().flat_map(|scan| &scan.updates);
        let whole: BTreeSet<String> = view.pc.scan.iter().flat_map(sources).collect();
        let mut programs: BTreeMap<_, (When, Vec<UpdateId>)> = BTreeMap::new();
        for update in offered.filter(|update| ids.contains(&update.id)) {
            if let Some(when) = self.asked(&view, update, &clocks, now) {
                let (known, asked) = programs.entry(asked_as(update, &whole)).or_insert((when, Vec::new()));
                if when.expected() < known.expected() {
                    *known = when;
                }
                asked.push(update.id.clone());
            }
        }
        for ((person, what), (_, asked)) in &mut programs {
            let is_with = |id: &&UpdateId| (id.person(), id.source()) == (*person, *what);
            let with = ids.iter().filter(|id| whole.contains(*what) && is_with(id));
            asked.extend(with.filter(|id| !asked.contains(id)).cloned().collect::<Vec<_>>());
        }
        let is_asked = |id: &UpdateId| programs.values().any(|(_, asked)| asked.contains(id));
        let rest = ids.iter().filter(|id| !is_asked(id)).cloned().collect();
        let orders = programs.into_values().flat_map(|(when, ids)| {
            in_jobs(Vec::new(), &ids)
                .into_iter()
                .filter(|steps| !steps.is_empty())
                .map(move |steps| (steps, when))
        });
        Ok((orders.collect(), rest))
    }

    /// Withdraws the orders that a new one replaces, and gives the steps that have to go before it. What its PC may have
    /// is not withdrawn before the PC was asked.
    fn replace(&self, pc: &PcPlan, open: &[StoredJob]) -> Result<Vec<Step>, Error> {
        self.take_rest_back(|_, waits, update| waits == pc.id && !cools_off(pc, update))?;
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

    pub(crate) fn keep(
        &self,
        round: &Round,
        orders: Vec<(PcId, Vec<Step>)>,
        when: When,
        hours: i64,
    ) -> Result<(), Error> {
        let orders = orders.into_iter().map(|(pc, steps)| (pc, steps, when)).collect();
        self.keep_each(round, orders, hours)
    }

    /// As [`Office::keep`], each with a time of its own.
    pub(crate) fn keep_each(
        &self,
        round: &Round,
        orders: Vec<(PcId, Vec<Step>, When)>,
        hours: i64,
    ) -> Result<(), Error> {
        let is_first = |pc: PcId| round.rest.as_ref().is_some_and(|rest| rest.first == pc);
        let life = |pc, when| match when {
            When::Now | When::Time { .. } if is_first(pc) => hours.min(FIRST_LIFE_HOURS),
            _ => hours,
        };
        let sign = |(pc, steps, when)| self.sign(round, pc, steps, when, life(pc, when));
        let signed: Result<Vec<_>, Error> = orders.into_iter().map(sign).collect();
        self.store.keep_round(round, &signed?)
    }

    /// Signs and keeps an order that answers the people of a PC.
    pub(crate) fn keep_reply(
        &self,
        round: &Round,
        pc: PcId,
        steps: Vec<Step>,
        when: When,
        reply: Reply,
    ) -> Result<(), Error> {
        let (_, job) = self.sign(round, pc, steps, when, UPDATE_LIFE_HOURS)?;
        let job = Job { reply: Some(reply), ..job };
        self.store.keep_round(round, &[(Envelope::seal(&job, &self.keys.operator)?, job)])
    }

    pub(super) fn sign(
        &self,
        round: &Round,
        pc: PcId,
        steps: Vec<Step>,
        when: When,
        hours: i64,
    ) -> Result<(Envelope, Job), Error> {
        let begins = when.time().unwrap_or(round.made);
        let hours = if is_off(&steps) { hours.min(OFF_LIFE_HOURS) } else { hours };
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
            reply: None,
        };
        Ok((Envelope::seal(&job, &self.keys.operator)?, job))
    }
}

/// What people are asked about at once: a program, or all of a source that goes in wholly; what one person has for
/// themselves apart from the PC's and from everybody else's.
fn asked_as<'a>(update: &'a Update, whole: &BTreeSet<String>) -> (Option<&'a str>, &'a str) {
    let what = if whole.contains(&update.source) { &update.source } else { &update.group };
    (update.id.person(), what)
}

fn is_off(steps: &[Step]) -> bool {
    matches!(steps, [Step::Restart { off: true }])
}

/// The policy's next evening: the first hour of its first window, on this computer's clock. An hour that summer time
/// leaves out is that of the next evening. `None` also where no order lives that long.
pub fn tonight(policy: &Policy, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let window = policy.windows.first()?;
    let today = now.to_zoned(zone.clone()).date();
    let hour = i8::try_from(window.from).ok()?;
    let days = (0..8).filter_map(|days| today.checked_add(days.days()).ok());
    let allowed = days.filter(|day| window.days.contains(&Weekday::of(*day)));
    let begins = |day: Date| Some(day.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp());
    allowed
        .filter_map(begins)
        .filter(|time| window.contains(time.to_zoned(zone.clone()).datetime()))
        .find(|time| *time > now)
        .filter(|time| time.duration_since(now) <= EVENING_AHEAD)
}

/// What becomes of one PC's part of a plan.
#[derive(Default)]
struct Ordered {
    /// The steps of each of its jobs.
    jobs: Vec<Vec<Step>>,
    /// Those that its people are asked about, and when.
    asked: Vec<Timed>,
    /// What has to be said of it besides.
    extra: Vec<StepResult>,
    /// Whether it gets its part, at once or later.
    is_taken: bool,
}

/// The steps of one PC, in as few jobs as the limits allow.
pub(crate) fn in_jobs(first: Vec<Step>, ids: &[UpdateId]) -> Vec<Vec<Step>> {
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
    use patchround_protocol::{hours::Hours, sign::Document};
    use proptest::prelude::*;

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
        let ids: Vec<UpdateId> = (0..2100).map(|n| format!("apt:a{n}@1").parse().unwrap()).collect();
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

    #[test]
    fn an_evening_hour_that_summer_time_leaves_out_is_that_of_the_next_day() {
        let mut policy = Policy::first(samples::job(&[]).office, samples::now());
        policy.windows = vec![Hours { days: Weekday::ALL.to_vec(), from: 2, to: 3 }];
        let zones = patchround_trial::zones();
        let (_, berlin) = zones.iter().find(|(name, _)| *name == "Berlin").unwrap();
        let next = tonight(&policy, "2026-03-28T12:00:00Z".parse().unwrap(), berlin).unwrap();
        assert_eq!(next.to_string(), "2026-03-30T00:00:00Z");
    }

    proptest! {
        #[test]
        fn tonight_is_never_past_and_lies_in_the_policys_hours_wherever_and_whenever(
            days in prop::sample::subsequence(Weekday::ALL.to_vec(), 1..=7),
            from in 0u8..24,
            to in 1u8..=24,
            place in 0..patchround_trial::zones().len(),
            second in prop_oneof![1_300_000_000i64..4_100_000_000, 1_325_000_000i64..1_325_500_000],
        ) {
            let mut policy = Policy::first(samples::job(&[]).office, samples::now());
            policy.windows = vec![Hours { days, from, to }];
            let (name, zone) = patchround_trial::zones().swap_remove(place);
            let now = Timestamp::from_second(second).unwrap();
            if let Some(at) = tonight(&policy, now, &zone) {
                let local = at.to_zoned(zone).datetime();
                prop_assert!(at > now && policy.windows[0].contains(local), "{name}: {local}");
            } else {
                prop_assert!(policy.windows[0].days.len() < 7, "{name}: an evening of every day");
            }
        }
    }
}
