//! Rounds: begun, followed, stopped and taken back.

use std::{collections::BTreeMap, rc::Rc};

use jiff::Timestamp;
use patchround_protocol::{PcId, RoundId, UpdateId};
use patchround_words::{say, say_with};
use tokio::time::sleep;

use super::{
    desk::Desk,
    state::{Begins, Running, State},
};
use crate::{
    Error, Office, PcView,
    app::{
        answer::Answer,
        ask::{First, LeaveOut, Wanted},
        show::{self, Doing, Progress},
        snapshot::{Look, RunPc, RunView},
    },
    plan::{self, Plan},
    round::{Begin, RoundEnd, TakenBack},
    store::rounds::Kind,
    tell::Told,
};

/// What a person changed in a plan.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ByHand<'a> {
    pub(super) leave_out: &'a [LeaveOut],
    pub(super) take_in: &'a [LeaveOut],
    pub(super) first: Option<&'a First>,
}

impl ByHand<'_> {
    /// What is no PC and no update changes nothing.
    fn change(self, plan: &mut Plan) {
        let parsed = |meant: &LeaveOut| {
            let update: Option<UpdateId> = meant.update.as_ref().map(|id| id.parse()).transpose().ok()?;
            Some((meant.pc.parse::<PcId>().ok()?, update))
        };
        let take_in = self.take_in.iter().filter_map(parsed);
        take_in.for_each(|(pc, update)| plan.take_in(pc, update.as_ref()));
        let leave_out = self.leave_out.iter().filter_map(parsed);
        leave_out.for_each(|(pc, update)| plan.leave_out(pc, update.as_ref()));
    }
}

impl Begins {
    pub(super) fn view(&self) -> RunView {
        let pc = |(id, name): &(PcId, String)| RunPc {
            id: id.to_string(),
            name: name.clone(),
            look: Look::Off,
            step: say("run-turn"),
        };
        RunView {
            sentence: say("run-begins"),
            done: 0,
            all: u32::try_from(self.pcs.len()).unwrap_or(u32::MAX),
            pcs: self.pcs.iter().map(pc).collect(),
            begun: false,
            about_to: true,
            can_stop: true,
            longer: None,
        }
    }
}

impl Desk {
    /// Shows what a round would do, and remembers it: what is agreed to is what was seen. Where something is ticked
    /// nothing else of it changes.
    pub(super) fn plan(&self, wanted: Wanted, take_in: Option<&[LeaveOut]>) -> Result<Answer, Error> {
        let Some(office) = self.office() else { return Ok(Answer::Done) };
        let seen = take_in.and_then(|_| self.state.borrow_mut().plan.take());
        let plan = match seen.filter(|(shown, _)| *shown == wanted) {
            Some((_, plan)) => plan,
            None => self.planned(&office, &wanted)?,
        };
        let mut ticked = plan.clone();
        ByHand { take_in: take_in.unwrap_or_default(), ..ByHand::default() }.change(&mut ticked);
        let view = self.with_known(&office, |known| show::plan(&ticked, &wanted, known))?;
        self.state.borrow_mut().plan = Some((wanted, plan));
        Ok(Answer::Plan(view))
    }

    fn planned(&self, office: &Office, wanted: &Wanted) -> Result<Plan, Error> {
        let asked = match wanted {
            Wanted::All => plan::Wanted::All,
            Wanted::Pcs { pcs } => plan::Wanted::Pcs(pcs.iter().filter_map(|pc| pc.parse().ok()).collect()),
            Wanted::Program { key } => {
                let ids = self.with_known(office, |known| show::ids_of(key, known))?;
                plan::Wanted::Ids(ids)
            }
        };
        let State { views, clocks, .. } = &*self.state.borrow();
        // Before PCs were seen there is nothing to plan either.
        let plan = clocks.as_ref().map(|clocks| office.plan(views, &asked, Timestamp::now(), clocks));
        Ok(plan.unwrap_or_else(|| plan::plan(views, &asked, Timestamp::now())))
    }

