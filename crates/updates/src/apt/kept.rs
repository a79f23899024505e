//! Versions that are kept for a way back: what both halves of a helper go by.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::{kept::Shelf, source::Pc};
use patchround_protocol::{
    Cause, Update, UpdateId,
    update::Reversible,
    wire::{Back, Kept},
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
/// The system's own foundation, whose older version may not start any more, or may not read what the newer one has
/// written (sources.md E).
const NEVER: [&str; 12] = [
    "apt",
    "base-files",
    "dpkg",
    "init",
    "libapt-pkg",
    "libc-bin",
    "libc6",
    "libpam",
    "libsystemd",
    "patchround",
    "systemd",
    "udev",
];
/// Servers of databases: an older one does not read the newer one's files (sources.md E).
const DATABASES: [&str; 6] = ["mariadb", "mongodb", "mysql", "postgresql", "redis", "slapd"];

/// Whether going back to an older version of a package is safe at all.
pub fn may_go_back(package: &str) -> bool {
    let name = name_of(package);
    let is_part = |of: &str| name == of || name.strip_prefix(of).is_some_and(is_of_same);
    !NEVER.iter().any(|of| is_part(of)) && !DATABASES.iter().any(|of| name.starts_with(of))
}

/// Whether what follows a name goes on with a part or a version of the same: `libc6-dev`, `libpam0g`, `libc6.1`.
fn is_of_same(rest: &str) -> bool {
    rest.starts_with(|c: char| c == '-' || c == '.' || c.is_ascii_digit())
}

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
    Ok(as_it_is(kept, &ask::database(pc, names)?))
}

fn as_it_is(kept: &[Kept], database: &[Entry]) -> Vec<Kept> {
    let entry = |id: &UpdateId| {
        let (name, arch) = id.native().rsplit_once(':')?;
        database.iter().find(|e| e.name == name && (e.arch == arch || e.arch == "all" || arch == "all"))
    };
    let is_true = |kept: &Kept| {
        let entry = entry(&kept.id).filter(|entry| entry.installed)?;
        let back: Option<Back> = kept.back.filter(|_| entry.held && entry.version == kept.id.version());
        let is_here = back.is_some() || (entry.version == kept.newer && may_go_back(kept.id.native()));
        is_here.then(|| Kept { back, ..kept.clone() })
    };
    kept.iter().filter_map(is_true).collect()
}

/// Says of each update whether there will be a way back: the version that is there now is kept already, lies in
/// apt's cache with a hash we know, or can still be fetched from the PC's own sources. `room` is in bytes.
pub(super) fn mark(shelf: &Shelf, updates: &mut [Update], tables: &BTreeMap<String, Table>, room: u64) {
    let mut left = room;
    for update in updates {
        update.reversible = way_back(shelf, update, tables, &mut left, Path::new(ARCHIVES));
    }
}

fn way_back(
    shelf: &Shelf,
    update: &Update,
    tables: &BTreeMap<String, Table>,
    left: &mut u64,
    archives: &Path,
) -> Option<Reversible> {
    let installed = update.installed.as_deref()?;
    let id = UpdateId::new(SOURCE, update.id.native(), installed).ok()?;
    if !may_go_back(update.id.native()) {
        return Some(Reversible::Not(Cause::UndoBlocked));
    }
    if !can_have(shelf, &id, update, tables, archives) {
        return Some(Reversible::Not(Cause::NothingKept));
    }
    // The older file is about as large as the newer one.
    let size = update.size.unwrap_or_default();
    if size > *left {
        return Some(Reversible::Not(Cause::DiskFull));
    }
    *left -= size;
    Some(Reversible::Kept {})
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
    shelf.kept.iter().any(|kept| kept.id == *id)
        || is_in_source() == Some(true)
        || (shelf.known.contains(id) && is_in_cache())
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

    fn entry(name: &str, version: &str, held: bool) -> Entry {
        Entry { name: name.into(), arch: "all".into(), held, installed: true, version: version.into() }
    }

    fn kept(id_: &str, newer: &str, back: bool) -> Kept {
        let since = jiff::Timestamp::UNIX_EPOCH;
        Kept { id: id(id_), newer: newer.into(), since, back: back.then_some(Back { since, until: None }) }
    }

    #[test]
    fn only_what_is_true_of_dpkgs_database_is_told_of_kept_versions() {
        let shelf = Shelf {
            kept: vec![
                kept("apt:a:all@1", "2", false),
                kept("apt:changed:all@1", "2", false),
                kept("apt:gone:all@1", "2", false),
                kept("apt:back:all@1", "2", true),
                kept("apt:let-go:all@1", "2", true),
            ],
            known: BTreeSet::new(),
        };
        let database = [
            entry("a", "2", false),
            entry("changed", "3", false),
            entry("back", "1", true),
            entry("let-go", "1", false),
        ];
        let told = as_it_is(&shelf.kept, &database);
        let told: Vec<_> = told.iter().map(|k| (k.id.native(), k.back.is_some())).collect();
        assert_eq!(told, [("a:all", false), ("back:all", true)]);
    }

    #[test]
    fn the_systems_foundation_and_databases_have_no_way_back() {
        for name in
            ["libc6", "libc6-dev", "libc6:amd64", "systemd-sysv", "postgresql-15", "patchround-helper"]
        {
            assert!(!may_go_back(name), "{name}");
        }
        for name in ["firefox-esr", "aptitude", "libcups2", "udevil", "openssl"] {
            assert!(may_go_back(name), "{name}");
        }
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
    fn there_is_a_way_back_where_the_old_version_can_be_had_and_checked() {
        let archives = tempfile::tempdir().unwrap();
        let from = |place: &str| {
            let text = format!(
                "pr-less:\n  Installed: 581\n  Candidate: 590\n  Version table:\n     590 500\n        500 http://mirror.invalid stable/main amd64 Packages\n *** 581 100\n        {place}\n"
            );
            policy::tables(&text)
        };
        let status = from("100 /var/lib/dpkg/status");
        let way = |shelf: &Shelf, tables, room| {
            way_back(shelf, &update(10), tables, &mut { room }, archives.path())
        };
        let none = Shelf::default();
        assert_eq!(way(&none, &status, 50), Some(Reversible::Not(Cause::NothingKept)));
        let local = from("500 file:/srv/packages ./ Packages");
        assert_eq!(way(&none, &local, 50), Some(Reversible::Not(Cause::NothingKept)));
        let source = from("500 http://mirror.invalid stable/main amd64 Packages");
        assert_eq!(way(&none, &source, 50), Some(Reversible::Kept {}));
        assert_eq!(way(&none, &source, 9), Some(Reversible::Not(Cause::DiskFull)));
        let kept = Shelf { kept: vec![kept("apt:pr-less:all@581", "590", false)], ..Shelf::default() };
        assert_eq!(way(&kept, &status, 50), Some(Reversible::Kept {}));
        std::fs::write(archives.path().join("pr-less_581_all.deb"), "").unwrap();
        assert_eq!(
            way(&none, &status, 50),
            Some(Reversible::Not(Cause::NothingKept)),
            "nobody knows its hash"
        );
        let known = Shelf { known: [id("apt:pr-less:all@581")].into(), ..Shelf::default() };
        assert_eq!(way(&known, &status, 50), Some(Reversible::Kept {}));
    }
}
