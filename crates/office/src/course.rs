//! How far the updates of a PC have come that were tried there: their life, why they stand where they stand, and how
//! often they were tried.
//!
//! What was only offered has no course: it is in the PC's scan. An order that has not ended is told by its events; its
//! end, and every look at the PC afterwards, move the course on.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, Life, Outcome, Update, UpdateId,
    life::On,
    retry::{NOT_TAKING, TRIES, TRIES_NOT_TAKING, next_try},
    wire::Scan,
};
use serde::{Deserialize, Serialize};

use crate::{
    results::{StepResult, answers_or_is_forgotten},
    round::UPDATE_LIFE_HOURS,
};

/// So long a PC remembers an order at most.
const ORDER: SignedDuration = SignedDuration::from_hours(UPDATE_LIFE_HOURS);
/// Courses of one PC that are kept; the oldest go first.
const KEPT: usize = 1_000;

/// One update that was tried on a PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Where it is.
    pub life: Life,
    /// Since when, by the manager's clock.
    pub since: Timestamp,
    /// Why it is not in place.
    pub cause: Option<Cause>,
    /// The tool's own last words.
    pub details: Option<String>,
    /// How often it was tried and is not in place.
    pub tries: u8,
    /// Whether it was ordered by a person, who is waiting for it.
    ordered: bool,
    /// Whether it goes in alone, after a yes of its own: once its order has ended nothing and nobody tries it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    alone: bool,
    /// Whether it is in use only after a restart.
    wants_restart: bool,
    /// When the PC told of its last end, by the PC's clock: the same end told again changes nothing.
    told: Option<Timestamp>,
}

/// The courses of one PC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Courses(BTreeMap<UpdateId, Course>);

/// Who had an update put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A person's order.
    Order,
    /// The PC, as the policy calls for it; when it told so, by its clock.
    Itself(Timestamp),
}

impl Course {
    fn new(id: &UpdateId, now: Timestamp) -> Self {
        Self {
            life: Life::Offered,
            since: now,
            cause: None,
            details: None,
            tries: 0,
            ordered: false,
            alone: id.is_firmware(),
            wants_restart: false,
            told: None,
        }
    }

    /// Whether a person has to look: it will not go in by itself.
    pub fn needs_person(&self) -> bool {
        match self.life {
            Life::Failed | Life::NotTaking if self.alone => true,
            Life::Failed => self.tries >= TRIES || (self.ordered && !self.passes()),
            Life::NotTaking => self.tries >= TRIES_NOT_TAKING,
            _ => false,
        }
    }

    /// When it is tried again: by its PC, as far as the office can tell (in the PC's hours, if that is later), or, where a
    /// person ordered it and it did not work for a cause that passes, by this office. Nothing where a person has to look.
    pub fn next_try(&self, zone: &TimeZone) -> Option<Timestamp> {
        let retries = matches!(self.life, Life::Failed | Life::NotTaking) && !self.ordered;
        (!self.needs_person() && (retries || self.passes())).then(|| next_try(self.tries, self.since, zone))
    }

    /// When this office orders it once more.
    pub(crate) fn next_order(&self, zone: &TimeZone) -> Option<Timestamp> {
        self.next_try(zone).filter(|_| self.ordered)
    }

    /// Whether a person ordered it, and nobody has to look at it.
    pub(crate) fn is_ordered(&self) -> bool {
        self.ordered && !self.needs_person()
    }

    /// Whether it goes in once the person has signed in whose own program it is.
    pub fn waits_for_person(&self) -> bool {
        self.life == Life::WaitsForTime && self.cause == Some(Cause::PersonAway)
    }

    /// Whether it stands where it stands for what passes, and not only for somebody.
    fn passes(&self) -> bool {
        let stands = matches!(self.life, Life::WaitsForTurn | Life::WaitsForNetwork | Life::Failed);
        stands && !self.alone && self.cause.is_some_and(Cause::passes)
    }

    fn ended(&mut self, end: &StepResult, by: By, now: Timestamp) {
        let mut on = match end.outcome {
            Outcome::Done | Outcome::NeedsRestart => On::SaysInPlace,
            _ => On::ended_for(end.cause.unwrap_or(Cause::Unexpected)),
        };
        if self.alone && keeps(on) {
            on = On::Fails;
        }
        let passes = on != On::SaysInPlace && !self.alone && end.cause.is_some_and(Cause::passes);
        self.tries = match on {
            On::SaysInPlace if self.life != Life::NotTaking => 1,
            // Somebody looked, and ordered it anew.
            On::Fails if by == By::Order && self.needs_person() => 1,
            _ if passes && by == By::Order && self.needs_person() => 1,
            On::SaysInPlace | On::Fails => self.tries.saturating_add(1),
            _ if passes => self.tries.saturating_add(1),
            _ => self.tries,
        };
        if passes && self.tries >= TRIES {
            on = On::Fails;
        }
        self.ordered = by == By::Order;
        self.wants_restart = end.outcome == Outcome::NeedsRestart;
        (self.cause, self.details) = (end.cause.filter(|_| on != On::SaysInPlace), end.details.clone());
        self.step(on, now);
        self.since = now;
    }

