//! Versions that are kept for a way back: what both halves of a helper go by.

use std::collections::BTreeSet;

use patchround_protocol::{
    Cause, Update, UpdateId,
    update::Reversible,
    wire::{Back, Kept},
};
use serde::{Deserialize, Serialize};

use crate::{
    rpm::is_kernel,
    source::{Pc, SOURCES},
};

/// All kept versions of a PC together, in bytes.
pub const MOST_BYTES: u64 = 500_000_000;
/// Nor more than this part of what is free on their disk.
const PART_OF_FREE: u64 = 20;

/// The system's own foundation, whose older version may not start any more, or may not read what the newer one has
/// written (sources.md E). Of a kernel the older one is still there: the start-up menu has it.
const FOUNDATION: [&str; 31] = [
    "aaa_base",
    "apt",
    "base-files",
    "basesystem",
    "dnf",
    "dpkg",
    "dracut",
    "filesystem",
    "glibc",
    "grub2",
    "init",
    "kernel",
    "libapt-pkg",
    "libc-bin",
    "libc6",
    "libdnf",
    "libpam",
    "libsolv",
    "libsystemd",
    "libudev",
    "libzypp",
    "pam",
    "patchround",
    "rpm",
    "selinux-policy",
    "setup",
    "shim",
    "sqlite-libs",
    "systemd",
    "udev",
    "zypper",
];
/// Servers of databases: an older one does not read the newer one's files (sources.md E).
const DATABASES: [&str; 9] =
    ["389-ds", "mariadb", "mongodb", "mysql", "openldap", "postgresql", "redis", "slapd", "valkey"];

/// Whether going back to an older version of a package is safe at all, whatever installed it.
pub fn may_go_back(name: &str) -> bool {
    let is_part = |of: &&str| name.strip_prefix(*of).is_some_and(is_of_same);
    !FOUNDATION.iter().any(is_part) && !is_kernel(name) && !DATABASES.iter().any(|of| name.starts_with(of))
}

/// Whether what follows a name goes on with a part or a version of the same: `libc6-dev`, `libpam0g`, `libc6.1`.
fn is_of_same(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(|c: char| c == '-' || c == '.' || c.is_ascii_digit())
}

/// What is there of a kept version's package: its version, and whether something holds it there.
pub(crate) type There = (String, bool);

/// Which of these kept versions are as they were kept, or the PC is back at them. `there` is none for what is not there, or
/// not as a whole; `may_go_back` is asked of each package.
pub(crate) fn as_it_is(
    kept: &[Kept],
    there: impl Fn(&UpdateId) -> Option<There>,
    may_go_back: impl Fn(&UpdateId) -> bool,
) -> Vec<Kept> {
    let is_true = |kept: &Kept| {
        let (version, is_held) = there(&kept.id)?;
        let back: Option<Back> = kept.back.filter(|_| is_held && version == kept.id.version());
        let is_here = back.is_some() || (version == kept.newer && may_go_back(&kept.id));
        is_here.then(|| Kept { back, ..kept.clone() })
    };
    kept.iter().filter_map(is_true).collect()
}

/// Says of each update whether there will be a way back. `can_have` says whether the version that is there now can be had
/// then although it is not kept yet; none where nobody asks its source for it.
pub(crate) fn mark(
    back: &WayBack<'_>,
    updates: &mut [Update],
    may_go_back: impl Fn(&UpdateId) -> bool,
    can_have: impl Fn(&Update, &UpdateId) -> Option<bool>,
) {
    let mut left = back.room;
    for update in updates {
        update.reversible = way_back(back.shelf, update, &mut left, &may_go_back, &can_have);
    }
}

fn way_back(
    shelf: &Shelf,
    update: &Update,
    left: &mut u64,
    may_go_back: impl Fn(&UpdateId) -> bool,
    can_have: impl Fn(&Update, &UpdateId) -> Option<bool>,
) -> Option<Reversible> {
    let id = UpdateId::new(update.id.source(), update.id.native(), update.installed.as_deref()?).ok()?;
    if !may_go_back(&update.id) {
        return Some(Reversible::Not(Cause::UndoBlocked));
    }
    if shelf.kept.iter().any(|kept| kept.id == id) {
        return Some(Reversible::Kept {});
    }
    if !can_have(update, &id)? {
        return Some(Reversible::Not(Cause::NothingKept));
    }
    // The older file is about as large as the newer one.
    match left.checked_sub(update.size.unwrap_or(1)) {
        Some(less) => {
            *left = less;
            Some(Reversible::Kept {})
        }
        None => Some(Reversible::Not(Cause::DiskFull)),
    }
}

/// Bytes that kept versions may take, where so many are free.
pub fn room(free: Option<u64>) -> u64 {
    free.map_or(MOST_BYTES, |free| MOST_BYTES.min(free / PART_OF_FREE))
}

/// What the root half tells of the versions it has kept, for the network half to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shelf {
    /// The kept versions.
    pub kept: Vec<Kept>,
    /// Versions whose hash is remembered, so that a file of a package manager's cache can be checked.
    pub known: BTreeSet<UpdateId>,
}

