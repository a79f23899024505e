//! Going back to a kept version, staying there, and no longer staying there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId};
use patchround_updates::{
    AskError, Pc, unset,
    zypper::{
        SOURCE, ask,
        kept::name_of,
        summary::{Change, Summary},
    },
};

use super::{
    again,
    choose::{editions, full, installed, is_ours, is_there},
    fit,
    run::{self, asked},
    verify, writer,
};
use crate::{
    Ended,
    back::{self, Hold, Holds, Now, There},
    fit::changes_others,
    keep::Keep,
    meter::Meter,
    patience::Patience,
    rpm::Named,
    unset::SAID,
};

/// The kept file is what zypper itself once checked: its hash is what it was then. Whoever signed it may since have gone.
const BACK: [&str; 6] = [
    "install",
    "--details",
    "--no-recommends",
    "--no-force-resolution",
    "--oldpackage",
    "--allow-unsigned-rpm",
];
const GO: &str = "--";

/// Goes back to these versions, all or none; then they are locked.
pub(super) fn go_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let mut locks = Locks::new(pc, patience);
    let why = patience
        .until_nobody(meter, || writer(pc))
        .and_then(|()| try_back(pc, ids, keep, meter, patience, &mut locks.failed))
        .unwrap_or_else(|ended| ended);
    back::stay_and_tell(&mut locks, ids, until, keep, meter, &why)
}

/// After an undo was interrupted: finishes what rpm had begun, locks what is back, and tells what is there.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    until: Option<Timestamp>,
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let ended = again::mend(pc, meter, patience);
    let why = Ended::failed(Cause::InterruptedBefore, &ended.details.unwrap_or_default());
    back::stay_and_tell(&mut Locks::new(pc, patience), ids, until, keep, meter, &why)
}

/// No longer keeps these packages at the versions that an undo of ours went back to.
pub(super) fn let_go(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    back::let_go(&mut Locks::new(pc, patience), ids, keep, meter)
}

/// How those end that are not back afterwards. A step that failed is noted, and given with what was said.
fn try_back(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    keep: &Keep,
    meter: &mut Meter<'_>,
    patience: &Patience,
    failed: &mut BTreeMap<String, String>,
) -> Result<Ended, Ended> {
    let now = asked(meter, patience, || now(pc, ids))?;
    let files: Vec<(UpdateId, PathBuf)> = back::files(ids, &now, keep)?;
    if files.is_empty() {
        return Ok(back::not_there(""));
    }
    let named = Named::all(pc, &files, keep)?;
    let simulate = || fit::simulate(pc, &BACK, &named.paths).map_err(|refusal| refusal.ended);
    let summary = asked(meter, patience, simulate).map_err(back::refused)?;
    if let Some(more) = would_do_more(&summary, ids) {
        return Err(more);
    }
    let arguments: Vec<&str> = BACK.into_iter().chain([GO]).collect();
    let run = run::write(pc, &arguments, &named.paths, meter, patience).map_err(AskError::from)?;
    failed.extend(run.failed_scripts().into_iter().map(|package| (package, run.said())));
    verify::note(pc, failed.keys());
    Ok(match run.is_success() {
        true => back::not_there(&run.said()),
        false => Ended::failed(run.cause(), &run.said()),
    })
}

/// Why going back would do more than was ordered.
fn would_do_more(summary: &Summary, ids: &[UpdateId]) -> Option<Ended> {
    let is_ordered = |change: &&Change| {
        let native = format!("{}.{}", change.name, change.arch);
        ids.iter().any(|id| id.native() == native && id.version() == change.edition)
    };
    let more = [&summary.installs, &summary.removes, &summary.upgrades, &summary.others];
    let others = more.into_iter().flatten().chain(summary.downgrades.iter().filter(|c| !is_ordered(c)));
    changes_others(others.map(|change| change.name.as_str()))
}

fn now(pc: &Pc<'_>, ids: &[UpdateId]) -> Result<Now, Ended> {
    let (installed, locked) = (installed(pc, ids)?, ask::locked(pc)?);
    let there = |id: &UpdateId| {
        let editions = editions(id, &installed);
        let is_held = |l: &patchround_updates::zypper::locks::Locked| {
            id.native() == format!("{}.{}", l.name, l.arch) && editions.contains(&l.edition.as_str())
        };
        let hold = if locked.iter().any(is_held) { Hold::AsOurs } else { Hold::Nothing };
        let is_whole = is_there(id, &installed) || editions.len() == 1;
        There { versions: editions.into_iter().map(str::to_owned).collect(), is_whole, hold }
    };
    let ours = ids.iter().filter(|id| is_ours(id));
    Ok(ours.map(|id| (id.clone(), there(id))).collect::<BTreeMap<_, _>>())
}

/// zypper's locks.
struct Locks<'a> {
    pc: &'a Pc<'a>,
    patience: &'a Patience,
    /// `NAME-VERSION-RELEASE.ARCH` of packages whose own step failed in this undo, each with what was said.
    failed: BTreeMap<String, String>,
}

impl<'a> Locks<'a> {
    fn new(pc: &'a Pc<'a>, patience: &'a Patience) -> Self {
        Self { pc, patience, failed: BTreeMap::new() }
    }
}

impl Holds for Locks<'_> {
    /// Whoever takes zypper's lock after something went back is waited for.
    fn look(&self, ids: &[UpdateId]) -> Result<Now, Ended> {
        asked(&mut Meter::new(&mut |_| {}), self.patience, || now(self.pc, ids))
    }

    /// By name, which is all that zypper's locks of packages go by here.
    fn hold(&mut self, ids: &[UpdateId], is_on: bool, meter: &mut Meter<'_>) {
        let how = if is_on { "addlock" } else { "removelock" };
        let names: BTreeSet<String> = ids.iter().map(|id| name_of(id.native()).to_owned()).collect();
        let names: Vec<String> = names.into_iter().collect();
        match run::write(self.pc, &[how, "--type", "package", GO], &names, meter, self.patience) {
            Ok(run) if run.is_success() => {}
            Ok(run) => tracing::warn!(status = run.status, how, "Failed to lock packages"),
            Err(error) => tracing::warn!(%error, how, "Failed to lock packages"),
        }
    }

    /// Also where an earlier run has noted it, or the disk said no to the note of this one.
    fn not_set_up(&self, ids: &[UpdateId]) -> BTreeMap<UpdateId, Ended> {
        let noted = unset::of_rpm(self.pc, SOURCE).unwrap_or_default();
        let said = |id: &UpdateId| {
            let said = self.failed.get(&full(id)).map(String::as_str);
            said.or_else(|| is_there(id, &noted).then_some(SAID))
        };
        let failed = |id: &UpdateId| Some((id.clone(), Ended::failed(Cause::PackageScriptFailed, said(id)?)));
        ids.iter().filter_map(failed).collect()
    }
}
