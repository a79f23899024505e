//! Debian packages this computer needs, installed when they are missing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::Cmd;
use crate::{repository, say};

const APT_GET: &str = "/usr/bin/apt-get";
const DPKG_QUERY: &str = "/usr/bin/dpkg-query";

/// Installs those of `packages` that are not there. Needs root only when one is missing.
pub(crate) fn ensure(packages: &[&str]) -> Result<()> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !Path::new(APT_GET).exists() {
        bail!("This needs the programs of the Debian packages {list}. Install their like and try again");
    }
    if !is_root() {
        bail!(
            "The packages {list} are missing. Install them with `sudo apt-get install {list}` and try again"
        );
    }
    say::line(format_args!("Installing {list}"));
    let archives = archives_dir()?;
    apt_get(&archives).arg("update").arg("-qq").run()?;
    apt_get(&archives).args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing).run()?;
    std::fs::remove_dir_all(&archives).context("Failed to remove the folder for packages")
}

/// Whether this program may install packages.
pub(crate) fn is_root() -> bool {
    cfg!(unix) && Cmd::new("/usr/bin/id").arg("-u").read().is_ok_and(|uid| uid.trim() == "0")
}

fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    packages.iter().copied().filter(|package| !is_installed(package)).collect()
}

fn is_installed(package: &str) -> bool {
    Cmd::new(DPKG_QUERY)
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .read()
        .is_ok_and(|status| status.trim() == "installed")
}

/// A private folder: images with a clean-up hook empty the common one while an installation runs.
fn archives_dir() -> Result<PathBuf> {
    let archives = repository::target_dir().join("apt-archives");
    std::fs::create_dir_all(archives.join("partial")).context("Failed to make the folder for packages")?;
    Ok(archives)
}

fn apt_get(archives: &Path) -> Cmd {
    Cmd::new(APT_GET)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .arg("-o")
        .arg(format!("Dir::Cache::archives={}", archives.display()))
        .args(["-o", "DPkg::Lock::Timeout=590", "-o", "Dpkg::Use-Pty=0"])
}
