//! What snapd is in the middle of, and snapd itself while it starts anew.

use std::{
    thread,
    time::{Duration, Instant},
};

use patchround_updates::{
    Pc,
    snap::{
        ask::{self, AskError},
        changes::Change,
    },
};

use crate::{Ended, meter::Meter, patience::Patience};

/// How long snapd may be away: it starts anew when it was updated itself.
const AWAY: Duration = Duration::from_secs(60);
const KNOCK: Duration = Duration::from_secs(2);

/// snapd, where it is changing anything at this moment: whoever told it to, it is it who does.
pub(super) fn writer(pc: &Pc<'_>) -> Option<String> {
    let (changes, _) = ask::in_progress(pc).ok()?;
    changes.iter().any(Change::is_at_work).then(|| "snapd".to_owned())
}

/// Waits until snapd is at rest, also one that only starts; else says that it is not.
pub(super) fn for_others(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<(), Ended> {
    if let Err(error) = answered(pc, || ask::in_progress(pc)) {
        tracing::warn!(cause = ?error.cause(), "snapd does not say what it is doing");
    }
    patience.until_nobody(meter, || writer(pc))
}

/// Before it is looked at what is there: a change of ours that could not be followed to its end may still be at work.
pub(super) fn at_rest(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) {
    if let Err(busy) = for_others(pc, meter, patience) {
        tracing::warn!(said = busy.details, "snapd is at work still");
    }
}

/// Asks until there is an answer, or snapd was away for too long.
pub(super) fn answered<T>(pc: &Pc<'_>, ask: impl Fn() -> Result<T, AskError>) -> Result<T, AskError> {
    let until = Instant::now() + pc.tools.patience(AWAY);
    loop {
        match ask() {
            Err(_) if Instant::now() < until => thread::sleep(pc.tools.patience(KNOCK)),
            answer => return answer,
        }
    }
}
