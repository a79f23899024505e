//! Whether pacman runs this PC.

use std::path::Path;

use crate::os_release::OsRelease;

/// Systems whose packages are pacman's.
const SYSTEMS: [&str; 2] = ["arch", "archarm"];
/// Made from Arch and brought up to date as a whole image: its pacman is none that updates it.
const IMAGES: [&str; 1] = ["steamos"];

/// Whether pacman is here and its database describes the PC: other systems package it too.
pub(super) fn is_in(root: &Path) -> bool {
    let has =
        ["usr/bin/pacman", "var/lib/pacman/local/ALPM_DB_VERSION"].iter().all(|f| root.join(f).is_file());
    has && OsRelease::read(root)
        .is_some_and(|os| os.is_of(&SYSTEMS) && !os.value("ID").is_some_and(|id| IMAGES.contains(&id)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_a_system_made_from_arch_whose_database_is_pacmans_is_run_by_it() {
        let root = tempfile::tempdir().unwrap();
        let put = |file: &str, text: &str| {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put("etc/os-release", "ID=arch\n");
        put("usr/bin/pacman", "");
        assert!(!is_in(root.path()), "it has never installed anything");
        put("var/lib/pacman/local/ALPM_DB_VERSION", "9\n");
        assert!(is_in(root.path()));
        for (said, is_here) in [
            ("ID=manjaro\nID_LIKE=arch\n", true),
            ("ID=endeavouros\nID_LIKE=\"arch\"\n", true),
            ("ID=debian\n", false),
            ("ID=ubuntu\nID_LIKE=debian\n", false),
            ("ID=steamos\nID_LIKE=arch\n", false),
            ("", false),
        ] {
            put("etc/os-release", said);
            assert_eq!(is_in(root.path()), is_here, "{said}");
        }
    }
}
