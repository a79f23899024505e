//! An order whose people are asked begins when they said, and not at all while they ask to wait.

use jiff::Timestamp;
use patchround_protocol::{Cause, consultation::Verdict};

use crate::{consultations::Moment, helper::Helper, queue::Order};

/// Until when an order waits for its people, unless one of them says something new.
pub(crate) fn until(helper: &Helper, order: &Order, now: Timestamp) -> Option<Timestamp> {
    match verdict(helper, order, now) {
        Verdict::Wait(until) => Some(until),
        Verdict::Begin | Verdict::End(_) => None,
    }
}

/// Why an order is not carried out at all.
pub(crate) fn ends(helper: &Helper, order: &Order, now: Timestamp) -> Option<Cause> {
    match verdict(helper, order, now) {
        Verdict::End(cause) => Some(cause),
        Verdict::Begin | Verdict::Wait(_) => None,
    }
}

fn verdict(helper: &Helper, order: &Order, now: Timestamp) -> Verdict {
    if helper.story.has_started(order.job.job) {
        return Verdict::Begin;
    }
    let Some(office) = helper.membership.office() else { return Verdict::Begin };
    let scan = helper.scans.latest();
    helper.consultations.verdict(order, Moment { office: &office, scan: scan.as_deref(), now })
}
