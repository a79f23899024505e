//! What is so new that it is left out of a plan for some days, unless somebody wants it in all the same (rules.md 4).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use patchround_protocol::{PcId, Update, UpdateId};

use super::{PcPlan, Plan, PlannedUpdate, Wanted, first, plan, whole::goes_with};
use crate::{due::Clocks, office::Office, pc_state::PcView};

impl Office {
    /// Makes the plan as this office wants it: what is [cooling off](crate::due::Cooling) waits. A person who names
    /// updates gets them at once, and is told how new they are.
    pub fn plan(&self, views: &[PcView], wanted: &Wanted, now: Timestamp, clocks: &Clocks) -> Plan {
        let mut plan = plan(views, wanted, now);
        plan.mark_cooling(views, clocks, self.policy().cooling_off_days(), now);
        plan.mark_asked(self, views, clocks, now);
        if !matches!(wanted, Wanted::Ids(_)) {
            plan.cool_off();
        }
        plan
    }
}

impl Plan {
    pub(crate) fn mark_cooling(&mut self, views: &[PcView], clocks: &Clocks, days: u8, now: Timestamp) {
        let views: BTreeMap<PcId, &PcView> = views.iter().map(|view| (view.pc.id, view)).collect();
        for pc in &mut self.pcs {
            let Some(view) = views.get(&pc.id) else { continue };
            let offered = || view.pc.scan.iter().flat_map(|scan| &scan.updates);
            // What would wait with something new, and must not any more, takes all of its source along.
            let presses = |update: &&Update| {
                let is_whole = pc.whole.contains(&update.source) && update.is_outstanding();
                is_whole && clocks.is_near_due(view, update, now)
            };
            let pressing: BTreeSet<&str> =
                offered().filter(presses).map(|update| update.source.as_str()).collect();
            let is_meant =
                |planned: &PlannedUpdate| planned.substantial && !pressing.contains(planned.id.source());
            for planned in pc.install.iter_mut().filter(|planned| is_meant(planned)) {
                let update = offered().find(|update| update.id == planned.id);
                planned.cooling = update.and_then(|update| clocks.cooling(view, update, days, now));
            }
        }
    }

    /// Leaves out what is marked, and what goes in only with it.
    pub(crate) fn cool_off(&mut self) {
        for pc in &mut self.pcs {
            let new = pc.install.iter().filter(|update| update.cooling.is_some());
            let new: Vec<UpdateId> = new.map(|update| update.id.clone()).collect();
            let waits = pc.take_with(&new);
            pc.cooling_off.extend(waits);
        }
        self.choose_first();
    }

    /// Takes in what would wait: one update of a PC and what goes in only with it, or without one
    /// everything of it.
    pub fn take_in(&mut self, pc: PcId, update: Option<&UpdateId>) {
        for pc in self.pcs.iter_mut().filter(|plan| plan.id == pc) {
            let is_meant = |id: &UpdateId| update.is_none_or(|update| goes_with(&pc.whole, id, update));
            pc.install.extend(pc.cooling_off.extract_if(.., |planned| is_meant(&planned.id)));
        }
        self.choose_first();
    }

    /// Takes in everything that would wait.
    pub fn take_in_all(&mut self) {
        let pcs: Vec<PcId> = self.pcs.iter().map(|pc| pc.id).collect();
        pcs.into_iter().for_each(|pc| self.take_in(pc, None));
    }

    /// What waits because it is new, on each PC.
    pub fn cooling_off(&self) -> impl Iterator<Item = (&PcPlan, &PlannedUpdate)> {
        self.pcs.iter().flat_map(|pc| pc.cooling_off.iter().map(move |update| (pc, update)))
    }

    /// What goes in though it is new, on each PC.
    pub fn new_all_the_same(&self) -> impl Iterator<Item = (&PcPlan, &PlannedUpdate)> {
        let is_new = |update: &&PlannedUpdate| update.cooling.is_some();
        self.pcs.iter().flat_map(move |pc| pc.install.iter().filter(is_new).map(move |update| (pc, update)))
    }

