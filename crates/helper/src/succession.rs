//! Newer charters, policies and feeds: checked by us, then by the root half, which obeys first; then stored.
//!
//! What is on its way is on the disk before the root half is asked. If we are ended in between, it is asked
//! again at the next start, so that the two halves do not go on with different documents.

use jiff::Timestamp;
use std::sync::Arc;

use patchround_protocol::{
    Charter, Envelope, Feeds, Policy, limits,
    order::{believed_now, in_time},
    root::{Answer, Ask},
    wire::{FeedsTaken, Obeyed, Refusal},
};
use serde::{Deserialize, Serialize};

use crate::{
    files,
    helper::Helper,
    membership::{Joined, Membership},
    root,
};

/// A document on its way to the root half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "coming", content = "document", rename_all = "snake_case")]
enum Coming {
    Charter(Envelope),
    Policy(Envelope),
    Feeds(Envelope),
}

impl Coming {
    fn signed(&self) -> &Envelope {
        match self {
            Self::Charter(signed) | Self::Policy(signed) | Self::Feeds(signed) => signed,
        }
    }

    fn is_obeyed(&self, ours: &Joined) -> bool {
        match self {
            Self::Charter(signed) => signed.hash() == ours.charter_hash,
            Self::Policy(signed) => signed.hash() == ours.policy_hash,
            Self::Feeds(signed) => ours.feeds.as_ref().is_some_and(|known| known.hash == signed.hash()),
        }
    }
}

/// A document that we would obey.
enum Checked {
    Charter(Charter),
    Policy(Policy),
    Feeds(Feeds),
}

/// Obeys the charters that follow ours, one after the other. Those up to ours are passed over.
///
/// # Errors
/// Why one is not obeyed; those before it are.
pub async fn take_charters(helper: &Helper, charters: &[Envelope]) -> Result<Obeyed, Refusal> {
    if charters.len() > limits::CHARTERS {
        return Err(Refusal::TooLarge);
    }
    let _turn = helper.succeed().await;
    catch_up(helper).await;
    let ours = office(&helper.membership)?.charter_hash;
    let known = charters.iter().rposition(|charter| charter.hash() == ours).map_or(0, |at| at + 1);
    for charter in charters.iter().skip(known) {
        follow(helper, Coming::Charter(charter.clone())).await?;
    }
    Ok(office(&helper.membership)?.obeyed())
}

/// Obeys a newer policy. The one that is obeyed is obeyed already.
///
/// # Errors
/// Why it is not obeyed.
pub async fn take_policy(helper: &Helper, policy: &Envelope) -> Result<Obeyed, Refusal> {
    let _turn = helper.succeed().await;
    catch_up(helper).await;
    if office(&helper.membership)?.policy_hash != policy.hash() {
        follow(helper, Coming::Policy(policy.clone())).await?;
    }
    Ok(office(&helper.membership)?.obeyed())
}

/// Knows newer feeds. Those that are known are known already.
///
/// # Errors
/// Why they are not taken.
pub async fn take_feeds(helper: &Helper, feeds: &Envelope) -> Result<FeedsTaken, Refusal> {
    let _turn = helper.succeed().await;
    catch_up(helper).await;
    let coming = Coming::Feeds(feeds.clone());
    if !coming.is_obeyed(office(&helper.membership)?.as_ref()) {
        follow(helper, coming).await?;
    }
    let known = office(&helper.membership)?.feeds.as_ref().map(|known| known.feeds.issued);
    known.map(|feeds| FeedsTaken { feeds }).ok_or(Refusal::NotPossible)
}

/// Asks the root half again about what was on its way when we were ended. The caller has his turn.
pub async fn catch_up(helper: &Helper) {
    let coming = files::read_json::<Coming>(&helper.places.coming()).unwrap_or_else(|error| {
        tracing::warn!(%error, "cannot read what was on its way to the root half");
        forget(helper);
        None
    });
    let (Some(coming), Some(ours)) = (coming, helper.membership.office()) else { return };
    if coming.is_obeyed(&ours) {
        // Stored, but perhaps not told.
        forget(helper);
        return tell(helper, &coming);
    }
    if let Err(refusal) = follow(helper, coming).await {
        tracing::warn!(%refusal, "what was on its way to the root half is not obeyed");
    }
}

