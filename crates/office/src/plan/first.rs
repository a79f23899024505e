//! Which PC goes first, and what waits on the others until it works there (rules.md 4, "try first").

use patchround_protocol::{PcId, UpdateId};
use serde::Serialize;

use super::{PcPlan, Plan, PlannedUpdate, whole::goes_with};
use crate::trouble::Trouble;

/// PCs of an office from which on a substantial change is tried on one of them first, if nobody says otherwise
/// (rules.md 4).
const BY_ITSELF_FROM: usize = 4;

/// One PC goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TryFirst {
    /// Which.
    pub pc: PcId,
    /// Whether only substantial changes wait for it, as where nobody chose it; else everything does.
    pub only_substantial: bool,
}

/// The PC that goes first where nobody chose one: of those that answer, one that gets the most of what is substantial.
/// Where none of them answers, one that is off: the others wait until it was switched on, and not one gets it untried.
pub(super) fn by_itself(pcs: &[PcPlan], office: usize) -> Option<TryFirst> {
    let has_any = |pc: &&PcPlan| many(pc) > 0;
    if office < BY_ITSELF_FROM || pcs.iter().filter(has_any).count() < 2 {
        return None;
    }
    let goes = pcs.iter().filter(|pc| many(pc) > 0 && gets_orders(pc));
    // Of several the first, as people read the list.
    let first = goes.rev().max_by_key(|pc| (pc.heard, many(pc)))?;
    Some(TryFirst { pc: first.id, only_substantial: true })
}

fn many(pc: &PcPlan) -> usize {
    pc.install.iter().filter(|update| is_tried(update)).count()
}

/// Whether it is tried on one PC first by itself. One person's own program changes nobody else's work, and on the first PC
/// that person may be away.
fn is_tried(update: &PlannedUpdate) -> bool {
    update.substantial && update.id.person().is_none()
}

/// Whether it answers, or an order waits for it until it does.
fn gets_orders(pc: &PcPlan) -> bool {
    pc.heard || pc.trouble.is_none_or(Trouble::may_pass)
}

impl Plan {
    /// PCs that can go first: those that answer and get something, where another one gets something too; also the one
    /// that is off and goes first by itself.
    pub fn can_go_first(&self) -> impl Iterator<Item = &PcPlan> {
        let (several, first) = (self.busy_pcs() > 1, self.try_first.map(|first| first.pc));
        let can = move |pc: &&PcPlan| several && (pc.heard || first == Some(pc.id)) && !pc.install.is_empty();
        self.pcs.iter().filter(can)
    }

    /// The PC that goes first.
    pub fn first(&self) -> Option<&PcPlan> {
        let first = self.try_first?;
        self.pcs.iter().find(|pc| pc.id == first.pc)
    }

    /// Everything waits until it works on this PC; `false` if it cannot go first.
    pub fn try_on(&mut self, pc: PcId) -> bool {
        let can = self.can_go_first().any(|plan| plan.id == pc);
        if can {
            self.try_first = Some(TryFirst { pc, only_substantial: false });
        }
        can
    }

    /// Nothing waits for another PC.
    pub fn all_at_once(&mut self) {
        self.try_first = None;
    }

    /// What waits on a PC for the one that goes first.
    pub fn waits(&self, pc: &PcPlan) -> Vec<UpdateId> {
        let Some(first) = self.try_first.filter(|first| first.pc != pc.id) else { return Vec::new() };
        let waits = |update: &&PlannedUpdate| is_tried(update) || !first.only_substantial;
        let waiting: Vec<&UpdateId> = pc.install.iter().filter(waits).map(|update| &update.id).collect();
        let waits = |id: &&UpdateId| waiting.iter().any(|one| goes_with(&pc.whole, id, one));
        pc.install.iter().map(|update| &update.id).filter(waits).cloned().collect()
    }

    /// PCs on which something waits for the one that goes first.
    pub fn waiting_pcs(&self) -> usize {
        self.pcs.iter().filter(|pc| !self.waits(pc).is_empty()).count()
    }

