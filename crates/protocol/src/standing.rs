//! What an office's standing policy lets a PC do by itself: the one decision that both halves of its helper
//! make, each from what it has asked itself.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use crate::{
    cause::Cause,
    charter::{Charter, Floor, Role},
    exception::Exception,
    hours::{Hours, Weekday, any_contains},
    ids::{PublicKey, UpdateId},
    job::Step,
    policy::{Policy, Restart, What},
    rule::{Fix, Rules, recommended},
    sign::Envelope,
    update::{Class, Held, Update},
    wire::Refusal,
};

const HOURS_OF_A_WEEK: i64 = 7 * 24;

/// What both halves know at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The office's policy.
    pub policy: &'a Policy,
    /// What the policy cannot override.
    pub floor: &'a Floor,
    /// The PC's clock.
    pub now: Timestamp,
    /// The same moment in the PC's local time.
    pub local: DateTime,
    /// The hours that its own system spares from restarts.
    pub active_hours: Option<&'a Hours>,
}

impl Moment<'_> {
    /// Whether a step is one that the policy calls for now. `offered` is what the package manager offers,
    /// `is_somebody_there` whether a person is signed in.
    ///
    /// Reading, fetching and repairing disturb nobody and need no window. Nor does an update that
    /// [is pressing](Self::is_pressing): a PC that is off in every window would never get it.
    ///
    /// # Errors
    /// [`Refusal::OutsidePolicy`] when it is not.
    pub fn allows(&self, step: &Step, offered: &[Update], is_somebody_there: bool) -> Result<(), Refusal> {
        let goes_in = |id: &UpdateId| {
            offered.iter().any(|one| one.id == *id && self.may_disturb(one, is_somebody_there))
        };
        let is_allowed = match step {
            step if step.is_about_firmware() => false,
            Step::Refresh {} | Step::Repair {} => true,
            Step::Download { ids } => ids.iter().all(|id| offered.iter().any(|update| update.id == *id)),
            Step::Install { ids, agreed_removals } => agreed_removals.is_empty() && ids.iter().all(goes_in),
            Step::Restart { off } => !off && self.may_restart(is_somebody_there),
            Step::Undo { .. } | Step::Release { .. } | Step::Cancel { .. } => false,
        };
        if is_allowed { Ok(()) } else { Err(Refusal::OutsidePolicy) }
    }

    /// Whether an update may be installed now.
    pub fn may_install(&self, update: &Update) -> bool {
        let is_time =
            self.is_open() || (!self.is_paused() && self.is_pressing(update)) || self.is_forced(update);
        is_time && self.wants(update).is_ok()
    }

    /// As [`Self::may_install`]. What changes how people work goes in by itself only after its last day, and then only
    /// while nobody is there: after a sign-out, not under somebody's hands (rules.md 5, "after the last day").
    pub fn may_disturb(&self, update: &Update, is_somebody_there: bool) -> bool {
        self.may_install(update) && !(is_somebody_there && self.asks_first(update))
    }

    /// Whether people are asked about an update before it goes in, as long as there is time for that.
    pub fn asks_first(&self, update: &Update) -> bool {
        let is_big = update.substantial.as_ref().is_some_and(|found| !found.why.is_empty());
        is_big || self.policy.ask_first.contains(&update.package)
    }

    /// Whether no wish to be asked, nor any objection, counts any more: it is known to be about security, and the floor
    /// puts it in by now. A severity that nobody knows starts the clock and overrules nobody (rules.md 4).
    fn overrules(&self, update: &Update) -> bool {
        matches!(update.class, Some(Class::Urgent | Class::Security)) && self.is_forced(update)
    }

    /// Whether the floor puts a security update in by now, whatever an operator keeps back: no pause and no hold counts
    /// any more.
    fn is_forced(&self, update: &Update) -> bool {
        self.forced_at(update).is_some_and(|at| self.now >= at)
    }

    /// From when the floor puts an update in; `None` for what is no security update, and where nobody said when
    /// it came out: then holds and the pause end with the policy's own age.
    pub fn forced_at(&self, update: &Update) -> Option<Timestamp> {
        let released = update.released.as_ref().filter(|_| update.class != Some(Class::Other))?.date;
        let days = SignedDuration::from_hours(24 * i64::from(self.floor.security_after_days));
        released.checked_add(days).ok()
    }

    /// Whether it is one of the policy's hours, and the office has not paused.
    pub fn is_open(&self) -> bool {
        !self.is_paused() && any_contains(&self.policy.windows, self.local)
    }

    /// Whether half of the time to an update's last good day has gone without an hour of the policy in which
    /// this PC could install it. Then it goes in at any hour; a restart still waits.
    ///
    /// Never where nobody knows when it came out.
    pub fn is_pressing(&self, update: &Update) -> bool {
        self.presses_at(update).is_some_and(|at| self.now >= at)
    }

    /// When an update begins to press; `None` where nobody knows when it came out: its package was not fetched and
    /// read yet. In a policy without hours nothing but security updates does.
    pub fn presses_at(&self, update: &Update) -> Option<Timestamp> {
        if update.class == Some(Class::Other) && !self.policy.has_hours() {
            return None;
        }
        let released = update.released.as_ref()?.date;
        let hours = SignedDuration::from_hours(i64::from(self.days_until_due(update)) * 24 / 2);
        released.checked_add(hours).ok()
    }

    /// Days from an update's release to its last good day: those that we recommend, or fewer where the floor or the rules of
    /// the office say so.
    fn days_until_due(&self, update: &Update) -> u16 {
        let fix = Fix::of(update, None, self.policy.exposed.contains(&update.pc));
        let floor = if fix.class() == Some(Class::Other) { u16::MAX } else { self.floor.security_after_days };
        recommended(fix.class()).min(floor).min(self.days_of_the_rules(update, &fix).unwrap_or(u16::MAX))
    }

    /// None where the office chose no rules: then they are ours.
    fn days_of_the_rules(&self, update: &Update, fix: &Fix) -> Option<u16> {
        if self.policy.rules == Rules::default() {
            return None;
        }
        let released = TimeZone::UTC.to_datetime(update.released.as_ref()?.date).date();
        let (last, _) = self.policy.rules.last_day(fix, released)?;
        last.since(released).ok()?.get_days().try_into().ok()
    }

    fn is_paused(&self) -> bool {
        self.paused_until().is_some_and(|until| self.now < until)
    }

    /// Until when the office has paused; a floor that was raised since cuts it short.
    pub fn paused_until(&self) -> Option<Timestamp> {
        self.policy.paused_until.map(|until| until.min(self.policy.latest(self.floor)))
    }

    /// Whether the PC may be restarted now, without anybody having ordered it.
    pub fn may_restart(&self, is_somebody_there: bool) -> bool {
        let is_active = self.active_hours.is_some_and(|hours| hours.contains(self.local));
        let is_protected = is_active || any_contains(&self.floor.protected_hours, self.local);
        self.policy.restart == Restart::NobodyThere && self.is_open() && !is_protected && !is_somebody_there
    }

    /// Whether the policy installs an update by itself, once it is open.
    ///
    /// A severity that is not known counts as security (rules.md 4).
    ///
    /// # Errors
    /// Why it does not.
    pub fn wants(&self, update: &Update) -> Result<(), Cause> {
        let is_security = update.class != Some(Class::Other);
        let waits_for_people = self.asks_first(update) && !self.overrules(update);
        match update {
            update if update.id.is_firmware() => Err(Cause::GoesAlone),
            update if update.id.person().is_some() => Err(Cause::PersonAway),
            Update { phased: true, .. } => Err(Cause::Phased),
            Update { held: Some(_), .. } => Err(Cause::Held),
            Update { blocked: Some(cause), .. } => Err(*cause),
            update if !update.needs.removes.is_empty() => Err(Cause::WouldRemove),
            _ if self.held(update).is_some() => Err(Cause::Held),
            _ if waits_for_people => Err(Cause::PolicyBlocked),
            _ if !is_security && self.policy.what == What::Security => Err(Cause::PolicyBlocked),
            _ => Ok(()),
        }
    }

    /// Who in the office keeps an update back, why and until when: a security update at most as long as the floor
    /// says, and not at all once [the floor puts it in](Self::forced_at), unless the owner agreed to that.
    pub fn held(&self, update: &Update) -> Option<Held> {
        let agreed: Vec<Exception> = self.policy.exceptions(self.now).collect();
        self.held_knowing(update, &agreed)
    }

    /// As [`Self::held`], for who asks about many updates and has the policy's exceptions open: that takes a signature's
    /// check each.
    pub fn held_knowing(&self, update: &Update, agreed: &[Exception]) -> Option<Held> {
        let of_this = |one: &&Exception| one.covers(update.pc, &update.package, self.now);
        let held = |one: &Exception| {
            let (by, why) = (Some(one.by.clone()), Some(one.why.clone()));
            Held { by, why, until: Some(one.until) }
        };
        agreed.iter().find(of_this).map(held).or_else(|| self.held_by_operator(update))
    }

    fn held_by_operator(&self, update: &Update) -> Option<Held> {
        let is_security = update.class != Some(Class::Other);
        let last =
            |until: Timestamp| if is_security { until.min(self.policy.latest(self.floor)) } else { until };
        let mut holds = self.policy.holds.iter().filter(|hold| hold.package == update.package);
        let hold = holds.find(|hold| self.now <= last(hold.until)).filter(|_| !self.is_forced(update))?;
        let (by, why) = (Some(hold.by.clone()), Some(hold.why.clone()));
        Some(Held { by, why, until: Some(last(hold.until)) })
    }
}

