//! What only root can see.

use std::fs;

use jiff::Timestamp;
use patchround_protocol::{PcId, Update, UpdateId, restart::Signs, root::Observed};

use crate::{
    accounts::{self, Texts},
    source, system,
};
use patchround_updates::{Asking, Pc};

/// Looks, and changes nothing. Of the root half's own files it knows nothing.
pub fn observe() -> Observed {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (passwd, group) = (read("/etc/passwd"), read("/etc/group"));
    let (shadow, login_defs) = (read("/etc/shadow"), read("/etc/login.defs"));
    let today = Timestamp::now().as_second() / (24 * 3600);
    let texts = Texts { passwd: &passwd, group: &group, shadow: &shadow, login_defs: &login_defs, today };
    Observed {
        local_administrators: accounts::administrators(&passwd, &group),
        restart_pending: patchround_updates::restart_need(&Pc::this()).pending,
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

/// What the package managers of this PC offer at this moment. Takes seconds. When an update came out and what it
/// closes is looked up only for `asked`.
pub fn offered(pc: PcId, asked: &[UpdateId]) -> Vec<Update> {
    patchround_updates::offered(&Pc::this(), &Asking { pc, hook: None, only: Some(asked), back: None })
}
