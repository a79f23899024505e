//! A Mac with updates of every kind: of the system, the next system, Safari, and what needs neither restart nor password.

use std::{fs, path::Path};

use crate::replay::{Replay, testdata};

const FOUND: &str = "/usr/bin/plutil -extract LastSuccessfulDate raw -o - /Library/Preferences/com.apple.SoftwareUpdate.plist";

/// Everything that makes it a Mac.
pub(crate) fn root(root: &Path) {
    let about = "System/Library/CoreServices/SystemVersion.plist";
    for (path, text) in
        [("usr/sbin/softwareupdate", String::new()), (about, testdata("written.SystemVersion.plist"))]
    {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

pub(crate) fn replay() -> Replay {
    Replay::default().with("/usr/sbin/softwareupdate -l", 0, "written.softwareupdate-l.mixed").says(
        FOUND,
        0,
        "2026-11-29T20:15:02Z\n",
        "",
    )
}
