//! Installing offered updates.

mod choose;
mod fetch;
mod fit;
mod rounds;
mod verify;

use std::collections::BTreeSet;

use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    apt::{self, ask::AskError, kept::ARCHIVES, uris},
    is_kernel_image,
};

use crate::{
    Ended,
    apt::keep,
    apt::transaction::{Apt, Mode},
    keep::Keep,
    meter::Meter,
    room::{self, Needs},
    tell::{self, Verdicts},
};

pub(super) use fetch::fetch;
pub(crate) use fit::objection;
pub(crate) use rounds::{configure, fetch_to_keep, go_back, mend};
pub(crate) use verify::tell_all;

/// One id, in apt's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    id: UpdateId,
    name: String,
    arch: String,
}

impl Target {
    /// An id of this source: `apt:NAME:ARCH@VERSION`.
    fn of(id: &UpdateId) -> Option<Self> {
        let (name, arch) = id.native().rsplit_once(':').filter(|_| id.source() == apt::SOURCE)?;
        let whole = !name.is_empty() && !arch.is_empty() && !name.contains(':');
        whole.then(|| Self { id: id.clone(), name: name.to_owned(), arch: arch.to_owned() })
    }

    /// The name as apt takes it.
    fn full_name(&self) -> String {
        if self.arch == "all" { self.name.clone() } else { format!("{}:{}", self.name, self.arch) }
    }

    /// Exactly this version, as apt takes it.
    fn exact(&self) -> String {
        format!("{}={}", self.full_name(), self.id.version())
    }
}

fn exact(targets: &[Target]) -> Vec<String> {
    targets.iter().map(Target::exact).collect()
}

/// Installs these updates, each only if apt itself offers it at this moment in exactly this version.
///
/// Tells `Progress::UpdateEnded` once for every id, after a new process asked dpkg's database. One
/// update that fails does not cost the others. Packages are removed only if they are in
/// `agreed_removals`. Waits up to ten minutes for another updater, and names it.
///
/// What is there before is kept as far as it can be, so that there is a way back; where not, that stops nothing.
///
/// Gives the worst of the ids' ends.
pub(super) fn carry_out(
    apt: &mut dyn Apt,
    ids: &[UpdateId],
    agreed: &[PackageName],
    keep: Option<&Keep>,
    meter: &mut Meter<'_>,
) -> Ended {
    let mut verdicts = Verdicts::new();
    if let Err(error) = try_all(apt, (ids, agreed), keep, meter, &mut verdicts) {
        tell::give_up(ids, &error.into(), &mut verdicts);
    }
    meter.moved(Phase::Verifying, 0.0, None);
    verify::look_and_tell(apt, ids, &verdicts, meter)
}

fn try_all(
    apt: &mut dyn Apt,
    (ids, agreed): (&[UpdateId], &[PackageName]),
    keep: Option<&Keep>,
    meter: &mut Meter<'_>,
    verdicts: &mut Verdicts,
) -> Result<(), AskError> {
    let chosen = choose::choose(apt, ids, verdicts)?;
    let agreed: BTreeSet<_> = agreed.iter().map(|name| name.as_str().to_owned()).collect();
    let (fitting, removes) = fit::fit(chosen, &agreed, &|targets| apt.simulate(&exact(targets)), verdicts);
    let needs = needs(apt, &fitting)?;
    let refuse = |target: Target, ended: &Ended| drop(verdicts.insert(target.id, ended.clone()));
    let fitting = room::enough(apt, needs, fitting, |target| is_kernel_image(&target.name), refuse);
    if fitting.is_empty() {
        return Ok(());
    }
    let automatic = apt.automatic(&fitting.iter().map(Target::full_name).collect())?;
    let fetched = rounds::run(apt, Mode::Download, fitting, &agreed, meter, verdicts);
    let mode = if removes { Mode::InstallAndRemove } else { Mode::Install };
    if !fetched.is_empty() {
        if let Some(keep) = keep {
            keep::before(apt, keep, &exact(&fetched), meter);
        }
        rounds::run(apt, mode, fetched.clone(), &agreed, meter, verdicts);
        // apt takes a file of the right size for the right file, as often as it is asked.
        let is_garbled =
            |target: &Target| verdicts.get(&target.id).is_some_and(|v| v.cause == Some(Cause::HashMismatch));
        if fetched.iter().any(is_garbled) {
            apt.drop_fetched();
        }
        rounds::finish(apt, &fetched, verdicts, meter);
    }
    // Naming a package makes it "manually installed", so that it would never be cleaned up.
    if !automatic.is_empty() {
        apt.mark_automatic(&automatic);
    }
    Ok(())
}

/// What these write where.
fn needs(apt: &dyn Apt, targets: &[Target]) -> Result<Needs<'static>, AskError> {
    let fetched = if targets.is_empty() { 0 } else { uris::total(&apt.uris(&exact(targets))?) };
    Ok(Needs { fetched, installed: None, cache: ARCHIVES, system: &["/usr", "/var/lib/dpkg"] })
}

#[cfg(test)]
mod tests;
