//! What only root can see.

use std::fs;

use jiff::Timestamp;
use patchround_protocol::{restart::Signs, root::Observed};
use patchround_updates::Pc;

use crate::{
    accounts::{self, Texts},
    source, system,
};

/// Looks, and changes nothing. Of the root half's own files it knows nothing, and it asks no source: whoever waits for it
/// waits for every PC's facts.
pub fn observe() -> Observed {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (passwd, group) = (read("/etc/passwd"), read("/etc/group"));
    let (shadow, login_defs) = (read("/etc/shadow"), read("/etc/login.defs"));
    let today = Timestamp::now().as_second() / (24 * 3600);
    let texts = Texts { passwd: &passwd, group: &group, shadow: &shadow, login_defs: &login_defs, today };
    Observed {
        local_administrators: accounts::administrators(&passwd, &group),
        restart_pending: None,
        signed_in: system::signed_in(),
        lock_holder: source::lock_holder(),
        journal_unread: None,
        accounts: accounts::accounts(texts),
    }
}

/// What can be seen of the people at the PC, and of its power.
pub fn signs() -> Signs {
    patchround_updates::signs(&Pc::this())
}
