//! What state a PC is in, and the office: pure functions of what was heard.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Cause, PcState, Update, UpdateId,
    wire::{Scan, SourceScan},
};

use crate::{course::Course, plan::parts, store::pcs::StoredPc};

/// A PC that answered within this time counts as heard when only the store is read.
pub const HEARD_LATELY: SignedDuration = SignedDuration::from_mins(10);
/// A PC that is silent for longer needs somebody to look after it (rules.md 4).
pub const SILENT_LONG: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Package lists older than this say nothing about today (ux.md 1.3, line 5).
pub const LISTS_FRESH: SignedDuration = SignedDuration::from_hours(24);

/// A PC as it is seen at one moment.
#[derive(Debug, Clone)]
pub struct PcView {
    /// What is known of it.
    pub pc: StoredPc,
    /// Whether it answered now, or lately if only the store was read.
    pub heard: bool,
    /// Whether a job is running there.
    pub working: bool,
}

impl PcView {
    /// The view that the store alone gives.
    pub fn from_store(pc: StoredPc, working: bool, now: Timestamp) -> Self {
        let lately = |seen: Timestamp| now.duration_since(seen).abs() <= HEARD_LATELY;
        let heard = pc.last_trouble.is_none() && pc.last_seen.is_some_and(lately);
        Self { pc, heard, working }
    }

    /// Updates that count as missing, as far as we know.
    pub fn outstanding(&self) -> usize {
        self.pc.scan.as_ref().map_or(0, |s| s.outstanding().count())
    }

    /// The name of the account whose own program an update is for, where it is not for the whole PC.
    pub fn person_of(&self, id: &UpdateId) -> Option<&str> {
        self.pc.scan.as_ref()?.person_of(id)
    }

    /// Whether its package lists are so old, or so unknown, that an update may be missing from them.
    pub fn lists_are_old(&self, now: Timestamp) -> bool {
        if self.refresh_failed().is_some() {
            return true;
        }
        // The clocks of two computers differ, but a date far ahead says nothing about today.
        let fresh = |at: Timestamp| now.duration_since(at).abs() <= LISTS_FRESH;
        let source_is = |s: &SourceScan| s.refreshed_at.max(self.pc.refreshed).is_some_and(fresh);
        !self.pc.scan.as_ref().is_some_and(|scan| scan.counting().all(source_is))
    }

    /// Why it is not known what it offers now, each cause once.
    pub fn unread(&self) -> Vec<Cause> {
        let sources = self.pc.scan.iter().flat_map(Scan::counting).filter_map(|s| s.cause);
        let mut causes: Vec<Cause> = sources.chain(self.refresh_failed()).collect();
        causes.sort();
        causes.dedup();
        causes
    }

    /// Why reading its lists anew failed, unless every source was read since.
    fn refresh_failed(&self) -> Option<Cause> {
        let failed = self.pc.refresh_failed?;
        let since = |s: &SourceScan| s.refreshed_at.is_some_and(|at| at > failed.at);
        let read = self.pc.scan.as_ref().is_some_and(|scan| scan.counting().all(since));
        (!read).then_some(failed.cause)
    }

    /// Whether it has not answered for so long that somebody has to look after it.
    pub fn is_silent_long(&self, now: Timestamp) -> bool {
        !self.heard && self.pc.last_seen.is_none_or(|seen| now.duration_since(seen) > SILENT_LONG)
    }

    /// Whether a round would put something in there now, also where something else needs somebody.
    pub fn can_update(&self) -> bool {
        let scan = self.pc.scan.as_ref().filter(|_| self.heard && !self.working);
        scan.is_some_and(is_any_to_go)
    }

    /// What was tried there and will not go in by itself.
    pub fn stuck(&self) -> impl Iterator<Item = (&UpdateId, &Course)> {
        self.pc.courses.iter().filter(|(_, course)| course.needs_person())
    }

    /// Whether all is known of it but whether it needs a restart.
    pub fn only_restart_is_unknown(&self, now: Timestamp) -> bool {
        let is_read = |scan: &Scan| scan.is_complete() && scan.restart_pending.is_none();
        self.state(now) == PcState::Unknown
            && self.pc.scan.as_ref().is_some_and(is_read)
            && !self.lists_are_old(now)
    }

