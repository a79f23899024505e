//! What this PC did by itself, as far as it matters for what it does next.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, Outcome, Step, UpdateId,
    retry::{NOT_TAKING, TRIES, TRIES_NOT_TAKING, next_try, next_working_day},
    wire::Scan,
};
use serde::{Deserialize, Serialize};

use crate::queue::End;

/// How often something was tried, and how the last time ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    count: u8,
    last: Option<Timestamp>,
    cause: Option<Cause>,
}

/// When something is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Not before this moment.
    At(Timestamp),
    /// Not by itself: a person has to look.
    Person,
}

impl Tries {
    /// Notes one more.
    pub fn note(&mut self, end: &End, now: Timestamp) {
        self.count = self.count.saturating_add(1);
        self.last = Some(now);
        self.cause = end.cause.filter(|_| !is_good(end));
    }

    /// When it may be tried next.
    pub fn again(&self, zone: &TimeZone) -> Again {
        let Some(last) = self.last else { return Again::At(Timestamp::MIN) };
        let most = if self.is_not_taking() { TRIES_NOT_TAKING } else { TRIES };
        match self.count {
            count if count >= most && !self.will_pass() => Again::Person,
            count => Again::At(next_try(count, last, zone)),
        }
    }

    /// The next working day after the last time: what has to go on although a person must look.
    pub fn on_a_later_day(&self, zone: &TimeZone) -> Timestamp {
        self.last.map_or(Timestamp::MIN, |last| next_working_day(last, zone))
    }

    /// Whether the last time ended well.
    pub fn is_done(&self) -> bool {
        self.last.is_some() && self.cause.is_none()
    }

    fn is_not_taking(&self) -> bool {
        matches!(self.cause, None | Some(Cause::InstalledButNotVerified))
    }

    /// What is not the update's fault and may be gone tomorrow: it is tried once a working day for as long as
    /// it takes, or a PC that was without a network for two days would never be tried again.
    fn will_pass(&self) -> bool {
        matches!(
            self.cause,
            Some(
                Cause::BusyOtherUpdater
                    | Cause::NoNetwork
                    | Cause::Timeout
                    | Cause::ServerFault
                    | Cause::DiskFull
                    | Cause::DiskUnusable
                    | Cause::BootFull
                    | Cause::Battery
                    | Cause::Metered
                    | Cause::ClockWrong
                    | Cause::PolicyBlocked
                    | Cause::ServerRefused
                    | Cause::DailyLimit
                    | Cause::InUse
                    | Cause::OtherFailed
            )
        )
    }

    fn is_recent(&self, now: Timestamp) -> bool {
        self.last.is_some_and(|last| now.duration_since(last) <= NOT_TAKING)
    }
}

/// What was tried. A new version of an update is another update.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// When the lists were last read anew by us.
    pub refreshed: Option<Timestamp>,
    /// Reading them that did not work since.
    pub refresh: Tries,
    /// Repairs of what is cut off now.
    pub repair: Tries,
    /// Restarts for what is pending now.
    pub restart: Tries,
    /// Fetched updates.
    pub downloads: BTreeMap<UpdateId, Tries>,
    /// Installed updates.
    pub installs: BTreeMap<UpdateId, Tries>,
    /// Versions that the PC is to stay at no longer.
    pub releases: BTreeMap<UpdateId, Tries>,
}

impl History {
    /// Notes how a step ended; `updates` are the ends of those it was about.
    pub fn note(&mut self, step: &Step, end: &End, updates: &BTreeMap<UpdateId, End>, now: Timestamp) {
        match step {
            Step::Refresh {} if end.outcome == Outcome::Done => {
                (self.refreshed, self.refresh) = (Some(now), Tries::default());
            }
            Step::Refresh {} => self.refresh.note(end, now),
            Step::Repair {} => self.repair.note(end, now),
            Step::Restart { .. } => self.restart.note(end, now),
            Step::Download { ids } => note_each(&mut self.downloads, ids, end, updates, now),
            Step::Install { ids, .. } => note_each(&mut self.installs, ids, end, updates, now),
            Step::Release { ids } => note_each(&mut self.releases, ids, end, updates, now),
            Step::Undo { .. } | Step::Cancel { .. } => {}
        }
    }

