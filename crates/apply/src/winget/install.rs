//! Installing what is offered, one program after the other.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    command::Told,
    winget::{
        Owner,
        ask::{self, AskError, Offer},
        causes,
        details::Block,
        list, name, own_way, restarts, version,
    },
};

use crate::{
    Ended,
    meter::Meter,
    patience::Patience,
    tell::{self, Verdicts},
};

/// Who is named where another installation holds Windows' own lock: it says no more.
const WINDOWS_INSTALLER: &str = "Windows Installer";
/// No installer of the program fits what was asked for (`NO_APPLICABLE_INSTALLER`, `UPDATE_NOT_APPLICABLE`).
const NONE_FITS: [i32; 2] = [-1_978_335_216, -1_978_335_189];

/// One id that may go.
struct Target {
    id: UpdateId,
    name: String,
    version: String,
    /// The version that is there before.
    before: String,
}

/// Installs these versions, each only if it is offered at this moment. What runs is closed by nobody.
pub(super) fn carry_out(
    pc: &Pc<'_>,
    owner: &Owner,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let mut ends = Verdicts::new();
    let targets = chosen(pc, owner, ids, &mut ends);
    let mut before = BTreeMap::new();
    for (at, target) in targets.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "at most some hundreds")]
        meter.moved(Phase::Installing, at as f32 * 100.0 / ids.len() as f32, Some(&target.name));
        let ended = put_in(pc, owner, &target, meter, patience);
        if ended.cause == Some(Cause::RestartToFinish) {
            restarts::note(pc, &target.id);
        }
        ends.insert(target.id.clone(), ended);
        before.insert(target.id, target.before);
    }
    meter.moved(Phase::Verifying, 0.0, None);
    tell_with(pc, owner, ids, meter, &before, |id| end_of(&ends, id))
}

/// Fetches nothing: these wait until they are installed, if they are offered.
pub(super) fn ahead(pc: &Pc<'_>, owner: &Owner, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    let mut ends = Verdicts::new();
    let waits = Ended { outcome: Outcome::Waiting, cause: None, details: None };
    let targets = chosen(pc, owner, ids, &mut ends);
    ends.extend(targets.into_iter().map(|target| (target.id, waits.clone())));
    tell(pc, owner, ids, meter, |id| end_of(&ends, id))
}

/// Tells every id once, after a new process was asked what is there; `otherwise` says how those end that are not.
pub(super) fn tell(
    pc: &Pc<'_>,
    owner: &Owner,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    tell_with(pc, owner, ids, meter, &BTreeMap::new(), otherwise)
}

/// What a run that failed means.
pub(super) fn failed(told: &Told) -> Ended {
    let cause = causes::classify(told.status, &told.said());
    Ended::failed(cause, &format!("{}\n[{}]", told.said(), told.ending()))
}

fn end_of(ends: &Verdicts, id: &UpdateId) -> Ended {
    ends.get(id).cloned().unwrap_or_else(|| Ended::failed(Cause::VersionGone, "It is not offered any more"))
}

/// The ids that may go. The others get an end.
fn chosen(pc: &Pc<'_>, owner: &Owner, ids: &[UpdateId], ends: &mut Verdicts) -> Vec<Target> {
    let offers = match ask::offered(pc, owner) {
        Ok(offers) => offers,
        Err(error) => {
            tell::give_up(ids, &error.into(), ends);
            return Vec::new();
        }
    };
    let mut targets = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        match decide(pc, owner, &offers, id) {
            Ok(target) => targets.push(target),
            Err(ended) => drop(ends.insert(id.clone(), ended)),
        }
    }
    targets
}

fn decide(pc: &Pc<'_>, owner: &Owner, offers: &[Offer], id: &UpdateId) -> Result<Target, Ended> {
    let parts = name_of(id).zip(name::decoded(id.version()).filter(|version| name::is_version(version)));
    let (name, version) = parts.ok_or_else(|| Ended::failed(Cause::NotForThisPc, ""))?;
    let is_it = |offer: &&Offer| list::offer_of(&offer.block).is_some_and(|(offered, _)| offered == *id);
    let found = offers.iter().find(is_it);
    let offer = found.ok_or_else(|| Ended::failed(Cause::VersionGone, "It is not offered any more"))?;
    let is_of_catalogue = list::offer_of(&offer.block).is_some_and(|(_, is_of_catalogue)| is_of_catalogue);
    let held = offer.is_pinned.then_some(Cause::Held);
    let blocked = || list::blocked(is_of_catalogue, own_way::of(pc, owner, &offer.block.id));
    match held.or_else(blocked) {
        Some(cause) => Err(Ended::not_done(Outcome::NeedsPerson, cause, "")),
        None => Ok(Target { id: id.clone(), name, version, before: offer.block.version.clone() }),
    }
}