    /// The PC's state. Never green when it was not heard from, or when what it read is old.
    pub fn state(&self, now: Timestamp) -> PcState {
        match (&self.pc.last_trouble, &self.pc.scan) {
            (Some(trouble), _) if !trouble.may_pass() => PcState::NeedsPerson,
            _ if !self.heard && self.is_silent_long(now) => PcState::NeedsPerson,
            _ if !self.heard => PcState::NotSeen,
            _ if self.pc.concerns.iter().any(|concern| concern.needs_person()) => PcState::NeedsPerson,
            _ if self.working => PcState::Working,
            _ if self.stuck().next().is_some() => PcState::NeedsPerson,
            (_, None) => PcState::Unknown,
            (_, Some(scan)) => of_scan(scan, self.lists_are_old(now)),
        }
    }
}

/// Whether installing an update would remove something else: a person has to agree first.
pub fn would_remove(update: &Update) -> bool {
    !update.needs.removes.is_empty() || update.blocked == Some(Cause::WouldRemove)
}

fn goes(update: &Update) -> bool {
    update.blocked.is_none() && !would_remove(update)
}

/// Whether a round would put something in: of what goes in wholly or not at all, only where none of it stays.
fn is_any_to_go(scan: &Scan) -> bool {
    let parts = parts(scan, |update| update.held.is_none() && goes(update));
    scan.outstanding().any(|update| goes(update) && !parts.contains(&update.source))
}

fn of_scan(scan: &Scan, lists_are_old: bool) -> PcState {
    if is_any_to_go(scan) {
        return PcState::UpdatesAvailable;
    }
    let unfinished = scan.sources.iter().any(|s| s.unfinished.is_some());
    // Firmware is decided on by itself, also where the office keeps it back; and what somebody keeps back of their own is
    // theirs to decide.
    let is_others = |id: &UpdateId| id.is_firmware() || id.person().is_some();
    let is_held =
        scan.updates.iter().any(|update| update.held.is_some() && update.counts() && !is_others(&update.id));
    if unfinished || scan.outstanding().next().is_some() || is_held {
        return PcState::NeedsPerson;
    }
    if scan.restart_pending == Some(true) {
        return PcState::NeedsRestart;
    }
    let sure = scan.is_complete() && !lists_are_old && scan.restart_pending == Some(false);
    if sure { PcState::UpToDate } else { PcState::Unknown }
}

/// How many PCs are in each state: what the office's sentence is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// All PCs.
    pub all: usize,
    /// Up to date.
    pub up_to_date: usize,
    /// With updates ready.
    pub updates_available: usize,
    /// Being updated now.
    pub working: usize,
    /// Waiting for a restart.
    pub needs_restart: usize,
    /// Waiting for a person.
    pub needs_person: usize,
    /// Not reached.
    pub not_seen: usize,
    /// Not read lately enough to say.
    pub unknown: usize,
}