    /// Begins what was seen, as it was changed by hand.
    pub(super) fn start(
        self: &Rc<Self>,
        wanted: &Wanted,
        tonight: bool,
        by_hand: ByHand<'_>,
        then_off: bool,
    ) -> Result<Answer, Error> {
        let Some(office) = self.office() else { return Ok(Answer::Done) };
        if self.is_running() {
            return Ok(Answer::Refused { sentence: say("said-running") });
        }
        let seen = self.state.borrow_mut().plan.take().filter(|(shown, _)| shown == wanted);
        let mut plan = match seen {
            Some((_, plan)) => plan,
            None => self.planned(&office, wanted)?,
        };
        by_hand.change(&mut plan);
        if plan.is_empty() {
            let is_new = plan.cooling_off().next().is_some();
            let id = if is_new { "said-nothing-yet" } else { "said-nothing" };
            return Ok(Answer::Refused { sentence: say(id) });
        }
        match by_hand.first {
            None => {}
            Some(First::Nobody) => plan.all_at_once(),
            Some(First::Pc { pc }) if pc.parse().is_ok_and(|pc| plan.try_on(pc)) => {}
            Some(First::Pc { .. }) => {
                return Ok(Answer::Refused { sentence: say("said-cannot-go-first") });
            }
        }
        if tonight {
            return self.agree(&office, plan, then_off);
        }
        self.begin(plan, then_off);
        Ok(Answer::Done)
    }

    pub(super) fn is_running(&self) -> bool {
        let state = self.state.borrow();
        state.begins.is_some() || state.running.is_some()
    }

    /// From the tray or a message: everything, tonight.
    pub(super) fn tonight(self: &Rc<Self>) {
        self.start_unseen(&Wanted::All, true);
    }

    /// From a message: what attackers use, at once, on every PC that lacks it.
    pub(super) fn urgent_now(self: &Rc<Self>) {
        let Some(office) = self.office() else { return };
        match self.with_known(&office, show::urgent) {
            Ok(Some(fix)) => self.start_unseen(&Wanted::Program { key: fix.program }, false),
            Ok(None) => self.said(say("said-nothing"), false, true),
            Err(error) => self.said(error.say(), false, true),
        }
    }

    /// Where no window shows a plan.
    fn start_unseen(self: &Rc<Self>, wanted: &Wanted, tonight: bool) {
        match self.start(wanted, tonight, ByHand::default(), false) {
            Ok(Answer::Refused { sentence }) => self.said(sentence, false, true),
            Ok(_) => {}
            Err(error) => self.said(error.say(), false, true),
        }
        self.answered();
    }

    /// Begins in a moment, so that it can be taken back before any PC has its order.
    fn begin(self: &Rc<Self>, plan: Plan, then_off: bool) {
        let named = plan.pcs.iter().flat_map(|pc| &pc.install);
        self.state.borrow_mut().names =
            named.map(|update| (update.id.clone(), update.name.clone())).collect();
        let pcs = plan.ordered().map(|pc| (pc.id, pc.pc.clone())).collect();
        let desk = self.clone();
        let task = self.begin_work(async move {
            sleep(desk.options.undo).await;
            desk.clone().carry(plan, then_off).await;
            // Where nothing could be ordered, nothing begins any more either.
            if desk.state.borrow_mut().begins.take().is_some() {
                desk.refresh();
            }
        });
        self.result_seen();
        self.state.borrow_mut().begins = Some(Begins { task, pcs });
        self.said(say("said-started"), true, false);
        self.refresh();
    }

    async fn carry(self: Rc<Self>, plan: Plan, then_off: bool) {
        let Some(office) = self.office().filter(|_| self.options.talks) else { return };
        if let Err(error) = self.carried(&office, &plan, then_off).await {
            self.broken(&error);
        }
    }

