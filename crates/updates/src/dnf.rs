//! dnf: Fedora, RHEL and what is made from them. One parser a file; only [`ask`] starts programs.
//!
//! dnf 4 answers in text, dnf 5 partly in JSON. Which of them runs a PC is decided by what `/usr/bin/dnf` is there
//! ([`generation`]); docs/sources/dnf.md says what was really run.

pub mod advisories;
pub mod ask;
pub mod causes;
pub mod check;
pub mod five;
pub mod generation;
pub mod history;
pub mod kept;
pub mod list;
pub mod locks;
pub mod offers;
pub mod restart;
pub mod unfinished;

mod names;
mod scan;

use std::{collections::BTreeSet, path::PathBuf};

use patchround_protocol::{
    Cause, Update,
    wire::{Kept, SourceScan},
};

use crate::{
    command::Told,
    os_release::OsRelease,
    rpm,
    source::{Asking, Pc, RestartNeed, Source},
};

pub use scan::REFRESHED_STAMP;

/// The source's id.
pub const SOURCE: &str = "dnf";
/// Systems that dnf runs, and whose kin it runs too.
const SYSTEMS: [&str; 5] = ["fedora", "rhel", "centos", "openmandriva", "mageia"];

/// dnf 4 or dnf 5 with rpm.
#[derive(Debug, Clone, Copy)]
pub struct Dnf;

impl Source for Dnf {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        let is_system = || OsRelease::read(pc.root).is_some_and(|release| release.is_of(&SYSTEMS));
        // Where the system is an image nothing goes in package by package (rpm-ostree(1), bootc(8)).
        let is_image = pc.place("/run/ostree-booted").exists();
        generation::of(pc.root).is_some() && rpm::has_database(pc.root) && is_system() && !is_image
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        let folders = ["/etc/dnf", "/etc/dnf/plugins", "/etc/yum.repos.d", ask::CACHE, "/var/lib/dnf"];
        folders.into_iter().chain(rpm::DATABASES).map(PathBuf::from).collect()
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        ask::restart_need(pc)
    }

    fn still_kept(&self, pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, Cause> {
        kept::still_kept(pc, kept).map_err(|error| error.cause())
    }

    fn programs_of(&self, native: &str) -> BTreeSet<String> {
        let files = rpm::files(&Pc::this(), [native], names::is_entry).unwrap_or_default();
        names::entries(files.iter().map(|(_, file)| file.as_str()))
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(&told.said())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn is_here(files: &[(&str, &str)]) -> bool {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Dnf.is_here(&Pc { root: root.path(), ..Pc::this() })
    }

    #[test]
    fn dnf_runs_a_pc_whose_system_it_is_of_and_no_debian_that_only_has_it() {
        let (dnf, rpm) = (("usr/bin/dnf", ""), ("var/lib/rpm/rpmdb.sqlite", ""));
        assert!(is_here(&[dnf, rpm, ("etc/os-release", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n")]));
        assert!(!is_here(&[dnf, rpm, ("etc/os-release", "ID=debian\n")]));
        assert!(!is_here(&[dnf, ("etc/os-release", "ID=fedora\n")]));
        assert!(!is_here(&[rpm, ("etc/os-release", "ID=fedora\n")]));
        assert!(!is_here(&[dnf, rpm]));
    }
}