    /// Forgets what is over: updates no longer offered, a repair that helped, a restart that was done.
    ///
    /// What seems to have happened later than now was noted by a clock that ran ahead; it happened by now.
    pub fn forget(&mut self, scan: &Scan, now: Timestamp) {
        self.correct(now);
        if !scan.is_complete() {
            return;
        }
        let is_offered = |id: &UpdateId| scan.updates.iter().any(|update| update.id == *id);
        self.downloads.retain(|id, _| is_offered(id));
        let is_back = |id: &UpdateId| scan.kept.iter().any(|kept| kept.id == *id && kept.back.is_some());
        self.releases.retain(|id, _| is_back(id));
        self.installs.retain(|id, tries| is_offered(id) || tries.is_recent(now));
        if !is_cut_off(scan) {
            self.repair = Tries::default();
        }
        if scan.restart_pending == Some(false) {
            self.restart = Tries::default();
        }
    }

    fn correct(&mut self, now: Timestamp) {
        let own = [&mut self.refresh, &mut self.repair, &mut self.restart].into_iter();
        let all = own.chain(self.downloads.values_mut()).chain(self.installs.values_mut());
        let all = all.chain(self.releases.values_mut());
        let moments = all.map(|tries| &mut tries.last).chain([&mut self.refreshed]);
        moments.for_each(|at| *at = at.map(|at| at.min(now)));
    }

    /// Whether a step left something that is not tried again by itself.
    pub fn is_left_to_a_person(&self, step: &Step, zone: &TimeZone) -> bool {
        let is_left = |tries: &Tries| !tries.is_done() && tries.again(zone) == Again::Person;
        let any = |all: &BTreeMap<UpdateId, Tries>, ids: &[UpdateId]| {
            ids.iter().any(|id| all.get(id).is_some_and(is_left))
        };
        match step {
            Step::Repair {} => is_left(&self.repair),
            Step::Restart { .. } => is_left(&self.restart),
            Step::Download { ids } => any(&self.downloads, ids),
            Step::Install { ids, .. } => any(&self.installs, ids),
            Step::Release { ids } => any(&self.releases, ids),
            Step::Refresh {} | Step::Undo { .. } | Step::Cancel { .. } => false,
        }
    }
}

/// Whether something was cut off, which is repaired by itself. A set-up step that failed fails again until a person has
/// mended what it failed of: it waits for a round.
pub(super) fn is_cut_off(scan: &Scan) -> bool {
    scan.sources.iter().any(|source| source.unfinished == Some(Cause::InterruptedBefore))
}

fn note_each(
    tries: &mut BTreeMap<UpdateId, Tries>,
    ids: &[UpdateId],
    step: &End,
    updates: &BTreeMap<UpdateId, End>,
    now: Timestamp,
) {
    for id in ids {
        tries.entry(id.clone()).or_default().note(updates.get(id).unwrap_or(step), now);
    }
}

fn is_good(end: &End) -> bool {
    matches!(end.outcome, Outcome::Done | Outcome::NeedsRestart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// The moments of all tries, for something that ends like this each time.
    fn tries(end: &End) -> (Vec<Timestamp>, bool) {
        let (mut tries, mut now, mut all) = (Tries::default(), at("2026-11-27T21:00:00Z"), Vec::new());
        for _ in 0..6 {
            tries.note(end, now);
            all.push(now);
            match tries.again(&TimeZone::UTC) {
                Again::At(next) => now = next,
                Again::Person => return (all, true),
            }
        }
        (all, false)
    }

    #[test]
    fn a_failure_is_tried_after_ten_minutes_an_hour_and_a_working_day_then_a_person_is_told() {
        let friday_then_monday = [
            at("2026-11-27T21:00:00Z"),
            at("2026-11-27T21:10:00Z"),
            at("2026-11-27T22:10:00Z"),
            at("2026-11-30T09:00:00Z"),
        ];
        let broken = End::failed(Cause::PackageScriptFailed);
        assert_eq!(tries(&broken), (friday_then_monday.to_vec(), true));
    }

    #[test]
    fn what_does_not_take_is_tried_twice() {
        for end in [End::DONE, End::failed(Cause::InstalledButNotVerified)] {
            let (all, is_left) = tries(&end);
            assert_eq!((all.len(), is_left), (2, true));
        }
    }

    #[test]
    fn what_will_pass_is_tried_each_working_day_for_as_long_as_it_takes() {
        let (all, is_left) = tries(&End::failed(Cause::NoNetwork));
        assert_eq!(
            (all[4], all[5], is_left),
            (at("2026-12-01T09:00:00Z"), at("2026-12-02T09:00:00Z"), false)
        );
    }
}
