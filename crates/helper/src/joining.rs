//! A join that broke off between the halves. The root half knows whether it has joined: we do as it did.

use patchround_protocol::{
    root::{Answer, Ask},
    wire::{Refusal, Welcome},
};

use crate::{helper::Helper, root};

/// Joins the office that was prepared if the root half has, and forgets it if the root half has not. While the root
/// half does not answer, nothing is decided. The caller has his turn.
///
/// Returns the office's name if we have joined.
pub async fn settle(helper: &Helper) -> Option<String> {
    let prepared = helper.membership.prepared().unwrap_or_else(|error| {
        tracing::warn!(%error, "cannot read which office was about to be joined");
        give_up(helper);
        None
    });
    match has_root_joined(helper, prepared?).await {
        Some(true) => helper.join().ok(),
        Some(false) => {
            give_up(helper);
            None
        }
        None => None,
    }
}

/// To be asked to obey what it obeys is no news to the root half; one without an office refuses.
async fn has_root_joined(helper: &Helper, welcome: Welcome) -> Option<bool> {
    let Welcome { charter, policy } = welcome;
    for ask in [Ask::Charter { charter }, Ask::Policy { policy }] {
        match root::ask(&helper.places, &ask).await {
            Ok(Answer::Ok) => {}
            Ok(Answer::Refused {
                refusal: Refusal::NotPossible | Refusal::DiskFull | Refusal::DiskUnusable,
            }) => return None,
            Ok(Answer::Refused { .. }) => return Some(false),
            Ok(Answer::Running { .. } | Answer::Observed(_)) | Err(_) => return None,
        }
    }
    Some(true)
}

fn give_up(helper: &Helper) {
    if let Err(error) = helper.membership.give_up() {
        tracing::warn!(%error, "cannot forget which office was about to be joined");
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
