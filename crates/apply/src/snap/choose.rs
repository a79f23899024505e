//! Whether an id may go: snapd is asked now, whatever was offered before.

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{
    Pc,
    snap::{
        ask,
        list::leaves_its_box,
        reference::{self, Reference},
        snaps::Snap,
    },
};

use crate::{Ended, system};

/// Free after it, and what it takes while both revisions are there (sources.md K).
const MARGIN: u64 = 500 * 1024 * 1024;
const TWICE: u64 = 2;
const FOLDER: &str = "/var/lib/snapd";

/// One id that may go, and what is there before it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) reference: Reference,
    pub(super) there: Snap,
}

/// What is to be ordered for an id; nothing where it is there already.
///
/// # Errors
/// How it ends where it does not go.
pub(super) fn decide(pc: &Pc<'_>, id: &UpdateId) -> Result<Option<Target>, Ended> {
    let gone = |why: &str| Ended::failed(Cause::VersionGone, why);
    let reference = reference::of_id(id).ok_or_else(|| Ended::failed(Cause::NotForThisPc, ""))?;
    let there =
        named(ask::installed(pc), &reference.name)?.ok_or_else(|| gone("It is not installed here"))?;
    if there.revision == reference.revision {
        return Ok(None);
    }
    if there.held_until(Timestamp::now()).is_some() {
        // An order of one snap alone would go in all the same.
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
    }
    let offer =
        named(ask::offered(pc), &reference.name)?.ok_or_else(|| gone("It is not offered any more"))?;
    if offer.reference() != reference {
        return Err(gone(&format!("Offered now: {} ({})", offer.version, offer.revision)));
    }
    if leaves_its_box(&offer, &there) {
        let said = "It would leave its box, which somebody at the PC has to allow";
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::NeedsAdminOrUser, said));
    }
    has_room(pc, &offer)?;
    Ok(Some(Target { reference, there }))
}

fn named(asked: Result<Vec<Snap>, ask::AskError>, name: &str) -> Result<Option<Snap>, Ended> {
    let snaps = asked.map_err(|error| Ended::failed(error.cause(), &error.said()))?;
    Ok(snaps.into_iter().find(|snap| snap.name == name))
}

fn has_room(pc: &Pc<'_>, offer: &Snap) -> Result<(), Ended> {
    let size = offer.download_size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
    let needed = size.saturating_mul(TWICE).saturating_add(MARGIN);
    if system::free_bytes(&pc.place(FOLDER)).is_none_or(|free| free >= needed) {
        return Ok(());
    }
    Err(Ended::failed(Cause::DiskFull, &format!("Needs {} MB free in {FOLDER}", needed / 1_000_000)))
}
