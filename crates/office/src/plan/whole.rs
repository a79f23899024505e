//! Sources whose updates go in wholly or not at all ([`SourceScan::whole`](patchround_protocol::wire::SourceScan)).

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, Update, UpdateId, wire::Scan};

use super::{PcPlan, PlannedUpdate};
use crate::{hold::is_of_office, results::StepResult};

/// Sources of a PC of which that is so.
pub(crate) fn sources(scan: &Scan) -> impl Iterator<Item = String> {
    scan.sources.iter().filter(|source| source.whole).map(|source| source.source.clone())
}

/// Those of which something stays, and so everything: their PC would refuse a part.
pub(crate) fn parts(scan: &Scan, goes: impl Fn(&Update) -> bool) -> BTreeSet<String> {
    staying(scan, goes).map(|update| update.source.clone()).collect()
}

/// What stays of them by itself. What the office keeps back that PC's package manager knows nothing of, and offers; what
/// it keeps back itself it does not.
pub(crate) fn staying(scan: &Scan, goes: impl Fn(&Update) -> bool) -> impl Iterator<Item = &Update> {
    let whole: BTreeSet<String> = sources(scan).collect();
    let is_offered = |update: &Update| update.counts() && update.held.as_ref().is_none_or(is_of_office);
    let stays = move |update: &&Update| whole.contains(&update.source) && is_offered(update) && !goes(update);
    scan.updates.iter().filter(stays)
}

/// Whether one update goes in only with another one, or is that one.
pub(crate) fn goes_with(whole: &BTreeSet<String>, id: &UpdateId, other: &UpdateId) -> bool {
    id == other || (id.source() == other.source() && whole.contains(id.source()))
}

impl PcPlan {
    /// Takes updates out of what goes in, and what goes in only with them.
    pub(super) fn take_with(&mut self, ids: &[UpdateId]) -> Vec<PlannedUpdate> {
        let goes = |planned: &mut PlannedUpdate| ids.iter().any(|id| goes_with(&self.whole, &planned.id, id));
        self.install.extract_if(.., goes).collect()
    }

    /// What goes in only with something that people are asked about waits for their answer, too.
    pub(super) fn ask_with(&mut self) {
        let all = || self.install.iter().chain(&self.cooling_off);
        let asked: Vec<_> = all().filter_map(|update| Some((update.id.clone(), update.asked?))).collect();
        for planned in self.install.iter_mut().chain(&mut self.cooling_off) {
            let with = asked.iter().filter(|(id, _)| goes_with(&self.whole, &planned.id, id));
            planned.asked = with.map(|(_, when)| *when).min();
        }
    }
}

/// Where one update of such a source does not go in, none of it does.
pub(super) fn keep(plan: &mut PcPlan, scan: &Scan) {
    let parts = parts(scan, |update| plan.install.iter().any(|planned| planned.id == update.id));
    let stays = plan.install.extract_if(.., |planned| parts.contains(planned.id.source()));
    plan.not_now.extend(stays.map(|planned| left(planned.id)));
}

/// The end of an update that goes in only with what stays.
pub(crate) fn left(id: UpdateId) -> StepResult {
    StepResult::new(Some(id), Outcome::Failed, Some(Cause::OtherFailed))
}

#[cfg(test)]
mod tests {
    use patchround_protocol::update::{Held, ReleasedFrom};

    use super::super::{Wanted, plan};
    use super::*;
    use crate::{pc_state::PcView, samples};

    fn view(blocked: Option<Cause>) -> PcView {
        let mut other = samples::update("apt:b@2");
        other.blocked = blocked;
        let mut scan = samples::scan(&[samples::update("apt:a@2"), other]);
        scan.sources.iter_mut().for_each(|source| source.whole = true);
        PcView { pc: samples::stored_pc("a", Some(scan)), heard: true, working: false }
    }

    #[test]
    fn what_is_left_out_taken_in_or_asked_about_takes_along_what_goes_in_only_with_it() {
        let id: UpdateId = "apt:a@2".parse().unwrap();
        let mut made = plan(&[view(None)], &Wanted::All, samples::now());
        let day = jiff::civil::date(2026, 11, 24);
        let (from, exploited) = (ReleasedFrom::Maker, crate::due::Exploited::NotKnownOf);
        made.pcs[0].install[0].cooling =
            Some(crate::due::Cooling { since: day, from, until: day, exploited });
        made.pcs[0].install[0].asked = Some(samples::now());
        made.pcs[0].ask_with();
        made.cool_off();
        assert_eq!((made.updates(), made.pcs[0].cooling_off.len()), (0, 2));
        assert!(made.pcs[0].cooling_off.iter().all(|planned| planned.asked == Some(samples::now())));
        made.take_in(made.pcs[0].id, Some(&id));
        assert_eq!(made.updates(), 2);
        made.leave_out(made.pcs[0].id, Some(&id));
        assert!(made.is_empty());
    }

    #[test]
    fn what_waits_for_the_first_pc_keeps_what_goes_in_only_with_it_waiting() {
        let mut other = view(None);
        other.pc.id = patchround_protocol::SpkiHash([9; 32]);
        let mut made = plan(&[view(None), other], &Wanted::All, samples::now());
        made.pcs.iter_mut().for_each(|pc| pc.install[0].substantial = true);
        made.try_first = Some(super::super::TryFirst { pc: made.pcs[0].id, only_substantial: true });
        assert_eq!(made.waits(&made.pcs[1]).len(), 2);
        made.pcs[1].whole.clear();
        assert_eq!(made.waits(&made.pcs[1]).len(), 1);
    }

    #[test]
    fn a_part_of_what_goes_in_wholly_is_not_planned() {
        let planned = |blocked, wanted: &Wanted| {
            let plan = plan(&[view(blocked)], wanted, samples::now());
            let not_now: Vec<_> = plan.pcs[0].not_now.iter().filter_map(|step| step.cause).collect();
            (plan.updates(), not_now)
        };
        assert_eq!(planned(None, &Wanted::All), (2, vec![]));
        let one = Wanted::Ids(vec!["apt:a@2".parse().unwrap()]);
        assert_eq!(planned(None, &one), (0, vec![Cause::OtherFailed]));
        let blocked = planned(Some(Cause::DepsUnsolvable), &Wanted::All);
        assert_eq!(blocked, (0, vec![Cause::DepsUnsolvable, Cause::OtherFailed]));
    }

    #[test]
    fn what_the_office_keeps_back_keeps_what_goes_in_only_with_it_and_what_its_pc_keeps_back_does_not() {
        let planned = |by: Option<&str>| {
            let mut view = view(None);
            let held = Held { by: by.map(str::to_owned), why: None, until: None };
            view.pc.scan.as_mut().unwrap().updates[1].held = Some(held);
            let plan = plan(&[view], &Wanted::All, samples::now());
            let not_now: Vec<_> = plan.pcs[0].not_now.iter().filter_map(|step| step.cause).collect();
            (plan.updates(), not_now)
        };
        assert_eq!(planned(Some("Maria")), (0, vec![Cause::Held, Cause::OtherFailed]));
        assert_eq!(planned(None), (1, vec![Cause::Held]));
    }
}
