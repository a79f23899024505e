//! A PC that dnf 4 runs: what was recorded of one with several kinds of updates.

use std::{fs, path::Path};

use patchround_updates::{
    dnf::offers,
    rpm::{END, FILES_FORMAT, FORMAT},
};

use crate::replay::Replay;

/// The packages that something newer is there for, as rpm is asked about them.
const NAMES: &str = "kernel-core pr-app pr-arch pr-conf pr-dep pr-epoch pr-fail pr-lock pr-needs pr-nofit pr-pre \
                     pr-sec pr-tool pr-user pr-wide";

/// Files that make a folder a PC that dnf runs.
pub(crate) fn root(root: &Path) {
    let files = [
        ("etc/os-release", "NAME=\"Rocky Linux\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"),
        ("usr/bin/dnf", ""),
        ("var/lib/rpm/rpmdb.sqlite", ""),
        ("usr/share/applications/letters.desktop", "[Desktop Entry]\nType=Application\nName=Letters\n"),
    ];
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

pub(crate) fn replay() -> Replay {
    let rpm = |format: &str| format!("/usr/bin/rpm -q --qf {format} -- {NAMES} {END}");
    let offers = format!("/usr/bin/dnf -C -q repoquery --upgrades --qf {}", offers::FORMAT);
    Replay::default()
        .with(
            "/usr/bin/dnf -C -d 10 --setopt=autocheck_running_kernel=False check-update",
            100,
            "debian-12.dnf-check-update.mixed",
        )
        .with(&offers, 0, "debian-12.dnf-repoquery.mixed")
        .with("/usr/bin/dnf -C -d 10 updateinfo list", 0, "debian-12.dnf-updateinfo-list.mixed")
        .with("/usr/bin/dnf -C -d 10 updateinfo info", 0, "debian-12.dnf-updateinfo-info.mixed")
        .with(&rpm(FORMAT), 1, "debian-12.rpm-q.dnf-mixed")
        .with(&rpm(FILES_FORMAT), 1, "debian-12.rpm-q.dnf-mixed-files")
        .with("/usr/bin/dnf -q -C history info last", 0, "debian-12.dnf-history-info.failing-post")
        .says("/usr/bin/rpm -qa --qf %{NAME}.%{ARCH}\\n", 0, "pr-tool.noarch\npr-wide.noarch\n", "")
        .with("/usr/bin/dnf -q -C needs-restarting -r", 1, "debian-12.dnf-needs-restarting.needed")
}
