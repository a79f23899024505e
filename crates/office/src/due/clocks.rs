//! The clocks of an office: everything that is needed to say what is due on a PC.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{
    PcId, Update, UpdateId,
    rule::{Fix, Rule, recommended},
    update::{Class, Released},
};

use super::{Cooling, Debts, Due, Judge, Owed, Seen, Verdict, cooling};
use crate::pc_state::PcView;

/// When each update was first seen, and by what the office is judged.
#[derive(Debug)]
pub struct Clocks {
    seen: BTreeMap<PcId, BTreeMap<UpdateId, Seen>>,
    first: BTreeMap<UpdateId, Timestamp>,
    judge: Judge,
}

impl Clocks {
    /// Clocks of what each PC offered when, by what is recommended.
    pub fn new(seen: Vec<(PcId, UpdateId, Seen)>, zone: TimeZone) -> Self {
        Self::judged(seen, Judge::recommended(zone))
    }

    /// Clocks of what each PC offered when.
    pub fn judged(seen: Vec<(PcId, UpdateId, Seen)>, judge: Judge) -> Self {
        let mut first: BTreeMap<UpdateId, Timestamp> = BTreeMap::new();
        let mut by_pc: BTreeMap<PcId, BTreeMap<UpdateId, Seen>> = BTreeMap::new();
        for (pc, id, seen) in seen {
            let known = first.entry(id.clone()).or_insert(seen.at);
            *known = seen.at.min(*known);
            by_pc.entry(pc).or_default().insert(id, seen);
        }
        Self { seen: by_pc, first, judge }
    }

    /// By what the office is judged.
    pub fn judge(&self) -> &Judge {
        &self.judge
    }

    /// What a PC owes for an update: its own fix, and those of older versions whose clocks run on.
    pub fn owed(&self, view: &PcView, update: &Update) -> Debts {
        self.carried(view.pc.id, update).and(self.own(view, update))
    }

    /// What it owes from older versions.
    pub(crate) fn carried(&self, pc: PcId, update: &Update) -> Debts {
        self.seen(pc, update).map(|seen| seen.carried.clone()).unwrap_or_default()
    }

    fn seen(&self, pc: PcId, update: &Update) -> Option<&Seen> {
        self.seen.get(&pc)?.get(&update.id)
    }

    fn own(&self, view: &PcView, update: &Update) -> Owed {
        let scanned = view.pc.scan.as_ref().map_or(Timestamp::MAX, |scan| scan.scanned_at);
        Owed::of(update, self.first.get(&update.id).copied().unwrap_or(scanned))
    }

    /// What an update mends on its PC, as far as it is known today.
    pub fn fix(&self, view: &PcView, update: &Update) -> Fix {
        self.judge.fix(view.pc.id, &self.own(view, update))
    }

    /// How much an update matters on its PC: as the gravest of what it owes there.
    pub fn class(&self, view: &PcView, update: &Update) -> Option<Class> {
        let debts = self.owed(view, update);
        let classes = debts.iter().map(|owed| self.judge.fix(view.pc.id, owed).class());
        classes.min_by_key(|class| recommended(*class)).flatten()
    }

    /// Since when what an update mends is out, and who says so: of the fix that has to be in first.
    pub fn released(&self, view: &PcView, update: &Update) -> Released {
        self.verdict(view, update).map_or_else(|| self.own(view, update), |verdict| verdict.owed).released
    }

    /// When an update was first seen on a PC; where that is not known, when that PC last looked.
    pub fn first_seen(&self, view: &PcView, update: &Update) -> Timestamp {
        let known = self.seen(view.pc.id, update).map(|seen| seen.at);
        let scanned = || view.pc.scan.as_ref().map_or(Timestamp::MIN, |scan| scan.scanned_at);
        known.unwrap_or_else(scanned)
    }

    /// Whether an update is so new that it waits, where that is for so many days. A newer version is new itself, while
    /// the fix of an older one that it carries is due as before.
    pub fn cooling(&self, view: &PcView, update: &Update, days: u8, now: Timestamp) -> Option<Cooling> {
        let due = self.verdict(view, update).map(|verdict| verdict.day);
        let zone = &self.judge.zone;
        let (own, today) = (self.own(view, update), now.to_zoned(zone.clone()).date());
        cooling::cooling(update, &self.judge.fix(view.pc.id, &own), &own.released, due, days, today, zone)
    }

    /// Whether the last good day of an update is so near, or over, that it waits no more for what is new.
    pub(crate) fn is_near_due(&self, view: &PcView, update: &Update, now: Timestamp) -> bool {
        let today = now.to_zoned(self.judge.zone.clone()).date();
        self.verdict(view, update).is_some_and(|verdict| today >= cooling::last_day(verdict.day))
    }

    /// When an update is due on a PC, and why; `None` while it is not on the clock.
    pub fn verdict(&self, view: &PcView, update: &Update) -> Option<Verdict> {
        let debts = self.owed(view, update);
        let of_one = |owed| self.judge.verdict_of(view.pc.id, owed, update);
        debts.iter().filter_map(of_one).min_by_key(|verdict| (verdict.day, verdict.rule))
    }

    /// When an update is due on a PC; `None` while it is not on the clock.
    pub fn of_update(&self, view: &PcView, update: &Update, now: Timestamp) -> Option<Due> {
        let verdict = self.verdict(view, update)?;
        let due = Due::at((verdict.day, verdict.rule), now, &self.judge.zone);
        Some(due.agreed(self.judge.agreed(update, now)))
    }

    /// The last good day of an update by one rule, as it is judged by: what is kept back or agreed to here is no excuse there.
    /// `None` where that rule has no limit for it, and for what this PC is not offered yet.
    pub fn by_rule(&self, view: &PcView, update: &Update, rule: Rule) -> Option<Date> {
        let debts = self.owed(view, update);
        let of_one = |owed| Some(self.judge.by_rule(rule, view.pc.id, owed)?.day);
        debts.iter().filter_map(of_one).min().filter(|_| update.counts())
    }

    /// When what waits for a restart of a PC is due, and why.
    pub fn restart(&self, view: &PcView) -> Option<Verdict> {
        let debts = view.pc.restart.iter();
        let verdicts = debts.filter_map(|owed| self.judge.verdict(view.pc.id, owed));
        verdicts.min_by_key(|verdict| (verdict.day, verdict.rule))
    }

    /// What is due first on a PC, a restart that it waits for included. What the owner agreed to comes after what nobody did.
    pub fn of_pc(&self, view: &PcView, now: Timestamp) -> Option<Due> {
        let updates = view.pc.scan.iter().flat_map(|scan| &scan.updates);
        let restart = self.restart(view).map(|v| Due::at((v.day, v.rule), now, &self.judge.zone));
        let all = updates.filter_map(|update| self.of_update(view, update, now)).chain(restart);
        all.min_by_key(|due| (due.agreed.is_some(), due.day, due.rule))
    }
}
