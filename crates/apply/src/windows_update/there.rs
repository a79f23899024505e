//! What is there, by a search and by the history: no result of an installation is believed.

use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{
    Pc,
    windows_update::agent::{Agent, Failure, How, Identity, Offer, Search},
};

use super::{agent, failed};
use crate::{Ended, meter::Meter, tell};

/// Whether a revision is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    /// It is.
    Yes,
    /// It will be.
    AfterRestart,
    /// It is not.
    No,
}

/// Asks anew. What the agent does not know any more, because something newer took its place, its history knows.
pub(super) fn look(agent: &dyn Agent, identity: &Identity) -> Result<There, Failure> {
    let known = known(agent, identity)?;
    match &known {
        Some(offer) if offer.waits_for_restart => return Ok(There::AfterRestart),
        Some(offer) if offer.is_installed => return Ok(There::Yes),
        _ => {}
    }
    if !was_installed(agent, identity)? {
        return Ok(There::No);
    }
    Ok(match (agent.restart_required()?, known) {
        (true, _) => There::AfterRestart,
        (false, None) => There::Yes,
        // Its installation went well, and the PC does not have it: it was taken back.
        (false, Some(_)) => There::No,
    })
}

/// What the agent knows of it.
pub(super) fn known(agent: &dyn Agent, identity: &Identity) -> Result<Option<Offer>, Failure> {
    let found = agent.search(&Search::One(identity.clone()))?;
    Ok(found.updates.into_iter().find(|offer| offer.identity == *identity))
}

/// Tells every id once, after the agent was asked anew; `otherwise` says how those end that are not there and will not be
/// after a restart.
pub(super) fn tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    tell::each(ids, meter, |id| {
        let Some(identity) = Identity::of(id) else { return (otherwise(id), None) };
        match agent(pc).and_then(|agent| look(agent, &identity).map_err(failed)) {
            Ok(There::Yes) => (Ended::DONE, Some(id.version().to_owned())),
            Ok(There::AfterRestart) => {
                (Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, ""), None)
            }
            Ok(There::No) => (otherwise(id), None),
            Err(ended) => (ended, None),
        }
    })
}

/// The last word of the history on it.
fn was_installed(agent: &dyn Agent, identity: &Identity) -> Result<bool, Failure> {
    let history = agent.history()?;
    let last = history.iter().find(|line| line.identity == *identity);
    Ok(last.is_some_and(|line| !line.is_removal && matches!(line.result, How::Done | How::DoneWithErrors)))
}
