//! What a round would do: a pure function of what is known.

mod asking;
mod cooling;
mod first;
mod whole;

use std::collections::BTreeSet;

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Outcome, PcId, Update, UpdateId,
    update::{Reason, Reversible, Substantial},
};
use serde::Serialize;

pub use first::TryFirst;
pub(crate) use whole::{left, parts, sources as sources_that_are_whole, staying};

use crate::{
    big::is_big,
    due::Cooling,
    not_whole::NotWhole,
    pc_state::{PcView, would_remove},
    results::StepResult,
    round::RoundEnd,
    say::called_alone,
    trouble::Trouble,
};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Everything.
    All,
    /// Everything on some PCs.
    Pcs(Vec<PcId>),
    /// Some updates, on every PC that offers them.
    Ids(Vec<UpdateId>),
}

/// What a round would do, PC by PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Plan {
    /// Every PC that was asked for.
    pub pcs: Vec<PcPlan>,
    /// Which PC goes first, and how much waits for it.
    pub try_first: Option<TryFirst>,
    /// PCs of the office.
    #[serde(skip)]
    office: usize,
}

/// What a round would do on one PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PcPlan {
    /// Which PC.
    pub id: PcId,
    /// What people call it.
    pub pc: String,
    /// Whether it answers now. An order for one that does not waits for it.
    pub heard: bool,
    /// Why not, or why it will not obey.
    #[serde(skip)]
    pub trouble: Option<Trouble>,
    /// Whether its lists are older than a day, or could not be read since, and are read anew first.
    pub refresh_first: bool,
    /// Whether what is not whole there is repaired first.
    pub repair_first: bool,
    /// What that is.
    pub not_whole: Vec<NotWhole>,
    /// What goes in.
    pub install: Vec<PlannedUpdate>,
    /// What is so new that it waits, unless somebody wants it in all the same.
    pub cooling_off: Vec<PlannedUpdate>,
    /// What does not, and why.
    pub not_now: Vec<StepResult>,
    /// Its sources whose updates go in wholly or not at all.
    #[serde(skip)]
    pub(crate) whole: BTreeSet<String>,
}

/// One update of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedUpdate {
    /// Which.
    pub id: UpdateId,
    /// What a person would call it.
    pub name: String,
    /// The name of the account whose own program it is, where it is not for the whole PC and the PC named the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Who is disturbed by it.
    pub disturbs: Disturbs,
    /// Whether it changes how people work.
    pub substantial: bool,
    /// Why it does.
    pub reasons: Vec<Reason>,
    /// Whether its PC can go back afterwards.
    pub can_undo: bool,
    /// How new it is, where that is a reason to wait.
    pub cooling: Option<Cooling>,
    /// When it goes in for whoever says nothing, where the people who use it are asked first.
    pub asked: Option<Timestamp>,
}

/// Who is disturbed by an update, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Disturbs {
    /// Nobody will notice.
    Nobody,
    /// Somebody has to close a program, or sign out.
    ClosePrograms,
    /// The PC needs a restart afterwards. Nothing in a round restarts it.
    Restart,
}

/// Makes the plan.
pub fn plan(pcs: &[PcView], wanted: &Wanted, now: Timestamp) -> Plan {
    let asked = |view: &&PcView| match wanted {
        Wanted::Pcs(ids) => ids.contains(&view.pc.id),
        Wanted::Ids(ids) => ids.iter().any(|id| offers(view, id)),
        Wanted::All => true,
    };
    // Firmware is missing nowhere: who wants everything has not asked for it.
    let is_wanted = |update: &&Update| match wanted {
        Wanted::Ids(ids) => ids.contains(&update.id),
        Wanted::Pcs(_) | Wanted::All => !update.id.is_firmware(),
    };
    let plans: Vec<PcPlan> = pcs.iter().filter(asked).map(|view| pc_plan(view, is_wanted, now)).collect();
    let try_first = first::by_itself(&plans, pcs.len());
    Plan { pcs: plans, try_first, office: pcs.len() }
}

fn offers(view: &PcView, id: &UpdateId) -> bool {
    view.pc.scan.as_ref().is_some_and(|scan| scan.updates.iter().any(|u| u.id == *id))
}

