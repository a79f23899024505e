//! Whether this PC waits for a restart: the modules of the kernel that runs are gone, because another one is installed.

use std::{collections::BTreeMap, fs};

use patchround_protocol::ids::PackageName;

use crate::source::{Pc, RestartNeed};

const MODULES: &str = "/usr/lib/modules";
/// In the folder of each kernel's modules: the package it is of.
const PACKAGE: &str = "pkgbase";
const RELEASE: &str = "/proc/sys/kernel/osrelease";

/// By the modules. Where no kernel is of a package, as in a container, pacman brings none that waits for a restart.
pub(super) fn needed_in(pc: &Pc<'_>) -> RestartNeed {
    let kernels = kernels(pc);
    let running = fs::read_to_string(pc.place(RELEASE)).unwrap_or_default();
    let release = running.trim();
    if release.is_empty() {
        return RestartNeed::default();
    }
    // A module built for it by hand may keep the folder alive.
    let is_gone = !pc.place(MODULES).join(release).join("kernel").is_dir();
    let pending = is_gone && !kernels.is_empty();
    let only = if kernels.len() == 1 { kernels.into_values().collect() } else { Vec::new() };
    RestartNeed { pending: Some(pending), packages: if pending { only } else { Vec::new() } }
}

/// The kernels that are installed: the package of each, by its release.
pub fn kernels(pc: &Pc<'_>) -> BTreeMap<String, String> {
    let folders = fs::read_dir(pc.place(MODULES)).into_iter().flatten().flatten();
    let kernel = |folder: fs::DirEntry| {
        let package = fs::read_to_string(folder.path().join(PACKAGE)).ok()?.trim().to_owned();
        let release = folder.file_name().into_string().ok()?;
        package.parse::<PackageName>().is_ok().then_some((release, package))
    };
    folders.filter_map(kernel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    #[test]
    fn a_kernel_whose_modules_are_gone_waits_for_a_restart() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let put = |file: &str, text: &str| {
            fs::create_dir_all(pc.place(file).parent().unwrap()).unwrap();
            fs::write(pc.place(file), text).unwrap();
        };
        assert_eq!(needed_in(&pc), RestartNeed::default());
        put(RELEASE, "6.1.1-lab\n");
        let calm = RestartNeed { pending: Some(false), packages: Vec::new() };
        assert_eq!(needed_in(&pc), calm, "a container has no kernel");
        put("/usr/lib/modules/6.1.1-lab/pkgbase", "linux-lab\n");
        put("/usr/lib/modules/6.1.1-lab/kernel/x.ko", "");
        assert_eq!(needed_in(&pc), calm);
        fs::remove_dir_all(pc.place("/usr/lib/modules/6.1.1-lab")).unwrap();
        put("/usr/lib/modules/6.1.1-lab/updates/by-hand.ko", "");
        put("/usr/lib/modules/6.1.2-lab/pkgbase", "linux-lab\n");
        assert_eq!(needed_in(&pc), RestartNeed { pending: Some(true), packages: vec!["linux-lab".into()] });
    }
}
