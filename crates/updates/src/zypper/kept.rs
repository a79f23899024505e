//! Versions that are kept for a way back.

use std::collections::BTreeSet;

use patchround_protocol::{
    Cause, Update, UpdateId,
    update::Reversible,
    wire::{Back, Kept},
};

use super::{
    SOURCE,
    ask::{self, AskError},
    list::is_kernel,
    locks::Locked,
    versions::There,
};
use crate::{
    kept::WayBack,
    rpm::{self, Package},
    source::Pc,
};

/// The system's own foundation, whose older version may not start any more, or may not read what the newer one has
/// written (sources.md E).
const NEVER: [&str; 16] = [
    "aaa_base",
    "dracut",
    "filesystem",
    "glibc",
    "grub2",
    "libsolv",
    "libsystemd",
    "libudev",
    "libzypp",
    "pam",
    "patchround",
    "rpm",
    "shim",
    "systemd",
    "udev",
    "zypper",
];
/// Servers of databases: an older one does not read the newer one's files (sources.md E).
const DATABASES: [&str; 6] = ["mariadb", "mongodb", "mysql", "postgresql", "redis", "openldap"];

/// Whether going back to an older version of a package is safe at all. Of a kernel the older one is still there: the
/// start-up menu has it.
pub fn may_go_back(native: &str) -> bool {
    let name = name_of(native);
    let is_of_same =
        |rest: &str| rest.is_empty() || rest.starts_with(|c: char| "-.".contains(c) || c.is_ascii_digit());
    let is_never = NEVER.iter().any(|of| name.strip_prefix(of).is_some_and(is_of_same));
    !is_never && !is_kernel(name) && !DATABASES.iter().any(|of| name.starts_with(of))
}

/// The name in `NAME.ARCH`.
pub fn name_of(native: &str) -> &str {
    native.rsplit_once('.').map_or(native, |(name, _)| name)
}

/// Which of these kept versions are as they were kept, or the PC is back at them.
///
/// # Errors
/// [`AskError`] where rpm's database or the locks could not be read.
pub(super) fn still_kept(pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, AskError> {
    let installed = rpm::installed(pc, kept.iter().map(|kept| kept.id.native()))?;
    let locked = if kept.iter().any(|kept| kept.back.is_some()) { ask::locked(pc)? } else { BTreeSet::new() };
    Ok(as_it_is(kept, &installed, &locked))
}

fn as_it_is(kept: &[Kept], installed: &[Package], locked: &BTreeSet<Locked>) -> Vec<Kept> {
    let is_true = |kept: &Kept| {
        let mut versions = installed.iter().filter(|package| package.name_arch() == kept.id.native());
        let package = versions.next().filter(|_| versions.next().is_none())?;
        let is_held = is_held(&kept.id, locked);
        let back: Option<Back> = kept.back.filter(|_| is_held && package.evr == kept.id.version());
        let is_here = back.is_some() || (package.evr == kept.newer && may_go_back(kept.id.native()));
        is_here.then(|| Kept { back, ..kept.clone() })
    };
    kept.iter().filter_map(is_true).collect()
}

/// Whether a lock keeps a package at this version.
pub fn is_held(id: &UpdateId, locked: &BTreeSet<Locked>) -> bool {
    locked.iter().any(|l| id.native() == format!("{}.{}", l.name, l.arch) && l.edition == id.version())
}

/// Says of each update whether there will be a way back: the version that is there now is kept already, or one of the
/// PC's repositories still has it.
pub(super) fn mark(back: &WayBack<'_>, updates: &mut [Update], there: &There) {
    for update in updates {
        update.reversible = way_back(back, update, there);
    }
}

fn way_back(back: &WayBack<'_>, update: &Update, there: &There) -> Option<Reversible> {
    let installed = update.installed.as_deref()?;
    let id = UpdateId::new(SOURCE, update.id.native(), installed).ok()?;
    if !may_go_back(update.id.native()) {
        return Some(Reversible::Not(Cause::UndoBlocked));
    }
    let is_kept = back.shelf.kept.iter().any(|kept| kept.id == id);
    let is_in_one = there.get(id.native()).and_then(|editions| editions.get(installed)) == Some(&true);
    Some(match (is_kept || is_in_one, back.room) {
        (true, 1..) => Reversible::Kept {},
        (true, 0) => Reversible::Not(Cause::DiskFull),
        (false, _) => Reversible::Not(Cause::NothingKept),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_foundation_kernels_and_databases_have_no_way_back() {
        for name in [
            "glibc.x86_64",
            "glibc-locale.x86_64",
            "kernel-default.x86_64",
            "nvidia-kmp-default.x86_64",
            "libzypp.x86_64",
            "postgresql16.x86_64",
            "libsystemd0.x86_64",
        ] {
            assert!(!may_go_back(name), "{name}");
        }
        for name in ["MozillaFirefox.x86_64", "rpmlint.noarch", "pamixer.x86_64", "python3.11.x86_64"] {
            assert!(may_go_back(name), "{name}");
        }
    }

    fn package(name: &str, evr: &str) -> Package {
        rpm::package(&format!("{name}\tnoarch\t0\t{evr}\t1\t1\t{name}-1-1.src.rpm\tLab\tx")).unwrap()
    }

    fn kept(id: &str, newer: &str, back: bool) -> Kept {
        let since = jiff::Timestamp::UNIX_EPOCH;
        let back = back.then_some(Back { since, until: None });
        Kept { id: id.parse().unwrap(), newer: newer.into(), since, back }
    }

    #[test]
    fn only_what_is_true_of_rpms_database_and_the_locks_is_told() {
        let all = [
            kept("zypper:a.noarch@1-1", "2-1", false),
            kept("zypper:changed.noarch@1-1", "2-1", false),
            kept("zypper:gone.noarch@1-1", "2-1", false),
            kept("zypper:back.noarch@1-1", "2-1", true),
            kept("zypper:let-go.noarch@1-1", "2-1", true),
            kept("zypper:twice.noarch@1-1", "2-1", false),
        ];
        let installed = [
            package("a", "2-1"),
            package("changed", "3-1"),
            package("back", "1-1"),
            package("let-go", "1-1"),
            package("twice", "1-1"),
            package("twice", "2-1"),
        ];
        let back = Locked { name: "back".into(), arch: "noarch".into(), edition: "1-1".into() };
        let told = as_it_is(&all, &installed, &[back].into());
        let told: Vec<_> = told.iter().map(|k| (k.id.native(), k.back.is_some())).collect();
        assert_eq!(told, [("a.noarch", false), ("back.noarch", true)]);
    }
}