fn pc_plan(view: &PcView, is_wanted: impl FnMut(&&Update) -> bool, now: Timestamp) -> PcPlan {
    let mut plan = PcPlan {
        id: view.pc.id,
        pc: view.pc.name.clone(),
        heard: view.heard,
        trouble: view.pc.last_trouble,
        refresh_first: view.lists_are_old(now),
        repair_first: view.heard && view.pc.unfinished().next().is_some(),
        not_whole: if view.heard { view.pc.not_whole() } else { Vec::new() },
        install: Vec::new(),
        cooling_off: Vec::new(),
        not_now: Vec::new(),
        whole: view.pc.scan.iter().flat_map(whole::sources).collect(),
    };
    for update in view.pc.scan.iter().flat_map(|scan| &scan.updates).filter(is_wanted) {
        match why_not(update) {
            Some((outcome, cause)) => {
                plan.not_now.push(StepResult::new(Some(update.id.clone()), outcome, Some(cause)));
            }
            None => plan.install.push(PlannedUpdate::of(view, update)),
        }
    }
    if let Some(scan) = &view.pc.scan {
        whole::keep(&mut plan, scan);
    }
    let unread = if view.heard { view.unread() } else { Vec::new() };
    let unread = unread.into_iter().map(|cause| StepResult::new(None, Outcome::Failed, Some(cause)));
    plan.not_now.extend(unread);
    let unfinished = view.pc.unfinished().filter(|_| !plan.repair_first);
    plan.not_now.extend(unfinished.map(|cause| StepResult::new(None, Outcome::NeedsPerson, Some(cause))));
    plan
}

/// Why an update does not go in, and what that makes of it.
pub(crate) fn why_not(update: &Update) -> Option<(Outcome, Cause)> {
    if update.id.is_firmware() {
        return Some((Outcome::NeedsPerson, Cause::GoesAlone));
    }
    if update.held.is_some() {
        return Some((Outcome::NeedsPerson, Cause::Held));
    }
    if update.phased {
        return Some((Outcome::Waiting, Cause::Phased));
    }
    if would_remove(update) {
        return Some((Outcome::NeedsPerson, Cause::WouldRemove));
    }
    match update.blocked? {
        cause @ (Cause::Objected | Cause::SaidWrong) => Some((Outcome::NeedsPerson, cause)),
        Cause::Held => Some((Outcome::NeedsPerson, Cause::Held)),
        Cause::Phased => Some((Outcome::Waiting, Cause::Phased)),
        cause => Some((Outcome::Failed, cause)),
    }
}

impl PlannedUpdate {
    fn of(view: &PcView, update: &Update) -> Self {
        let closes = update.needs.close.as_ref().is_some_and(|c| !c.is_empty());
        let disturbs = match update.needs.restart {
            Some(true) => Disturbs::Restart,
            _ if closes || update.needs.sign_out == Some(true) => Disturbs::ClosePrograms,
            _ => Disturbs::Nobody,
        };
        let keeps = matches!(update.reversible, Some(Reversible::Kept {} | Reversible::Until(_)));
        let can_undo = keeps && update.id.person().is_none();
        Self {
            id: update.id.clone(),
            name: update.name.clone(),
            person: view.person_of(&update.id).map(str::to_owned),
            disturbs,
            substantial: is_big(update),
            reasons: update.substantial.as_ref().map(Substantial::told).unwrap_or_default(),
            can_undo,
            cooling: None,
            asked: None,
        }
    }

    /// What a person calls it where it has to be told apart.
    pub(crate) fn called(&self) -> String {
        called_alone(&self.id, &self.name, self.person.as_deref())
    }
}

impl Plan {
    /// Updates that go in, over all PCs.
    pub fn updates(&self) -> usize {
        self.pcs.iter().map(|pc| pc.install.len()).sum()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.updates() == 0 && !self.pcs.iter().any(|pc| pc.repair_first)
    }

    /// Takes in what a check just before found: its PCs need not look again, and where it did not
    /// work that is said.
    pub fn add_check(&mut self, check: Option<&RoundEnd>) {
        for end in check.into_iter().flat_map(|check| &check.pcs) {
            for pc in self.pcs.iter_mut().filter(|pc| pc.pc == end.pc) {
                pc.refresh_first = false;
                for step in end.steps.iter().filter(|step| step.outcome != Outcome::Unreachable) {
                    pc.not_now.retain(|known| (&known.id, known.cause) != (&step.id, step.cause));
                    pc.not_now.push(step.clone());
                }
            }
        }
    }

    /// Leaves out what somebody does not want now: one update of a PC and what goes in only with it, or without one the
    /// whole PC.
    pub fn leave_out(&mut self, pc: PcId, update: Option<&UpdateId>) {
        match update {
            None => self.pcs.retain(|plan| plan.id != pc),
            Some(update) => {
                for plan in self.pcs.iter_mut().filter(|plan| plan.id == pc) {
                    drop(plan.take_with(std::slice::from_ref(update)));
                }
            }
        }
        self.check_first();
    }