    async fn carried(&self, office: &Office, plan: &Plan, then_off: bool) -> Result<(), Error> {
        let _work = self.work.lock().await;
        let round = office.order_then(plan, Begin::Now, then_off)?;
        self.begun(round);
        self.refresh();
        self.follow(office, round).await
    }

    /// Brings a round to its PCs and sees it through. Whoever calls holds the work.
    pub(super) async fn follow(&self, office: &Office, round: RoundId) -> Result<(), Error> {
        let end = office.run(round, &|told| self.hear(told)).await?;
        let views = office.look(&|told| self.hear_others(told)).await?;
        self.state.borrow_mut().running = None;
        self.ended(&office.round_end(end.round)?, &views);
        self.seen(views);
        Ok(())
    }

    /// What has its order is not taken back any more, and the offer to do so goes with it. Until then it can be,
    /// also while something else still talks to the PCs.
    pub(super) fn begun(&self, round: RoundId) {
        let state = &mut *self.state.borrow_mut();
        state.running = Some(Running { round, progress: BTreeMap::new() });
        state.begins = None;
        state.said.take_if(|just| just.said.undo && just.of.is_none());
    }

    /// Goes on with what an earlier run of the program left.
    pub(super) async fn resume(self: Rc<Self>) {
        let Some(office) = self.office() else { return };
        if let Err(error) = self.resumed(&office).await {
            self.broken(&error);
        }
    }

    async fn resumed(&self, office: &Office) -> Result<(), Error> {
        let _work = self.work.lock().await;
        let round = self.state.borrow().running.as_ref().map(|running| running.round);
        let Some(round) = round.filter(|_| self.options.talks) else { return Ok(()) };
        office.join_open(&|told| self.hear(told)).await?;
        let views = office.look(&|told| self.hear_others(told)).await?;
        self.state.borrow_mut().running = None;
        self.ended(&office.round_end(round)?, &views);
        self.seen(views);
        Ok(())
    }

    /// Takes in a piece of news of the round that runs.
    fn hear(&self, told: &Told<'_>) {
        let (pc, step) = match told {
            Told::Event { pc, event } => (*pc, Doing::told_by(event)),
            Told::Retrying { pc, .. } | Told::GaveUp { pc, .. } => (*pc, Some(Doing::Asked)),
            Told::Noticed { .. } => return self.hear_others(told),
            Told::Woken { .. } => return,
        };
        let state = &mut *self.state.borrow_mut();
        let id = state.views.iter().find(|view: &&PcView| view.pc.name == pc).map(|view| view.pc.id);
        let (Some(id), Some(step), Some(running)) = (id, step, &mut state.running) else { return };
        let is_new = running.progress.get(&id).is_none_or(|before| before.step != step);
        if is_new {
            running.progress.insert(id, Progress { step, since: Timestamp::now() });
        }
        self.progressed();
    }

    fn ended(&self, end: &RoundEnd, views: &[PcView]) {
        self.state.borrow_mut().news = Some(show::news(end, views, Timestamp::now()));
    }

    /// The last round that ended, until somebody has seen how.
    pub(super) fn unseen_round(&self, office: &Office) -> Result<Option<RoundId>, Error> {
        let last = office.last_result()?;
        Ok(last.filter(|round| self.prefs.borrow().seen_round != Some(*round)))
    }

    /// Whoever begins a round, or says so, has seen how the last one ended.
    pub(super) fn result_seen(&self) {
        self.state.borrow_mut().news = None;
        let last = self.office().and_then(|office| office.last_result().ok().flatten());
        if last != self.prefs.borrow().seen_round {
            self.remember(|prefs| prefs.seen_round = last);
        }
    }

    /// Stops what has not begun: PCs that wait for their turn do not get their order, and those that have theirs and
    /// have not begun are told at once.
    pub(super) fn stop(self: &Rc<Self>) -> Result<Answer, Error> {
        if self.take_begins_back() {
            return Ok(Answer::Done);
        }
        let round = self.state.borrow().running.as_ref().map(|running| running.round);
        let (Some(office), Some(round)) = (self.office(), round) else { return Ok(Answer::Done) };
        let stop = office.stop_round(round)?;
        self.begin_work(self.clone().stopped(stop));
        self.progressed();
        Ok(Answer::Done)
    }

