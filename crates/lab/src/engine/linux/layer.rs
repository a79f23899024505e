//! The initial layer: the base root with the office's old packages installed, shared by all its PCs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::archive::Archive;
use super::base::once;
use super::enter::BOUNDS;
use super::overlay::{stack, unmount_below};
use super::places::{CACHE, Places};
use super::run::{run, tool};

const RECIPE: u32 = 1;

/// The folder to mount between `base` and a PC. Ours is built once and kept; that of somebody else's archive goes
/// with its office.
pub(super) fn provide(places: &Places, base: &Path, archive: &Archive) -> Result<PathBuf> {
    let layer = if archive.ours {
        Path::new(CACHE).join(format!("initial-{}", fingerprint(base, archive)?))
    } else {
        places.dir().join("initial")
    };
    once(&layer, |half| {
        tracing::info!(packages = archive.initial.len(), "Installing what every PC has at the start");
        stack(&[base], half)?;
        fill(half, archive)?;
        unmount_below(half)
    })?;
    Ok(layer.join("upper"))
}

fn fingerprint(base: &Path, archive: &Archive) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(format!("{RECIPE} {} {:?} {:?}", base.display(), archive.initial, archive.held));
    hash.update(archive.key()?);
    hash.update(archive.sources()?);
    Ok(HEXLOWER.encode(&hash.finalize()[..8]))
}

fn fill(half: &Path, archive: &Archive) -> Result<()> {
    let root = half.join("root");
    fs::write(root.join("etc/apt/sources.list.d/office.sources"), archive.sources()?)
        .and_then(|()| fs::create_dir_all(root.join("etc/apt/keyrings")))
        .context("Failed to write the PCs' package sources")?;
    fs::write(root.join(archive.key_path()?), archive.key()?).context("Failed to write the archive's key")?;
    install(&root, &archive.initial)?;
    for package in &archive.held {
        inside(&root, &["/usr/bin/apt-mark", "hold", package])?;
    }
    Ok(())
}

fn install(root: &Path, debs: &[PathBuf]) -> Result<()> {
    if debs.is_empty() {
        return Ok(());
    }
    let folder = root.join("var/tmp/initial");
    fs::create_dir_all(&folder).context("Failed to make a folder for the packages")?;
    let mut args = vec!["/usr/bin/dpkg".to_owned(), "--force-unsafe-io".to_owned(), "--install".to_owned()];
    for deb in debs {
        let name = deb.file_name().context("A package without a name")?;
        fs::copy(deb, folder.join(name)).with_context(|| format!("Failed to copy {}", deb.display()))?;
        args.push(format!("/var/tmp/initial/{}", name.to_string_lossy()));
    }
    inside(root, &args).context("Failed to install the initial packages")?;
    fs::remove_dir_all(folder).context("Failed to remove the copied packages")
}

/// Runs a program in a root that is not started, without a network and without a hand on the clock.
pub(super) fn inside<S: AsRef<str>>(root: &Path, argv: &[S]) -> Result<()> {
    let root = format!("--root={}", root.display());
    let apart = [
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--net",
        "--ipc",
        "--uts",
        "--mount-proc",
        &root,
        "--",
    ];
    let mut command = tool("/usr/bin/unshare", apart);
    command.args(["/usr/bin/setpriv", BOUNDS, "--inh-caps=-all", "--"]).args(argv.iter().map(AsRef::as_ref));
    run(command.env("DEBIAN_FRONTEND", "noninteractive")).map(drop)
}