    fn looked(&mut self, offered: Option<&Update>, scan: &Scan, now: Timestamp) {
        let lately = now.duration_since(self.since) <= NOT_TAKING;
        let on = match offered {
            Some(update) if update.held.is_some() => On::LookFindsHeld,
            // Its PC has given up waiting for the person.
            Some(_) if self.waits_for_person() && now.duration_since(self.since) > ORDER => On::TakenBack,
            // What was kept back, or gone back from, and is offered again, was let go: that it "does not take" is not so.
            Some(_) if lately && self.life != Life::Held => On::LookFindsOfferedAgain,
            Some(_) => On::LookFindsOffered,
            None if self.wants_restart && scan.restart_pending != Some(false) => On::LookFindsRestartPending,
            None => On::LookFindsGone,
        };
        self.step(on, now);
    }

    fn step(&mut self, on: On, now: Timestamp) {
        let next = self.life.after(on);
        if next == self.life {
            return;
        }
        match (self.life, next) {
            (Life::Installed, Life::Failed) => self.cause = Some(Cause::InstalledButNotVerified),
            (_, Life::Done | Life::NeedsRestart) => (self.cause, self.ordered) = (None, false),
            _ => {}
        }
        (self.life, self.since) = (next, now);
    }

    /// Whether it is still worth remembering: an end that is over says nothing about tomorrow.
    fn matters(&self, now: Timestamp) -> bool {
        match self.life {
            Life::Offered | Life::Withdrawn => false,
            Life::Done => now.duration_since(self.since) <= NOT_TAKING,
            _ => true,
        }
    }
}

/// Whether it waits after that, for something and for nobody.
fn keeps(on: On) -> bool {
    matches!(
        on,
        On::KeptForTurn | On::KeptForTime | On::KeptForProgram | On::KeptForPower | On::KeptForNetwork
    )
}

impl Courses {
    /// The course of one update, if it was tried.
    pub fn get(&self, id: &UpdateId) -> Option<&Course> {
        self.0.get(id)
    }

    /// Every course.
    pub fn iter(&self) -> impl Iterator<Item = (&UpdateId, &Course)> {
        self.0.iter()
    }

    /// Whether nothing was tried.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in how an update ended, by the word of its PC.
    pub fn ended(&mut self, end: &StepResult, by: By, now: Timestamp) {
        let Some(id) = &end.id else { return };
        let course = self.0.entry(id.clone()).or_insert_with(|| Course::new(id, now));
        if let By::Itself(told) = by {
            if course.told.is_some_and(|before| told <= before) {
                return;
            }
            course.told = Some(told);
        }
        course.ended(end, by, now);
        self.tidy(now);
    }

    /// Takes in a look at the PC that was made after everything that ended there. What a source did not answer for stays
    /// as it is.
    pub fn looked(&mut self, scan: &Scan, now: Timestamp) {
        for (id, course) in &mut self.0 {
            if answers_or_is_forgotten(scan, id) {
                course.looked(scan.updates.iter().find(|update| update.id == *id), scan, now);
            }
        }
        self.tidy(now);
    }

