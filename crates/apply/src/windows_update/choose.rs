//! What may go in at this moment.

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{
    Pc,
    windows_update::{
        agent::{Agent, Identity, Offer, Search},
        is_refused, list, paused_until,
    },
};

use super::{
    agent, failed,
    there::{self, There},
};
use crate::Ended;

/// What is offered under exactly this id at this moment; none where it is there already, also one that waits for a restart.
pub(super) fn decide(pc: &Pc<'_>, id: &UpdateId) -> Result<Option<Offer>, Ended> {
    let gone = |why: &str| Ended::failed(Cause::VersionGone, why);
    let agent = agent(pc)?;
    let identity = Identity::of(id).ok_or_else(|| gone("No update is called that"))?;
    let Some(offer) = offered(agent, &identity)? else {
        return match there::look(agent, &identity).map_err(failed)? {
            There::Yes | There::AfterRestart => Ok(None),
            There::No => Err(gone("It is not offered any more")),
        };
    };
    if offer.waits_for_restart {
        return Ok(None);
    }
    let person = |cause, said: &str| Err(Ended::not_done(Outcome::NeedsPerson, cause, said));
    if is_refused(pc) {
        return person(Cause::PolicyBlocked, "A policy of this PC pauses Windows Update, or shuts it");
    }
    match (list::is_work(&offer), list::at_the_pc(&offer), paused_until(pc, Timestamp::now())) {
        (false, ..) => Err(gone("Windows sees to it by itself")),
        (_, Some(cause), _) => person(cause, ""),
        (.., Some(until)) => person(Cause::Held, &format!("Windows Update is paused until {until}")),
        (true, None, None) => Ok(Some(offer)),
    }
}

/// The offer, of a program or of a driver.
fn offered(agent: &dyn Agent, identity: &Identity) -> Result<Option<Offer>, Ended> {
    for search in [Search::Software { online: false }, Search::Drivers { online: false }] {
        let found = agent.search(&search).map_err(failed)?;
        if let Some(offer) = found.updates.into_iter().find(|offer| offer.identity == *identity) {
            return Ok(Some(offer));
        }
    }
    Ok(None)
}