    /// After something was left out, the PC that was to go first may have nothing to try any more.
    pub(super) fn check_first(&mut self) {
        let Some(first) = self.try_first else { return };
        let tries = |pc: &PcPlan| {
            pc.id == first.pc && pc.install.iter().any(|update| is_tried(update) || !first.only_substantial)
        };
        if !self.pcs.iter().any(tries) || self.waiting_pcs() == 0 {
            self.try_first = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{
        Update,
        update::{Reason, Substantial},
    };

    use super::*;
    use crate::{
        pc_state::PcView,
        plan::{Wanted, plan},
        samples,
    };

    fn big(id: &str) -> Update {
        Update {
            substantial: Some(Substantial::because(vec![Reason::FirstNumber { from: 1, to: 2 }])),
            ..samples::update(id)
        }
    }

    fn view(number: u8, updates: &[Update], heard: bool) -> PcView {
        let mut pc = samples::stored_pc(&format!("pc{number}"), Some(samples::scan(updates)));
        pc.id = patchround_protocol::SpkiHash([number; 32]);
        PcView { pc, heard, working: false }
    }

    fn office(many: u8) -> Vec<PcView> {
        let updates = [big("apt:office-suite@2"), samples::update("apt:small@2")];
        (1..=many).map(|number| view(number, &updates, number > 1)).collect()
    }

    fn planned(views: &[PcView]) -> Plan {
        plan(views, &Wanted::All, samples::now())
    }

    fn ids(plan: &Plan, pc: usize) -> Vec<String> {
        plan.waits(&plan.pcs[pc]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_substantial_change_is_tried_on_one_pc_that_answers_and_the_rest_goes_everywhere() {
        let plan = planned(&office(4));
        let second = plan.pcs[1].id;
        assert_eq!(plan.try_first, Some(TryFirst { pc: second, only_substantial: true }));
        assert_eq!(ids(&plan, 0), ["apt:office-suite@2"]);
        assert_eq!(ids(&plan, 1), [""; 0]);
        assert_eq!(plan.waiting_pcs(), 3);
    }

    #[test]
    fn where_no_pc_answers_one_that_is_off_goes_first_and_the_others_wait_for_it() {
        let mut views = office(6);
        views.iter_mut().for_each(|view| view.heard = false);
        views[0].pc.last_trouble = Some(Trouble::NotAdmitted);
        let more = [big("apt:office-suite@2"), big("apt:calendar@3")];
        views[3] = view(4, &more, false);
        let mut plan = planned(&views);
        let fourth = plan.pcs[3].id;
        assert_eq!(plan.try_first, Some(TryFirst { pc: fourth, only_substantial: true }));
        assert_eq!(plan.waiting_pcs(), 5);
        let said = crate::say::goes_first(&plan).unwrap().replace(['\u{2068}', '\u{2069}'], "");
        assert!(said.ends_with("pc4 is off now: the others wait until it was switched on."), "{said}");
        let can: Vec<_> = plan.can_go_first().map(|pc| pc.id).collect();
        assert_eq!(can, [fourth]);
        assert!(!plan.try_on(plan.pcs[1].id), "a person chooses among those that answer");
        views[1].heard = true;
        assert_eq!(
            planned(&views).try_first.unwrap().pc,
            plan.pcs[1].id,
            "one that answers goes before them"
        );
        assert!(!crate::say::goes_first(&planned(&views)).unwrap().contains("is off"));
    }

    #[test]
    fn nothing_is_tried_first_in_a_small_office_nor_where_only_small_updates_come() {
        assert_eq!(planned(&office(3)).try_first, None);
        let small: Vec<PcView> =
            (1..=5).map(|number| view(number, &[samples::update("apt:small@2")], true)).collect();
        assert_eq!(planned(&small).try_first, None);
        let mut lone = small;
        lone[2] = view(3, &[big("apt:office-suite@2")], true);
        assert_eq!(planned(&lone).try_first, None, "nobody else gets it");
    }

    #[test]
    fn where_a_person_chose_the_first_pc_everything_waits_for_it() {
        let mut plan = planned(&office(3));
        assert!(!plan.try_on(plan.pcs[0].id), "it does not answer");
        assert!(plan.try_on(plan.pcs[2].id));
        assert_eq!(ids(&plan, 0), ["apt:office-suite@2", "apt:small@2"]);
        plan.all_at_once();
        assert_eq!(plan.waiting_pcs(), 0);
    }

    #[test]
    fn a_first_pc_that_was_left_out_of_the_plan_keeps_nobody_waiting() {
        let mut plan = planned(&office(4));
        plan.leave_out(plan.pcs[1].id, Some(&"apt:office-suite@2".parse().unwrap()));
        assert_eq!(plan.try_first, None);
    }

    #[test]
    fn what_one_person_has_for_themselves_is_tried_nowhere_first() {
        let own = Update { substantial: big("apt:a@2").substantial, ..samples::own("1000") };
        let views: Vec<PcView> =
            (1..=5).map(|number| view(number, std::slice::from_ref(&own), true)).collect();
        let mut plan = planned(&views);
        assert!(plan.pcs.iter().all(|pc| pc.install[0].substantial));
        assert_eq!(plan.try_first, None);
        assert!(plan.try_on(plan.pcs[0].id));
        assert_eq!(ids(&plan, 1), [own.id.as_str()], "a person wants everything to wait");
    }
}
