//! Rounds for later: agreed to, ordered, and undone.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::{Rc, Weak},
};

use jiff::Timestamp;
use patchround_protocol::{PcId, RoundId, Step, UpdateId};
use patchround_words::{say, say_with};

use super::{
    desk::Desk,
    state::{ByPc, ForLater},
};
use crate::{
    Error, Office,
    app::{answer::Answer, show::number, when},
    plan::{PcPlan, Plan},
    round::{Begin, tonight as next_evening},
    store::rounds::StoredJob,
    tell::Told,
};

impl Desk {
    /// For the next evening of the rules.
    pub(super) fn agree(
        self: &Rc<Self>,
        office: &Rc<Office>,
        plan: Plan,
        then_off: bool,
    ) -> Result<Answer, Error> {
        let now = Timestamp::now();
        let Some(at) = next_evening(&office.policy(), now, &self.zone) else {
            return Ok(Answer::Refused { sentence: say("said-no-evening") });
        };
        let updates = by_pc(&plan);
        if self.is_agreed(office, &updates, at)? {
            return Ok(Answer::Done);
        }
        let (when, pcs) = (when::evening(at, now, &self.zone), number(plan.busy_pcs()));
        let later = Rc::new(ForLater::new(at, updates));
        self.state.borrow_mut().agreeing.push(Rc::downgrade(&later));
        self.said_of(say_with("said-tonight", &[("pcs", pcs), ("when", when.into())]), later.clone());
        self.begin_work(self.clone().carry_later((plan, then_off), at, later));
        Ok(Answer::Done)
    }

    /// Whether somebody has agreed to just the same already, as with a second click: of two rounds Undo would take back
    /// one. What leaves something out is another plan.
    fn is_agreed(&self, office: &Office, updates: &ByPc, at: Timestamp) -> Result<bool, Error> {
        let is_in = |agreed: &ByPc| updates.iter().all(|(pc, ids)| agreed.get(pc) == Some(ids));
        let state = &mut *self.state.borrow_mut();
        state.agreeing.retain(|later| later.upgrade().is_some_and(|later| later.is_being_ordered()));
        let mut being_ordered = state.agreeing.iter().filter_map(Weak::upgrade);
        if being_ordered.any(|later| later.at == at && is_in(&later.updates)) {
            return Ok(true);
        }
        Ok(is_in(&ordered_for(office, at)?))
    }

    async fn carry_later(self: Rc<Self>, plan: (Plan, bool), at: Timestamp, later: Rc<ForLater>) {
        let Some(office) = self.office().filter(|_| self.options.talks) else { return };
        if let Err(error) = self.carried_later(&office, &plan, at, &later).await {
            self.broken(&error);
        }
    }

    async fn carried_later(
        &self,
        office: &Office,
        (plan, then_off): &(Plan, bool),
        at: Timestamp,
        later: &ForLater,
    ) -> Result<(), Error> {
        let _work = self.work.lock().await;
        if later.is_undone.get() {
            return Ok(());
        }
        let round = office.order_then(plan, Begin::At(at), *then_off)?;
        later.round.set(Some(round));
        self.refresh();
        let tell = |told: &Told<'_>| self.hear_others(told);
        office.run(round, &tell).await?;
        self.seen(office.look(&tell).await?);
        Ok(())
    }

    /// Takes one plan for later back. What else is agreed stays.
    pub(super) async fn undo_later(self: Rc<Self>, later: Rc<ForLater>) {
        let Some(office) = self.office() else { return };
        let sentence = say("said-undone");
        if later.round.get().is_none() {
            return self.is_back(&[], sentence);
        }
        let _work = self.work.lock().await;
        let Some(round) = later.round.get() else { return };
        match office.take_round_back(round, &|told| self.hear_others(told)).await {
            Ok(back) => self.is_back(&back, sentence),
            Err(error) => self.broken(&error),
        }
    }
}

/// What is ordered for a moment, PC by PC: with it what people are asked about first, or waits for a first PC.
fn ordered_for(office: &Office, at: Timestamp) -> Result<ByPc, Error> {
    let open = office.store.open_jobs()?;
    let is_timed = |job: &&StoredJob| job.job.when.time() == Some(at);
    let rounds: BTreeSet<RoundId> = open.iter().filter(is_timed).map(|job| job.job.round).collect();
    let orders = open.iter().map(|job| (job.job.round, job.job.pc, installed_by(&job.job.steps).collect()));
    let mut all: Vec<(RoundId, PcId, BTreeSet<UpdateId>)> = orders.collect();
    for round in office.store.waiting_rounds()? {
        let waits = round.rest.into_iter().flat_map(|rest| rest.waits);
        all.extend(waits.map(|(pc, ids)| (round.id, pc, ids.into_iter().collect())));
    }
    all.retain(|(round, ..)| rounds.contains(round));
    let mut newest = BTreeMap::<PcId, (RoundId, BTreeSet<UpdateId>)>::new();
    for (round, pc, ids) in all {
        let known = newest.entry(pc).or_insert((round, BTreeSet::new()));
        // A PC's newest order takes the place of the one before.
        if known.0 < round {
            *known = (round, BTreeSet::new());
        }
        if known.0 == round {
            known.1.extend(ids);
        }
    }
    Ok(newest.into_iter().map(|(pc, (_, ids))| (pc, ids)).collect())
}

fn by_pc(plan: &Plan) -> ByPc {
    let ids = |pc: &PcPlan| pc.install.iter().map(|update| update.id.clone()).collect();
    plan.ordered().map(|pc| (pc.id, ids(pc))).collect()
}

fn installed_by(steps: &[Step]) -> impl Iterator<Item = UpdateId> {
    let ids = |step: &Step| match step {
        Step::Install { ids, .. } => ids.clone(),
        _ => Vec::new(),
    };
    steps.iter().flat_map(ids)
}