/// Root first, then we.
async fn follow(helper: &Helper, coming: Coming) -> Result<(), Refusal> {
    let ours = office(&helper.membership)?;
    let checked = check(&ours, &coming).inspect_err(|_| forget(helper))?;
    files::write_json(&helper.places.coming(), &coming).map_err(|error| files::refusal_of(&error))?;
    match ask_root(helper, &coming).await? {
        Answer::Ok => {}
        Answer::Refused { refusal: Refusal::Outdated } => {
            tracing::warn!("the root half was ahead, catching up");
        }
        Answer::Refused { refusal } => {
            tracing::error!(%refusal, "the root half does not obey what we would obey");
            forget(helper);
            return Err(refusal);
        }
        answer => {
            tracing::error!(?answer, "the root half answered something else");
            return Err(Refusal::NotPossible);
        }
    }
    match checked {
        Checked::Charter(charter) => helper.membership.follow_charter(&ours, charter, coming.signed())?,
        Checked::Policy(policy) => helper.membership.follow_policy(&ours, policy, coming.signed())?,
        Checked::Feeds(feeds) => helper.membership.follow_feeds(&ours, feeds, coming.signed())?,
    }
    forget(helper);
    tell(helper, &coming);
    Ok(())
}

fn tell(helper: &Helper, taken: &Coming) {
    match taken {
        Coming::Charter(_) | Coming::Policy(_) => helper.office_changed(),
        Coming::Feeds(_) => helper.feeds_changed(),
    }
}

/// The very check that the root half makes, against our own copy.
fn check(ours: &Joined, coming: &Coming) -> Result<Checked, Refusal> {
    let clock = Timestamp::now();
    let now = believed_now(clock, ours.charter.issued.max(ours.policy.issued));
    match coming {
        Coming::Charter(signed) => {
            let charter = ours.charter.next(ours.charter_hash, signed, now)?;
            in_time(charter.issued, clock)?;
            Ok(Checked::Charter(charter))
        }
        Coming::Policy(signed) => {
            let policy = Policy::accept(signed, &ours.charter, Some(&ours.policy), now)?;
            in_time(policy.issued, clock)?;
            Ok(Checked::Policy(policy))
        }
        Coming::Feeds(signed) => {
            let known = ours.feeds.as_ref().map(|known| known.feeds.issued);
            let feeds = Feeds::accept(signed, &ours.charter, known, now)?;
            in_time(feeds.issued, clock)?;
            Ok(Checked::Feeds(feeds))
        }
    }
}

async fn ask_root(helper: &Helper, coming: &Coming) -> Result<Answer, Refusal> {
    let ask = match coming.clone() {
        Coming::Charter(charter) => Ask::Charter { charter },
        Coming::Policy(policy) => Ask::Policy { policy },
        Coming::Feeds(feeds) => Ask::Feeds { feeds },
    };
    root::ask(&helper.places, &ask).await.map_err(|error| {
        tracing::error!(%error, "the root half does not answer");
        Refusal::NotPossible
    })
}

fn office(membership: &Membership) -> Result<Arc<Joined>, Refusal> {
    membership.office().ok_or(Refusal::NotJoined)
}

fn forget(helper: &Helper) {
    if let Err(error) = files::remove(&helper.places.coming()) {
        tracing::warn!(%error, "cannot remove what was on its way to the root half");
    }
}

#[cfg(test)]
#[cfg(unix)]
#[path = "succession/tests.rs"]
mod tests;

#[cfg(test)]
#[cfg(unix)]
#[path = "succession/tests_of_feeds.rs"]
mod tests_of_feeds;