impl Policy {
    /// Reads a policy that may replace `ours` in an office: signed by an operator or owner, newer, and within
    /// the floor.
    ///
    /// # Errors
    /// Why it may not; [`Refusal::BelowFloor`] when it would keep security updates back for longer than the
    /// charter allows.
    pub fn accept(
        envelope: &Envelope,
        charter: &Charter,
        ours: Option<&Self>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let may_sign =
            |key: &PublicKey| [Role::Own, Role::Operate].iter().any(|role| charter.may(key, *role, now));
        let policy: Self = envelope.open(may_sign)?;
        if policy.office != charter.office {
            return Err(Refusal::OtherOffice);
        }
        if ours.is_some_and(|ours| policy.version <= ours.version) {
            return Err(Refusal::Outdated);
        }
        if !policy.exceptions.iter().all(|signed| Exception::accept(signed, charter, now).is_ok()) {
            return Err(Refusal::NotAllowed);
        }
        if policy.keeps(&charter.floor) { Ok(policy) } else { Err(Refusal::BelowFloor) }
    }

    /// Whether there is an hour in which updates go in by themselves. Hours on no day are none.
    pub fn has_hours(&self) -> bool {
        longest_gap(&self.windows).is_some()
    }

    /// Whether what it says can happen at all inside a floor. A PC would obey it, and never do its part.
    ///
    /// # Errors
    /// What can never happen.
    pub fn can_be_met(&self, floor: &Floor) -> Result<(), NeverMet> {
        if !self.keeps(floor) {
            return Err(NeverMet::Installs);
        }
        let monday: DateTime = jiff::civil::date(2024, 1, 1).at(0, 0, 0, 0);
        let restarts = |hour: &i64| {
            let local = monday.saturating_add(SignedDuration::from_hours(*hour));
            any_contains(&self.windows, local) && !any_contains(&floor.protected_hours, local)
        };
        let wants = self.restart == Restart::NobodyThere && self.has_hours();
        if wants && !(0..HOURS_OF_A_WEEK).any(|hour| restarts(&hour)) {
            return Err(NeverMet::Restarts);
        }
        Ok(())
    }

