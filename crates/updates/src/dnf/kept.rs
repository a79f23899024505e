//! Versions that are kept for a way back: what both halves of a helper go by.

use std::path::Path;

use patchround_protocol::{Cause, Update, UpdateId, wire::Kept};

use super::{
    SOURCE, generation,
    locks::{self, Locks},
};
use crate::{
    ask::AskError,
    kept::{self, WayBack},
    rpm::{self, file_name},
    source::Pc,
};

/// The id of a version that is or was there.
pub fn id_of(package: &rpm::Package) -> Option<UpdateId> {
    UpdateId::new(SOURCE, &package.name_arch(), &package.evr).ok()
}

/// Which of these kept versions are as they were kept, or the PC is back at them.
///
/// # Errors
/// [`AskError`] where rpm's database or the locks could not be read.
pub(super) fn still_kept(pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, AskError> {
    let installed = rpm::installed(pc, kept.iter().map(|kept| kept.id.native()))?;
    let Some(generation) = generation::of(pc.root) else { return Ok(Vec::new()) };
    let locks = Locks::read(pc.root, generation)
        .map_err(|error| AskError::Refused { cause: Cause::DiskUnusable, said: error.to_string() })?;
    let there = |id: &UpdateId| {
        let mut same = installed.iter().filter(|package| package.name_arch() == id.native());
        let there = same.next().filter(|_| same.next().is_none())?;
        Some((there.evr.clone(), locks.is_at(&there.name, &there.arch, &there.evr)))
    };
    Ok(kept::as_it_is(kept, there, may_go_back))
}

/// Says of each update whether there will be a way back: the version that is there now is kept already, or lies in
/// dnf's cache with a hash we know. Whether a source still has it is not asked here, so elsewhere nothing is said. Where
/// versions cannot be locked there is none: the next upgrade would take it away.
pub(super) fn mark(back: &WayBack<'_>, updates: &mut [Update], root: &Path) {
    let cached = super::ask::cached(root);
    let can_stay = generation::of(root).is_some_and(|generation| locks::can_lock(root, generation));
    let can_have = |_: &Update, id: &UpdateId| {
        let file = file_name(id)?;
        let is_cached = cached.iter().any(|path| path.file_name().is_some_and(|name| *name == *file));
        (is_cached && back.shelf.known.contains(id)).then_some(true)
    };
    kept::mark(back, updates, |id| can_stay && may_go_back(id), can_have);
}

fn may_go_back(id: &UpdateId) -> bool {
    kept::may_go_back(id.native().rsplit_once('.').map_or(id.native(), |(name, _)| name))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::Timestamp;
    use patchround_protocol::update::Reversible;

    use super::*;
    use crate::kept::Shelf;

    #[test]
    fn where_versions_cannot_be_locked_there_is_no_way_back() {
        let root = tempfile::tempdir().unwrap();
        let put = |path: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        put("usr/bin/dnf");
        let id: UpdateId = "dnf:a.noarch@1-1".parse().unwrap();
        let since = Timestamp::UNIX_EPOCH;
        let kept = Kept { id, newer: "2-1".into(), since, back: None };
        let shelf = Shelf { kept: vec![kept], ..Shelf::default() };
        let marked = || {
            let mut updates: [Update; 1] = [serde_json::from_value(serde_json::json!({
                "id": "dnf:a.noarch@2-1", "pc": patchround_protocol::PcId::from(patchround_protocol::SpkiHash([0; 32])),
                "source": "dnf", "package": "a", "group": "a", "name": "A", "installed": "1-1",
                "candidate": "2-1", "class": "other", "substantial": null, "cves": null, "known_exploited": null,
                "released": null, "size": 10, "notes": null, "needs": {}, "reversible": null, "scope": "machine",
                "held": null, "phased": false, "blocked": null,
            }))
            .unwrap()];
            mark(&WayBack { shelf: &shelf, room: 100 }, &mut updates, root.path());
            updates[0].reversible.clone()
        };
        assert_eq!(marked(), Some(Reversible::Not(Cause::UndoBlocked)));
        put("etc/dnf/plugins/versionlock.conf");
        assert_eq!(marked(), Some(Reversible::Kept {}));
    }
}
