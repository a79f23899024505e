//! What has to be remembered from one scan of a PC to the next, so that no clock starts anew.

use jiff::Timestamp;
use patchround_protocol::{
    Update, UpdateId,
    update::{Released, ReleasedFrom},
    wire::Scan,
};

use super::Owed;

/// When a PC first offered an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The moment, by the manager's clock.
    pub at: Timestamp,
    /// What it owes from an older version of the same package, which never went in.
    pub carried: Option<Owed>,
}

/// What an update takes over from the one it replaces: `owed` tells what was owed for an update of the scan
/// before.
pub fn superseded(update: &Update, before: &Scan, owed: impl Fn(&Update) -> Owed) -> Option<Owed> {
    let replaced = |old: &&Update| {
        old.id != update.id
            && (old.id.source(), old.id.native()) == (update.id.source(), update.id.native())
            && old.installed == update.installed
    };
    before.updates.iter().find(replaced).map(owed)
}

/// What waits for a restart of the PC after this scan: what went in and is not in use yet. When that is not
/// known, the restart itself counts, from the moment it was first seen.
pub fn restart(
    known: Option<Owed>,
    before: Option<&Scan>,
    after: &Scan,
    owed: impl Fn(&Update) -> Owed,
    now: Timestamp,
) -> Option<Owed> {
    match after.restart_pending {
        Some(false) => return None,
        None => return known,
        Some(true) => {}
    }
    let is_there = |id: &UpdateId| after.updates.iter().any(|update| update.id == *id);
    let gone = || before.iter().flat_map(|scan| &scan.updates).filter(|u| !u.phased && !is_there(&u.id));
    let sooner = |a: Option<Owed>, update: &Update| Some(owed(update).or_sooner(a));
    let sure = gone().filter(|update| update.needs.restart == Some(true)).fold(None, sooner);
    let maybe = || gone().filter(|update| update.needs.restart.is_none()).fold(None, sooner);
    let unknown = || Owed { class: None, released: Released { date: now, from: ReleasedFrom::FirstSeen } };
    match (sure, known) {
        (Some(sure), known) => Some(sure.or_sooner(known)),
        (None, Some(known)) => Some(known),
        (None, None) => Some(maybe().unwrap_or_else(unknown)),
    }
}