fn name_of(id: &UpdateId) -> Option<String> {
    name::decoded(id.native()).filter(|name| name::is_name(name))
}

/// Runs winget until no other installation is in its way, or the patience for that is over.
fn put_in(pc: &Pc<'_>, owner: &Owner, target: &Target, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    loop {
        let ended = run(pc, owner, target);
        let is_busy = ended.cause == Some(Cause::BusyOtherUpdater);
        if !is_busy || !patience.waits(Some(WINDOWS_INSTALLER), meter) {
            return ended;
        }
    }
}

/// One run, and how it ended by its own account, which is not believed where it says that it did well.
fn run(pc: &Pc<'_>, owner: &Owner, target: &Target) -> Ended {
    let of_owner = upgrade(pc, owner, target, &["--scope", owner.word()]);
    // What does not say for whom it installs fits nobody who is named. Asked without that word, winget still takes none that is
    // for others than the installed one is for (`InstalledScopeFilter` of winget-cli).
    let told = match of_owner {
        Ok(told) if told.status.is_some_and(|status| NONE_FITS.contains(&status)) => {
            upgrade(pc, owner, target, &[])
        }
        told => told,
    };
    match told {
        Ok(told) if told.is_success() => {
            Ended::failed(Cause::InstalledButNotVerified, &format!("{}\n[{}]", told.said(), told.ending()))
        }
        Ok(told) => failed(&told),
        Err(error) => error.into(),
    }
}

fn upgrade(pc: &Pc<'_>, owner: &Owner, target: &Target, scope: &[&str]) -> Result<Told, AskError> {
    let Target { name, version, .. } = target;
    let exactly = ["upgrade", "--id", name, "--exact", "--version", version, "--source", list::CATALOGUE];
    let call = ask::winget(pc, owner, &exactly)?.and(scope.iter().copied());
    let call = call.and(["--silent", "--accept-package-agreements"]).and(ask::QUIET);
    Ok(pc.tools.write(&call, &mut |_| {})?)
}

/// As [`tell`], of ids some of which winget was told to install; with what was there before.
fn tell_with(
    pc: &Pc<'_>,
    owner: &Owner,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    before: &BTreeMap<UpdateId, String>,
    otherwise: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    tell::each(ids, meter, |id| {
        let blocks = match name_of(id).map(|name| ask::there(pc, owner, &name)) {
            Some(Ok(blocks)) => blocks,
            Some(Err(error)) => return (Ended::from(error), None),
            None => Vec::new(),
        };
        let ended = otherwise(id);
        let waits = ended.cause == Some(Cause::RestartToFinish) || restarts::is_noted(pc, id);
        match there(&blocks, id, before.get(id)) {
            Some(there) if waits => {
                (Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, ""), Some(there))
            }
            Some(there) => (Ended::DONE, Some(there)),
            None => (ended, blocks.first().map(|block| block.version.clone())),
        }
    })
}

/// The version that is there, if it is the ordered one to winget. Some programs call themselves otherwise than the catalogue
/// does: after an installation winget's own word counts, which is that nothing newer is known of another version than before.
fn there(blocks: &[Block], id: &UpdateId, before: Option<&String>) -> Option<String> {
    let ordered = name::decoded(id.version())?;
    let is_ordered = |block: &&Block| version::is_same(&block.version, &ordered);
    let is_newest = blocks.iter().all(|block| block.upgrades.is_empty());
    let is_other = |block: &&Block| before.is_some_and(|before| is_newest && block.version != *before);
    let found = blocks.iter().find(is_ordered).or_else(|| blocks.iter().find(is_other));
    found.map(|block| block.version.clone())
}
