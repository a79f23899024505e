//! Stops elsewhere what somebody said is wrong, and orders it again once the manager goes on with it.

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{JobId, PcId, RoundId, Step, UpdateId, consultation::Decision, job::When};

use super::of_program;
use crate::{
    error::Error,
    office::Office,
    round::{UPDATE_LIFE_HOURS, in_jobs, tonight},
    store::{
        consultations::installs,
        record::What,
        rounds::{Kind, Round, Stage, StoredJob},
        said_wrong::{SaidWrong, Stopped},
    },
    tell::Tell,
};

impl Office {
    /// Withdraws on every other PC what has not begun of what somebody said is wrong, and tells the PCs that have their
    /// order. What does not answer now is told when it next does.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Sign`].
    pub(crate) async fn stop_for_people(&self, tell: Tell<'_>) -> Result<(), Error> {
        for said in self.store.said_wrong()? {
            if said.stopped.is_none() && said.decision.is_none() {
                let stop = self.stop_one(&said)?;
                self.tell_stopped(stop, tell).await?;
            }
        }
        Ok(())
    }

    fn stop_one(&self, said: &SaidWrong) -> Result<RoundId, Error> {
        let round = self.begin(Kind::Update, Vec::new());
        // A crash in between would lose what was stopped, and with it what else is in those orders.
        self.store.at_once(|| {
            let wrong = self.store.job(said.job)?;
            let stopped = wrong.map(|wrong| self.stop_program(&round, &wrong, &[said.pc])).transpose()?;
            let stopped = stopped.unwrap_or_default();
            self.store.keep_stopped(said, &stopped)?;
            self.note_stopped(said, &stopped)
        })?;
        Ok(round.id)
    }

    /// Withdraws what has not begun of the program that an order is about, but on these PCs; what PCs have to hear of it
    /// is signed in a round.
    pub(crate) fn stop_program(
        &self,
        round: &Round,
        like: &StoredJob,
        except: &[PcId],
    ) -> Result<Vec<Stopped>, Error> {
        let (mut orders, mut stopped) = (Vec::new(), Vec::new());
        for job in self.store.open_jobs()?.iter().filter(|job| !except.contains(&job.job.pc)) {
            let ids = self.of_program_on(job.job.pc, installs(&job.job), like)?;
            if !ids.is_empty() && self.is_to_stop(job)? {
                orders.extend(self.without(job, &ids)?);
                stopped.push(Stopped { pc: job.job.pc, ids, when: job.job.when });
            }
        }
        stopped.extend(self.stop_rest(except, like)?);
        self.keep_each(round, orders, UPDATE_LIFE_HOURS)?;
        Ok(stopped)
    }

    /// Whether an order has not begun, as far as is known.
    fn is_to_stop(&self, job: &StoredJob) -> Result<bool, Error> {
        Ok(match job.stage {
            Stage::Waiting | Stage::Sent => true,
            Stage::Delivered => !self.has_begun(job)?,
            _ => false,
        })
    }

    /// Takes an order back, and gives what takes its place: that its PC cancels it at once, and it without these updates.
    fn without(&self, job: &StoredJob, ids: &[UpdateId]) -> Result<Vec<(PcId, Vec<Step>, When)>, Error> {
        let (id, pc) = (job.job.job, job.job.pc);
        let mut orders = Vec::new();
        match job.stage {
            Stage::Waiting => {
                self.store.move_job(id, Stage::Withdrawn)?;
            }
            stage => {
                if stage == Stage::Sent {
                    self.store.move_job(id, Stage::Recalled)?;
                }
                orders.push((pc, vec![Step::Cancel { job: id }], When::Now));
            }
        }
        self.note(&What::OrderWithdrawn { round: job.job.round, pc: self.name_of(pc)? })?;
        let rest = job.job.steps.iter().filter_map(|step| match step {
            Step::Install { ids: all, agreed_removals } => {
                let ids: Vec<UpdateId> = all.iter().filter(|id| !ids.contains(id)).cloned().collect();
                let agreed_removals = agreed_removals.clone();
                (!ids.is_empty()).then_some(Step::Install { ids, agreed_removals })
            }
            step => Some(step.clone()),
        });
        let rest: Vec<Step> = rest.collect();
        let is_left = rest.iter().any(|step| !matches!(step, Step::Refresh {}));
        orders.extend(is_left.then_some((pc, rest, job.job.when)));
        Ok(orders)
    }

