//! What this PC does next by itself, and when: a function of what is known at one moment.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use patchround_protocol::{
    PcId, Policy, Step, Update, UpdateId,
    charter::Floor,
    hours::{Hours, any_contains, next_within},
    limits,
    retry::jitter,
    standing::Moment,
    update::Class,
    wire::{Kept, Scan},
};

use super::history::{Again, History, Tries, is_cut_off};

/// A PC whose lists are older reads them anew.
const OLD: SignedDuration = SignedDuration::from_hours(20);
/// In the policy's hours, older than this is too old.
const OLD_WHEN_OPEN: SignedDuration = SignedDuration::from_hours(12);
/// Before they begin, lists younger than this are young enough.
const YOUNG: SignedDuration = SignedDuration::from_hours(4);
/// So long before the policy's hours begin the lists are read anew.
const BEFORE_OPENING: SignedDuration = SignedDuration::from_mins(15);
/// Somebody may go home: with a restart pending, look again after so long.
const STILL_THERE: SignedDuration = SignedDuration::from_mins(5);
/// A PC that was just switched on, or has just joined, has other things to do; and a manager who is there may
/// order something himself.
const FIRST_MINUTES: SignedDuration = SignedDuration::from_mins(10);
/// Without anything to wait for, look again after so long.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);

/// Everything the decision depends on.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The standing order.
    pub policy: &'a Policy,
    /// What it cannot override.
    pub floor: &'a Floor,
    /// This PC.
    pub pc: PcId,
    /// Its clock.
    pub now: Timestamp,
    /// Since when it can do something by itself.
    pub since: Timestamp,
    /// Its time zone.
    pub zone: &'a TimeZone,
    /// What its package manager offers.
    pub scan: &'a Scan,
    /// What was tried.
    pub history: &'a History,
    /// Whether a person is signed in.
    pub is_somebody_there: bool,
    /// The hours that its own system spares from restarts.
    pub active_hours: Option<&'a Hours>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This, now.
    Do(Step),
    /// Nothing before this moment, unless something else changes.
    Wait(Timestamp),
}

/// What this PC does next. Repairs first, for nothing else works before; restarts last, so that one is enough.
pub fn next(view: View<'_>) -> Next {
    let mut wake = Wake(after(view.now, LONGEST));
    // A clock that was set back makes nothing wait for longer than that.
    if view.since <= view.now && !wake.is_time(view.now, after(view.since, FIRST_MINUTES)) {
        return Next::Wait(wake.0);
    }
    let steps = [View::repair, View::release, View::refresh, View::download, View::install, View::restart];
    match steps.iter().find_map(|step| step(&view, &mut wake)) {
        Some(step) => Next::Do(step),
        None => Next::Wait(wake.0),
    }
}

/// The first moment at which there may be something to do.
struct Wake(Timestamp);

impl Wake {
    /// Whether it is time; if not, that moment is waited for.
    fn is_time(&mut self, now: Timestamp, at: Timestamp) -> bool {
        if at > now {
            self.0 = self.0.min(at);
        }
        at <= now
    }
}

