//! What only root can see.

use patchround_protocol::{restart::Signs, root::Observed};
use patchround_updates::Pc;

use crate::{source, system};

/// Looks, and changes nothing. Of the root half's own files it knows nothing, and it asks no source: whoever waits for it
/// waits for every PC's facts.
pub fn observe() -> Observed {
    let (local_administrators, accounts) = system::accounts();
    Observed {
        local_administrators,
        restart_pending: None,
        signed_in: system::signed_in(),
        lock_holder: source::lock_holder(),
        journal_unread: None,
        accounts,
    }
}

/// What can be seen of the people at the PC, and of its power.
pub fn signs() -> Signs {
    patchround_updates::signs(&Pc::this())
}
