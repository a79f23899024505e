//! A PC that pacman runs: what was recorded of one with several kinds of updates.

use std::{fs, path::Path};

use crate::replay::{Replay, testdata};

/// `pacman` on our database folder.
const OURS: &str = "/usr/bin/pacman --dbpath /var/lib/patchround-root/pacman --color never";
/// Everything that is offered, as it is asked about.
const OFFERED: &str =
    "lab-app lab-conf lab-grp lab-held lab-lib lab-new lab-newdep lab-tool-a lab-tool-b lab-wide linux-lab";

/// Files that make a folder a PC that pacman runs, whose lists were read.
pub(crate) fn root(root: &Path) {
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("etc/os-release", "NAME=\"Arch Linux\"\nID=arch\n");
    put("usr/bin/pacman", "");
    put("var/lib/pacman/local/ALPM_DB_VERSION", "9\n");
    put("var/lib/patchround-root/pacman/sync/lab.db", "");
    put("usr/share/applications/lab-app.desktop", "[Desktop Entry]\nType=Application\nName=Letters\n");
    for line in testdata("arch-6.0.pacman-Q.before").lines() {
        let (name, version) = line.split_once(' ').unwrap();
        let folder = format!("var/lib/pacman/local/{name}-{version}");
        put(&format!("{folder}/desc"), &format!("%NAME%\n{name}\n\n%BASE%\n{name}\n\n"));
        put(&format!("{folder}/files"), &format!("%FILES%\nusr/share/applications/{name}.desktop\n"));
    }
}

pub(crate) fn replay() -> Replay {
    Replay::default()
        .with(&format!("{OURS} -Qu"), 0, "arch-6.0.pacman-Qu.mixed")
        .with(&format!("{OURS} -Sup --print-format %n %v %r %s %l"), 0, "arch-6.0.pacman-Sup.mixed")
        .with(&format!("{OURS} -Si -- {OFFERED}"), 0, "arch-6.0.pacman-Si.mixed")
}
