//! The clocks of an office: everything that is needed to say what is due on a PC.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{PcId, Update, UpdateId};

use super::{Cooling, Due, Owed, Seen, cooling, last_day};
use crate::pc_state::PcView;

/// When each update was first seen, and the time zone in which days are counted.
#[derive(Debug)]
pub struct Clocks {
    seen: BTreeMap<(PcId, UpdateId), Seen>,
    first: BTreeMap<UpdateId, Timestamp>,
    zone: TimeZone,
}

impl Clocks {
    /// Clocks of what each PC offered when.
    pub fn new(seen: Vec<(PcId, UpdateId, Seen)>, zone: TimeZone) -> Self {
        let mut first: BTreeMap<UpdateId, Timestamp> = BTreeMap::new();
        for (_, id, seen) in &seen {
            let known = first.entry(id.clone()).or_insert(seen.at);
            *known = seen.at.min(*known);
        }
        let seen = seen.into_iter().map(|(pc, id, seen)| ((pc, id), seen)).collect();
        Self { seen, first, zone }
    }

    /// What a PC owes for an update: its own fix, or that of an older version whose clock runs on.
    pub fn owed(&self, view: &PcView, update: &Update) -> Owed {
        let carried = self.seen.get(&(view.pc.id, update.id.clone())).and_then(|seen| seen.carried.clone());
        self.own(view, update).or_sooner(carried)
    }

    fn own(&self, view: &PcView, update: &Update) -> Owed {
        let scanned = view.pc.scan.as_ref().map_or(Timestamp::MAX, |scan| scan.scanned_at);
        Owed::of(update, self.first.get(&update.id).copied().unwrap_or(scanned))
    }

    /// When an update was first seen on a PC; where that is not known, when that PC last looked.
    pub fn first_seen(&self, view: &PcView, update: &Update) -> Timestamp {
        let known = self.seen.get(&(view.pc.id, update.id.clone())).map(|seen| seen.at);
        let scanned = || view.pc.scan.as_ref().map_or(Timestamp::MIN, |scan| scan.scanned_at);
        known.unwrap_or_else(scanned)
    }

    /// Whether an update is so new that it waits, where that is for so many days. A newer version is new itself, while
    /// the fix of an older one that it carries is due as before.
    pub fn cooling(&self, view: &PcView, update: &Update, days: u8, now: Timestamp) -> Option<Cooling> {
        let due = last_day(update, &self.owed(view, update), &self.zone);
        let today = now.to_zoned(self.zone.clone()).date();
        cooling::cooling(update, &self.own(view, update).released, due, days, today, &self.zone)
    }

    /// When an update is due on a PC; `None` while it is not on the clock.
    pub fn of_update(&self, view: &PcView, update: &Update, now: Timestamp) -> Option<Due> {
        let day = last_day(update, &self.owed(view, update), &self.zone)?;
        Some(Due::at(day, now, &self.zone))
    }

    /// What is due first on a PC, a restart that it waits for included.
    pub fn of_pc(&self, view: &PcView, now: Timestamp) -> Option<Due> {
        let updates = view.pc.scan.iter().flat_map(|scan| &scan.updates);
        let restart =
            view.pc.restart.as_ref().map(|owed| Due::at(owed.last_day(&self.zone), now, &self.zone));
        updates.filter_map(|update| self.of_update(view, update, now)).chain(restart).min()
    }
}