    fn tidy(&mut self, now: Timestamp) {
        self.0.retain(|_, course| course.matters(now));
        while self.0.len() > KEPT {
            let oldest = self.0.iter().min_by_key(|(_, course)| course.since).map(|(id, _)| id.clone());
            oldest.and_then(|id| self.0.remove(&id));
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::wire::PersonScan;

    use super::*;
    use crate::samples;

    const ID: &str = "apt:a@2";

    fn end(outcome: Outcome, cause: Option<Cause>) -> StepResult {
        StepResult::new(Some(ID.parse().unwrap()), outcome, cause)
    }

    fn done() -> StepResult {
        end(Outcome::Done, None)
    }

    fn failed() -> StepResult {
        end(Outcome::Failed, Some(Cause::PackageScriptFailed))
    }

    fn life(courses: &Courses) -> Option<Life> {
        courses.get(&ID.parse().unwrap()).map(|course| course.life)
    }

    fn needs_person(courses: &Courses) -> bool {
        courses.get(&ID.parse().unwrap()).is_some_and(Course::needs_person)
    }

    fn offered() -> Scan {
        samples::scan(&[samples::update(ID)])
    }

    fn gone() -> Scan {
        samples::scan(&[])
    }

    #[test]
    fn what_a_pc_calls_done_is_done_once_a_look_no_longer_finds_it_offered() {
        let (mut courses, now) = (Courses::default(), samples::now());
        courses.ended(&done(), By::Order, now);
        assert_eq!(life(&courses), Some(Life::Installed));
        let mut silent = gone();
        silent.sources[0].cause = Some(Cause::Timeout);
        courses.looked(&silent, now);
        assert_eq!(life(&courses), Some(Life::Installed), "its source did not answer");
        courses.looked(&gone(), now);
        assert_eq!(life(&courses), Some(Life::Done));
        courses.looked(&gone(), now + 25.hours());
        assert_eq!(life(&courses), None, "that is over");
    }

    #[test]
    fn an_update_that_waits_for_a_restart_is_not_done_before_it() {
        let (mut courses, now) = (Courses::default(), samples::now());
        courses.ended(&end(Outcome::NeedsRestart, None), By::Order, now);
        courses.looked(&Scan { restart_pending: Some(true), ..gone() }, now);
        assert_eq!(life(&courses), Some(Life::NeedsRestart));
        courses.looked(&Scan { restart_pending: None, ..gone() }, now);
        assert_eq!(life(&courses), Some(Life::NeedsRestart), "nobody knows");
        courses.looked(&gone(), now);
        assert_eq!(life(&courses), Some(Life::Done));
    }

    #[test]
    fn an_update_that_comes_back_within_a_day_does_not_stay_and_the_second_time_a_person_is_needed() {
        let (mut courses, now) = (Courses::default(), samples::now());
        courses.ended(&done(), By::Order, now);
        courses.looked(&gone(), now);
        courses.looked(&offered(), now + 23.hours());
        assert_eq!((life(&courses), needs_person(&courses)), (Some(Life::NotTaking), false));
        let again = now + 23.hours();
        courses.ended(&done(), By::Itself(again), again);
        courses.looked(&gone(), again);
        courses.looked(&offered(), again + 1.hours());
        assert_eq!((life(&courses), needs_person(&courses)), (Some(Life::NotTaking), true));
    }

    #[test]
    fn what_was_done_and_is_offered_again_and_held_is_held_and_not_done() {
        let held = Some(patchround_protocol::update::Held { by: None, why: None, until: None });
        let kept_back = samples::scan(&[Update { held, ..samples::update(ID) }]);
        let (mut courses, now) = (Courses::default(), samples::now());
        courses.ended(&done(), By::Order, now);
        let mut unseen = courses.clone();
        unseen.looked(&kept_back, now);
        assert_eq!(life(&unseen), Some(Life::Failed), "the PC said that it is in place, and it is not");
        courses.looked(&gone(), now);
        courses.looked(&kept_back, now + 1.hours());
        assert_eq!(life(&courses), Some(Life::Held));
        courses.looked(&offered(), now + 2.hours());
        assert_eq!(life(&courses), None, "it is simply offered once it is let go");
    }

    #[test]
    fn an_update_that_is_offered_again_later_than_a_day_is_simply_offered() {
        let (mut courses, now) = (Courses::default(), samples::now());
        courses.ended(&done(), By::Order, now);
        courses.looked(&gone(), now);
        courses.looked(&offered(), now + 25.hours());
        assert_eq!(life(&courses), None);
    }

    #[test]
    fn what_a_person_ordered_and_failed_needs_that_person_until_it_is_in_or_gone() {
        let (mut courses, now) = (Courses::default(), samples::now());
        courses.ended(&failed(), By::Order, now);
        courses.looked(&offered(), now);
        assert_eq!((life(&courses), needs_person(&courses)), (Some(Life::Failed), true));
        let mut withdrawn = courses.clone();
        withdrawn.looked(&gone(), now);
        assert_eq!(life(&withdrawn), None);
        courses.ended(&done(), By::Order, now);
        courses.looked(&gone(), now);
        assert_eq!((life(&courses), needs_person(&courses)), (Some(Life::Done), false));
    }

    #[test]
    fn what_a_pc_tries_by_itself_needs_a_person_after_four_tries_however_often_they_are_told() {
        let (mut courses, now) = (Courses::default(), samples::now());
        for hour in 0..4 {
            assert!(!needs_person(&courses));
            for _told_again in 0..3 {
                courses.ended(&failed(), By::Itself(now + hour.hours()), now + hour.hours());
            }
        }
        assert!(needs_person(&courses));
    }

    #[test]
    fn what_passes_by_itself_waits_and_needs_nobody() {
        for (cause, waits) in [
            (Cause::NoNetwork, Life::WaitsForNetwork),
            (Cause::Battery, Life::WaitsForPower),
            (Cause::AppRunning, Life::WaitsForProgram),
            (Cause::BusyOtherUpdater, Life::WaitsForTurn),
        ] {
            let mut courses = Courses::default();
            courses.ended(&end(Outcome::Failed, Some(cause)), By::Order, samples::now());
            courses.looked(&offered(), samples::now());
            assert_eq!((life(&courses), needs_person(&courses)), (Some(waits), false), "{cause:?}");
        }
    }

    #[test]
    fn a_pc_that_tells_of_updates_without_end_fills_nothing() {
        let mut courses = Courses::default();
        for n in 0..3 * KEPT {
            let id = format!("apt:a{n}@2").parse().unwrap();
            let end = StepResult::new(Some(id), Outcome::Failed, Some(Cause::Unexpected));
            let at = samples::now() + i64::try_from(n).unwrap().seconds();
            courses.ended(&end, By::Itself(at), at);
        }
        assert_eq!(courses.0.len(), KEPT);
        assert!(courses.get(&"apt:a0@2".parse().unwrap()).is_none(), "the oldest go first");
    }

    #[test]
    fn firmware_that_did_not_go_in_needs_a_person_whatever_it_was_for() {
        let id: UpdateId = "fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4".parse().unwrap();
        let look = |updates: &[Update]| {
            let mut scan = samples::scan(updates);
            scan.sources[0].source = id.source().to_owned();
            scan
        };
        let firmware = look(&[samples::update(id.as_str())]);
        for cause in [Cause::NoNetwork, Cause::Timeout, Cause::BusyOtherUpdater, Cause::Battery, Cause::InUse]
        {
            let mut courses = Courses::default();
            let end = StepResult::new(Some(id.clone()), Outcome::Failed, Some(cause));
            for _ in 0..5 {
                courses.ended(&end, By::Order, samples::now());
                courses.looked(&firmware, samples::now());
                let course = courses.get(&id).unwrap();
                assert_eq!((course.life, course.cause), (Life::Failed, Some(cause)));
                assert!(course.needs_person() && course.next_try(&TimeZone::UTC).is_none(), "{cause:?}");
            }
            let done = StepResult::new(Some(id.clone()), Outcome::Done, None);
            courses.ended(&done, By::Order, samples::now());
            assert!(!courses.get(&id).unwrap().needs_person());
            courses.looked(&look(&[]), samples::now());
            courses.looked(&firmware, samples::now());
            let course = courses.get(&id).unwrap();
            assert_eq!((course.life, course.needs_person()), (Life::NotTaking, true));
        }
    }

    #[test]
    fn what_waits_for_its_person_is_told_by_what_their_own_source_says_and_for_a_week_at_most() {
        let (own, now) = (samples::own("1000"), samples::now());
        let away = StepResult::new(Some(own.id.clone()), Outcome::Waiting, Some(Cause::PersonAway));
        let look = |updates: &[Update], cause| {
            let person = PersonScan { cause, ..samples::person_scan("1000", "ana") };
            Scan { people: vec![person], ..samples::scan(updates) }
        };
        let mut courses = Courses::default();
        courses.ended(&away, By::Order, now);
        let waits = |courses: &Courses| courses.get(&own.id).is_some_and(Course::waits_for_person);
        for (scan, at) in [
            (look(std::slice::from_ref(&own), None), now + 20.hours()),
            (look(&[], Some(Cause::Timeout)), now + 30.hours()),
        ] {
            courses.looked(&scan, at);
            assert!(waits(&courses), "{scan:?}");
            let course = courses.get(&own.id).unwrap();
            assert!(!course.needs_person() && course.next_try(&TimeZone::UTC).is_none());
        }
        let mut forgotten = courses.clone();
        let of_another = vec![samples::person_scan("1001", "bo")];
        forgotten.looked(&Scan { people: of_another, ..samples::scan(&[]) }, now + 40.hours());
        assert!(forgotten.is_empty(), "nobody tells of that source any more: there is nothing to wait for");
        let mut over = courses.clone();
        over.looked(&look(std::slice::from_ref(&own), None), now + (24 * 7 + 1).hours());
        assert!(over.is_empty(), "its PC has forgotten the order: it is only offered");
        courses.looked(&look(&[], None), now + 41.hours());
        assert!(courses.is_empty(), "their source no longer offers it");
    }
}
