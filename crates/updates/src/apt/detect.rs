//! Whether apt runs this PC.

use std::path::Path;

/// Whether `apt-get` is here and dpkg owns the system.
///
/// Other systems package both programs too; only where dpkg has installed itself does its database
/// describe the PC.
pub(super) fn is_in(root: &Path) -> bool {
    ["usr/bin/apt-get", "usr/bin/dpkg", "var/lib/dpkg/status", "var/lib/dpkg/info/dpkg.list"]
        .iter()
        .all(|file| root.join(file).is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_system_that_only_has_the_programs_is_not_run_by_apt() {
        let root = tempfile::tempdir().unwrap();
        for file in ["usr/bin/apt-get", "usr/bin/dpkg", "var/lib/dpkg/status"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert!(!is_in(root.path()));
        fs::create_dir_all(root.path().join("var/lib/dpkg/info")).unwrap();
        fs::write(root.path().join("var/lib/dpkg/info/dpkg.list"), "/.\n").unwrap();
        assert!(is_in(root.path()));
    }
}
