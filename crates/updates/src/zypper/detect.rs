//! Whether zypper runs this PC.

use crate::{os_release::OsRelease, rpm, source::Pc};

use super::ask::ZYPPER;

/// Whether it is one of SUSE's systems, with zypper, and with rpm's database of what is on it.
pub(super) fn is_in(pc: &Pc<'_>) -> bool {
    let is_suse =
        || OsRelease::read(pc.root).is_some_and(|os| os.is_of(&["suse", "opensuse", "sles", "sled"]));
    pc.place(ZYPPER).is_file() && rpm::has_database(pc.root) && is_suse()
}

/// Whether it is a rolling system, which goes from one whole state to the next: `zypper dist-upgrade` is the one way.
pub fn is_rolling(pc: &Pc<'_>) -> bool {
    let id = OsRelease::read(pc.root).and_then(|os| os.value("ID").map(str::to_owned));
    id.is_some_and(|id| ["opensuse-tumbleweed", "opensuse-slowroll"].contains(&id.as_str()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::command::Programs;

    #[test]
    fn only_a_suse_with_rpms_database_is_run_by_zypper() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let put = |path: &str, text: &str| {
            let file = pc.place(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        put(ZYPPER, "");
        put("/var/lib/rpm/rpmdb.sqlite", "");
        put("/etc/os-release", "ID=debian\n");
        assert!(!is_in(&pc), "a Debian that has the program");
        put("/etc/os-release", "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n");
        assert!(is_in(&pc) && !is_rolling(&pc));
        put("/etc/os-release", "ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n");
        assert!(is_in(&pc) && is_rolling(&pc));
        fs::remove_file(pc.place("/var/lib/rpm/rpmdb.sqlite")).unwrap();
        assert!(!is_in(&pc));
    }
}
