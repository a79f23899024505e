//! A PC that zypper runs: what was recorded of one with several kinds of updates.

use std::{fs, path::Path};

use patchround_updates::rpm::{END, FORMAT};

use crate::replay::Replay;

/// The packages that something newer is there for, as rpm is asked about them.
const NAMES: &str = "pr-adds.noarch pr-conflict.noarch pr-fail.noarch pr-garbled.noarch pr-gone.noarch \
                     pr-kernel.noarch pr-lua.noarch pr-plain.noarch pr-sec.noarch pr-slow.noarch pr-tool.noarch \
                     pr-two.noarch pr-undo.noarch pr-zypp.noarch pr-locked.noarch pr-needs.noarch pr-removes.noarch";
/// The versions whose order tells which patches are about which update.
const PAIRS: [(&str, &str); 6] = [
    ("1.0-1", "0.9-1"),
    ("1.0-1", "1.0-5"),
    ("1.0-1", "1.0-9"),
    ("1.1-1", "0.9-1"),
    ("1.1-1", "1.0-5"),
    ("1.1-1", "1.0-9"),
];

/// Files that make a folder a PC that zypper runs.
pub(super) fn root(root: &Path) {
    let files = [
        ("etc/os-release", "NAME=\"openSUSE Leap\"\nID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n"),
        ("usr/bin/zypper", ""),
        ("var/lib/rpm/rpmdb.sqlite", ""),
    ];
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// As rpm is asked to order versions.
fn order() -> String {
    let one = |a: &str, b: &str| format!("print(rpm.vercmp('{a}','{b}')..' ') ");
    let both = |(a, b): &(&str, &str)| {
        let ((v1, r1), (v2, r2)) = (a.split_once('-').unwrap(), b.split_once('-').unwrap());
        one(v1, v2) + &one(r1, r2)
    };
    let all: String = PAIRS.iter().map(both).collect();
    format!("/usr/bin/rpm --eval %{{lua:{all}print('end')}}")
}

pub(super) fn replay() -> Replay {
    let zypper =
        |arguments: &str| format!("/usr/bin/zypper --non-interactive --xmlout --no-refresh {arguments}");
    let patches = "info -t patch -- PR-2026-1 PR-2026-10 PR-2026-2 PR-2026-3 PR-2026-4 PR-2026-5 PR-2026-7 PR-2026-8 \
                   PR-2026-9";
    let rpm = format!("/usr/bin/rpm -q --qf {FORMAT} -- {NAMES} {END}");
    Replay::default()
        .with(&zypper("list-updates"), 0, "debian-12.zypper-list-updates.mixed")
        .with(&zypper("list-updates --all"), 0, "debian-12.zypper-list-updates.mixed-all")
        .with(&zypper("list-patches"), 0, "debian-12.zypper-list-patches.mixed")
        .with(
            &zypper("search --installed-only --details --type package"),
            0,
            "debian-12.zypper-search.installed",
        )
        .with(&zypper("locks --solvables"), 0, "debian-12.zypper-locks.mixed")
        .with(&zypper(patches), 0, "debian-12.zypper-info.patches")
        .with(&zypper("info -t package -- pr-removes"), 0, "debian-12.zypper-info.packages")
        .with(&rpm, 1, "debian-12.rpm-q.zypper-mixed")
        .with(&order(), 0, "debian-12.rpm-eval.zypper-mixed")
}
