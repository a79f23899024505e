//! A Debian PC with the practice packages of testdata/README.md.

use std::{fs, path::Path};

use crate::replay::Replay;

/// What is newer there.
const NAMES: &str = "pr-app pr-app-data pr-auto pr-base pr-big pr-conf pr-desk pr-epoch pr-fail pr-held pr-huge pr-kern \
                     pr-mid pr-newdep pr-over pr-phased pr-sec pr-slow pr-stuck pr-suite-core pr-suite-libs pr-tool-a \
                     pr-tool-b pr-tool-c";

const TARGETS: &str = "pr-app=1.1 pr-app-data=1.1 pr-auto=1.1 pr-base=2.0 pr-big=1.1 pr-conf=2.0 pr-desk=1.1 \
                       pr-epoch=1:1.1-1~x+b1 pr-fail=1.1 pr-held=1.1 pr-huge=1.1 pr-kern=6.2 pr-mid=1.2 \
                       pr-newdep=1.1 pr-over=1.1 pr-phased=1.1 pr-sec=1.0+deb12u1 pr-slow=1.1 pr-stuck=1.1 \
                       pr-suite-core=1.1 pr-suite-libs=1.1 pr-tool-a=1.1 pr-tool-b=1.1 pr-tool-c=1.1";

/// What makes a folder a PC that dpkg describes.
pub(crate) fn root(root: &Path) {
    let files = ["usr/bin/apt-get", "usr/bin/dpkg", "var/lib/dpkg/status", "var/lib/dpkg/info/dpkg.list"];
    for file in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
}

pub(crate) fn replay() -> Replay {
    Replay::default()
        .with("/usr/bin/apt-get -s -q dist-upgrade", 0, "debian-12.apt-get-s-dist-upgrade.mixed")
        .with("/usr/bin/apt-get -s -q upgrade", 0, "debian-12.apt-get-s-upgrade.mixed")
        .with("/usr/bin/apt-cache policy", 0, "debian-12.apt-cache-policy.archives")
        .with(&format!("/usr/bin/apt-cache policy -- {NAMES}"), 0, "debian-12.apt-cache-policy.mixed")
        .with("/usr/bin/apt-mark showhold", 0, "debian-12.apt-mark-showhold.mixed")
        .with(
            &format!("/usr/bin/apt-cache show --no-all-versions -- {TARGETS}"),
            0,
            "debian-12.apt-cache-show.mixed",
        )
        .with(&alone("pr-base=2.0"), 0, "debian-12.apt-get-s-install.removes")
        .with(&alone("pr-newdep=1.1"), 0, "debian-12.apt-get-s-install.adds")
        .says("/usr/bin/apt-get update --print-uris", 0, "", "")
        .says("/usr/bin/dpkg-query -W -f=${db:Status-Status}\n", 0, "installed\ninstalled\n", "")
}

fn alone(target: &str) -> String {
    format!("/usr/bin/apt-get -s -q --only-upgrade install -- {target}")
}
