//! A PC whose firmware fwupd looks after: a webcam of which two parts have firmware of their own.

use std::{fs, path::Path};

use crate::replay::Replay;

pub(crate) const UPDATES: &str = "/usr/bin/fwupdmgr get-updates --json";
pub(crate) const REMOTES: &str = "/usr/bin/fwupdmgr get-remotes --json";

/// Everything that makes it a PC whose firmware fwupd can be asked about.
pub(crate) fn root(root: &Path) {
    let service = "usr/share/dbus-1/system-services/org.freedesktop.fwupd.service";
    for path in ["usr/bin/fwupdmgr", service, "run/dbus/system_bus_socket"] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
}

pub(crate) fn replay() -> Replay {
    Replay::default().with(UPDATES, 0, "debian-12.fwupdmgr-get-updates.mixed").with(
        REMOTES,
        0,
        "debian-12.fwupdmgr-get-remotes.no-server",
    )
}
