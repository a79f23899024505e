//! Joins what is there and what is offered into updates.

use jiff::{Span, Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, PcId, Update,
    update::{Held, Needs, Reason, Released, ReleasedFrom, Reversible, SYSTEM_PARTS, Scope, Substantial},
};

use super::{SOURCE, snaps::Snap};
use crate::{
    names,
    substantial::{self, Facts},
};

/// What is kept back for longer than so many years has no end, as snapd itself says.
const FOR_EVER_YEARS: i64 = 100;

/// The updates, sorted by id. What makes no plain id, or is not there at all, is left out.
pub fn join(pc: PcId, offered: &[Snap], installed: &[Snap], now: Timestamp) -> Vec<Update> {
    let there = |offer: &Snap| installed.iter().find(|there| there.name == offer.name);
    let one = |offer: &Snap| update(pc, offer, there(offer)?, now);
    let mut updates: Vec<Update> = offered.iter().filter_map(one).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    updates
}

/// Whether snapd would refuse it until somebody at the PC says that it may leave its box.
pub fn leaves_its_box(offer: &Snap, there: &Snap) -> bool {
    offer.confinement == "classic" && there.confinement != "classic" && !there.confinement.is_empty()
}

fn update(pc: PcId, offer: &Snap, there: &Snap, now: Timestamp) -> Option<Update> {
    let id = offer.reference().id();
    if id.is_none() {
        tracing::debug!(name = %offer.name, "Left out an update that makes no plain id");
    }
    if offer.revision == there.revision {
        return None;
    }
    let (installed, candidate) = versions(offer, there);
    Some(Update {
        id: id?,
        pc,
        source: SOURCE.to_owned(),
        package: offer.name.parse().ok()?,
        group: offer.name.clone(),
        name: name(offer, there),
        installed: Some(installed),
        candidate,
        class: None,
        severity: None,
        substantial: judge(offer, there),
        cves: None,
        known_exploited: None,
        released: released(offer).map(|date| Released { date, from: ReleasedFrom::Maker }),
        size: offer.download_size.and_then(|size| u64::try_from(size).ok()).filter(|size| *size > 0),
        notes: None,
        changes: None,
        needs: needs(offer, there),
        reversible: Some(way_back(there)),
        scope: Scope::Machine,
        held: held(offer, there, now),
        phased: false,
        blocked: leaves_its_box(offer, there).then_some(Cause::NeedsAdminOrUser),
    })
}

fn name(offer: &Snap, there: &Snap) -> String {
    if !there.is_app() {
        return SYSTEM_PARTS.to_owned();
    }
    let titles = [&there.title, &offer.title, &offer.name].map(|title| names::one_line(title));
    titles.into_iter().find(|title| !title.is_empty()).unwrap_or_default()
}

/// What a person reads: the maker's versions; where those are the same, with the revisions.
fn versions(offer: &Snap, there: &Snap) -> (String, String) {
    let plain = |snap: &Snap| names::one_line(&snap.version);
    let with_revision = |snap: &Snap| format!("{} ({})", plain(snap), names::one_line(&snap.revision));
    if plain(offer) == plain(there) {
        (with_revision(there), with_revision(offer))
    } else {
        (plain(there), plain(offer))
    }
}

/// snapd tells it of an offer, or of the channel that has it, or not at all.
fn released(offer: &Snap) -> Option<Timestamp> {
    let mut channels = offer.channels.iter().flat_map(|channels| channels.values());
    let of_channel = || channels.find(|channel| channel.revision == offer.revision)?.released_at;
    offer.released_at.or_else(of_channel)
}

fn held(offer: &Snap, there: &Snap, now: Timestamp) -> Option<Held> {
    let until = offer.held_until(now).max(there.held_until(now))?;
    let for_ever = now.to_zoned(TimeZone::UTC).checked_add(Span::new().years(FOR_EVER_YEARS));
    let has_end = for_ever.is_ok_and(|for_ever| until < for_ever.timestamp());
    Some(Held { by: None, why: None, until: has_end.then_some(until) })
}

/// A program's first number by the same rule as any other program's; `None` is "not judged".
fn judge(offer: &Snap, there: &Snap) -> Option<Substantial> {
    let maker =
        |snap: &Snap| snap.publisher.iter().map(|maker| names::one_line(&maker.display_name)).collect();
    let is_same_maker = match (&offer.publisher, &there.publisher) {
        (Some(new), Some(old)) => new.id == old.id,
        _ => true,
    };
    let facts = Facts {
        package: offer.name.clone(),
        group: offer.name.clone(),
        installed: Some(there.version.clone()),
        candidate: offer.version.clone(),
        window: Some(there.is_app() && there.has_window()),
        from: if is_same_maker { Default::default() } else { maker(there) },
        to: if is_same_maker { Default::default() } else { maker(offer) },
        ..Facts::default()
    };
    let mut judged = substantial::judge(&[facts]).into_iter().flatten().next()?;
    if leaves_its_box(offer, there) {
        judged.add(Reason::NewPermissions {});
    }
    Some(judged)
}

/// What is open is known only where snapd waits for it already.
fn needs(offer: &Snap, there: &Snap) -> Needs {
    let restart = match &*there.r#type {
        "app" | "snapd" => Some(false),
        "kernel" | "gadget" => Some(true),
        _ => None,
    };
    let is_open = there.refresh_inhibit.is_some() || offer.refresh_inhibit.is_some();
    let close = match there.is_app() {
        true => is_open.then(|| vec![name(offer, there)]),
        false => Some(Vec::new()),
    };
    Needs { restart, close, sign_out: Some(false), ..Needs::default() }
}

/// snapd keeps the revision before, with the data that was written with it.
fn way_back(there: &Snap) -> Reversible {
    if there.is_app() { Reversible::Kept {} } else { Reversible::Not(Cause::UndoBlocked) }
}
