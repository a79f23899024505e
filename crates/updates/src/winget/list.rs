//! Turns what winget offers into updates.

use std::collections::BTreeSet;

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    update::{Held, Needs, Reversible, Scope, Substantial},
};

use super::{
    SOURCE,
    ask::Offer,
    details::Block,
    name::{self, encoded},
    own_way::OwnWay,
    version,
};
use crate::{
    names,
    substantial::{self, Facts},
};

/// The source whose programs are put in. Others are the Store, which people open, or an office's own.
pub const CATALOGUE: &str = "winget";

/// The updates, sorted by id. Left out is what is there in a version that winget only guesses: it would be offered again
/// for ever.
pub fn join(pc: PcId, offers: &[Offer], scope: Scope, way: impl Fn(&str) -> Option<OwnWay>) -> Vec<Update> {
    let mut seen = BTreeSet::new();
    let updates = offers.iter().filter_map(|offer| update(pc, offer, scope, way(&offer.block.id)));
    // Of what is there twice winget updates the first, and says no more of the other.
    let mut updates: Vec<Update> = updates.filter(|update| seen.insert(update.id.clone())).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates
}

/// The id of what is offered, and whether the catalogue has it.
pub fn offer_of(block: &Block) -> Option<(UpdateId, bool)> {
    let of_catalogue = block.upgrades.iter().find(|(source, _)| source == CATALOGUE);
    let (_, version) = of_catalogue.or(block.upgrades.first())?;
    let is_new = version::is_known(&block.version) && !version::is_same(&block.version, version);
    let id = is_new.then(|| name::id(&block.id, version))??;
    Some((id, of_catalogue.is_some()))
}

fn update(pc: PcId, offer: &Offer, scope: Scope, way: Option<OwnWay>) -> Option<Update> {
    let block = &offer.block;
    let Some((id, is_of_catalogue)) = offer_of(block) else {
        tracing::debug!(name = %block.id, version = %block.version, "Left out what is there in no known version");
        return None;
    };
    let candidate = name::decoded(id.version())?;
    Some(Update {
        pc,
        source: SOURCE.to_owned(),
        package: encoded(&block.id).parse().ok()?,
        group: block.id.clone(),
        name: names::one_line(&block.name),
        installed: Some(names::one_line(&block.version)),
        class: None,
        severity: None,
        substantial: judge(block, &candidate),
        candidate,
        cves: None,
        known_exploited: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: Needs { close: way.and_then(to_close), ..Needs::default() },
        reversible: Some(Reversible::Not(Cause::NothingKept)),
        scope,
        held: offer.is_pinned.then_some(Held { by: None, why: None, until: None }),
        phased: false,
        blocked: blocked(is_of_catalogue, way),
        id,
    })
}

/// Why winget is not told to put it in.
pub fn blocked(is_of_catalogue: bool, way: Option<OwnWay>) -> Option<Cause> {
    match way {
        Some(OwnWay::Close(_)) => Some(Cause::AppRunning),
        Some(OwnWay::Itself) => Some(Cause::AtThePc),
        None => (!is_of_catalogue).then_some(Cause::AtThePc),
    }
}

fn to_close(way: OwnWay) -> Option<Vec<String>> {
    match way {
        OwnWay::Close(name) => Some(vec![name.to_owned()]),
        OwnWay::Itself => None,
    }
}

/// What is in the catalogue people have installed to use it.
fn judge(block: &Block, candidate: &str) -> Option<Substantial> {
    let facts = Facts {
        package: block.id.clone(),
        group: block.id.clone(),
        installed: Some(block.version.clone()),
        candidate: candidate.to_owned(),
        window: Some(true),
        ..Facts::default()
    };
    substantial::judge(&[facts]).into_iter().flatten().next()
}