impl Count {
    /// Counts states.
    pub fn of(states: impl IntoIterator<Item = PcState>) -> Self {
        let mut count = Self::default();
        for state in states {
            count.all += 1;
            *match state {
                PcState::UpToDate => &mut count.up_to_date,
                PcState::UpdatesAvailable => &mut count.updates_available,
                PcState::Working => &mut count.working,
                PcState::NeedsRestart => &mut count.needs_restart,
                PcState::NeedsPerson => &mut count.needs_person,
                PcState::NotSeen => &mut count.not_seen,
                PcState::Unknown => &mut count.unknown,
            } += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{state::Outcome, update::Held, wire::Refusal};

    use super::*;
    use crate::{concern::Concern, samples, store::pcs::RefreshFailed, trouble::Trouble};

    fn view(scan: Scan) -> PcView {
        PcView { pc: samples::stored_pc("a", Some(scan)), heard: true, working: false }
    }

    fn state_of(updates: &[Update]) -> PcState {
        view(samples::scan(updates)).state(samples::now())
    }

    #[test]
    fn a_pc_that_did_not_answer_is_never_green() {
        let good = view(samples::scan(&[]));
        assert_eq!(good.state(samples::now()), PcState::UpToDate);
        assert_eq!(PcView { heard: false, ..good }.state(samples::now()), PcState::NotSeen);
    }

    #[test]
    fn a_pc_that_was_never_read_or_not_wholly_is_not_green() {
        let never = PcView { pc: samples::stored_pc("a", None), heard: true, working: false };
        assert_eq!(never.state(samples::now()), PcState::Unknown);
        let mut scan = samples::scan(&[]);
        scan.sources[0].cause = Some(Cause::Timeout);
        assert_eq!(view(scan).state(samples::now()), PcState::Unknown);
    }

    #[test]
    fn a_pc_with_a_half_installed_package_needs_a_person_though_nothing_is_offered() {
        let mut scan = samples::scan(&[]);
        scan.sources[0].unfinished = Some(Cause::InterruptedBefore);
        assert_eq!(view(scan).state(samples::now()), PcState::NeedsPerson);
    }

    #[test]
    fn a_pc_that_cannot_say_whether_it_needs_a_restart_is_not_green_and_not_taken_for_unread() {
        let silent = view(Scan { restart_pending: None, ..samples::scan(&[]) });
        assert_eq!(silent.state(samples::now()), PcState::Unknown);
        assert!(silent.only_restart_is_unknown(samples::now()));
        assert!(
            !silent.only_restart_is_unknown(samples::now() + 25.hours()),
            "it was not read lately either"
        );
        assert!(!view(samples::scan(&[])).only_restart_is_unknown(samples::now()));
    }

    #[test]
    fn what_goes_in_only_as_a_whole_is_not_ready_where_one_of_it_stays() {
        let mut blocked = samples::update("apt:b@2");
        blocked.blocked = Some(Cause::DepsUnsolvable);
        let mut scan = samples::scan(&[samples::update("apt:a@2"), blocked]);
        let seen = |scan: &Scan| (view(scan.clone()).state(samples::now()), view(scan.clone()).can_update());
        assert_eq!(seen(&scan), (PcState::UpdatesAvailable, true));
        scan.sources[0].whole = true;
        assert_eq!(seen(&scan), (PcState::NeedsPerson, false));
        scan.updates[1].blocked = None;
        assert_eq!(seen(&scan), (PcState::UpdatesAvailable, true));
        scan.updates[1].held = Some(Held { by: Some("Maria".into()), why: None, until: None });
        assert_eq!(
            seen(&scan),
            (PcState::NeedsPerson, false),
            "the office keeps it back, and its PC does not"
        );
    }

    #[test]
    fn old_lists_do_not_make_a_pc_green() {
        let scan = samples::scan(&[]);
        assert_eq!(view(scan.clone()).state(samples::now() + 25.hours()), PcState::Unknown);
        let mut never = scan;
        never.sources[0].refreshed_at = None;
        let mut view = view(never);
        assert_eq!(view.state(samples::now()), PcState::Unknown);
        view.pc.refreshed = Some(samples::now());
        assert_eq!(view.state(samples::now()), PcState::UpToDate, "we know that it read them");
    }

    #[test]
    fn a_pc_that_could_not_read_its_lists_is_not_green_until_they_were_read() {
        let mut view = view(samples::scan(&[]));
        let failed = RefreshFailed { at: samples::now(), cause: Cause::NoNetwork };
        view.pc.refresh_failed = Some(failed);
        assert_eq!((view.state(samples::now()), view.unread()), (PcState::Unknown, vec![Cause::NoNetwork]));
        let since = samples::now() + 1.minutes();
        view.pc.scan.as_mut().unwrap().sources[0].refreshed_at = Some(since);
        assert_eq!(
            (view.state(since), view.unread()),
            (PcState::UpToDate, vec![]),
            "the PC read them itself"
        );
    }

    #[test]
    fn a_pending_restart_is_not_up_to_date() {
        let mut scan = samples::scan(&[]);
        scan.restart_pending = Some(true);
        assert_eq!(view(scan).state(samples::now()), PcState::NeedsRestart);
    }

    proptest::proptest! {
        #[test]
        fn nothing_unknown_is_green(
            restart in proptest::option::of(proptest::prelude::any::<bool>()),
            unread in proptest::prelude::any::<bool>(),
            hours in -2000i64..2000,
            heard in proptest::prelude::any::<bool>(),
            waits in proptest::prelude::any::<bool>(),
        ) {
            let mut scan = samples::scan(&[]);
            scan.restart_pending = restart;
            scan.sources[0].cause = unread.then_some(Cause::Timeout);
            scan.updates.extend(waits.then(|| samples::update("apt:a@2")));
            let view = PcView { heard, ..view(scan) };
            let is_known = restart == Some(false) && !unread && hours.abs() <= 24 && heard && !waits;
            let is_green = view.state(samples::now() + hours.hours()) == PcState::UpToDate;
            proptest::prop_assert_eq!(is_green, is_known);
        }
    }

    #[test]
    fn a_pc_whose_firmware_cannot_be_asked_about_is_as_green_as_another() {
        let mut scan = samples::scan(&[]);
        let old = SourceScan { refreshed_at: None, cause: Some(Cause::NoNetwork), ..scan.sources[0].clone() };
        scan.sources.push(SourceScan { source: "fwupd".into(), ..old });
        let seen = view(scan.clone());
        assert_eq!((seen.state(samples::now()), seen.unread()), (PcState::UpToDate, Vec::new()));
        scan.sources.remove(0);
        assert_ne!(view(scan).state(samples::now()), PcState::UpToDate, "and says nothing of the rest");
    }

    #[test]
    fn a_pc_that_was_silent_for_a_week_needs_somebody() {
        let silent = PcView { heard: false, ..view(samples::scan(&[])) };
        assert_eq!(silent.state(samples::now() + 167.hours()), PcState::NotSeen);
        assert_eq!(silent.state(samples::now() + 169.hours()), PcState::NeedsPerson);
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_old_answer_fresh() {
        let pc = samples::stored_pc("a", Some(samples::scan(&[])));
        let back = samples::now() - 48.hours();
        assert!(!PcView::from_store(pc.clone(), false, back).heard);
        assert!(PcView { pc, heard: true, working: false }.lists_are_old(back));
    }

    #[test]
    fn a_kept_back_update_is_amber_and_a_phased_one_is_not_counted() {
        let mut held = samples::update("apt:a@2");
        held.held = Some(Held { by: None, why: None, until: None });
        assert_eq!(state_of(&[held]), PcState::NeedsPerson);
        let mut phased = samples::update("apt:a@2");
        phased.phased = true;
        assert_eq!(state_of(&[phased]), PcState::UpToDate);
    }

    #[test]
    fn an_update_that_would_remove_something_needs_a_person() {
        let mut removes = samples::update("apt:a@2");
        removes.needs.removes = vec!["b".parse().unwrap()];
        assert_eq!(state_of(&[removes.clone()]), PcState::NeedsPerson);
        assert_eq!(state_of(&[removes, samples::update("apt:c@2")]), PcState::UpdatesAvailable);
    }

    #[test]
    fn a_pc_that_needs_somebody_can_be_updated_all_the_same() {
        let mut view = view(samples::scan(&[samples::update("apt:a@2")]));
        view.pc.concerns = vec![Concern::RulesRefused(Refusal::Unknown)];
        assert_eq!(view.state(samples::now()), PcState::NeedsPerson);
        assert!(view.can_update());
        assert!(!PcView { working: true, ..view.clone() }.can_update());
        assert!(!PcView { heard: false, ..view }.can_update());
    }

    #[test]
    fn what_only_the_store_knows_is_believed_for_ten_minutes() {
        let mut pc = samples::stored_pc("a", Some(samples::scan(&[])));
        pc.last_seen = Some(samples::now());
        let heard = |pc: &StoredPc, now| PcView::from_store(pc.clone(), false, now).heard;
        assert!(heard(&pc, samples::now() + 9.minutes()));
        assert!(!heard(&pc, samples::now() + 11.minutes()));
        pc.last_trouble = Some(Trouble::Unreachable);
        assert!(!heard(&pc, samples::now()));
        assert_eq!(Trouble::Unreachable.outcome(), Outcome::Unreachable);
    }
}
