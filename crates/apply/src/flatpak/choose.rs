//! Which ids may go: the remotes are asked now, whatever was offered before.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{
    Pc,
    flatpak::{
        Installation,
        ask::{self, AskError},
        config::Config,
        installed::All,
        list::new_runtime,
        offered::Offer,
        reference::{self, Reference},
    },
};

use crate::{Ended, tell::Verdicts};

/// One id that may go.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) id: UpdateId,
    pub(super) reference: Reference,
    /// What its remote offers, in exactly this commit.
    pub(super) offer: Offer,
    /// Whether its runtime has to come along.
    pub(super) needs_runtime: bool,
}

/// The ids that may go. The others get an end, except those that are at their commit already.
///
/// # Errors
/// [`AskError`] where flatpak could not be asked what is there.
pub(super) fn choose(
    pc: &Pc<'_>,
    installation: &Installation,
    ids: &[UpdateId],
    ends: &mut Verdicts,
) -> Result<Vec<Target>, AskError> {
    let (all, config) = (ask::installed(pc, installation)?, installation.config(pc));
    let mut answers = Answers::new();
    let mut targets = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        match decide(pc, installation, id, (&all, &config), &mut answers) {
            Ok(target) => targets.extend(target),
            Err(ended) => drop(ends.insert(id.clone(), ended)),
        }
    }
    Ok(targets)
}

/// What each remote has newer, asked once.
pub(super) type Answers = BTreeMap<String, Result<BTreeSet<Reference>, Ended>>;

fn decide(
    pc: &Pc<'_>,
    installation: &Installation,
    id: &UpdateId,
    (all, config): (&All, &Config),
    answers: &mut Answers,
) -> Result<Option<Target>, Ended> {
    let gone = |why: &str| Ended::failed(Cause::VersionGone, why);
    let reference = reference::of_id(id).ok_or_else(|| Ended::failed(Cause::NotForThisPc, ""))?;
    let there = all.get(&reference).ok_or_else(|| gone("It is not installed here"))?;
    if there.commit == id.version() {
        return Ok(None);
    }
    if config.is_masked(reference.as_str()) {
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
    }
    if !newer(pc, installation, &there.origin, answers)?.contains(&reference) {
        return Err(gone("It is not offered any more"));
    }
    let offer = ask::offer(pc, installation, (&there.origin, &reference, &there.commit))?;
    if offer.commit != id.version() {
        return Err(gone(&format!("Offered now: {}", offer.commit)));
    }
    if let Some(other) = &offer.replaced_by {
        let said = format!("It would be removed, and {other} would take its place");
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::WouldRemove, &said));
    }
    let needs_runtime = offer.metadata.as_ref().is_some_and(|metadata| new_runtime(metadata, all).is_some());
    Ok(Some(Target { id: id.clone(), reference, offer, needs_runtime }))
}

/// What a remote has newer. Asked before anything else: where a server does not answer, flatpak says of one ref only that
/// there is none, and of an update that there is nothing to do.
pub(super) fn newer<'a>(
    pc: &Pc<'_>,
    installation: &Installation,
    remote: &str,
    answers: &'a mut Answers,
) -> Result<&'a BTreeSet<Reference>, Ended> {
    let answer = answers.entry(remote.to_owned()).or_insert_with(|| {
        let newer = ask::newer(pc, installation, remote)?;
        Ok(newer.into_iter().map(|(_, reference)| reference).collect())
    });
    answer.as_ref().map_err(Clone::clone)
}
