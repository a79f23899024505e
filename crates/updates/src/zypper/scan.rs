//! Asks zypper and rpm everything a scan needs.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use patchround_protocol::{Cause, Update, wire::SourceScan};

use super::{
    SOURCE,
    ask::{self, AskError},
    detect, kept,
    list::{self, Answers},
    needs::Info,
    order,
    versions::{self, There},
};
use crate::{
    rpm,
    source::{Asking, Pc},
    unset::{self, NotWhole},
};

/// Touched by our refresh when every repository was read.
pub const REFRESHED_STAMP: &str = "/var/cache/zypp/patchround-refreshed";

/// What zypper offers; where it could not be asked, nothing and the cause.
pub(super) fn read(pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
    let (updates, cause, not_whole) = match answers(pc) {
        Ok(Learned { answers, there, cause }) => {
            let mut updates = list::join(asking.pc, &answers);
            if let Some(back) = &asking.back {
                kept::mark(back, &mut updates, &there);
            }
            (updates, cause, not_whole(pc, &there))
        }
        Err(error) => {
            let cause = error.cause();
            tracing::warn!(?cause, "Failed to read zypper's updates");
            tracing::debug!(said = %error.said(), "What zypper said");
            (Vec::new(), Some(cause), NotWhole::default())
        }
    };
    let refreshed_at = refreshed_at(&pc.place(REFRESHED_STAMP));
    (
        SourceScan {
            source: SOURCE.to_owned(),
            cause,
            unfinished: not_whole.cause,
            unfinished_of: not_whole.of,
            refreshed_at,
            whole: detect::is_rolling(pc),
            managed: false,
        },
        updates,
    )
}

/// What is there twice; else whose set-up failed. Where that cannot be read, nothing says so.
fn not_whole(pc: &Pc<'_>, there: &There) -> NotWhole {
    let twice = versions::twice(there);
    if !twice.is_empty() {
        let name = |native: &str| native.rsplit_once('.').map_or(native, |(name, _)| name).to_owned();
        return NotWhole::new(Cause::InterruptedBefore, twice.into_iter().map(name));
    }
    match unset::of_rpm(pc, SOURCE).unwrap_or_default() {
        none if none.is_empty() => NotWhole::default(),
        unset => NotWhole::new(Cause::PackageScriptFailed, unset.into_iter().map(|there| there.name)),
    }
}

/// Folders whose change makes a scan stale: rpm's database, zypper's cache, its locks and its repositories.
pub(super) fn watched_paths() -> Vec<PathBuf> {
    let own =
        ["/etc/zypp", "/etc/zypp/repos.d", "/var/cache/zypp", "/var/cache/zypp/raw", "/var/cache/zypp/solv"];
    own.into_iter().chain(rpm::DATABASES).map(PathBuf::from).collect()
}

struct Learned {
    answers: Answers,
    there: There,
    /// Why the list is not the whole one.
    cause: Option<Cause>,
}

/// One program after the other: as root each takes zypper's lock, and two would keep each other out.
fn answers(pc: &Pc<'_>) -> Result<Learned, AskError> {
    let mut answers = Answers::default();
    let (offers, cause) = ask::updates(pc, false)?;
    answers.offers = offers.packages;
    answers.all = ask::updates(pc, true)?.0.packages;
    count_left_out(&answers);
    let (patches, unread) = ask::patches(pc)?;
    answers.patches = patches.patches.into_iter().filter(|patch| is_name(&patch.name)).collect();
    let there = ask::there(pc)?;
    answers.infos = infos(pc, &answers)?;
    answers.locked = ask::locked(pc)?;
    look_closer(pc, &mut answers)?;
    Ok(Learned { answers, there, cause: cause.or(unread) })
}

fn infos(pc: &Pc<'_>, answers: &Answers) -> Result<BTreeMap<String, Info>, AskError> {
    let names = answers.patches.iter().map(|patch| patch.name.as_str());
    let infos = ask::patch_infos(pc, names)?;
    let missing = answers.patches.iter().filter(|patch| !infos.contains_key(&patch.name)).count();
    if missing > 0 {
        let said = format!("Nothing is said of {missing} patches");
        return Err(AskError::Refused { cause: Cause::Unexpected, said });
    }
    Ok(infos)
}

/// What is asked only of what is concerned.
fn look_closer(pc: &Pc<'_>, answers: &mut Answers) -> Result<(), AskError> {
    let concerned = answers.concerned().into_iter().filter_map(list::id_of);
    let names: Vec<String> = concerned.map(|id| id.native().to_owned()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let open: Vec<String> = answers.unexplained().into_iter().map(|offer| offer.name.clone()).collect();
    answers.installed = rpm::installed(pc, names.iter().map(String::as_str))?;
    answers.older = order::older(pc, &answers.to_compare())?;
    answers.makers = ask::package_infos(pc, open.iter().map(String::as_str))?;
    let missing = open.iter().filter(|name| !answers.makers.contains_key(*name)).count();
    if missing > 0 {
        let said = format!("Nothing is said of {missing} packages");
        return Err(AskError::Refused { cause: Cause::Unexpected, said });
    }
    Ok(())
}

/// What could be taken for an option, or for more than a name.
fn is_name(text: &str) -> bool {
    text.parse::<patchround_protocol::ids::PackageName>().is_ok()
}

fn count_left_out(answers: &Answers) {
    let is_odd = |offer: &&super::listed::Offer| list::id_of(offer).is_none();
    let odd = answers.offers.iter().chain(&answers.all).filter(is_odd).count();
    if odd > 0 {
        tracing::warn!(odd, "Left out updates whose names are none");
    }
}

/// When all repositories were last read anew, as far as it is known.
fn refreshed_at(stamp: &Path) -> Option<Timestamp> {
    let touched = fs::metadata(stamp).ok()?.modified().ok()?;
    Timestamp::from_second(Timestamp::try_from(touched).ok()?.as_second()).ok()
}
