//! Which ids may go: zypper and rpm are asked now, whatever was offered before.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, SpkiHash, Update, UpdateId};
use patchround_updates::{
    AskError, Asking, Pc, Source as _,
    rpm::{self, Package},
    zypper::{self, kept::name_of},
};

use crate::{Ended, meter::Meter, patience::Patience, tell::Verdicts};

/// One id, in zypper's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) id: UpdateId,
    /// Whether a patch says that a restart finishes it.
    pub(super) restart: bool,
}

impl Target {
    /// Exactly this version, as zypper takes it: `NAME.ARCH=EDITION`.
    pub(super) fn exact(&self) -> String {
        format!("{}={}", self.id.native(), self.id.version())
    }

    pub(super) fn name(&self) -> &str {
        name_of(self.id.native())
    }

    /// `NAME-VERSION-RELEASE.ARCH`, as zypper and rpm name it to people.
    pub(super) fn full(&self) -> String {
        full(&self.id)
    }

    pub(super) fn is_kernel(&self) -> bool {
        rpm::is_kernel(self.name())
    }
}

/// `NAME-VERSION-RELEASE.ARCH`: without an epoch.
pub(super) fn full(id: &UpdateId) -> String {
    let (name, arch) = id.native().rsplit_once('.').unwrap_or((id.native(), ""));
    let version = id.version().split_once(':').map_or(id.version(), |(_, version)| version);
    format!("{name}-{version}.{arch}")
}

/// `NAME.ARCH` of a `NAME-VERSION-RELEASE.ARCH`.
pub(super) fn native_of(full: &str) -> Option<String> {
    let (rest, arch) = full.rsplit_once('.')?;
    let (rest, _release) = rest.rsplit_once('-')?;
    let (name, _version) = rest.rsplit_once('-')?;
    Some(format!("{name}.{arch}"))
}

/// Whether an id is of this source and names a package with its architecture.
pub(super) fn is_ours(id: &UpdateId) -> bool {
    let parts = id.native().rsplit_once('.');
    id.source() == zypper::SOURCE && parts.is_some_and(|(name, arch)| !name.is_empty() && !arch.is_empty())
}

/// What is there of these ids.
pub(super) fn installed(pc: &Pc<'_>, ids: &[UpdateId]) -> Result<Vec<Package>, AskError> {
    let names: BTreeSet<&str> = ids.iter().filter(|id| is_ours(id)).map(UpdateId::native).collect();
    if names.is_empty() { Ok(Vec::new()) } else { rpm::installed(pc, names) }
}

/// The editions that are there of an id's package.
pub(super) fn editions<'a>(id: &UpdateId, installed: &'a [Package]) -> Vec<&'a str> {
    let is_same = |package: &&Package| package.name_arch() == id.native();
    installed.iter().filter(is_same).map(|package| package.evr.as_str()).collect()
}

/// Whether an id's version is there, and nothing of an installation that was cut off.
pub(super) fn is_there(id: &UpdateId, installed: &[Package]) -> bool {
    let editions = editions(id, installed);
    let is_alone = editions.len() == 1 || rpm::is_kernel(name_of(id.native()));
    is_alone && editions.contains(&id.version())
}

/// What zypper offers at this moment. Another updater is waited for.
pub(super) fn offered(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<Vec<Update>, Cause> {
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    loop {
        let (scan, updates) = zypper::Zypper.list(pc, &asking);
        match scan.cause {
            Some(Cause::BusyOtherUpdater) if patience.waits(super::writer(pc).as_deref(), meter) => {}
            // What the other repositories offer is offered all the same.
            Some(cause) if updates.is_empty() => return Err(cause),
            _ => return Ok(updates),
        }
    }
}

/// The ids that may go. The others get a verdict, except those that are at their version already.
pub(super) fn choose(
    ids: &[UpdateId],
    offered: &[Update],
    installed: &[Package],
    verdicts: &mut Verdicts,
) -> Vec<Target> {
    let offered: BTreeMap<&UpdateId, &Update> = offered.iter().map(|update| (&update.id, update)).collect();
    let mut targets = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        match decide(id, &offered, installed) {
            Ok(Some(target)) => targets.push(target),
            Ok(None) => {}
            Err(ended) => drop(verdicts.insert(id.clone(), ended)),
        }
    }
    targets
}

/// `None` where nothing is left to do.
fn decide(
    id: &UpdateId,
    offered: &BTreeMap<&UpdateId, &Update>,
    installed: &[Package],
) -> Result<Option<Target>, Ended> {
    if !is_ours(id) {
        return Err(Ended::failed(Cause::NotForThisPc, ""));
    }
    let editions = editions(id, installed);
    if editions.is_empty() {
        return Err(Ended::failed(Cause::VersionGone, "It is not installed here"));
    }
    if is_there(id, installed) {
        return Ok(None);
    }
    if editions.contains(&id.version()) {
        return Err(Ended::failed(Cause::InterruptedBefore, "It is there twice"));
    }
    let Some(update) = offered.get(id) else {
        let other = offered.values().find(|update| update.id.native() == id.native());
        let said = format!("Offered now: {}", other.map_or("nothing", |update| &update.candidate));
        return Err(Ended::failed(Cause::VersionGone, &said));
    };
    if update.held.is_some() {
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
    }
    Ok(Some(Target { id: id.clone(), restart: update.needs.restart == Some(true) }))
}
