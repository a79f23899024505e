//! The versions that were there before: kept before an upgrade, so that there is a way back.
//!
//! A file comes from the PC's own repositories: zypper checks it against their lists, and what it has fetched is copied at
//! once. Nothing here ever stops an update.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use patchround_protocol::UpdateId;
use patchround_updates::{
    Pc,
    kept::{may_go_back, room},
    rpm::{self, Package},
    zypper::{SOURCE, ask, ask::PACKAGES, stream, versions::There},
};

use super::choose::{Target, editions};
use crate::{
    keep::{Keep, Shelf, hash_of},
    meter::Meter,
    system,
};

const LIMIT: Duration = Duration::from_secs(15 * 60);

/// One version that is about to be replaced.
struct Old {
    id: UpdateId,
    newer: String,
}

/// Keeps what is there, before these replace it. Whatever does not work is a version without a way back.
pub(super) fn before(
    pc: &Pc<'_>,
    keep: &Keep,
    targets: &[Target],
    installed: &[Package],
    meter: &mut Meter<'_>,
) {
    let now = Timestamp::now();
    let result = Shelf::open(keep).map_err(|error| error.to_string()).and_then(|mut shelf| {
        let there = ask::there(pc).map_err(|error| error.said())?;
        let room = room(system::free_bytes(&keep.folder));
        let olds: Vec<Old> = targets.iter().filter_map(|target| old(target, installed)).collect();
        let missing: Vec<&Old> =
            olds.iter().filter(|old| !shelf.has(&old.id) && is_in_one(&old.id, &there)).collect();
        let files = fetch(pc, &missing, meter);
        for old in &olds {
            take(pc, &mut shelf, old, files.get(&old.id), room, now);
        }
        files.values().for_each(|file| drop(std::fs::remove_file(pc.place(file))));
        shelf.make_room(0, room, now).and_then(|()| shelf.save()).map_err(|error| error.to_string())
    });
    if let Err(error) = result {
        tracing::warn!(error, "Failed to keep versions for a way back");
    }
}

fn old(target: &Target, installed: &[Package]) -> Option<Old> {
    let editions = editions(&target.id, installed);
    let [edition] = editions[..] else { return None };
    let native = target.id.native();
    let id = UpdateId::new(SOURCE, native, edition).ok().filter(|_| may_go_back(target.name()))?;
    Some(Old { id, newer: target.id.version().to_owned() })
}

fn is_in_one(id: &UpdateId, there: &There) -> bool {
    there.get(id.native()).and_then(|editions| editions.get(id.version())) == Some(&true)
}

/// Fetches these, each for itself wanted, and gives their files.
fn fetch(pc: &Pc<'_>, olds: &[&Old], meter: &mut Meter<'_>) -> BTreeMap<UpdateId, String> {
    if olds.is_empty() {
        return BTreeMap::new();
    }
    let exact = olds.iter().map(|old| format!("{}={}", old.id.native(), old.id.version()));
    let call = ask::zypper(&["download", "--"]).and(exact);
    let mut heard = super::run::Heard::default();
    if let Err(error) = pc.tools.fetch(&call, LIMIT, &mut |line| heard.take(line, meter)) {
        tracing::info!(%error, "Failed to fetch versions to keep");
    }
    let is_ours = |id: &UpdateId| olds.iter().any(|old| old.id == *id);
    files(&heard.raw).into_iter().filter(|(id, file)| is_ours(id) && is_in_cache(file)).collect()
}

/// Whether a file is one that zypper has fetched: what is said of a path is no more than that.
fn is_in_cache(file: &str) -> bool {
    let is_plain = !file.split('/').any(|part| part == ".." || part == ".");
    file.starts_with(PACKAGES) && file.ends_with(".rpm") && is_plain
}

/// `<download-result>`: what was fetched, and where it lies.
fn files(raw: &str) -> Vec<(UpdateId, String)> {
    let mut all = Vec::new();
    let (mut name, mut arch, mut edition, mut file) = (String::new(), String::new(), String::new(), None);
    // What is broken has told what came before.
    let _ = stream::read(raw, |_, element| match element.name.as_str() {
        "name" => name.clone_from(&element.text),
        "arch" => arch.clone_from(&element.text),
        "edition" => {
            let get = |part| element.get(part).unwrap_or_default();
            let epoch = get("epoch").parse().unwrap_or(0);
            edition = rpm::evr(epoch, &format!("{}-{}", get("version"), get("release")));
        }
        "localfile" => file = element.get("path").map(str::to_owned),
        "download-result" => {
            let id = UpdateId::new(SOURCE, &format!("{name}.{arch}"), &edition).ok();
            all.extend(id.zip(file.take()));
        }
        _ => {}
    });
    all
}

fn take(pc: &Pc<'_>, shelf: &mut Shelf<'_>, old: &Old, file: Option<&String>, room: u64, now: Timestamp) {
    let taken = match (file, shelf.file(&old.id)) {
        (Some(file), _) => {
            let path = pc.place(file);
            hash_of(&path).and_then(|hash| shelf.take(&old.id, &old.newer, &hash, &path, room, now))
        }
        // It is kept since an earlier time: what takes its place now is noted.
        (None, Some((path, hash))) => shelf.take(&old.id, &old.newer, &hash, &path, room, now),
        (None, None) => return,
    };
    if let Err(error) = taken {
        tracing::info!(%error, "A version is not kept: there will be no way back from the next one");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_fetched_is_named_with_its_file() {
        let raw = include_str!("../../../updates/testdata/debian-12.zypper-download.done");
        let files = files(raw);
        let told: Vec<_> = files.iter().map(|(id, file)| (id.as_str(), file.as_str())).collect();
        assert_eq!(
            told,
            [
                ("zypper:pr-sec.noarch@1.0-1", "/var/cache/zypp/packages/lab/pr-sec-1.0-1.noarch.rpm"),
                ("zypper:pr-undo.noarch@1.0-1", "/var/cache/zypp/packages/lab/pr-undo-1.0-1.noarch.rpm")
            ]
        );
    }

    #[test]
    fn a_file_elsewhere_is_not_taken_for_one_that_zypper_fetched() {
        assert!(is_in_cache("/var/cache/zypp/packages/lab/noarch/a-1-1.noarch.rpm"));
        for path in
            ["/etc/shadow", "/var/cache/zypp/packages/../../../etc/x.rpm", "/var/cache/zypp/packages/a"]
        {
            assert!(!is_in_cache(path), "{path}");
        }
    }

    #[test]
    fn what_no_repository_has_any_more_is_not_fetched_and_zypper_ends_with_0() {
        let files = files(include_str!("../../../updates/testdata/debian-12.zypper-download.gone"));
        assert!(files.iter().all(|(id, _)| id.native() == "pr-undo.noarch"), "{files:?}");
    }
}
