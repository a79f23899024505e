//! Which dnf runs a PC.

use std::{fs, path::Path};

/// Path of dnf, whichever it is.
pub const DNF: &str = "/usr/bin/dnf";
/// Path of dnf 5 by its own name.
pub const DNF5: &str = "/usr/bin/dnf5";

/// The two programs of that name, which answer differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// dnf 4, in Python: RHEL 8 to 10, Fedora until 40.
    Four,
    /// dnf 5: Fedora from 41 on.
    Five,
}

impl Generation {
    /// The program to start.
    pub fn program(self) -> &'static str {
        match self {
            Self::Four => DNF,
            Self::Five => DNF5,
        }
    }
}

/// The one that runs the PC with this root: dnf 5 where `/usr/bin/dnf` is a link to it, or where there is only that.
pub fn of(root: &Path) -> Option<Generation> {
    let place = |path: &str| root.join(path.trim_start_matches('/'));
    let is_five = place(DNF5).is_file();
    let link = fs::read_link(place(DNF)).ok();
    let leads_to_five = link.is_some_and(|to| to.file_name().is_some_and(|name| name == "dnf5"));
    match place(DNF).symlink_metadata() {
        Ok(_) if leads_to_five => is_five.then_some(Generation::Five),
        Ok(_) => Some(Generation::Four),
        Err(_) => is_five.then_some(Generation::Five),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn the_name_that_people_type_decides_which_of_the_two_it_is() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(of(root.path()), None);
        let bin = root.path().join("usr/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("dnf-3"), "").unwrap();
        symlink("dnf-3", bin.join("dnf")).unwrap();
        assert_eq!(of(root.path()), Some(Generation::Four));
        fs::write(bin.join("dnf5"), "").unwrap();
        assert_eq!(of(root.path()), Some(Generation::Four), "the other one is only beside it");
        fs::remove_file(bin.join("dnf")).unwrap();
        assert_eq!(of(root.path()), Some(Generation::Five));
        symlink("dnf5", bin.join("dnf")).unwrap();
        assert_eq!(of(root.path()), Some(Generation::Five));
    }
}
