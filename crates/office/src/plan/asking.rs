//! Which updates of a plan people are asked about first, and when each goes in if they say nothing (rules.md 5).

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{PcId, Update, job::When};

use super::Plan;
use crate::{
    consultation::times::{Matter, asked},
    due::Clocks,
    office::Office,
    pc_state::PcView,
};

impl Office {
    /// When people are asked to have an update; `None` where nobody is asked.
    pub(crate) fn asked(
        &self,
        view: &PcView,
        update: &Update,
        clocks: &Clocks,
        now: Timestamp,
    ) -> Option<When> {
        let is_substantial = update.substantial.as_ref().is_some_and(|found| !found.why.is_empty());
        let is_asked =
            (is_substantial || self.policy().ask_first.contains(&update.package)) && view.pc.facts.can_ask;
        let class = clocks.class(view, update);
        let due = clocks.of_update(view, update, now).map(|due| due.day);
        is_asked.then(|| asked(Matter { class, due }, &self.policy(), now, &TimeZone::system()))
    }
}

impl Plan {
    /// Marks what people are asked about first.
    pub(crate) fn mark_asked(&mut self, office: &Office, views: &[PcView], clocks: &Clocks, now: Timestamp) {
        let views: BTreeMap<PcId, &PcView> = views.iter().map(|view| (view.pc.id, view)).collect();
        for pc in &mut self.pcs {
            let Some(view) = views.get(&pc.id) else { continue };
            let offered: Vec<&Update> = view.pc.scan.iter().flat_map(|scan| &scan.updates).collect();
            for planned in pc.install.iter_mut().chain(&mut pc.cooling_off) {
                let update = offered.iter().find(|update| update.id == planned.id);
                let when = update.and_then(|update| office.asked(view, update, clocks, now));
                planned.asked = when.and_then(When::expected);
            }
            pc.ask_with();
        }
    }

    /// Updates that people are asked about first, and the PCs they are on.
    pub fn asking(&self) -> (usize, usize) {
        self.count(|update| update.asked.is_some())
    }
}
