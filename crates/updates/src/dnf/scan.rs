//! Asks dnf and rpm everything a scan needs.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};

use super::{
    SOURCE,
    ask::{self, AskError},
    check::Checked,
    generation, kept,
    list::{self, Answers},
    locks::Locks,
    offers::Offer,
    unfinished,
};
use crate::{
    kept::Shelf,
    names, rpm,
    source::{Asking, Pc},
    unset::NotWhole,
};

/// Touched by our refresh when the lists of all sources were read: dnf itself skips a source that it cannot reach and
/// ends with 0 (`skip_if_unavailable`), and its cache is as old as each server says.
pub const REFRESHED_STAMP: &str = "/var/lib/dnf/patchround-refreshed";

/// The updates dnf offers; where it could not be asked, none and the cause.
pub(super) fn read(pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match answers(pc, asking) {
        Ok((answers, is_read)) => {
            let mut updates = list::join(asking.pc, &answers);
            if let Some(back) = &asking.back {
                kept::mark(back, &mut updates, pc.root);
            }
            (updates, (!is_read).then_some(Cause::FileGone))
        }
        Err(error) => {
            let cause = error.cause();
            let said = error.said();
            let said = said.lines().rfind(|line| !line.is_empty() && !line.starts_with('['));
            tracing::warn!(?cause, said, "Failed to read dnf's updates");
            (Vec::new(), Some(cause))
        }
    };
    let refreshed_at = refreshed_at(&pc.place(REFRESHED_STAMP));
    let NotWhole { cause: unfinished, of: unfinished_of } = unfinished::not_whole(pc);
    let source = SOURCE.to_owned();
    (
        SourceScan { source, cause, unfinished, unfinished_of, refreshed_at, whole: false, managed: false },
        updates,
    )
}

fn answers(pc: &Pc<'_>, asking: &Asking<'_>) -> Result<(Answers, bool), AskError> {
    let (Checked { upgrades, replaced }, is_read) = ask::upgrades(pc)?;
    let mut answers = Answers { upgrades, replaced, offers: ask::offers(pc)?, ..Answers::default() };
    if let Some(back) = &asking.back {
        let held_back = held_back(pc, back.shelf, &answers.offers);
        answers.offers.extend(held_back);
    }
    if answers.offers.is_empty() && answers.upgrades.is_empty() {
        return Ok((answers, is_read));
    }
    (answers.about, answers.advisories) = ask::advisories(pc)?;
    if !answers.agree() {
        let said = "Two answers of dnf differ".to_owned();
        return Err(AskError::Refused { cause: Cause::Unexpected, said });
    }
    let chosen = answers.chosen();
    let names: Vec<String> = chosen
        .iter()
        .filter(|(name, offer)| is_plain(name, &offer.evr))
        .map(|(name, _)| name.clone())
        .collect();
    let short: std::collections::BTreeSet<&str> =
        names.iter().filter_map(|name| Some(name.rsplit_once('.')?.0)).collect();
    let installed = rpm::installed(pc, short.iter().copied())?;
    let files = files_of(&names, rpm::files(pc, short.iter().copied(), names::is_about_apps)?);
    for (name, list) in files {
        let package = name.rsplit_once('.').map_or(name.as_str(), |(package, _)| package);
        answers.windows.insert(name.clone(), names::window_among(pc.root, &list, package));
        if let Some(app) = names::app_among(pc.root, &list, package) {
            answers.apps.insert(name.clone(), app);
        }
    }
    Ok((Answers { installed, ..answers }, is_read))
}

/// What an undo of ours went back from and a lock keeps out: dnf 5 does not offer what is locked at all.
fn held_back(pc: &Pc<'_>, shelf: &Shelf, offers: &[Offer]) -> Vec<Offer> {
    let locks = generation::of(pc.root).and_then(|generation| Locks::read(pc.root, generation).ok());
    let Some(locks) = locks else { return Vec::new() };
    let offer = |kept: &Kept| {
        let (name, arch) = kept.id.native().rsplit_once('.').filter(|_| kept.id.source() == SOURCE)?;
        let is_offered = offers.iter().any(|offer| offer.name_arch() == kept.id.native());
        let is_held = kept.back.is_some() && locks.is_at(name, arch, kept.id.version());
        (is_held && !is_offered).then(|| Offer {
            name: name.to_owned(),
            arch: arch.to_owned(),
            evr: kept.newer.clone(),
            size: None,
            built: None,
            source: None,
            vendor: None,
            summary: None,
        })
    };
    shelf.kept.iter().filter_map(offer).collect()
}

/// What makes no id is never an argument either.
fn is_plain(name: &str, evr: &str) -> bool {
    patchround_protocol::UpdateId::new(SOURCE, name, evr).is_ok()
}

/// The files of each of these packages, one path a line.
fn files_of(names: &[String], files: Vec<(String, String)>) -> BTreeMap<String, String> {
    let mut lists: BTreeMap<String, String> = BTreeMap::new();
    for (name, file) in files.into_iter().filter(|(name, _)| names.contains(name)) {
        let list = lists.entry(name).or_default();
        list.push_str(&file);
        list.push('\n');
    }
    lists
}

fn refreshed_at(stamp: &Path) -> Option<Timestamp> {
    let touched = fs::metadata(stamp).ok()?.modified().ok()?;
    let at = Timestamp::try_from(touched).ok()?;
    Timestamp::from_second(at.as_second()).ok()
}

#[cfg(test)]
mod tests {
    use patchround_protocol::wire::Back;

    use super::*;

    #[test]
    fn what_an_undo_holds_back_is_told_although_dnf_5_does_not_offer_it() {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put("usr/bin/dnf5", "");
        put("etc/dnf/versionlock.toml", include_str!("../../testdata/sid.dnf5-versionlock-file.locked"));
        let since = Timestamp::UNIX_EPOCH;
        let kept = |id: &str, is_back: bool| Kept {
            id: id.parse().unwrap(),
            newer: "1.1-1".into(),
            since,
            back: is_back.then_some(Back { since, until: None }),
        };
        let shelf = Shelf {
            kept: vec![
                kept("dnf:pr-lock.noarch@1.0-1", true),
                kept("dnf:pr-free.noarch@1.0-1", true),
                kept("zypper:pr-lock.noarch@1.0-1", true),
            ],
            ..Shelf::default()
        };
        let pc = Pc { root: root.path(), ..Pc::this() };
        let held = held_back(&pc, &shelf, &[]);
        let told: Vec<_> = held.iter().map(|offer| (offer.name_arch(), offer.evr.as_str())).collect();
        assert_eq!(told, [("pr-lock.noarch".to_owned(), "1.1-1")]);
        assert_eq!(held_back(&pc, &shelf, &held), [], "it is offered");
        let not_back = Shelf { kept: vec![kept("dnf:pr-lock.noarch@1.0-1", false)], ..Shelf::default() };
        assert_eq!(held_back(&pc, &not_back, &[]), []);
    }
}