    /// Whether it keeps the floor: updates can go in often enough, and are not paused for longer. One without hours
    /// keeps it: what presses goes in at any hour.
    fn keeps(&self, floor: &Floor) -> bool {
        let is_paused_too_long = self.paused_until.is_some_and(|until| until > self.latest(floor));
        !is_paused_too_long && longest_gap(&self.windows).is_none_or(|days| days <= floor.security_after_days)
    }

    /// The last moment at which this policy may keep a security update back.
    fn latest(&self, floor: &Floor) -> Timestamp {
        let days = SignedDuration::from_hours(24 * i64::from(floor.security_after_days));
        self.issued.checked_add(days).unwrap_or(Timestamp::MAX)
    }
}

/// What a policy calls for and its floor never allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeverMet {
    /// Security updates would wait for longer than the floor lets them.
    Installs,
    /// Every hour in which updates go in is one in which no PC is restarted.
    Restarts,
}

/// Days from one opening to the next, at most; `None` when there is none.
fn longest_gap(windows: &[Hours]) -> Option<u16> {
    let opens = |day: &Weekday| windows.iter().any(|hours| hours.days.contains(day));
    let days: Vec<u16> =
        (0..).zip(Weekday::ALL.iter()).filter(|(_, day)| opens(day)).map(|(n, _)| n).collect();
    let next = days.iter().skip(1).copied().chain(days.first().map(|first| first + 7));
    days.iter().zip(next).map(|(day, next)| next - day).max()
}

#[cfg(test)]
#[path = "standing/tests.rs"]
mod tests;
