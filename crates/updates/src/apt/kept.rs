//! Versions that are kept for a way back: what both halves of a helper go by.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use patchround_protocol::{Update, UpdateId, wire::Kept};

use crate::{
    kept::{self, Shelf, WayBack},
    source::Pc,
};

use super::{
    SOURCE,
    ask::{self, AskError},
    database::Entry,
    name_of,
    policy::Table,
};

/// Where apt keeps what it has fetched.
pub const ARCHIVES: &str = "/var/cache/apt/archives";
/// The id of a version that is or was there.
pub fn id_of(name: &str, arch: &str, version: &str) -> Option<UpdateId> {
    UpdateId::new(SOURCE, &format!("{name}:{arch}"), version).ok()
}

/// Name of a version's file as apt has it in its cache: `NAME_VERSION_ARCH.deb`, `:` written as `%3a`.
pub fn file_name(id: &UpdateId) -> Option<String> {
    let (name, arch) = id.native().rsplit_once(':')?;
    Some(format!("{name}_{}_{arch}.deb", id.version().replace(':', "%3a")))
}

/// Which of these kept versions are as they were kept, or the PC is back at them.
///
/// # Errors
/// [`AskError`] where dpkg's database could not be read.
pub(super) fn still_kept(pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, AskError> {
    let names: BTreeSet<&str> = kept.iter().map(|kept| name_of(kept.id.native())).collect();
    let database = ask::database(pc, names)?;
    let there = |id: &UpdateId| {
        let (name, arch) = id.native().rsplit_once(':')?;
        let is_it = |e: &&Entry| e.name == name && (e.arch == arch || e.arch == "all" || arch == "all");
        let entry = database.iter().find(is_it).filter(|entry| entry.installed)?;
        Some((entry.version.clone(), entry.held))
    };
    Ok(kept::as_it_is(kept, there, may_go_back))
}

/// Says of each update whether there will be a way back: the version that is there now is kept already, lies in apt's cache
/// with a hash we know, or can still be fetched from the PC's own sources.
pub(super) fn mark(back: &WayBack<'_>, updates: &mut [Update], tables: &BTreeMap<String, Table>) {
    let archives = Path::new(ARCHIVES);
    kept::mark(back, updates, may_go_back, |update, id| {
        Some(can_have(back.shelf, id, update, tables, archives))
    });
}

fn may_go_back(id: &UpdateId) -> bool {
    kept::may_go_back(name_of(id.native()))
}

fn can_have(
    shelf: &Shelf,
    id: &UpdateId,
    update: &Update,
    tables: &BTreeMap<String, Table>,
    archives: &Path,
) -> bool {
    let is_in_source = || {
        let table = tables.get(update.package.as_str())?;
        let version = table.versions.iter().find(|version| version.version == id.version())?;
        Some(version.archives.iter().any(|line| is_fetched_from(line)))
    };
    let is_in_cache = || file_name(id).is_some_and(|name| archives.join(name).is_file());
    is_in_source() == Some(true) || (shelf.known.contains(id) && is_in_cache())
}

/// Whether apt fetches a file from such a place into its cache: not from dpkg's own database, nor where it takes a file as
/// it lies.
fn is_fetched_from(line: &str) -> bool {
    line != "/var/lib/dpkg/status" && !["file:", "cdrom:"].iter().any(|how| line.starts_with(how))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apt::policy;

    fn id(text: &str) -> UpdateId {
        text.parse().unwrap()
    }

    #[test]
    fn a_file_is_named_as_apt_names_it() {
        assert_eq!(file_name(&id("apt:a:amd64@1:2.0-1")).unwrap(), "a_1%3a2.0-1_amd64.deb");
    }

    fn update(size: u64) -> Update {
        serde_json::from_value(serde_json::json!({
            "id": "apt:pr-less:all@590", "pc": patchround_protocol::PcId::from(patchround_protocol::SpkiHash([0; 32])),
            "source": "apt", "package": "pr-less", "group": "pr-less", "name": "Less", "installed": "581",
            "candidate": "590", "class": "other", "substantial": null, "cves": null, "known_exploited": null,
            "released": null, "size": size, "notes": null, "needs": {}, "reversible": null, "scope": "machine",
            "held": null, "phased": false, "blocked": null,
        }))
        .unwrap()
    }

    #[test]
    fn the_old_version_can_be_had_where_a_source_has_it_or_its_file_can_be_checked() {
        let archives = tempfile::tempdir().unwrap();
        let from = |place: &str| {
            let text = format!(
                "pr-less:\n  Installed: 581\n  Candidate: 590\n  Version table:\n     590 500\n        500 http://mirror.invalid stable/main amd64 Packages\n *** 581 100\n        {place}\n"
            );
            policy::tables(&text)
        };
        let status = from("100 /var/lib/dpkg/status");
        let has = |shelf: &Shelf, tables: &BTreeMap<String, Table>| {
            can_have(shelf, &id("apt:pr-less:all@581"), &update(10), tables, archives.path())
        };
        let none = Shelf::default();
        assert!(!has(&none, &status));
        assert!(!has(&none, &from("500 file:/srv/packages ./ Packages")));
        assert!(has(&none, &from("500 http://mirror.invalid stable/main amd64 Packages")));
        std::fs::write(archives.path().join("pr-less_581_all.deb"), "").unwrap();
        assert!(!has(&none, &status), "nobody knows its hash");
        assert!(has(&Shelf { known: [id("apt:pr-less:all@581")].into(), ..Shelf::default() }, &status));
    }
}