    fn choose_first(&mut self) {
        self.try_first = first::by_itself(&self.pcs, self.office);
    }
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, tz::TimeZone};
    use patchround_protocol::update::{Class, Reason, Released, ReleasedFrom, Substantial};

    use super::*;
    use crate::samples;

    fn big(released: Option<Timestamp>) -> Update {
        let released = released.map(|date| Released { date, from: ReleasedFrom::Catalogue });
        let substantial = Some(Substantial::because(vec![Reason::MakerSays {}]));
        Update { class: Some(Class::Other), released, substantial, ..samples::update("apt:office-suite@2") }
    }

    fn views(update: &Update, pcs: u8) -> Vec<PcView> {
        let view = |number: u8| {
            let updates = [update.clone(), samples::update("apt:mail@2")];
            let mut pc = samples::stored_pc(&format!("pc{number}"), Some(samples::scan(&updates)));
            pc.id = patchround_protocol::SpkiHash([number; 32]);
            PcView { pc, heard: true, working: false }
        };
        (1..=pcs).map(view).collect()
    }

    fn planned(views: &[PcView], now: Timestamp) -> Plan {
        let mut plan = plan(views, &Wanted::All, now);
        plan.mark_cooling(views, &Clocks::new(Vec::new(), TimeZone::UTC), 3, now);
        plan
    }

    #[test]
    fn what_is_new_is_left_out_of_everything_and_named_until_somebody_wants_it() {
        let now = samples::now();
        let views = views(&big(Some(now - 24.hours())), 4);
        let mut plan = planned(&views, now);
        plan.cool_off();
        assert_eq!((plan.updates(), plan.cooling_off().count()), (4, 4));
        assert_eq!(plan.try_first, None, "nothing that is big goes in");
        plan.take_in(views[0].pc.id, Some(&"apt:office-suite@2".parse().unwrap()));
        assert_eq!((plan.updates(), plan.cooling_off().count(), plan.new_all_the_same().count()), (5, 3, 1));
        plan.take_in_all();
        assert_eq!((plan.updates(), plan.cooling_off().count()), (8, 0));
        assert!(plan.try_first.is_some(), "and then one PC goes first as ever");
    }

    #[test]
    fn what_is_new_keeps_nothing_of_a_whole_source_waiting_that_is_late_or_due_within_two_days() {
        let now = samples::now();
        let goes = |days: i64, whole: bool| {
            let mut views = views(&big(Some(now - 24.hours())), 1);
            let scan = views[0].pc.scan.as_mut().unwrap();
            scan.sources[0].whole = whole;
            scan.updates[1].class = Some(Class::Security);
            let date = now - (24 * days).hours();
            scan.updates[1].released = Some(Released { date, from: ReleasedFrom::Catalogue });
            let clocks = Clocks::new(Vec::new(), TimeZone::UTC);
            let update = &views[0].pc.scan.as_ref().unwrap().updates[1];
            let due = clocks.verdict(&views[0], update).unwrap().day;
            let mut plan = planned(&views, now);
            plan.cool_off();
            let left = due.since(now.to_zoned(TimeZone::UTC).date()).unwrap().get_days();
            (left, plan.updates())
        };
        let all: Vec<(i32, usize)> = (0..30).map(|days| goes(days, true)).collect();
        assert!(all.iter().any(|(left, _)| *left > 2) && all.iter().any(|(left, _)| *left < 0));
        for (left, updates) in all {
            assert_eq!(updates, if left <= 2 { 2 } else { 0 }, "{left} days left");
        }
        assert_eq!(goes(29, false).1, 1, "elsewhere only what is new waits");
    }

    #[test]
    fn where_nobody_says_when_it_came_out_the_day_counts_on_which_any_pc_had_it_first() {
        let now = samples::now();
        let views = views(&big(None), 2);
        let id: UpdateId = "apt:office-suite@2".parse().unwrap();
        let seen = |at| crate::due::Seen { at, carried: Default::default() };
        let other = patchround_protocol::SpkiHash([9; 32]);
        let waits = |first: Timestamp| {
            let clocks = Clocks::new(vec![(other, id.clone(), seen(first))], TimeZone::UTC);
            let mut plan = plan(&views, &Wanted::All, now);
            plan.mark_cooling(&views, &clocks, 3, now);
            plan.cool_off();
            plan.cooling_off().filter_map(|(_, update)| update.cooling).map(|c| c.from).collect::<Vec<_>>()
        };
        assert_eq!(waits(now - 25.hours()), [ReleasedFrom::FirstSeen; 2]);
        assert_eq!(waits(now - (24 * 4).hours()), []);
    }
}