    /// Lets go of it where it waits for a PC that goes first.
    fn stop_rest(&self, except: &[PcId], wrong: &StoredJob) -> Result<Vec<Stopped>, Error> {
        let (now, mut stopped) = (Timestamp::now(), Vec::new());
        for round in self.store.waiting_rounds()? {
            let Some(rest) = round.rest else { continue };
            let evening = tonight(&self.policy(), now, &TimeZone::system()).filter(|_| rest.evening);
            let when = evening.map_or(When::Now, |time| When::Time { time });
            for (pc, ids) in rest.waits.iter().filter(|(pc, _)| !except.contains(pc)) {
                let ids = self.of_program_on(*pc, ids.iter(), wrong)?;
                stopped.extend((!ids.is_empty()).then_some(Stopped { pc: *pc, ids, when }));
            }
        }
        let is_meant = |_, pc: PcId, id: &UpdateId| {
            stopped.iter().any(|stopped| stopped.pc == pc && stopped.ids.contains(id))
        };
        self.take_rest_back(is_meant)?;
        Ok(stopped)
    }

    fn of_program_on<'a>(
        &self,
        pc: PcId,
        ids: impl Iterator<Item = &'a UpdateId>,
        wrong: &StoredJob,
    ) -> Result<Vec<UpdateId>, Error> {
        let Some(stored) = self.store.pc(pc)? else { return Ok(Vec::new()) };
        let theirs = of_program(stored.scan.iter().flat_map(|scan| &scan.updates), wrong);
        Ok(ids.filter(|id| theirs.contains(id)).cloned().collect())
    }

    fn note_stopped(&self, said: &SaidWrong, stopped: &[Stopped]) -> Result<(), Error> {
        let pcs: BTreeSet<PcId> = stopped.iter().map(|stopped| stopped.pc).collect();
        let (Some(wrong), false) = (self.store.job(said.job)?, pcs.is_empty()) else { return Ok(()) };
        let names = self.store.names_of(said.pc, &wrong.job)?;
        let pcs = pcs.into_iter().map(|pc| self.name_of(pc)).collect::<Result<_, _>>()?;
        let (pc, people) = (self.name_of(said.pc)?, vec![said.person.clone()]);
        self.note(&What::StoppedForPeople { pc, people, names, pcs })
    }

    /// Orders again what was stopped because of an order, where it is still offered and nothing else keeps it back.
    pub(super) fn order_stopped(&self, wrong: JobId) -> Result<(), Error> {
        let now = Timestamp::now();
        let said = self.store.said_wrong()?.into_iter();
        let said = said.filter(|said| said.job == wrong && said.decision == Some(Decision::GoOn {}));
        let (mut stopped, mut known) = (Vec::new(), BTreeSet::new());
        for one in said {
            self.store.keep_stopped(&one, &[])?;
            // Several people may have had the same stopped.
            stopped.extend(one.stopped.into_iter().flatten().map(|mut stopped| {
                stopped.ids.retain(|id| known.insert((stopped.pc, id.clone())));
                stopped
            }));
        }
        let (mut orders, mut updates, mut pcs) = (Vec::new(), 0, BTreeSet::new());
        for Stopped { pc, ids, when } in stopped {
            let goes = self.free(pc, &ids, now)?;
            if goes.is_empty() {
                continue;
            }
            updates += goes.len();
            pcs.insert(pc);
            let when = self.anew(when, now);
            let (asked, goes) = self.apart(pc, &goes)?;
            let at_once = in_jobs(Vec::new(), &goes);
            let at_once = at_once.into_iter().filter(|steps| !steps.is_empty());
            orders.extend(at_once.map(|steps| (pc, steps, when)));
            orders.extend(asked.into_iter().map(|(steps, when)| (pc, steps, when)));
        }
        if orders.is_empty() {
            return Ok(());
        }
        let round = self.begin(Kind::Update, Vec::new());
        self.keep_each(&round, orders, UPDATE_LIFE_HOURS)?;
        self.note(&What::RoundAgreed { round: round.id, updates, pcs: pcs.len(), begins: None })
    }

    /// What of some updates a PC still offers, nobody keeps back, and no open order is about already.
    fn free(&self, pc: PcId, ids: &[UpdateId], now: Timestamp) -> Result<Vec<UpdateId>, Error> {
        let Some(stored) = self.store.pc(pc)? else { return Ok(Vec::new()) };
        let offered = stored.scan.iter().flat_map(|scan| &scan.updates).map(|update| &update.id);
        let offered: Vec<UpdateId> = offered.filter(|id| ids.contains(id)).cloned().collect();
        let kept = self.kept_back(stored, &offered, now)?;
        let busy = self.busy_with(pc, None, &offered)?;
        let is_kept = |id: &UpdateId| kept.iter().any(|end| end.id.as_ref() == Some(id));
        let is_free = |id: &UpdateId| !is_kept(id) && !busy.contains(id);
        Ok(offered.into_iter().filter(is_free).collect())
    }

    /// The time of what was stopped; where that has gone by, the next evening.
    fn anew(&self, when: When, now: Timestamp) -> When {
        match when {
            When::Now => When::Now,
            When::Time { time } if time > now => when,
            When::Time { .. } | When::Asked { .. } => {
                let evening = tonight(&self.policy(), now, &TimeZone::system());
                evening.map_or(When::Now, |time| When::Time { time })
            }
        }
    }
}