impl View<'_> {
    fn repair(&self, wake: &mut Wake) -> Option<Step> {
        (is_cut_off(self.scan) && self.may_try(&self.history.repair, wake)).then_some(Step::Repair {})
    }

    /// What the PC went back to for a time that is over: the newer version is offered again, and goes in as any other.
    fn release(&self, wake: &mut Wake) -> Option<Step> {
        let mut is_due = |kept: &&Kept| match kept.back.and_then(|back| back.until) {
            Some(until) if wake.is_time(self.now, after(until, SignedDuration::from_secs(1))) => {
                self.history.releases.get(&kept.id).is_none_or(|tries| self.may_try(tries, wake))
            }
            _ => false,
        };
        let ids: Vec<_> =
            self.scan.kept.iter().filter(|kept| is_due(kept)).map(|kept| kept.id.clone()).collect();
        let ids: Vec<_> = ids.into_iter().take(limits::STEP_IDS).collect();
        (!ids.is_empty()).then_some(Step::Release { ids })
    }

    fn refresh(&self, wake: &mut Wake) -> Option<Step> {
        self.scan.counting().next()?;
        // The lists are as old as the oldest: one that was never read counts for all.
        let known = |at: &Timestamp| *at <= self.now;
        let by_anybody = self.scan.counting().map(|source| source.refreshed_at.filter(known)).min().flatten();
        let last = self.history.refreshed.max(by_anybody);
        let due = last.map_or(Timestamp::MIN, |last| self.refresh_due(last));
        let retry = match self.history.refresh.again(self.zone) {
            Again::At(at) => at,
            Again::Person => self.history.refresh.on_a_later_day(self.zone),
        };
        let retry = after(retry, jitter(self.pc));
        wake.is_time(self.now, due.max(retry)).then_some(Step::Refresh {})
    }

    /// Once a day, and shortly before the policy's hours, so that they find what is offered then.
    fn refresh_due(&self, last: Timestamp) -> Timestamp {
        if self.at(self.now).is_open() {
            return after(last, OLD_WHEN_OPEN);
        }
        let before = |opening| after(opening, -BEFORE_OPENING);
        let opening = self.opening_from(self.now).map(before).filter(|at| *at > after(last, YOUNG));
        opening.map_or(after(last, OLD), |at| at.min(after(last, OLD)))
    }

    /// What will be installed by itself, and security updates also where somebody has to say yes first: their
    /// changelogs are known only then (rules.md 7).
    fn download(&self, wake: &mut Wake) -> Option<Step> {
        let moment = self.at(self.now);
        let is_wanted = |update: &&Update| {
            let is_the_pcs = update.id.person().is_none();
            let is_possible = is_the_pcs && update.is_outstanding() && update.blocked.is_none();
            is_possible && (update.class != Some(Class::Other) || moment.wants(update).is_ok())
        };
        let is_new = |update: &&Update| update.cves.is_none();
        let mut is_due = |update: &&Update| match self.history.downloads.get(&update.id) {
            Some(tries) if tries.is_done() => false,
            Some(tries) => self.may_try(tries, wake),
            None => true,
        };
        let updates = self.scan.updates.iter().filter(is_wanted).filter(is_new);
        let ids: Vec<_> =
            updates.filter(|u| is_due(u)).take(limits::STEP_IDS).map(|u| u.id.clone()).collect();
        (!ids.is_empty()).then_some(Step::Download { ids })
    }

    fn install(&self, wake: &mut Wake) -> Option<Step> {
        let moment = self.at(self.now);
        let wanted = self.scan.updates.iter().filter(|update| moment.wants(update).is_ok());
        let mut is_due = |update: &&Update| {
            let is_time = self.install_at(update).is_some_and(|at| wake.is_time(self.now, at));
            if is_time && self.is_somebody_there && moment.asks_first(update) {
                wake.is_time(self.now, after(self.now, STILL_THERE));
            }
            is_time && moment.may_disturb(update, self.is_somebody_there)
        };
        let ids: Vec<_> = wanted.filter(|u| is_due(u)).take(limits::STEP_IDS).map(|u| u.id.clone()).collect();
        let ids = self.without_parts(ids);
        (!ids.is_empty()).then_some(Step::Install { ids, agreed_removals: Vec::new() })
    }

    /// Without those of a source that takes all it offers or nothing, where one of them would stay.
    fn without_parts(&self, mut ids: Vec<UpdateId>) -> Vec<UpdateId> {
        for source in self.scan.sources.iter().filter(|source| source.whole) {
            let offered = self.scan.updates.iter().filter(|update| update.source == source.source);
            let is_part =
                offered.filter(|update| update.is_outstanding()).any(|update| !ids.contains(&update.id));
            ids.retain(|id| !is_part || id.source() != source.source);
        }
        ids
    }

    /// When an update goes in: in the policy's hours, or at any hour once it presses.
    fn install_at(&self, update: &Update) -> Option<Timestamp> {
        let from = match self.history.installs.get(&update.id).map(|tries| tries.again(self.zone)) {
            Some(Again::Person) => return None,
            Some(Again::At(at)) => self.now.max(at),
            None => self.now,
        };
        let moment = self.at(self.now);
        let unpaused = moment.paused_until().map_or(from, |until| from.max(until));
        let later = |at| after(at, jitter(self.pc));
        let pressing = moment.presses_at(update).map(|at| unpaused.max(later(at)));
        let forced = moment.forced_at(update).map(|at| from.max(later(at)));
        [self.opening_from(from), pressing, forced].into_iter().flatten().min()
    }

    fn restart(&self, wake: &mut Wake) -> Option<Step> {
        if self.scan.restart_pending != Some(true) {
            return None;
        }
        let Again::At(retry) = self.history.restart.again(self.zone) else { return None };
        let opening = self.opening_from(self.now.max(retry))?;
        if !wake.is_time(self.now, opening) {
            return None;
        }
        let may = self.at(self.now).may_restart(self.is_somebody_there);
        if !may {
            wake.is_time(self.now, after(self.now, STILL_THERE));
        }
        may.then_some(Step::Restart { off: false })
    }

    fn may_try(&self, tries: &Tries, wake: &mut Wake) -> bool {
        match tries.again(self.zone) {
            Again::At(at) => wake.is_time(self.now, after(at, jitter(self.pc))),
            Again::Person => false,
        }
    }

    /// The first moment from this one on that lies in the policy's hours, a little later than the PCs before us.
    fn opening_from(&self, from: Timestamp) -> Option<Timestamp> {
        let from = self.at(self.now).paused_until().map_or(from, |until| from.max(until));
        let jitter = jitter(self.pc);
        let is_open = |at: Timestamp| any_contains(&self.policy.windows, self.at(at).local);
        if is_open(from) && is_open(after(from, -jitter)) {
            return Some(from);
        }
        let local = self.at(from).local;
        let opening = match is_open(from) {
            true => local.date().at(local.hour(), 0, 0, 0), // it began within this minute
            false => next_within(&self.policy.windows, local)?,
        };
        Some(after(opening.to_zoned(self.zone.clone()).ok()?.timestamp(), jitter))
    }

    fn at(&self, now: Timestamp) -> Moment<'_> {
        let local = now.to_zoned(self.zone.clone()).datetime();
        let active_hours = self.active_hours;
        Moment { policy: self.policy, floor: self.floor, now, local, active_hours }
    }
}

fn after(time: Timestamp, wait: SignedDuration) -> Timestamp {
    time.checked_add(wait).unwrap_or(if wait.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod summer_time;
#[cfg(test)]
#[path = "decide/tests.rs"]
mod tests;
