//! Versions that are kept for a way back: what both halves of a helper go by.

use std::path::Path;

use patchround_protocol::{
    Cause, Update, UpdateId,
    update::Reversible,
    wire::{Back, Kept},
};

use super::{SOURCE, generation, locks::Locks};
use crate::{ask::AskError, kept::Shelf, rpm, source::Pc};

/// The system's own foundation, whose older version may not start any more, or may not read what the newer one has
/// written (sources.md E). A kernel stays beside the older ones: those can be started.
const NEVER: [&str; 15] = [
    "basesystem",
    "dnf",
    "dnf5",
    "filesystem",
    "glibc",
    "kernel",
    "libdnf",
    "libsolv",
    "pam",
    "patchround",
    "rpm",
    "selinux-policy",
    "setup",
    "sqlite-libs",
    "systemd",
];
/// Servers of databases: an older one does not read the newer one's files (sources.md E).
const DATABASES: [&str; 7] = ["389-ds", "mariadb", "mongodb", "mysql", "postgresql", "redis", "valkey"];

/// Whether going back to an older version of a package, `NAME.ARCH`, is safe at all.
pub fn may_go_back(native: &str) -> bool {
    let name = native.rsplit_once('.').map_or(native, |(name, _)| name);
    let is_part =
        |of: &str| name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    !NEVER.iter().any(|of| is_part(of)) && !DATABASES.iter().any(|of| name.starts_with(of))
}

/// The id of a version that is or was there.
pub fn id_of(package: &rpm::Package) -> Option<UpdateId> {
    UpdateId::new(SOURCE, &package.name_arch(), &package.evr).ok()
}

/// Name of a version's file as dnf has it in its cache: `NAME-VERSION-RELEASE.ARCH.rpm`, without the epoch.
pub fn file_name(id: &UpdateId) -> Option<String> {
    let (name, arch) = id.native().rsplit_once('.')?;
    let version = id.version().split_once(':').map_or(id.version(), |(_, version)| version);
    Some(format!("{name}-{version}.{arch}.rpm"))
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
    Ok(as_it_is(kept, &installed, &locks))
}

fn as_it_is(kept: &[Kept], installed: &[rpm::Package], locks: &Locks) -> Vec<Kept> {
    let is_true = |kept: &Kept| {
        let mut there = installed.iter().filter(|package| package.name_arch() == kept.id.native());
        let (there, more) = (there.next()?, there.next());
        let is_locked = locks.is_at(&there.name, &there.arch, &there.evr);
        let back: Option<Back> = kept.back.filter(|_| is_locked && there.evr == kept.id.version());
        let is_here = back.is_some() || (there.evr == kept.newer && may_go_back(kept.id.native()));
        (is_here && more.is_none()).then(|| Kept { back, ..kept.clone() })
    };
    kept.iter().filter_map(is_true).collect()
}

/// Says of each update whether there will be a way back: the version that is there now is kept already, or lies in
/// dnf's cache with a hash we know. Whether a source still has it is not asked here, so elsewhere nothing is said.
pub(super) fn mark(shelf: &Shelf, updates: &mut [Update], root: &Path) {
    let cached = super::ask::cached(root);
    for update in updates {
        update.reversible = way_back(shelf, update, &cached);
    }
}

fn way_back(shelf: &Shelf, update: &Update, cached: &[std::path::PathBuf]) -> Option<Reversible> {
    if !may_go_back(update.id.native()) {
        return Some(Reversible::Not(Cause::UndoBlocked));
    }
    let id = UpdateId::new(SOURCE, update.id.native(), update.installed.as_deref()?).ok()?;
    let file = file_name(&id)?;
    let is_cached = || cached.iter().any(|path| path.file_name().is_some_and(|name| *name == *file));
    let is_kept = shelf.kept.iter().any(|kept| kept.id == id) || (shelf.known.contains(&id) && is_cached());
    is_kept.then_some(Reversible::Kept {})
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::dnf::generation::Generation;

    fn there(name: &str, evr: &str) -> rpm::Package {
        let (epoch, version) = evr.split_once(':').unwrap_or(("0", evr));
        rpm::package(&format!("{name}\tnoarch\t{epoch}\t{version}\t5\t5\t(none)\t(none)\tx")).unwrap()
    }

    fn kept(name: &str, newer: &str, back: bool) -> Kept {
        let since = Timestamp::UNIX_EPOCH;
        let back = back.then_some(Back { since, until: None });
        Kept { id: format!("dnf:{name}.noarch@1-1").parse().unwrap(), newer: newer.into(), since, back }
    }

    #[test]
    fn only_what_is_true_of_the_database_and_the_locks_is_told_of_kept_versions() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("etc/dnf/plugins")).unwrap();
        std::fs::write(root.path().join("etc/dnf/plugins/versionlock.list"), "back-0:1-1.noarch\n").unwrap();
        let locks = Locks::read(root.path(), Generation::Four).unwrap();
        let all = [
            kept("a", "2-1", false),
            kept("changed", "2-1", false),
            kept("gone", "2-1", false),
            kept("back", "2-1", true),
            kept("let-go", "2-1", true),
        ];
        let database =
            [there("a", "2-1"), there("changed", "3-1"), there("back", "1-1"), there("let-go", "1-1")];
        let told = as_it_is(&all, &database, &locks);
        let told: Vec<_> = told.iter().map(|k| (k.id.native(), k.back.is_some())).collect();
        assert_eq!(told, [("a.noarch", false), ("back.noarch", true)]);
    }

    #[test]
    fn the_systems_foundation_and_databases_have_no_way_back() {
        for name in ["glibc.x86_64", "glibc-common.x86_64", "kernel-core.x86_64", "postgresql-server.x86_64"]
        {
            assert!(!may_go_back(name), "{name}");
        }
        for name in ["firefox.x86_64", "openssl.x86_64", "rpmlint.noarch", "systemdx.noarch"] {
            assert!(may_go_back(name), "{name}");
        }
    }

    #[test]
    fn a_file_is_named_as_dnf_names_it() {
        assert_eq!(file_name(&"dnf:a.x86_64@1:2.0-1".parse().unwrap()).unwrap(), "a-2.0-1.x86_64.rpm");
    }
}
