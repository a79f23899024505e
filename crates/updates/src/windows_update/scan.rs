//! Asks the agent everything a scan needs.

use jiff::Timestamp;
use patchround_protocol::{Cause, Update, wire::SourceScan};

use super::{
    SOURCE,
    agent::{Agent, Failure, Found, Search},
    causes, list, policy,
};
use crate::source::{Asking, Pc};

/// What is offered as the agent knows it; where it could not be asked, or not wholly, with the cause.
pub(super) fn read(pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
    let policy = policy::read(pc.tools.registry());
    let (found, cause, refreshed_at) = match pc.tools.update_agent() {
        Some(agent) => {
            let (found, cause) = all(agent);
            (found, cause, agent.searched_at().inspect_err(|error| warned(*error)).ok().flatten())
        }
        None => (Found::default(), Some(Cause::WuServiceOff), None),
    };
    let scan = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at,
        whole: false,
        managed: policy.is_managed,
    };
    (scan, list::join(asking.pc, &found.updates, &policy, Timestamp::now()))
}

fn all(agent: &dyn Agent) -> (Found, Option<Cause>) {
    let searches = [Search::Software { online: false }, Search::Drivers { online: false }];
    let mut all = Found::default();
    let mut cause = None;
    for search in searches {
        match agent.search(&search) {
            Ok(found) => {
                all.updates.extend(found.updates);
                cause = cause.or(found.warning.map(causes::of_code));
            }
            Err(error) => {
                warned(error);
                cause = cause.or(Some(error.cause()));
            }
        }
    }
    (all, cause)
}

fn warned(error: Failure) {
    tracing::warn!(cause = ?error.cause(), %error, "Failed to ask the Windows Update Agent");
}
