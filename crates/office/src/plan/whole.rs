//! Sources whose updates go in wholly or not at all ([`SourceScan::whole`](patchround_protocol::wire::SourceScan)).

use patchround_protocol::{Cause, Outcome, wire::Scan};

use super::PcPlan;
use crate::results::StepResult;

/// Where one outstanding update of such a source does not go in, none of it does: its PC would refuse a part.
pub(super) fn keep(plan: &mut PcPlan, scan: &Scan) {
    for source in scan.sources.iter().filter(|source| source.whole) {
        let outstanding = scan.updates.iter().filter(|u| u.source == source.source && u.is_outstanding());
        let goes = outstanding.map(|u| plan.install.iter().any(|planned| planned.id == u.id));
        if goes.min() != Some(false) {
            continue;
        }
        let stays: Vec<_> =
            plan.install.extract_if(.., |planned| planned.id.source() == source.source).collect();
        plan.not_now.extend(
            stays
                .into_iter()
                .map(|planned| StepResult::new(Some(planned.id), Outcome::Failed, Some(Cause::OtherFailed))),
        );
    }
}

#[cfg(test)]
mod tests {
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
}