impl Shelf {
    /// What is true of the kept versions at this moment: those whose newer version is the one that is there, and those
    /// that the PC is back at. Those of a source whose database could not be read are left out, and the cause is told.
    pub fn now(&self, pc: &Pc<'_>) -> (Vec<Kept>, Option<Cause>) {
        let mut all = (Vec::new(), None);
        for source in SOURCES {
            let of_source = self.kept.iter().filter(|kept| kept.id.source() == source.id());
            let of_source: Vec<Kept> = of_source.cloned().collect();
            if of_source.is_empty() {
                continue;
            }
            match source.still_kept(pc, &of_source) {
                Ok(kept) => all.0.extend(kept),
                Err(cause) => all.1 = Some(cause),
            }
        }
        all
    }
}

/// The versions that were kept, and the bytes there are for more.
#[derive(Debug, Clone, Copy)]
pub struct WayBack<'a> {
    /// The versions that were kept.
    pub shelf: &'a Shelf,
    /// Bytes for more, of which the oldest make room for newer ones.
    pub room: u64,
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn the_systems_foundation_kernels_and_databases_have_no_way_back() {
        for name in [
            "libc6",
            "libc6-dev",
            "libpam0g",
            "systemd-sysv",
            "postgresql-15",
            "patchround-helper",
            "glibc-common",
            "kernel-core",
            "postgresql-server",
            "dnf5",
            "nvidia-kmp-default",
            "libzypp",
            "libsystemd0",
            "dracut",
            "grub2-tools",
        ] {
            assert!(!may_go_back(name), "{name}");
        }
        for name in [
            "firefox-esr",
            "aptitude",
            "libcups2",
            "udevil",
            "openssl",
            "rpmlint",
            "systemdx",
            "pamixer",
            "python3.11",
            "initscripts",
        ] {
            assert!(may_go_back(name), "{name}");
        }
    }

    fn kept(name: &str, newer: &str, back: bool) -> Kept {
        let since = Timestamp::UNIX_EPOCH;
        let back = back.then_some(Back { since, until: None });
        Kept { id: format!("apt:{name}:all@1").parse().unwrap(), newer: newer.into(), since, back }
    }

    #[test]
    fn only_what_is_true_of_the_database_and_the_holds_is_told_of_kept_versions() {
        let all = [
            kept("a", "2", false),
            kept("changed", "2", false),
            kept("gone", "2", false),
            kept("back", "2", true),
            kept("let-go", "2", true),
            kept("never", "2", false),
        ];
        let there = |id: &UpdateId| match id.native() {
            "a:all" | "never:all" => Some(("2".to_owned(), false)),
            "changed:all" => Some(("3".to_owned(), false)),
            "back:all" => Some(("1".to_owned(), true)),
            "let-go:all" => Some(("1".to_owned(), false)),
            _ => None,
        };
        let told = as_it_is(&all, there, |id| id.native() != "never:all");
        let told: Vec<_> = told.iter().map(|k| (k.id.native(), k.back.is_some())).collect();
        assert_eq!(told, [("a:all", false), ("back:all", true)]);
    }

    fn update(size: u64) -> Update {
        serde_json::from_value(serde_json::json!({
            "id": "apt:a:all@2", "pc": patchround_protocol::PcId::from(patchround_protocol::SpkiHash([0; 32])),
            "source": "apt", "package": "a", "group": "a", "name": "A", "installed": "1",
            "candidate": "2", "class": "other", "substantial": null, "cves": null, "known_exploited": null,
            "released": null, "size": size, "notes": null, "needs": {}, "reversible": null, "scope": "machine",
            "held": null, "phased": false, "blocked": null,
        }))
        .unwrap()
    }

    #[test]
    fn there_is_a_way_back_to_what_is_kept_or_can_be_had_and_fits() {
        let way = |shelf: &Shelf, can_have, room, may| {
            let mut updates = [update(10), update(10)];
            mark(&WayBack { shelf, room }, &mut updates, |_| may, |_, _| can_have);
            updates.map(|update| update.reversible)
        };
        let (none, some) =
            (Shelf::default(), Shelf { kept: vec![kept("a", "2", false)], ..Shelf::default() });
        let not = |cause| Some(Reversible::Not(cause));
        let yes = || Some(Reversible::Kept {});
        assert_eq!(way(&none, Some(true), 100, true), [yes(), yes()]);
        assert_eq!(way(&none, Some(true), 15, true), [yes(), not(Cause::DiskFull)]);
        assert_eq!(way(&some, Some(false), 0, true), [yes(), yes()], "what is kept takes no more room");
        assert_eq!(way(&none, Some(false), 100, true), [not(Cause::NothingKept), not(Cause::NothingKept)]);
        assert_eq!(way(&none, None, 100, true), [None, None]);
        assert_eq!(way(&some, Some(true), 100, false), [not(Cause::UndoBlocked), not(Cause::UndoBlocked)]);
    }

    #[test]
    fn a_twentieth_of_what_is_free_is_taken_and_never_more_than_the_most() {
        assert_eq!(room(None), MOST_BYTES);
        assert_eq!(room(Some(1_000_000)), 50_000);
        assert_eq!(room(Some(u64::MAX)), MOST_BYTES);
    }
}