    /// Beside the work that follows the round, which may take as long as the round does.
    async fn stopped(self: Rc<Self>, stop: RoundId) {
        let Some(office) = self.office().filter(|_| self.options.talks) else { return };
        match office.tell_stopped(stop, &|told| self.hear_others(told)).await {
            Ok(missed) => missed.into_iter().take(1).for_each(|pc| {
                self.said_too(say_with("said-not-taken-back", &[("pc", pc.into())]), true);
            }),
            Err(error) => self.broken(&error),
        }
    }

    fn take_begins_back(&self) -> bool {
        let Some(begins) = self.state.borrow_mut().begins.take() else { return false };
        begins.task.abort();
        self.said(say("said-taken-back"), false, false);
        self.refresh();
        true
    }

    /// Takes back what was started a moment ago, else what was agreed for later.
    pub(super) fn take_back(self: &Rc<Self>) -> Answer {
        if !self.take_begins_back() {
            self.begin_work(self.clone().take_later_back());
        }
        Answer::Done
    }

    async fn take_later_back(self: Rc<Self>) {
        let _work = self.work.lock().await;
        let Some(office) = self.office() else { return };
        match office.take_back(None, &|told| self.hear_others(told)).await {
            Ok(back) => self.is_back(&back, say("said-taken-back")),
            Err(error) => self.broken(&error),
        }
    }

    /// Undoes what a confirmation was about, and nothing else.
    pub(super) fn undo(self: &Rc<Self>, number: u32) -> Answer {
        let of = {
            let state = self.state.borrow();
            let shown = state.said.as_ref().filter(|just| just.said.number == number && just.said.undo);
            shown.map(|just| just.of.clone())
        };
        match of {
            Some(Some(later)) => {
                later.is_undone.set(true);
                self.begin_work(self.clone().undo_later(later));
            }
            Some(None) if self.take_begins_back() => {}
            _ => return Answer::Refused { sentence: say("said-undo-over") },
        }
        Answer::Done
    }

    pub(super) fn is_back(&self, back: &[TakenBack], sentence: String) {
        let stays = back.iter().find(|one| !one.is_back);
        let not = stays.map(|one| say_with("said-not-taken-back", &[("pc", one.pc.clone().into())]));
        self.said_too(not.unwrap_or(sentence), stays.is_some());
        self.answered();
        self.refresh();
    }

    /// Reads the package lists of all PCs anew, and looks. What only looks at them is waited for.
    pub(super) fn check(self: &Rc<Self>) {
        if self.is_running() {
            return self.said(say("said-check-running"), false, true);
        }
        let is_new = !std::mem::replace(&mut self.state.borrow_mut().checking, true);
        self.refresh();
        if is_new {
            self.begin_look(self.clone().checked());
        }
    }

    async fn checked(self: Rc<Self>) {
        let _work = self.work.lock().await;
        let Some(office) = self.office().filter(|_| self.options.talks) else { return self.no_check() };
        let checked = async {
            let tell = |told: &Told<'_>| self.hear_others(told);
            let views = office.look(&tell).await?;
            office.check(&views, &tell).await?;
            office.look(&tell).await
        };
        let views = checked.await;
        self.no_check();
        match views {
            Ok(views) => self.seen(views),
            Err(error) => self.broken(&error),
        }
    }

    fn no_check(&self) {
        self.state.borrow_mut().checking = false;
        self.refresh();
    }
}

/// The round that an earlier run of the program left, if one is still going on.
pub(super) fn left_running(office: &Office) -> Result<Option<Running>, Error> {
    for job in office.running()? {
        let round = job.job.round;
        if office.store.round(round)?.is_some_and(|round| round.kind == Kind::Update) {
            return Ok(Some(Running { round, progress: BTreeMap::new() }));
        }
    }
    Ok(None)
}
