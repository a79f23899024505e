//! PCs of other systems: Debian's root with another package manager, whose database alone describes the PC; and a Debian
//! that has flatpak as well.
//!
//! The package managers are Debian's own packages of them; it is real dnf, zypper and pacman, and not Fedora, openSUSE
//! or Arch. What their sources offer is signed by a key of the lab, and checked as those systems check it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::base::{self, BESIDE, once};
use super::layer::inside;
use super::overlay::{remove_tree, stack, unmount_below};
use super::places::{CACHE, SERVER_ADDRESS};
use crate::{Lacking, System};

/// What every such PC has: one root serves for all of them.
const PACKAGES: [&str; 12] = [
    "createrepo-c",
    "dnf",
    "flatpak",
    "gpg",
    "gpg-agent",
    "libarchive-tools",
    "makepkg",
    "pacman-package-manager",
    "python3-dateutil",
    "rpm",
    "zstd",
    "zypper",
];
/// What a PC with dnf has besides, as Fedora's have: the version lock, and whether a restart is needed. Debian's zypper
/// breaks it.
const OF_DNF: [&str; 1] = ["dnf-plugins-core"];
const MAKERS: [(&str, &str); 4] = [
    ("keys.sh", include_str!("others/keys.sh")),
    ("rpm.sh", include_str!("others/rpm.sh")),
    ("pacman.sh", include_str!("others/pacman.sh")),
    ("flatpak.sh", include_str!("others/flatpak.sh")),
];
const BE: &str = include_str!("others/be.sh");
/// The scriptlet of the helper's package, for systems that have no package of it.
const AFTER_INSTALLATION: &str = include_str!("../../../../../installers/linux/helper/rpm/post");

/// The root of all other systems, and what their sources offer.
#[derive(Debug)]
pub(super) struct Others {
    base: PathBuf,
    archive: PathBuf,
}

impl Others {
    /// Builds both when there are none yet: about two minutes.
    pub(super) fn provide() -> Result<Others> {
        let packages = PACKAGES.map(str::to_owned);
        let base = base::provide_beside(&packages, &OF_DNF, Lacking::None)?;
        let archive = Path::new(CACHE).join(format!("others-{}", fingerprint(&base)));
        once(&archive, |half| {
            tracing::info!("Building what the sources of other systems offer, once");
            build(&base, half)
        })?;
        Ok(Others { base, archive })
    }

    /// What lies below the changes of a PC with such a system, the uppermost first. What makes a PC of this office out of
    /// a Debian is asked for where it stays one.
    pub(super) fn lower(
        &self,
        system: System,
        debian: impl Fn(&Path) -> Result<PathBuf>,
    ) -> Result<Vec<PathBuf>> {
        match system {
            System::Flatpak => Ok(vec![self.layer("flatpak")?, debian(&self.base)?, self.base.clone()]),
            other => Ok(vec![self.layer(other.name())?, self.base.clone()]),
        }
    }

    fn layer(&self, name: &str) -> Result<PathBuf> {
        let layer = Path::new(CACHE).join(format!("initial-{name}-{}", fingerprint(&self.base)));
        once(&layer, |half| {
            stack(&[&self.base], half)?;
            let root = half.join("root");
            copy_tree(&self.archive, &root.join("var/tmp/initial"))?;
            fs::write(root.join("var/tmp/be.sh"), BE).context("Failed to write a script of the lab")?;
            inside(&root, &["/bin/sh", "/var/tmp/be.sh", name, &SERVER_ADDRESS.to_string(), BESIDE])
                .with_context(|| format!("Failed to make a PC with {name}"))?;
            unmount_below(half)
        })?;
        Ok(layer.join("upper"))
    }

    /// Folders to serve beside the archive of the others.
    pub(super) fn served(&self) -> [PathBuf; 5] {
        ["rpm", "rpm-another-key", "pacman", "pacman-another-key", "flatpak"]
            .map(|name| self.archive.join(name))
    }
}

/// How the helper gets onto a PC: with rpm as a package, else as its files and what the package does afterwards.
pub(super) fn installs_helper(system: System, package: &str) -> Vec<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match system {
        System::Debian | System::Trixie | System::Flatpak => vec![words(&["dpkg", "--install", package])],
        System::Dnf | System::Zypper => vec![words(&["rpm", "--install", "--nodeps", package])],
        System::Pacman => vec![
            words(&["bsdtar", "-x", "-f", package, "-C", "/"]),
            words(&["sh", "-c", AFTER_INSTALLATION, "post", "1"]),
        ],
    }
}

fn fingerprint(base: &Path) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{} {MAKERS:?} {BE}", base.display()))[..8])
}

fn build(base: &Path, half: &Path) -> Result<()> {
    let scratch = half.join("scratch");
    stack(&[base], &scratch)?;
    let root = scratch.join("root");
    for (name, script) in MAKERS {
        let path = format!("/var/tmp/{name}");
        fs::write(root.join(path.trim_start_matches('/')), script)
            .context("Failed to write a script of the lab")?;
        inside(&root, &["/bin/sh", &path]).with_context(|| format!("Failed to run {name}"))?;
    }
    copy_tree(&root.join("var/tmp/out"), half)?;
    unmount_below(&scratch)?;
    remove_tree(&scratch)
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("Failed to make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("Failed to read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            let time = fs::metadata(entry.path())?.modified()?;
            // Who asks the server for something newer goes by it.
            fs::copy(entry.path(), &target)
                .and_then(|_| File::options().write(true).open(&target)?.set_modified(time))
                .with_context(|| format!("Failed to copy {}", target.display()))?;
        }
    }
    Ok(())
}