    /// PCs on which something goes in.
    pub fn busy_pcs(&self) -> usize {
        self.pcs.iter().filter(|pc| !pc.install.is_empty()).count()
    }

    /// PCs that get an order.
    pub(crate) fn ordered(&self) -> impl Iterator<Item = &PcPlan> {
        self.pcs.iter().filter(|pc| !pc.install.is_empty() || pc.repair_first)
    }

    /// Updates that cannot be undone, and the PCs they are on.
    pub fn without_way_back(&self) -> (usize, usize) {
        self.count(|update| !update.can_undo)
    }

    /// Whether something goes in that one person has for themselves.
    pub fn has_own(&self) -> bool {
        self.pcs.iter().flat_map(|pc| &pc.install).any(|update| update.id.person().is_some())
    }

    /// Updates that disturb so much, and the PCs they are on.
    pub fn disturbing(&self, how: Disturbs) -> (usize, usize) {
        self.count(|update| update.disturbs == how)
    }

    fn count(&self, is_meant: impl Fn(&PlannedUpdate) -> bool) -> (usize, usize) {
        let many = |pc: &PcPlan| pc.install.iter().filter(|update| is_meant(update)).count();
        let counts = self.pcs.iter().map(many).filter(|n| *n > 0);
        counts.fold((0, 0), |(updates, pcs), n| (updates + n, pcs + 1))
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::update::Held;

    use super::*;
    use crate::{round::PcEnd, samples, store::pcs::RefreshFailed};

    fn view(updates: &[Update]) -> PcView {
        PcView { pc: samples::stored_pc("a", Some(samples::scan(updates))), heard: true, working: false }
    }

    fn changed(id: &str, change: impl FnOnce(&mut Update)) -> Update {
        let mut update = samples::update(id);
        change(&mut update);
        update
    }

    #[test]
    fn firmware_is_spoken_of_only_where_somebody_named_it() {
        let id: UpdateId = "fwupd:abc@2".parse().unwrap();
        let pcs = [view(&[changed("fwupd:abc@2", |u| u.blocked = Some(Cause::GoesAlone))])];
        let said = |wanted: &Wanted| {
            let plan = plan(&pcs, wanted, samples::now());
            (plan.updates(), plan.pcs[0].not_now.iter().filter_map(|step| step.cause).collect::<Vec<_>>())
        };
        assert_eq!(said(&Wanted::All), (0, vec![]));
        assert_eq!(said(&Wanted::Ids(vec![id])), (0, vec![Cause::GoesAlone]));
    }

    #[test]
    fn each_update_that_cannot_go_is_named_with_its_cause() {
        let updates = [
            samples::update("apt:goes@2"),
            changed("apt:held@2", |u| u.held = Some(Held { by: None, why: None, until: None })),
            changed("apt:phased@2", |u| u.phased = true),
            changed("apt:removes@2", |u| u.needs.removes = vec!["x".parse().unwrap()]),
            changed("apt:blocked@2", |u| u.blocked = Some(Cause::DepsUnsolvable)),
        ];
        let plan = plan(&[view(&updates)], &Wanted::All, samples::now());
        let pc = &plan.pcs[0];
        assert_eq!(pc.install.iter().map(|u| u.id.as_str()).collect::<Vec<_>>(), ["apt:goes@2"]);
        assert_eq!(
            pc.not_now.iter().map(|n| (n.outcome, n.cause.unwrap())).collect::<Vec<_>>(),
            [
                (Outcome::NeedsPerson, Cause::Held),
                (Outcome::Waiting, Cause::Phased),
                (Outcome::NeedsPerson, Cause::WouldRemove),
                (Outcome::Failed, Cause::DepsUnsolvable),
            ]
        );
    }

    #[test]
    fn one_update_is_planned_only_where_it_is_offered() {
        let one = view(&[samples::update("apt:a@2"), samples::update("apt:b@2")]);
        let mut other = view(&[samples::update("apt:b@2")]);
        other.pc.name = "b".into();
        let plan = plan(&[one, other], &Wanted::Ids(vec!["apt:a@2".parse().unwrap()]), samples::now());
        assert_eq!((plan.pcs.len(), plan.updates()), (1, 1));
    }

    #[test]
    fn lists_older_than_a_day_are_read_first() {
        let tomorrow = samples::now() + jiff::SignedDuration::from_hours(25);
        let views = [view(&[samples::update("apt:a@2")])];
        assert!(!plan(&views, &Wanted::All, samples::now()).pcs[0].refresh_first);
        assert!(plan(&views, &Wanted::All, tomorrow).pcs[0].refresh_first);
    }

    #[test]
    fn lists_that_could_not_be_read_are_read_again_first_and_their_cause_is_named_once() {
        let mut pc = view(&[]);
        pc.pc.refresh_failed = Some(RefreshFailed { at: samples::now(), cause: Cause::NoNetwork });
        let mut plan = plan(&[pc], &Wanted::All, samples::now());
        assert!(plan.pcs[0].refresh_first);
        assert_eq!(plan.pcs[0].not_now, [StepResult::new(None, Outcome::Failed, Some(Cause::NoNetwork))]);
        let details = Some("Could not connect".to_owned());
        let step = StepResult { details, ..plan.pcs[0].not_now[0].clone() };
        let end = PcEnd::new("a", Outcome::Failed, vec![step.clone()]);
        plan.add_check(Some(&RoundEnd { round: samples::job(&[]).round, pcs: vec![end] }));
        assert_eq!(plan.pcs[0].not_now, [step]);
    }

    #[test]
    fn what_was_interrupted_is_finished_first_on_a_pc_that_answers() {
        let mut broken = view(&[]);
        broken.pc.scan.as_mut().unwrap().sources[0].unfinished = Some(Cause::InterruptedBefore);
        let first = plan(&[broken.clone()], &Wanted::All, samples::now());
        assert!(first.pcs[0].repair_first && first.pcs[0].not_now.is_empty() && !first.is_empty());
        broken.heard = false;
        let off = plan(&[broken], &Wanted::All, samples::now());
        assert!(!off.pcs[0].repair_first && off.is_empty());
    }

    #[test]
    fn what_cannot_be_undone_is_counted_before_and_so_is_what_nobody_knows() {
        let updates = [
            changed("apt:kept@2", |u| u.reversible = Some(Reversible::Kept {})),
            changed("apt:gone@2", |u| u.reversible = Some(Reversible::Not(Cause::NothingKept))),
            samples::update("apt:unknown@2"),
        ];
        let plan = plan(&[view(&updates)], &Wanted::All, samples::now());
        assert_eq!(plan.without_way_back(), (2, 1));
    }

    #[test]
    fn updates_are_grouped_by_who_is_disturbed() {
        let updates = [
            samples::update("apt:quiet@2"),
            changed("apt:kernel@2", |u| u.needs.restart = Some(true)),
            changed("apt:firefox@2", |u| u.needs.close = Some(vec!["Firefox".into()])),
        ];
        let plan = plan(&[view(&updates)], &Wanted::All, samples::now());
        for how in [Disturbs::Nobody, Disturbs::ClosePrograms, Disturbs::Restart] {
            assert_eq!(plan.disturbing(how), (1, 1));
        }
    }

    #[test]
    fn what_one_person_has_for_themselves_goes_in_beside_the_same_of_the_pc_and_cannot_be_undone() {
        let of_pc = samples::update("flatpak:app/org.lab.Notes/x86_64/stable@2");
        let keeps = |update| Update { reversible: Some(Reversible::Kept {}), ..update };
        let [ana, bo] = ["1000", "1001"].map(samples::own).map(keeps);
        let mut pc = view(&[keeps(of_pc), ana.clone(), bo]);
        pc.pc.scan.as_mut().unwrap().people = vec![samples::person_scan("1000", "ana")];
        let all = plan(std::slice::from_ref(&pc), &Wanted::All, samples::now());
        let install = &all.pcs[0].install;
        let said: Vec<_> = install.iter().map(|update| (update.person.as_deref(), update.can_undo)).collect();
        assert_eq!(said, [(None, true), (Some("ana"), false), (None, false)]);
        let names = install.iter().map(|one| one.called().replace(['\u{2068}', '\u{2069}'], ""));
        let whose: Vec<String> = names.skip(1).collect();
        assert_eq!(whose, ["Notes (for ana only)", "Notes (for one person only)"]);
        assert!(all.pcs[0].not_now.is_empty() && pc.outstanding() == 3);
        let one = plan(&[pc], &Wanted::Ids(vec![ana.id.clone()]), samples::now());
        assert_eq!(one.pcs[0].install.iter().map(|update| &update.id).collect::<Vec<_>>(), [&ana.id]);
    }
}
