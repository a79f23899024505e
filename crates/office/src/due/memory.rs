//! What has to be remembered from one scan of a PC to the next, so that no clock starts anew.

use jiff::Timestamp;
use patchround_protocol::{Update, UpdateId, wire::Scan};

use super::{Debts, Owed};

/// When a PC first offered an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The moment, by the manager's clock.
    pub at: Timestamp,
    /// What it owes from older versions of the same package, which never went in.
    pub carried: Debts,
}

/// What an update takes over from the one it replaces: `owed` tells what was owed for an update of the scan
/// before.
pub fn superseded(update: &Update, before: &Scan, owed: impl Fn(&Update) -> Debts) -> Debts {
    let replaced = |old: &&Update| {
        old.id != update.id
            && (old.id.source(), old.id.native()) == (update.id.source(), update.id.native())
            && old.installed == update.installed
    };
    before.updates.iter().find(replaced).map(owed).unwrap_or_default()
}

/// What waits for a restart of the PC after this scan: what went in and is not in use yet. When that is not
/// known, the restart itself counts, from the moment it was first seen.
pub fn restart(
    known: Debts,
    before: Option<&Scan>,
    after: &Scan,
    owed: impl Fn(&Update) -> Debts,
    now: Timestamp,
) -> Debts {
    match after.restart_pending {
        Some(false) => return Debts::default(),
        None => return known,
        Some(true) => {}
    }
    let is_there = |id: &UpdateId| after.updates.iter().any(|update| update.id == *id);
    let gone = || before.iter().flat_map(|scan| &scan.updates).filter(|u| u.counts() && !is_there(&u.id));
    let all = |is: fn(&Update) -> bool| {
        gone().filter(|update| is(update)).map(&owed).fold(Debts::default(), Debts::and_all)
    };
    let known = known.and_all(all(|update| update.needs.restart == Some(true)));
    if !known.is_empty() {
        return known;
    }
    let maybe = all(|update| update.needs.restart.is_none());
    if maybe.is_empty() { Debts::default().and(Owed::unknown(now)) } else { maybe }
}
