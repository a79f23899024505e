//! What only root can see.

use std::{fs, path::Path};

use jiff::Timestamp;
use patchround_protocol::{PcId, Update, UpdateId, restart::Signs, root::Observed};

use crate::{
    accounts::{self, Texts},
    system,
};

/// The locks of dpkg and apt, the one that front ends take first.
pub(crate) const LOCKS: [&str; 3] =
    ["/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock"];

/// Looks, and changes nothing. Of the root half's own files it knows nothing.
pub fn observe() -> Observed {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (passwd, group) = (read("/etc/passwd"), read("/etc/group"));
    let (shadow, login_defs) = (read("/etc/shadow"), read("/etc/login.defs"));
    let today = Timestamp::now().as_second() / (24 * 3600);
    let texts = Texts { passwd: &passwd, group: &group, shadow: &shadow, login_defs: &login_defs, today };
    Observed {
        local_administrators: accounts::administrators(&passwd, &group),
        restart_pending: patchround_updates::restart_pending(),
        signed_in: system::signed_in(),
        lock_holder: LOCKS.iter().find_map(|lock| system::lock_holder(Path::new(lock))),
        journal_unread: None,
        accounts: accounts::accounts(texts),
    }
}

/// The program that holds dpkg's database, if one does.
pub(crate) fn database_holder() -> Option<String> {
    LOCKS[..2].iter().find_map(|lock| system::lock_holder(Path::new(lock)))
}

/// What can be seen of the people at the PC, and of its power.
pub fn signs() -> Signs {
    patchround_updates::signs()
}

/// What the package managers of this PC offer at this moment. Takes seconds. When an update came out and what it
/// closes is looked up only for `asked`.
pub fn offered(pc: PcId, asked: &[UpdateId]) -> Vec<Update> {
    patchround_updates::offered(pc, asked)
}
